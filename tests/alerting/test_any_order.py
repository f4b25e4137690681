"""Any order of arrival within the lateness allowed ends in the same alerts; replays change nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.alerting.stories import at, count, happening, place, shipped, story
from tocsin.records import Alert, Happening

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
