"""Sections of a report that are headed by a place: "Jonglei: Armed youths raided …", "BASRA - Graduates burned …".

What stands under one head is told of that place and is no part of what stands under another.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc

from processors.extraction.marks import PlaceMark, places_of

_KEY = "tocsin_sections"
_ENDS = frozenset({":"})
_DASHES = frozenset({"-", "–", "—"})
"""What ends a head in capitals ("BASRA - ..."); other names before a dash are explained by what follows."""
_FEWEST = 2
"""Heads that make a report one of sections: a single one may be a dateline."""


def section_of(doc: Doc, at: int) -> PlaceMark | None:
    """The place that heads the section in which a token stands; None in a text without sections."""
    heads = _heads(doc)
    found = bisect_right([head.span.start for head in heads], at)
    return heads[found - 1] if found else None


def _heads(doc: Doc) -> list[PlaceMark]:
    known: list[PlaceMark] | None = doc.user_data.get(_KEY)
    if known is None:
        heads = [place for place in places_of(doc) if _is_head(place, doc)]
        known = doc.user_data[_KEY] = heads if len(heads) >= _FEWEST else []
    return known


def _is_head(place: PlaceMark, doc: Doc) -> bool:
    start, end = place.span.start, place.span.end
    while start and doc[start - 1].shape_.strip("dh:.") == "" and "\n" not in doc[start - 1].text_with_ws:
        start -= 1  # "14:20 BASRA - ..."
    opens = start == 0 or "\n" in doc[start - 1].text_with_ws
    ends = _ENDS | _DASHES if place.span.text.isupper() else _ENDS
    return opens and end < len(doc) and doc[end].text in ends
