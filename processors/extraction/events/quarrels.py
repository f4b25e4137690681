"""Who is against whom in an article, counted over all its events: a rival is known from other sentences.

"Tehran vowed a crushing response" is meant for the side that Tehran is told to strike, accuse or threaten, or that
strikes, accuses or threatens Tehran, in other sentences of the same article.
"""

from __future__ import annotations

from collections import Counter

from processors.extraction.marks import ActorMark, EventMark

_HOSTILE = frozenset({"ASSAULT", "THREATEN", "SANCTION", "ACCUSE", "COERCE", "REJECT", "REQUEST", "MOBILIZE"})
"""Types whose actors and recipients are told to be against each other."""
_WEIGHT = {"ASSAULT": 3, "THREATEN": 3, "SANCTION": 2, "COERCE": 2}
_AIMED = frozenset({"ASSAULT", "THREATEN", "SANCTION"})
"""Types that are always against somebody."""
_AIMED_MODES = frozenset({("COERCE", "seize"), ("MOBILIZE", "weapons")})
_OF_LAW = frozenset({"convict"})
"""A sentence of a court is passed on persons."""
_DEEDS = frozenset({"ASSAULT", "THREATEN", "COERCE", "MOBILIZE"})
_BLOWS = _DEEDS - {"THREATEN"}
"""Who is only asked or blamed by another is not attacked by him: deeds ask for pairs told by deeds."""
_CROWDS = ("group:civilians", "group:people", "group:residents")


class Quarrels:
    """The pairs of sides that events of an article set against each other."""

    def __init__(self, events: list[EventMark]) -> None:
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._fights: set[tuple[str, str]] = set()
        self._marks: dict[str, ActorMark] = {}
        for event in events:
            if event.type in _HOSTILE and event.realis != "historical":
                self._add(event)

    def _add(self, event: EventMark) -> None:
        for actor in event.actors:
            for recipient in event.recipients:
                one, other = _side(actor), _side(recipient)
                if one and other and one != other:
                    weight = _WEIGHT.get(event.type, 1)
                    self._pairs[one, other] += weight
                    self._pairs[other, one] += weight
                    if event.type in _DEEDS:
                        self._fights |= {(one, other), (other, one)}
                    self._marks.setdefault(one, actor)
                    self._marks.setdefault(other, recipient)

    def rival(self, event: EventMark) -> list[ActorMark]:
        """The side that those who act are most against, for an event that is against somebody."""
        aimed = (event.type in _AIMED and event.mode not in _OF_LAW) or (event.type, event.mode) in _AIMED_MODES
        if not self._pairs or not aimed or event.realis == "historical":
            return []
        rivals: Counter[str] = Counter()
        for actor in event.actors:
            side = _side(actor)
            for (one, other), weight in self._pairs.items():
                if one == side and (event.type not in _BLOWS or (one, other) in self._fights):
                    rivals[other] += weight
        if not rivals:
            return []
        return [self._marks[min(rivals, key=lambda side: (-rivals[side], side))]]


def _side(mark: ActorMark) -> str | None:
    """A state and its forces are one side; crowds and people without name are none."""
    if mark.id is None or mark.id.startswith(_CROWDS):
        return None
    state = mark.country and (mark.sector in ("GOV", "MIL", "COP") or mark.id.startswith("country:"))
    if state:
        return f"country:{mark.country}"
    return mark.id
