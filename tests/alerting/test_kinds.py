"""Conditions over many happenings, in event time: windows, spikes, new terms, sequences, silence."""

from __future__ import annotations

import itertools
import json

import pytest

from processors.alerting import AlertEngine
from processors.alerting.measures import poisson_tail
from tests.alerting.stories import actor, at, count, engine, happening, place, story
from tocsin.records import Story

COUNT = """
id: many
title: Many clashes
when: {signal: ARMED_CLASH}
count: {gte: 3, within: 24h, group_by: [country], grace: 0s}
"""


def clash(n: int, hours: float, **more: object) -> Story:
    country = str(more.pop("country", "XK"))
    where = place(str(more.pop("town", f"town {n}")), country)
    told = happening(f"h{n}", hours=hours, articles=[f"a{n}"], place=where, **more)
    return story(f"s{n}", told, hours=hours)


def test_count_fires_once_an_episode_and_again_when_doubled() -> None:
    e = engine(COUNT)
    out = [a for n in range(1, 8) for a in e.on_stories([clash(n, n)])]
    assert {a.id for a in out} == {out[0].id}
    told = [a for a in out if a.revision in (1, 2)]
    assert out[0].reason == "3 happenings in 1d (limit 3)"
    assert max(a.revision for a in told) == 2
    assert out[-1].reasons == ["3 happenings in 1d (limit 3)", "6 happenings in 1d (limit 3)"]
    assert out[0].evidence
    assert out[0].country == "XK"


def test_count_keeps_groups_and_windows_apart() -> None:
    e = engine(COUNT)
    assert e.on_stories([clash(1, 0), clash(2, 1, country="RS"), clash(3, 2, country="RS"), clash(4, 30)]) == []
    assert len(e.on_stories([clash(5, 31), clash(6, 32)])) == 1


def test_a_new_episode_is_a_new_alert() -> None:
    e = engine(COUNT)
    first = e.on_stories([clash(n, n) for n in range(3)])
    second = e.on_stories([clash(n, 100 + n) for n in range(3, 6)])
    assert len({a.id for a in first + second}) == 2


def test_grace_waits_for_late_data_and_any_order_gives_the_same_alert() -> None:
    rule = COUNT.replace("grace: 0s", "grace: 5h")
    ids = set()
    for order in itertools.permutations([clash(1, 0), clash(2, 1), clash(3, 2)]):
        e = engine(rule)
        assert e.on_stories(order) == []
        (alert,) = e.on_time(at(8))
        ids.add((alert.id, alert.reason, alert.created_at))
    assert len(ids) == 1


def test_windows_survive_a_restart_before_the_grace_is_over() -> None:
    rule = COUNT.replace("grace: 0s", "grace: 5h")
    e = engine(rule)
    e.on_stories([clash(1, 0), clash(2, 1), clash(3, 2)])
    after = engine(rule)
    after.restore(json.loads(json.dumps(e.state())))
    assert [a.id for a in after.on_time(at(8))] == [a.id for a in e.on_time(at(8))] != []
    assert after.on_time(at(9)) == []


def test_back_fill_fills_windows_but_wakes_no_one() -> None:
    e = engine(COUNT)
    e.on_stories([clash(9, 0)])
    assert e.on_stories([clash(n, -500 + n) for n in range(4)]) == []
    assert e.on_time(at(200)) == []


@pytest.mark.parametrize("end", [{"merged_into": "s3"}, {"first_seen": at(-500), "last_changed": at(-500)}])
def test_a_mark_of_a_back_fill_that_goes_again_wakes_no_one(end: dict[str, object]) -> None:
    """Redelivered to an engine that had forgotten it, a story passes through states it once had."""
    e = engine(COUNT)
    e.on_stories([clash(9, 0)])
    assert e.on_stories([clash(n, -500 + n) for n in range(5)]) == []
    assert e.on_stories([story("s0", revision=2, **end)]) == []
    assert e.on_time(at(200)) == []


def test_distinct_counts_values() -> None:
    rule = COUNT.replace("count: {", "distinct: {field: place, ")
    same = engine(rule).on_stories([clash(n, n, town="Banjska") for n in range(5)])
    assert same == []
    (alert,) = engine(rule).on_stories([clash(n, n) for n in range(3)])
    assert "different values of place" in alert.reason


def test_sum_takes_the_newest_figure_of_each_happening() -> None:
    rule = COUNT.replace("count: {gte: 3", "sum: {quantity: killed, gte: 10")
    e = engine(rule)
    assert (
        e.on_stories([clash(1, 0, quantities={"killed": count(5)}), clash(2, 1, quantities={"killed": count(4)})]) == []
    )
    risen = happening("h2", hours=1, articles=["a2"], place=place("town 2"), quantities={"killed": count(6)})
    (alert,) = e.on_stories([story("s2", risen, revision=2, hours=3)])
    assert alert.facts["measure"] == 11


def test_sum_leaves_running_totals_out() -> None:
    rule = COUNT.replace("count: {gte: 3", "sum: {quantity: killed, gte: 10")
    total = {"killed": count(40_000, mode="cumulative")}
    assert engine(rule).on_stories([clash(1, 0, quantities=total)]) == []


SPIKE = """
id: surge
title: Surge
when: {signal: {exists: true}}
spike: {of: happenings, within: 24h, baseline: 10d, method: METHOD, min_count: 5, group_by: [place], grace: 0s}
"""


@pytest.mark.parametrize("method", ["mad", "poisson"])
def test_spike_against_the_habit_of_the_group(method: str) -> None:
    e = engine(SPIKE.replace("METHOD", method))
    numbers = itertools.count()
    quiet = [clash(next(numbers), d * 24 + h, town="A") for d in range(12) for h in (1, 9)]
    busy = [clash(next(numbers), d * 24 + h, town="B") for d in range(12) for h in range(0, 24, 3)]
    assert e.on_stories(sorted(quiet + busy, key=lambda s: s.last_changed)) == []
    same_load = [clash(next(numbers), 12 * 24 + h, town="B") for h in range(0, 24, 3)]
    assert e.on_stories(same_load) == []
    surge = [clash(next(numbers), 13 * 24 + h / 4, town="A") for h in range(16)]
    out = e.on_stories(surge)
    assert out
    assert {a.place for a in out} == {"A"}
    assert "usually 2" in out[0].reason


def test_no_spike_without_history_or_support() -> None:
    e = engine(SPIKE.replace("METHOD", "mad"))
    assert e.on_stories([clash(n, n / 4, town="A") for n in range(30)]) == []


def test_poisson_tail() -> None:
    assert poisson_tail(0, 3) == 1
    assert poisson_tail(5, 1) == pytest.approx(0.00366, abs=1e-5)
    assert poisson_tail(2000, 1000) == 0


NEW = """
id: first
title: First of its kind
when: {signal: {exists: true}}
new_term: {fields: [signal, country], memory: 365d, min_history: 30d}
"""


def test_new_term_needs_a_memory_and_tells_each_term_once() -> None:
    e = engine(NEW, forget_after="9d", resolve_after="5d")
    assert e.on_stories([clash(1, 0)]) == []
    assert e.on_stories([clash(2, 40 * 24)]) == []
    (new,) = e.on_stories([clash(3, 41 * 24, country="RS")])
    assert new.country == "RS"
    assert e.on_stories([clash(4, 42 * 24, country="RS")]) == []
    year = 24 * (42 + 370)
    assert len(e.on_stories([clash(5, year, country="RS")])) >= 1


SEQUENCE = """
id: steps
title: Threat and force
sequence:
  {first: {signal: ULTIMATUM_OR_FORCE_THREAT}, then: {signal: ARMED_CLASH}, within: 3d, group_by: [country], grace: 0s}
"""


def test_sequence_in_order_only() -> None:
    threat = happening("t", signal="ULTIMATUM_OR_FORCE_THREAT", hours=0)
    e = engine(SEQUENCE)
    assert e.on_stories([story("s0", threat), clash(1, 90)]) == []
    e = engine(SEQUENCE)
    (alert,) = e.on_stories([story("s0", threat), clash(1, 20)])
    assert alert.reason == "the second step 20h after the first"
    e = engine(SEQUENCE)
    assert e.on_stories([clash(1, 0), story("s0", threat.model_copy(update={"first_seen": at(5)}), hours=5)]) == []


SILENT = """
id: silent
title: Silent feed
silent: {after: 6h, times: 4, min_support: 5}
"""


def test_a_feed_falls_silent_and_comes_back() -> None:
    e = engine(SILENT)
    e.on_sources([("a.example", at(h)) for h in range(10)] + [("rare.example", at(0))])
    assert e.on_time(at(12)) == []
    (alert,) = e.on_time(at(16))
    assert "a.example" in alert.title
    assert e.on_time(at(20)) == []
    (back,) = e.on_sources([("a.example", at(21))])
    assert (back.id, back.state) == (alert.id, "resolved")
    e.on_sources([("a.example", at(h)) for h in (22, 23)])
    assert len(e.on_time(at(40))) == 1


def test_a_feed_is_not_silent_by_its_own_habit() -> None:
    e = engine(SILENT)
    e.on_sources([("daily.example", at(24 * d)) for d in range(8)])
    assert e.on_time(at(24 * 7 + 30)) == []


REMIND = """
id: clash
title: Clash
when: {signal: ARMED_CLASH}
realert: {after: 6h, up_to: 12h}
"""


def test_reminders_back_off_and_stop_when_nothing_new_is_reported() -> None:
    e = engine(REMIND)
    e.on_stories([story("s1", happening())])
    assert e.on_time(at(7)) == []
    told = []
    for hour in range(8, 60):
        articles = [f"a{i}" for i in range(1, hour)]
        out = e.on_stories([story("s1", happening(articles=articles, origins=["x"]), revision=hour, hours=hour)])
        told += [
            hour for a in out if "reminder" in a.reason and a.updated_at == at(hour) and len(a.reasons) > len(told) + 1
        ]
    assert told == [8, 20, 32, 44, 56]
    assert len(e.on_time(at(90))) == 1  # the three articles since hour 56
    assert e.on_time(at(200)) == []


def test_open_alerts_without_news_resolve_and_are_forgotten() -> None:
    e = engine(REMIND)
    e.on_stories([story("s1", happening())])
    (resolved,) = e.on_time(at(24 * 15))
    assert resolved.state == "resolved"
    assert resolved.audit[0].author == "tocsin"
    assert resolved.updated_at == at(24 * 14)
    assert e.on_time(at(24 * 70)) == []
    assert not [key for key in e.state() if not key.startswith("clock")]


def test_memory_stays_bounded() -> None:
    e: AlertEngine = engine(COUNT, REMIND, SPIKE.replace("METHOD", "mad"), forget_after="20d")
    sizes = []
    for n in range(600):
        e.on_stories([clash(n, n * 3.0, actors=[actor("X")])])
        sizes.append(len(e.state())) if n % 200 == 199 else None
    assert sizes[2] <= sizes[1] * 1.1
