"""Mentions → happenings: each real event of a story once, however many articles tell it, in any language."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from processors.stories.compatible import fit
from processors.stories.families import related
from processors.stories.mentions import Mention

COMPARED = 8
"""A mention is compared with so many of a happening's, those that say most exactly when and where."""


class Gathering:
    """Mentions that tell one happening."""

    def __init__(self, first: Mention) -> None:
        self.mentions = [first]
        self.family = first.family
        self.denials: list[Mention] = []

    @property
    def id(self) -> str:
        """Derived from its first mention, so that it stays when more articles come."""
        first = min(self.mentions, key=lambda m: m.rank)
        return hashlib.sha256(f"happening\0{first.event.id}".encode()).hexdigest()[:16]

    def fits(self, mention: Mention) -> float:
        """Best fit with a mention; below 0 when any mention excludes it."""
        kind = mention.family
        if not related(self.family, kind):
            return -1.0
        values = [fit(own, mention, self.family) for own in self.mentions[:COMPARED]]
        return -1.0 if min(values) < 0 else max(values) + (0.5 if kind == self.family else 0.0)

    def add(self, mention: Mention) -> None:
        """Take a mention in; a definite kind of violence replaces the indefinite."""
        self.mentions.append(mention)
        if self.family == "violence":
            self.family = mention.family


def gather(told: Sequence[Mention], denied: Sequence[Mention]) -> list[Gathering]:
    """Put mentions together: those that say when and where first, so that the vaguer find something to join.

    A function of the set of mentions: their order is that of the articles in event time.
    """
    gatherings: list[Gathering] = []
    for mention in sorted(told, key=_vagueness):
        fitting = [(g.fits(mention), -index) for index, g in enumerate(gatherings)]
        best = max(fitting, default=(-1.0, 0))
        if best[0] >= 0:
            gatherings[-best[1]].add(mention)
        else:
            gatherings.append(Gathering(mention))
    gatherings = absorbed(gatherings)
    for mention in denied:
        fitting = [(g.fits(mention), -index) for index, g in enumerate(gatherings)]
        best = max(fitting, default=(-1.0, 0))
        if best[0] >= 0:
            gatherings[-best[1]].denials.append(mention)
    for gathering in gatherings:
        gathering.mentions.sort(key=lambda m: m.rank)
    return gatherings


def absorbed(gatherings: Sequence[Gathering]) -> list[Gathering]:
    """Happenings that one sentence tells twice under one signal are one: "recalled its envoy and shut the border"."""
    kept: list[Gathering] = []
    for gathering in gatherings:
        twin = next((other for other in kept if _twins(other, gathering)), None)
        if twin is None:
            kept.append(gathering)
        else:
            twin.mentions.extend(gathering.mentions)
    return kept


def _twins(one: Gathering, other: Gathering) -> bool:
    return bool(_tellings(one) & _tellings(other))


def _tellings(gathering: Gathering) -> set[tuple[str, int, str]]:
    """Article, sentence and signal."""
    return {
        (m.item.id, m.event.evidence.start, m.event.signal)
        for m in gathering.mentions
        if m.event.signal is not None and m.event.signal not in APART
    }


APART = frozenset({"ARMED_CLASH", "HEAVY_OR_REMOTE_ATTACK", "TARGETED_KILLING", "CASUALTIES_REPORTED", "ABDUCTION"})
"""A list of attacks may stand in one sentence."""


def _vagueness(mention: Mention) -> tuple[int, int, tuple[int, int]]:
    event = mention.event
    exact_day = mention.days is not None and event.date is not None and event.date.precision == "day"
    town = event.place is not None and event.place.precision == 1
    return (2 - exact_day - town, 0 if event.signal else 1, mention.rank)
