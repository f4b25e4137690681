"""The writer against a real Elasticsearch."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sink_records as make
from elasticsearch import Elasticsearch

from sinks.elasticsearch import documents
from sinks.elasticsearch.bulk import Outcome, Result, classify
from sinks.elasticsearch.client import check_version, connect
from sinks.elasticsearch.documents import Document
from sinks.elasticsearch.indices import delete_expired, ensure_alias, expired, month_of, prepare
from sinks.elasticsearch.jobs import Job, Limits
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.writer import Writer
from tocsin.local import LocalStack
from tocsin.settings import Settings


class Seen(Observer):
    def __init__(self) -> None:
        self.outcomes: list[tuple[str, str]] = []
        self.waits = 0

    def documents(self, alias: str, outcome: str, count: int) -> None:
        self.outcomes += [(alias.rsplit("-", 1)[-1], outcome)] * count

    def waiting(self, status: int, reason: str) -> None:
        self.waits += 1


@pytest.fixture
def settings(stack: LocalStack, names: Any) -> Settings:
    return Settings(
        kafka_bootstrap=stack.kafka.address, elasticsearch_url=stack.elasticsearch.url,
        elasticsearch_prefix=names.index, topics_prefix=names.topics,
    )  # fmt: skip


@pytest.fixture
def client(settings: Settings) -> Elasticsearch:
    client = connect(settings)
    prepare(client, settings)
    return client


def write(client: Elasticsearch, made: list[Document], **options: Any) -> tuple[list[Any], dict[Any, Result], Seen]:
    seen, done, dead = Seen(), [], {}
    writer = Writer(client, seen, **options)
    writer.write([Job(document, document.id) for document in made], done.append, dead.__setitem__)
    client.indices.refresh(index="*")
    return done, dead, seen


def ask(client: Elasticsearch, alias: str, query: str) -> list[str]:
    answer = client.search(index=alias, query={"query_string": {"query": query}}, size=100)
    return sorted(hit["_id"] for hit in answer["hits"]["hits"])


@pytest.mark.parametrize(
    ("status", "error", "reason", "expected"),
    [
        (201, "", "", Outcome.WRITTEN),
        (409, "version_conflict_engine_exception", "", Outcome.STALE),
        (429, "es_rejected_execution_exception", "", Outcome.RETRY),
        (502, "", "", Outcome.RETRY), (503, "", "", Outcome.RETRY), (504, "", "", Outcome.RETRY),
        (403, "cluster_block_exception", "", Outcome.RETRY), (404, "index_not_found_exception", "", Outcome.RETRY),
        (400, "document_parsing_exception", "", Outcome.DEAD), (413, "", "", Outcome.DEAD),
        (400, "validation_exception", "this action would add [1] shards", Outcome.RETRY),
        (500, "", "", Outcome.DOUBTFUL),
    ],
)  # fmt: skip
def test_every_status_has_a_meaning(status: int, error: str, reason: str, expected: Outcome) -> None:
    assert classify(status, error, reason) is expected


def test_months_and_what_is_too_old() -> None:
    now = datetime(2024, 1, 10, tzinfo=UTC)
    assert month_of(datetime(2023, 9, 30, tzinfo=UTC), now) == "2023-09"
    for invented in (None, datetime(1871, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)):
        assert month_of(invented, now) == "undated"
    names = ["t-articles-2023-11", "t-articles-2023-12", "t-articles-2024-01", "t-articles-undated"]
    assert expired(names, 30, now) == ["t-articles-2023-11"]


@pytest.mark.integration
class TestReal:
    def test_version_is_read_where_the_root_is_closed(self, client: Elasticsearch) -> None:
        assert check_version(client)[0] == 8

    def test_figures_can_be_asked_for_flat(self, client: Elasticsearch, settings: Settings) -> None:
        prefix = settings.elasticsearch_prefix
        made = documents.of_analysis(prefix, make.analysis(), "Un policier") + documents.of_story(prefix, make.story())
        done, dead, _ = write(client, made)
        assert sorted(done) == ["a1", "a1-e1", "s1"]
        assert not dead
        for kind, id_ in (("articles", "a1"), ("events", "a1-e1"), ("stories", "s1")):
            field = "countries" if kind == "articles" else "place.country"
            assert ask(client, f"{prefix}-{kind}", f"killed.best:>=3 AND {field}:XK") == [id_]
            assert ask(client, f"{prefix}-{kind}", "killed.best:>=5") == []
        near = {"geo_distance": {"distance": "20km", "place.location": {"lat": 42.9, "lon": 20.8}}}
        assert client.count(index=f"{prefix}-stories", query=near)["count"] == 1
        assert list(client.indices.get_alias(name=f"{prefix}-events")) == [f"{prefix}-events-2023-09"]

    def test_no_document_has_a_field_without_a_mapping(self, client: Elasticsearch, settings: Settings) -> None:
        from sinks.elasticsearch import mappings

        prefix = settings.elasticsearch_prefix
        made = documents.of_analysis(prefix, make.analysis(), "text") + documents.of_story(prefix, make.story())
        made += documents.of_alert(prefix, make.alert())
        made += documents.of_dead_letter(prefix, b"k", b"v", {"stage": b"sink", "source-offset": b"3"}, 10**12, 7)
        for document in made:
            known = mappings.field_names(document.alias.removeprefix(f"{prefix}-"))
            stored = {"record"}
            for path in paths(document.source):
                assert path in known or path.split(".")[0] in stored or path.endswith((".lat", ".lon")), path
        done, dead, _ = write(client, made)
        assert len(done) == 5
        assert not dead

    def test_older_revisions_are_stale_and_removed_events_go(self, client: Elasticsearch, settings: Settings) -> None:
        prefix = settings.elasticsearch_prefix
        two = make.analysis(events=[make.event("e1"), make.event("e2")], revision=1)
        write(client, documents.of_analysis(prefix, two, "x"))
        assert ask(client, f"{prefix}-events", "*") == ["e1", "e2"]
        one = make.analysis(events=[make.event("e1")], revision=2)
        _, _, seen = write(client, documents.of_analysis(prefix, one, "x"))  # a writer that remembers nothing
        assert ("events", "deleted") in seen.outcomes
        assert ask(client, f"{prefix}-events", "*") == ["e1"]
        done, dead, seen = write(client, documents.of_analysis(prefix, two, "x"))  # the old message once more
        assert ("articles", "stale") in seen.outcomes
        assert len(done) == 3
        assert not dead
        assert ask(client, f"{prefix}-events", "*") == ["e1"]

    def test_an_id_lives_in_one_index_though_its_month_changes(self, client: Elasticsearch, settings: Settings) -> None:
        prefix = settings.elasticsearch_prefix
        august, september = datetime(2023, 8, 31, tzinfo=UTC), datetime(2023, 9, 1, tzinfo=UTC)
        seen_first = make.story(first_seen=september, revision=1)
        seen_earlier = make.story(first_seen=august, revision=2, title="Moved")
        write(client, documents.of_story(prefix, seen_first) + documents.of_story(prefix, seen_earlier))
        write(client, documents.of_story(prefix, make.story(first_seen=august, revision=3, title="Moved again")))
        hits = client.search(index=f"{prefix}-stories")["hits"]["hits"]
        assert [(hit["_index"], hit["_source"]["title"]) for hit in hits] == [
            (f"{prefix}-stories-2023-09", "Moved again")
        ]

    def test_one_bad_document_does_not_harm_the_others(self, client: Elasticsearch, settings: Settings) -> None:
        alias = f"{settings.elasticsearch_prefix}-alerts"
        good = [Document(alias, f"g{i}", 1, "2023-09", {"title": "fine"}) for i in range(5)]
        bad = Document(alias, "bad", 1, "2023-09", {"title": {"not": "a text"}})
        done, dead, _ = write(client, [*good[:2], bad, *good[2:]])
        assert sorted(done) == ["g0", "g1", "g2", "g3", "g4"]
        assert dead["bad"].status == 400
        assert dead["bad"].error == "document_parsing_exception"

    def test_values_that_do_not_fit_cost_the_field_not_the_document(
        self, client: Elasticsearch, settings: Settings
    ) -> None:
        wild = make.analysis(published_at=None, places=[
            make.BANJSKA.model_copy(update={"lat": 1234.5, "lon": -999.0})
        ])  # fmt: skip
        wild.quantities[0].best = 10**40
        done, dead, _ = write(client, documents.of_analysis(settings.elasticsearch_prefix, wild, "x" * 100_000))
        assert len(done) == 2, dead

    def test_small_requests_write_everything(self, client: Elasticsearch, settings: Settings) -> None:
        alias = f"{settings.elasticsearch_prefix}-alerts"
        many = [Document(alias, f"d{i}", 1, "2023-09", {"title": "x" * 500}) for i in range(50)]
        done, dead, _ = write(client, many, limits=Limits(documents=7, size=2000))
        assert len(done) == 50
        assert not dead

    def test_retention_deletes_old_months_only(self, client: Elasticsearch, settings: Settings) -> None:
        prefix = settings.elasticsearch_prefix
        ensure_alias(client, prefix)
        write(client, documents.of_alert(prefix, make.alert()))
        now = datetime(2023, 12, 1, tzinfo=UTC)
        assert delete_expired(client, prefix, 0, now) == []
        assert delete_expired(client, prefix, 90, now) == []
        assert delete_expired(client, prefix, 30, now) == [f"{prefix}-alerts-2023-09"]
        assert client.count(index=f"{prefix}-alerts")["count"] == 0


def paths(source: Any, before: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in source.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and name != "record":
                found |= paths(one, f"{before}{name}.")
            else:
                found.add(f"{before}{name}")
    return found
