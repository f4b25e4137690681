"""``tocsin topics``."""

from __future__ import annotations

import click

from tocsin import topics as all_topics
from tocsin.cli import settings_of


@click.group()
def topics() -> None:
    """The Kafka topics: created by us, never by the broker on first use."""


@topics.command()
@click.option("--timeout", default=60.0, show_default=True, help="Seconds to wait for a broker.")
@click.pass_context
def create(ctx: click.Context, timeout: float) -> None:
    """Create all topics that are not there yet."""
    settings = settings_of(ctx).settings
    try:
        for name, outcome in all_topics.create(settings, timeout):
            click.echo(f"{outcome:8} {name}")
    except ConnectionError as error:
        raise click.ClickException(str(error)) from error


@topics.command("list")
@click.pass_context
def list_(ctx: click.Context) -> None:
    """List topics, what they carry, and how they are kept."""
    settings = settings_of(ctx).settings
    for topic in all_topics.TOPICS:
        kept = "compacted" if topic.compacted else "kept" if topic.forever else f"{settings.topics_retention_days} days"
        click.echo(
            f"{settings.topic(topic.name):22} {topic.partitions(settings):3} partitions  {kept:10} "
            f"{topic.record:18} {topic.about}"
        )
