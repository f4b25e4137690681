"""The made-up stream: the same seed gives the same articles, and a longer stream plays in more towns."""

from __future__ import annotations

from collections import Counter

from benchmarks.corpus import generate
from benchmarks.corpus.generate import ARTICLES_PER_TOWN, towns
from processors.extraction.places.index import load
from tests.chaos.corpus import stream

SHORT, LONG = 200, 4000


def test_a_seed_is_a_corpus():
    one, other, another = generate(SHORT, seed=5), generate(SHORT, seed=5), generate(SHORT, seed=6)
    assert [a.to_json() for a in one.articles] == [a.to_json() for a in other.articles]
    assert [a.body for a in one.articles] != [a.body for a in another.articles]
    assert len(one.articles) == SHORT == len({a.id for a in one.articles})


def test_every_slot_and_choice_of_a_template_is_filled():
    for article in generate(1000, seed=2).articles:
        assert not set("[]{}|") & set(f"{article.title}{article.body}"), article.body


def test_a_longer_stream_plays_in_more_towns_of_more_countries():
    few, many = towns(SHORT, 1), towns(LONG, 1)
    assert many[: len(few)] == few
    assert len(many) == len({name for name, _ in many}) == LONG // ARTICLES_PER_TOWN
    assert len({country for _, country in many}) > 100
    assert towns(LONG, 1) == many != towns(LONG, 2)


def test_no_town_takes_a_great_part_of_a_long_stream():
    told = Counter((a.title or "").rpartition(" ")[2] for a in generate(LONG, seed=1).articles)
    assert max(count for word, count in told.items() if word[:1].isupper()) < LONG / 50


def test_towns_are_real():
    index = load()
    assert [name for name, _ in towns(10**6, 1)[30:] if not index.find(name)] == []


def test_a_stream_sent_faster_lies_closer_in_event_time():
    def hours(faster: float) -> float:
        articles, _ = stream(1000, 1, faster)
        times = [a.published_at for a in articles if a.published_at]
        return (max(times) - min(times)).total_seconds() / 3600

    assert hours(2.5) < 0.6 * hours(1.0)
    assert hours(0.5) == hours(1.0)
