"""GeoJSON after RFC 7946: a point a happening, longitude first; without coordinates the geometry is null."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from processors.stories.exports.rows import happenings, is_contested, name
from tocsin.records import Happening, Story


def write(stories: Iterable[Story]) -> Iterator[str]:
    """One FeatureCollection, a feature a line."""
    yield '{"type": "FeatureCollection", "features": [\n'
    first = True
    for story, happening in happenings(stories):
        yield ("" if first else ",\n") + json.dumps(_feature(story, happening), ensure_ascii=False)
        first = False
    yield "\n]}\n"


def _feature(story: Story, happening: Happening) -> dict[str, Any]:
    place = happening.place
    located = place is not None and place.lat is not None and place.lon is not None
    figures = {}
    for kind, known in sorted(happening.quantities.items()):
        figures[kind] = {"low": known.low, "best": known.best, "high": known.high, "mode": known.mode}
    return {
        "type": "Feature",
        "id": happening.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]} if place and located else None,
        "properties": {
            "story": story.id,
            "title": story.title,
            "type": happening.type,
            "mode": happening.mode,
            "signal": happening.signal,
            "realis": happening.realis,
            "date": happening.date.start if happening.date else None,
            "place": place.name if place else None,
            "country": place.country if place else None,
            "precision": place.precision if place else None,
            "actors": [name(actor) for actor in happening.actors],
            "recipients": [name(actor) for actor in happening.recipients],
            "quantities": figures,
            "contested": is_contested(happening),
            "severity": story.severity,
            "articles": happening.articles,
        },
    }
