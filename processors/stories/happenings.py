"""Mentions → happenings: each real event of a story once, however many articles tell it, in any language."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property

from processors.stories.compatible import SLOW_DAYS, fit, of_no_side, speak_for
from processors.stories.families import VIOLENT, related
from processors.stories.mentions import Days, Mention, apart, around
from processors.stories.weights import fold_simple
from tocsin.records import Place

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
        best = -1.0
        for own in self.mentions[:COMPARED]:
            value = fit(own, mention, self.family)
            if value < 0:
                return -1.0
            best = max(best, value)
        return best + (0.5 if kind == self.family else 0.0)

    def add(self, mention: Mention) -> None:
        """Take a mention in; a definite kind of violence replaces the indefinite."""
        self.mentions.append(mention)
        if self.family == "violence":
            self.family = mention.family

    def absorb(self, other: Gathering) -> None:
        """Take in another telling of the same, whatever its family."""
        self.mentions.extend(other.mentions)
        for reckoned in ("tellings", "sentences"):
            self.__dict__.pop(reckoned, None)

    @cached_property
    def tellings(self) -> frozenset[tuple[str, int, str]]:
        """Article, sentence and signal."""
        return frozenset(
            (m.item.id, m.event.evidence.start, m.event.signal)
            for m in self.mentions
            if m.event.signal is not None and m.event.signal not in APART
        )

    @cached_property
    def sentences(self) -> frozenset[tuple[str, int]]:
        """Article and sentence."""
        return frozenset((m.item.id, m.event.evidence.start) for m in self.mentions)


def gather(told: Sequence[Mention], denied: Sequence[Mention]) -> list[Gathering]:
    """Put mentions together: those that say when and where first, so that the vaguer find something to join.

    A function of the set of mentions: their order is that of the articles in event time.
    """
    gatherings: list[Gathering] = []
    for mention in sorted(told, key=_vagueness):
        host = _best(gatherings, mention)
        if host is not None:
            host.add(mention)
        else:
            gatherings.append(Gathering(mention))
    gatherings = absorbed(gatherings)
    for mention in denied:
        host = _best(gatherings, mention)
        if host is not None:
            host.denials.append(mention)
    for gathering in gatherings:
        gathering.mentions.sort(key=lambda m: m.rank)
    return gatherings


def _best(gatherings: Sequence[Gathering], mention: Mention) -> Gathering | None:
    """The one it fits best, the earliest of equals."""
    kinds = {kind for kind in {g.family for g in gatherings} if related(kind, mention.family)}
    able = (gathering for gathering in gatherings if gathering.family in kinds)
    best, host = max(((g.fits(mention), g) for g in able), key=lambda pair: pair[0], default=(-1.0, None))
    return host if best >= 0 else None


def absorbed(gatherings: Sequence[Gathering]) -> list[Gathering]:
    """Without what is only another telling of a happening that stands.

    One sentence that tells two things under one signal ("recalled its envoy and shut the border") tells one; so does
    one in which police shoot at those who riot. Violence of no known kind is that of its article's attack.
    """
    kept: list[Gathering] = []
    for gathering in sorted(gatherings, key=lambda g: g.family != "unrest"):
        host = next((other for other in kept if _same(other, gathering)), None)
        if host is None:
            kept.append(gathering)
        else:
            host.absorb(gathering)
    _take_in(kept, _weak, lambda host, guest: _holds(host, guest) and not _weak(host))
    _take_in(
        kept, lambda guest: of_no_side(guest.mentions), lambda host, guest: speak_for(guest.mentions, host.mentions)
    )
    return kept


def _take_in(
    gatherings: list[Gathering], is_guest: Callable[[Gathering], bool], belongs: Callable[[Gathering, Gathering], bool]
) -> None:
    for guest in list(gatherings):
        if not is_guest(guest):
            continue
        host = next((other for other in gatherings if other is not guest and belongs(other, guest)), None)
        if host is not None:
            host.absorb(guest)
            gatherings.remove(guest)


def _same(host: Gathering, guest: Gathering) -> bool:
    if not host.tellings.isdisjoint(guest.tellings) or _one_measure(host, guest):
        return True
    if host.family != "unrest" or guest.family != "armed":
        return False
    firearms = {m.event.mode for m in guest.mentions} <= {"firearms", None}
    return firearms and not host.sentences.isdisjoint(guest.sentences)


def _one_measure(host: Gathering, guest: Gathering) -> bool:
    """A curfew and the ban on gatherings that comes with it, told by one article of one place and day."""
    return any(
        one.item.id == other.item.id
        and one.event.signal == other.event.signal
        and one.event.signal in MEASURES
        and not _set_apart(one, other)
        for one in host.mentions
        for other in guest.mentions
    )


MEASURES = frozenset({"CLOSURE_CURFEW_EMERGENCY"})
"""Signals of what an authority orders, often several things at once."""


def _weak(gathering: Gathering) -> bool:
    """Violence of no known kind, or read from words that say little; troops of nobody, in no number."""
    if gathering.family == "posture":
        return not any(m.sides or m.quantities or _close(m.event.place) for m in gathering.mentions)
    if gathering.family not in VIOLENT:
        return False
    return gathering.family == "violence" or all(m.event.confidence <= WEAK for m in gathering.mentions)


WEAK = 0.6
"""Confidence of events that were read from a victim or a figure alone."""


def _close(place: Place | None) -> bool:
    return place is not None and place.precision in (1, 2)


def _holds(host: Gathering, guest: Gathering) -> bool:
    """The host's articles tell the guest, and nothing that a text says sets them apart."""
    kinds = VIOLENT if guest.family in VIOLENT else {guest.family}
    articles = [{m.item.id for m in gathering.mentions} for gathering in (guest, host)]
    if host.family not in kinds or not articles[0] <= articles[1]:
        return False
    return all(not _set_apart(mine, theirs) for mine in host.mentions for theirs in guest.mentions)


def _set_apart(mine: Mention, theirs: Mention) -> bool:
    one, other = mine.event.place, theirs.event.place
    if theirs.family == "posture":
        when, then = _days(mine), _days(theirs)
        return when is not None and then is not None and apart(when, then) > SLOW_DAYS
    if one is not None and other is not None and fold_simple(one.name) != fold_simple(other.name):
        return True
    if mine.days is None or theirs.days is None:
        return False
    said = theirs.event.date is not None and theirs.event.date.anchor == "text"
    return apart(mine.days, theirs.days) > (0 if said else 1)


def _days(mention: Mention) -> Days | None:
    """When it was by the text; what has no day there is news of its article's day."""
    return mention.days or (around(mention.written, 1, 0) if mention.written is not None else None)


APART = frozenset({"ARMED_CLASH", "HEAVY_OR_REMOTE_ATTACK", "TARGETED_KILLING", "CASUALTIES_REPORTED", "ABDUCTION"})
"""A list of attacks may stand in one sentence."""


def _vagueness(mention: Mention) -> tuple[int, int, tuple[int, int]]:
    event = mention.event
    exact_day = mention.days is not None and event.date is not None and event.date.precision == "day"
    town = event.place is not None and event.place.precision == 1
    return (2 - exact_day - town, 0 if event.signal else 1, mention.rank)
