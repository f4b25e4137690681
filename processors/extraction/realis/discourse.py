"""What the sentences around an event, and the dates of its own, say of its realis.

A sentence that goes on with a memory ("ten days later they were let go") is memory too; a claim that the next sentence
calls unverified is reported; talks on a day to come have not been held.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from spacy.tokens import Doc, Span

from processors.extraction.dates.tense import in_pluperfect, in_present
from processors.extraction.events.subjects import NOMINAL
from processors.extraction.marks import DateMark, EventMark, as_datetime, dates_of, lowers
from processors.extraction.realis.memory import memories, over
from processors.extraction.realis.shape import WOULD, is_future, mood

BEFORE_SPAN = 3
"""Words after a nominal trigger within which a date is that of what it names."""
_OPENING = 4
_NAMES_IT = 5
"""Tokens behind such a verb in which it names what is not confirmed."""
_DENIED = 3
"""Tokens before a verb of confirming in which it is denied."""
_PARTS = frozenset({"obl", "obl:arg", "obl:mod", "nmod", "obj", "dobj", "pobj", "prep", "compound", "amod"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass"})
_RELATIVES = frozenset({"acl:relcl", "relcl"})


class Discourse:
    """The words of a language that join a sentence to the one before it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._going_on = frozenset(map(str, data.get("going_on", ())))
        self._since_then = tuple(f"{words} " for words in map(str, data.get("since_then", ())))
        self._claim = frozenset(map(str, data.get("claim", ())))
        self._deeds = frozenset(map(str, data.get("deeds", ())))
        self._verified = frozenset(map(str, data.get("verified", ())))
        self._no = frozenset(map(str, data.get("nots", ())))

    def read(self, doc: Doc, events: list[EventMark], published: date | None) -> None:
        """Settle realis by the neighbouring sentences and by dates to come."""
        for event in events:
            if published is not None:
                self._to_come(event, doc, published)
        self._within_memory(doc, events)
        self._carry_on(doc, events)
        self._unverified(doc, events)

    def _to_come(self, event: EventMark, doc: Doc, published: date) -> None:
        ahead = [d for d in dates_of(doc) if _in(d.span, event.sentence) and d.start > published]
        if event.realis == "hypothetical" and event.cue is not None and ahead and _would(event.cue):
            event.realis = "future"
        if event.type == "MOBILIZE" and event.realis == "future" and event.cue is not None and not ahead:
            if is_future(event.cue):
                event.realis = "announced"  # "500 soldats vont être envoyés": decided, and no day is named
            return
        if event.realis != "actual" or event.trigger.root.pos_ not in NOMINAL:
            return
        beside = [d for d in ahead if 0 <= d.span.start - event.trigger.end < BEFORE_SPAN]
        if beside:
            event.realis, event.cue = "future", beside[0].span

    def _within_memory(self, doc: Doc, events: list[EventMark]) -> None:
        """What a memory is made of: "had killed hundreds in the civil war", "le génocide de 1994 a fait N morts"."""
        past = [e for e in events if e.realis == "historical"]
        for event in events if past else ():
            if event.realis not in ("actual", "reported") or self._dated_anew(event, doc):
                continue
            beside = [p for p in past if p.sentence.start == event.sentence.start]
            memory = next((p for p in beside if _joined(p, event) or self._goes_on(doc, p, event)), None)
            if memory is not None:
                _remember(event, memory.trigger, memory.date)

    def _goes_on(self, doc: Doc, memory: EventMark, event: EventMark) -> bool:
        """ "In 2021 gunmen took 279 girls; they were released days later": told on behind a semicolon."""
        between = lowers(doc)[memory.trigger.end : event.trigger.end]
        if ";" not in between:
            return False
        opens = memory.cue is not None and memory.cue.start - memory.sentence.start < _OPENING
        return not self._going_on.isdisjoint(between) or (opens and not in_present(event.trigger))

    @staticmethod
    def _dated_anew(event: EventMark, doc: Doc) -> bool:
        """A date of the same month stands in the sentence."""
        published = as_datetime(doc)
        return published is not None and any(
            _in(d.span, event.sentence) and d.start <= published.date() and not over(d, published.date())
            for d in dates_of(doc)
        )

    def _carry_on(self, doc: Doc, events: list[EventMark]) -> None:
        """Undated, joined to a sentence of its paragraph that tells only of the past, or told in the pluperfect."""
        past = {e.sentence.start for e in events if e.realis == "historical"}
        past -= {e.sentence.start for e in events if e.realis != "historical"}
        dated = memories(doc) if events else frozenset()
        for event in sorted(events, key=lambda e: e.trigger.start):
            start = event.sentence.start
            if event.realis not in ("actual", "reported") or start == 0:
                continue
            former = doc[start - 1].sent
            before = former.start in dated and in_pluperfect(event.trigger)
            if not (former.start in past or before) or "\n" in doc[start - 1].text_with_ws:
                continue
            words = {t.lower_ for t in event.sentence}
            known = self._dated(event, doc) or self._dated_anew(event, doc)
            if (before or not self._going_on.isdisjoint(words) or self._opens(event)) and not known:
                _remember(event, former, None)
                past.add(start)

    def _opens(self, event: EventMark) -> bool:
        """ "Since then, …": what came of a memory."""
        first = event.sentence.start
        return " ".join([*lowers(event.sentence.doc)[first : first + _OPENING], ""]).startswith(self._since_then)

    @staticmethod
    def _dated(event: EventMark, doc: Doc) -> bool:
        own: list[DateMark] = [d for d in dates_of(doc) if _in(d.span, event.sentence)]
        return any(d.anchor == "text" and any(c.isdigit() for c in d.span.text) for d in own)

    def _unverified(self, doc: Doc, events: list[EventMark]) -> None:
        """ "The claim could not be verified": what the sentence before told is reported."""
        for sentence in doc.sents if events else ():
            words = lowers(doc)[sentence.start : sentence.end]
            for event in events:
                if event.sentence.start == sentence.start and event.realis == "actual":
                    self._unconfirmed(event, words)
            if sentence.start == 0 or self._verified.isdisjoint(words) or self._no.isdisjoint(words):
                continue
            if self._claim.isdisjoint(words[:_OPENING]) or "\n" in doc[sentence.start - 1].text_with_ws:
                continue
            former = doc[sentence.start - 1].sent
            for event in events:
                if event.sentence.start == former.start and event.realis == "actual":
                    event.realis, event.cue = "reported", sentence

    def _unconfirmed(self, event: EventMark, words: list[str]) -> None:
        """ "…, but officials could not confirm the attack": said behind it in the same sentence."""
        behind = event.trigger.end - event.sentence.start
        for i in range(behind, len(words)):
            denied = not self._no.isdisjoint(words[max(behind, i - _DENIED) : i])
            named = not (self._claim | self._deeds).isdisjoint(words[i + 1 : i + _NAMES_IT])
            if words[i] in self._verified and denied and named:
                start = event.sentence.start + i
                event.realis, event.cue = "reported", event.sentence.doc[start : start + 1]


def _remember(event: EventMark, cue: Span, day: DateMark | None) -> None:
    """Make an event history; the day of publication, which it had for want of one, is not its day."""
    event.realis, event.cue = "historical", cue
    if event.date is not None and event.date.anchor == "publication":
        event.date = day


def _joined(memory: EventMark, event: EventMark) -> bool:
    """The event is part of the memory's clause; or its subject is the memory; or the memory is what it did."""
    old, new = memory.trigger, event.trigger
    inside = range(old.start, old.end)
    token = new.root
    while token.dep_ in _PARTS and token.head.i != token.i:
        token = token.head
        if token.i in inside:
            return True
    verb = old.root
    if event.type == memory.type == "ASSAULT" and new.root.dep_ in _RELATIVES and new.root.head.i in inside:
        return True  # "a 2015 massacre in which 148 were killed"
    if event.type == "ASSAULT" and verb.dep_ in _SUBJECTS and verb.head.i == new.root.i:
        return True
    told = event.type == memory.type and verb.dep_ in _RELATIVES and verb.head.i in range(new.start, new.end)
    return told and any(c.dep_ == "nsubj" and c.i == verb.left_edge.i for c in verb.children)  # "led the coup that …"


def _in(span: Span, sentence: Span) -> bool:
    return bool(sentence.start <= span.start < sentence.end)


def _would(cue: Span) -> bool:
    return cue.text.lower() in WOULD or mood(cue[0]) == "conditional"
