"""Headlines in the present tense: "Rioters torch shops", "Turkey backs Azerbaijan in border row".

Taggers trained on sentences take the verb for one more noun of a row, and then nothing happens in the headline. A row
of nouns at the head of a short line without an article, of which one is written like a verb that agrees with the noun
before it and has a noun behind it, is read as subject, verb and object. The verbs stand in ``headlines.yaml``; a
language without that file has no such headlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon as lexicons
from processors.extraction.conjugation import conjugation
from processors.extraction.dated_verbs import reread
from processors.extraction.marks import lowers

LONGEST = 22
"""Tokens of a headline."""
_TO = lexicons.function_words("to")
_ROW = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "CCONJ"})
_HEADS = frozenset({"NOUN", "PROPN", "NUM"})
_OBJECT = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET", "SYM"})
_VERBAL = frozenset({"VERB", "AUX"})
_JOINTS = frozenset({"-", "–", "’s", "'s"})
_HEADINGS = frozenset({":", "\n", "|"})
_NO_PLACE = frozenset({"", "NORP", "ORG"})
_PAUSES = frozenset({",", ";", ":", "–", "—", "-", "|"})
_ASIDE = frozenset({"Part", "Ger", "Inf"})
"""Forms of a verb that are none of the main clause."""


class Headlines:
    """The component: rewrites part of speech and tree of the headlines that it knows."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicons.load(language, "headlines", overlay)
        self._plain = {str(verb): str(verb) for verb in data.get("verbs", ())}
        self._third = {form: verb for verb in self._plain for form in _third(verb, language)}
        self._plural = frozenset(map(str, data.get("plural", ())))
        self._bodies = frozenset(map(str, data.get("bodies", ())))
        self._behind = frozenset(map(str, data.get("behind", ())))
        self._with = {str(verb): frozenset(map(str, some)) for verb, some in (data.get("with") or {}).items()}
        self._days = frozenset(map(str, data.get("days", ())))
        self._on = frozenset(map(str, data.get("on", ())))
        self._opens = frozenset(map(str, data.get("opens", ())))
        self._clause = frozenset(map(str, data.get("clause", ())))

    def __call__(self, doc: Doc) -> Doc:
        """Read the headlines anew; everything else stays as it is."""
        if not self._plain or not doc.has_annotation("DEP"):
            return doc
        reread(doc, self._days, self._on)
        words = lowers(doc)
        if self._plain.keys().isdisjoint(words) and self._third.keys().isdisjoint(words):
            return doc
        found = [verb for line in doc.sents if len(line) <= LONGEST for verb in self._verb(line, words)]
        if found:
            _grow(doc, found, self._third | self._plain)
        return doc

    def _verb(self, line: Span, words: list[str]) -> Iterable[Token]:
        """The verb of a headline that was taken for a noun, if there is one."""
        first, row = line.start, True
        for token in line:
            i = token.i
            if words[i] in self._clause or (row and words[i] in _HEADINGS):
                first, row = i + 1, True  # "Six killed as gunmen storm church"
            elif row and i > first and self._agrees(token, words) and self._governs(token, line, words):
                yield token
                return
            elif not _in_row(token, first):
                row = False

    def _agrees(self, token: Token, words: list[str]) -> bool:
        before = _subject(token)
        if before is None or token.ent_iob_ == "I" or (token.pos_ in _VERBAL and token.dep_ != "compound"):
            return False
        many = before.lower_ in self._plural | self._bodies or _of_many(before)
        many = many or "," in words[token.sent.start : token.i]
        return (words[token.i] in self._plain and many) or (words[token.i] in self._third and not _of_many(before))

    def _governs(self, token: Token, line: Span, words: list[str]) -> bool:
        """Something stands behind it that it may do something to, and no other verb of its clause."""
        doc, at = token.doc, token.i + 1
        if at >= line.end or words[at] in self._behind:
            return False
        misread = words[at].endswith("s") and words[at] not in self._third  # "block roads"
        if doc[at].pos_ not in _OBJECT and not misread and not self._opened(token, words):
            return False
        for other in doc[at + 1 : line.end]:
            joint = words[other.i] == "-" and not other.whitespace_
            if (words[other.i] in _PAUSES and not joint) or other.pos_ in ("SCONJ", "CCONJ"):
                break
            if other.pos_ in _VERBAL and not _aside(other, words):
                return False
        return doc[at].pos_ not in _VERBAL or misread

    def _opened(self, token: Token, words: list[str]) -> bool:
        """A preposition goes on: "call for", or "storm into" behind a word that can be nothing but many."""
        following = words[token.i + 1]
        verb = self._third.get(words[token.i], words[token.i])
        if following in self._with.get(verb, ()):
            return True
        before = token.nbor(-1)
        one = before.lower_ in self._bodies or not (_of_many(before) or before.lower_ in self._plural)
        return following in self._opens and words[token.i] in self._plain and not one


def _third(verb: str, language: str) -> frozenset[str]:
    made = conjugation(verb, language)
    return frozenset(form for form in made.get("fin", ()) if form.endswith("s") and form not in made["part"] | {verb})


def _subject(verb: Token) -> Token | None:
    """The noun before a verb, and before what is written together with it ("test-fires")."""
    at = verb.i - (3 if verb.nbor(-1).text == "-" else 1)
    if at < verb.sent.start:
        return None
    noun = verb.doc[at]
    named = noun.ent_type_ and noun.pos_ != "ADJ"
    return noun if noun.pos_ in _HEADS or named or (at == verb.sent.start and noun.pos_ != "ADJ") else None


def _in_row(token: Token, first: int) -> bool:
    """One of the nouns before the verb; what opens a line is often mistaken for something else."""
    if token.i == first and token.pos_ in _VERBAL | {"ADV"}:
        return True
    return token.pos_ in _ROW | {"SPACE"} or bool(token.ent_type_) or token.text in (",", "-")


def _of_many(token: Token) -> bool:
    return token.lower_.endswith("s") and (token.ent_type_ in _NO_PLACE or token.pos_ == "NOUN")


def _aside(verb: Token, words: list[str]) -> bool:
    """An infinitive, a participle of a noun or a part of a compound ("government-held")."""
    before = words[verb.i - 1]
    return (
        before == "-"
        or before in _TO
        or (verb.dep_ != "ROOT" and bool(_ASIDE.intersection(verb.morph.get("VerbForm", []))))
    )


def _grow(doc: Doc, verbs: list[Token], bases: Mapping[str, str]) -> None:
    """Make each verb the root of its line, the row before it its subject and the row behind it its object."""
    values = doc.to_array(["HEAD", "DEP"])
    heads = (values[:, 0].astype(np.int64) + np.arange(len(doc))).tolist()
    for verb in verbs:
        line, i = verb.sent, verb.i
        start, end, before = _row(verb, line, -1), _row(verb, line, 1), _subject(verb)
        names = {i: "ROOT"} | _hang(doc, heads, range(start, before.i + 1 if before else i), i, "nsubj")
        names |= _hang(doc, heads, range(i + 1, end), i, "obj")
        heads[i] = i
        for token in line:
            if token.i not in names and (heads[token.i] == token.i or not _hangs_on(token.i, i, heads)):
                heads[token.i], names[token.i] = i, "parataxis"
        for at, name in names.items():
            values[at, 1] = doc.vocab.strings.add(name)
        verb.pos_ = "VERB"
        verb.lemma_ = bases[verb.lower_]
        verb.set_morph("Mood=Ind|Tense=Pres|VerbForm=Fin")  # type: ignore[attr-defined]  # not in spaCy's stubs
    values[:, 0] = (np.array(heads) - np.arange(len(doc))).astype(values.dtype)
    doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]  # whole numbers


def _row(verb: Token, line: Span, step: int) -> int:
    """Where the row of nouns before (-1) or behind (1) a verb begins or ends."""
    doc, at = verb.doc, verb.i + step
    while line.start <= at < line.end and (
        doc[at].pos_ in _ROW | _OBJECT
        or doc[at].text in _JOINTS
        or doc[at].ent_type_
        or abs(at - verb.i) == 1
        or (at > verb.i and doc[at - 1].text == "-")
    ):
        at += step
    if step < 0:
        return at + 1
    while doc[at - 1].pos_ not in _HEADS and at > verb.i + 1:
        at -= 1
    return at


def _hang(doc: Doc, heads: list[int], row: range, verb: int, name: str) -> dict[int, str]:
    """Hang a row of nouns on a verb by its last noun, and the rest of the row on that; gives their new names."""
    last = next((i for i in reversed(row) if doc[i].pos_ in _HEADS), row[-1] if name == "nsubj" and row else None)
    if last is None:
        return {}
    names = {last: name}
    for i in row:
        if i != last and (heads[i] not in row or not _hangs_on(i, last, heads)):
            heads[i] = last
            if doc[i].dep_ in ("ROOT", "nsubj", "obj", "obl", "obl:unmarked", "parataxis"):
                names[i] = "compound"
    heads[last] = verb
    return names


def _hangs_on(at: int, root: int, heads: list[int]) -> bool:
    """Whether a word's chain of heads ends in the root and in no circle."""
    for _ in range(LONGEST + 1):
        if at == root:
            return True
        if heads[at] == at:
            return False
        at = heads[at]
    return False


@Language.factory("tocsin_headlines", default_config={"lexicon": "en", "overlay": None})
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Headlines:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Headlines(lexicon, overlay)
