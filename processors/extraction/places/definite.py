"""Places told by a common noun: "the capital", "in the city", "across the country", "in six provinces".

The noun stands for a place named before: the town, the region; or for the country of the article, its capital.
Words: ``common_nouns`` (by kind) and ``definite`` of ``lexicon/<language>/places.yaml``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.marks import Name, PlaceMark, lowers, name_of
from processors.extraction.names.context import context_of
from processors.extraction.places import gazetteer
from processors.extraction.places.attachment import Words, locative
from processors.extraction.syntax import OBJECT

_COUNTRY = 3
_WHOSE = frozenset({"amod", "compound", "nmod", "nmod:poss", "poss"})


@cache
def _nouns(language: str) -> tuple[dict[str, str], frozenset[str]]:
    """Noun → kind (country, capital, soil, region, regions, town, towns), and the determiners that point back."""
    data: dict[str, Any] = lexicon.load(language, "places")
    kinds = {noun: kind for kind, nouns in data.get("common_nouns", {}).items() for noun in nouns}
    return kinds, frozenset(data.get("definite", []))


def common_places(doc: Doc, named: list[PlaceMark], words: Words) -> list[PlaceMark]:
    """Marks for the common nouns of a document that stand for a place, given its named places in order."""
    kinds, definite = _nouns(doc.lang_ or "en")
    taken = {i for place in named for i in range(place.span.start, place.span.end)}
    found: list[PlaceMark] = []
    for i, word in enumerate(lowers(doc)):
        kind = kinds.get(word)
        if kind is None or i in taken or (token := doc[i]).ent_type_:
            continue
        if kind in ("soil", "capital") and (people := _people(token)) is not None:
            code = (name_of(people) or Name()).country
            mark = _of(kind, doc[min(people.start, token.i) : max(people.end, token.i + 1)], code, doc)
            if mark is not None:
                found.append(mark)
            continue
        if kind == "soil" or _explained(token, words, taken):
            continue
        start = _counted(token) if kind in ("regions", "towns") else _pointed(token, definite)
        if start is None:
            continue
        span = doc[start : token.i + 1]
        if locative(span, words) != "in" and not (kind in ("town", "region") and token.dep_ in OBJECT):
            continue
        meant = _meant(kind, span, named, doc, words)
        if meant is not None:
            found.append(replace(meant, span=span))
    return found


def _people(token: Token) -> Span | None:
    """The people or country whose the noun is: "Polish airspace", "la capitale malienne", "Estonia's waters"."""
    ents = context_of(token.doc).ents
    for near in (token.i - 1, token.i + 1, token.i - 2, token.i + 2):
        ent = ents.get(near)
        if ent is None or ent.label_ not in ("NORP", "GPE"):
            continue
        if ent.root.head.i == token.i and (name_of(ent) or Name()).country and ent.root.dep_ in _WHOSE:
            return ent
    return None


def _of(kind: str, span: Span, code: str | None, doc: Doc) -> PlaceMark | None:
    if code is None:
        return None
    return _capital(span, code, doc) if kind == "capital" else _country(span, code, doc)


def _explained(token: Token, words: Words, taken: set[int]) -> bool:
    """Named by what follows: "the town of X", "la ville X", "four cities in X", "la capitale économique"."""
    doc, i = token.doc, token.i + 1
    if i >= len(doc):
        return False
    if i in taken or doc[i].ent_type_ or (doc[i].pos_ == "ADJ" and doc[i].head.i == token.i):
        return True
    within = doc[i].lower_ in words["in"] and not taken.isdisjoint(range(i + 1, i + 4))
    return within or doc[i].lower_ in words["from"]


def _pointed(token: Token, definite: frozenset[str]) -> int | None:
    """The start of "the same city", "cette ville": a determiner right before, or one word before."""
    doc, i = token.doc, token.i
    if i and doc[i - 1].lower_ in definite:
        return i - 2 if i > 1 and doc[i - 2].lower_ in definite else i - 1
    return None


def _counted(token: Token) -> int | None:
    """The start of "six provinces", "dix-neuf comtés"."""
    before = token.nbor(-1) if token.i else None
    return before.i if before is not None and (before.pos_ == "NUM" or before.like_num) else None


def _meant(kind: str, span: Span, named: list[PlaceMark], doc: Doc, words: Words) -> PlaceMark | None:
    """What a noun of a kind stands for at a point of the text."""
    code = _in_sentence(span, named, words) or context_of(doc).country
    if kind in ("country", "regions", "towns", "capital"):
        return _of(kind, span, code, doc)
    precision = 1 if kind == "town" else 2
    seat = context_of(doc).seat
    for place in reversed([p for p in named if p.span.end <= span.start]):
        if place.precision != precision or place.span.label_ == "FAC" or place.country is None:
            continue
        if place.name.split(" ", 1)[0] in words["part_names"]:  # "northern X", then "the region": X rather
            return _of("country", span, place.country, doc)
        told = locative(place.span, words)
        if told == "in" or (precision == 1 and told is not None and seat(place.name) is None):
            return place
    return None


def _in_sentence(span: Span, named: list[PlaceMark], words: Words) -> str | None:
    """The country told last before in the same sentence, as where something is: "in X, where … in the country"."""
    start = span.sent.start
    near = [p for p in named if start <= p.span.start and p.span.end <= span.start and p.precision == _COUNTRY]
    return next((p.country for p in reversed(near) if locative(p.span, words) == "in"), None)


def _country(span: Span, code: str, doc: Doc) -> PlaceMark:
    middle = gazetteer.load(doc.lang_ or "en").country(code)
    return PlaceMark(span, middle.name, middle.lat, middle.lon, code, _COUNTRY)


def _capital(span: Span, code: str, doc: Doc) -> PlaceMark | None:
    name = gazetteer.capitals().get(code)
    towns = [c for c in gazetteer.load(doc.lang_ or "en").find(name) if c.country == code] if name else []
    if not towns:
        return None
    town = towns[0]
    return PlaceMark(span, name or town.name, town.lat, town.lon, code, 1, town.population)
