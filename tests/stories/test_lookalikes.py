"""Reports that are worded alike but tell of other places or days are other stories."""

from __future__ import annotations

import pytest

from processors.stories import Linkable, StoryLinker
from processors.stories.weights import canonical, weight
from tests.stories.facts import PLACES, analysis, event, exact
from tocsin.records import Event, Story

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


PLACES.setdefault("Kenya", (0.5, 37.9, "KE", 3))
PLACES.setdefault("Nigeria", (9.1, 8.7, "NG", 3))
PLACES.setdefault("Lagos", (6.45, 3.39, "NG", 1))
UNREST = ["protester", "police", "clash", "price", "tear", "gas"]


def unrest(article: str, land: str, *named: str, kind: str = "VIOLENT_PROTEST") -> Linkable:
    mode = "firearms" if kind == "ARMED_CLASH" else "riot"
    told = event(article, 0, "ASSAULT" if mode == "firearms" else "PROTEST", mode, kind, where=land, when="2024-05-02")
    others = [
        event(article, 1 + number, "ACCUSE", where=other, when="2024-05-02") for number, other in enumerate(named)
    ]
    return analysis(article, "en", "2024-05-03", ["Opposition", "Finance", "Minister"], UNREST, events=[told, *others])


@pytest.mark.parametrize("kind", ["VIOLENT_PROTEST", "ARMED_CLASH"])
@pytest.mark.parametrize("other", ["Nigeria", "Lagos"])
def test_one_wording_in_two_countries_is_two_stories(kind: str, other: str) -> None:
    assert len(stories(unrest("a", "Kenya", kind=kind), unrest("b", other, kind=kind))) == 2


def test_an_article_that_names_the_other_s_country_may_tell_the_same() -> None:
    assert len(stories(unrest("a", "Kenya", "Nigeria"), unrest("b", "Nigeria", "Kenya"))) == 1


def test_within_a_story_what_two_countries_see_are_two_happenings() -> None:
    """One article names both countries, the other only its own; each sentence says where."""

    def placed(told: Event) -> Event:
        assert told.place is not None
        inside = told.place.model_copy(update={"start": told.evidence.start, "end": told.evidence.start + 5})
        return told.model_copy(update={"place": inside})

    both, own = unrest("a", "Kenya", "Nigeria"), unrest("b", "Nigeria")
    (story,) = stories(*(i.model_copy(update={"events": [placed(e) for e in i.events]}) for i in (both, own)))
    riots = [h for h in story.happenings if h.type == "PROTEST"]
    assert sorted(h.place.country or "" for h in riots if h.place) == ["KE", "NG"]


@pytest.mark.parametrize(
    ("one", "other"), [("kenya", "kenyan"), ("malien", "mali"), ("faso", "burkinabe"), ("korea", "coreen")]
)
def test_a_people_s_adjective_is_its_country(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) is not None


def test_a_country_weighs_less_than_a_rare_name() -> None:
    assert weight(canonical("kenya") or "", "en") < weight("antananarivo", "en")
