"""The whole chain in this process: articles in, analyses, stories and alerts out; no server, no clock.

The same pure steps as in the stream. Because deduplication and linking are functions of the set of articles,
what comes out is what the stream would say after the whole input.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from processors.alerting.engine import AlertEngine
from processors.alerting.history import Step
from processors.cleaning.clean import clean
from processors.dedupe.deduplicator import Deduplicator
from processors.dedupe.fingerprint import Fingerprint, fingerprint
from processors.extraction.extract import Extractor
from processors.extraction.load import ModelError
from processors.setup import alert_config, dedupe_config, load_rules, story_config
from processors.stories.linkable import linkable, version
from processors.stories.linker import StoryLinker
from processors.stories.memory import order_key
from processors.stories.siblings import with_sibling_dates
from tocsin.records import Alert, Analysis, Article, Story
from tocsin.settings import Settings

Progress = Callable[[int], None]
SMALL = 12
"""Up to so many articles are done in this process: starting others costs more."""


@dataclass
class Outcome:
    """What came out: analyses in input order, living stories and alerts in the order of their first article."""

    analyses: list[Analysis] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)


@dataclass
class Understood:
    """One article, cleaned and read."""

    analysis: Analysis
    fingerprint: Fingerprint


_extractor: Extractor | None = None


def _prepare(models: dict[str, str], overlay: str | None) -> None:
    global _extractor
    _extractor = Extractor(models=models, overlay=overlay)


def understand(article: Article) -> Understood:
    """Clean and read one article. A failure of language work is a warning in an otherwise empty analysis."""
    if _extractor is None:
        raise RuntimeError("prepare first")
    cleaned = clean(article)
    try:
        analysis = _extractor.extract(cleaned)
    except ModelError:
        raise  # no article can be read then; empty analyses would hide it
    except Exception as error:
        analysis = Analysis(
            article_id=article.id,
            url=article.url,
            source=article.source,
            title=article.title,
            language=cleaned.language,
            published_at=article.published_at,
            origins=cleaned.origins,
            warnings=[f"language work failed: {type(error).__name__}: {error}"[:300]],
        )
    return Understood(analysis, fingerprint(cleaned))


@contextmanager
def reader(settings: Settings, processes: int = 0) -> Iterator[Callable[[Sequence[Article]], Iterator[Understood]]]:
    """Gives a function that reads articles in order, in this process or (for many) in several."""
    models = {"en": settings.model_en, "fr": settings.model_fr}
    arguments = ({key: name for key, name in models.items() if name}, settings.lexicon_overlay)
    pool: ProcessPoolExecutor | None = None

    def read(articles: Sequence[Article]) -> Iterator[Understood]:
        nonlocal pool
        count = processes or os.cpu_count() or 1
        if len(articles) <= SMALL or count == 1:
            if _extractor is None:
                _prepare(*arguments)
            return map(understand, articles)
        if pool is None:
            pool = ProcessPoolExecutor(
                count, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare, initargs=arguments
            )
        return pool.map(understand, articles, chunksize=4)

    try:
        yield read
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


def run(
    articles: Iterable[Article], settings: Settings, processes: int = 0, progress: Progress = lambda _done: None
) -> Outcome:
    """Read, deduplicate, link and alert on a list of articles.

    Args:
        articles: any order; two with one id are one article.
        processes: processes for language work, 0 for one per core.
        progress: told how many articles have been read.
    """
    articles = list(articles)
    understood: list[Understood] = []
    with reader(settings, processes) as read:
        for one in read(articles):
            understood.append(one)
            progress(len(understood))
    return combine(understood, settings)


def combine(understood: Sequence[Understood], settings: Settings) -> Outcome:
    """Verdicts, stories and alerts for articles that have been read.

    Articles are taken one by one in the order of publication, as a stream in good order would bring them.
    """
    understood = newest(understood)
    rules = load_rules(settings).rules
    engine = AlertEngine(rules, alert_config(settings))
    outcome = Outcome(analyses=[one.analysis for one in understood])
    stories: dict[str, Story] = {}
    assigned: dict[str, str] = {}
    told: dict[str, Alert] = {}
    for assignments, step in _linked(understood, settings):
        assigned.update(assignments)
        stories.update((story.id, story) for story in step.stories)
        alerts = engine.on_sources(step.heard) + engine.on_stories(step.stories)
        told.update((alert.id, alert) for alert in alerts)
    outcome.analyses = [_placed(analysis, assigned, stories) for analysis in outcome.analyses]
    outcome.stories = [story for story in stories.values() if story.merged_into is None]
    told.update((alert.id, alert) for alert in engine.finish())
    told.update((alert.id, alert) for alert in engine.alerts())
    outcome.alerts = [alert for alert in told.values() if alert.superseded_by is None]
    return outcome


def _placed(analysis: Analysis, assigned: dict[str, str], stories: dict[str, Story]) -> Analysis:
    """The analysis with its story, and the dates that the story's other articles give."""
    analysis.story_id = assigned.get(analysis.article_id)
    story = stories.get(analysis.story_id or "")
    return with_sibling_dates(analysis, story) if story is not None else analysis


def _linked(understood: Sequence[Understood], settings: Settings) -> Iterator[tuple[dict[str, str], Step]]:
    """Give analyses their verdicts, then link one by one; yields assignments and what follows of each."""
    deduplicator = Deduplicator(dedupe_config(settings))
    verdicts = {v.article_id: v for v in deduplicator.add([one.fingerprint for one in understood])}
    for one in understood:
        verdict = verdicts.get(one.analysis.article_id)
        if verdict is not None:
            one.analysis.duplicate_of = verdict.duplicate_of
            one.analysis.similarity = verdict.similarity
    linker = StoryLinker(story_config(settings))
    for item in sorted((linkable(one.analysis) for one in understood), key=order_key):
        result = linker.add([item])
        heard = [(item.source, item.at)] if item.source and item.at else []
        yield result.assignments, Step(result.stories, heard)


def story_revisions(articles: Iterable[Article], settings: Settings) -> Iterator[Step]:
    """Story revisions as each article causes them, in the order of publication (for back-tests)."""
    with reader(settings) as read:
        understood = newest(read(list(articles)))
    yield from (step for _, step in _linked(understood, settings))


def newest(understood: Iterable[Understood]) -> list[Understood]:
    """Of the versions of an article (one id, another text) the one fetched last, at the place of the first.

    A file says no more than the order of its lines; in the stream each would be fetched later than the one before.
    """
    found: dict[str, Understood] = {}
    for one in understood:
        known = found.get(one.analysis.article_id)
        if known is None or version(one.analysis) >= version(known.analysis):
            found[one.analysis.article_id] = one
    return list(found.values())
