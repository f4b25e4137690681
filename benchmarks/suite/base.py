"""What every benchmark shares: a row of figures, the options, the texts, CPU time of a tree of processes."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.corpus import generate
from processors.cleaning.clean import clean
from tocsin.records import Article, CleanArticle

Say = Callable[[str], None]


@dataclass(frozen=True)
class Row:
    """One figure of ours beside its limit, both of the same run.

    ``ratio`` is ours over the limit unless a benchmark says otherwise; ``bar`` is what we promise, ``met`` whether
    it holds.
    """

    name: str
    ours: float | None
    limit: float | None = None
    ratio: float | None = None
    unit: str = ""
    n: int = 0
    bar: str = ""
    met: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Options:
    """How much to do, on what. ``say`` tells a person what goes on."""

    corpus: Path | None = None
    quick: bool = False
    say: Say = lambda _line: None

    def size(self, quick: int, full: int) -> int:
        """One of the two."""
        return quick if self.quick else full


def against(name: str, ours: float, limit: float, unit: str, n: int, at_least: float | None = None) -> Row:
    """A row where more is better and the limit is what a bare tool does."""
    ratio = ours / limit if limit else 0.0
    bar = f"ratio ≥ {at_least:g}" if at_least is not None else ""
    return Row(name, ours, limit, ratio, unit, n, bar, ratio >= at_least if at_least is not None else None)


def below(name: str, ours: float, bar: float, unit: str, n: int = 1) -> Row:
    """A row where less is better and the limit is a promise."""
    return Row(name, ours, None, None, unit, n, f"≤ {bar:g} {unit}".strip(), ours <= bar)


def articles(options: Options, count: int, seed: int = 1, copies: float = 0.0, full: bool = False) -> list[Article]:
    """Articles of the file given, or made from our own templates; ``full``: as long as real news."""
    if options.corpus is None:
        return generate(count, seed=seed, copies=copies, poison=0.0, full=full).articles
    found = []
    with options.corpus.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            body = row.get("body") or row.get("text")
            if body:
                language = row.get("language") or row.get("lang")
                article = {"id": f"a-{number}", "title": row.get("title"), "body": body, "language": language}
                found.append(Article.model_validate({**article, "published_at": row.get("published_at")}))
            if len(found) == count:
                break
    return found


def cleaned(options: Options, language: str, count: int, full: bool = False) -> list[CleanArticle]:
    """Cleaned articles of one language; ``full``: as long as real news."""
    made = (clean(article) for article in articles(options, 4 * count, full=full))
    return [one for one in made if one.language == language][:count]


def cpu_of(pid: int) -> float:
    """CPU seconds of a process, its children, and what its ended children used."""
    total = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                total += times.user + times.system
    return total


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else float("nan")


@contextlib.contextmanager
def timed() -> Iterator[list[float]]:
    """CPU seconds of this process over a block, appended to the list given."""
    found: list[float] = []
    begin = time.process_time()
    yield found
    found.append(time.process_time() - begin)
