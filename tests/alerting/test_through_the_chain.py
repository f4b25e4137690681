"""Rules on what the chain really reads: the examples of the rules that ship, and the seeds in any order of arrival."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from processors import pipeline
from processors.alerting import AlertEngine
from processors.alerting.history import TestResult, run_tests
from processors.setup import story_config
from processors.stories.linkable import linkable
from processors.stories.linker import StoryLinker
from tests.alerting.stories import shipped_rules
from tocsin.reading import Refused, read
from tocsin.records import Alert, Analysis, Article, Story
from tocsin.settings import Settings

pytestmark = pytest.mark.slow
SEEDS = Path(__file__).parents[2] / "seeds"
HISTORY = {"revision", "version", "reason", "reasons", "created_at", "updated_at", "story_revision", "audit", "quiet"}


def chain(articles: list[Article]) -> list[Story]:
    return pipeline.run(articles, Settings(), 1).stories


@pytest.fixture(scope="module")
def results() -> list[tuple[int, TestResult]]:
    return [
        (test.expect, result)
        for rule in shipped_rules()
        for test, result in zip(rule.tests, run_tests(rule, chain), strict=True)
    ]


def test_no_trap_in_a_shipped_rule_fires(results: list[tuple[int, TestResult]]) -> None:
    assert [f"{r.rule}: {r.name}: {r.wrong}" for expect, r in results if expect == 0 and r.wrong] == []


def test_nearly_all_examples_of_shipped_rules_come_out(results: list[tuple[int, TestResult]]) -> None:
    wrong = [f"{r.rule}: {r.name}: {r.wrong}" for _, r in results if r.wrong]
    assert len(wrong) <= 0.05 * len(results), wrong


@pytest.fixture(scope="module")
def seeds() -> dict[str, Analysis]:
    articles = [item.article for item in read(str(SEEDS)) if not isinstance(item, Refused)]
    with pipeline.reader(Settings(), 1) as reading:
        return {one.analysis.article_id[:3]: one.analysis for one in reading(articles)}


def play(order: list[Analysis]) -> tuple[AlertEngine, list[list[Alert]]]:
    linker, engine = StoryLinker(story_config(Settings())), AlertEngine(shipped_rules())
    return engine, [engine.on_stories(linker.add([linkable(analysis)]).stories) for analysis in order]


def test_any_order_of_arrival_ends_in_the_same_alerts(seeds: dict[str, Analysis]) -> None:
    finals = set()
    for order in itertools.permutations(("002", "003", "004")):
        engine, _ = play([seeds[name] for name in order])
        finals.add(tuple(alert.model_dump_json(exclude=HISTORY) for alert in engine.alerts()))
    assert len(finals) == 1


def test_the_attack_is_told_at_the_first_article_and_not_repeated(seeds: dict[str, Analysis]) -> None:
    engine, rounds = play([seeds[name] for name in ("001", "000", "002", "003", "004")])
    attacks = [{a.id for a in told if a.place == "Banjska" and a.rule == "armed-clash"} for told in rounds]
    assert attacks[:2] == [set(), set()]
    assert len(attacks[2]) == 1
    assert attacks[3] | attacks[4] <= attacks[2]
    (alert,) = [a for a in engine.alerts() if a.id in attacks[2]]
    assert alert.facts["quantities"]["killed"]["best"] == 4  # type: ignore[index]
    assert len({a.happening_id for a in engine.alerts()}) == len(engine.alerts())
