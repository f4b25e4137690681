"""Rows as a table for people, and into a page between markers."""

from __future__ import annotations

import argparse
import os
import platform
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.suite.base import Row

HEAD = ("what", "ours", "limit", "ratio", "unit", "n", "bar", "")


def number(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return ""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def cells(row: Row) -> list[str]:
    """A row of the table."""
    met = {True: "met", False: "missed", None: ""}[row.met]
    ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
    return [row.name, number(row.ours), number(row.limit), ratio, row.unit, f"{row.n:,}", row.bar, met]


def shown(rows: Sequence[Row]) -> str:
    """For a terminal."""
    table = [list(HEAD), *(cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            c.ljust(w) if i in (0, 4, 6) else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    )


def markdown(rows: Sequence[Row]) -> str:
    """For a page."""
    lines = [list(HEAD), ["---", "--:", "--:", "--:", "---", "--:", "---", "---"], *(cells(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines)


def machine() -> str:
    """What it was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def load_note() -> str:
    """The machine's load over the last minute: above the number of cores, figures of time are pessimistic."""
    return f"{os.getloadavg()[0]:.1f}"


def write(page: Path, name: str, rows: Sequence[Row], note: str, chosen: argparse.Namespace) -> None:
    """Renew the section of a benchmark between its markers; a page without them gets it at its end."""
    flags = (" --quick" if chosen.quick else "") + (" --corpus …" if chosen.corpus else "")
    said = f"`python -m benchmarks {name}{flags}`, {datetime.now(UTC):%Y-%m-%d}, {machine()}; {note}."
    section = f"<!-- bench:{name} -->\n{said}\n\n{markdown(rows)}\n<!-- /bench:{name} -->"
    text = page.read_text("utf-8") if page.is_file() else "# Performance\n"
    pattern = re.compile(rf"<!-- bench:{name} -->.*?<!-- /bench:{name} -->", re.DOTALL)
    found = pattern.search(text) is not None
    text = pattern.sub(lambda _match: section, text) if found else f"{text.rstrip()}\n\n{section}\n"
    page.write_text(text, "utf-8")
