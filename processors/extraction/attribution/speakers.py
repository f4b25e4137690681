"""Who speaks at a verb of saying or behind "according to"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from processors.extraction.attribution.naming import Naming
from processors.extraction.marks import lowers
from processors.extraction.names.actors import actor_of
from processors.extraction.syntax import OBJECT, PASSIVE_SUBJECT, SUBJECT

_QUOTES = frozenset('"“”«»')
_NOUNS = ("NOUN", "PROPN")
_INSIDE = frozenset({"nmod", "nmod:poss", "flat", "flat:name", "compound", "pobj", "obl", "amod", "nummod"})
"""Links of what stands inside a noun phrase, behind its head."""
_REACH = 9


class Speakers(Naming):
    """Finds speakers."""

    def subject(
        self, doc: Doc, sent: Span, i: int, end: int, heard: list[str], counted: set[int]
    ) -> tuple[str, int] | None:
        """Who says what is told by the verb at ``i:end``: (name, token), or None. ``heard``: those who spoke before."""
        token = self._speaker(doc, sent, i, end, counted)
        if token is None:
            return None
        last = heard[-1] if heard else None
        lower = token.lower_
        name: str | None
        if lower in self.anaphors and token.i and doc[token.i - 1].lower_ in self.determiners:
            name = self._named_before(doc, token.i) or last or self.name(token)
        elif self._same(doc, token):
            name = self._again(token, heard)
        elif lower in self.statements:
            name = last
        elif lower.lstrip("-") in self.pronouns or lower in self.pronouns:
            name = self._antecedent(doc, sent, token) or last
        elif lower in self.not_source or token.pos_ == "PRON":
            owner = doc[i].head
            if lower not in self.relative or owner.i == i or owner.pos_ not in _NOUNS:
                return None
            name = self.name(owner)
        else:
            name = self.name(token)
        return (name, token.i) if name is not None else None

    def _speaker(self, doc: Doc, sent: Span, i: int, end: int, counted: set[int]) -> Token | None:
        own = [t for k in range(i, end) for t in _subjects(doc[k])]
        own = [t for t in own if not self._mute(doc, t, i, counted)]
        j = i - 1
        while j >= sent.start and doc[j].pos_ in ("AUX", "ADV"):
            j -= 1
        if own:
            return _first(min(own, key=lambda t: abs(t.i - i)), sent.start)
        if j >= sent.start and doc[j].pos_ in _NOUNS and not self._mute(doc, doc[j], i, counted):
            return _first(_head(doc[j], sent.start), sent.start)
        if j >= sent.start and (doc[j].text in _QUOTES or doc[j].text == ","):
            found = self._behind(doc, sent, i, end, counted)
            return found if found is not None else self._apposed(doc, sent, j, counted)
        climbed = _shared_subject(doc[i])
        if climbed is not None and not self._mute(doc, climbed, i, counted):
            return climbed
        return None

    def _mute(self, doc: Doc, token: Token, i: int, counted: set[int]) -> bool:
        """A day says nothing, nor do those whose number is told."""
        return token.lower_ in self.days or token.i in counted or token.ent_type_ in ("DATE", "TIME")

    def _behind(self, doc: Doc, sent: Span, i: int, end: int, counted: set[int]) -> Token | None:
        """A noun behind a verb that follows a comma or quote ("…, a indiqué vendredi à l'AFP un élu")."""
        told = False
        for k in range(end, min(sent.end, end + _REACH)):
            token = doc[k]
            told = told or token.pos_ == "ADP"
            bare = token.pos_ in ("DET", "ADP", "ADJ", "NUM") and not token.ent_type_
            if token.lower_ in self.days or (told and bare):
                continue
            if told and (token.pos_ in _NOUNS or token.ent_type_):
                told = k + 1 < len(doc) and doc[k + 1].pos_ == "PROPN"
                continue  # "ont indiqué vendredi à l'AFP deux sources": not the agency
            if token.pos_ in _NOUNS:
                clause = token.dep_ in SUBJECT and not i <= token.head.i < end
                if clause and any(doc[x].pos_ in ("VERB", "AUX") for x in range(k + 1, min(sent.end, k + 3))):
                    return None  # "…, said three men had died"
                return None if token.i in counted else token
            if token.pos_ not in ("DET", "ADJ", "ADV", "NUM", "PRON"):
                return None
        return None

    def _apposed(self, doc: Doc, sent: Span, j: int, counted: set[int]) -> Token | None:
        """ "The governor, Petro Holovko, said", "Oleh Savchuk, an official, wrote": over what stands between commas."""
        comma = next((k for k in range(j - 1, max(sent.start, j - _REACH), -1) if doc[k].text == ","), None)
        if comma is None or any(t.pos_ in ("VERB", "AUX", "SCONJ") for t in doc[comma + 1 : j]):
            return None
        named = next((t for t in doc[comma + 1 : j] if t.pos_ == "PROPN"), None)
        first = doc[comma - 1]
        if named is not None and first.pos_ != "PROPN":
            return named
        known = first.pos_ in _NOUNS and first.i not in counted and first.lower_ not in self.days
        return _head(first, sent.start) if known else named

    def after(self, doc: Doc, sent: Span, k: int, heard: list[str]) -> str | None:
        """The source noun behind "according to"."""
        start, last = k, heard[-1] if heard else None
        if doc[k - 1].lower_ in self.plain:
            return self._called(doc[k - 1])  # "de source sécuritaire"
        while k < sent.end and k - start < 8:
            token = doc[k]
            if token.lower_ in self.counts and (by := self._author(doc, sent, token.i)) is not None:
                return by
            if token.lower_ in self.days:
                k += 1
                continue
            if token.lower_ in self.same:
                return self._again(doc[k + 1], heard) if k + 1 < sent.end else last
            if token.lower_ in self.statements and last is not None:
                return last
            if token.pos_ in _NOUNS or token.ent_type_:
                while (
                    token.dep_ in ("compound", "flat", "amod", "flat:name", "nmod:poss", "poss")
                    and start <= token.head.i < min(sent.end, k + 6)
                    and token.head.i > token.i
                ):
                    token = token.head
                return self.name(token)
            adjective = k + 1 < sent.end and doc[k + 1].pos_ == "NOUN"  # "le dernier relevé"
            if token.pos_ == "PRON" or (token.lower_ in self.anaphoric and not adjective):
                return last
            k += 1
        return None

    def _same(self, doc: Doc, token: Token) -> bool:
        """ "The same source said"."""
        return not self.same.isdisjoint(lowers(doc)[max(0, token.i - 2) : token.i])

    @staticmethod
    def _again(token: Token, heard: list[str]) -> str | None:
        """ "The same source": the last that was called so, else the last."""
        so = (name for name in reversed(heard) if token.lower_.rstrip("s") in name.lower())
        return next(so, heard[-1] if heard else None)

    @staticmethod
    def _antecedent(doc: Doc, sent: Span, token: Token) -> str | None:
        """ "The Baloch Army tells another story: it says …": the name that is subject before, in the sentence."""
        names = ("ORG", "GPE", "PERSON", "PER")
        before = (t for t in reversed(doc[sent.start : token.i]) if t.dep_ in SUBJECT and t.ent_type_ in names)
        found = next(before, None)
        if found is None or any(t.text in _QUOTES for t in doc[found.i : token.i]):
            return None
        actor = actor_of(found, doc)
        return actor.name if actor is not None else None

    def _author(self, doc: Doc, sent: Span, k: int) -> str | None:
        """ "A count of hospital reports by AFP", "un décompte de l'AFP", "un décompte publié par …": who counted."""
        for token in doc[k + 1 : min(sent.end, k + 9)]:
            if token.ent_type_ == "ORG" and doc[token.i - 1].pos_ in ("ADP", "DET"):
                return self.name(token)
            if token.pos_ in _NOUNS and doc[token.i - 1].pos_ in ("DET", "ADJ") and self._by(doc, k, token.i):
                return self.name(token)
            if token.is_punct:
                return None
        return None

    def _by(self, doc: Doc, k: int, stop: int) -> bool:
        return not self.by.isdisjoint(lowers(doc)[k:stop])

    def _named_before(self, doc: Doc, i: int) -> str | None:
        """The organisation named last before "the group said", but not the one that was told."""
        for token in reversed(doc[max(0, i - 100) : i]):
            told = token.head.pos_ == "VERB" and token.dep_ in OBJECT
            if token.ent_type_ == "ORG" and not told and doc[token.i - 1].text != "(":
                return self.name(token)
        return None


def _subjects(verb: Token) -> list[Token]:
    kinds = SUBJECT | PASSIVE_SUBJECT
    return [c for c in verb.children if c.dep_ in kinds and c.dep_ not in OBJECT]


def _shared_subject(verb: Token) -> Token | None:
    """The subject of the verb that this one is coordinated with or hangs on."""
    for _ in range(2):
        if verb.dep_ not in ("conj", "xcomp", "aux") or verb.head.i >= verb.i:
            return None
        verb = verb.head
        if found := _subjects(verb):
            return found[0]
    return None


def _head(token: Token, start: int) -> Token:
    """The head of the noun phrase that ends in a token: "prosecutors in Sinaloa", the first of a list."""
    for _ in range(5):
        inside = token.dep_ in _INSIDE or (token.dep_ == "conj" and token.head.pos_ in _NOUNS)
        if not inside or not start <= token.head.i < token.i or token.head.pos_ not in _NOUNS:
            break
        if any(t.text in (",", ";") for t in token.doc[token.head.i : token.i]):
            break
        token = token.head
    return token


def _first(token: Token, start: int) -> Token:
    """The first of a list of speakers: "two doctors and a resident told"."""
    doc, k = token.doc, token.i
    while k > start and doc[k - 1].pos_ in ("DET", "ADJ", "NUM", "NOUN", "PROPN"):
        k -= 1
    if k - 2 < start or doc[k - 1].pos_ != "CCONJ" or doc[k - 2].pos_ not in _NOUNS:
        return token
    j = k - 2
    while j > start and doc[j - 1].pos_ in ("DET", "ADJ", "NUM", "NOUN", "PROPN"):
        j -= 1
    opens = j == start or doc[j - 1].text == "," or doc[j - 1].is_quote
    return doc[k - 2] if opens and doc[k - 2].ent_type_ not in ("DATE", "TIME") else token
