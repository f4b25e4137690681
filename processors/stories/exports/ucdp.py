"""UCDP GED's columns (codebook 24.1). A row is a happening that took a life; deaths add up to ``best``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date

from processors.stories.exports.rows import OCCURRED, Cell, country, happenings, lines, name, number, opponents, sources
from processors.stories.families import UNREST_SIGNALS
from processors.stories.weights import fold_simple
from tocsin.records import Actor, EventDate, Happening, Story

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_name", "dyad_name", "side_a",
    "side_b", "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude",
    "longitude", "geom_wkt", "priogrid_gid", "country", "region", "event_clarity", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip
STATE = frozenset({"MIL", "GOV", "COP", "SPY"})
CIVILIAN = frozenset({"CVL", "JRN", "REF", "MED", "EDU", "REL", "SOC"})
WHERE = {1: 1, 2: 4, 3: 6}


def write(stories: Iterable[Story]) -> Iterator[str]:
    """CSV lines."""
    yield from lines(COLUMNS, (row for s, h in happenings(stories) if (row := _row(s, h)) is not None))


def _row(story: Story, happening: Happening) -> dict[str, Cell] | None:
    low, best, high = number(happening, "killed")
    if happening.realis not in OCCURRED or happening.date is None or not (best or low or high):
        return None
    best = best if best is not None else low or 0
    place, when = happening.place, happening.date
    first, second = _sides(happening)
    located = place is not None and place.lat is not None and place.lon is not None
    lead = happening.evidence[0] if happening.evidence else None
    return {
        "id": int(happening.id[:12], 16),
        "relid": happening.id,
        "year": int(when.start[:4]),
        "active_year": 1,
        "code_status": "Tocsin, machine-coded",
        "type_of_violence": 3 if _unarmed(happening) else _type(first, second),
        "dyad_name": " - ".join(name(group[0]) for group in (first, second) if group),
        "side_a": name(first[0]) if first else "",
        "side_b": name(second[0]) if second else "",
        "number_of_sources": len(happening.origins),
        "source_article": lead.url or lead.article_id if lead else "",
        "source_office": sources(story, happening),
        "source_date": happening.first_seen.date().isoformat() if happening.first_seen else "",
        "source_headline": story.title,
        "source_original": "; ".join(happening.attributed_to),
        "where_prec": WHERE.get(place.precision or 0, 7) if place else 7,
        "where_coordinates": place.name if place else "",
        "where_description": place.text if place else "",
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geom_wkt": f"POINT ({place.lon} {place.lat})" if place and located else "",
        "priogrid_gid": _priogrid(place.lat, place.lon) if place and place.lat is not None else None,
        "country": country(place.country if place else None, "ucdp")[0],
        "event_clarity": 1 if when.precision == "day" else 2,
        "date_prec": _date_precision(when),
        "date_start": when.start,
        "date_end": when.end,
        **_deaths(happening, first, second, best),
        "best": best,
        "high": high if high is not None else best,
        "low": low if low is not None else best,
    }


def _unarmed(happening: Happening) -> bool:
    """A crowd is no organised party: what is done to it, and in it, is one-sided."""
    return happening.type == "PROTEST" or happening.signal in UNREST_SIGNALS


def _sides(happening: Happening) -> tuple[list[Actor], list[Actor]]:
    """Side a and b; of a crowd and a state the state is side a, which is the one that has arms."""
    first, second = opponents(happening)
    states = [any(actor.sector in STATE for actor in group) for group in (first, second)]
    return (second, first) if _unarmed(happening) and states == [False, True] else (first, second)


def _deaths(happening: Happening, first: list[Actor], second: list[Actor], best: int) -> dict[str, Cell]:
    """By side where a part names one; what is left is unknown. Parts that exceed the total are not used.

    Civilians have a column of their own, also where they are side b of one-sided violence.
    """
    civilians = [actor for actor in (*first, *second) if actor.sector in CIVILIAN]
    groups = {"deaths_civilians": _keys(civilians), "deaths_a": _keys(first), "deaths_b": _keys(second)}
    found = {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0}
    for side, part in happening.quantities["killed"].parts.items():
        column = next((c for c, keys in groups.items() if side in keys), None)
        if column is None and side in ("civilians", "civils", "civilian"):
            column = "deaths_civilians"
        if column is not None:
            found[column] += part.best or part.low or 0
    if sum(found.values()) > best:
        found = dict.fromkeys(found, 0)
    return {**found, "deaths_unknown": best - sum(found.values())}


def _keys(actors: list[Actor]) -> set[str]:
    return {fold_simple(key) for actor in actors for key in (actor.id, actor.name, actor.text) if key}


def _type(first: list[Actor], second: list[Actor]) -> int:
    """1 state-based, 2 non-state, 3 one-sided."""
    sectors = [{actor.sector for actor in group} for group in (first, second)]
    if second and sectors[1] <= CIVILIAN:
        return 3
    return 1 if any(found & STATE for found in sectors) else 2


def _date_precision(when: EventDate) -> int:
    if when.precision in ("month", "year"):
        return 4 if when.precision == "month" else 5
    days = (date.fromisoformat(when.end[:10]) - date.fromisoformat(when.start[:10])).days
    return 1 if days == 0 else 2 if days < 6 else 3


def _priogrid(lat: float, lon: float | None) -> int | None:
    """Cell of half a degree (PRIO-GRID codebook): rows from the south, columns from the west, from 1."""
    if lon is None:
        return None
    return min(359, math.floor((lat + 90) * 2)) * 720 + min(719, math.floor((lon + 180) * 2)) + 1
