"""What the children of the pool do: bytes in, bytes out, no Kafka, no event loop."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass, field

from processors.cleaning.clean import clean
from processors.extraction.extract import Extractor
from tocsin.records import AnalysedArticle, Article, CleanArticle, RecordError


@dataclass(slots=True)
class Result:
    """``value`` or ``error`` and ``reason``; ``seconds`` of work; ``counts`` for the parent's metrics."""

    value: bytes | None = None
    error: str | None = None
    reason: str = ""
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)


FIRST = {
    "en": "Two soldiers were killed in an attack near Gao on Monday, 3 June 2024, officials said.",
    "fr": "Deux soldats ont été tués lundi 3 juin 2024 dans une attaque près de Gao, selon les autorités.",
}

_extractor: Extractor | None = None
_wait = 0.0


def prepare(models: dict[str, str], overlay: str | None, wait: float) -> None:
    """Remember how to load pipelines in this process."""
    global _extractor, _wait
    _extractor, _wait = Extractor(models=models, overlay=overlay), wait


def warm() -> None:
    """Load the pipelines of the languages we speak, and whatever word list the first article would load.

    What is loaded stays: garbage collection need not walk through it (half a second each time), now or later.
    """
    if _extractor is None or _wait:
        return
    gc.disable()
    try:
        for language, text in FIRST.items():
            _extractor.extract(clean(Article(id="first", body=text, language=language)))
        gc.freeze()  # loading leaves next to no garbage behind: to look for it would take a fifth of a second
    finally:
        gc.enable()


def clean_article(raw: bytes) -> Result:
    """``Article`` → ``CleanArticle``."""
    begin = time.perf_counter()
    try:
        value = clean(Article.from_json(raw)).to_json()
    except RecordError as error:
        return Result(error="record", reason=str(error))
    except Exception as error:
        return Result(error=type(error).__name__, reason=f"cleaning failed: {error}"[:500])
    return Result(value=value, seconds=time.perf_counter() - begin)


def extract_article(raw: bytes) -> Result:
    """``CleanArticle`` → ``AnalysedArticle``."""
    begin = time.perf_counter()
    if _extractor is None:
        raise RuntimeError("prepare() first")
    try:
        cleaned = CleanArticle.from_json(raw)
        if _wait:
            time.sleep(_wait)
            analysis = AnalysedArticle(
                article_id=cleaned.article.id, language=cleaned.language, published_at=cleaned.article.published_at
            )
        else:
            analysis = AnalysedArticle.model_construct(**dict(_extractor.extract(cleaned)), body=cleaned.article.body)
        value = analysis.to_json()
    except RecordError as error:
        return Result(error="record", reason=str(error))
    except Exception as error:
        return Result(error=type(error).__name__, reason=f"extraction failed: {error}"[:500])
    counts: dict[str, int] = {}
    for event in analysis.events:
        counts[event.type] = counts.get(event.type, 0) + 1
    return Result(value=value, seconds=time.perf_counter() - begin, counts=counts)
