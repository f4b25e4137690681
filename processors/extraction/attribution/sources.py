"""Finds who says what: source, and the stretch of text that it answers for."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.marks import lowers
from processors.extraction.names.actors import actor_of
from processors.extraction.quantities.page import sentences
from processors.extraction.quantities.phrases import Tree, match_on, phrase_tree
from processors.extraction.syntax import OBJECT, PASSIVE_SUBJECT, SUBJECT

_QUOTES = frozenset('"“”«»')
_DETERMINERS = frozenset(
    {"the", "a", "an", "le", "la", "les", "l'", "l’", "un", "une", "des", "its", "their", "leur", "leurs", "du"}
)


@dataclass(slots=True)
class Source:
    """``name`` says what stands in tokens ``start:end``. ``at`` is the cue."""

    name: str
    start: int
    end: int
    at: int


@dataclass(slots=True)
class Denial:
    """``name`` contests what is told; the verb of denial is token ``at``."""

    name: str
    at: int
    sent: Span


class Sources:
    """Reader of one language; see ``attribution.yaml``."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        data = lexicon.load(language, "attribution", overlay)
        self.language = language
        self.say: Tree = phrase_tree({"say": list(map(str, data.get("say", ())))})
        self.according: Tree = phrase_tree({"according": list(map(str, data.get("according", ())))})
        self.deny = frozenset(data.get("deny", ()))
        self.claim: Tree = phrase_tree({"claim": list(map(str, data.get("claim", ())))})
        self.claim_objects = frozenset(data.get("claim_objects", ()))
        self.split = frozenset(map(str, data.get("split", ())))
        self.pronouns = frozenset(data.get("pronouns", ()))
        self.not_source = frozenset(data.get("not_source", ()))
        self.not_deny = frozenset(data.get("not_deny", ()))
        self.anaphors = frozenset(data.get("anaphors", ()))
        self.counts = frozenset(data.get("counts", ()))
        self.media = frozenset(data.get("media", ()))
        self.days = frozenset(data.get("days", ()))
        self.told_to = frozenset(data.get("told_to", ()))
        self.anaphoric = frozenset(data.get("anaphoric", ()))
        self.common = {str(k): str(v) for k, v in data.get("common", {}).items()}
        self.idiom = {str(k): frozenset(v) for k, v in data.get("idiom", {}).items()}

    def read(self, doc: Doc) -> tuple[list[Source], list[Denial]]:
        """All sources and denials of a doc."""
        sources: list[Source] = []
        denials: list[Denial] = []
        last: str | None = None
        counted = {t.i for q in doc._.quantities if q.kind not in ("troops", "vehicles") for t in q.span}
        words = lowers(doc)
        for start, end in sentences(doc):
            sent = doc[start:end]
            found: list[tuple[int, str]] = []
            for i in range(start, end):
                lower = words[i]
                if lower in self.idiom and i + 1 < end and words[i + 1] in self.idiom[lower]:
                    continue  # "put off", "gave way"
                if lower in self.deny:
                    name = self._subject(doc, sent, i, last, counted)
                    if name is not None and not self._declined(doc, sent, i):
                        denials.append(Denial(name, i, sent))
                        last = name
                    continue
                if lower in self.according and (hit := match_on(doc, self.according, i)) is not None:
                    name = self._after(doc, sent, hit[1], last)
                elif lower in self.say and (hit := match_on(doc, self.say, i)) is not None:
                    name = (
                        self._subject(doc, sent, i, last, counted) if doc[i].pos_ in ("VERB", "AUX", "NOUN") else None
                    )
                else:
                    continue
                if name is not None:
                    found.append((i, name))
                    last = name
            sources.extend(self._scopes(doc, sent, found))
        return sources, denials

    def claims(self, doc: Doc) -> list[tuple[Token, int]]:
        """(subject, place) of each claim of responsibility."""
        out = []
        for i, lower in enumerate(lowers(doc)):
            if lower not in self.claim or doc[i].pos_ != "VERB":
                continue
            token = doc[i]
            end = min(token.sent.end, token.i + 8)
            if not any(t.lower_ in self.claim_objects for t in doc[token.i : end]):
                continue
            subject = _subject_of(token)
            if subject is not None:
                out.append((subject, token.i))
        return out

    def _scopes(self, doc: Doc, sent: Span, found: list[tuple[int, str]]) -> list[Source]:
        """Cut a sentence with several sources at its splitting words; a lone source has all of it."""
        if len({name for _, name in found}) <= 1:
            return [Source(found[0][1], sent.start, sent.end, found[0][0])] if found else []
        cuts = [sent.start, *(t.i for t in sent if t.lower_ in self.split), sent.end]
        out = []
        for a, b in itertools.pairwise(cuts):
            inside = [(i, name) for i, name in found if a <= i < b]
            for k, (i, name) in enumerate(inside):
                start = a if k == 0 else inside[k - 1][0] + 1
                out.append(Source(name, start, b if k == len(inside) - 1 else i + 1, i))
                if k and i < inside[k][0]:
                    break
        return out

    def _declined(self, doc: Doc, sent: Span, i: int) -> bool:
        """To reject an offer is no denial."""
        return any(t.lower_ in self.not_deny for t in doc[i + 1 : min(sent.end, i + 7)])

    def _subject(self, doc: Doc, sent: Span, i: int, last: str | None, counted: set[int]) -> str | None:
        """Who says it. A day, or the people whose number is told, say nothing: the speaker stands elsewhere."""
        verb = doc[i]
        subject = _subject_of(verb)
        mute = subject is not None and (subject.lower_ in self.days or (subject.i in counted and subject.i < i))
        if mute:
            subject = self._near(doc, sent, i, behind=True)
        elif subject is None:
            subject = self._near(doc, sent, i)
        if subject is None:
            return None
        if subject.lower_ in self.anaphors and subject.i and doc[subject.i - 1].lower_ in _DETERMINERS:
            return self._named_before(doc, subject.i) or last or self.name(subject)
        if subject.lower_.lstrip("-") in self.pronouns or subject.lower_ in self.pronouns:
            return last
        if subject.lower_ in self.not_source or subject.pos_ == "PRON":
            if (
                subject.lower_ in ("who", "qui", "which")
                and verb.head.i != verb.i
                and verb.head.pos_ in ("NOUN", "PROPN")
            ):
                return self.name(verb.head)
            return None
        return self.name(subject)

    def _near(self, doc: Doc, sent: Span, i: int, behind: bool = False) -> Token | None:
        """A noun right before the verb ("police said"), or right behind a verb that follows a comma or quote."""
        j = i - 1
        while j >= sent.start and doc[j].pos_ in ("AUX", "ADV"):
            j -= 1
        if j >= sent.start and doc[j].pos_ in ("NOUN", "PROPN") and not behind:
            return _first_of(doc[j])
        if j >= sent.start and (doc[j].text in _QUOTES or doc[j].text == ","):
            told = False
            for k in range(i + 1, min(sent.end, i + 9)):
                told = told or doc[k].lower_ in self.told_to
                if doc[k].lower_ in self.days or (told and doc[k].pos_ in ("DET", "ADP")):
                    continue
                if told and doc[k].pos_ in ("NOUN", "PROPN"):
                    told = doc[k + 1 : k + 2].text != "" and doc[k + 1].pos_ == "PROPN"
                    continue  # "ont indiqué vendredi à l'AFP deux sources": not the agency
                if doc[k].pos_ in ("NOUN", "PROPN") and doc[k].ent_type_ not in ("DATE", "TIME"):
                    return doc[k]
                if doc[k].pos_ not in ("DET", "ADJ", "ADV", "ADP", "NUM"):
                    break
        return None

    def _after(self, doc: Doc, sent: Span, k: int, last: str | None = None) -> str | None:
        """The source noun behind "according to"."""
        start = k
        while k < sent.end and k - start < 8:
            token = doc[k]
            if token.lower_ in self.counts and (by := self._author(doc, sent, token.i)) is not None:
                return by
            if token.lower_ in self.days:
                k += 1
                continue
            if token.pos_ in ("NOUN", "PROPN") or token.ent_type_:
                while (
                    token.dep_ in ("compound", "flat", "amod", "flat:name", "nmod:poss", "poss")
                    and start <= token.head.i < min(sent.end, k + 6)
                    and token.head.i > token.i
                ):
                    token = token.head
                return self.name(token)
            if token.pos_ == "PRON" or token.lower_ in self.anaphoric:
                return last
            k += 1
        return None

    def _author(self, doc: Doc, sent: Span, k: int) -> str | None:
        """ "A count of hospital reports by AFP", "un décompte de l'AFP": who counted."""
        for token in doc[k + 1 : min(sent.end, k + 7)]:
            if token.ent_type_ == "ORG" and doc[token.i - 1].pos_ in ("ADP", "DET"):
                return self.name(token)
            if token.is_punct:
                return None
        return None

    def _named_before(self, doc: Doc, i: int) -> str | None:
        """The organisation named last before "the group said"."""
        for token in reversed(doc[max(0, i - 60) : i]):
            if token.ent_type_ == "ORG":
                return self.name(token)
        return None

    def name(self, token: Token) -> str | None:
        """Canonical name of a source, else its words."""
        if token.lower_ in self.not_source:
            return None
        titled = token.doc[token.i + 1 : token.i + 3] if token.lower_ in self.media else ()
        token = next((t for t in titled if t.pos_ == "PROPN" and not t.is_sent_start), token)
        actor = actor_of(token, token.doc)
        general = actor is not None and (actor.name or "").islower() and actor.country is None
        if actor is not None and actor.name and not general:
            return actor.name
        if token.lower_ in self.common:
            return self.common[token.lower_]
        left = token.i
        while (
            left > 0
            and token.i - left < 4
            and token.doc[left - 1].pos_ in ("ADJ", "NOUN", "PROPN", "NUM")
            and not (token.doc[left].is_sent_start)
        ):
            left -= 1
        words = [t for t in token.doc[left : token.i + 1] if t.lower_ not in _DETERMINERS and not t.is_punct]
        text = " ".join(t.text for t in words[-4:])
        return text if any(c.isalpha() for c in text) else None


def _first_of(token: Token) -> Token:
    """The first of a list: "police and an ambulance service said"."""
    for _ in range(3):
        if token.dep_ != "conj" or token.head.i > token.i or token.head.pos_ not in ("NOUN", "PROPN"):
            break
        token = token.head
    return token


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, looking up through auxiliaries and coordination."""
    for _ in range(3):
        for child in verb.children:
            if (child.dep_ in SUBJECT or child.dep_ in PASSIVE_SUBJECT) and child.dep_ not in OBJECT:
                return child
        if verb.dep_ in ("conj", "xcomp", "aux") and verb.head.i < verb.i:
            verb = verb.head
        else:
            return None
    return None
