"""Words, synonyms, and the search over the seed articles as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sink_records as make
from elasticsearch import Elasticsearch
from hypothesis import given
from hypothesis import strategies as st

from sinks.elasticsearch import documents, lists
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.folding import folded, stems, words
from sinks.elasticsearch.indices import prepare
from sinks.elasticsearch.jobs import Job
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.search import Filters, highlight, question, search
from sinks.elasticsearch.writer import Writer
from tocsin.local import LocalStack
from tocsin.records import Analysis, Claim, Evidence, Reconciled
from tocsin.settings import Settings

SEEDS = Path(__file__).parents[2] / "seeds"


@given(st.text(st.sampled_from("aBéŒ1.,'’-_ \n\t\u00a0s#l")) | st.text())
def test_a_text_has_the_stems_of_its_words(text: str) -> None:
    """Whether it is looked up by its pieces between white space or searched from end to end."""
    assert stems(text) == [token for token, _, _ in words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l’OTAN", "OTAN"), ("L'OTAN", "otan"), ("d’état", "etat"), ("Zvečan", "Zvecan"), ("renforts", "renfort"),
        ("Kosovo's", "Kosovo"), ("troupes", "troupe"), ("régionaux", "régional"), ("4 500", "4 500"),
        ("4,500", "4500"), ("U.N.", "UN"), ("qu’elle", "elle"), ("déployées", "déployé"), ("cœur", "coeur"),
    ],
)  # fmt: skip
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_words_know_their_place() -> None:
    text = "« L’OTAN renforce Saint-Denis.Puis l’armée »"
    assert [text[a:b] for _, a, b in words(text)] == ["OTAN", "renforce", "Saint", "Denis", "Puis", "armée"]


@pytest.mark.parametrize("text", ["", "   ", "😀", "\x00\x01", "'’'’", "ا" * 1000, "a" * 200_000, "l'" * 50_000])
def test_any_text_can_be_folded(text: str) -> None:
    assert isinstance(stems(text), list)
    assert highlight(text, question("OTAN renforts")) == [] or text


def test_small_words_of_one_language_are_not_acronyms_of_another() -> None:
    assert ("onu",) in question("UN troops")[0].phrases
    assert all("un" not in phrase for clause in question("ONU troupes") for phrase in clause.phrases)


def seed_articles() -> list[tuple[Analysis, str]]:
    """The seeds with nothing understood of them: the worst case for search."""
    made = []
    for line in (SEEDS / "manifest.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        body = (SEEDS / entry["file"]).read_text("utf-8")
        made.append((Analysis(article_id=entry["file"][:3], language="und", published_at=entry["published_at"]), body))
    return made


@pytest.fixture
def settings(stack: LocalStack, names: Any) -> Settings:
    return Settings(elasticsearch_url=stack.elasticsearch.url, elasticsearch_prefix=names.index)


@pytest.fixture
def client(settings: Settings) -> Elasticsearch:
    client = connect(settings)
    prepare(client, settings)
    return client


def put(client: Elasticsearch, made: list[documents.Document]) -> None:
    dead: dict[Any, Any] = {}
    Writer(client, Observer()).write([Job(d, d.id) for d in made], lambda _: None, dead.__setitem__)
    assert not dead
    client.indices.refresh(index="*")


@pytest.mark.integration
def test_english_and_french_find_the_second_story(client: Elasticsearch, settings: Settings) -> None:
    prefix = settings.elasticsearch_prefix
    assert search(client, "anything", prefix=prefix) == []
    put(client, [d for record, body in seed_articles() for d in documents.of_analysis(prefix, record, body)])
    french, english = (search(client, text, prefix=prefix) for text in ("OTAN renforts", "NATO reinforcements"))
    assert {"002", "003", "004"} <= {hit.id for hit in french}
    assert {hit.id for hit in french} == {hit.id for hit in english}
    for hit in [*french, *english]:
        assert hit.highlights
        for piece in hit.highlights:
            assert piece.text in hit.source["body"]
            assert piece.marks
            assert all(piece.text[a:b].strip() for a, b in piece.marks)
    autumn = search(client, "OTAN", prefix=prefix, filters=Filters(since="2023-09-01", until="2023-10-31"))
    assert {hit.id for hit in autumn} == {"002", "003", "004"}
    assert {hit.id for hit in search(client, "", prefix=prefix)} == {"000", "001", "002", "003", "004"}


@pytest.mark.integration
def test_filters_lists_and_the_chain_to_the_sentence(client: Elasticsearch, settings: Settings) -> None:
    prefix = settings.elasticsearch_prefix
    evidence = Evidence(text="Trois assaillants ont été tués.", article_id="a1", start=0, end=10)
    claims = [Claim(id=f"c{i}", kind="killed", best=3 + i, evidence=evidence) for i in range(2)]
    killed = Reconciled(best=4, claims=claims, parts={"police": Reconciled(best=1, claims=[claims[0]])})
    copy = make.analysis("a2", duplicate_of="a1", similarity=0.9, story_id="s1", events=[make.event("a2-e1")])
    put(client, [
        *documents.of_analysis(prefix, make.analysis(story_id="s1"), "L’OTAN a envoyé des renforts à Banjska."),
        *documents.of_analysis(prefix, copy, "L’OTAN a envoyé des renforts à Banjska."),
        *documents.of_story(prefix, make.story(quantities={"killed": killed})),
        *documents.of_story(prefix, make.story("s2", merged_into="s1")),
        *documents.of_alert(prefix, make.alert()),
    ])  # fmt: skip

    def found(**filters: Any) -> set[str]:
        return {hit.id for hit in search(client, "NATO", prefix=prefix, filters=Filters(**filters))}

    assert found() == {"a1", "a2"}
    assert found(duplicates=False) == {"a1"}
    assert found(country="xk", signal="armed_clash", kind="killed") == {"a1", "a2"}
    assert found(country="FR") == found(kind="troops") == set()
    assert [s.id for s in lists.stories(client, prefix=prefix)] == ["s1"]
    assert [s.id for s in lists.stories(client, prefix=prefix, text="attaque", filters=Filters(country="XK"))] == ["s1"]
    assert [a.id for a in lists.alerts(client, prefix=prefix, state="open", filters=Filters(country="XK"))] == ["al1"]
    assert lists.alerts(client, prefix=prefix, rule="other") == []
    assert [(d["id"], d["duplicate_of"]) for d in lists.duplicates(client, prefix=prefix)] == [("a2", "a1")]
    for id_ in ("al1", "s1", "a1"):
        chain = lists.explain(client, id_, prefix=prefix)
        assert chain is not None
        assert chain.story is not None
        assert chain.story.id == "s1"
        assert [(kind, claim.id, claim.evidence.text) for kind, claim in chain.claims] == [
            ("killed", "c0", evidence.text), ("killed", "c1", evidence.text)
        ]  # fmt: skip
        assert [a["id"] for a in chain.articles] == ["a1", "a2"]
    assert lists.explain(client, "nothing", prefix=prefix) is None
