"""``tocsin demo`` and ``tocsin up``: the whole house on this machine, each part a child process."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from tocsin import topics
from tocsin.cli import settings_of
from tocsin.commands.live import Latencies, Live
from tocsin.commands.report import report
from tocsin.local import LocalStack, progress
from tocsin.local.errors import LocalStackError
from tocsin.local.ports import choose as free_port
from tocsin.settings import Settings, environment
from tocsin.supervisor import Part, Supervisor

PAUSES = (1.0, 5.0)
"""Seconds between two articles of the demo, at least and at most."""
ROOT = Path(__file__).resolve().parents[2]


@click.command()
@click.option("--speed", default=2_000_000.0, show_default=True, help="Published seconds that pass in a second.")
@click.option("--data", default=".tocsin/demo", show_default=True, help="Folder for the demo's data; emptied first.")
@click.option(
    "--articles", default=str(ROOT / "seeds"), show_default="the five seeds", help="Folder or JSON Lines file."
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON on standard output.")
@click.pass_context
def demo(ctx: click.Context, speed: float, data: str, articles: str, as_json: bool) -> None:
    """Start a real Kafka, a real Elasticsearch and every part of Tocsin; replay five articles; report.

    Needs nothing but Python. Ctrl-C at any time ends everything it started.
    """
    console = Console(highlight=False, stderr=as_json)
    with _house(ctx, console, Path(data), fresh=True) as (settings, supervisor):
        live = Live(settings, console)
        latencies = Latencies(settings)
        console.print(f"\nReplaying {Path(articles).name}: {speed:,.0f} published seconds a second …\n")
        expected = _publish(settings, articles, speed, supervisor, live, latencies, console)
        if not _settle(expected, supervisor, live, latencies, console):
            raise click.ClickException(f"not everything came out in time; see the logs in {data}/logs")
        report(settings, console, live, latencies, as_json=as_json)


@click.command()
@click.option("--speed", default=2_000_000.0, show_default=True, help="Published seconds that pass in a second.")
@click.option("--data", default=".tocsin/up", show_default=True, help="Folder for data; kept.")
@click.option("--articles", default=str(ROOT / "seeds"), show_default="the five seeds", help="Replayed at the start.")
@click.option("--empty", is_flag=True, help="Replay nothing at the start.")
@click.pass_context
def up(ctx: click.Context, speed: float, data: str, articles: str, empty: bool) -> None:
    """Like demo, and stay: take articles until stopped. Its data are kept for the next time.

    While it runs, in another shell:  tocsin replay news.jsonl   tocsin search …   tocsin alerts
    """
    console = Console(highlight=False)
    with _house(ctx, console, Path(data), fresh=False) as (settings, supervisor):
        live = Live(settings, console, from_start=False)
        latencies = Latencies(settings)
        if not empty:
            _publish(settings, articles, speed, supervisor, live, latencies, console)
        console.print(
            "\nUp. In another shell, with these settings, every command finds this system; Ctrl-C stops it.\n"
        )
        console.print(
            f"  export TOCSIN_KAFKA_BOOTSTRAP={settings.kafka_bootstrap} "
            f"TOCSIN_ELASTICSEARCH_URL={settings.elasticsearch_url}\n",
            soft_wrap=True,
        )
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                _look(supervisor, live, latencies, console)
                time.sleep(0.2)


@contextlib.contextmanager
def _house(ctx: click.Context, console: Console, data: Path, fresh: bool) -> Iterator[tuple[Settings, Supervisor]]:
    """Servers, topics, templates, worker and sink; all gone again at the end, however it comes."""
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    progress.install(console)
    try:
        with LocalStack(data / "servers") as stack:
            console.print(f"Kafka {stack.kafka.address} and Elasticsearch {stack.elasticsearch.url} are up.")
            settings = settings_of(
                ctx,
                kafka_bootstrap=stack.kafka.address,
                elasticsearch_url=stack.elasticsearch.url,
                worker_data=str(data / "worker"),
            ).settings
            topics.create(settings)
            _templates(settings)
            parts = [
                Part("worker", ("worker", "--id", "worker-1"), {"TOCSIN_METRICS_PORT": str(free_port())}),
                Part("sink", ("sink",), {"TOCSIN_METRICS_PORT": str(free_port())}),
            ]
            with _stopping(console, Supervisor(parts, data / "logs", environment(settings))) as supervisor:
                supervisor.start()
                _await_ready(supervisor, console)
                yield settings, supervisor
    except LocalStackError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        console.print("\nStopped; nothing is left running.")
        sys.exit(130)


def _await_ready(supervisor: Supervisor, console: Console, timeout: float = 180.0) -> None:
    deadline = time.monotonic() + timeout
    with console.status("Worker and sink are starting, language models are loading …"):
        while waiting := {name: why for name in supervisor.parts if (why := supervisor.health(name))}:
            for line in supervisor.check():
                console.print(f"[yellow]{line}[/]")
            if time.monotonic() > deadline:
                raise click.ClickException(f"not ready within {timeout:.0f} s: {waiting}")
            time.sleep(0.2)
    console.print("Worker and sink are ready.")


@contextlib.contextmanager
def _stopping(console: Console, supervisor: Supervisor) -> Iterator[Supervisor]:
    try:
        yield supervisor
    finally:
        with contextlib.suppress(KeyboardInterrupt):
            supervisor.stop(20)


def _templates(settings: Settings) -> None:
    from sinks.elasticsearch.client import connect
    from sinks.elasticsearch.indices import ensure_alias, prepare

    with connect(settings) as client:
        prepare(client, settings)
        ensure_alias(client, settings.elasticsearch_prefix)


def _publish(
    settings: Settings,
    articles: str,
    speed: float,
    supervisor: Supervisor,
    live: Live,
    latencies: Latencies,
    console: Console,
) -> set[str]:
    from producers.pacing import Pace
    from producers.publish import Publisher
    from producers.replay import replay
    from tocsin.reading import Refused, SourceError

    expected: set[str] = set()

    def patiently(seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            _look(supervisor, live, latencies, console)
            time.sleep(min(0.1, left))

    def on_item(item: Any) -> None:
        if isinstance(item, Refused):
            console.print(f"[red]refused[/]   {item.where}:{item.line}: {item.reason}")
            return
        expected.add(item.article.id)
        latencies.published(item.article.id)
        live.published(item.article)

    while not live.ready():
        _look(supervisor, live, latencies, console)
        time.sleep(0.1)
    try:
        with Publisher(settings) as publisher:
            pace = Pace(speed=speed, shortest=PAUSES[0], longest=PAUSES[1], sleep=patiently)
            replay(articles, publisher, pace, None, on_item)
    except SourceError as error:
        raise click.ClickException(str(error)) from error
    return expected


def _look(supervisor: Supervisor, live: Live, latencies: Latencies, console: Console) -> None:
    for line in supervisor.check():
        console.print(f"[yellow]{line}[/]")
    live.poll()
    latencies.poll()


def _settle(
    expected: set[str], supervisor: Supervisor, live: Live, latencies: Latencies, console: Console, timeout: float = 300
) -> bool:
    """Wait until every article is searchable and nothing more comes for a moment."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        _look(supervisor, live, latencies, console)
        if latencies.searchable(expected, live.dead_letters) and live.quiet_for(2.0):
            return True
        time.sleep(0.1)
    return False
