"""``tocsin settings``."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table

from tocsin.cli import settings_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.pass_context
def settings(ctx: click.Context, as_json: bool) -> None:
    """List all settings: value, where it comes from, what it means. Secrets are masked."""
    rows = settings_of(ctx).shown()
    if as_json:
        click.echo(
            json.dumps([dict(zip(("name", "value", "origin", "about"), r, strict=True)) for r in rows], indent=1)
        )
        return
    table = Table("setting", "value", "from", "meaning", box=None, pad_edge=False)
    for name, value, origin, about in rows:
        table.add_row(name, value, origin, about)
    Console().print(table)
