"""Reports that are worded alike but tell of other places or days are other stories."""

from __future__ import annotations

import pytest

from processors.stories import Linkable, StoryLinker
from processors.stories.weights import canonical, weight
from tests.stories.facts import PLACES, actor, analysis, event, exact
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


PLACES |= {
    "Lebanon": (33.8, 35.8, "LB", 3), "Khiam": (33.33, 35.61, "LB", 1), "Tripoli": (34.43, 35.84, "LB", 1),
    "Israel": (31.5, 34.8, "IL", 3), "Metula": (33.28, 35.58, "IL", 1), "Eilat": (29.56, 34.95, "IL", 1),
    "Sudan": (15.0, 30.0, "SD", 3), "Adre": (13.47, 22.2, "TD", 1), "Abeche": (13.83, 20.83, "TD", 1),
    "Niger": (16.0, 8.0, "NE", 3), "Burkina Faso": (12.0, -1.6, "BF", 3), "Tillaberi": (14.5, 1.5, "NE", 2),
    "Uganda": (1.3, 32.3, "UG", 3),
}  # fmt: skip


def raid(article: str, where: str, killed: int = 7, by: str | None = None) -> Linkable:
    """Each paper names its own side of the border only."""
    rebels = [actor(by, f"org:{by.casefold()}", sector="REB")] if by else None
    return analysis(
        article, "en", "2024-05-03", ["Hamadou", "Rashid", "Sector"], ["raid", "shell", "village", "border", "toll"],
        events=[event(article, 0, "ASSAULT", "firearms", "ARMED_CLASH", where=where, when="2024-05-02",
                      quantities=[0], actors=rebels)],
        quantities=[exact("killed", killed, event=0)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lebanon", "Israel"),
        ("Khiam", "Israel"),
        ("Khiam", "Metula"),
        ("Adre", "Sudan"),
        ("Niger", "Burkina Faso"),
        ("Tillaberi", "Burkina Faso"),
    ],
)
def test_both_sides_of_a_border_tell_one_story_and_count_its_dead_once(one: str, other: str) -> None:
    for items in ((raid("a", one), raid("b", other)), (raid("b", one), raid("a", other))):
        (story,) = stories(*items)
        assert len(story.happenings) == 1
        assert story.quantities["killed"].best == 7


@pytest.mark.parametrize(("one", "other"), [("Eilat", "Lebanon"), ("Abeche", "Sudan"), ("Tripoli", "Metula")])
def test_a_town_far_from_the_border_is_no_border_incident(one: str, other: str) -> None:
    assert len(stories(raid("a", one), raid("b", other))) == 2


def test_unrest_in_two_neighbouring_countries_is_two_stories() -> None:
    assert len(stories(unrest("a", "Kenya"), unrest("b", "Uganda"))) == 2


def test_one_armed_group_in_two_countries_may_be_one_story() -> None:
    assert len(stories(raid("a", "Lebanon"), raid("b", "Nigeria"))) == 2
    assert len(stories(raid("a", "Lebanon", by="Daesh"), raid("b", "Nigeria", by="Daesh"))) == 1
    assert len(stories(raid("a", "Lebanon", by="Daesh"), raid("b", "Nigeria", by="Ansaru"))) == 2


@pytest.mark.parametrize(
    ("one", "other"), [("kenya", "kenyan"), ("malien", "mali"), ("faso", "burkinabe"), ("korea", "coreen")]
)
def test_a_people_s_adjective_is_its_country(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) is not None


def test_a_country_weighs_less_than_a_rare_name() -> None:
    assert weight(canonical("kenya") or "", "en") < weight("antananarivo", "en")


def village(article: str, language: str, day: str, hurt: int, *names: str, more: str | None = None) -> Linkable:
    """A report of few words; ``more``: a second, undated event of the same town."""
    events = [
        event(article, 0, "ASSAULT", "firearms", "ARMED_CLASH", where="Oicha", when=day, quantities=[0]),
        event(article, 1, "ASSAULT", "primitive", None, where="Oicha"),
    ]
    return analysis(
        article, language, "2024-03-04" if day == "2024-03-04" else "2024-03-11", [*names, "Oicha"], [more or article],
        events=events[: 1 + (more is not None)], quantities=[exact("killed", hurt, event=0)],
    )  # fmt: skip


PLACES.setdefault("Oicha", (0.698, 29.519, "CD", 1))


def test_what_an_article_adds_without_a_day_does_not_blur_its_day() -> None:
    names = ("Congo", "Beni", "Kivu", "Goma")
    first = village("a", "en", "2024-03-04", 9, *names, more="machete")
    assert len(stories(first, village("b", "en", "2024-03-10", 13, *names, more="machete"))) == 2


def test_two_languages_meet_by_town_day_and_toll() -> None:
    french = village("a", "fr", "2024-03-04", 9, "Beni", "Kivu", "Maboya", "Lubero")
    english = village("b", "en", "2024-03-04", 9, "Goma", "Congo", "Allied", "Reuters")
    assert len(stories(french, english)) == 1
    assert len(stories(french, village("b", "en", "2024-03-04", 13, "Goma", "Congo", "Allied", "Reuters"))) == 2


def test_sport_in_the_same_town_is_no_part_of_a_riot() -> None:
    riot = report("a", "Zvecan", "2024-05-02", 14, "VIOLENT_PROTEST")
    match = analysis("b", "en", "2024-05-03", [*NAMES[:2], "Cup", "Final", "Shakira"], [*TERMS[:2], "goal", "coach"])
    assert len(stories(riot, match.model_copy(update={"relevance": 0.1}))) == 2
    assert len(stories(riot, match)) == 1
