"""Commands of this room: ``analyze``, ``worker``, ``rules``, ``eval``, ``export``."""

from __future__ import annotations

import click

from tocsin import logs
from tocsin.cli import settings_of


@click.command()
@click.option("--id", "worker_id", help="Name of this worker, one each; it keeps its partitions over a restart.")
@click.option("--processes", type=int, help="Processes for language work; 0 takes one per core.")
@click.option(
    "--wait", type=float, default=0.0, hidden=True, help="Seconds slept per article instead of language work."
)
@click.pass_context
def worker(ctx: click.Context, worker_id: str | None, processes: int | None, wait: float) -> None:
    """Run the Faust agents until stopped: clean, dedupe, extract, link, alert.

    Start as many as there are partitions, each with a name of its own (--id, or TOCSIN_WORKER_ID). It finishes
    its batch on SIGTERM; after a kill another one goes on, and nothing is lost or counted twice.
    """
    from processors.worker import run

    settings = settings_of(ctx, worker_id=worker_id, worker_processes=processes).settings
    logs.configure(settings.log_level, settings.log_format)
    run(settings, wait)
