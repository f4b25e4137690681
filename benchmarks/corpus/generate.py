"""A stream of articles from our own templates: stories told by several outlets, copied, with poison among them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.corpus import background
from tocsin.records import Article

START = datetime(2024, 3, 4, 6, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent
ARTICLES_PER_TOWN = 8
WEEKDAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
POISON = (
    b"{not json",
    b"\xff\xfe\x00binary",
    b'{"title": "no body"}',
    b'{"body": 7}',
    b"[]",
    b'{"body": "x", "published_at": "yesterday"}',
)


@dataclass
class Corpus:
    """Articles in the order of publication, and raw messages that are no articles."""

    articles: list[Article] = field(default_factory=list)
    poison: list[bytes] = field(default_factory=list)
    stories: int = 0
    copies: int = 0


def generate(
    count: int, seed: int = 1, copies: float = 0.25, poison: float = 0.01, gap_minutes: float = 7.0, full: bool = False
) -> Corpus:
    """A corpus of ``count`` articles.

    Args:
        count: articles, copies included.
        seed: the same seed gives the same corpus.
        copies: share of articles that copy an earlier one (another dateline, cut, or the same).
        poison: messages that are no articles, as a share of ``count``.
        gap_minutes: mean time between two articles.
        full: filled up to the length of real news (``background``); else some fifty words each, for tests.
    """
    rng = random.Random(seed)
    data = _data()
    places = towns(count, seed)
    corpus = Corpus()
    now = START
    while len(corpus.articles) < count:
        corpus.stories += 1
        now += timedelta(minutes=rng.expovariate(1 / gap_minutes))
        story = _story(rng, data, places, now)
        told: list[Article] = []
        for telling in range(rng.choice((1, 1, 2, 3, 4))):
            at = now + timedelta(minutes=telling * rng.uniform(5, 90))
            number = len(corpus.articles) + len(told)
            told.append(_tell(rng, data, story, at, f"{seed}-{number}", full))
            while rng.random() < copies:
                told.append(_copy(rng, data, rng.choice(told), at, f"{seed}-{len(corpus.articles) + len(told)}"))
                corpus.copies += 1
        corpus.articles.extend(told)
    corpus.articles = corpus.articles[:count]
    corpus.articles.sort(key=lambda a: (a.published_at or START, a.id))
    corpus.poison = [rng.choice(POISON) for _ in range(int(count * poison))]
    return corpus


def towns(count: int, seed: int) -> list[tuple[str, str]]:
    """Where a stream of so many articles plays: towns with their countries, more in a longer one.

    With the same towns for any length the stories of a long stream would grow into each other.
    """
    found = [(place, country) for place, country in _data()["places"]]
    known = {place for place, _ in found}
    rng = random.Random(f"towns {seed}")
    more = yaml.safe_load((FOLDER / "towns.yaml").read_text("utf-8"))
    others = [(place, country) for country, places in more.items() for place in places if place not in known]
    wanted = max(0, min(len(others), count // ARTICLES_PER_TOWN - len(found)))
    return found + rng.sample(others, wanted)


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "templates.yaml").read_text("utf-8"))
    return loaded


def _story(rng: random.Random, data: dict[str, Any], places: list[tuple[str, str]], now: datetime) -> dict[str, Any]:
    place, country = rng.choice(places)
    return {
        "subject": rng.choice(sorted(data["subjects"])),
        "place": place,
        "country": country,
        "weekday": f"{now:%A}",
        "weekday_fr": WEEKDAYS_FR[now.weekday()],
        "n": rng.randint(2, 19),
        "m": rng.randint(3, 60),
        "hundreds": rng.randrange(150, 1900, 10),
        "force": rng.choice(data["forces"]),
        "group": rng.choice(data["groups"]),
        "name": " ".join(map(rng.choice, rng.choice(data["names"]))),
        "company": " ".join(map(rng.choice, data["companies"])),
        "club": rng.choice(data["clubs"]),
    }


def _tell(
    rng: random.Random, data: dict[str, Any], story: dict[str, Any], at: datetime, number: str, full: bool
) -> Article:
    forms = data["subjects"][story["subject"]]
    language = rng.choice(sorted(forms))
    form = forms[language]
    more = rng.sample(form["more"], rng.randint(1, len(form["more"])))
    paragraphs = [background.worded(rng, text).format(**story) for text in (form["lead"], *more)]
    if full:
        own = random.Random(number)  # of its own: the rest of the corpus is the same with and without
        words = background.length(own) - sum(len(paragraph.split()) for paragraph in paragraphs)
        paragraphs += background.paragraphs(own, story["subject"], language, story, words)
    agency = rng.choice(data["agencies"])
    outlet = f"outlet-{rng.randint(1, 30)}.example"
    return Article(
        id=f"a-{number}",
        url=f"https://{outlet}/{number}",
        source=outlet,
        title=form["headline"].format(**story),
        body=f"{story['place'].upper()} ({agency}) - " + "\n\n".join(paragraphs),
        language=language,
        published_at=at.replace(microsecond=0),
    )


def _copy(rng: random.Random, data: dict[str, Any], original: Article, at: datetime, number: str) -> Article:
    body = original.body
    kind = rng.randrange(3)
    if kind == 1:
        body = body.partition(" - ")[2] or body
    elif kind == 2:
        body += f"\n\nSubscribe to our newsletter {number} for more."
    outlet = f"outlet-{rng.randint(31, 60)}.example"
    return original.model_copy(
        update={
            "id": f"a-{number}",
            "url": f"https://{outlet}/{number}",
            "source": outlet,
            "body": body,
            "published_at": (at + timedelta(minutes=rng.uniform(1, 120))).replace(microsecond=0),
        }
    )
