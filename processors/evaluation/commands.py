"""``tocsin eval``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from processors.evaluation.data import DataError, read
from processors.evaluation.evaluate import Scorecard, evaluate
from processors.evaluation.table import fallen, insert, markdown
from tocsin.cli import settings_of
from tocsin.records import Analysis, Article

ROOT = Path(__file__).resolve().parents[2]
SUITE = ROOT / "tests" / "accuracy" / "suite"


@click.command("eval")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="DATA.jsonl...")
@click.option("--suite", is_flag=True, help="Our own suite, in tests/accuracy/suite.")
@click.option("--half", type=click.Choice(["work", "report", "all"]), default="report", show_default=True)
@click.option("--write", type=click.Path(dir_okay=False, path_type=Path), help="Put the table into this page.")
@click.option("--check", type=click.Path(exists=True, path_type=Path), help="Fail when a figure fell by > 2 points.")
@click.pass_context
def evaluate_command(
    ctx: click.Context, files: Sequence[Path], suite: bool, half: str, write: Path | None, check: Path | None
) -> None:
    """Score the shipped build on annotated articles (docs/accuracy.md tells the form)."""
    settings = settings_of(ctx).settings
    paths = [*files, *(sorted(SUITE.glob("*.jsonl")) if suite or not files else [])]
    try:
        items = [item for path in paths for item in read(path) if half in ("all", item.half)]
    except DataError as error:
        raise click.ClickException(str(error)) from error
    if not items:
        raise click.ClickException(f"no annotated articles in {', '.join(map(str, paths)) or SUITE}")

    def analyse(articles: Sequence[Article]) -> list[Analysis]:
        from processors.pipeline import reader

        with reader(settings) as run:
            return [one.analysis for one in run(articles)]

    card = evaluate(items, analyse)
    _show(card)
    if write:
        page = write.read_text("utf-8") if write.is_file() else "# Accuracy\n"
        write.write_text(insert(page, markdown(card)), "utf-8")
    if check and (worse := fallen(card, check.read_text("utf-8"))):
        click.echo("worse than " + str(check) + ":\n" + "\n".join(worse), err=True)
        sys.exit(1)


def _show(card: Scorecard) -> None:
    table = Table("language", "what", "precision", "recall", "F1", "n", box=None, pad_edge=False)
    for line in card.lines:
        figures = (f"{line.precision:.3f}", f"{line.recall:.3f}", f"{line.f1:.3f}", str(line.n))
        table.add_row(line.language, line.name, *figures)
    Console().print(table)
