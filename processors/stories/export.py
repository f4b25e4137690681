"""Stories in the forms that others read: ``export(stories, "acled")``.

One row is one happening. ``jsonl`` holds everything; the others what their columns can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from processors.stories.exports import acled, geojson, plover, table, ucdp
from tocsin.records import Story

Writer = Callable[[Iterable[Story]], Iterator[str]]


def _jsonl(stories: Iterable[Story]) -> Iterator[str]:
    for story in stories:
        yield story.to_json().decode() + "\n"


FORMATS: dict[str, Writer] = {
    "jsonl": _jsonl,
    "csv": table.write,
    "acled": acled.write,
    "ucdp": ucdp.write,
    "plover": plover.write,
    "geojson": geojson.write,
}


def export(stories: Iterable[Story], form: str) -> str:
    """The whole export as one text; see ``export_lines``."""
    return "".join(export_lines(stories, form))


def export_lines(stories: Iterable[Story], form: str) -> Iterator[str]:
    """Lines of an export; absorbed stories are left out.

    Raises:
        ValueError: an unknown form; says which there are.
    """
    if form not in FORMATS:
        raise ValueError(f"unknown export format {form!r}: choose one of {', '.join(FORMATS)}")
    return FORMATS[form](story for story in stories if story.merged_into is None)
