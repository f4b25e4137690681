"""Whom somebody acts against where the sentence does not say: the opponent that the article tells of elsewhere.

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
_DEEDS = frozenset({"ASSAULT", "THREATEN", "COERCE", "MOBILIZE"})
_BLOWS = _DEEDS - {"THREATEN"}
"""Who is only asked or blamed by another is not attacked by him: deeds ask for pairs told by deeds."""
_CROWDS = ("group:civilians", "group:people", "group:residents")


def name_rivals(events: list[EventMark]) -> None:
    """Complete ``recipients`` of events that are against somebody, from the pairs of the other events."""
    pairs: Counter[tuple[str, str]] = Counter()
    fights: set[tuple[str, str]] = set()
    marks: dict[str, ActorMark] = {}
    for event in events:
        if event.type not in _HOSTILE or event.realis == "historical":
            continue
        for actor in event.actors:
            for recipient in event.recipients:
                one, other = _side(actor), _side(recipient)
                if one and other and one != other:
                    weight = _WEIGHT.get(event.type, 1)
                    pairs[one, other] += weight
                    pairs[other, one] += weight
                    if event.type in _DEEDS:
                        fights |= {(one, other), (other, one)}
                    marks.setdefault(one, actor)
                    marks.setdefault(other, recipient)
    if not pairs:
        return
    for event in events:
        aimed = event.type in _AIMED or (event.type, event.mode) in _AIMED_MODES
        if event.recipients or not aimed or event.realis == "historical":
            continue
        rivals: Counter[str] = Counter()
        for actor in event.actors:
            side = _side(actor)
            for (one, other), weight in pairs.items():
                if one == side and (event.type not in _BLOWS or (one, other) in fights):
                    rivals[other] += weight
        if rivals:
            best = min(rivals, key=lambda side: (-rivals[side], side))
            event.recipients = [marks[best]]


def _side(mark: ActorMark) -> str | None:
    """A state and its forces are one side; crowds and people without name are none."""
    if mark.id is None or mark.id.startswith(_CROWDS):
        return None
    state = mark.country and (mark.sector in ("GOV", "MIL", "COP") or mark.id.startswith("country:"))
    if state:
        return f"country:{mark.country}"
    return mark.id
