"""Members of a consumer group on a real broker: known topics at the first join, and nobody left without partitions."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest
from sink_stack import analyses, count, dealt, send, settings_of, until

from sinks.elasticsearch.client import connect
from sinks.elasticsearch.consumer import GROUP
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.service import Keeper, build
from tocsin import group, topics
from tocsin.kafka import consumer
from tocsin.local import LocalStack
from tocsin.settings import Settings

pytestmark = pytest.mark.integration


@pytest.fixture
def settings(stack: LocalStack, names: Any) -> Settings:
    return settings_of(stack, names)


def test_a_member_knows_its_topics_when_it_joins(
    settings: Settings, names: Any, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = {settings.topic(topics.ANALYSES), settings.topic(topics.STORIES)}
    client = consumer(settings, "test", names.group)
    with caplog.at_level(logging.WARNING, logger="kafka"):
        group.subscribe(client, wanted)
        assert {partition.topic for partition in dealt(client)} == wanted
    client.close()
    # Subscribed without asking first, kafka-python says so at each first join, deals nothing, and joins again.
    assert not [r for r in caplog.records if "No partition metadata" in r.getMessage()]


def test_the_watch_tells_partitions_of_nobody_from_those_of_others(settings: Settings, names: Any) -> None:
    wanted = [settings.topic(topics.ALERTS)]
    one = consumer(settings, "one", names.group)
    group.subscribe(one, wanted)
    mine = dealt(one)
    watch = group.Watch(settings, names.group, wanted, patience=0.0)
    watch.look(mine)
    watch.look(())  # idle, as every sink is for which no partition is left
    one.close()
    with pytest.raises(group.Undealt, match=f"{names.group}.*{wanted[0]}-0"):
        watch.look(())


def test_the_watch_has_patience(settings: Settings, names: Any) -> None:
    watch = group.Watch(settings, names.group, [settings.topic(topics.ALERTS)], patience=3600.0)
    watch.look(())


def test_a_broker_that_is_away_is_no_reason_to_join_anew(settings: Settings, names: Any) -> None:
    away = settings.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})
    group.Watch(away, names.group, [settings.topic(topics.ALERTS)], patience=0.0).look(())


def test_a_sink_without_partitions_gives_way_to_one_that_works(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The first sink's client never joins, as one that the group forgot; the second does the work."""
    made = []

    def first_deaf() -> Any:
        sink = build(settings, client, Observer(), f"sink-{len(made)}")
        sink._watch = group.Watch(settings, f"{settings.topics_prefix}{GROUP}", sink._decoder.topics, patience=1.0)
        if not made:
            monkeypatch.setattr(sink._reader.client, "subscribe", lambda *_, **__: None)
        made.append(sink)
        return sink

    send(settings, topics.ANALYSES, analyses(0, 1))
    with connect(settings) as client, caplog.at_level(logging.WARNING):
        prepare(client, settings)
        keeper = Keeper(first_deaf)
        running = threading.Thread(target=keeper.run, daemon=True)
        running.start()
        until(lambda: count(settings, "articles") == 1)
        keeper.stop()
        running.join(30)
        assert not running.is_alive()
    assert len(made) == 2
    assert any("joining the group anew" in record.getMessage() for record in caplog.records)
