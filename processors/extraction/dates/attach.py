"""Which date belongs to an event: ``date_of(event_trigger, doc, realis)``.

Order: a date in the trigger's own clause, then one in the sentence that no other verb of its own
claims, then one in the sentence before, same paragraph, (anchor ``sibling``). A date that hangs on a verb of
saying is that of the statement. Convention: an actual event that is given no date is that of
publication, and says so (anchor ``publication``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.dates.distance import LOOSE, QUALIFIES, STATED, cost, dated, of_whom, since
from processors.extraction.dates.narrative import (
    LASTS,
    OLD,
    RECENT,
    WORDS,
    of_entry,
    of_lead,
    of_opening,
    of_sentence_before,
    of_story,
    published_on,
    told_on,
)
from processors.extraction.dates.tense import governor
from processors.extraction.marks import DateMark, as_datetime, dates_of

_HAPPENED = frozenset({"actual", "reported", "negated"})
_FROM = lexicon.function_words("from_day")
_FOLLOWING = lexicon.function_words("following")
_DASHES = frozenset({"-", "–", "—", "--"})
_OWN = 1.0
"""Cost below which a day is that of what is only thought of ("may march on Friday"), not of who thinks of it."""
_OPENING, _AGENCY = 14, 6
"""Tokens within which a dateline ends, and of an agency between its date and its dash."""


def date_of(
    event_trigger: Span,
    doc: Doc,
    realis: str = "actual",
    kind: str | None = None,
    overlay: str | None = None,
    mentions: Sequence[Span] = (),
) -> DateMark | None:
    """The date of an event, or None when the text gives none.

    Args:
        event_trigger: the words by which the event is told.
        doc: with ``doc._.dates`` filled in.
        realis: decides between past and future dates.
        kind: the type of the event; words (a reproach, a call) are not dated by the sentence before.
        overlay: a user's lexicon folder.
        mentions: the other words by which the text tells the same happening.
    """
    speech = _speech(doc.lang_ or "en", overlay)
    lasting = _lasting(event_trigger, doc, speech) if realis in _HAPPENED else None
    if lasting is not None:
        return lasting
    found = _said(event_trigger, doc, realis, speech)
    if found is not None and found[0] < (_OWN if realis == "hypothetical" else LOOSE):
        return found[1]
    elsewhere = _told_elsewhere(doc, realis, speech, mentions)
    if found is not None and elsewhere is not None:
        return elsewhere
    return _of_text(event_trigger, doc, realis, kind, found, elsewhere)


def _told_elsewhere(doc: Doc, realis: str, speech: frozenset[str], mentions: Sequence[Span]) -> DateMark | None:
    """The day that another sentence tells of the same happening."""
    for mention in mentions:
        again = _said(mention, doc, realis, speech)
        if again is not None and again[0] < LOOSE and again[1].precision == "day":
            return again[1]
    return None


def _of_text(
    trigger: Span,
    doc: Doc,
    realis: str,
    kind: str | None,
    found: tuple[float, DateMark] | None,
    elsewhere: DateMark | None,
) -> DateMark | None:
    """What is given no day of its own: that of the story, of the statement that tells it, or of publication."""
    published = as_datetime(doc)
    today = published.date() if published is not None else None
    if realis == "announced" and today is not None and found is None:
        return published_on(trigger, today)
    if realis not in _HAPPENED:
        own = found is not None and (realis != "hypothetical" or found[0] < _OWN)
        return found[1] if own and found is not None else None
    if kind not in WORDS and found is None:
        fits = {d.span.start for d in dates_of(doc) if _fits(d, doc, realis)}
        before = of_sentence_before(trigger, doc, fits) or of_entry(trigger, doc) or of_opening(trigger, doc)
        if before is not None:
            return before
        if elsewhere is not None and told_on(trigger) and today is not None and today - elsewhere.start <= LASTS:
            return elsewhere
    story = of_story(trigger, doc, kind)
    if story is None and found is None:
        fits = {d.span.start for d in dates_of(doc) if _fits(d, doc, realis) and not _of_dateline(d, trigger)}
        story = of_lead(trigger, doc, fits)
    if story is not None:
        return story
    if found is not None and found[0] != QUALIFIES:
        stated = found[0] >= STATED and found[1].start == found[1].end == today
        return published_on(trigger, found[1].start) if stated else found[1]
    return None if today is None or realis == "negated" else published_on(trigger, today)


def _said(trigger: Span, doc: Doc, realis: str, speech: frozenset[str]) -> tuple[float, DateMark] | None:
    """The date of the sentence that is nearest to a trigger in the parse, with its cost."""
    dates: list[DateMark] = dates_of(doc)
    sentence = trigger.sent
    near = [d for d in dates if sentence.start <= d.span.start < sentence.end and not _of_dateline(d, trigger)]
    near = [_ahead(d, doc, realis) for d in near]
    near = [d for d in near if _fits(d, doc, realis) and not _of_noun(d, trigger) and not _of_whom(d, trigger)]
    if realis == "announced":
        near = [d for d in near if not _planned(d, doc) and not _after(d, trigger)]
    ranked = [(loose, d) for d in near if (loose := cost(trigger, d, speech, realis)) is not None]
    if not ranked:
        return None
    return min(ranked, key=lambda pair: (pair[0], _coarse(pair[1]), abs(pair[1].span.start - trigger.start)))


def _ahead(mark: DateMark, doc: Doc, realis: str) -> DateMark:
    """A weekday taken for the last one is the coming one when what is dated is still to come."""
    published = as_datetime(doc)
    if realis not in ("future", "hypothetical") or published is None or mark.precision != "day":
        return mark
    back = (published.date() - mark.start).days
    if not 0 < back < 7 or mark.anchor != "text" or any(c.isdigit() for c in mark.span.text):
        return mark
    week = timedelta(days=7)
    return DateMark(mark.span, mark.start + week, mark.end + week, "day", mark.anchor, "future")


def _of_dateline(mark: DateMark, trigger: Span) -> bool:
    """ "KANO, Nigeria, Sept 3 (Reuters) - …": the day of writing."""
    if mark.span.end > _OPENING or trigger.start < mark.span.end:
        return False
    return any(t.text in _DASHES for t in mark.span.doc[mark.span.end : min(trigger.start, mark.span.end + _AGENCY)])


def _of_noun(mark: DateMark, trigger: Span) -> bool:
    """ "Sunday's election": the date of a noun, unless the noun tells the event."""
    doc, end = mark.span.doc, mark.span.end
    owning = end < len(doc) and doc[end].lower_ in ("'s", "’s") and doc[end].dep_ == "case"
    owner = mark.span.root.head
    while owner.dep_ == "compound":  # "this week's border fighting"
        owner = owner.head
    return owning and not trigger.start <= owner.i < trigger.end


def _of_whom(mark: DateMark, trigger: Span) -> bool:
    """A day long past, or no more than a month or a year, in a clause that only says who is meant."""
    published = as_datetime(trigger.doc)
    old = published is not None and (mark.end < published.date() - RECENT or mark.precision in ("month", "year"))
    return old and of_whom(mark.span, trigger)


def _planned(mark: DateMark, doc: Doc) -> bool:
    """The day from which what is announced is to be: the event is dated by the announcement."""
    published = as_datetime(doc)
    before = doc[mark.span.start - 1].lower_ if mark.span.start else ""
    return mark.tense == "future" or before in _FROM or (published is not None and mark.start > published.date())


def _after(mark: DateMark, trigger: Span) -> bool:
    """ "Decided to send troops after clashes on Monday": the day of what was before."""
    between = trigger.doc[trigger.end : mark.span.start] if mark.span.start > trigger.end else ()
    return any(t.lower_ in _FOLLOWING for t in between)


def _lasting(trigger: Span, doc: Doc, speech: frozenset[str]) -> DateMark | None:
    """ "Have been detained since Thursday": from that day to publication."""
    published, own, sentence = as_datetime(doc), governor(trigger.root), trigger.sent
    if published is None or own is None:
        return None
    for mark in dates_of(doc):
        if not sentence.start <= mark.span.start < sentence.end or mark.start > published.date():
            continue
        if mark.precision == "day" and since(mark) and dated(mark, speech) == own:
            return DateMark(mark.span, mark.start, max(mark.start, published.date()), "range", "text", mark.tense)
    return None


@cache
def _speech(language: str, overlay: str | None) -> frozenset[str]:
    data: dict[str, Any] = lexicon.load(language, "dates", overlay)
    return frozenset(data.get("speech", []))


def _coarse(mark: DateMark) -> int:
    return {"day": 0, "range": 1, "week": 2, "month": 3, "year": 4}[mark.precision]


def _fits(mark: DateMark, doc: Doc, realis: str) -> bool:
    """Whether a date can be that of an event told so: what has happened is not in the future."""
    published = as_datetime(doc)
    if published is None:
        return True
    today = published.date()
    if realis in _HAPPENED:
        if mark.precision == "year" and mark.start <= today <= mark.end:
            return False
        return mark.start <= today and (mark.end >= today - OLD or mark.precision in ("day", "range"))
    if realis == "historical":
        return mark.end < today - RECENT
    if realis == "future":
        return mark.end >= today
    return True
