"""What the tables share: safe cells, countries, one row a happening."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import pycountry

from processors.stories.titles import told_figures
from tocsin.records import Actor, Happening, Story

Cell = str | int | float | None
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
OCCURRED = ("actual", "reported")


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe (OWASP, CSV injection)."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(RISKY):
        return "'" + cell
    return cell


def lines(header: Sequence[str], rows: Iterable[dict[str, Cell]]) -> Iterator[str]:
    """CSV after RFC 4180, a header first."""
    yield _line(header)
    for row in rows:
        yield _line([safe(row.get(name)) for name in header])


def _line(cells: Sequence[Cell]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(["" if cell is None else cell for cell in cells])
    return buffer.getvalue()


def happenings(stories: Iterable[Story]) -> Iterator[tuple[Story, Happening]]:
    """Each happening with its story."""
    for story in stories:
        for happening in story.happenings:
            yield story, happening


@lru_cache(maxsize=512)
def country(alpha2: str | None, whose: Literal["acled", "ucdp"] | None = None) -> tuple[str, str, int | None]:
    """English name (as ACLED or UCDP GED has it), three-letter code and number; Kosovo has no ISO number."""
    if not alpha2:
        return ("", "", None)
    if alpha2 == "XK":
        return ("Kosovo", "XKX", None)
    found = pycountry.countries.get(alpha_2=alpha2)
    if found is None:
        return (alpha2, "", None)
    theirs = _their_names().get(alpha2) if whose else None
    called = theirs[whose == "ucdp"] if theirs else getattr(found, "common_name", found.name)
    return (called, found.alpha_3, int(found.numeric))


@lru_cache(maxsize=1)
def _their_names() -> dict[str, list[str]]:
    text = (files("processors.stories") / "data" / "country_names.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {code: names for code, *names in rows}


def name(actor: Actor) -> str:
    """An actor as a table names it."""
    return actor.name or actor.text


def opponents(happening: Happening) -> tuple[list[Actor], list[Actor]]:
    """Who acts, and whom it is done to; of two who fight each other, and so stand on both sides, one on each."""
    first, second = happening.actors, happening.recipients
    struck = {_key(actor) for actor in second}
    if not first or not any(_key(actor) in struck for actor in first):
        return first, second
    lead = _key(first[0])
    others = [actor for actor in second if _key(actor) != lead]
    if not others:
        return first, second
    return [actor for actor in first if _key(actor) == lead or _key(actor) not in struck], others


def _key(actor: Actor) -> str:
    return actor.id or name(actor)


HAPPENED = ("event", "flow_in")
"""Modes of figures that count people of this happening: not those freed, nor totals since another day, nor plans."""


def number(happening: Happening, kind: str) -> tuple[int | None, int | None, int | None]:
    """Low, best, high of a kind; all None when nothing is known of this happening."""
    known = happening.quantities.get(kind)
    return (known.low, known.best, known.high) if known is not None and known.mode in HAPPENED else (None, None, None)


def gone(happening: Happening) -> str:
    """People who were freed, released or withdrawn: ``28 freed``."""
    return "; ".join(told_figures({kind: q for kind, q in happening.quantities.items() if q.mode == "flow_out"}))


def is_contested(happening: Happening) -> bool:
    """Someone denies it, or its figures exclude each other."""
    return bool(happening.contested_by) or any(known.contested for known in happening.quantities.values())


def sources(story: Story, happening: Happening) -> str:
    """Who told it: outlets of the evidence, else independent origins."""
    told = sorted({e.source for e in happening.evidence if e.source})
    return "; ".join(told or happening.origins or story.sources)


def day(text: str | None) -> str | None:
    """The date part of an ISO date or time."""
    return text[:10] if text else None
