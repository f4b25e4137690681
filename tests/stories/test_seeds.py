"""The expected facts of the seed articles: two stories, each happening once, each person counted once."""

from __future__ import annotations

from itertools import permutations

import pytest

from processors.stories import StoryConfig, StoryLinker
from processors.stories.siblings import sibling_dates, with_sibling_dates
from tests.stories.facts import seeds
from tocsin.commands.report import figures
from tocsin.records import Analysis, Happening, Story


@pytest.fixture(scope="module")
def stories() -> tuple[Story, Story]:
    result = StoryLinker().add(seeds())
    may, september = sorted(result.stories, key=lambda s: str(s.first_seen))
    return may, september


def by_signal(story: Story, signal: str) -> list[Happening]:
    return [h for h in story.happenings if signal in h.signals]


def figure(story: Story, kind: str) -> tuple[int | None, int | None, int | None]:
    known = story.quantities[kind]
    return known.low, known.best, known.high


def test_two_stories_that_do_not_merge(stories: tuple[Story, Story]) -> None:
    may, september = stories
    assert may.articles == ["001", "000"] and september.articles == ["002", "003", "004"]
    assert may.languages == ["en", "fr"]
    assert (may.independent_origins, september.independent_origins) == (2, 3)
    when = {item.id: item.at for item in seeds()}
    for happening in (*may.happenings, *september.happenings):
        assert happening.told_at == [when[article] for article in happening.articles]


def test_the_hurt_of_may_are_82_said_to_be_more_than_80(stories: tuple[Story, Story]) -> None:
    may, _ = stories
    assert figure(may, "injured") == (80, 82, None)
    parts = may.quantities["injured"].parts
    assert {side: part.best for side, part in parts.items()} == {"kfor": 30, "serb demonstrators": 52}
    assert "killed" not in may.quantities
    assert not may.contested


def test_seven_hundred_troops_come_once(stories: tuple[Story, Story]) -> None:
    may, _ = stories
    troops = may.quantities["troops"]
    assert (troops.low, troops.best, troops.high) == (700, 700, 700)
    assert (troops.mode, troops.status) == ("flow_in", "announced")
    assert len(by_signal(may, "PEACEKEEPER_REINFORCEMENT")) == 1


def test_four_dead_told_thrice_are_four(stories: tuple[Story, Story]) -> None:
    _, september = stories
    killed = september.quantities["killed"]
    assert (killed.low, killed.best, killed.high) == (4, 4, 4)
    assert (killed.parts["kosovo police"].best, killed.parts["attackers"].best) == (1, 3)
    assert len(killed.claims) == 7
    assert figures({"killed": killed}) == "[bold]4 killed[/] (attackers 3, Kosovo Police 1; from 7 claims)"
    assert not killed.contested
    assert figure(september, "attackers") == (26, 30, 34)
    assert figure(september, "troops") == (300, None, 1000)


def test_each_happening_once(stories: tuple[Story, Story]) -> None:
    may, september = stories
    for signal in ("ARMED_CLASH", "TROOP_BUILDUP", "PEACEKEEPER_REINFORCEMENT"):
        assert len(by_signal(september, signal)) == 1
    attack = by_signal(september, "ARMED_CLASH")[0]
    assert attack.articles == ["002", "003", "004"]
    assert attack.date is not None and attack.date.start == "2023-09-24"
    assert attack.place is not None and attack.place.name == "Banjska"
    assert attack.signals[-1] == "CASUALTIES_REPORTED"
    assert september.happenings[0].id == attack.id
    unrest = by_signal(may, "VIOLENT_PROTEST")
    assert sorted(h.date.start for h in unrest if h.date) == ["2023-05-26", "2023-05-29"]
    assert len([h for h in september.happenings if h.type == "REQUEST"]) == 1
    assert not [h for h in september.happenings if h.type == "AGREE"]


def test_the_build_up_is_contested_by_who_denies_it(stories: tuple[Story, Story]) -> None:
    _, september = stories
    assert by_signal(september, "TROOP_BUILDUP")[0].contested_by == ["Aleksandar Vučić"]
    assert september.contested


def test_an_article_without_a_day_learns_it(stories: tuple[Story, Story]) -> None:
    _, september = stories
    learnt = sibling_dates(september)["003-e0"]
    assert (learnt.start, learnt.anchor) == ("2023-09-24", "sibling")
    item = seeds()[3]
    analysis = Analysis(article_id="003", language="fr", events=item.events)
    dated = with_sibling_dates(analysis, september).events[0].date
    assert dated is not None and (dated.start, dated.anchor) == ("2023-09-24", "sibling")


def test_severity_is_the_sum_of_its_parts(stories: tuple[Story, Story]) -> None:
    may, september = stories
    for story in stories:
        assert story.severity == max(0, min(100, round(sum(story.severity_parts.values()))))
    assert september.severity > may.severity > 0


def test_the_timeline_tells_what_changed(stories: tuple[Story, Story]) -> None:
    _, september = stories
    told = [(change.article_id, change.what) for change in september.timeline]
    assert ("002", "first seen: Armed clash in Banjska, 4 killed, about 30 attackers") in told
    assert ("004", "contested by Aleksandar Vučić") in told
    assert not [what for _, what in told if "killed 4 →" in what]


def test_any_order_of_the_five_gives_the_same(stories: tuple[Story, Story]) -> None:
    expected = {s.id: s.model_copy(update={"revision": 1}) for s in stories}
    items = seeds()
    base = {s.id: s.model_copy(update={"revision": 1}) for s in StoryLinker().add(items).stories}
    assert base.keys() == expected.keys()
    for order in list(permutations(items))[::7]:
        linker = StoryLinker()
        latest: dict[str, Story] = {}
        for item in order:
            latest.update({s.id: s for s in linker.add([item]).stories})
        living = {k: s.model_copy(update={"revision": 1}) for k, s in latest.items() if s.merged_into is None}
        assert living == base


@pytest.mark.parametrize(
    ("convention", "injured"), [("range", (80, 82, None)), ("acled", (82, 82, 82)), ("ucdp", (80, 82, 82))]
)
def test_conventions(convention: str, injured: tuple[int, int, int]) -> None:
    result = StoryLinker(StoryConfig(convention=convention)).add(seeds())
    may = min(result.stories, key=lambda s: str(s.first_seen))
    assert figure(may, "injured") == injured
