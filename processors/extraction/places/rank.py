"""Which place of a sentence is the scene: that of one of its words, or that of the sentence as a whole."""

from __future__ import annotations

from itertools import takewhile

from spacy.tokens import Doc, Span

from processors.extraction.marks import PlaceMark
from processors.extraction.names.context import context_of
from processors.extraction.places.attachment import Words, bound, cost, locative, speaks, toward, whence
from processors.extraction.places.compound import BORDER
from processors.extraction.places.sections import section_of
from processors.extraction.places.told import places_in, told
from processors.extraction.syntax import chain

_STAYS = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""What does not go anywhere: a place that something is bound for is rarely its scene."""
_BOUND, _ROAD = 1.0, 4.5
"""What such a place costs more; of a blockade, "the highway to X" is never at X."""
_SENT = 0.3
"""Cost up to which forces are sent to the place itself, be it a country."""
_OTHER_EVENT = 0.6
"""What a place costs more that hangs on what else the sentence tells: "sent police to X after a murder in Y"."""
_VAGUE = 0.5
"""What a border costs more than a region told with it."""


def best(
    trigger: Span,
    sentence: Span,
    doc: Doc,
    words: Words,
    dateline: PlaceMark | None,
    limit: float,
) -> PlaceMark | None:
    """The place that hangs nearest to a trigger, at a cost below ``limit``."""
    ranked: list[tuple[float, int, PlaceMark]] = []
    event = told(doc).events.get(trigger.start)
    stays = 0.0
    if event is not None and event.type in _STAYS:
        stays = _ROAD if event.mode == "obstruct" else _BOUND
    goes = event is not None and event.type == "MOBILIZE"
    others = {e.trigger.root.i for e in told(doc).by_sentence.get(sentence.start, ())} - {t.i for t in trigger}
    head = section_of(doc, sentence.start)
    for place in places_in(sentence, doc):
        if place is head:
            continue
        if dateline is not None and place.span.start <= dateline.span.end + 1 and _of_dateline(place, dateline):
            continue
        if whence(place, words, goes=goes):
            continue
        loose = cost(trigger, place, words) + (stays if stays and bound(place.span, words) else 0.0)
        loose += _OTHER_EVENT if _of_another(trigger, place, others) else 0.0
        if loose < limit:
            sent_to = goes and loose <= _SENT and bound(place.span, words)
            fine = 0.0 if sent_to else 0.4 * ((place.precision or 2) - 1)
            fine += _VAGUE if place.name.endswith(BORDER) else 0.0
            ranked.append((loose + fine, abs(place.span.start - trigger.start), place))
    return min(ranked, key=lambda row: row[:2])[2] if ranked else None


def _of_another(trigger: Span, place: PlaceMark, others: set[int]) -> bool:
    """Whether the nearest event above a place is another one, of which this one is no part."""
    if not others:
        return False
    own = {t.i for t in chain(trigger.root)}
    return any(t.i in others for t in takewhile(lambda t: t.i not in own, chain(place.span.root)))


def told_in(sentence: Span, doc: Doc, words: Words, dateline: PlaceMark | None) -> PlaceMark | None:
    """The place at which a whole sentence plays: the finest one told with a locative preposition."""
    here = [p for p in places_in(sentence, doc) if p is not dateline and not speaks(p, words)]
    here = [p for p in here if p.span.label_ != "FAC"]  # a site told in another sentence is rarely the scene
    seat = context_of(doc).seat
    located = [p for p in here if locative(p.span, words) == "in" and not (seat(p.name) and toward(p.span, words))]
    for group in (located, [p for p in here if p.precision in (1, 2) and seat(p.name) is None]):
        if group:
            return min(group, key=lambda p: ((p.precision or 2), p.span.start))
    return None


def _of_dateline(place: PlaceMark, dateline: PlaceMark) -> bool:
    """The town of a dateline, or the second of "ROME/MILAN (AFP) -"."""
    before = place.span.doc[place.span.start - 1].text if place.span.start else ""
    return place is dateline or (before == "/" and place.span.start == dateline.span.end + 1)
