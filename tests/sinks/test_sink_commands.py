"""The commands, run as a person runs them."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sink_records as make
from click.testing import CliRunner, Result

from sinks import commands
from sinks.elasticsearch import documents
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.jobs import Job
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.writer import Writer
from tocsin.local import LocalStack
from tocsin.settings import Settings


@pytest.mark.integration
def test_setup_then_ask(stack: LocalStack, names: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_KAFKA_BOOTSTRAP", stack.kafka.address)
    monkeypatch.setenv("TOCSIN_ELASTICSEARCH_URL", stack.elasticsearch.url)
    monkeypatch.setenv("TOCSIN_ELASTICSEARCH_PREFIX", names.index)
    monkeypatch.setenv("TOCSIN_TOPICS_PREFIX", names.topics)
    monkeypatch.setenv("COLUMNS", "200")

    def run(command: Any, *arguments: str) -> Result:
        result = CliRunner().invoke(command, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    for _ in range(2):
        assert "templates" in run(commands.setup).output
    settings = Settings(elasticsearch_url=stack.elasticsearch.url, elasticsearch_prefix=names.index)
    with connect(settings) as client:
        made = [
            *documents.of_analysis(
                names.index, make.analysis(story_id="s1"), "[red]L’OTAN[/] envoie des renforts.\x1b[0m"
            ),
            *documents.of_story(names.index, make.story()),
            *documents.of_alert(names.index, make.alert()),
        ]
        Writer(client, Observer()).write([Job(d, d.id) for d in made], lambda _: None, lambda *_: None)
        client.indices.refresh(index="*")
    found = run(commands.search, "NATO", "reinforcements")
    assert "[red]L’OTAN[/] envoie des renforts." in found.output
    hit = json.loads(run(commands.search, "NATO", "--json").output)
    assert (hit["id"], hit["killed"]["best"]) == ("a1", 4)
    assert "Banjska (XK)" in run(commands.stories).output
    for id_ in ("al1", "s1", "a1"):
        assert "Attack at Banjska" in run(commands.explain, id_).output
    missing = run(commands.explain, "nothing")
    assert missing.exit_code == 1
    assert "no alert, story or article" in missing.output


def test_an_absent_server_is_named_not_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    result = CliRunner().invoke(commands.search, ["x"])
    assert result.exit_code == 1
    assert "Elasticsearch at http://127.0.0.1:9" in result.output
    assert "Traceback" not in result.output
