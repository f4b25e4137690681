"""The stream of a run: generated articles, some without a date, and what no one can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.corpus import generate
from benchmarks.corpus.generate import START
from processors import pipeline
from tests.chaos.fragile import CRASH, RAISE
from tocsin.records import AnalysedArticle, Article
from tocsin.settings import Settings

UNDATED_EVERY = 40
GAP = 3.0
"""Minutes of event time between stories: what a part that is down for minutes brings late stays within
``lateness_hours``, beyond which nothing promises the same answer; windows close in a stream of thousands."""
REQUEST_LIMIT = "300kb"
"""What Elasticsearch takes in one request; also the reason why an oversized document is one."""


@dataclass
class Stream:
    """What goes in, and what must come out."""

    articles: list[Article]
    closing: Article
    poison: list[bytes]
    crashes: list[Article]
    refused: list[AnalysedArticle]
    oversized: list[AnalysedArticle]
    expected: pipeline.Outcome

    def write(self, path: Path) -> None:
        """The articles as a file for ``tocsin replay``."""
        path.write_bytes(b"".join(article.to_json() + b"\n" for article in self.articles))


def stream(count: int, seed: int, faster: float = 1.0) -> tuple[list[Article], Article]:
    """Articles in the order of publication, and a last one that moves event time past every window.

    Args:
        faster: how many times as fast as its form they are sent. They lie that much closer in event time, else a worker
            that stands still for three minutes brings news of more than three days ago, which raise no alert.
    """
    corpus = generate(count, seed=seed, gap_minutes=GAP / max(1.0, faster))
    articles = [_undated(a) if n % UNDATED_EVERY == 7 else a for n, a in enumerate(corpus.articles)]
    last = max(a.published_at for a in corpus.articles if a.published_at)
    closing = Article(
        id="closing", source="closing.example", language="en", published_at=last + timedelta(days=2),
        body="Gunmen shot dead 3 police officers in Cali, Colombia, on Monday, the interior ministry said.",
    )  # fmt: skip
    return articles, closing


def build(count: int, seed: int, settings: Settings, faster: float = 1.0) -> Stream:
    """A stream of ``count`` articles, and the answer of the undisturbed chain in this process."""
    articles, closing = stream(count, seed, faster)
    poison = [
        *(b"%s %d" % (bytes_, n) for n, bytes_ in enumerate(generate(count, seed=seed).poison)),
        b"{not json", b"\xff\xfe\x00", b'{"title": "no body"}', b"[]", b"", b"\x00" * 1000,
    ]  # fmt: skip
    crashes = [_crash(n, word) for n, word in enumerate((CRASH, RAISE, CRASH)[: 3 if count > 1000 else 1])]
    return Stream(
        articles, closing, list(dict.fromkeys(poison)), crashes,
        [_analysis("refused-" + "x" * 600)],  # no id may be longer than 512 bytes
        [_analysis("oversized", body="word " * 75_000)],
        pipeline.run([*articles, closing], settings),
    )  # fmt: skip


def _undated(article: Article) -> Article:
    """Without a date of publication its time is when it was fetched."""
    return article.model_copy(update={"published_at": None, "fetched_at": article.published_at})


def _crash(number: int, word: str) -> Article:
    text = f"Number {number} of those that nobody survives. {word} The {'very ' * number}end."
    return Article(id=f"crash-{number}", body=text, language="en", published_at=START)


def _analysis(name: str, body: str = "x", **values: object) -> AnalysedArticle:
    """One that Elasticsearch refuses, as a part that is not ours could send it."""
    return AnalysedArticle.model_validate(
        {"article_id": name, "language": "en", "published_at": START, "body": body, **values}
    )
