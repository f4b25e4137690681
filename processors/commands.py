"""Commands of this room: ``analyze``, ``worker``, ``rules``, ``eval``, ``export``."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from processors.alerting.commands import rules_group
from tocsin import broker, logs
from tocsin.cli import settings_of
from tocsin.reading import Refused, SourceError, read
from tocsin.records import Article, Record, Story
from tocsin.settings import Settings

if TYPE_CHECKING:
    from processors.alerting.history import Chain, StoryStream
    from processors.pipeline import Outcome


@click.command()
@click.option("--id", "worker_id", help="Name of this worker, one each; it keeps its partitions over a restart.")
@click.option("--processes", type=click.IntRange(min=0), help="Processes for language work; 0 takes one per core.")
@click.option("--wait", type=float, default=0.0, hidden=True, help="Seconds slept per article instead of reading it.")
@click.pass_context
def worker(ctx: click.Context, worker_id: str | None, processes: int | None, wait: float) -> None:
    """Run the Faust agents until stopped: clean, dedupe, extract, link, alert.

    Start as many as there are partitions, each with a name of its own (--id, or TOCSIN_WORKER_ID). It finishes
    its batch on SIGTERM; after a kill another one goes on, and nothing is lost or counted twice.
    """
    from processors.worker import run

    settings = settings_of(ctx, worker_id=worker_id, worker_processes=processes).settings
    logs.configure(settings.log_level, settings.log_format)
    _check_models(settings)
    try:
        broker.check(settings)
    except broker.Refused as error:
        raise click.ClickException(str(error)) from error
    run(settings, wait)


def _check_models(settings: Settings) -> None:
    """A pipeline that was named and is not there stops the worker before it takes an article."""
    from processors.extraction.load import ModelError, trained

    for language, model in (("en", settings.model_en), ("fr", settings.model_fr)):
        if model:
            try:
                trained(language, model)
            except ModelError as error:
                raise click.ClickException(str(error)) from error


@click.command()
@click.argument("sources", metavar="[FILE|FOLDER|-]...", nargs=-1)
@click.option("--stories", "what", flag_value="stories", help="Print the stories instead.")
@click.option("--alerts", "what", flag_value="alerts", help="Print the alerts instead.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the texts with their spans marked."
)
@click.option(
    "--processes", type=click.IntRange(min=0), default=0, help="Processes for language work; 0 takes one per core."
)
@click.pass_context
def analyze(ctx: click.Context, sources: tuple[str, ...], what: str | None, html: Path | None, processes: int) -> None:
    """Read articles and print one analysis a line, in input order. No server is needed.

    Articles are JSON Lines ({"body": …} is enough) from a file (.jsonl, .jsonl.gz) or standard input (-), or a
    folder of texts. The same code as in the stream; duplicates and stories are those of the whole input.

    \b
    tocsin analyze seeds/ | jq .summary
    tocsin analyze seeds/ --stories
    echo '{"body": "Two soldiers were killed in Gao on Monday."}' | tocsin analyze

    A bad line gives {"error", "line"} on standard error and the rest goes on; the exit status is then 1. Lines with
    one id are versions of one article: the newest counts, and {"note", "ids"} tells of them.
    """
    settings = settings_of(ctx).settings
    logs.configure("WARNING", settings.log_format)
    if html is not None and not html.parent.is_dir():
        raise click.ClickException(f"there is no folder {html.parent} to write {html.name} into")
    articles, bad = _articles(sources or ("-",))
    _tell_versions(articles)
    with _progress(len(articles)) as advance:
        outcome = _run(articles, settings, processes, advance)
    chosen: dict[str, Sequence[Record]] = {"stories": outcome.stories, "alerts": outcome.alerts}
    records = chosen.get(what or "", outcome.analyses)
    out = sys.stdout.buffer
    for record in records:
        out.write(record.to_json() + b"\n")
    out.flush()
    if html is not None:
        _write_html(html, articles, outcome)
    sys.exit(1 if bad else 0)


def _run(
    articles: list[Article], settings: Settings, processes: int = 0, advance: Callable[[int], None] = lambda _done: None
) -> Outcome:
    """The pipeline; a pipeline of the settings that cannot be loaded is told in one line."""
    from processors import pipeline
    from processors.extraction.load import ModelError

    try:
        return pipeline.run(articles, settings, processes, advance)
    except ModelError as error:
        raise click.ClickException(str(error)) from error


def _articles(sources: Sequence[str]) -> tuple[list[Article], int]:
    """All articles of the sources; a bad line is told on standard error and counted."""
    articles: list[Article] = []
    bad = 0
    try:
        for source in sources:
            for item in read(source):
                if isinstance(item, Refused):
                    bad += 1
                    line = {"error": item.reason, "line": item.line, "source": item.where}
                    click.echo(json.dumps(line, ensure_ascii=False), err=True)
                else:
                    articles.append(item.article)
    except SourceError as error:
        raise click.ClickException(str(error)) from error
    return articles, bad


def _tell_versions(articles: Sequence[Article]) -> None:
    """On standard error: which ids stand on several lines, so that fewer analyses come out than lines went in."""
    counted = Counter(article.id for article in articles)
    if several := [known for known, lines in counted.items() if lines > 1]:
        note = f"{len(articles) - len(counted)} lines repeat the id of another: of these versions the newest counts"
        click.echo(json.dumps({"note": note, "ids": several[:20]}, ensure_ascii=False), err=True)


class _progress:
    """A bar on standard error, when that is a terminal."""

    def __init__(self, total: int) -> None:
        columns = (SpinnerColumn(), TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
        self._total = total

    def __enter__(self) -> _progress:
        self._bar.start()
        self._task = self._bar.add_task("reading", total=self._total)
        return self

    def __call__(self, done: int) -> None:
        self._bar.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _write_html(path: Path, articles: Sequence[Article], outcome: Outcome) -> None:
    from processors.extraction.html import page

    bodies = {article.id: article for article in articles}
    try:
        path.write_text(page([(bodies[a.article_id], a) for a in outcome.analyses]), "utf-8")
    except OSError as error:
        raise click.ClickException(f"cannot write {path}: {error.strerror}") from error
    click.echo(f"written: {path}", err=True)


@click.command()
@click.argument("sources", metavar="[FILE|FOLDER|-]...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "acled", "ucdp", "plover", "geojson"]),
    default="jsonl",
    show_default=True,
    help="Whose columns.",
)
@click.option("--output", type=click.File("wb"), default="-", help="File to write; default standard output.")
@click.pass_context
def export(ctx: click.Context, sources: tuple[str, ...], form: str, output: IO[bytes]) -> None:
    """Stories in the form that other tools read: from articles, or from a file of stories (analyze --stories)."""
    from processors.stories.export import export as write

    settings = settings_of(ctx).settings
    told, bad = _stories(sources or ("-",), settings)
    output.write(write(told, form).encode())
    sys.exit(1 if bad else 0)


def _stories(sources: Sequence[str], settings: Settings) -> tuple[Sequence[Story], int]:
    """Stories of files that hold stories (from ``analyze --stories``), or of articles; and how many lines were bad."""
    from processors.alerting.commands import read_history

    told: list[Story] = []
    for source in sources:
        if _holds_stories(Path(source)):
            told += read_history(Path(source))[1]
    if told:
        return told, 0
    articles, bad = _articles(sources)
    return _run(articles, settings).stories, bad


def _holds_stories(path: Path) -> bool:
    """Whether the first line of a file is a story."""
    try:
        with path.open("rb") as lines:
            first = json.loads(next((line for line in lines if line.strip()), b"null"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "happenings" in first


def _chain() -> Chain:
    from processors import pipeline

    return lambda articles: pipeline.run(articles, Settings(), processes=1).stories


def _stream() -> StoryStream:
    from processors import pipeline

    return lambda articles: pipeline.story_revisions(articles, Settings())


rules = rules_group(_chain, _stream)
