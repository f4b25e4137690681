"""A gathering of mentions → the happening record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from processors.recent import Recent
from processors.stories.claims import claims_of, evidence
from processors.stories.families import UNREST_SIGNALS, VIOLENT
from processors.stories.happenings import Gathering
from processors.stories.linkable import CountedPeople
from processors.stories.mentions import Mention
from processors.stories.origins import independent
from processors.stories.places import Scene, place_of
from processors.stories.reconcile import reconcile
from processors.stories.rivals import camps_of
from processors.stories.roles import roles
from processors.stories.severity import SIGNALS
from processors.stories.weights import fold_simple
from tocsin.records import Actor, Claim, Event, EventDate, Evidence, Happening, Place, Reconciled
from tocsin.records.analysis import Realis, Signal

MOST_EVIDENCE = 12
MOST_PEOPLE = 100
"""Of each, those named most often: thousands of articles spell some in many ways."""
REALIS: tuple[Realis, ...] = ("actual", "announced", "reported", "future")


def happening(gathering: Gathering, scene: Scene, convention: str) -> Happening:
    """What all articles together say of one event; a function of its mentions in the order of the articles."""
    place = place_of(gathering.mentions, scene)
    parts = (*gathering.mentions, None, *gathering.denials, place)
    return _recent.get(parts, (gathering.family, convention), lambda: _merged(gathering, place, convention))


_recent: Recent[Happening] = Recent(2_000)
"""Of the happenings of a story, a new article tells one or two."""


def _merged(gathering: Gathering, place: Place | None, convention: str) -> Happening:
    mentions = gathering.mentions
    events = [m.event for m in mentions]
    main = _main(events, gathering.family)
    actors, recipients = roles(events, main, gathering.family)
    claims = claims_of(mentions)
    everybody = actors + recipients
    quantities = reconcile(claims, _parties(everybody), convention, camps_of(everybody))
    signals = _signals(events, gathering.family)
    hurt = any(q.best or q.low for kind, q in quantities.items() if kind in ("killed", "injured"))
    if hurt and gathering.family in VIOLENT and "CASUALTIES_REPORTED" not in signals:
        signals.append("CASUALTIES_REPORTED")
    contested = {m.event.contested_by or "" for m in mentions} | {_denier(m) for m in gathering.denials}
    times = sorted(m.item.at for m in mentions if m.item.at is not None)
    items = {m.item.id: m.item for m in mentions}
    return Happening(
        id=gathering.id,
        type=main.type,
        mode=main.mode,
        contexts=sorted({context for e in events for context in e.contexts}),
        signal=signals[0] if signals else None,
        signals=signals,
        acled=_acled(mentions, main),
        realis=realis_of(mentions),
        actors=actors[:MOST_PEOPLE],
        recipients=recipients[:MOST_PEOPLE],
        place=place,
        date=date_of(mentions),
        quantities=quantities,
        attributed_to=sorted({e.attributed_to for e in events if e.attributed_to}),
        contested_by=sorted(contested - {""}),
        confidence=max(e.confidence for e in events),
        articles=list(items),
        told_at=[item.at for item in items.values()],
        event_ids=[e.id for e in events],
        origins=sorted(independent(list(items.values()))),
        first_seen=times[0] if times else None,
        last_changed=times[-1] if times else None,
        evidence=_quoted(mentions, claims, Gist(signals[:1], place, quantities)),
    )


def _main(events: Sequence[Event], kind: str) -> Event:
    """The event that stands for all: of the first signal, then the most frequent type and mode."""
    counts = Counter((e.type, e.mode) for e in events)
    first = next(iter(_signals(events, kind)), None)
    return max(events, key=lambda e: (e.signal == first, counts[(e.type, e.mode)], e.mode is not None))


def _acled(mentions: Sequence[Mention], main: Event) -> list[str] | None:
    """The class that most articles give to events of this type and mode; of equals the one told first."""
    votes: dict[tuple[str, ...], set[str]] = {}
    for mention in mentions:
        event = mention.event
        if event.codes.acled and (event.type, event.mode) == (main.type, main.mode):
            votes.setdefault(tuple(event.codes.acled), set()).add(mention.item.id)
    best = max(votes, key=lambda found: len(votes[found]), default=None)
    return list(best) if best else None


def _signals(events: Sequence[Event], kind: str) -> list[Signal]:
    """Named most often first, then gravest; casualties last, because any other signal is more specific.

    What is told in one article as a reinforcement stays one when others call it troops on the move, and a riot one
    when shots or wounds in it are told as well.
    """
    found = Counter(e.signal for e in events if e.signal)
    own = OWN_SIGNALS.get(kind, frozenset())
    return sorted(found, key=lambda s: (s not in own, s == "CASUALTIES_REPORTED", -found[s], -SIGNALS[s], s))


OWN_SIGNALS: Mapping[str, frozenset[str]] = {
    "reinforcement": frozenset({"PEACEKEEPER_REINFORCEMENT"}),
    "unrest": UNREST_SIGNALS,
}
"""Signals that lead in a family of events, whatever else is told of it."""


def _parties(actors: Sequence[Actor]) -> frozenset[str]:
    names = {name for actor in actors for name in (actor.id, actor.name, actor.text) if name}
    return frozenset(names | {fold_simple(name) for name in names})


def _denier(denial: Mention) -> str:
    """Who denies: the speaker, else the first actor of what is denied."""
    actors = denial.event.actors
    return denial.event.attributed_to or (actors[0].name or actors[0].text if actors else "")


def date_of(mentions: Sequence[Mention]) -> EventDate | None:
    """The day most articles give in their text, the narrowest first; else that of the first publication."""
    dates = [(m.event.date, m.item.id) for m in mentions if m.event.date is not None]
    own = [(d, a) for d, a in dates if d.anchor != "publication"] or dates
    told: dict[tuple[str, str], set[str]] = {}
    for date, article in own:
        told.setdefault((date.start, date.end), set()).add(article)
    order = ("day", "range", "week", "month", "year")

    def rank(date: EventDate) -> tuple[int, int, bool, str, str]:
        said = len(told[(date.start, date.end)])
        return (order.index(date.precision), -said, date.anchor != "text", date.start, date.end)

    return min((date for date, _ in own), key=rank, default=None)


def realis_of(mentions: Sequence[Mention]) -> Realis:
    """The surest that any article says; where all figures of an article are announced, what it tells is, too."""
    found = set()
    statuses: dict[str, set[str]] = {}
    for mention in mentions:
        moving = (quantity.status for quantity in mention.quantities if quantity.mode in MOVING)
        statuses.setdefault(mention.item.id, set()).update(moving)
    for mention in mentions:
        pending = statuses[mention.item.id] == {"announced"}
        told = mention.event.realis
        found.add("announced" if pending and told == "actual" and mention.family not in VIOLENT else told)
    return next(r for r in REALIS if r in found)


MOVING = ("flow_in", "flow_out", "planned")


class Gist(NamedTuple):
    """What the happening comes to: the sentence that says it best is quoted first."""

    signals: Sequence[str]
    place: Place | None
    quantities: Mapping[str, Reconciled]


def _quoted(mentions: Sequence[Mention], claims: Sequence[Claim], gist: Gist) -> list[Evidence]:
    """One sentence an article, the one that says most; where it gives no figure of the happening, the toll's first."""
    quoted: list[Evidence] = []
    for mention in _telling(mentions, gist):
        if not _right(mention, gist):
            tolls = [c for c in claims if c.evidence.article_id == mention.item.id and _is_toll(c, gist)]
            quoted += [min(tolls, key=lambda c: c.evidence.start).evidence] if tolls else []
        told = evidence(mention.item, mention.event.evidence)
        quoted += [told] if told not in quoted else []
    return quoted[:MOST_EVIDENCE]


def _is_toll(claim: Claim, gist: Gist) -> bool:
    """Does the claim give the dead or injured that the happening comes to, rather than a part of them?"""
    found = gist.quantities.get(claim.kind)
    total = claim.kind in ("killed", "injured") and claim.part_of is None and claim.superseded_by is None
    return total and found is not None and claim.best is not None and claim.best in (found.low, found.best)


def _telling(mentions: Sequence[Mention], gist: Gist) -> list[Mention]:
    """One sentence an article, the one that says most; the sentence that says most of all first."""
    best: dict[str, Mention] = {}
    for mention in mentions:
        known = best.get(mention.item.id)
        if known is None or _says(mention, gist) > _says(known, gist):
            best[mention.item.id] = mention
    return sorted(best.values(), key=lambda m: (-_says(m, gist), m.rank))[:MOST_EVIDENCE]


def _inside(mention: Mention) -> list[CountedPeople]:
    """The figures that stand in the sentence of the event."""
    sentence = mention.event.evidence
    return [q for q in mention.quantities if sentence.start <= q.start and q.end <= sentence.end]


def _right(mention: Mention, gist: Gist) -> list[CountedPeople]:
    """Those of them that the happening comes to."""
    return [q for q in _inside(mention) if q.kind in gist.quantities and gist.quantities[q.kind].best == q.best]


def _says(mention: Mention, gist: Gist) -> float:
    """How much of signal, place, day and figures stands in the sentence; long ones say it less clearly."""
    event = mention.event
    sentence = event.evidence
    inside, right = _inside(mention), _right(mention, gist)
    there = mention.names_place
    same = there and event.place is not None and gist.place is not None and event.place.name == gist.place.name
    day = event.date is not None and event.date.anchor == "text"
    score = 3.0 * (event.signal in gist.signals) + 0.5 * min(2, len(inside)) + 0.5 * min(2, len(right))
    score += 0.5 * there + 1.0 * same + 0.5 * day + event.confidence
    return score - len(sentence.text) / 400
