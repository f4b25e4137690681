"""Commands of this room: ``sink``, ``setup``, ``search``, ``stories``, ``explain``, ``notify``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from rich.console import Console
from rich.text import Text

from sinks.elasticsearch import lists
from sinks.elasticsearch.client import connect, wait_until_up
from sinks.elasticsearch.search import Filters, Highlight
from sinks.elasticsearch.search import search as find
from tocsin import logs, topics
from tocsin.cli import settings_of
from tocsin.records import Claim, Story
from tocsin.settings import Settings
from tocsin.shown import safe


@contextmanager
def index(ctx: click.Context) -> Iterator[tuple[Elasticsearch, Settings]]:
    """A client of the index in the settings; what goes wrong becomes one clear line."""
    settings = settings_of(ctx).settings
    try:
        with connect(settings) as client:
            yield client, settings
    except (ApiError, TransportError, ConnectionError) as error:
        raise click.ClickException(f"Elasticsearch at {settings.elasticsearch_url}: {error}") from error


@click.command()
@click.pass_context
def sink(ctx: click.Context) -> None:
    """Write analyses, stories and alerts into Elasticsearch until stopped.

    An offset is committed only after Elasticsearch has acknowledged the document; while it refuses, the sink waits.
    """
    from sinks.elasticsearch.service import run

    settings = settings_of(ctx).settings
    logs.configure(settings.log_level, settings.log_format)
    try:
        run(settings)
    except (RuntimeError, ConnectionError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--timeout", default=120.0, show_default=True, help="Seconds to wait for the servers.")
@click.pass_context
def setup(ctx: click.Context, timeout: float) -> None:
    """Create topics and index templates, import the Kibana objects. Safe to repeat."""
    from sinks.elasticsearch.indices import ensure_alias, prepare

    with index(ctx) as (client, settings):
        for name, outcome in topics.create(settings, timeout):
            click.echo(f"{outcome:8} {name}")
        wait_until_up(client, timeout)
        try:
            conflicts = prepare(client, settings).conflicts
        except RuntimeError as error:
            raise click.ClickException(str(error)) from error
        for conflict in conflicts:
            click.echo(f"warning: {conflict}", err=True)
        ensure_alias(client, settings.elasticsearch_prefix)
        click.echo(f"index templates and aliases for {settings.elasticsearch_prefix}-*")
    if settings.kibana_url:
        from sinks.elasticsearch.kibana import import_objects

        click.echo(import_objects(settings, timeout))


def _day(_ctx: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """A day or a time in ISO 8601 form, as it was given."""
    try:
        if value is not None:
            datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day such as 2023-09-24") from None
    return value


def filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that narrow a list."""
    for option in (
        click.option("--size", type=click.IntRange(1, 10_000), default=10, show_default=True, help="How many at most."),
        click.option("--since", callback=_day, metavar="DAY", help="From this day on (2023-09-24)."),
        click.option("--until", callback=_day, metavar="DAY", help="Up to this day."),
        click.option("--country", help="ISO code; Kosovo is XK."),
        click.option("--signal", help="ARMED_CLASH, TROOP_BUILDUP, …"),
        click.option("--kind", help="With a figure of this kind: killed, injured, troops, …"),
        click.option("--json", "as_json", is_flag=True, help="One JSON object a line."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1, required=True)
@filters
@click.option("--language", help="ISO 639-1.")
@click.option("--source", help="Outlet.")
@click.option("--story", help="Id of a story.")
@click.option("--originals", is_flag=True, help="Leave duplicates out.")
@click.pass_context
def search(
    ctx: click.Context, /, words: Sequence[str], size: int, as_json: bool, originals: bool, **narrow: str | None
) -> None:
    """Find articles, in any language and spelling: "OTAN renforts" and "NATO reinforcements" find the same."""
    chosen = Filters(**narrow, duplicates=not originals)
    with index(ctx) as (client, settings):
        hits = find(client, " ".join(words), prefix=settings.elasticsearch_prefix, filters=chosen, size=size)
    if as_json:
        for hit in hits:
            click.echo(json.dumps({"id": hit.id, "score": hit.score, **hit.source}, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for hit in hits:
        source = hit.source
        day = str(source.get("published_at") or "")[:10]
        title = source.get("title") or source.get("summary") or hit.id
        console.print(f"[bold]{safe(title)}[/]", soft_wrap=True)
        outlet = safe(source.get("source") or "")
        console.print(f"  {hit.id}  {day}  {source.get('language')}  {outlet}  story {source.get('story_id')}")
        for piece in hit.highlights:
            console.print(_lit(piece), soft_wrap=True)
    if not hits:
        console.print("nothing found")
        sys.exit(1)


def _lit(piece: Highlight) -> Text:
    text = Text("  … " + "".join(c if c.isprintable() else " " for c in piece.text))
    for start, end in piece.marks:
        text.stylize("bold yellow", start + 4, end + 4)
    return text


@click.command()
@click.argument("words", nargs=-1)
@filters
@click.pass_context
def stories(ctx: click.Context, /, words: Sequence[str], size: int, as_json: bool, **narrow: str | None) -> None:
    """List stories with their reconciled figures, the one that changed last first."""
    with index(ctx) as (client, settings):
        found = lists.stories(
            client,
            prefix=settings.elasticsearch_prefix,
            text=" ".join(words),
            filters=Filters(**narrow),  # type: ignore[arg-type]
            size=size,
        )
    from tocsin.commands.report import figures

    console = Console(highlight=False)
    for story in found:
        if as_json:
            click.echo(story.to_json())
            continue
        console.print(f"[bold]{safe(story.title or story.id)}[/]", soft_wrap=True)
        where = f"{story.place.name} ({story.place.country})" if story.place else "–"
        when = story.date.start if story.date else "–"
        console.print(
            f"  {story.id}  {when}  {safe(where)}  severity {story.severity}  {len(story.articles)} articles, "
            f"{story.independent_origins} independent{'  contested' if story.contested else ''}",
            soft_wrap=True,
        )
        if story.quantities:
            console.print(f"  {figures(story.quantities)}", soft_wrap=True)
    if not found and not as_json:
        console.print("no stories")


@click.command()
@click.argument("id_", metavar="ID")
@click.pass_context
def explain(ctx: click.Context, id_: str) -> None:
    """Show the chain from an alert (or a story, or an article) down to the sentences it rests on."""
    with index(ctx) as (client, settings):
        found = lists.explain(client, id_, prefix=settings.elasticsearch_prefix)
    if found is None:
        raise click.ClickException(f"no alert, story or article has the id {id_}")
    console = Console(highlight=False)
    if found.alert:
        alert = found.alert
        console.print(f"[bold]alert[/] {alert.id}  {alert.severity}  {safe(alert.title)}", soft_wrap=True)
        console.print(f"  rule {alert.rule}: {safe('; '.join(alert.reasons or [alert.reason]))}", soft_wrap=True)
        for evidence in alert.evidence:
            _quote(console, evidence.text, evidence.article_id, evidence.start, evidence.end)
    if found.story:
        _story(console, found.story)
    for kind, claim in found.claims:
        _claim(console, kind, claim)
    for article in found.articles:
        _article(console, article)


def _quote(console: Console, text: str, article: str, start: int, end: int) -> None:
    console.print(f"    “{safe(text)}”  — {article} [{start}:{end}]", soft_wrap=True)


def _story(console: Console, story: Story) -> None:
    console.print(f"[bold]story[/] {story.id} (revision {story.revision})  {safe(story.title or '')}", soft_wrap=True)
    for change in story.timeline:
        at = f"{change.at:%Y-%m-%d %H:%M}" if change.at else "–"
        console.print(f"  {at}  {safe(change.what)}  ({change.article_id})", soft_wrap=True)


def _claim(console: Console, kind: str, claim: Claim) -> None:
    ends = "/".join("?" if value is None else str(value) for value in (claim.low, claim.best, claim.high))
    notes = [f"side {claim.side}" if claim.side else "", f"says {claim.attributed_to}" if claim.attributed_to else ""]
    notes += ["part of another" if claim.part_of else "", "replaced" if claim.superseded_by else ""]
    said = safe(", ".join(note for note in notes if note))
    console.print(f"[bold]claim[/] {kind} {ends}  {claim.mode}  {said}", soft_wrap=True)
    evidence = claim.evidence
    _quote(console, evidence.text, evidence.article_id, evidence.start, evidence.end)


def _article(console: Console, article: Mapping[str, Any]) -> None:
    said = safe(article.get("title") or article.get("summary") or "")
    address = safe(article.get("url") or "")
    day = str(article.get("published_at") or "")[:10]
    console.print(f"[bold]article[/] {article['id']}  {day}  {said}  {address}", soft_wrap=True)


@click.command()
@click.argument("config", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.pass_context
def notify(ctx: click.Context, config: Path | None) -> None:
    """Deliver alerts to the receivers of the notify file (or of the setting notify_config)."""
    from sinks.notify.service import run

    settings = settings_of(ctx, notify_config=str(config) if config else None).settings
    if not settings.notify_config:
        raise click.ClickException("no receivers: name a notify file, or set notify_config (see docs/alerts.md)")
    logs.configure(settings.log_level, settings.log_format)
    run(settings)
