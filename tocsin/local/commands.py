"""``tocsin local``: the two servers alone, from any shell."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tocsin.local import progress
from tocsin.local.errors import LocalStackError
from tocsin.local.stack import LocalStack

data_dir = click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".tocsin"),
    envvar="TOCSIN_DATA_DIR",
    show_default=True,
    help="Folder in which the servers keep their data.",
)


@click.group()
def local() -> None:
    """Kafka and Elasticsearch on this machine, without containers.

    They are fetched once (140 MB), checked by SHA-256, cached, and listen on 127.0.0.1 only.
    """


@local.command()
def fetch() -> None:
    """Fetch and check what the servers are made of, without starting them. Quick when it is all there."""
    try:
        progress.install(Console(stderr=True))
    except LocalStackError as error:
        raise click.ClickException(str(error)) from error


@local.command()
@data_dir
@click.option("--random-ports", is_flag=True, help="Do not try the usual ports first.")
def up(data_dir: Path, random_ports: bool) -> None:
    """Start both and leave them running.

    Prints the settings with which every other command finds them; for example:

        eval "$(tocsin local up)"
    """
    console = Console(stderr=True)
    stack = LocalStack(data_dir, detached=True, preferred_ports=not random_ports)
    try:
        if not stack.attach():
            progress.install(console)
            began = time.monotonic()
            with console.status("Starting Kafka and Elasticsearch …"):
                stack.start()
            console.print(f"Both are up after {time.monotonic() - began:.1f} s; stop them with: tocsin local down")
        elif not all(server.process() for server in stack.servers):
            console.print("Starting the one that had stopped …")
            stack.resume()
        else:
            console.print("Already running.")
    except LocalStackError as error:
        raise click.ClickException(str(error)) from error
    for name, value in stack.environment().items():
        click.echo(f"export {name}={value}")


@local.command()
@data_dir
@click.option("--kill", is_flag=True, help="SIGKILL at once instead of asking first.")
def down(data_dir: Path, kill: bool) -> None:
    """Stop both; their data stay."""
    stack = LocalStack(data_dir, detached=True)
    if not stack.attach():
        click.echo("Nothing is running.", err=True)
        return
    if kill:
        for server in stack.servers:
            server.kill()
    stack.stop()
    click.echo("Stopped.", err=True)


@local.command()
@data_dir
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(data_dir: Path, as_json: bool) -> None:
    """Show what runs, where, and how much memory it takes. Exit status 1 unless both are ready."""
    rows = LocalStack(data_dir, detached=True).status()
    if as_json:
        click.echo(json.dumps([row.__dict__ for row in rows]))
    else:
        table = Table("server", "state", "address", "pid", "memory")
        for row in rows:
            memory = f"{row.memory_mb} MB" if row.memory_mb else ""
            table.add_row(row.name, row.state, row.address, str(row.pid or ""), memory)
        Console().print(table)
    if any(row.state != "ready" for row in rows):
        raise SystemExit(1)


@local.command()
@data_dir
@click.option("-n", "--lines", default=40, show_default=True, help="Lines of each log.")
@click.option("-f", "--follow", is_flag=True, help="Go on until Ctrl-C.")
@click.argument("server", required=False, type=click.Choice(["kafka", "elasticsearch"]))
def logs(data_dir: Path, lines: int, follow: bool, server: str | None) -> None:
    """Show the end of the servers' logs."""
    names = [server] if server else ["kafka", "elasticsearch"]
    positions: dict[Path, int] = {}
    stack = LocalStack(data_dir, detached=True)
    for name, text in stack.logs(lines).items():
        if name in names:
            click.echo(f"── {name}\n{text}")
            file = stack.data_dir / name / f"{name}.log"
            positions[file] = file.stat().st_size if file.exists() else 0
    while follow:
        for file, position in positions.items():
            if file.exists() and file.stat().st_size > position:
                with file.open("rb") as handle:
                    handle.seek(position)
                    data = handle.read()
                positions[file] = position + len(data)
                click.echo(data.decode("utf-8", "replace"), nl=False)
        time.sleep(0.5)
