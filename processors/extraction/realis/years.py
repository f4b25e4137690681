"""Years that make an event history: one well before publication, in the same clause and of nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from spacy.tokens import Span, Token

from processors.extraction import lexicon
from processors.extraction.events.subjects import NOMINAL, VERBAL
from processors.extraction.events.view import View
from processors.extraction.marks import EventMark, as_datetime
from processors.extraction.realis import scope

JUDGED = frozenset({"SANCTION", "COERCE", "ACCUSE"})
"""Types after whose verb "for" names the offence, which has a date of its own."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_MEASURED = 8
"""Tokens between "since" and a date, and between the word of comparison and "since"."""
_OF = lexicon.function_words("of")
_SINCE = lexicon.function_words("since")
_FIRST = lexicon.function_words("first") | lexicon.function_words("superlative")
_CLAUSE_OF_NOUN = frozenset({"acl", "acl:relcl", "relcl"})
_BEFORE_NOUN = lexicon.function_words("before_noun")


class Years:
    """Compiled words of a language that say what a year belongs to."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._terminators = frozenset(map(str, data.get("terminators", ())))
        self._objects = frozenset(map(str, data.get("objects", ())))
        self._while = frozenset(map(str, data.get("while", ())))

    def find(self, view: View, event: EventMark, predicate: Token) -> Span | None:
        """A year well before publication in the same clause makes an event historical."""
        trigger = event.trigger
        published: datetime | None = as_datetime(view.doc)
        first, last = view.bounds[trigger.start]
        for i in range(max(first, trigger.start - 14), min(last, trigger.end + 14)):
            if not view.words[i][:1].isdigit() or not _YEAR.fullmatch(view.words[i]):
                continue
            if published is not None and not scope.long_before(int(view.words[i]), published):
                continue
            if published is None and int(view.words[i]) > 2015:
                continue
            if self._of_something_else(view, i, event):
                continue
            within = i in range(trigger.start, trigger.end) and not _inside_noun(view, i, predicate)
            if within or self._same_clause(view, i, trigger, predicate):
                return view.doc[i : i + 1]
        return None

    def _of_something_else(self, view: View, i: int, event: EventMark) -> bool:
        """A year of a noun ("a 2018 pact"), of the offence ("jailed for a murder in 2019"), or "first since 1994"."""
        trigger = event.trigger
        before = view.words[i - 1] if i else ""
        if measures(view.words, i, i, trigger.start):
            return True
        if i + 1 < len(view.doc) and before in _BEFORE_NOUN and view.doc[i + 1].pos_ in ("NOUN", "ADJ", "PROPN"):
            return view.doc[i].head.i not in range(trigger.start, trigger.end)
        noun = view.doc[i - 2] if i > 1 else None
        if before in _OF and noun is not None and noun.pos_ in NOMINAL | {"ADJ"} and not self._inside_span(trigger, i):
            return self._while.isdisjoint(view.words[max(0, i - 7) : i - 1])
        if event.type not in JUDGED or event.mode == "seize" or trigger.root.pos_ not in VERBAL:
            return False
        return i > trigger.end and not self._objects.isdisjoint(view.words[trigger.end : i])

    @staticmethod
    def _inside_span(trigger: Span, i: int) -> bool:
        return trigger.start <= i - 2 < trigger.end or i - 3 < trigger.end <= i

    def _same_clause(self, view: View, i: int, trigger: Span, predicate: Token) -> bool:
        low, high = (i, trigger.start) if i < trigger.start else (trigger.end, i)
        between = view.words[low + 1 : high]
        if ";" in between:
            return False
        if not view.parsed:
            return self._terminators.isdisjoint(between)
        verb = scope.governing_verb(view, predicate)
        mine = scope.governing_verb(view, view.doc[i])
        if mine is not None and mine.dep_ in _CLAUSE_OF_NOUN and mine.head.i == predicate.i:
            return True  # "a ceasefire signed in 1994"
        if verb is not None and mine is not None and {verb.pos_, mine.pos_} <= VERBAL:
            above = mine.i in {a.i for a in verb.ancestors} and len(between) < 8
            return verb.i == mine.i or (above and not (i < predicate.i and is_bare(mine)))
        return predicate.i in {a.i for a in view.doc[i].ancestors} and len(between) < 8


def measures(words: list[str], start: int, end: int, trigger: int) -> bool:
    """A date that an event of today is measured by: "for the first time since January", "the deadliest since 2015".

    Not what stands behind "since": "the heaviest loss since the invasion of 2016".
    """
    since = next((i for i in range(start, max(0, start - _MEASURED) - 1, -1) if words[i] in _SINCE), None)
    if since is None or since < trigger < max(end, start):
        return False
    return not _FIRST.isdisjoint(words[max(0, since - _MEASURED) : since])


def is_bare(verb: Token) -> bool:
    """A participle that nothing makes a verb of: "students taken in 2014 were killed", however it was parsed."""
    return "Part" in verb.morph.get("VerbForm", []) and not any(c.dep_.startswith("aux") for c in verb.children)


def _inside_noun(view: View, i: int, predicate: Token) -> bool:
    """Whether a year within a wide trigger dates a participle of a noun: "students taken in 2014 marched"."""
    if not view.parsed or predicate.pos_ not in VERBAL:
        return False
    verb = scope.governing_verb(view, view.doc[i])
    return verb is not None and verb.i != predicate.i and verb.dep_ in _CLAUSE_OF_NOUN
