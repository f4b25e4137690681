"""A story that a thousand articles tell reaches the index, by a real Elasticsearch."""

from __future__ import annotations

from typing import Any

import pytest

from sinks.elasticsearch.client import connect
from sinks.elasticsearch.documents import encode, of_story
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.jobs import Job
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.writer import Writer
from tests.stories.long import long_story
from tocsin.local import LocalStack
from tocsin.records import Story
from tocsin.settings import Settings


@pytest.mark.integration
def test_a_story_of_a_thousand_articles_is_written_and_read_back(stack: LocalStack, names: Any) -> None:
    settings = Settings(elasticsearch_url=stack.elasticsearch.url, elasticsearch_prefix=names.index)
    client = connect(settings)
    prepare(client, settings)
    (document,) = of_story(names.index, long_story(1000))
    done: list[Any] = []
    dead: dict[Any, Any] = {}
    Writer(client, Observer()).write([Job(document, "long")], done.append, dead.__setitem__)
    assert (done, dead) == (["long"], {})
    client.indices.refresh(index="*")
    (hit,) = client.search(index=document.alias, query={"term": {"id": "long"}})["hits"]["hits"]
    story = Story.model_validate(hit["_source"]["record"])
    assert hit["_source"]["article_count"] == len(story.articles) == 1000
    assert story.quantities["killed"].claims_left_out > 800
    assert len(encode(document)) < 1_500_000
