"""Progress bars for what is fetched the first time."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from tocsin.local import artifacts
from tocsin.local.artifacts import Installed


def install(console: Console | None = None) -> Installed:
    """Fetch what is missing, showing how far it is; silent when all is cached."""
    if not artifacts.missing():
        return artifacts.install()
    console = console or Console(stderr=True)
    total = sum(artifact.size for artifact in artifacts.listed())
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("Kafka and Elasticsearch (once)", total=total)
        return artifacts.install(advance=lambda _name, count: bars.update(task, advance=count))
