"""Which date belongs to an event: ``date_of(event_trigger, doc, realis)``.

Order: a date in the trigger's own clause, then one in the sentence that no other verb of its own
claims, then one in the sentence before, same paragraph, (anchor ``sibling``). A date that hangs on a verb of
saying is that of the statement. Convention: an actual event that is given no date is that of
publication, and says so (anchor ``publication``).
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.dates.tense import governor
from processors.extraction.marks import DateMark, as_datetime
from processors.extraction.syntax import chain

_VERBAL = frozenset({"VERB", "AUX"})
_AHEAD = frozenset({"future", "hypothetical", "announced"})
_HAPPENED = frozenset({"actual", "reported", "negated"})
_WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN"})
_FROM = lexicon.function_words("from_day")
_FOLLOWING = lexicon.function_words("following")
_SINCE = lexicon.function_words("since")
_DASHES = frozenset({"-", "–", "—", "--"})
_OPENING, _AGENCY = 14, 6
"""Tokens within which a dateline ends, and of an agency between its date and its dash."""
_OLD = timedelta(days=45)


def date_of(
    event_trigger: Span, doc: Doc, realis: str = "actual", kind: str | None = None, overlay: str | None = None
) -> DateMark | None:
    """The date of an event, or None when the text gives none.

    Args:
        event_trigger: the words by which the event is told.
        doc: with ``doc._.dates`` filled in.
        realis: decides between past and future dates.
        kind: the type of the event; words (a reproach, a call) are not dated by the sentence before.
        overlay: a user's lexicon folder.
    """
    dates: list[DateMark] = doc._.dates
    sentence = event_trigger.sent
    near = [d for d in dates if sentence.start <= d.span.start < sentence.end and not _of_dateline(d, event_trigger)]
    near = [_ahead(d, doc, realis) for d in near]
    near = [d for d in near if _fits(d, doc, realis) and not _of_noun(d, event_trigger)]
    if realis == "announced":
        near = [d for d in near if not _planned(d, doc) and not _after(d, event_trigger)]
    speech = _speech(doc.lang_ or "en", overlay)
    ranked = [(cost, d) for d in near if (cost := _cost(event_trigger, d, speech, realis)) is not None]
    if not ranked:
        lasting = _lasting(event_trigger, near, doc) if realis in _HAPPENED else None
        return lasting or _inherited(event_trigger, doc, realis, speech, kind)
    return min(ranked, key=lambda pair: (pair[0], _coarse(pair[1]), abs(pair[1].span.start - event_trigger.start)))[1]


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
    return owning and not trigger.start <= mark.span.root.head.i < trigger.end


def _planned(mark: DateMark, doc: Doc) -> bool:
    """The day from which what is announced is to be: the event is dated by the announcement."""
    published = as_datetime(doc)
    before = doc[mark.span.start - 1].lower_ if mark.span.start else ""
    return mark.tense == "future" or before in _FROM or (published is not None and mark.start > published.date())


def _after(mark: DateMark, trigger: Span) -> bool:
    """ "Decided to send troops after clashes on Monday": the day of what was before."""
    between = trigger.doc[trigger.end : mark.span.start] if mark.span.start > trigger.end else ()
    return any(t.lower_ in _FOLLOWING for t in between)


def _lasting(trigger: Span, near: list[DateMark], doc: Doc) -> DateMark | None:
    """ "Have been detained since Thursday": from that day to publication."""
    published, own = as_datetime(doc), governor(trigger.root)
    if published is None or own is None:
        return None
    for mark in near:
        if mark.precision == "day" and _since(mark) and governor(mark.span.root) == own:
            return DateMark(mark.span, mark.start, max(mark.start, published.date()), "range", "text", mark.tense)
    return None


def _inherited(trigger: Span, doc: Doc, realis: str, speech: frozenset[str], kind: str | None) -> DateMark | None:
    """Without a date in its sentence: that of the sentence before in the paragraph, else publication."""
    published = as_datetime(doc)
    if realis == "announced" and published is not None:
        return DateMark(trigger, published.date(), published.date(), "day", "publication", None)
    if realis not in _HAPPENED:
        return None
    start = trigger.sent.start
    earliest = doc[start - 1].sent.start if start else 0
    for mark in reversed(doc._.dates) if kind not in _WORDS else ():
        if not earliest <= mark.span.start < start:
            continue
        if any("\n" in t.text_with_ws for t in doc[mark.span.end : start]):
            break
        verb = governor(mark.span.root)
        if mark.precision != "day" or _since(mark) or not _fits(mark, doc, realis):
            continue
        if published is not None and published.date() - mark.start > _OLD:
            break
        if verb is not None and verb.lemma_.lower() in speech:
            continue
        return DateMark(trigger, mark.start, mark.end, "day", "sibling", mark.tense)
    if published is None or realis == "negated":
        return None
    today = published.date()
    return DateMark(trigger, today, today, "day", "publication", None)


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
        return mark.start <= today and (mark.end >= today - _OLD or mark.precision in ("day", "range"))
    if realis == "future":
        return mark.end >= today
    return True


def _cost(trigger: Span, mark: DateMark, speech: frozenset[str], realis: str) -> float | None:
    """How far a date is from a trigger in the tree; None: it belongs to something else."""
    head = trigger.root
    date_token = mark.span.root
    if _since(mark):
        return None
    up = chain(date_token)
    if head in up:
        return 0.0 + 0.1 * up.index(head)
    verb = governor(date_token)
    own = governor(head)
    if verb is None or own is None:
        return 2.0
    if verb != own and _told_before(own, verb) and date_token.i not in {t.i for t in own.subtree}:
        return None
    says = verb.lemma_.lower() in speech
    if verb == own:
        if says and head != own:
            return 1.5 if realis == "announced" else 4.0 if verb.dep_ == "ROOT" and mark.span.start > head.i else 3.0
        return 1.0
    if says:
        return 5.0
    if verb in chain(own) or own in chain(verb):
        return 2.0 + 0.1 * abs(mark.span.start - trigger.start) / 10
    return 3.0


def _told_before(own: Token, verb: Token) -> bool:
    """ "Was under siege on Monday after gunmen murdered eight": the day is not that of what was before."""
    for token in chain(own):
        if token == verb:
            return False
        marked = any(c.lower_ in _FOLLOWING and c.dep_ in ("mark", "case", "advmod") for c in token.children)
        if marked and token.dep_.startswith("advcl") and verb in chain(token):
            return True
    return False


def _since(mark: DateMark) -> bool:
    """ "since 2016", "depuis juillet": the beginning of a state, not the day of an event."""
    first = mark.span[0].lower_
    before = mark.span.doc[mark.span.start - 1].lower_ if mark.span.start else ""
    return first in _SINCE or before in _SINCE
