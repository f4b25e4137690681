"""Does a happening meet a condition? One small function a field, looked up by the field's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from processors.alerting.conditions import ActorTest, PlaceTest, QuantityTest, When
from processors.alerting.values import Scalar
from processors.geo import distance_km, near_country, neighbours_of
from processors.recent import Recent
from tocsin.records import Actor, Happening, Place, Reconciled, Story


@dataclass(frozen=True)
class Subject:
    """One happening in its story: what rules are asked about, each answer reckoned once for all of them."""

    story: Story
    happening: Happening

    @cached_property
    def place(self) -> Place | None:
        """Where it happened, else where the story plays."""
        return self.happening.place or self.story.place

    @cached_property
    def signals(self) -> list[str]:
        """The main signal first."""
        main = [self.happening.signal] if self.happening.signal else []
        return list(dict.fromkeys([*main, *self.happening.signals]))

    @cached_property
    def signal(self) -> str | None:
        """The main signal."""
        return next(iter(self.signals), None)

    @cached_property
    def origins(self) -> int:
        """Independent origins of the happening (an unknown origin is still one)."""
        return max(len(self.happening.origins), 1)

    @cached_property
    def sources(self) -> list[str]:
        """Outlets whose sentences prove it, else those of the story."""
        return sorted({e.source for e in self.happening.evidence if e.source}) or self.story.sources

    @cached_property
    def languages(self) -> list[str]:
        """Languages in which it is told."""
        return sorted({e.language for e in self.happening.evidence if e.language}) or self.story.languages


Check = Callable[[Subject, Any], bool]
"""Does a happening meet what is asked of one field?"""


def figure(reconciled: Reconciled) -> int | None:
    """The one number that stands for a figure: best, else what is certain."""
    return reconciled.best if reconciled.best is not None else reconciled.low


def figures_of(happening: Happening, kind: str) -> list[Reconciled]:
    """The figures of a kind: ``killed``, and where the ledger keeps modes apart, ``troops:flow_out`` as well."""
    return [q for key, q in sorted(happening.quantities.items()) if key.partition(":")[0] == kind]


def subjects(story: Story) -> list[Subject]:
    """All happenings of a story, in its order; the same objects for everyone who asks about one revision."""
    return _subjects.get((story,), (), lambda: [Subject(story, happening) for happening in story.happenings])


_subjects: Recent[list[Subject]] = Recent(2)


def meets(when: When, subject: Subject) -> bool:
    """All conditions that are given hold."""
    return all(check(subject, wanted) for check, wanted in _checks.get((when,), (), lambda: _checks_of(when)))


_checks: Recent[list[tuple[Check, Any]]] = Recent(2_000)


def _checks_of(when: When) -> list[tuple[Check, Any]]:
    """What is given, that which costs least to look at first: most happenings fail there."""
    given = sorted(when.model_fields_set, key=lambda name: (name not in CHEAP, name))
    return [(FIELDS[name], getattr(when, name)) for name in given]


CHEAP = ("signal", "signals", "type", "event_mode", "realis")


def explain(when: When, subject: Subject) -> list[str]:
    """What the happening showed for each condition, for people."""
    return [f"{name}: {_shown(name, subject)}" for name in sorted(when.model_fields_set) if name in SHOWN]


def _shown(name: str, subject: Subject) -> str:
    values = [str(v) for v in SHOWN[name](subject) if v is not None]
    return ", ".join(values) or "–"


def _realis(subject: Subject, wanted: Any) -> bool:
    return subject.happening.realis in wanted


def in_place(subject: Subject, test: PlaceTest) -> bool:
    """Where: country, closeness, circle, name and precision."""
    place = subject.place
    if place is None:
        return False
    return all(
        (
            not test.within or _within(place, test),
            test.near is None or _inside(place, test.near.lat, test.near.lon, test.near.km),
            test.name is None or test.name.holds([place.name, place.text]),
            test.precision is None or test.precision.holds([place.precision]),
        )
    )


def _inside(place: Place, lat: float, lon: float, km: float) -> bool:
    return place.lat is not None and place.lon is not None and distance_km(place.lat, place.lon, lat, lon) <= km


def _within(place: Place, test: PlaceTest) -> bool:
    countries = set(test.within or [])
    if place.country in countries:
        return True
    if test.neighbours and any(place.country in neighbours_of(c) for c in countries):
        return True
    if test.or_within_km is None or place.lat is None or place.lon is None or place.precision == 3:
        return False  # the middle of a country is no place to measure from
    return any(near_country(place.lat, place.lon, c, test.or_within_km) for c in countries)


def has_quantities(subject: Subject, tests: Iterable[QuantityTest]) -> bool:
    """Each test finds a figure of its kind, whole or of one side."""
    return all(_has_quantity(subject, test) for test in tests)


def _has_quantity(subject: Subject, test: QuantityTest) -> bool:
    wholes = figures_of(subject.happening, test.kind)
    if test.side is None:
        return any(_figure_holds("", whole, test) for whole in wholes)
    return any(_figure_holds(side, part, test) for whole in wholes for side, part in whole.parts.items())


def _figure_holds(side: str, figures: Reconciled, test: QuantityTest) -> bool:
    checks = (
        (test.side, side),
        (test.low, figures.low),
        (test.best, figure(figures)),
        (test.high, figures.high),
        (test.status, figures.status),
        (test.contested, figures.contested),
    )
    if figures.mode not in test.mode:
        return False
    return all(
        want is None or (want == value if isinstance(want, bool) else want.holds([value])) for want, value in checks
    )


def _actors(of: Callable[[Happening], list[Actor]]) -> Callable[[Subject, ActorTest], bool]:
    def check(subject: Subject, test: ActorTest) -> bool:
        return any(_is_actor(actor, test) for actor in of(subject.happening))

    return check


def _is_actor(actor: Actor, test: ActorTest) -> bool:
    return (
        (test.name is None or test.name.holds([actor.id, actor.name, actor.text]))
        and (test.country is None or actor.country in test.country)
        and (test.sector is None or test.sector.holds([actor.sector]))
    )


def names(actors: Iterable[Actor]) -> list[str]:
    """Canonical names of actors, each once, in order."""
    return list(dict.fromkeys(a.name or a.text for a in actors))


SHOWN: dict[str, Callable[[Subject], Iterable[Scalar | None]]] = {
    "signal": lambda s: [s.signal],
    "signals": lambda s: s.signals,
    "type": lambda s: [s.happening.type],
    "event_mode": lambda s: [s.happening.mode],
    "context": lambda s: s.happening.contexts,
    "realis": lambda s: [s.happening.realis],
    "place": lambda s: [s.place.name, s.place.country] if s.place else [],
    "quantity": lambda s: [f"{k} {figure(q)}" for k, q in sorted(s.happening.quantities.items())],
    "actor": lambda s: names([*s.happening.actors, *s.happening.recipients]),
    "by": lambda s: names(s.happening.actors),
    "against": lambda s: names(s.happening.recipients),
    "title": lambda s: [s.story.title],
    "text": lambda s: [e.text for e in s.happening.evidence],
    "source": lambda s: s.sources,
    "language": lambda s: s.languages,
    "attributed_to": lambda s: s.happening.attributed_to,
    "relevance": lambda s: [s.story.relevance],
    "confidence": lambda s: [s.happening.confidence],
    "severity": lambda s: [s.story.severity],
    "articles": lambda s: [len(s.happening.articles)],
    "independent_origins": lambda s: [s.origins],
}
"""What a field of a condition looks at."""

_SPECIAL: dict[str, Check] = {
    "realis": _realis,
    "place": in_place,
    "quantity": has_quantities,
    "actor": _actors(lambda h: [*h.actors, *h.recipients]),
    "by": _actors(lambda h: h.actors),
    "against": _actors(lambda h: h.recipients),
    "contested": lambda s, wanted: bool(s.happening.contested_by) == wanted,
    "any": lambda s, tests: any(meets(t, s) for t in tests),
    "all": lambda s, tests: all(meets(t, s) for t in tests),
    "none": lambda s, tests: not any(meets(t, s) for t in tests),
}


def _plain(show: Callable[[Subject], Iterable[Scalar | None]]) -> Check:
    return lambda subject, test: test.holds(show(subject))


FIELDS: dict[str, Check] = {**{n: _plain(s) for n, s in SHOWN.items()}, **_SPECIAL}
"""How each field of a condition is judged."""
