"""ACLED's columns (codebook 2024). Only what happened is a row; fatalities are the most conservative figure.

The class is the one told by who acts upon whom in the articles; without that, by type, mode and signal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.extraction.codes import codes_for
from processors.stories.exports.rows import OCCURRED, Cell, country, happenings, lines, name, number, opponents, sources
from tocsin.records import Actor, Happening, Story

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
TIME_PRECISION = {"day": 1, "range": 2, "week": 2, "month": 3, "year": 3}
INTER = {
    "MIL": "State forces", "GOV": "State forces", "COP": "State forces", "SPY": "State forces",
    "REB": "Rebel group", "UAF": "Political militia", "PRM": "Political militia", "CRM": "Political militia",
    "PTY": "Political militia", "CVL": "Civilians", "JRN": "Civilians", "REF": "Civilians",
}  # fmt: skip

KINDS = {"UAF": "Unidentified Armed Group", "CVL": "Civilians"}
CROWDS = {"Protests": "Protesters", "Riots": "Rioters"}


def write(stories: Iterable[Story]) -> Iterator[str]:
    """CSV lines."""
    yield from lines(COLUMNS, (row for s, h in happenings(stories) if (row := _row(s, h)) is not None))


def _row(story: Story, happening: Happening) -> dict[str, Cell] | None:
    codes = happening.acled or codes_for(happening.type, happening.mode, happening.signal).acled
    if codes is None or happening.realis not in OCCURRED or happening.date is None:
        return None
    event, sub = [*codes, ""][:2]
    place = happening.place
    state, alpha3, iso = country(place.country if place else None, "acled")
    first, second = opponents(happening)
    inter1, inter2 = _inter(first, event), _inter(second, "")
    crowd = number(happening, "protesters")
    changed = happening.last_changed or story.last_changed
    return {
        "event_id_cnty": f"{alpha3 or 'UNK'}{int(happening.id[:12], 16)}",
        "event_date": happening.date.start,
        "year": int(happening.date.start[:4]),
        "time_precision": TIME_PRECISION[happening.date.precision],
        "disorder_type": _disorder(event, sub),
        "event_type": event,
        "sub_event_type": sub,
        "actor1": _named(first[0], event, state) if first else "",
        "assoc_actor_1": "; ".join(map(name, first[1:])),
        "inter1": inter1,
        "actor2": _named(second[0], "", state) if second else "",
        "assoc_actor_2": "; ".join(map(name, second[1:])),
        "inter2": inter2,
        "interaction": "-".join(filter(None, (inter1, inter2))) or None,
        "civilian_targeting": "Civilian targeting" if inter2 == "Civilians" else "",
        "iso": iso,
        "country": state,
        "location": place.name if place else "",
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": place.precision if place else None,
        "source": sources(story, happening),
        "notes": happening.evidence[0].text if happening.evidence else "",
        "fatalities": _fatalities(happening),
        "tags": f"crowd size={crowd[1] or crowd[0]}" if any(crowd) else "",
        "timestamp": int(changed.timestamp()) if changed else None,
    }


def _named(actor: Actor, event: str, state: str) -> str:
    """A party as ACLED writes those that have no name of their own: by their kind, and the country of the event."""
    kind = CROWDS.get(event) or KINDS.get(actor.sector or "")
    nameless = actor.id is None or actor.id.startswith("group:")
    return f"{kind} ({state})" if kind and state and nameless else name(actor)


def _fatalities(happening: Happening) -> int:
    low, best, _ = number(happening, "killed")
    return low if low is not None else best or 0


def _inter(actors: list[Actor], event: str) -> str:
    if not actors:
        return ""
    if event == "Protests":
        return "Protesters"
    if event == "Riots":
        return "Rioters"
    return INTER.get(actors[0].sector or "", "External/Other forces" if actors[0].country is None else "State forces")


def _disorder(event: str, sub: str) -> str:
    if sub == "Excessive force against protesters":
        return "Political violence; Demonstrations"
    if event == "Protests" or sub == "Violent demonstration":
        return "Demonstrations"
    return "Strategic developments" if event == "Strategic developments" else "Political violence"
