"""Reports that are worded alike but tell of other places or days are other stories."""

from __future__ import annotations

import pytest

from processors.stories import Linkable, StoryLinker
from tests.stories.facts import PLACES, analysis, event, exact
from tocsin.records import Story

PLACES.setdefault("Gjilan", (42.463, 21.469, "XK", 1))
NAMES = ["Kosovo", "Police", "Hospital", "Interior", "Ministry", "Monday"]
TERMS = ["grenade", "wounded", "officer", "hospital", "morning"]


def report(article: str, town: str | None, day: str, hurt: int, kind: str = "ARMED_CLASH") -> Linkable:
    mode = "firearms" if kind == "ARMED_CLASH" else "primitive"
    return analysis(
        article, "en", "2024-05-03", NAMES, TERMS,
        events=[event(article, 0, "ASSAULT", mode, kind, where=town, when=day, quantities=[0])],
        quantities=[exact("injured", hurt, event=0)],
    )  # fmt: skip


def stories(*items: Linkable) -> list[Story]:
    return StoryLinker().add(items).stories


def test_two_towns_are_two_stories() -> None:
    assert len(stories(report("a", "Zvecan", "2024-05-02", 14), report("b", "Gjilan", "2024-05-02", 3))) == 2


def test_two_days_of_attacks_are_two_stories() -> None:
    assert len(stories(report("a", "Zvecan", "2024-05-01", 14), report("b", "Zvecan", "2024-05-03", 3))) == 2


def test_unrest_that_goes_on_is_one_story_with_a_happening_a_day() -> None:
    (story,) = stories(
        report("a", "Zvecan", "2024-05-01", 14, "VIOLENT_PROTEST"),
        report("b", "Zvecan", "2024-05-03", 3, "VIOLENT_PROTEST"),
    )
    assert [h.quantities["injured"].best for h in story.happenings] in ([14, 3], [3, 14])
    assert story.quantities["injured"].best == 17


def test_the_same_town_and_day_are_one_story_and_nobody_is_counted_twice() -> None:
    (story,) = stories(report("a", "Zvecan", "2024-05-02", 14), report("b", "Zvecan", "2024-05-02", 14))
    assert len(story.happenings) == 1
    assert story.quantities["injured"].best == 14


@pytest.mark.parametrize("town", [None, "Zvecan"])
def test_one_without_a_place_joins(town: str | None) -> None:
    (story,) = stories(report("a", "Zvecan", "2024-05-02", 14), report("b", town, "2024-05-02", 14))
    assert story.place is not None and story.place.name == "Zvecan"


def test_sport_is_a_story_too_and_has_no_severity() -> None:
    (story,) = stories(
        analysis("s", "en", "2024-05-03", ["Cup", "Final", "Wembley"], ["match", "goal"], title="A final")
    )
    assert (story.severity, story.happenings, story.title) == (0, [], "A final")
