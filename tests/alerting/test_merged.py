"""A story that goes into another takes its alerts along; one of a happening that nobody tells any more is withdrawn."""

from __future__ import annotations

from itertools import permutations

import pytest

from processors.alerting.control import AlertCommand
from processors.alerting.judge import WITHDRAWN
from tests.alerting.stories import CLASH, at, count, engine, happening, story


def test_an_alert_whose_happening_nobody_tells_any_more_is_withdrawn_without_waking_anyone() -> None:
    e = engine(CLASH)
    (alone,) = e.on_stories([story("s1", happening("h1", articles=["copy"], quantities={"killed": count(3)}))])
    (kept,) = e.on_stories([story("s2", happening("h2", articles=["first"], quantities={"killed": count(3)}))])
    # The only article of s1 turned out to be a copy: s2 takes it up, without its events.
    (gone,) = e.on_stories([story("s1", revision=2, hours=1, merged_into="s2")])
    assert (gone.id, gone.superseded_by, gone.quiet) == (alone.id, WITHDRAWN, True)
    assert gone.version == alone.version + 1
    assert gone.revision == alone.revision, "nobody is told"
    assert [alert.id for alert in e.alerts()] == [kept.id]


def test_an_alert_whose_happening_went_along_lives_on_there() -> None:
    e = engine(CLASH)
    (first,) = e.on_stories([story("s1", happening("h1", articles=["a1"], quantities={"killed": count(3)}))])
    both = happening("h1", articles=["a1", "a2"], quantities={"killed": count(3)})
    moved = e.on_stories([story("s2", both, hours=1)])
    assert {alert.story_id for alert in moved} == {"s2"}
    assert e.on_stories([story("s1", revision=2, hours=1, merged_into="s2")]) == []
    assert [(alert.id, alert.story_id, alert.state) for alert in e.alerts()] == [(first.id, "s2", "open")]


@pytest.mark.parametrize("order", list(permutations(("part", "rest"))))
def test_an_alert_comes_back_after_a_merge_was_undone_however_old_its_news_is_by_then(order: tuple[str, str]) -> None:
    """The story that had taken it in may say first that it no longer tells it; the stream has gone on for days."""
    e = engine(CLASH)
    alone = happening("h1", articles=["a1"], quantities={"killed": count(3)})
    rest = happening("h2", articles=["a2"], quantities={"killed": count(7)})
    (first,) = e.on_stories([story("s1", alone)])
    e.apply(AlertCommand(id="c1", action="acknowledge", alert_id=first.id, author="desk", at=at(1)))
    e.on_stories([story("s2", alone, rest), story("s1", revision=2, merged_into="s2")])
    e.on_stories([story("s3", happening("h3", articles=["a3"], hours=100), hours=100)])
    again = {"part": story("s1", alone, revision=3), "rest": story("s2", rest, revision=2)}
    told = e.on_stories([again[name] for name in order])
    standing = {alert.happening_id: alert for alert in e.alerts()}
    assert (standing["h1"].id, standing["h1"].story_id) == (first.id, "s1")
    assert standing["h1"].state == "acknowledged", "what people made of it stays"
    assert {alert.revision for alert in told} == {1}, "nobody is told twice"


def test_an_alert_that_comes_back_with_more_dead_than_were_told_wakes_people() -> None:
    e = engine(CLASH)
    alone = happening("h1", articles=["a1"], quantities={"killed": count(3)})
    (first,) = e.on_stories([story("s1", alone)])
    e.on_stories([story("s1", revision=2)])
    assert e.alerts() == []
    more = happening("h1", articles=["a1", "a2"], quantities={"killed": count(30)})
    (again,) = e.on_stories([story("s1", more, revision=3)])
    assert (again.id, again.superseded_by, again.quiet, again.revision) == (first.id, None, False, 2)


def test_two_stories_that_were_one_for_a_while_do_not_take_each_others_alerts() -> None:
    """In whatever order their later revisions come, both alerts stand, and none goes back and forth."""

    def one(revision: int, **more: object) -> object:
        return story("s1", happening("h1", articles=["a1"], quantities={"killed": count(3)}), revision=revision, **more)

    def other(revision: int, *articles: str) -> object:
        ids = [f"{'h1' if article == 'a1' else 'h2'}-{article}" for article in articles]
        told = happening("h2", articles=[*articles], event_ids=ids, quantities={"killed": count(7)})
        return story("s2", told, revision=revision)

    for order in permutations((one(3), other(3, "a2"), one(4), other(4, "a2", "a3"))):
        e = engine(CLASH)
        e.on_stories([one(1)])
        e.on_stories([other(1, "a2")])
        e.on_stories([other(2, "a1", "a2"), story("s1", revision=2, merged_into="s2")])
        assert {alert.story_id for alert in e.alerts()} == {"s2"}
        for revision in order:
            e.on_stories([revision])
        assert {(alert.story_id, alert.happening_id) for alert in e.alerts()} == {("s1", "h1"), ("s2", "h2")}
        assert e.on_stories([one(5), other(5, "a2", "a3")]) == [], "nothing new, nothing told"
