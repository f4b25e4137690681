"""The one signal of each event, the most specific; runs last, because it asks for casualties and relevance.

The table is data (``lexicon/common/signals.yaml``); what it cannot say, the rules of the conventions that
look at who acts upon whom, stands here.
"""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.events.moves import share
from processors.extraction.marks import ActorMark, EventMark, QuantityMark, events_of, quantities_of
from tocsin.records.analysis import Signal

_BESIDE = 4
"""Words behind a trigger within which its target stands."""


@cache
def _table() -> dict[str, Any]:
    return lexicon.load("common", "signals")


def assign_signals(doc: Doc) -> None:
    """Set ``signal`` of every event of ``doc``; historical events carry none."""
    table = _table()
    for event in events_of(doc):
        event.signal = None if event.realis == "historical" else _signal(doc, event, table)


def _signal(doc: Doc, event: EventMark, table: dict[str, Any]) -> Signal | None:
    own = event.signal
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    if event.type == "ASSAULT":
        return _assault(doc, event, table, own)
    if event.type == "COERCE" and event.mode == "arrest":
        return "MASS_ARREST" if _arrested(doc, event) >= table["mass_arrest_from"] else None
    state = any((a.id or "").startswith("country:") for a in event.actors)
    if event.type == "MOBILIZE" and own is None and "peacekeeping" in event.contexts and not state:
        return "PEACEKEEPER_REINFORCEMENT"
    if event.type == "MOBILIZE" and own is None and _of_mission(event, table):
        return "PEACEKEEPER_REINFORCEMENT"
    if event.type == "RETREAT" and event.mode == "resign":
        return "DEESCALATION" if _tension(doc, event) else None
    if event.type in ("CONSULT", "AGREE"):
        return "DEESCALATION" if _eases(doc, event, table) else None
    if event.type == "RETREAT" and event.mode == "withdraw" and _is_flight(doc, event):
        return None
    if event.type == "SANCTION" and event.mode == "discontinue" and _words(event.actors, table["aid_words"]):
        return None
    return own or cast("Signal | None", table["by_type"].get(kind))


def _assault(doc: Doc, event: EventMark, table: dict[str, Any], own: Signal | None) -> Signal | None:
    remote = table["by_type"].get(f"ASSAULT/{event.mode}")
    if remote is not None and own != "ARMED_CLASH":  # two sides that fight with heavy arms
        return cast(Signal, remote)
    if event.mode in table["no_signal_modes"]:
        return None
    civil = _sectors(event.recipients, table["civil_sectors"]) or _words(event.recipients, table["civil_words"])
    armed = _sectors(event.recipients, table["armed_sectors"]) or _words(event.recipients, table["armed_people"])
    armed = armed or _armed_told(doc, event, table)
    if event.mode in ("firearms", None) and _at_crowd(event, table["crowd_words"]) and _state(event, table):
        return "CROWD_CONTROL_FORCE"
    frame = (event.frame or "").split(".")[0]
    if own == "ARMED_CLASH" or (event.mode == "firearms" and frame in table["clash_frames"]):
        return "ARMED_CLASH"
    if armed and not civil and event.mode in ("firearms", None):
        return "ARMED_CLASH"
    if _casualties(doc, event):
        return "CASUALTIES_REPORTED"
    return "ARMED_CLASH" if event.mode == "firearms" and not civil else None


def _armed_told(doc: Doc, event: EventMark, table: dict[str, Any]) -> bool:
    """An armed target stands by the trigger, or armed people are among those killed or wounded."""
    sentence = event.sentence
    last = min(sentence.end, event.trigger.end + 8)
    if any(doc[i].lower_ in table["armed_targets"] for i in range(event.trigger.end, last)):
        return True
    return any(
        q.kind in ("killed", "injured")
        and q.head.lower_ in table["armed_people"]
        and (q.event is event or (q.event is None and sentence.start <= q.head.i < sentence.end))
        for q in quantities_of(doc)
    )


def _sectors(actors: list[ActorMark], sectors: list[str]) -> bool:
    return any(a.sector in sectors for a in actors)


def _state(event: EventMark, table: dict[str, Any]) -> bool:
    return _sectors(event.actors, table["state_sectors"]) or any(
        t.lower_ in table["state_words"] for t in event.sentence
    )


def _words(actors: list[ActorMark], words: list[str]) -> bool:
    return any(t.lower_ in words for a in actors for t in a.span)


def _at_crowd(event: EventMark, words: list[str]) -> bool:
    """Those acted upon are a crowd, or the trigger and what follows it say so: "opened fire on marchers"."""
    after = event.trigger.doc[event.trigger.start : min(event.sentence.end, event.trigger.end + _BESIDE)]
    return _words(event.recipients, words) or any(t.lower_ in words for t in after)


def _casualties(doc: Doc, event: EventMark) -> bool:
    """Killed or wounded are linked to the event, or told in its sentence or the next."""
    sentence = event.sentence
    for quantity in quantities_of(doc):
        if quantity.kind not in ("killed", "injured"):
            continue
        if quantity.event is event:
            return True
        if quantity.event is None and sentence.start <= quantity.head.i < sentence.end + 30:
            return True
    return False


def _arrested(doc: Doc, event: EventMark) -> int:
    sentence = event.sentence
    counts = [
        _size(q)
        for q in quantities_of(doc)
        if q.kind == "arrested" and (q.event is event or sentence.start <= q.head.i < sentence.end)
    ]
    return max(counts, default=0)


def _size(quantity: QuantityMark) -> int:
    return quantity.best or quantity.low or 0


def _of_mission(event: EventMark, table: dict[str, Any]) -> bool:
    missions = set(table["missions"])
    named = {a.name for a in (*event.actors, *event.recipients)} | {a.id for a in event.actors}
    first, last = event.sentence.start, event.sentence.end
    near = range(max(first, event.trigger.start - 14), min(last, event.trigger.end + 14))
    words = {event.trigger.doc[i].lower_ for i in near}
    return bool(missions & {str(n).lower() for n in named if n}) or bool(words & set(table["mission_words"]))


def _is_flight(doc: Doc, event: EventMark) -> bool:
    """Told in one breath with the taking of what is left: "took the town after the army pulled out of it"."""
    return event.realis in ("actual", "reported") and any(
        (e.type, e.mode) == ("COERCE", "seize")
        and e.sentence.start == event.sentence.start
        and e.actors
        and not share(e.actors, event.actors)
        for e in events_of(doc)
    )


def _eases(doc: Doc, event: EventMark, table: dict[str, Any]) -> bool:
    """Talks and agreements count as easing between adversaries, not among allies or as a visit."""
    if event.mode in ("visit", "multilateral", "phone"):
        return any(t.lower_ in table["mediation_words"] for t in event.sentence)
    return event.mode == "third-party" or _tension(doc, event)


def _tension(doc: Doc, event: EventMark) -> bool:
    return event.type in ("AGREE", "CONSULT") or any(
        e is not event and e.type in ("PROTEST", "ASSAULT") for e in events_of(doc)
    )
