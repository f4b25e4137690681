"""One line a desk editor could read: who did what to whom, where, when, how many, who says so.

Built from the extracted facts of the main event only, never from the text, so that nothing stands in it
that has no receipt. It is English for every language, because the canonical names in it are: lines from
articles in several languages about one happening read alike.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.marks import ActorMark, EventMark, QuantityMark
from processors.extraction.when import when_words

_KINDS = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "troops", "protesters", "attackers")


def summary_line(doc: Doc, events: list[EventMark], quantities: list[QuantityMark]) -> str | None:
    """The summary, from the extracted facts (main event first); None when there is nothing to say."""
    if not events:
        return None
    main = events[0]
    words = lexicon.load("common", "summary")
    parts = [_what(main, words)]
    if main.place is not None and main.place.name:
        parts.append(f"{words['in']} {main.place.name}")
    if main.date is not None:
        parts.append(when_words(main.date.start, main.date.end, main.date.precision, words))
    line = " ".join(p for p in parts if p)
    counts = _counts(main, quantities, words)
    if counts:
        line += ", " + ", ".join(counts)
    note = words["realis"].get(main.realis)
    if note:
        line += f" ({note})"
    if main.attributed_to:
        line += f", {words['says']} {main.attributed_to}"
    return line[0].upper() + line[1:] + "."


def _what(event: EventMark, words: dict[str, Any]) -> str:
    verbs: dict[str, list[str]] = words["verbs"]
    clash = event.signal == "ARMED_CLASH" and event.mode in ("firearms", None)
    pair = words["clash"] if clash else verbs.get(f"{event.type}/{event.mode}") or verbs.get(event.type)
    told, noun = pair if pair else (event.trigger.text, event.trigger.text)
    actors = _names(event.actors, words)
    bare: list[str] = words["no_object"]
    if clash or event.type in bare or f"{event.type}/{event.mode}" in bare:
        return f"{actors} {told}" if actors else noun
    whom = _names([] if event.recipients == event.actors else event.recipients, words)
    if not actors:
        return f"{noun} ({whom})" if whom else noun
    return f"{actors} {told} {whom}" if whom else f"{actors}: {noun}"


def _names(actors: list[ActorMark], words: dict[str, Any]) -> str:
    names = list(dict.fromkeys(a.name or a.span.text for a in actors))[:3]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {words['joiner']} {names[-1]}"


_OPENING = 45
"""Tokens of a text within which a sentence that tells the news begins."""


def _counts(event: EventMark, quantities: list[QuantityMark], words: dict[str, Any]) -> list[str]:
    told: dict[str, list[QuantityMark]] = {}
    for quantity in quantities:
        if quantity.event is not event or quantity.mode == "stock":
            continue
        if quantity.part_of is None and quantity.same_as is None:
            told.setdefault(quantity.kind, []).append(quantity)
    return [_count(_together(event, told[kind], words), words) for kind in _KINDS if kind in told]


_HURT = ("killed", "injured")


def _together(event: EventMark, told: list[QuantityMark], words: dict[str, Any]) -> QuantityMark:
    """The figure of the event; the dead, or the wounded, of several sides told by one voice are added up."""
    main = max(told, key=partial(_size, event))
    numbered = [q for q in (main, *told) if q.qualifier is None or q.qualifier in words["about"]]
    if main.kind not in _HURT or main.side is None or main.mode != "event" or main not in numbered:
        return main
    sides: dict[str, QuantityMark] = {}
    for one in numbered:
        one_voice = one.attributed_to == main.attributed_to and one.mode == main.mode
        if one_voice and one.side is not None and one.best is not None:
            sides.setdefault(one.side, one)
    best = sum(one.best or 0 for one in sides.values())
    qualifier = next((one.qualifier for one in sides.values() if one.qualifier), None)
    return replace(main, low=best, best=best, qualifier=qualifier) if len(sides) > 1 else main


def _size(event: EventMark, quantity: QuantityMark) -> tuple[bool, bool, bool, int]:
    """The toll of the event is that of the opening, else its largest figure.

    A figure of a longer time stands back, and so does what the party that acts says of its own success.
    """
    size = quantity.best if quantity.best is not None else quantity.low or 0
    boast = any(quantity.attributed_to == (one.name or one.span.text) for one in event.actors)
    return quantity.mode == "event", not boast, quantity.head.sent.start < _OPENING, size


def _count(quantity: QuantityMark, words: dict[str, Any]) -> str:
    kind: str = words["kinds"][quantity.kind]
    about = words["about"].get(quantity.qualifier)
    rough = words["rough"].get(quantity.qualifier)
    if rough is not None:
        return f"{rough} {kind}"
    if quantity.qualifier == "between" and quantity.low is not None and quantity.high is not None:
        return f"{quantity.low}–{quantity.high} {kind}"
    number = quantity.best if quantity.best is not None else quantity.low
    if number is None:
        return kind
    return f"{about} {number} {kind}" if about else f"{number} {kind}"
