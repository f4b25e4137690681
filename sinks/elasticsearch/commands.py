"""Commands of the index: ``sink``, ``setup``, ``search``, ``stories``, ``alerts`` (the list), ``explain``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from rich.console import Console

from sinks.elasticsearch import indices, kibana, lists, show
from sinks.elasticsearch import search as questions
from sinks.elasticsearch.client import check_version, connect, wait_until_up
from sinks.elasticsearch.search import Filters
from tocsin import logs, topics
from tocsin.cli import settings_of
from tocsin.settings import Settings

as_json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
size_option = click.option("-n", "--size", default=20, show_default=True, type=click.IntRange(1, lists.MAX_LISTED))


def filter_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options that narrow any list."""
    for option in (
        click.option("--since", metavar="DAY", help="From this day on (2023-09-01)."),
        click.option("--until", metavar="DAY", help="Up to this day."),
        click.option("--country", metavar="CC", help="Two letters; Kosovo is XK."),
        click.option("--signal", metavar="SIGNAL", help="For example ARMED_CLASH, TROOP_BUILDUP."),
    ):
        function = option(function)
    return function


@click.command()
@click.pass_context
def sink(ctx: click.Context) -> None:
    """Write analyses, stories, alerts and dead letters into Elasticsearch, until stopped.

    Waits for either server as long as it takes. Documents that Elasticsearch can never take go to the dead
    letters; when most messages do, it stops instead (setting dead_letter_ratio) with exit status 1.
    """
    from sinks.elasticsearch.dead import TooManyDeadLetters
    from sinks.elasticsearch.service import run

    settings = settings_of(ctx).settings
    logs.configure(settings.log_level, settings.log_format)
    try:
        run(settings)
    except (TooManyDeadLetters, ConnectionError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--timeout", default=120.0, show_default=True, help="Seconds to wait for each server.")
@click.option("--no-topics", is_flag=True, help="Leave Kafka alone.")
@click.option("--expire", is_flag=True, help="Also delete indices older than the setting elasticsearch_retention_days.")
@click.pass_context
def setup(ctx: click.Context, timeout: float, no_topics: bool, expire: bool) -> None:
    """Create topics and index templates, and import the Kibana objects. Harmless when repeated.

    Kibana is left out when the setting kibana_url is empty.
    """
    settings = settings_of(ctx).settings
    try:
        if not no_topics:
            for name, outcome in topics.create(settings, timeout):
                click.echo(f"topic {name}: {outcome}")
        with connect(settings) as client:
            wait_until_up(client, timeout)
            version = ".".join(map(str, check_version(client)))
            prepared = indices.prepare(client, settings)
            indices.ensure_alias(client, settings.elasticsearch_prefix)
            languages = ", ".join(prepared.languages) or "none on this server (our own folding serves)"
            click.echo(f"Elasticsearch {version}: templates {', '.join(prepared.templates)}; analyzers: {languages}")
            if expire:
                days = settings.elasticsearch_retention_days
                for name in indices.delete_expired(client, settings.elasticsearch_prefix, days):
                    click.echo(f"deleted {name}")
        if settings.kibana_url:
            click.echo(f"Kibana: {kibana.import_objects(settings, timeout=timeout)} objects imported")
    except (ConnectionError, ApiError, TransportError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("words", nargs=-1)
@filter_options
@click.option("--kind", metavar="KIND", help="With a figure of this kind: killed, injured, troops …")
@click.option("--source", help="Of this outlet.")
@click.option("--language", metavar="LL", help="In this language.")
@click.option("--story", metavar="ID", help="Of this story.")
@click.option("--no-duplicates", is_flag=True, help="Leave out copies.")
@size_option
@as_json_option
@click.pass_context
def search(
    ctx: click.Context, words: tuple[str, ...], since: str | None, until: str | None, country: str | None,
    signal: str | None, kind: str | None, source: str | None, language: str | None, story: str | None,
    no_duplicates: bool, size: int, as_json: bool,
) -> None:  # fmt: skip
    """Find articles, in any language and spelling.

    \b
    tocsin search "OTAN renforts"           finds the same articles as
    tocsin search "NATO reinforcements"
    tocsin search Banjska --since 2023-09-24 --kind killed
    """
    filters = Filters(since, until, country, signal, kind, source, language, story, not no_duplicates)
    with _index(ctx) as (client, settings):
        prefix = settings.elasticsearch_prefix
        found = questions.search(client, " ".join(words), prefix=prefix, filters=filters, size=size)
    if as_json:
        for hit in found:
            pieces = [{"text": piece.text, "marks": piece.marks} for piece in hit.highlights]
            _print({"id": hit.id, "score": hit.score, "highlights": pieces, **hit.source})
    else:
        show.hits(Console(), found)


@click.command()
@click.argument("words", nargs=-1)
@filter_options
@click.option("--merged", is_flag=True, help="Also those that were found to be part of another.")
@size_option
@as_json_option
@click.pass_context
def stories(
    ctx: click.Context, words: tuple[str, ...], since: str | None, until: str | None, country: str | None,
    signal: str | None, merged: bool, size: int, as_json: bool,
) -> None:  # fmt: skip
    """List stories with their reconciled figures, the one that changed last first."""
    filters = Filters(since, until, country, signal)
    with _index(ctx) as (client, settings):
        found = lists.stories(
            client,
            prefix=settings.elasticsearch_prefix,
            text=" ".join(words),
            filters=filters,
            merged=merged,
            size=size,
        )
    if as_json:
        for one in found:
            _print(one.to_dict())
    else:
        show.stories(Console(), found)


@click.command("alerts")
@click.argument("words", nargs=-1)
@filter_options
@click.option("--state", type=click.Choice(["open", "acknowledged", "resolved"]))
@click.option("--rule", metavar="ID", help="Raised by this rule.")
@click.option("--severity", type=click.Choice(["info", "warning", "critical"]))
@size_option
@as_json_option
@click.pass_context
def alerts(
    ctx: click.Context, words: tuple[str, ...], since: str | None, until: str | None, country: str | None,
    signal: str | None, state: str | None, rule: str | None, severity: str | None, size: int, as_json: bool,
) -> None:  # fmt: skip
    """List alerts, the newest first, with the sentence each rests on."""
    filters = Filters(since, until, country, signal)
    with _index(ctx) as (client, settings):
        found = lists.alerts(
            client, prefix=settings.elasticsearch_prefix, text=" ".join(words), state=state, rule=rule,
            severity=severity, filters=filters, size=size,
        )  # fmt: skip
    if as_json:
        for one in found:
            _print(one.to_dict())
    else:
        show.alerts(Console(), found)


@click.command()
@click.argument("id_", metavar="ID")
@as_json_option
@click.pass_context
def explain(ctx: click.Context, id_: str, as_json: bool) -> None:
    """Show the chain from an alert (or a story, or an article) to the claims and the sentences they rest on."""
    with _index(ctx) as (client, settings):
        chain = lists.explain(client, id_, prefix=settings.elasticsearch_prefix)
    if chain is None:
        raise click.ClickException(f"no alert, story or article has the id {id_}")
    if as_json:
        _print({
            "alert": chain.alert.to_dict() if chain.alert else None,
            "story": chain.story.to_dict() if chain.story else None,
            "claims": [{**claim.model_dump(mode="json"), "kind": kind} for kind, claim in chain.claims],
            "articles": [article["id"] for article in chain.articles],
        })  # fmt: skip
    else:
        show.explained(Console(), chain)


@contextmanager
def _index(ctx: click.Context) -> Iterator[tuple[Elasticsearch, Settings]]:
    settings = settings_of(ctx).settings
    try:
        with connect(settings) as client:
            yield client, settings
    except TransportError as error:
        url = settings.elasticsearch_url.rsplit("@", 1)[-1]
        raise click.ClickException(f"no Elasticsearch answers at {url} ({type(error).__name__})") from error
    except ApiError as error:
        raise click.ClickException(f"Elasticsearch: {error}") from error


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
