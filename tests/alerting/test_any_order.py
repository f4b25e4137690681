"""Any order of arrival within the lateness allowed ends in the same alerts; replays change nothing."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.alerting import AlertEngine, Rule
from tests.alerting.stories import at, count, happening, place, rule, shipped, story
from tocsin.records import Alert, Happening, Story

HISTORY = {"revision", "version", "reason", "reasons", "created_at", "updated_at", "story_revision", "audit", "quiet"}
Report = tuple[int, str, int, str, int]
reports = st.lists(
    st.tuples(
        st.integers(0, 2),  # which happening
        st.sampled_from(["ARMED_CLASH", "CASUALTIES_REPORTED", "HEAVY_OR_REMOTE_ATTACK"]),
        st.integers(0, 15),  # killed
        st.sampled_from(["actual", "announced", "reported"]),
        st.integers(0, 40),  # hour
    ),
    min_size=1,
    max_size=5,
)


def merged(number: int, told: list[tuple[int, Report]]) -> Happening:
    """What the story engine would say of a set of reports: a function of the set."""
    told = sorted(told, key=lambda t: (t[1][4], t[0]))
    signals = sorted({r[1] for _, r in told})
    firm = next(x for x in ("actual", "reported", "announced") if x in {r[3] for _, r in told})
    killed = max(r[2] for _, r in told)
    return happening(
        f"h{number}",
        signal=signals[0],
        signals=signals,
        realis=firm,
        hours=told[0][1][4],
        articles=[f"a{i}" for i, _ in told],
        quantities={"killed": count(killed)} if killed else {},
        place=place(f"T{number}"),
        last_changed=at(max(r[4] for _, r in told)),
    )


def play(order: list[tuple[int, Report]]) -> list[Alert]:
    e = shipped()
    seen: list[tuple[int, Report]] = []
    revisions = []
    for revision, one in enumerate(order, start=1):
        seen.append(one)
        told = [merged(n, [s for s in seen if s[1][0] == n]) for n in range(3) if any(s[1][0] == n for s in seen)]
        newest = max(r[4] for _, r in seen)
        revisions.append(story("s1", *told, revision=revision, hours=newest, last_changed=at(newest)))
        e.on_stories([revisions[-1]])
    e.on_time(at(50))
    before = e.alerts()
    assert e.on_stories(revisions) == []
    assert e.alerts() == before
    return before


def final(alerts: list[Alert]) -> list[dict[str, Any]]:
    return [a.model_dump(exclude=HISTORY) for a in alerts if a.happening_id]


@settings(max_examples=40, deadline=None)
@given(reports, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_final_alerts(told: list[Report], random: Any) -> None:
    numbered = list(enumerate(told))
    shuffled = list(numbered)
    random.shuffle(shuffled)
    assert final(play(shuffled)) == final(play(numbered))


@settings(max_examples=25, deadline=None)
@given(reports)
def test_one_alert_a_happening_whatever_is_reported(told: list[Report]) -> None:
    alerts = [a for a in play(list(enumerate(told))) if a.happening_id]
    assert len({a.happening_id for a in alerts}) == len(alerts)


WINDOWED = [
    """
id: many
title: Many clashes
when: {signal: ARMED_CLASH}
count: {gte: 3, within: 12h, group_by: [country], grace: 1h}
""",
    """
id: toll
title: Many killed
when: {signal: ARMED_CLASH}
sum: {quantity: killed, gte: 20, within: 12h, group_by: [country], grace: 0s}
""",
    """
id: surge
title: A surge
when: {signal: ARMED_CLASH}
spike: {of: happenings, within: 6h, baseline: 2d, method: mad, score: 1, min_count: 2, min_history: 6h,
  group_by: [country], grace: 1h}
""",
    """
id: kinds
title: Many places
when: {signal: ARMED_CLASH}
distinct: {field: place, gte: 3, within: 12h, grace: 0s}
""",
    """
id: then
title: First here, then there
sequence:
  first: {place: {name: T0}}
  then: {place: {name: T1}}
  within: 12h
  grace: 1h
""",
]
tellings = st.lists(
    st.tuples(
        st.integers(0, 40),  # hour
        st.integers(1, 15),  # killed by the first report
        st.integers(0, 15),  # how many more by the second, 0: there is none
        st.sampled_from(["stays", "stays", "joins another story", "turns out to be none"]),
    ),
    min_size=3,
    max_size=9,
)


def told_by(number: int, telling: tuple[int, int, int, str]) -> list[Story]:
    """Revisions of one story."""
    hour, killed, more, end = telling
    told = []

    def tell(dead: int, **fields: Any) -> None:
        one = happening(
            f"w{number}", hours=hour, articles=[f"a{number}"], quantities={"killed": count(dead)},
            place=place(f"T{number % 4}", "XK" if number % 3 else "RS"),
        )  # fmt: skip
        told.append(story(f"s{number}", one, revision=len(told) + 1, hours=hour, first_seen=at(hour), **fields))

    tell(killed)
    if more:
        tell(killed + more)
    if end == "joins another story":
        told.append(Story(id=f"s{number}", revision=len(told) + 1, merged_into="s0", last_changed=at(hour)))
    elif end != "stays":
        told.append(story(f"s{number}", revision=len(told) + 1, hours=hour, first_seen=at(hour)))
    return told


@cache
def windowed() -> tuple[Rule, ...]:
    return tuple(rule(text) for text in WINDOWED)


def windows_after(queues: list[list[Story]], lot: Any) -> list[dict[str, Any]]:
    """Final alerts when the revisions of each story come in order, and the stories in any."""
    e = AlertEngine(windowed())
    queues = [list(queue) for queue in queues]
    while waiting := [queue for queue in queues if queue]:
        e.on_stories([lot.choice(waiting).pop(0)])
        if lot.random() < 0.1:
            stored = e.state()
            e = AlertEngine(windowed())
            e.restore(stored)
    e.on_time(at(60))
    return [a.model_dump(exclude=HISTORY) for a in e.alerts()]


@settings(max_examples=40, deadline=None)
@given(tellings, st.randoms(use_true_random=False), st.randoms(use_true_random=False))
def test_rules_over_many_happenings_end_the_same_in_any_order(told: list[Any], one: Any, other: Any) -> None:
    queues = [told_by(number, telling) for number, telling in enumerate(told)]
    assert windows_after(queues, one) == windows_after(queues, other)


BY_ARTICLES = [
    """
id: loud
title: Much told
when: {signal: ARMED_CLASH}
count: {of: articles, gte: 3, within: 6h, group_by: [country], grace: 1h}
""",
    """
id: louder
title: Told more than is usual
when: {signal: ARMED_CLASH}
spike: {of: articles, within: 6h, baseline: 2d, method: mad, score: 1, min_count: 2, min_history: 6h,
  group_by: [place], grace: 0s}
""",
]
articles_told = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), min_size=3, max_size=12)


@cache
def by_articles() -> tuple[Rule, ...]:
    return tuple(rule(text) for text in BY_ARTICLES)


def counted_after(order: list[tuple[int, int, int]], lot: Any) -> list[dict[str, Any]]:
    """Final alerts when each article is told with all that came before it; what a story says is a function of a set.

    The rules watch from the start of the hours: what is usual is learnt from when a rule began to watch.
    """
    e = AlertEngine(by_articles())
    e.on_stories([story("quiet", happening("quiet", signal="PROTEST_OR_BLOCKADE"))])
    seen: list[tuple[int, int, int]] = []
    for revision, one in enumerate(order, start=1):
        seen.append(one)
        subject = one[1]
        own = sorted((hour, name) for name, about, hour in seen if about == subject)
        told = happening(
            f"w{subject}", hours=own[0][0], last_changed=at(own[-1][0]), place=place(f"T{subject}"),
            articles=[f"a{name}" for _, name in own], told_at=[at(hour) for hour, _ in own],
        )  # fmt: skip
        e.on_stories([story(f"s{subject}", told, revision=revision, hours=own[-1][0], first_seen=at(own[0][0]))])
        if lot.random() < 0.1:
            stored = e.state()
            e = AlertEngine(by_articles())
            e.restore(stored)
    e.on_time(at(60))
    return [a.model_dump(exclude=HISTORY) for a in e.alerts()]


@settings(max_examples=40, deadline=None)
@given(articles_told, st.randoms(use_true_random=False))
def test_rules_that_count_articles_end_the_same_in_any_order(told: list[tuple[int, int]], lot: Any) -> None:
    numbered = [(name, subject, hour) for name, (subject, hour) in enumerate(told)]
    shuffled = list(numbered)
    lot.shuffle(shuffled)
    assert counted_after(shuffled, lot) == counted_after(numbered, lot)


def test_three_articles_within_the_hours_are_an_alert_and_spread_ones_are_none() -> None:
    close = counted_after([(0, 0, 1), (1, 0, 3), (2, 0, 4)], Random(1))
    apart = counted_after([(0, 0, 1), (1, 0, 13), (2, 0, 30)], Random(1))
    assert [alert["rule"] for alert in close if alert["rule"] == "loud"] == ["loud"]
    assert not [alert for alert in apart if alert["rule"] == "loud"]
