"""Everything delivered again to a worker whose state is far ahead, in many orders; no server is needed."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from benchmarks.corpus import generate
from processors import pipeline, work
from processors.stories.linkable import Linkable
from processors.stories.linker import StoryLinker
from processors.stories.result import LinkResult
from tests.chaos.differences import assert_same
from tests.chaos.oracle import compared, essence, said, standing
from tests.chaos.paper import Paper
from tocsin.records import Alert, Article, Story
from tocsin.settings import Settings

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _models():
    work.prepare({}, None, 0.0)


def undated(fetched_at: datetime) -> Article:
    body = "Gunmen shot dead 2 police officers in Cali, Colombia, officials said."
    return Article(body=body, language="en", fetched_at=fetched_at)


@pytest.mark.parametrize("seed", range(6))
def test_redelivery_changes_nothing(seed):
    paper = Paper(seed)
    paper.publish([*generate(25, seed=3 + seed).articles, undated(NOW)])
    paper.settle()
    before = copy.deepcopy(paper.documents())
    assert len(before[f"{paper.prefix}-articles"]) == 26
    paper.publish([undated(NOW + timedelta(minutes=1))])
    paper.settle()
    assert_same(before, paper.documents())
    for _ in range(2):
        paper.wake()
        paper.forget_offsets()
        paper.settle()
        assert_same(before, paper.documents())


@pytest.mark.parametrize("seed", range(12))
def test_what_frozen_workers_tell_when_they_wake_does_not_last(seed):
    """They cut the stream into other batches than who took over, and are heard in between."""
    articles = generate(40, seed=50 + seed).articles
    quiet, paper = Paper(seed), Paper(seed, frozen=0.15)
    for one in (quiet, paper):
        one.publish(articles)
        one.settle()
    expected, found = what_stands(quiet), what_stands(paper)
    wrong = [line for kind in expected for line in compared(kind, expected[kind], found[kind])]
    assert not wrong, "\n".join(wrong)


def what_stands(paper: Paper) -> dict[str, dict[str, Any]]:
    """What the index says, without how often it was revised on the way."""
    documents = paper.documents()
    records = {
        kind: {name: d["record"] for name, d in documents[f"{paper.prefix}-{kind}"].items()}
        for kind in ("articles", "stories", "alerts")
    }
    stories = [Story.model_validate(record) for record in records["stories"].values()]
    return {
        "article": {name: said(record) for name, record in records["articles"].items()},
        "story": essence(story for story in stories if story.merged_into is None),
        "alert": standing((Alert.model_validate(record) for record in records["alerts"].values()), paper.settings),
    }


def test_articles_of_a_batch_are_linked_together(monkeypatch):
    """What stands behind late ones is judged again once for all of them; a text twice in a batch counts twice."""
    taken: list[list[str]] = []
    add = StoryLinker.add

    def counted(linker: StoryLinker, items: Sequence[Linkable]) -> LinkResult:
        taken.append([item.id for item in items])
        return add(linker, items)

    monkeypatch.setattr(StoryLinker, "add", counted)
    articles = generate(25, seed=3).articles
    paper = Paper(1, partitions=1)
    paper.publish([*articles, *articles[:5]])
    paper.settle()
    told = [name for names in taken for name in names]
    assert set(told) >= {article.id for article in articles}
    assert len(taken) <= len(told) / 2
    assert all(len(names) == len(set(names)) for names in taken)
    alone = pipeline.run(articles, Settings(), processes=1)
    found = {name: one["story_id"] for name, one in paper.documents()["paper-articles"].items()}
    assert found == {analysis.article_id: analysis.story_id for analysis in alone.analyses}


def test_versions_of_an_article_are_one_article_and_the_text_fetched_last_counts():
    """Also when an older text is delivered again behind a newer one."""
    told = "Gunmen shot dead {} police officers in Cali, Colombia, officials said."
    texts = [
        Article(id="one", body=told.format(n), published_at=NOW, fetched_at=NOW + timedelta(hours=n), language="en")
        for n in (2, 3, 5)
    ]
    for seed, order in enumerate(((0, 1, 2), (2, 0, 1), (1, 2, 0))):
        paper = Paper(seed)
        for place in order:
            paper.publish([texts[place]])
            paper.settle()
        before = copy.deepcopy(paper.documents())
        (article,) = before["paper-articles"].values()
        assert "5 police" in article["body"]
        (story,) = (s for s in before["paper-stories"].values() if not s["is_merged"])
        assert story["record"]["quantities"]["killed"]["best"] == 5
        paper.wake()
        paper.forget_offsets()
        paper.settle()
        assert_same(before, paper.documents())


def test_in_one_process_the_later_line_of_an_id_is_the_newer_text():
    told = "Gunmen shot dead {} police officers in Cali, Colombia, officials said."
    articles = [Article(id="one", body=told.format(n), published_at=NOW, language="en") for n in (2, 3, 5)]
    outcome = pipeline.run(articles, Settings(), processes=1)
    assert [a.article_id for a in outcome.analyses] == ["one"]
    assert [s.quantities["killed"].best for s in outcome.stories] == [5]
