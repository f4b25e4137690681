"""PLOVER events as JSON Lines, with the field names of the PLOVER manual and of POLECAT's coder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from processors.extraction.codes import codes_for
from processors.stories.exports.rows import country, happenings, name, number
from tocsin.records import Actor, Happening, Story

AUXILIARY = {"future": "future", "announced": "future"}


def write(stories: Iterable[Story]) -> Iterator[str]:
    """One JSON object a happening."""
    for story, happening in happenings(stories):
        yield json.dumps(_event(story, happening), ensure_ascii=False) + "\n"


def _event(story: Story, happening: Happening) -> dict[str, Any]:
    place = happening.place
    lead = happening.evidence[0] if happening.evidence else None
    return {
        "id": happening.id,
        "story": story.id,
        "date": happening.date.start if happening.date else None,
        "date_end": happening.date.end if happening.date else None,
        "event_type": happening.type,
        "event_mode": happening.mode,
        "event_auxmode": AUXILIARY.get(happening.realis),
        "event_context": happening.contexts,
        "actor": [_actor(actor) for actor in happening.actors],
        "recipient": [_actor(actor) for actor in happening.recipients],
        "location": {
            "name": place.name,
            "lat": place.lat,
            "lon": place.lon,
            "country": country(place.country)[1] or None,
        }
        if place is not None
        else None,
        "score": codes_for(happening.type, happening.mode, happening.signal).plover_score,
        "num_dead": number(happening, "killed")[1],
        "num_injured": number(happening, "injured")[1],
        "text": lead.text if lead else None,
        "language": lead.language if lead else None,
        "publisher": lead.source if lead else None,
        "url": lead.url if lead else None,
    }


def _actor(actor: Actor) -> dict[str, str | None]:
    """Name with PLOVER country (three letters; Kosovo KOS) and sector."""
    code = "KOS" if actor.country == "XK" else country(actor.country)[1] or None
    return {"name": name(actor), "id": actor.id, "country": code, "sector": actor.sector}
