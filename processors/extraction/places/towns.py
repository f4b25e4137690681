"""The town of a street, a quarter or a building: told beside it, or last before it in the text."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.marks import PlaceMark
from processors.extraction.places.attachment import Words, speaks, toward
from processors.extraction.places.score import kilometres
from processors.extraction.places.sections import section_of
from processors.extraction.places.told import told

_WITHIN = 25.0
"""Kilometres within which a quarter lies of the middle of its town."""


def may_be_of(site: PlaceMark, town: PlaceMark) -> bool:
    """Whether a site may lie in a town: one of which a gazetteer knows the point near by, and not in its own name."""
    if town.precision != 1 or town.lat is None:
        return False
    if site.lat is None:
        return True
    return site.name != town.name and kilometres(site.lat, site.lon, town.lat, town.lon) < _WITHIN


def town_told(site: PlaceMark, doc: Doc) -> PlaceMark | None:
    """The known town that the text told last before a site, or else next; in a report of sections, in its own."""
    section = section_of(doc, site.span.start)
    towns = [p for p in told(doc).places if p.precision == 1 and p.lat is not None and p.span.label_ != "FAC"]
    if section is not None:
        towns = [p for p in towns if section_of(doc, p.span.start) is section]
    before = [p for p in towns if p.span.end <= site.span.start]
    return before[-1] if before else next((p for p in towns if p.span.start >= site.span.end), None)


def town_beside(site: PlaceMark, doc: Doc, words: Words) -> PlaceMark | None:
    """The known town that is told nearest to a site in its sentence."""
    sent = site.span.sent
    here = [p for p in told(doc).places if sent.start <= p.span.start < sent.end and not speaks(p, words)]
    towns = [p for p in here if p.precision == 1 and p.lat is not None and not toward(p.span, words)]
    return min(towns, key=lambda p: abs(p.span.start - site.span.start), default=None)
