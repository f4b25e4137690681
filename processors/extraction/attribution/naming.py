"""What a source is called: the person behind a title, a canonical name, or its own words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from spacy.tokens import Token

from processors.extraction.marks import lowers
from processors.extraction.names.actors import actor_of
from processors.extraction.names.countries import adjectives, country_forms


class Naming:
    """Names sources; words from ``attribution.yaml``."""

    def __init__(self, data: dict[str, Any]) -> None:
        for key in (
            "determiners",
            "pronouns",
            "not_source",
            "anaphors",
            "anaphoric",
            "counts",
            "media",
            "days",
            "relative",
            "same",
            "plain",
            "local",
            "statements",
            "by",
            "ministry",
            "stops",
        ):
            setattr(self, key, frozenset(map(str, data.get(key, ()))))
        self.common = {str(k): str(v) for k, v in data.get("common", {}).items()}
        self.ministries = {str(k): str(v) for k, v in data.get("ministries", {}).items()}

    determiners: frozenset[str]
    pronouns: frozenset[str]
    not_source: frozenset[str]
    anaphors: frozenset[str]
    anaphoric: frozenset[str]
    counts: frozenset[str]
    media: frozenset[str]
    days: frozenset[str]
    relative: frozenset[str]
    same: frozenset[str]
    plain: frozenset[str]
    local: frozenset[str]
    statements: frozenset[str]
    by: frozenset[str]
    ministry: frozenset[str]
    stops: frozenset[str]

    def name(self, token: Token) -> str | None:
        """What a source is called: the person behind a title, the canonical name, else its words."""
        if token.lower_ in self.not_source:
            return None
        if token.lower_ in self.media:
            token = next(self._titled(token), token)
        person = _person(token)
        if person is not None:
            return person
        short = _in_brackets(token)
        if short is not None:
            return short
        around = [*_phrase(token), *token.doc[token.i + 1 : token.i + 2]]
        if token.lower_ in self.plain or any(t.lower_ in self.local for t in around):
            return self._called(token)
        actor = actor_of(token, token.doc)
        general = actor is not None and (actor.name or "").islower() and actor.country is None
        if actor is not None and actor.name and not general:
            return self._ministry(token, actor.country) or self._translated(actor.name)
        return self._called(token)

    def _titled(self, token: Token) -> Iterator[Token]:
        """ "L'agence britannique de sécurité maritime UKMTO": the name behind what it is."""
        for t in token.doc[token.i + 1 : token.i + 7]:
            if t.is_punct or t.is_sent_start or t.pos_ in ("VERB", "AUX", "PRON") or t.lower_ in self.stops:
                return
            near = t.i - token.i < 3 or t.ent_type_ not in ("GPE", "NORP", "LOC")
            if t.pos_ == "PROPN" and near:
                yield t

    def _called(self, token: Token) -> str | None:
        """The source's own words, in English where it is a common noun."""
        pair = " ".join(lowers(token.doc)[token.i : token.i + 2])
        known = self.common.get(pair) or self.common.get(token.lower_)
        if known is not None:
            return known + self._whose(token)
        words = [t for t in _phrase(token) if t.lower_ not in self.determiners and not t.is_punct]
        text = " ".join(t.text for t in words[-4:])
        return text if any(c.isalpha() for c in text) else None

    @staticmethod
    def _whose(token: Token) -> str:
        """ "L'ambassade de Chine": the country or body that it belongs to."""
        for child in token.children:
            if (
                child.i > token.i
                and child.ent_type_ in ("ORG", "GPE")
                and child.dep_ == "nmod"
                and child.i - token.i < 4
            ):
                actor = actor_of(child, token.doc)
                return f" of {actor.name}" if actor is not None and actor.name else ""
        return ""

    def _translated(self, name: str) -> str:
        """A name that begins with a common noun, that noun in English: "hôpital Al-Aqsa"."""
        first, _, rest = name.partition(" ")
        known = self.common.get(first.lower())
        return f"{known} {rest}" if known is not None and rest else name

    def _ministry(self, token: Token, country: str | None) -> str | None:
        """ "Le ministère russe de l'Intérieur" as the English name has it."""
        if token.lower_ not in self.ministry:
            return None
        words = lowers(token.doc)[token.i + 1 : token.i + 7]
        of = next((self.ministries[w] for w in words if w in self.ministries), None)
        land = next(
            (_nationalities(token.doc.lang_)[w] for w in words if w in _nationalities(token.doc.lang_)), country
        )
        return f"{adjectives().get(land, land)} {of} Ministry" if of is not None and land is not None else None


@cache
def _nationalities(language: str) -> dict[str, str]:
    """Adjectives of countries in one language -> country."""
    forms = country_forms(language, None)
    return {form.lower(): code for form, kind, _, _, code in forms if kind == "norp" and code is not None}


def _person(token: Token) -> str | None:
    """ "The minister of information, Daoud Aweis", "Tariq Marwat, superintendent": the person with the title."""
    doc = token.doc
    if token.ent_type_ in ("ORG", "GPE", "NORP", "PERSON", "PER", "LOC"):
        return None
    k = token.i + 1
    if k + 1 < len(doc) and doc[k].pos_ == "ADV" and doc[k + 1].text == ",":
        k += 1  # "the governor there, Oleg Sorokin, said"
    while k < len(doc) and k - token.i < 9 and doc[k].pos_ in ("ADP", "DET", "NOUN", "ADJ", "PROPN"):
        if doc[k].ent_type_ in ("PERSON", "PER"):
            break
        k += 1
    ahead = k + 1 if k < len(doc) and doc[k].text == "," else k if k < len(doc) else token.i
    titled = ahead
    while ahead == k + 1 and titled < min(len(doc) - 1, ahead + 4) and doc[titled].pos_ in ("DET", "NOUN", "ADJ"):
        if doc[titled].ent_type_:
            break
        titled += 1  # "le porte-parole de l'armée, le colonel Gaspard Baratuza"
    if doc[min(titled, len(doc) - 1)].ent_type_ in ("PERSON", "PER"):
        ahead = titled
    if ahead < len(doc) and doc[ahead].ent_type_ in ("PERSON", "PER") and ahead > token.i:
        return _entity(doc[ahead])
    left = token.i
    while left > 1 and doc[left - 1].pos_ in ("DET", "ADJ", "NOUN"):
        left -= 1
    if doc[left - 1].text == "," and left > 1 and doc[left - 2].ent_type_ in ("PERSON", "PER"):
        return _entity(doc[left - 2])
    return None


def _in_brackets(token: Token) -> str | None:
    """ "The prison administration (SNAI)": a common noun whose short name stands behind it."""
    if token.ent_type_:
        return None
    for t in token.doc[token.i + 1 : token.i + 6]:
        if t.text == "(" and t.i + 2 < len(token.doc) and token.doc[t.i + 2].text == ")":
            short = token.doc[t.i + 1].text
            return short if short.isalpha() and short.isupper() and len(short) > 2 else None
        if t.ent_type_ or t.pos_ not in ("ADJ", "ADP", "DET", "NOUN"):
            return None
    return None


def _entity(token: Token) -> str:
    actor = actor_of(token, token.doc)
    if actor is not None and actor.name:
        return actor.name
    return next((e.text for e in token.doc.ents if e.start <= token.i < e.end), token.text)


def _phrase(token: Token) -> list[Token]:
    """A noun with what stands before it in its phrase."""
    left = token.i
    while (
        left > 0
        and token.i - left < 4
        and token.doc[left - 1].pos_ in ("ADJ", "NOUN", "PROPN", "NUM")
        and not token.doc[left].is_sent_start
    ):
        left -= 1
    return [*token.doc[left : token.i + 1]]
