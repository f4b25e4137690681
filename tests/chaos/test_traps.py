"""Known traps of Faust, on a real broker: each once lost or doubled something, or never ended."""

from __future__ import annotations

import signal
import time

import pytest
from kafka import TopicPartition
from kafka.errors import KafkaError
from kafka.structs import OffsetAndMetadata

from benchmarks.corpus import generate
from tests.chaos.differences import assert_same
from tests.chaos.fragile import CRASH, RAISE
from tests.chaos.offsets import READ, WORKER
from tests.integration.house import house
from tocsin.kafka import consumer
from tocsin.records import Article

pytestmark = [pytest.mark.integration, pytest.mark.slow]
FRAGILE = "tests.chaos.worker"


def everything(running):
    return {
        kind: {name: {k: v for k, v in d.items() if k != "indexed_at"} for name, d in running.documents(kind).items()}
        for kind in ("articles", "events", "stories", "alerts")
    }


def stop(running, name):
    part = running.supervisor.parts.pop(name)
    part.process.send_signal(signal.SIGTERM)
    assert part.process.wait(60) == 0
    return part


def forget_offsets(settings, timeout=60.0):
    """As if no batch had ever been committed; possible once the group has let go of its static members."""
    deadline = time.monotonic() + timeout
    while True:
        client = consumer(settings, "forget", settings.topics_prefix + WORKER)
        try:
            topics = [settings.topic(name) for name in READ[WORKER]]
            partitions = [TopicPartition(topic, n) for topic in topics for n in client.partitions_for_topic(topic)]
            client.assign(partitions)
            client.commit({partition: OffsetAndMetadata(0, "", -1) for partition in partitions})
            return
        except KafkaError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        finally:
            client.close(autocommit=False)


def test_everything_delivered_again_with_state_far_ahead_changes_nothing(stack, names, tmp_path):
    """A seen-table would call each article a duplicate of itself here."""
    with house(stack, names.topics, names.index, tmp_path, topics_partitions=2) as running:
        undated = Article(body="Gunmen shot dead 2 police officers in Cali, Colombia, officials said.", language="en")
        running.publish([*generate(40, seed=3).articles, undated])
        running.settle()
        before = everything(running)
        running.publish([undated])  # fetched a second time, now
        running.settle()
        assert_same(before, everything(running))
        part = stop(running, "worker-1")
        forget_offsets(running.settings)
        running.supervisor.add(part)
        running.settle()
        assert_same(before, everything(running))


def test_poison_of_every_kind_costs_no_other_article(stack, names, tmp_path):
    """Undecodable bytes, no value, no key, a process that dies, an exception: one dead letter each."""
    articles = generate(20, seed=4).articles
    bad = [Article(id=f"bad-{n}", body=f"{word} {n}", language="en") for n, word in enumerate((CRASH, RAISE))]
    with house(stack, names.topics, names.index, tmp_path, worker_module=FRAGILE) as running:
        running.publish(articles[:10])
        running.publish_raw([b"\xff", b"", b"null", b'{"body": {"a": 1}}', b"[" * 100_000])
        running.publish(bad)
        running.publish(articles[10:])
        running.settle()
        assert running.documents("articles").keys() == {article.id for article in articles}
        stages = sorted(d["stage"] for d in running.documents("dead-letters").values())
        assert stages == ["clean"] * 5 + ["extract"] * 2


def test_a_worker_ends_when_it_is_told_to_while_the_broker_is_away(own_stack, names, tmp_path):
    with house(
        own_stack, names.topics, names.index, tmp_path, worker_module=FRAGILE, worker_arguments=("--grace", "5")
    ) as running:
        running.publish(generate(5, seed=5).articles)
        running.settle()
        own_stack.kafka.kill()
        time.sleep(2)
        part = running.supervisor.parts["worker-1"]
        part.process.terminate()
        part.process.wait(90)  # one that waits for the broker never ends
        own_stack.resume()
        running.publish(generate(10, seed=5).articles)
        running.settle()
        assert len(running.documents("articles")) == 10
