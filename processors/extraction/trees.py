"""What the parser hangs on a day of the week goes to the verb: "abattus vendredi par des soldats" is by soldiers.

News tells the day right behind the verb, and the parser takes what comes next for a part of it. Days have no parts: a
phrase with a preposition behind one belongs to what the day belongs to, one without is the object of its verb
("arrêté samedi quarante manifestants") or the subject of one that has none before it. Which words are days: the slots
``weekday`` and ``day_word`` of the language's ``dates.yaml``; what stays with them: ``of_what`` and ``day_parts`` of
its ``function_words.yaml``.

And where the adjective of a people, in small letters behind its noun, has been taken for the noun ("drones russes"),
the two change places; so does an adjective before its noun that is tagged as one ("24 présumés terroristes", words
``supposed``). A participle behind its noun that tells what befell it ("deux suspects interpellés") is a verb. Verbs
that tell the perfect with "to be" (``perfect_be``: "sont tombés") are no passives, others with its participle are. And
a name that opens a sentence and is taken for all of it, for the sake of the clause behind it ("UNIFIL, which has 10,000
men, urged …"), is the subject of the verb behind that clause (``relative_any_role``, ``whose``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from processors.extraction import lexicon
from processors.extraction.glosses import OPENS, mend
from processors.extraction.lexicon.grammar import grammar_of
from processors.extraction.marks import lowers
from processors.extraction.names.countries import demonyms
from processors.extraction.syntax import case_of, chain

_UNDER = frozenset({"nmod", "obl", "obl:arg", "obl:agent", "obl:mod"})
_NOMINAL = frozenset({"nsubj", "nsubj:pass", "obj", "obl", "obl:arg", "obl:agent", "nmod", "conj", "appos", "ROOT"})
_VERBAL = frozenset({"VERB", "AUX"})
_OBJECT = frozenset({"obj", "iobj"})
_PASSIVE = frozenset({"aux:pass"})
_PARTS_OF_NAMES = frozenset({"flat", "compound", "flat:name"})
_MISHUNG = frozenset({"parataxis", "conj", "advcl", "acl", "acl:relcl"})
_ALONE = frozenset({"VERB", "X"})
_ANOTHER = lexicon.function_words("another")
_TAKEN_FOR = frozenset({"ADJ", "NOUN"})
_BEHIND = frozenset({"nmod", "amod", "appos", "acl"})
_LOOSE = frozenset({"ROOT", "conj", "appos", "parataxis", "dep", "nmod", "acl"})
_MODIFIES = frozenset({"amod", "appos"})
_LEAD = 4
"""Tokens of a name that opens a sentence."""


class DayRepair:
    """The component."""

    def __init__(self, language: str, overlay: str | None) -> None:
        slots: dict[str, Any] = lexicon.load(language, "dates", overlay).get("slots", {})
        self._days = frozenset(
            word for key in ("weekday", "day_word") for word in slots.get(key, {}) if " " not in word
        )
        self._peoples = frozenset(demonyms(language))
        words: dict[str, Any] = lexicon.load(language, "function_words", overlay)
        roles: dict[str, Any] = lexicon.load(language, "events_roles", overlay)
        self._be = frozenset(map(str, words.get("perfect_be", ())))
        self._ends = grammar_of(language, overlay).ends
        self._supposed = frozenset(map(str, words.get("supposed", ())))
        self._parts = frozenset(map(str, words.get("day_parts", ()))) | set(slots.get("month", {}))
        self._of = frozenset(map(str, words.get("of_what", ())))
        self._by = frozenset(map(str, roles.get("by", ())))
        self._relative = frozenset(map(str, words.get("relative_any_role", ())))

    def __call__(self, doc: Doc) -> Doc:
        """Move the phrases; all else stays as it is."""
        if not doc.has_annotation("DEP"):
            return doc
        moves: dict[int, tuple[int, str]] = {}
        tags: dict[int, str] = {}
        for token in doc if self._be else ():
            if token.pos_ in _TAKEN_FOR and self._is_participle(token.lower_):
                _participle(token, moves, tags)
            elif token.dep_ == "acl" and token.lower_.endswith("s") and self._is_participle(token.lower_):
                _agree(token, moves)
            elif token.dep_ == "ROOT" and token.pos_ in _ALONE and self._is_participle(token.lower_):
                _bare(token, moves, tags)
            if token.dep_ in _PASSIVE:
                _voice(token.head, moves, passive=token.head.lemma_.lower() not in self._be)
        for i, word in enumerate(lowers(doc)):
            if word in self._peoples and i and doc[i].is_lower:
                _swap(doc[i - 1], doc[i], moves)
            if word in self._supposed and i + 1 < len(doc) and doc[i].pos_ == "NOUN" and doc[i + 1].is_lower:
                before = len(moves)
                _swap(doc[i + 1], doc[i], moves)
                if len(moves) > before:
                    tags |= {i: "ADJ", i + 1: "NOUN"}
            if word in self._relative and i > 1 and doc[i - 1].text == ",":
                _open(doc[i - 2], doc[i], moves)
            if word == OPENS and i:
                mend(doc, i, self._days, moves)
            if word in self._days and (day := doc[i]).head.i != i and day.ent_type_ == "":
                self._free(day, moves)
        if moves:
            values = doc.to_array(["HEAD", "DEP"])
            for i, (head, dep) in moves.items():
                values[i, 0] = np.int64(head - i).astype(values.dtype)
                values[i, 1] = doc.vocab.strings.add(dep)
            doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]  # whole numbers
        for i, pos in tags.items():
            doc[i].pos_ = pos
        return doc

    def _is_participle(self, word: str) -> bool:
        return self._ends(word, "participle_like") and word not in self._peoples

    def _free(self, day: Token, moves: dict[int, tuple[int, str]]) -> None:
        head = day.head
        verbal = head.pos_ in _VERBAL
        if verbal and day.dep_ in _OBJECT and head.i < day.i:
            moves[day.i] = (head.i, "obl")
        bare: list[Token] = []
        for child in day.children:
            case = case_of(child)
            if child.i < day.i or child.dep_ not in _UNDER or (case in self._of and not child.ent_type_):
                continue
            if case is None:
                bare.append(child)
                continue
            agent = verbal and case in self._by and any(c.dep_ in _PASSIVE for c in head.children)
            moves[child.i] = (head.i, "obl:agent" if agent else "obl" if verbal else "nmod")
        if verbal and head.i < day.i:
            self._give(head, bare, moves)

    def _give(self, verb: Token, bare: list[Token], moves: dict[int, tuple[int, str]]) -> None:
        """Nouns without a preposition behind the day: the last is the verb's, numbers before it count it."""
        nouns = [t for t in bare if t.pos_ in ("NOUN", "PROPN") and t.lower_ not in self._parts]
        if not nouns or any(c.dep_ in _OBJECT and c.i not in moves for c in verb.children):
            return
        noun = nouns[0]
        subject = any(c.dep_.startswith("nsubj") and c.i < verb.i for c in verb.children)
        passive = any(c.dep_ in _PASSIVE for c in verb.children)
        if subject and passive:
            return
        moves[noun.i] = (verb.i, "obj" if subject else "nsubj:pass" if passive else "nsubj")
        for number in bare:
            if number.i == noun.i - 1 and number.pos_ == "NUM":
                moves[number.i] = (noun.i, "nummod")


def _participle(token: Token, moves: dict[int, tuple[int, str]], tags: dict[int, str]) -> None:
    """ "Gao : deux suspects arrêtés, trois fusils saisis": what befell, taken for an adjective or a noun."""
    noun = token.doc[token.i - 1] if token.i > token.sent.start else token
    if token.head.i == noun.i and token.dep_ in _BEHIND:
        if noun.pos_ == "NOUN" and _verbless(noun) and not any(c.dep_ == "case" for c in token.children):
            tags[token.i], moves[token.i] = "VERB", (noun.i, "acl")
    elif token.pos_ == "NOUN" and noun.head.i == token.i and _verbless(token):
        if noun.pos_ != "NOUN" and noun.lower_ not in _ANOTHER:
            return
        count = len(moves)
        _swap(noun, token, moves)
        if len(moves) > count:
            tags[token.i], moves[token.i] = "VERB", (noun.i, "acl")


def _agree(participle: Token, moves: dict[int, tuple[int, str]]) -> None:
    """ "Trois membres d'une famille tués": a plural tells of the plural above the singular that the parser chose."""
    noun = participle.head
    above = noun.head
    single = "Sing" in noun.morph.get("Number", []) or noun.pos_ == "PROPN"
    if single and noun.dep_ == "nmod" and above.pos_ == "NOUN" and "Plur" in above.morph.get("Number", []):
        moves[participle.i] = (above.i, "acl")


def _bare(participle: Token, moves: dict[int, tuple[int, str]], tags: dict[int, str]) -> None:
    """ "Le maire de X enlevé samedi.": without an auxiliary a headline tells what befell its subject."""
    parts = list(participle.children)
    finite = participle.pos_ == "VERB" and "Part" not in participle.morph.get("VerbForm", [])  # "l'armée dit avoir …"
    if finite or any(c.dep_.startswith("aux") or c.dep_ in _OBJECT for c in parts):
        return
    for child in parts:
        if child.dep_ == "nsubj" and child.i < participle.i and child.pos_ in ("NOUN", "PROPN"):
            moves[child.i], moves[participle.i] = (child.i, "ROOT"), (child.i, "acl")
            tags[participle.i] = "VERB"


def _verbless(noun: Token) -> bool:
    """Whether a noun is no part of a clause with a verb, but for what is joined to one ("et deux fusils saisis")."""
    up = chain(noun)
    return all(t.dep_ in _LOOSE and case_of(t) is None for t in up if t.pos_ not in _VERBAL) and (
        up[-1].pos_ not in _VERBAL or up[0].dep_ == "conj"
    )


def _voice(verb: Token, moves: dict[int, tuple[int, str]], *, passive: bool) -> None:
    """Give a verb the subject of its voice: "a été blessé" is passive, "est tombé" is not."""
    for child in verb.children:
        if not passive and child.dep_.endswith(":pass"):
            moves[child.i] = (verb.i, child.dep_.removesuffix(":pass"))
        elif passive and child.dep_ == "nsubj" and child.i < verb.i:
            moves[child.i] = (verb.i, "nsubj:pass")


def _open(name: Token, pronoun: Token, moves: dict[int, tuple[int, str]]) -> None:
    """Make the name before a relative clause the subject of the verb behind the clause."""
    while name.dep_ in _PARTS_OF_NAMES and name.head.i < name.i:
        name = name.head
    sent = pronoun.sent
    if name.dep_ != "ROOT" or name.pos_ in _VERBAL or not 0 <= name.i - sent.start <= _LEAD:
        return
    clause = next((t for t in chain(pronoun) if t.head.i == name.i), pronoun)
    if clause.head.i != name.i:
        return
    for verb in sent.doc[pronoun.i + 2 : sent.end]:
        if (
            verb.i == clause.i
            or verb.pos_ != "VERB"
            or verb.dep_ not in _MISHUNG
            or verb.head.i not in (name.i, clause.i)
        ):
            continue
        parts = [child for child in verb.children if child.i < verb.i]
        first = min((child.i for child in parts if child.dep_.startswith("aux")), default=verb.i)
        if verb.doc[first - 1].text == "," and not any(c.dep_.startswith("nsubj") for c in parts):
            passive = any(child.dep_ in _PASSIVE for child in parts)
            moves[verb.i] = (verb.i, "ROOT")
            moves[name.i] = (verb.i, "nsubj:pass" if passive else "nsubj")
            moves[clause.i] = (name.i, "acl:relcl")
            return


def _swap(noun: Token, adjective: Token, moves: dict[int, tuple[int, str]]) -> None:
    """Make the noun the head of the adjective that the parser hung it on."""
    if noun.head.i != adjective.i or noun.dep_ not in _MODIFIES or adjective.dep_ not in _NOMINAL or not noun.is_lower:
        return
    above, dep = moves.get(adjective.i, (adjective.head.i, adjective.dep_))
    moves[noun.i] = (noun.i if above == adjective.i else above, dep)
    moves[adjective.i] = (noun.i, "amod")
    for child in adjective.children:
        if child.i != noun.i:
            moves[child.i] = (noun.i, child.dep_)


@Language.factory("tocsin_days")
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> DayRepair:
    """For ``nlp.add_pipe``."""
    return DayRepair(lexicon, overlay)
