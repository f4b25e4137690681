"""``tocsin replay``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from producers.pacing import Pace
from producers.publish import Publisher, PublishError
from producers.replay import Position
from producers.replay import replay as run
from tocsin import health as health_page
from tocsin import metrics
from tocsin.cli import settings_of
from tocsin.health import Health
from tocsin.reading import Read, Refused, SourceError


@click.command()
@click.argument("source", metavar="PATH")
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="Articles a second.")
@click.option(
    "--speed",
    type=click.FloatRange(min=0, min_open=True),
    help="Published time runs so many times as fast: 3600 makes an hour a second.",
)
@click.option(
    "--longest-pause", default=5.0, show_default=True, help="With --speed: seconds between two articles, at most."
)
@click.option("--loop", is_flag=True, help="Start again at the end, until stopped. Ids stay: nothing is counted twice.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted replay of this source stopped.")
@click.option("--state", default=".tocsin/replay", show_default=True, help="Folder for positions.")
@click.option("--quiet", is_flag=True, help="Only the summary.")
@click.pass_context
def replay(
    ctx: click.Context,
    source: str,
    rate: float | None,
    speed: float | None,
    longest_pause: float,
    loop: bool,
    resume: bool,
    state: str,
    quiet: bool,
) -> None:
    """Publish PATH as a news stream, in its order.

    PATH is a folder of .txt files with a manifest.jsonl ({"file", "published_at", …} a line), a JSON Lines
    file of articles (.jsonl, .jsonl.gz) or - for standard input. Only "body" is compulsory in an article.

    \b
    tocsin replay seeds/ --speed 86400        a day of news in a second
    tocsin replay news.jsonl.gz --rate 50     fifty articles a second
    cat news.jsonl | tocsin replay -          flat out

    A bad line is refused by name and number and the rest goes on; the exit status is then 1.
    """
    if rate and speed:
        raise click.UsageError("give --rate or --speed, not both")
    settings = settings_of(ctx).settings
    position = Position.of(source, Path(state)) if source != "-" else None
    if position and not resume:
        position.contiguous = 0
    published = refused = skipped = 0
    health = Health()

    def show(item: Read | Refused) -> None:
        if isinstance(item, Refused):
            metrics.REFUSED.inc()
            click.echo(f"refused  {item.where}:{item.line}: {item.reason}", err=True)
        elif not quiet:
            day = item.article.published_at.isoformat() if item.article.published_at else "no date"
            click.echo(f"article  {item.article.id}  {day}  {(item.article.title or item.article.body[:60]).strip()!r}")

    try:
        if settings.metrics_port:
            health_page.serve(health, settings.metrics_host, settings.metrics_port)
        with Publisher(settings) as publisher:
            health.started = True
            while True:
                outcome = run(source, publisher, Pace(rate, speed, longest_pause), position, show)
                published += outcome.published
                refused += len(outcome.refused)
                skipped += outcome.skipped
                if not loop or source == "-":
                    break
    except KeyboardInterrupt:
        click.echo("stopped; go on with --resume", err=True)
        sys.exit(130)
    except (SourceError, PublishError, ConnectionError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        if position and position.contiguous:
            position.save()
    click.echo(
        f"{published} published, {refused} refused" + (f", {skipped} already there" if skipped else ""), err=True
    )
    sys.exit(1 if refused else 0)
