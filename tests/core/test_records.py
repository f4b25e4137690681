"""The contract: ids, times, offsets, and schemas that are never stale."""

from pathlib import Path

import pytest

from tocsin.commands.schemas import documents
from tocsin.records import Article, CleanArticle, RecordError, Segment

ROOT = Path(__file__).parents[2]


def test_the_id_comes_from_the_url_else_from_the_body():
    assert Article(body="a", url="https://x.example/1").id == Article(body="b", url="https://x.example/1").id
    assert Article(body="a").id != Article(body="b").id
    assert Article(body="a", id="mine").id == "mine"


def test_an_article_survives_the_wire_unchanged():
    article = Article(body="« Ça »\n", title=" T ", published_at="2023-05-28T12:00:00+02:00", source="")
    again = Article.from_json(article.to_json())
    assert again == article
    assert again.published_at.isoformat() == "2023-05-28T10:00:00+00:00"
    assert (again.title, again.source) == ("T", None)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"body": null}', b"\xff", b'{"body": "x", "schema": 0}'])
def test_what_is_no_article_says_so(raw):
    with pytest.raises(RecordError, match="not a valid article"):
        Article.from_json(raw)


def test_offsets_lead_back_into_the_body():
    body = "A &amp; B\n<ad>\nC"
    clean = CleanArticle(
        article=Article(body=body),
        text="A & B C",
        segments=[
            Segment(text=0, body=0, length=2, body_length=2),
            Segment(text=2, body=2, length=1, body_length=5),
            Segment(text=3, body=7, length=2, body_length=2),
            Segment(text=5, body=14, length=2, body_length=2),
        ],
        language="en",
    )
    assert body[slice(*clean.to_body(0, 5))] == "A &amp; B"
    assert body[slice(*clean.to_body(2, 3))] == "&amp;"
    assert body[slice(*clean.to_body(6, 7))] == "C"


def test_generated_documents_are_not_stale():
    for name, text in documents().items():
        assert (ROOT / "docs" / "schemas" / name).read_text("utf-8") == text, f"run 'make schemas': {name}"


def test_a_time_that_cannot_be_told_is_refused_not_a_crash():
    with pytest.raises(RecordError, match="published_at"):
        Article.from_json(b'{"body": "x", "published_at": "0001-01-01T00:00:00+14:00"}')
