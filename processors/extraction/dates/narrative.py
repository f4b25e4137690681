"""The day of what is told without one: that of the sentence before, or of the happening that the text is telling.

A report dates its happening once and then tells on in the past ("The attackers also burned …"): what is told so
is of the same day, until the text turns to another time. What is told in the present or the perfect is not.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import islice

from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.dates.distance import since
from processors.extraction.dates.tense import governor, imperfect
from processors.extraction.marks import DateMark, EventMark, PlaceMark, as_datetime, dates_of, events_of, places_of
from processors.extraction.opening import label_end

WORDS = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN"})
"""What is only said is not dated by the sentence before."""
OLD, RECENT = timedelta(days=45), timedelta(days=20)
"""Older than the one is no news; younger than the other no memory."""
TELLS = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT"})
"""What gives a story its day."""
_TOLD_ON = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""What belongs to the story told before it; other things do when it is said that they followed ("hours later")."""
STANDING = frozenset({"actual", "reported"})
LASTS = timedelta(days=7)
"""Days that the happening of a story may last, and may lie back."""
_SAME_DAY = frozenset({"ASSAULT", "PROTEST"})
"""What belongs to the day of the sentence before; arrests, troops and releases only where said to have followed."""
_NEXT = timedelta(days=1)
_AFTER_MIDNIGHT = lexicon.function_words("after_midnight")
_ENDS_HEAD = frozenset({".", ":", "|", "–", "—", "-"})
_ENDS_OPENING = frozenset({",", "("})
_YEAR = 4
_ENTRY_LONG = 300
"""Tokens of an entry that has its day at its head."""
_LEAD = 6
"""Sentences within which the one day of the opening is that of what is told on."""
_BACK = 3
"""Sentences more that are looked at for the day of what is told as going on ("then", "afterwards")."""
_SINCE = lexicon.function_words("since")
_SEQUEL = lexicon.function_words("sequel")
_GOES_ON = lexicon.function_words("goes_on")
_PERFECT = lexicon.function_words("perfect")
_STILL = lexicon.function_words("still")
_ENTRY = re.compile(r"\W*\d{1,2} ?[hH:.] ?(?:\d\d)?\W")
"""How the entries of a ticker begin: "11:05 -", "5 h 40 –"."""
_BEFORE = lexicon.function_words("pluperfect")


def of_sentence_before(trigger: Span, doc: Doc, fits: set[int]) -> DateMark | None:
    """The last day told in the sentence before, same paragraph; ``fits``: starts of the dates that may be meant."""
    published = as_datetime(doc)
    sentence = trigger.sent
    start = sentence.start
    goes_on = any(t.lower_ in _SEQUEL and not (t.i and doc[t.i - 1].lower_ in _SINCE) for t in sentence)
    if not (goes_on or _same_day(trigger, doc)):
        return None
    earliest = doc[start - 1].sent.start if start else 0
    for _ in range(_BACK if goes_on else 0):
        earliest = doc[earliest - 1].sent.start if earliest else 0
    for mark in reversed(dates_of(doc)):
        if not earliest <= mark.span.start < start:
            continue
        if not goes_on and any("\n" in t.text_with_ws for t in doc[mark.span.end : start]):
            break
        if mark.precision != "day" or mark.tense == "clause" or since(mark) or mark.span.start not in fits or mark.said:
            continue
        if published is not None and published.date() - mark.start > OLD:
            break
        today = published.date() if published is not None else None
        if mark.start == mark.end == today:
            return published_on(trigger, today)
        head = any(c.isdigit() for c in mark.span.text) and doc[mark.span.end].text in _ENDS_HEAD
        return sibling(trigger, mark, today) if _at_night(sentence) and not head else _as_told(trigger, mark)
    return None


def _same_day(trigger: Span, doc: Doc) -> bool:
    own = next((e for e in events_of(doc) if e.trigger.start == trigger.start), None)
    if own is None or own.type in _SAME_DAY or own.mode == "seize" or trigger.sent[0].pos_ == "PRON":
        return True
    return _said_to_go_on(trigger.sent)


def _said_to_go_on(sentence: Span) -> bool:
    text = f" {' '.join(t.lower_ for t in sentence)} "
    return any(f" {phrase} " in text for phrase in _GOES_ON)


def _at_night(sentence: Span) -> bool:
    """Whether what is told on came after midnight: on the day after the one told before."""
    text = f" {' '.join(t.lower_ for t in sentence)} "
    return any(f" {phrase} " in text for phrase in _AFTER_MIDNIGHT)


def of_entry(trigger: Span, doc: Doc) -> DateMark | None:
    """The day at the head of a paragraph ("6 May. …", "3 mai : …"), for all that stands in it without a day."""
    start = trigger.start
    while start > 0 and "\n" not in doc[start - 1].text_with_ws:
        start -= 1
        if trigger.start - start > _ENTRY_LONG:
            return None
    for mark in dates_of(doc):
        if mark.span.start > start + 1:
            return None
        dated_head = mark.span.start >= start and mark.precision == "day" and any(c.isdigit() for c in mark.span.text)
        if dated_head and mark.span.end < trigger.start and doc[mark.span.end].text in _ENDS_HEAD:
            return _as_told(trigger, mark)
    return None


def of_opening(trigger: Span, doc: Doc) -> DateMark | None:
    """The day with its year that opens the sentence ("On 5 June 2021, …", "Around 3 May 2019 (as reported), …")."""
    sentence = trigger.sent
    first = max(sentence.start, label_end(doc))
    for mark in dates_of(doc):
        if first <= mark.span.start <= first + 1 and mark.span.end < trigger.start and mark.precision == "day":
            year = any(len(token) == _YEAR and token.is_digit for token in mark.span)
            return _as_told(trigger, mark) if year and doc[mark.span.end].text in _ENDS_OPENING else None
    return None


def of_lead(trigger: Span, doc: Doc, fits: set[int]) -> DateMark | None:
    """The one day that the opening tells, for what is told on in the simple past.

    In other tenses only the day of a noun ("the riot of Sunday", "la mutinerie de dimanche").
    """
    own = next((e for e in events_of(doc) if e.trigger.start == trigger.start), None)
    if own is None or own.type not in _SAME_DAY or not told_on(trigger):
        return None
    sentences = list(islice(doc.sents, _LEAD))
    if not sentences or trigger.start < sentences[0].end or trigger.start >= sentences[-1].end:
        return None
    days = [
        m for m in dates_of(doc) if m.span.end <= sentences[0].end and m.span.start in fits and m.precision == "day"
    ]
    days = [m for m in days if not since(m) and m.tense != "clause" and not m.said]
    if len({m.start for m in days}) != 1 or not (days[0].span.root.head.pos_ == "NOUN" or _simple_past(trigger)):
        return None
    published = as_datetime(doc)
    return sibling(trigger, days[0], published.date() if published is not None else None)


def _simple_past(trigger: Span) -> bool:
    """Not the French passé composé, which tells of any day."""
    own = governor(trigger.root)
    helpers = [c for c in own.children if c.dep_.startswith("aux")] if own is not None else []
    return own is not None and not any("Pres" in c.morph.get("Tense", []) for c in helpers)


def _as_told(trigger: Span, mark: DateMark) -> DateMark:
    return DateMark(trigger, mark.start, mark.end, "day", "sibling", mark.tense)


def of_story(trigger: Span, doc: Doc, kind: str | None) -> DateMark | None:
    """The day of the happening that the text told last, for what it tells on in the past."""
    if kind not in TELLS or not told_on(trigger):
        return None
    published = as_datetime(doc)
    before = [e for e in events_of(doc) if e.trigger.start < trigger.start]
    own = next((e for e in events_of(doc) if e.trigger.start == trigger.start), None)
    for event in sorted(before, key=lambda e: -e.trigger.start):
        if event.realis == "historical" and not _new_paragraph(event.trigger.start, trigger.start, doc):
            return None  # told on of what was long ago
        mark = event.date
        if event.realis not in STANDING or event.type not in TELLS or mark is None:
            continue
        if mark.anchor == "publication" or mark.tense == "clause" or since(mark):
            continue
        if mark.precision not in ("day", "range") or mark.end - mark.start > LASTS:
            continue
        if published is not None and published.date() - mark.end > LASTS:
            continue
        if own is not None and not _belongs(own, event, doc):
            return None
        return sibling(trigger, mark, published.date() if published is not None else None)
    return None


def _belongs(event: EventMark, story: EventMark, doc: Doc) -> bool:
    """Whether an event without a day is part of a story: what crowds and police do is, wherever; else what is there.

    Arrests and searches that follow on an attack come on another day.
    """
    crowd = story.type == "PROTEST" or story.mode == "crowd-control"
    if _said_to_go_on(event.sentence):
        return True
    if event.type not in _TOLD_ON:
        return False
    if event.type == "COERCE" and not (event.mode == "seize" or (crowd and event.mode == "arrest")):
        return False
    place = story.place
    wide = place is None or place.precision != 1 or any(p.name == place.name for p in _towns(event.sentence, doc))
    return crowd or wide or not new_town(event.sentence, story.sentence.end, doc)


def new_town(sentence: Span, known: int, doc: Doc) -> bool:
    """Whether a sentence names a town that the text had not named up to a token."""
    here = {p.name for p in _towns(sentence, doc)}
    return bool(here - {p.name for p in places_of(doc) if p.span.start < known})


def _towns(sentence: Span, doc: Doc) -> list[PlaceMark]:
    return [p for p in places_of(doc) if p.precision == 1 and sentence.start <= p.span.start < sentence.end]


def _new_paragraph(first: int, last: int, doc: Doc) -> bool:
    return any("\n" in t.text_with_ws for t in doc[first:last])


def told_on(trigger: Span) -> bool:
    """Whether a trigger is told in the simple past (or the French passé composé), and not as an entry of a ticker."""
    if any(t.lower_ in _STILL for t in trigger.sent) or _ENTRY.match(trigger.sent.text):
        return False
    own = governor(trigger.root)
    if own is not None and own.dep_ == "acl" and own.head.i != own.i:  # "the second deputy shot this year"
        own = governor(own.head) or own
    if own is None:
        return True
    helpers = [c for c in own.children if c.dep_.startswith(("aux", "cop"))]
    tenses = {tense for token in (own, *helpers) for tense in token.morph.get("Tense", [])}
    words = {c.lower_ for c in helpers}
    if words & _PERFECT:
        return False
    if words & _BEFORE:
        return own.dep_ == "ccomp"  # "he said that children had been carried off"
    return "Past" in tenses or any(imperfect(t) for t in (own, *helpers)) or not tenses & {"Pres", "Fut"}


def sibling(trigger: Span, mark: DateMark, today: date | None) -> DateMark:
    """The day of another sentence (the day after for the night); that of publication is as well that of publication."""
    if mark.start == mark.end and _at_night(trigger.sent) and (today is None or mark.end < today):
        mark = DateMark(mark.span, mark.start + _NEXT, mark.end + _NEXT, mark.precision, mark.anchor, mark.tense)
    if mark.start == mark.end == today:
        return published_on(trigger, mark.start)
    return DateMark(trigger, mark.start, mark.end, mark.precision, "sibling", mark.tense)


def published_on(trigger: Span, today: date) -> DateMark:
    """The day of publication, for what is given no other."""
    return DateMark(trigger, today, today, "day", "publication", None)
