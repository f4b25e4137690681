"""What a date says of realis: a sentence that speaks only of times long past tells a memory."""

from __future__ import annotations

from datetime import date, timedelta

from spacy.tokens import Doc, Span

from processors.extraction import lexicon as lexicons
from processors.extraction.dates.distance import of_whom, stands_behind
from processors.extraction.dates.tense import governor
from processors.extraction.marks import DateMark, EventMark, as_datetime, dates_of, lowers
from processors.extraction.realis.years import JUDGED, is_bare, measures

TODAY = frozenset({"actual", "reported", "announced"})
_KEY = "tocsin_memories"
MONTH = timedelta(days=35)
"""Events that ended longer than this before publication are history ("more than about a month")."""


def recall(event: EventMark) -> None:
    """Make an event historical whose clause or sentence is dated long before publication."""
    doc = event.trigger.doc
    published = as_datetime(doc)
    if published is None or event.realis not in TODAY:
        return
    dates, today = dates_of(doc), published.date()
    memory = long_before(event.trigger) or in_that_year(event, dates, today) or old_sentence(event, dates, today)
    if memory is not None:
        event.realis, event.cue = "historical", memory


def over(mark: DateMark, published: date) -> bool:
    """Whether a date is over for more than a month; of a whole month, its middle counts."""
    end = mark.start + timedelta(days=14) if mark.precision == "month" else mark.end
    return end < published - MONTH


def memories(doc: Doc) -> frozenset[int]:
    """The sentences, by their first token, all of whose dates are over for more than a month; found once a document."""
    known: frozenset[int] | None = doc.user_data.get(_KEY)
    if known is not None:
        return known
    published = as_datetime(doc)
    old: dict[int, bool] = {}
    if published is not None:
        for mark in (d for d in dates_of(doc) if d.tense != "clause"):
            start = mark.span.sent.start
            old[start] = old.get(start, True) and over(mark, published.date())
    found = doc.user_data[_KEY] = frozenset(start for start, all_over in old.items() if all_over)
    return found


def long_before(span: Span) -> Span | None:
    """ "A year after the storming of parliament": what the news is measured from, and those who died in it."""
    doc, published = span.doc, as_datetime(span.doc)
    sentence = span.sent
    for mark in dates_of(doc) if published is not None else ():
        here = mark.tense == "clause" and sentence.start <= mark.span.start < sentence.end
        if here and published is not None and over(mark, published.date()) and stands_behind(mark, span):
            return mark.span
    return None


def in_that_year(event: EventMark, dates: list[DateMark], published: date) -> Span | None:
    """The old date on which the clause of the event hangs: "since 2016, when pirates took 21 sailors".

    Or that of the noun that the clause is about: "since the truce of November 2024, which had ended a year of war".
    """
    doc, trigger = event.trigger.doc, event.trigger
    for mark in dates:
        at = mark.span.end
        if not over(mark, published) or not at < trigger.start < at + WITHIN or event.sentence.start > mark.span.start:
            continue
        words = [t.lower_ for t in doc[at : at + 4] if not t.is_punct]
        told = words[:1] and (words[0] in WHEN or (len(words) > 1 and words[1] in WHICH))
        if told or (words[:1] and words[0] in WHO and mark.span.root.head.pos_ == "NOUN" and doc[at].text == ","):
            return mark.span
    return None


def old_sentence(event: EventMark, dates: list[DateMark], published: date) -> Span | None:
    """The time expression of a sentence that speaks only of times long past, else None.

    A date that only qualifies a noun ("a 2018 agreement", "l'accord de 2013") dates that noun alone.
    """
    sentence = event.sentence
    own = [d for d in dates if sentence.start <= d.span.start < sentence.end]
    own = [d for d in own if d.tense != "clause" or d.span.start < event.trigger.start]
    if not own or not all(over(d, published) for d in own):
        return None
    telling = [
        d
        for d in own
        if not of_another(event, d.span)
        and not measures(lowers(event.trigger.doc), d.span.start, d.span.end, event.trigger.start)
        and not goes_on(event, d.span)
        and not _set_apart(event, d.span)
    ]
    return telling[0].span if telling else None


def _set_apart(event: EventMark, span: Span) -> bool:
    """A semicolon stands between a date and what happens behind it."""
    return ";" in lowers(span.doc)[span.end : event.trigger.start]


def goes_on(event: EventMark, span: Span) -> bool:
    """ "Since September they have blocked the roads", in the present: it still is so."""
    words = lowers(span.doc)[max(0, span.start - 4) : span.start + 1]
    verb = governor(event.trigger.root)
    present = verb is not None and any("Pres" in t.morph.get("Tense", []) for t in (verb, *verb.children))
    return present and not SINCE.isdisjoint(words)


def of_another(event: EventMark, span: Span) -> bool:
    """A date of a noun, or of a clause below that of the event ("Moscow, which sent missiles in 2018, threatens")."""
    if _qualifies(span) or _of_offence(event, span) or of_whom(span, event.trigger):
        return True
    verb, own = governor(span.root), governor(event.trigger.root)
    if verb is not None and any(c.dep_ == "mark" and c.lower_ in BEFORE for c in verb.children):
        return False  # "killed thousands before it ended in 2002": earlier still
    if verb is None or own is None or verb.i == own.i:
        return False
    if verb.i < own.i and is_bare(verb) and verb.dep_ != "advcl":
        return True  # "students taken in 2014 were killed"
    return own.i in {a.i for a in verb.ancestors}


def _of_offence(event: EventMark, span: Span) -> bool:
    """ "Sentenced for the murder of a deputy in 2022": the date is that of the deed, not of the sentence."""
    if event.type not in JUDGED or event.mode == "seize" or span.start < event.trigger.end:
        return False
    return not FOR.isdisjoint(lowers(span.doc)[event.trigger.end : span.start])


def _qualifies(span: Span) -> bool:
    if len(span) > 1 and span[0].lower_ in OF and span[-1].text.isdigit():
        span = span[1:]
    if not span.text.strip().isdigit():
        return False
    doc = span.doc
    before = doc[span.start - 1].lower_ if span.start else ""
    following = doc[span.end] if span.end < len(doc) else None
    return before in OF or (following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ") and before in DET)


WITHIN = 12
WHEN = lexicons.function_words("when")
WHICH = lexicons.function_words("which")
WHO = lexicons.function_words("relative")
FOR = lexicons.function_words("for")
SINCE = lexicons.function_words("since")
BEFORE = lexicons.function_words("before")
OF = lexicons.function_words("of")
DET = lexicons.function_words("before_noun")
