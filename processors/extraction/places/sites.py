"""Quarters, streets and buildings: what is told as lying within a town, without a point of its own."""

from __future__ import annotations

import re

from spacy.tokens import Span

from processors.extraction.marks import PlaceMark, lowers
from processors.extraction.places.attachment import Words

_BEFORE = 3
"""Words before a name that may say what it is the name of."""
_ROAD = re.compile(r"[A-Z]{1,2}-?\d{1,4}")


def told_as_site(place: PlaceMark, words: Words, *, quarters: bool = True, known: bool = False) -> bool:
    """Whether the name, or a word beside it, says that a place without a point is a street, a building or a quarter.

    ``known``: such of which a gazetteer knows the point as well.  ``quarters``: whether parts of a town that people
    live in count, camps among them.
    """
    if place.lat is not None and not known:
        return False
    span = place.span
    doc = span.doc
    near = {*lowers(doc)[max(0, span.start - 2) : span.start], *lowers(doc)[span.start : span.end + 1]}
    if not words["outlying"].isdisjoint(near):
        return False
    if place.lat is not None:
        beside = {*lowers(doc)[max(0, span.start - 2) : span.start], *lowers(doc)[span.end : span.end + 1]}
        return span.label_ == "FAC" or not words["quarters"].isdisjoint(beside)
    if span.label_ == "FAC" or not words["sites"].isdisjoint(_named_by(span, words)):
        return True
    if not quarters:
        return False
    if not words["quarters"].isdisjoint(lowers(doc)[max(0, span.start - 2) : span.end + 1]):
        return True
    behind = lowers(doc)[span.end : span.end + 2]
    quarter = len(behind) == 2 and behind[0] in words["quarters_of"] and behind[1] in words["from"]
    return quarter or _ROAD.fullmatch(span.text) is not None


def _named_by(span: Span, words: Words) -> list[str]:
    """The words by which a name may be that of a site, its own among them.

    What stands before a preposition of rest is in the named place: "a school at X".
    """
    doc, first = span.doc, max(0, span.start - _BEFORE)
    near = lowers(doc)[first : span.end + 1]
    rest = words["static"] | words["frame_in"]
    led = max((i for i in range(span.start - first) if near[i] in rest), default=-1)
    return near[led + 1 :]
