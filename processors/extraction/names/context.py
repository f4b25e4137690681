"""What an article as a whole says about countries and offices; computed once per document.

The country of the article's context is the one most often named, by country, people, seat of
government or place; headline and opening sentence count more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, Token

from processors.extraction.marks import Name, name_of, places_of, text_of
from processors.extraction.names import actor_words
from processors.extraction.names.countries import seats
from processors.extraction.names.folding import fold
from processors.extraction.names.headline import countries_of
from processors.extraction.opening import dateline_end

_KEY = "tocsin_context"
_LAND = 3
"""Precision of a place that is a whole country."""
_HEADLINE = 3.0
"""Votes for a country that the headline names."""
_PARAGRAPH = 300
"""Tokens within which a paragraph is looked back through, so that a text without end costs no square of its length."""
_NAMES, _PLACES = ("._.", "names", None, None), ("._.", "places", None, None)


@dataclass(slots=True)
class Context:
    """Names by token, the country the article is about, and who holds which office."""

    ents: dict[int, Span]
    country: str | None = None
    offices: dict[tuple[str, str | None], Name] = field(default_factory=dict)
    places: dict[tuple[int, int], str] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    """All countries that the text names."""
    sites: tuple[tuple[int, str], ...] = ()
    """Where towns and regions are named, with their countries, in the order of the text."""

    def country_told_at(self, token: Token) -> str | None:
        """The country of the town or region nearest to a token in its sentence, else the last before in its paragraph.

        What the police of a place does it does there, whatever other country the article is about.
        """
        first, last = (bisect_left(self.sites, (at,)) for at in (token.sent.start, token.sent.end))
        if first < last:
            return min((abs(at - token.i), code) for at, code in self.sites[first:last])[1]
        if first == 0:
            return self.country
        at, code = self.sites[first - 1]
        far = token.i - at > _PARAGRAPH or any(_ends_paragraph(t) for t in token.doc[at : token.i])
        return self.country if far else code

    def seat(self, name: str | None) -> str | None:
        """The country whose government a city or building stands for."""
        return seats().get(name.lower()) or _folded_seats().get(fold(name)) if name else None

    def holder(self, office: str, country: str | None) -> Name | None:
        """Who holds an office in this text; with no country, the only or first one named."""
        return self.offices.get((office, country))

    def country_at(self, ent: Span) -> str | None:
        """The country in which a place name was resolved."""
        return self.places.get((ent.start, ent.end))


def _ends_paragraph(token: Token) -> bool:
    return token.text_with_ws.count("\n") > 1 or (token.is_space and "\n" in token.text)


def context_of(doc: Doc) -> Context:
    """The context of a document, from its cache once names (and places) are final."""
    cached = doc.user_data.get(_KEY)
    data: Any = doc.user_data  # ``doc._`` at a third of the cost; doc.ents is made anew at each look: linear
    signature = (len(data.get(_NAMES, ())), len(data.get(_PLACES, ())))
    if cached is not None and cached[0] == signature:
        found: Context = cached[1]
        return found
    context = _read(doc)
    doc.user_data[_KEY] = (signature, context)
    return context


def _folded_seats() -> dict[str, str]:
    if not _SEATS:
        _SEATS.update({fold(seat): code for seat, code in seats().items()})
    return _SEATS


_SEATS: dict[str, str] = {}


def _read(doc: Doc) -> Context:
    context = Context({token.i: ent for ent in doc.ents for token in ent})
    for place in places_of(doc):
        if place.country:
            context.places[(place.span.start, place.span.end)] = place.country
    opened = dateline_end(text_of(doc))
    context.sites = tuple(
        (place.span.start, place.country)
        for place in places_of(doc)
        if place.country and (place.precision or _LAND) < _LAND and place.span.start_char >= opened
    )
    votes: dict[str, float] = defaultdict(float)
    first = next(iter(doc.sents)).end if len(doc) and doc.has_annotation("SENT_START") else 0
    for ent in doc.ents:
        name: Name = name_of(ent) or Name()
        country = context.places.get((ent.start, ent.end)) or name.country or context.seat(name.name)
        if country is None or ent.label_ not in ("GPE", "NORP", "FAC", "LOC", "ORG"):
            continue
        weight = {"GPE": 2.0, "NORP": 1.5, "FAC": 2.0, "LOC": 1.0, "ORG": 0.8}[ent.label_]
        if country in ("US", "GB", "FR") and (ent.label_ == "ORG" or context.seat(name.name)):
            weight *= 0.5  # speakers from far away
        votes[country] += weight * (2 if ent.start < first else 1)
    context.countries = frozenset(votes)
    for country, times in countries_of(doc._.title, doc.lang_).items():
        votes[country] += _HEADLINE * times
    if votes:
        context.country = max(votes, key=lambda code: (votes[code], code))
    _offices(doc, context)
    return context


def _offices(doc: Doc, context: Context) -> None:
    """ "Kosovo's prime minister, X" · "le Premier ministre kosovar X": who holds which office."""
    words = actor_words.load(doc.lang_ or "en")
    for ent in doc.ents:
        name: Name | None = name_of(ent)
        if ent.label_ != "PERSON" or name is None:
            continue
        after = range(ent.end, min(len(doc), ent.end + 7)) if ent.end < len(doc) and doc[ent.end].text == "," else ()
        for i in (*range(ent.start - 1, max(-1, ent.start - 7), -1), *after):
            role = words.role(doc[i]) if i not in context.ents else None
            if doc[i].is_sent_start and i > ent.end:
                break
            if role is None or role.kind != "office":
                continue
            country = None
            for near in range(max(0, i - 4), min(len(doc), max(ent.start, i + 4))):
                other = context.ents.get(near)
                if other is not None and other.label_ in ("GPE", "NORP"):
                    country = (name_of(other) or Name()).country or country
            context.offices.setdefault((role.name, country), name)
            context.offices.setdefault((role.name, None), name)
            name.country = name.country or country
            name.sector = name.sector or words.sectors.get(role.name)
            break
