"""What an alert has told, and what of a new state is worth telling again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import Field

from processors.alerting.conditions import COUNTED_MODES
from processors.alerting.matching import Subject, figure
from processors.alerting.rule import LEVELS, MaterialChange
from tocsin.records import Actor, Part, Reconciled

FIRMNESS = {"hypothetical": 0, "negated": 0, "historical": 0, "future": 1, "announced": 2, "reported": 2, "actual": 3}


class Told(Part):
    """What people know from an alert. It only grows, so a figure that wavers is told once."""

    quantities: dict[str, int] = Field(default_factory=dict)
    announced: list[str] = Field(default_factory=list, description="figures told as announced only")
    realis: str = "actual"
    actors: dict[str, str] = Field(default_factory=dict, description="id → name")
    places: list[str] = Field(default_factory=list)
    contested_by: list[str] = Field(default_factory=list)
    denied: bool = False
    origins: int = 1
    level: str = "info"


def facts_of(subject: Subject, level: str) -> Told:
    """The state of a happening in the terms that novelty is judged by."""
    happening = subject.happening
    figures = _figures(happening.quantities)
    place = happening.place
    return Told(
        quantities={kind: number for kind, (number, _) in figures.items()},
        announced=[kind for kind, (_, status) in figures.items() if status != "actual"],
        realis=happening.realis,
        actors=_known([*happening.actors, *(happening.recipients if happening.type in AGAINST else [])]),
        places=[place.name] if place and place.precision == 1 else [],
        contested_by=sorted(happening.contested_by),
        denied=happening.realis == "negated",
        origins=subject.origins,
        level=level,
    )


def _figures(quantities: Mapping[str, Reconciled]) -> dict[str, tuple[int, str]]:
    """The largest counted figure of each kind, and whether it is actual."""
    found: dict[str, tuple[int, str]] = {}
    for key, one in sorted(quantities.items()):
        kind, number = key.partition(":")[0], figure(one)
        if one.mode in COUNTED_MODES and number is not None and number > found.get(kind, (-1, ""))[0]:
            found[kind] = (number, one.status)
    return found


AGAINST = frozenset({"ASSAULT", "COERCE", "THREATEN", "PROTEST", "SANCTION"})
"""Types of which the one acted upon is a side too."""
NO_SIDE = ("group:", "norp:", "person:", "office:", "city:")
"""Ids of kinds of people ("gunmen") and of who speaks for a side: neither is a side that was not told before."""


def _known(actors: Iterable[Actor]) -> dict[str, str]:
    return dict(sorted((actor.id, actor.name or actor.text) for actor in actors if actor.id and is_side(actor)))


def is_side(actor: Actor) -> bool:
    """A state, a force, an organisation; not some body of which no list knows anything (a council, an office)."""
    identity = actor.id or ""
    known = bool(actor.country or actor.sector) or not identity.startswith("org:")
    return known and not identity.startswith(NO_SIDE)


def absorb(told: Told, now: Told) -> Told:
    """What is known after hearing ``now`` as well."""
    kinds = sorted({*told.quantities, *now.quantities})
    firmer = max(told.realis, now.realis, key=lambda r: FIRMNESS.get(r, 0))
    both = set(told.announced) & set(now.announced)
    fresh = set(now.announced) - set(told.quantities)
    return Told(
        quantities={k: max(told.quantities.get(k, 0), now.quantities.get(k, 0)) for k in kinds},
        announced=sorted(both | fresh | (set(told.announced) - set(now.quantities))),
        realis=firmer,
        actors=dict(sorted({**told.actors, **now.actors}.items())),
        places=sorted({*told.places, *now.places}),
        contested_by=sorted({*told.contested_by, *now.contested_by}),
        denied=told.denied or now.denied,
        origins=max(told.origins, now.origins),
        level=max(told.level, now.level, key=_loudness),
    )


def _loudness(level: str) -> int:
    return next((i for i, known in enumerate(LEVELS) if known == level), 0)


def material_changes(told: Told, now: Told, novelty: MaterialChange) -> list[str]:
    """Every reason to tell again, for people; empty when there is none."""
    reasons = [r for kind, rise in novelty.rises().items() if (r := _rise(kind, rise, told, now))]
    reasons += [r for name, judge in CHANGES.items() if getattr(novelty, name) for r in judge(told, now)]
    reached = [n for n in novelty.origins if told.origins < n <= now.origins]
    return reasons + ([f"confirmed by {now.origins} independent origins"] if reached else [])


def _rise(kind: str, rise: Any, told: Told, now: Told) -> str | None:
    old, new = told.quantities.get(kind), now.quantities.get(kind)
    if not rise.reached(old, new):
        return None
    return f"{kind} rose {old:,} → {new:,}" if old is not None else f"first figure: {new:,} {kind}"


def _status(told: Told, now: Told) -> list[str]:
    if FIRMNESS.get(now.realis, 0) > FIRMNESS.get(told.realis, 0):
        return [f"status {told.realis} → {now.realis}"]
    done = [k for k in told.announced if k in now.quantities and k not in now.announced]
    return [f"{kind} announced → actual" for kind in done]


def _denial(told: Told, now: Told) -> list[str]:
    new = [who for who in now.contested_by if who not in told.contested_by]
    if new:
        return [f"denied by {', '.join(new)}"]
    return ["denied"] if now.denied and not told.denied else []


NAMED = 3
"""So many new sides are named in a reason."""


def _actor(told: Told, now: Told) -> list[str]:
    new = [name for id_, name in now.actors.items() if id_ not in told.actors]
    if not new:
        return []
    more = f" and {len(new) - NAMED} more" if len(new) > NAMED else ""
    return [f"{'new side' if told.actors else 'names'}: {', '.join(new[:NAMED])}{more}"]


def _place(told: Told, now: Told) -> list[str]:
    new = [name for name in now.places if name not in told.places]
    return [f"another place: {', '.join(new)}"] if new and told.places else []


def _severity(told: Told, now: Told) -> list[str]:
    rises = _loudness(now.level) > _loudness(told.level)
    return [f"severity {told.level} → {now.level}"] if rises else []


CHANGES: dict[str, Callable[[Told, Told], list[str]]] = {
    "status": _status,
    "denial": _denial,
    "actor": _actor,
    "place": _place,
    "severity": _severity,
}
