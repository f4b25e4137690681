"""Everything delivered again to a worker whose state is far ahead, in many orders; no server is needed."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.corpus import generate
from processors import work
from tests.chaos.differences import assert_same
from tests.chaos.paper import Paper
from tocsin.records import Article

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
