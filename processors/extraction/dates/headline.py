"""The day of what only a headline tells: headlines name none, and what stands below them does.

"Gunmen storm mining town" above "Fighters overran Gayeri on Tuesday" is told of Tuesday, not of the day of publication.
"""

from __future__ import annotations

from itertools import takewhile

from spacy.tokens import Doc

from processors.extraction.dates.narrative import STANDING, TELLS, sibling
from processors.extraction.marks import EventMark, as_datetime

_LONGEST = 30
"""Tokens of a headline."""
_LEAD = 60
"""Tokens below a headline within which the lead tells its day."""
_ENDS = frozenset({".", "!", "?", "…"})


def date_headline(doc: Doc, events: list[EventMark]) -> None:
    """Give the events of a headline that have no day but that of publication the day of the first event below."""
    end = headline_end(doc)
    published = as_datetime(doc)
    if not end or published is None:
        return
    above = [e for e in events if e.trigger.end <= end and _may(e) and e.date and e.date.anchor == "publication"]
    if not above:
        return
    below = [e for e in events if end < e.trigger.start <= end + _LEAD and _may(e)]
    lead = min(below, key=lambda e: e.trigger.start, default=None)
    if lead is None or lead.date is None or lead.date.anchor == "publication" or lead.date.precision != "day":
        return
    for event in above:
        event.date = sibling(event.trigger, lead.date, published.date())


def headline_end(doc: Doc) -> int:
    """Where the headline that opens a text ends, in tokens: a short first line without a full stop; 0 without one."""
    end = len(list(takewhile(lambda token: "\n" not in token.text_with_ws, doc[: _LONGEST + 1])))
    if not 0 < end <= _LONGEST or end + 1 >= len(doc):
        return 0
    last = doc[end] if not doc[end].is_space else doc[end - 1]
    return 0 if last.text in _ENDS else end


def _may(event: EventMark) -> bool:
    return event.type in TELLS and event.realis in STANDING
