"""The day that a report without a day of publication is told of: the one with which it opens.

Data sets of incidents hold reports of one day each ("03/14/2016: Assailants …", "On 5 June 2021, …"), and no day of
publication. What they tell is news of that day: other expressions are reckoned from it, and it is no memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from spacy.tokens import Doc

from processors.extraction.dates.patterns import Hit
from processors.extraction.dates.rules import Frame, resolve
from processors.extraction.marks import lowers

_OPENING = 200
"""Characters within which a report tells its day, if its first sentence goes on so long."""
_LATER = timedelta(days=400)
"""A text that tells of a year after this looks back on its first day."""
_DAYS = frozenset({"iso", "slashed", "absolute", "range"})
_ENDS = frozenset({".", "!", "?"})


def day_of_report(doc: Doc, hits: Sequence[Hit]) -> datetime | None:
    """The day told first, in the first sentence and with its year; None where the text goes on to later years."""
    if not hits or hits[0].kind not in _DAYS or hits[0].start > _sentence_end(doc):
        return None
    days = resolve(hits[0].kind, hits[0].values, Frame(None))
    years = [int(hit.values["year"]) for hit in hits if "year" in hit.values]
    if days is None or max(years) > (days.end + _LATER).year:
        return None
    return datetime.combine(days.end, time(12), UTC)


def _sentence_end(doc: Doc) -> int:
    """The character at which the first sentence ends, or the opening."""
    ends = (doc[i].idx for i, word in enumerate(lowers(doc)) if word in _ENDS)
    return min(next(ends, _OPENING), _OPENING)
