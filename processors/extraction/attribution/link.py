"""Which event a quantity belongs to: the nearest one of a fitting type, in its sentence, else before, else after."""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter

from spacy.tokens import Doc

from processors.extraction.marks import EventMark, QuantityMark, events_of, lowers, quantities_of
from processors.extraction.realis.memory import long_before, memories

FITTING: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    # kind: (types that fit well, types that will do)
    "killed": (frozenset({"ASSAULT"}), frozenset({"PROTEST", "COERCE"})),
    "injured": (frozenset({"ASSAULT"}), frozenset({"PROTEST", "COERCE"})),
    "missing": (frozenset({"ASSAULT"}), frozenset({"PROTEST", "COERCE"})),
    "arrested": (frozenset({"COERCE"}), frozenset({"RETREAT", "PROTEST", "SANCTION", "CONCEDE", "AGREE"})),
    "abducted": (frozenset({"ASSAULT", "RETREAT"}), frozenset({"COERCE", "CONCEDE"})),
    "displaced": (frozenset({"RETREAT", "ASSAULT", "AID"}), frozenset({"COERCE", "PROTEST"})),
    "troops": (frozenset({"MOBILIZE", "RETREAT"}), frozenset({"AID", "COERCE", "AGREE"})),
    "attackers": (frozenset({"ASSAULT"}), frozenset({"COERCE", "MOBILIZE"})),
    "protesters": (frozenset({"PROTEST"}), frozenset({"ASSAULT", "COERCE"})),
    "vehicles": (frozenset({"MOBILIZE", "ASSAULT", "PROTEST"}), frozenset({"COERCE", "RETREAT", "AID"})),
}
_MODES: dict[tuple[str, str], int] = {
    ("killed", "destroy"): 25,
    ("injured", "destroy"): 25,
    ("arrested", "arrest"): -20,
    ("abducted", "abduct"): -20,
    ("protesters", "demo"): -4,
    ("troops", "troops"): -4,
    ("vehicles", "weapons"): -4,
}
_NEGATED = frozenset({"negated", "hypothetical"})
_PREVIOUS = 160
"""How far back, in tokens, an event may lie whose toll is told later."""
_NEXT = 200
"""How far on it may lie."""
_Place = tuple[int, int, EventMark]
"""The token where an event is told, its rank among all such places, the event."""
_START = itemgetter(0)


def link_quantities(doc: Doc) -> None:
    """Fill ``event`` of every quantity that has none."""
    events: list[EventMark] = events_of(doc)
    if not events:
        return
    breaks = [i for i, word in enumerate(lowers(doc)) if "\n" in word]
    told = _places(events)
    past = memories(doc)
    for quantity in quantities_of(doc):
        if quantity.event is not None:
            continue
        if quantity.mode == "stock" and quantity.kind == "troops":
            quantity.event = _best(quantity, told, doc, breaks, past, strict=True)
        else:
            quantity.event = _best(quantity, told, doc, breaks, past)
    for quantity in quantities_of(doc):
        if quantity.part_of is not None and quantity.event is not None and quantity.part_of.mode == quantity.mode:
            whole = quantity.part_of
            if whole.event is None or not _inside(whole, whole.event):
                whole.event = quantity.event
    for quantity in quantities_of(doc):
        moving = quantity.kind == "troops" and quantity.mode in ("flow_in", "flow_out")
        if moving and quantity.event is not None and quantity.event.realis in ("announced", "future"):
            quantity.status = "announced"
        same = quantity.part_of or quantity.same_as
        if same is not None and (quantity.event is None or quantity.mode == same.mode):
            of_today = quantity.event is not None and quantity.event.realis != "historical"
            if same.event is not None and not (of_today and same.event.realis == "historical"):
                quantity.event = same.event


def _inside(quantity: QuantityMark, event: EventMark) -> bool:
    sent = quantity.head.sent
    return bool(sent.start <= event.trigger.start < sent.end)


def _places(events: list[EventMark]) -> list[_Place]:
    """Where each event is told, in order; a happening told again further down is near there too."""
    places = [(mention.start, event) for event in events for mention in (event.trigger, *event.mentions)]
    return sorted(((start, rank, event) for rank, (start, event) in enumerate(places)), key=itemgetter(0, 1))


def _best(
    quantity: QuantityMark,
    told: list[_Place],
    doc: Doc,
    breaks: list[int],
    past: frozenset[int],
    strict: bool = False,
) -> EventMark | None:
    """The event that costs least; of equals, the one that stands first in the list of events."""
    good, possible = FITTING[quantity.kind]
    at = quantity.head.i
    sent = doc[at].sent
    start, end = sent.start, sent.end
    recalled = quantity.mode == "event" and start in past
    before = quantity.mode == "event" and long_before(quantity.span) is not None
    low, high = (start, end) if strict else (min(start, at - _PREVIOUS), max(end, at + _NEXT + 1))
    best: tuple[float, int, EventMark] | None = None
    for place, rank, event in told[bisect_left(told, low, key=_START) : bisect_left(told, high, key=_START)]:
        if event.type not in good and event.type not in possible:
            continue
        inside = start <= place < end
        if (before or (recalled and not inside)) and event.realis != "historical":
            continue  # those who died in 2014 did not die in what is told beside it
        gap = at - place
        cost: float = 0 if event.type in good else 40
        cost += _MODES.get((quantity.kind, event.mode or ""), 0)
        cost += 60 if event.realis in _NEGATED else 0
        cost += abs(gap) + (0 if inside else 40) + (30 if gap < 0 and not inside else 0)
        cost += 60 if event.realis == "historical" and not inside else 0
        cost += _crossed(breaks, place, at)
        if best is None or (cost, rank) < best[:2]:
            best = (cost, rank, event)
    return best[2] if best is not None else None


def _crossed(breaks: list[int], a: int, b: int) -> int:
    """Paragraph ends between event and quantity: each makes it less likely that they belong together."""
    return 10 * (bisect_left(breaks, max(a, b)) - bisect_left(breaks, min(a, b)))
