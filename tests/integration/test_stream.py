"""The promises on a real broker: kills, poison, partitions and workers change nothing in the end result."""

from __future__ import annotations

import signal
import time

import pytest

from benchmarks.corpus import generate
from processors import pipeline
from producers.dead_letters import read_all, replay_all
from tests.integration.house import house
from tocsin.settings import Settings

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def essence(stories):
    """What stories say, without how often they were revised."""
    return {story.id: {k: v for k, v in story.to_dict().items() if k != "revision"} for story in stories}


def test_killing_workers_and_poison_changes_nothing(stack, names, tmp_path):
    corpus = generate(60, seed=7)
    expected = pipeline.run(corpus.articles, Settings(), processes=1)
    with house(stack, names.topics, names.index, tmp_path, workers=2, topics_partitions=4) as running:
        running.publish(corpus.articles[:25])
        running.publish_raw([b"{not json", b'{"title": "no body"}', b"\xff\x00"])
        running.supervisor.kill("worker-1", signal.SIGKILL)
        running.publish(corpus.articles[25:])
        time.sleep(3)
        running.supervisor.check()
        running.supervisor.kill("worker-2", signal.SIGTERM)
        running.supervisor.kill("sink", signal.SIGKILL)
        running.settle()
        assert essence(running.stories()) == essence(expected.stories)
        found = running.documents("articles")
        assert {key: (d.get("duplicate_of"), d["story_id"]) for key, d in found.items()} == {
            a.article_id: (a.duplicate_of, a.story_id) for a in expected.analyses
        }
        letters = read_all(running.settings)
        assert {letter.value for letter in letters} == {b"{not json", b'{"title": "no body"}', b"\xff\x00"}
        assert all(letter.said("stage") == "clean" and letter.said("reason") for letter in letters)

        replay_all(running.settings, letters)
        running.settle()
        assert len(running.documents("articles")) == len(corpus.articles)
        again = read_all(running.settings)
        assert {letter.offset for letter in again if letter.replayed} == {letter.offset for letter in letters}
        assert max(int(letter.said("attempts")) for letter in again) >= 2
