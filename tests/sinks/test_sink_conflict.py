"""An index that somebody made with another mapping: the sink starts, says so, and writes what can be written."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import sink_records as make
from sink_stack import count, running, send, settings_of, until

from producers.dead_letters import read_all, replay_all
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.indices import TemplateConflict, prepare
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.service import _await_servers
from tocsin import topics
from tocsin.local import LocalStack

pytestmark = [pytest.mark.integration, pytest.mark.slow]


def test_what_does_not_fit_goes_aside_and_comes_back_after_the_cure(
    stack: LocalStack, names: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings = settings_of(stack, names)
    alias = f"{names.index}-stories"
    foreign = f"{alias}-2023-09"
    with connect(settings) as client:
        other = {"properties": {"title": {"properties": {"x": {"type": "long"}}}}}
        client.indices.create(index=foreign, aliases={alias: {}}, mappings=other)
        with caplog.at_level(logging.ERROR):
            assert _await_servers(client, settings, Observer(), threading.Event()), "the sink starts"
        said = [record.getMessage() for record in caplog.records if foreign in record.getMessage()]
        assert len(said) == 1
        assert "was made with another mapping" in said[0]
        assert "dead-letters replay" in said[0]
        later = make.story("s2", first_seen=datetime(2023, 10, 2, tzinfo=UTC))
        send(settings, topics.STORIES, [("s1", make.story("s1").to_json()), ("s2", later.to_json())])
        with running(settings):
            until(lambda: count(settings, "stories") == 1 and len(read_all(settings)) == 1)
        letter = read_all(settings)[0]
        assert letter.key == b"s1"
        assert "title" in letter.said("reason")
        client.indices.delete(index=foreign)
        replay_all(settings, [letter])
        with running(settings):
            until(lambda: count(settings, "stories") == 2)
        assert prepare(client, settings).conflicts == []


def test_a_foreign_template_is_named_with_its_remedy(stack: LocalStack, names: Any) -> None:
    settings = settings_of(stack, names)
    with connect(settings) as client:
        client.indices.put_index_template(
            name=f"foreign-{names.index}", index_patterns=[f"{names.index}-*"], priority=200
        )
        try:
            with pytest.raises(TemplateConflict, match=f"foreign-{names.index}.*another priority than 200"):
                prepare(client, settings)
        finally:
            client.indices.delete_index_template(name=f"foreign-{names.index}")
