"""What ``make demo`` runs, on real servers: the facts of seeds/GOLD.md must stand in Elasticsearch."""

from __future__ import annotations

from pathlib import Path

import pytest

from processors import pipeline
from sinks.elasticsearch.search import search
from tests.integration.house import House, house
from tocsin.reading import Read, read
from tocsin.settings import Settings

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def seeded(stack, tmp_path_factory):
    with house(stack, "seeds.", "seeds", tmp_path_factory.mktemp("house")) as running:
        running.publish(articles())
        running.settle()
        yield running


def articles():
    return [item.article for item in read(str(ROOT / "seeds")) if isinstance(item, Read)]


def story_of(running: House, article: str):
    return next(story for story in running.stories() if article in story.articles)


MAY = "001_6eefbcaeea7cd893"
BANJSKA = ["002_e03da97d196e66c7", "003_bf092931060377e5", "004_00a5253e9863cb46"]


def test_five_articles_are_two_stories(seeded):
    assert sorted(len(story.articles) for story in seeded.stories()) == [2, 3]
    assert sorted(story_of(seeded, BANJSKA[0]).articles) == BANJSKA
    assert len(seeded.documents("articles")) == 5


def test_four_died_one_policeman_and_three_attackers(seeded):
    killed = story_of(seeded, BANJSKA[0]).quantities["killed"]
    assert killed.best == 4
    assert sorted(part.best for part in killed.parts.values()) == [1, 3]


def test_eighty_two_were_injured_thirty_soldiers_and_fifty_two_demonstrators(seeded):
    story = story_of(seeded, MAY)
    injured = story.quantities["injured"]
    assert injured.best == 82
    assert sorted(part.best for part in injured.parts.values()) == [30, 52]
    assert "killed" not in story.quantities


def test_seven_hundred_more_troops_are_announced_once(seeded):
    moved = [
        happening.quantities["troops"]
        for happening in story_of(seeded, MAY).happenings
        if happening.signal == "PEACEKEEPER_REINFORCEMENT" and "troops" in happening.quantities
    ]
    assert [(troops.best, troops.mode, troops.status) for troops in moved] == [(700, "flow_in", "announced")]


def test_the_attack_is_told_three_times_and_alerted_once(seeded):
    story = story_of(seeded, BANJSKA[0])
    attack = [h for h in story.happenings if h.quantities.get("killed") and h.type == "ASSAULT"]
    assert len(attack) == 1
    assert sorted(attack[0].articles) == BANJSKA
    assert attack[0].date is not None and attack[0].date.start == "2023-09-24"
    alerts = [alert for alert in seeded.alerts() if alert.happening_id == attack[0].id]
    assert len(alerts) == 1
    assert alerts[0].evidence


def test_history_and_strength_wake_no_one(seeded):
    for alert in seeded.alerts():
        assert alert.event_time is None or alert.event_time.year == 2023
        for evidence in alert.evidence:
            assert not any(year in evidence.text for year in ("1999", "2008", "2013", "4 500 soldats"))


def test_every_fact_has_its_sentence(seeded):
    bodies = {article.id: article.body for article in articles()}
    for document in seeded.documents("articles").values():
        assert document["id"] in bodies
    for alert in seeded.alerts():
        for evidence in alert.evidence:
            assert bodies[evidence.article_id][evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize("words", ["OTAN renforts", "NATO reinforcements"])
def test_search_finds_the_second_story_in_either_language(seeded, words):
    hits = {hit.id for hit in search(seeded.client, words, prefix="seeds")}
    assert set(BANJSKA) <= hits


def test_a_second_replay_adds_nothing(seeded):
    def state():
        return {
            kind: {key: {k: v for k, v in d.items() if k != "indexed_at"} for key, d in seeded.documents(kind).items()}
            for kind in ("articles", "events", "stories", "alerts")
        }

    before = state()
    seeded.publish(articles())
    seeded.settle()
    assert state() == before


def test_the_stream_says_what_analyze_says(seeded):
    outcome = pipeline.run(articles(), Settings())
    streamed = [comparable(story.to_dict()) for story in seeded.stories()]
    assert streamed == [comparable(story.to_dict()) for story in sorted(outcome.stories, key=lambda story: story.id)]
    assert {(a.id, a.rule, a.severity) for a in seeded.alerts()} == {
        (a.id, a.rule, a.severity) for a in outcome.alerts if not a.inhibited_by and not a.superseded_by
    }


def comparable(story):
    """A story without what tells how it came about rather than what it says."""
    return {key: value for key, value in story.items() if key != "revision"}
