"""Who acts in a happening and who is acted upon, over all articles that tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from processors.stories.mentions import actor_key
from tocsin.records import Actor, Event

FORCE = ("COP", "MIL")
"""Sectors of those who are sent against a crowd."""


def roles(events: Sequence[Event], main: Event, kind: str) -> tuple[list[Actor], list[Actor]]:
    """Actors and recipients, those named more often first.

    A riot is told with the crowd acting upon police, and with police acting upon the crowd. Such a happening has one
    direction, that of its main event: there nobody stands on both sides.
    """
    course = _force_acts(main) if kind == "unrest" else None
    ahead: list[Actor] = []
    behind: list[Actor] = []
    for event in events:
        turned = course is not None and _force_acts(event) not in (course, None)
        for acts, group in ((True, event.actors), (False, event.recipients)):
            for actor in group:
                force = course is not None and actor.sector in FORCE
                (ahead if (course if force else acts != turned) else behind).append(actor)
    if course is not None:
        known = {actor_key(actor) for actor in ahead}
        behind = [actor for actor in behind if actor_key(actor) not in known]
    return people(ahead), people(behind)


def _force_acts(event: Event) -> bool | None:
    """Do police or soldiers act upon others, or others upon them? None where there are none, or only such."""
    acting, acted = (_force(group) for group in (event.actors, event.recipients))
    if event.type == "PROTEST":
        return None if acting and all(actor.sector in FORCE for actor in event.actors) else False
    return None if acting == acted else acting


def _force(group: Sequence[Actor]) -> bool:
    return any(actor.sector in FORCE for actor in group)


def people(actors: Sequence[Actor]) -> list[Actor]:
    """Actors once each; those named more often first."""
    counts = Counter(actor_key(actor) for actor in actors)
    first: dict[str, Actor] = {}
    for actor in actors:
        first.setdefault(actor_key(actor), actor)
    order = {key: place for place, key in enumerate(first)}
    return [first[key] for key in sorted(first, key=lambda k: (-counts[k], order[k]))]
