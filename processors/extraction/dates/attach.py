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
_SEQUEL = lexicon.function_words("sequel")
_WHEN = lexicon.function_words("when")
_BESIDE = frozenset({"parataxis", "conj", "ccomp"})
"""How the words that say who tells it hang beside what is told: "…, officials said on Monday"."""
_LOOSE = 3.0
"""Cost from which a date is rather that of the statement."""
_BACK = 3
"""Sentences more that are looked at for the day of what is told as going on ("then", "afterwards")."""
_DASHES = frozenset({"-", "–", "—", "--"})
_OPENING, _AGENCY = 14, 6
"""Tokens within which a dateline ends, and of an agency between its date and its dash."""
_OLD = timedelta(days=45)


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
    found = _said(event_trigger, doc, realis, speech)
    if found is None or found[0] >= _LOOSE:
        for mention in mentions if found is not None else ():  # the day that another sentence tells of it
            again = _said(mention, doc, realis, speech)
            if again is not None and again[0] < _LOOSE and again[1].precision == "day":
                return again[1]
        lasting = _lasting(event_trigger, doc) if realis in _HAPPENED else None
        if lasting is not None:
            return lasting
    return found[1] if found is not None else _inherited(event_trigger, doc, realis, speech, kind)


def _said(trigger: Span, doc: Doc, realis: str, speech: frozenset[str]) -> tuple[float, DateMark] | None:
    """The date of the sentence that is nearest to a trigger in the parse, with its cost."""
    dates: list[DateMark] = doc._.dates
    sentence = trigger.sent
    near = [d for d in dates if sentence.start <= d.span.start < sentence.end and not _of_dateline(d, trigger)]
    near = [_ahead(d, doc, realis) for d in near]
    near = [d for d in near if _fits(d, doc, realis) and not _of_noun(d, trigger)]
    if realis == "announced":
        near = [d for d in near if not _planned(d, doc) and not _after(d, trigger)]
    ranked = [(cost, d) for d in near if (cost := _cost(trigger, d, speech, realis)) is not None]
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


def _planned(mark: DateMark, doc: Doc) -> bool:
    """The day from which what is announced is to be: the event is dated by the announcement."""
    published = as_datetime(doc)
    before = doc[mark.span.start - 1].lower_ if mark.span.start else ""
    return mark.tense == "future" or before in _FROM or (published is not None and mark.start > published.date())


def _after(mark: DateMark, trigger: Span) -> bool:
    """ "Decided to send troops after clashes on Monday": the day of what was before."""
    between = trigger.doc[trigger.end : mark.span.start] if mark.span.start > trigger.end else ()
    return any(t.lower_ in _FOLLOWING for t in between)


def _lasting(trigger: Span, doc: Doc) -> DateMark | None:
    """ "Have been detained since Thursday": from that day to publication."""
    published, own, sentence = as_datetime(doc), governor(trigger.root), trigger.sent
    if published is None or own is None:
        return None
    for mark in doc._.dates:
        if not sentence.start <= mark.span.start < sentence.end or mark.start > published.date():
            continue
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
    sentence = trigger.sent
    start = sentence.start
    goes_on = any(t.lower_ in _SEQUEL for t in sentence)
    earliest = doc[start - 1].sent.start if start else 0
    for _ in range(_BACK if goes_on else 0):
        earliest = doc[earliest - 1].sent.start if earliest else 0
    for mark in reversed(doc._.dates) if kind not in _WORDS else ():
        if not earliest <= mark.span.start < start:
            continue
        if not goes_on and any("\n" in t.text_with_ws for t in doc[mark.span.end : start]):
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
    if _at_that_time(trigger, mark):
        return 0.1
    if _since(mark):
        return None
    up = chain(date_token)
    verb = governor(date_token)
    own = governor(head)
    beside = verb is not None and verb != own and verb.dep_ in _BESIDE and verb.lemma_.lower() in speech
    if beside and realis != "announced":
        return 5.0
    if head in up:
        return 0.0 + 0.1 * up.index(head)
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


def _at_that_time(trigger: Span, mark: DateMark) -> bool:
    """ "The deadliest since March, when gunmen shot dead 25": the clause tells what was on that day."""
    end, start = mark.span.end, trigger.start
    if not end < start or trigger.sent.start > mark.span.start:
        return False
    opened = [t.lower_ for t in trigger.doc[end : min(end + 2, start)]]
    clause = governor(trigger.root)
    within = clause is not None and all(t.i >= end for t in clause.subtree)
    return bool(opened) and opened[-1] in _WHEN and opened[0] in (",", opened[-1]) and within


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
