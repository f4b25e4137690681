"""One line a desk editor could read: who did what to whom, where, when, how many."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.marks import EventMark, QuantityMark


def summary_line(doc: Doc, events: list[EventMark], quantities: list[QuantityMark]) -> str | None:
    """The summary, from the extracted facts (main event first); None when there is nothing to say."""
    return None
