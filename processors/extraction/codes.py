"""Codes of other communities for an event: ``lexicon/ontology.json`` and ``lexicon/common/events_codes.yaml``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from processors.extraction import lexicon
from processors.extraction.acled import acled_class
from processors.extraction.marks import EventMark
from tocsin.records import Codes

ConflictType = Literal[
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
    "Strategic developments", "None",
]  # fmt: skip
VIOLENT = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians", "Riots"})
_OPEN = frozenset({"actual", "reported", "announced"})
_SUPERSEDES: dict[str, int] = {
    "Explosions/Remote violence": 0, "Battles": 0, "Violence against civilians": 0, "Riots": 0, "Protests": 1,
    "Strategic developments": 2,
}  # fmt: skip
"""ACLED codes a violent event before a protest, and both before a strategic development."""


@cache
def _ontology() -> dict[str, Any]:
    path = Path(lexicon.__file__).parent / "ontology.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def codes_for(type_: str, mode: str | None, signal: str | None) -> Codes:
    """ACLED event and sub-event type, CAMEO code, Goldstein score and PLOVER score of an event."""
    return _made(_codes(type_, mode, signal))


_Found = tuple[tuple[str, ...] | None, str | None, float | None, float | None]


def _made(found: _Found) -> Codes:
    acled, cameo, goldstein, score = found
    return Codes(acled=list(acled) if acled else None, cameo=cameo, goldstein=goldstein, plover_score=score)


@cache
def _codes(type_: str, mode: str | None, signal: str | None) -> _Found:
    table = lexicon.load("common", "events_codes")
    keys = (f"{type_}+{signal}", f"{type_}/{mode}", type_)
    if f"{type_}/{mode}" in table and mode not in ("firearms", "seize", "troops", "police", "weapons", None):
        keys = (f"{type_}/{mode}", type_, "")
    entry: dict[str, Any] = next((table[k] for k in keys if k in table), {})
    cameo = entry.get("cameo")
    acled = entry.get("acled")
    return (tuple(acled) if acled else None, cameo, _goldstein(cameo), _plover(type_, mode))


def codes_of(event: EventMark) -> Codes:
    """The codes of an event in its text: ACLED's class also by who acts upon whom (:mod:`.acled`)."""
    found = _codes(event.type, event.mode, event.signal)
    told = acled_class(event)
    return _made((told, *found[1:]) if told else found)


def _goldstein(cameo: str | None) -> float | None:
    known: dict[str, float] = _ontology()["goldstein_selected"]
    for length in range(len(cameo or ""), 1, -1):
        prefix = str(cameo)[:length]
        for code in (prefix, prefix + "0"):
            if code in known:
                return float(known[code])
    return None


def _plover(type_: str, mode: str | None) -> float | None:
    entry = _ontology()["plover"].get(type_)
    if entry is None:
        return None
    score = entry["modes"].get(mode) if mode else None
    return float(entry["score"] if score is None else score)


def conflict_type(events: Sequence[EventMark]) -> ConflictType:
    """One of ACLED's six event types, or "None": what the article is about.

    The main event (first) decides unless it is a non-violent one beside a violent one, which ACLED codes first; what
    is only hinted at (weak triggers: "violence", "war") gives way to what is told, and the past to the present.
    """
    found: list[tuple[bool, int, int, ConflictType]] = []
    for position, event in enumerate(events):
        acled = codes_of(event).acled
        if acled and event.realis in (*_OPEN, "historical"):
            kind: ConflictType = acled[0]  # type: ignore[assignment]
            hinted = event.confidence < 0.8 and event.signal is None
            order = _SUPERSEDES[kind] + (3 if hinted else 0)
            found.append((event.realis == "historical", order, position, kind))
    return min(found)[3] if found else "None"
