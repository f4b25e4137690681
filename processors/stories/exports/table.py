"""A plain table for spreadsheets: one row a happening, one column a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.stories.exports.rows import Cell, gone, happenings, is_contested, lines, name, number, sources
from tocsin.records import Happening, Story

KINDS = (
    "killed", "injured", "missing", "arrested", "abducted",
    "displaced", "troops", "attackers", "protesters", "vehicles",
)  # fmt: skip
COLUMNS = (
    "story", "title", "severity", "happening", "type", "mode", "signal", "realis", "date_start", "date_end",
    "date_precision", "place", "country", "latitude", "longitude", "place_precision", "actors", "recipients",
    *(f"{kind}_{end}" for kind in KINDS for end in ("low", "best", "high")),
    "gone", "contested", "contested_by", "origins", "sources", "articles", "first_seen", "last_changed", "evidence",
)  # fmt: skip


def write(stories: Iterable[Story]) -> Iterator[str]:
    """CSV lines."""
    yield from lines(COLUMNS, (_row(story, happening) for story, happening in happenings(stories)))


def _row(story: Story, happening: Happening) -> dict[str, Cell]:
    place, when = happening.place, happening.date
    row: dict[str, Cell] = {
        "story": story.id,
        "title": story.title,
        "severity": story.severity,
        "happening": happening.id,
        "type": happening.type,
        "mode": happening.mode,
        "signal": happening.signal,
        "realis": happening.realis,
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "date_precision": when.precision if when else None,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "actors": "; ".join(map(name, happening.actors)),
        "recipients": "; ".join(map(name, happening.recipients)),
        "gone": gone(happening),
        "contested": "yes" if is_contested(happening) else "no",
        "contested_by": "; ".join(happening.contested_by),
        "origins": len(happening.origins),
        "sources": sources(story, happening),
        "articles": "; ".join(happening.articles),
        "first_seen": happening.first_seen.isoformat() if happening.first_seen else None,
        "last_changed": happening.last_changed.isoformat() if happening.last_changed else None,
        "evidence": happening.evidence[0].text if happening.evidence else None,
    }
    for kind in KINDS:
        for end, value in zip(("low", "best", "high"), number(happening, kind), strict=True):
            row[f"{kind}_{end}"] = value
    return row
