"""How the summary line tells a date, and the same line with another date."""

from __future__ import annotations

from datetime import date
from typing import Any

from processors.extraction import lexicon
from tocsin.records import EventDate


def when_words(start: date, end: date, precision: str, words: dict[str, Any]) -> str:
    """``on 24 September 2023``, ``27–28 May 2023``, ``(May 2023)``, ``(2023)``."""
    months: list[str] = words["months"]
    month = f"{months[start.month - 1]} {start.year}"
    if precision == "year":
        return f"({start.year})"
    if precision == "month":
        return f"({month})"
    if end == start:
        return f"{words['date']['day']} {start.day} {month}"
    return f"{start.day}–{end.day} {months[end.month - 1]} {end.year}"


def redated(line: str, old: EventDate | None, new: EventDate, place: str | None) -> str:
    """The summary line with the new date in the place of the old one, or behind the place where it had none."""
    words = lexicon.load("common", "summary")
    told, now = _words(old, words), _words(new, words)
    if now is None:
        return line
    if told is not None and f" {told}" in line:
        return line.replace(f" {told}", f" {now}", 1)
    where = f"{words['in']} {place}"
    return line.replace(where, f"{where} {now}", 1) if told is None and place else line


def _words(when: EventDate | None, words: dict[str, Any]) -> str | None:
    if when is None:
        return None
    try:
        start, end = date.fromisoformat(when.start[:10]), date.fromisoformat(when.end[:10])
    except ValueError:
        return None
    return when_words(start, end, when.precision, words)
