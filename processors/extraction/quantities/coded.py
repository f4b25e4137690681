"""The bare toll that closes a coded report: "… killing four villagers. 4 fatalities.", "(coded as 15 fatalities)".

Data sets write the total of a happening behind its account. It is nobody new: those told before are all of it.
"""

from __future__ import annotations

from processors.extraction.marks import QuantityMark, lowers
from processors.extraction.quantities.words import Words

_CLOSED = frozenset({".", ";", "(", ")", "[", "]", "!", "?", "\n"})
_REACH = 12
"""Tokens on either side within which a bare toll ends."""


def code(marks: list[QuantityMark], words: Words) -> None:
    """Join the figures of a kind to the bare toll behind them."""
    for toll in marks:
        if toll.part_of is not None or toll.same_as is not None or not _is_bare(toll, words):
            continue
        told = [m for m in marks if m.kind == toll.kind and m.mode == toll.mode and _before(m, toll)]
        told = [m for m in told if m.part_of is None and m.same_as is None]
        if told:
            _join(told, toll)


def _join(told: list[QuantityMark], toll: QuantityMark) -> None:
    """Fewer are a part; as many the same; more than were coded are a claim that the toll takes back."""
    whole = next((m for m in told if m.best == toll.best), toll)
    if whole is not toll:
        toll.same_as = whole
    for mark in told:
        if mark is whole:
            continue
        if (mark.best or 0) > (whole.best or 0):
            mark.same_as, whole.revised_from = whole, mark
        else:
            mark.part_of = whole


def _before(mark: QuantityMark, toll: QuantityMark) -> bool:
    """In the same entry, a line of its own."""
    gap = lowers(mark.span.doc)[mark.span.end : toll.span.start]
    return mark.span.end <= toll.span.start and not any("\n" in word for word in gap)


def _is_bare(mark: QuantityMark, words: Words) -> bool:
    """Nothing but the figure between full stops or in brackets; or between commas, said to be how it was coded."""
    if mark.best is None or not (mark.head.like_num or mark.head.lower_ in words.sets["bare_toll"]):
        return False
    doc, lower = mark.span.doc, lowers(mark.span.doc)
    start, end = mark.span.start, mark.span.end
    while start and mark.span.start - start < _REACH and lower[start - 1] not in _CLOSED:
        start -= 1
    while end < len(doc) and end - mark.span.end < _REACH and lower[end] not in _CLOSED:
        end += 1
    if _plain(mark, range(start, end), words):
        return True
    while start < mark.span.start and "," in lower[start : mark.span.start]:
        start += 1
    end = next((k for k in range(mark.span.end, end) if lower[k] == ","), end)
    return not words.sets["coding"].isdisjoint(lower[start:end]) and _plain(mark, range(start, end), words)


def _plain(mark: QuantityMark, part: range, words: Words) -> bool:
    """No word in this part of the text says more than a toll does."""
    doc, known = mark.span.doc, words.sets["bare_toll"] | words.sets["coding"]
    return all(doc[k].lower_ in known or doc[k].like_num or doc[k].is_punct or doc[k].is_space for k in part)
