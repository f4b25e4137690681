"""Spans of annotated articles: told by their text alone, found in the body when the data is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_ENDS = re.compile(r"[.!?…][\"”’»)\]]*(?:\s*»)?\s+(?=[\"“«(\[‘—–-]?\s?[A-ZÀ-ÖØ-Þ0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Maj|Capt|Sgt|Cpl|Gov|Sen|Rep|Jr|No|MM|Mme|Me|gén|art|Jan|Feb|Aug|Sept|Oct|Nov|Dec))\.$"
)


class SpanError(ValueError):
    """A text that does not stand in the body, or offsets that say something else."""


def fill(gold: Mapping[str, Any], body: str) -> dict[str, Any]:
    """The gold with offsets everywhere; evidence that is left out is the sentence around the trigger.

    Raises:
        SpanError: a text does not occur in the body, or not where the offsets say.
    """
    full = dict(gold)
    for part in ("quantities", "entities"):
        if part in gold:
            full[part] = [span(one, body) for one in gold[part]]
    if "events" in gold:
        full["events"] = [_event(one, body) for one in gold["events"]]
    return full


def _event(event: Mapping[str, Any], body: str) -> dict[str, Any]:
    full = dict(event)
    if event.get("trigger"):
        full["trigger"] = span(event["trigger"], body)
    if event.get("evidence"):
        full["evidence"] = span(event["evidence"], body)
    elif event.get("trigger"):
        full["evidence"] = sentence(body, full["trigger"]["start"])
    return full


def span(given: Mapping[str, Any], body: str) -> dict[str, Any]:
    """``given`` with ``text``, ``start`` and ``end``: from offsets, or from ``text`` (and ``nth``, counted from 1).

    Only whole words count as occurrences of a text.
    """
    text = given.get("text")
    if given.get("start") is not None and given.get("end") is not None:
        start, end = int(given["start"]), int(given["end"])
        if not 0 <= start < end <= len(body) or text not in (None, body[start:end]):
            raise SpanError(f"{text!r} does not stand at {start}:{end}")
        return {**given, "text": body[start:end]}
    if not text:
        raise SpanError("a span without text and without offsets")
    nth = int(given.get("nth", 1))
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", body)]
    if nth < 1 or nth > len(places):
        often = f"only {len(places)} times" if places else "nowhere"
        raise SpanError(f"{text!r} stands {often} in the body" + (f", not {nth} times" if places else ""))
    start = places[nth - 1]
    return {**{key: value for key, value in given.items() if key != "nth"}, "start": start, "end": start + len(text)}


def sentence(body: str, position: int) -> dict[str, Any]:
    """The sentence at a position; never beyond the end of a line."""
    start, end = next((one for one in sentences(body) if one[0] <= position < one[1]), (0, len(body)))
    return {"text": body[start:end], "start": start, "end": end}


def sentences(body: str) -> Iterator[tuple[int, int]]:
    """Offsets of all sentences: cut at line ends and after full stops that end no abbreviation."""
    for line in re.finditer(r"[^\n]+", body):
        start = line.start()
        for stop in _ENDS.finditer(body, line.start(), line.end()):
            if _ABBREVIATION.search(body, start, stop.start() + 1):
                continue
            yield start, stop.end() - (len(stop.group()) - len(stop.group().rstrip()))
            start = stop.end()
        if body[start : line.end()].strip():
            yield start, line.start() + len(line.group().rstrip())
