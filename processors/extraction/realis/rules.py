"""Whether an event happened: cues around the trigger, tense of its verb, years in its clause.

After ConText (Harkema et al. 2009): a cue has a direction and a scope that terminators end. What the
classes mean is settled in the annotation conventions: what an authority states is actual; hedged or
in the French conditional is reported; decided but not done is announced; planned is future; done longer
ago than a month is historical; what is only asked for or threatened is no event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from spacy.tokens import Span, Token

from processors.extraction import lexicon
from processors.extraction.events.forms import noun_forms, verb_forms
from processors.extraction.events.frames import Frame, Step, parts
from processors.extraction.events.view import NOMINAL, VERBAL, View
from processors.extraction.marks import EventMark
from tocsin.records.analysis import Realis as RealisValue

ORDER = ("negated", "asked", "historical", "hypothetical", "announced", "future", "reported")
"""Where cues of several classes meet, the first of these wins."""
BEFORE, AFTER, FAR = 6, 8, 14
SPEECH = frozenset({"THREATEN", "REQUEST", "REJECT", "ACCUSE", "SUPPORT"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_STOPS = frozenset({".", ";", ":", "!", "?", "“", "”", "«", "»"})
_OF = frozenset({"of", "de"})
_WITHIN = frozenset({"negated", "reported", "future"})
_ARTICLES = frozenset({"a", "the", "its", "their", "'s", "an"})
Cue = tuple[str, tuple[Step, ...]]


class Realis:
    """Compiled cues of a language."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data: dict[str, Any] = lexicon.load(language, "realis", overlay)
        irregular = lexicon.load(language, "events_forms", overlay)
        self.language = language
        self._terminators = frozenset(map(str, data.get("terminators", ())))
        self._announcing = frozenset(data.get("announcing", ()))
        self._conditional = frozenset(map(str, data.get("conditional", ())))
        self._objects = frozenset(map(str, data.get("objects", ())))
        self._while = frozenset(map(str, data.get("while", ())))
        self._first = frozenset(map(str, data.get("first", ())))
        self._since = frozenset(map(str, data.get("since", ())))
        self._tense = {w: name for name, words in data.get("tense", {}).items() for w in words}
        self._cues: dict[str, dict[str, list[Cue]]] = {"before": {}, "after": {}}
        self._inside = self._forms(data.get("inside", ()), irregular)
        self._exempt: dict[str, list[tuple[Step, ...]]] = {}
        for pattern in data.get("exempt", ()):
            steps = self._compile(str(pattern), irregular)
            for form in steps[0].forms:
                self._exempt.setdefault(form, []).append(steps)
        for name in ORDER:
            for direction, patterns in data.get(name, {}).items():
                for pattern in patterns:
                    steps = self._compile(str(pattern), irregular)
                    for form in steps[0].forms:
                        self._cues[direction].setdefault(form, []).append((name, steps))

    def _forms(self, patterns: Iterable[str], irregular: dict[str, list[str]]) -> frozenset[str]:
        return frozenset(form for p in patterns for form in self._compile(str(p), irregular)[0].forms)

    def _compile(self, pattern: str, irregular: dict[str, list[str]]) -> tuple[Step, ...]:
        steps: list[Step] = []
        gap = 0
        for part in parts(pattern, self.language):
            if part == "~":
                gap = 4
                continue
            forms: set[str] = set()
            for word in part.removeprefix("v:").split("|"):
                if part.startswith("v:"):
                    forms |= verb_forms(word, self.language, irregular)
                else:
                    forms |= noun_forms(word, self.language) if len(word) > 3 else {word}
            steps.append(Step(frozenset(forms), gap))
            gap = 0
        return tuple(steps)

    def judge(self, view: View, event: EventMark, frame: Frame) -> None:
        """Set ``event.realis`` and ``event.cue``; ``confidence`` 0 says: only asked for, no event."""
        if frame.realis is not None:
            event.realis = cast(RealisValue, frame.realis)
            return
        found = self._collect(view, event.trigger)
        if event.type in SPEECH:
            found = {k: v for k, v in found.items() if k in ("negated", "historical")}
            if "reject" in frame.flags or event.type in ("REJECT", "THREATEN"):
                found.pop("negated", None)
        if event.type == "ASSAULT":
            found.pop("announced", None)  # what is announced of violence has happened
        name = next((n for n in ORDER if n in found), None)
        if name is None:
            return
        event.cue = found[name]
        if name == "asked":
            event.confidence = 0.0
        elif (name == "future" or found[name].text.lower() in ("would", "should")) and self._is_announced(view, event):
            event.realis = "announced"
        else:
            event.realis = cast(RealisValue, name)

    def _collect(self, view: View, trigger: Span) -> dict[str, Span]:
        found: dict[str, Span] = {}
        predicate = view.predicate(trigger.start, trigger.end)
        self._within(view, trigger, found)
        self._before(view, trigger, predicate, found)
        self._after(view, trigger, found)
        self._tenses(view, predicate, found)
        year = self._year(view, trigger, predicate)
        if year is not None:
            found["historical"] = year
        return found

    def _within(self, view: View, trigger: Span, found: dict[str, Span]) -> None:
        """Cues that are part of the trigger: "failed to capture", "announced a truce", "talks are to open"."""
        for i in range(trigger.start, trigger.end):
            if view.words[i] in self._inside and len(trigger) > 1:
                found.setdefault("announced", view.doc[i : i + 1])
            for direction in ("before", "after"):
                for name, steps in self._cues[direction].get(view.words[i], ()):
                    end = _match(view, i, steps, trigger.end)
                    if end is not None and name in _WITHIN and not self._is_exempt(view, i):
                        found.setdefault(name, view.doc[i:end])

    def _is_exempt(self, view: View, i: int) -> bool:
        """A word that looks like a cue but is none here: "no fewer than", "not only"."""
        limit = view.bounds[i][1]
        return any(_match(view, i, steps, limit) is not None for steps in self._exempt.get(view.words[i], ()))

    def _before(self, view: View, trigger: Span, predicate: Token, found: dict[str, Span]) -> None:
        first = view.bounds[trigger.start][0]
        open_ = True
        governors = {a.i for a in predicate.ancestors} if view.parsed else set()
        for i in range(trigger.start - 1, max(first, trigger.start - FAR) - 1, -1):
            word = view.words[i]
            open_ = open_ and word not in _STOPS
            near = open_ and trigger.start - i <= BEFORE
            open_ = open_ and word not in self._terminators
            if (not near and i not in governors) or self._is_exempt(view, i):
                continue
            for name, steps in self._cues["before"].get(word, ()):
                end = _match(view, i, steps, trigger.start + 1)
                if end is not None and (name != "asked" or i in governors or trigger.start - end < 3):
                    found.setdefault(name, view.doc[i:end])

    def _after(self, view: View, trigger: Span, found: dict[str, Span]) -> None:
        last = view.bounds[trigger.start][1]
        for i in range(trigger.end, min(last, trigger.end + AFTER)):
            word = view.words[i]
            if word in self._terminators or word in _STOPS:
                return
            for name, steps in self._cues["after"].get(word, ()):
                end = _match(view, i, steps, last)
                if end is not None:
                    found.setdefault(name, view.doc[i:end])

    def _tenses(self, view: View, predicate: Token, found: dict[str, Span]) -> None:
        """Auxiliaries of the verb that carries the trigger; in French also mood and tense of the form."""
        verb = governing_verb(view, predicate)
        if verb is None:
            return
        for token in (verb, *(c for c in verb.children if c.pos_ in VERBAL and c.dep_.startswith("aux"))):
            name = self._tense.get(view.words[token.i])
            if name is None and self.language == "fr":
                name = _french(token, verb)
            if name is not None:
                found.setdefault(name, view.doc[token.i : token.i + 1])

    def _year(self, view: View, trigger: Span, predicate: Token) -> Span | None:
        """A year well before publication in the same clause makes an event historical."""
        published: datetime | None = view.doc._.published_at
        first, last = view.bounds[trigger.start]
        for i in range(max(first, trigger.start - 14), min(last, trigger.end + 14)):
            if not _YEAR.fullmatch(view.words[i]):
                continue
            if published is not None and not _long_before(int(view.words[i]), published):
                continue
            if published is None and int(view.words[i]) > 2015:
                continue
            if self._of_something_else(view, i, trigger):
                continue
            if i in range(trigger.start, trigger.end) or self._same_clause(view, i, trigger, predicate):
                return view.doc[i : i + 1]
        return None

    def _of_something_else(self, view: View, i: int, trigger: Span) -> bool:
        """A year of a noun ("a 2018 pact"), of the offence ("jailed for a murder in 2019"), or "first since 1994"."""
        before = view.words[i - 1] if i else ""
        if before in self._since and not self._first.isdisjoint(view.words[max(0, i - 5) : i - 1]):
            return True
        if i + 1 < len(view.doc) and before in _ARTICLES and view.doc[i + 1].pos_ in ("NOUN", "ADJ", "PROPN"):
            return True
        noun = view.doc[i - 2] if i > 1 else None
        if before in _OF and noun is not None and noun.pos_ in NOMINAL | {"ADJ"} and not self._inside_span(trigger, i):
            return self._while.isdisjoint(view.words[max(0, i - 7) : i - 1])
        return i > trigger.end and not self._objects.isdisjoint(view.words[trigger.end : i]) and self._judged(trigger)

    @staticmethod
    def _inside_span(trigger: Span, i: int) -> bool:
        return trigger.start <= i - 2 < trigger.end or i - 3 < trigger.end <= i

    @staticmethod
    def _judged(trigger: Span) -> bool:
        return trigger.root.pos_ in VERBAL

    def _same_clause(self, view: View, i: int, trigger: Span, predicate: Token) -> bool:
        low, high = (i, trigger.start) if i < trigger.start else (trigger.end, i)
        between = view.words[low + 1 : high]
        if not view.parsed:
            return self._terminators.isdisjoint(between)
        verb = governing_verb(view, predicate)
        mine = governing_verb(view, view.doc[i])
        if verb is not None and mine is not None and verb.i == mine.i:
            return True
        return predicate.i in {a.i for a in view.doc[i].ancestors} and len(between) < 8

    def _is_announced(self, view: View, event: EventMark) -> bool:
        first, last = view.bounds[event.trigger.start]
        if not self._conditional.isdisjoint(view.words[first:last]):
            return False
        return not self._announcing.isdisjoint(view.words[first:last]) and event.type in (
            "MOBILIZE", "RETREAT", "AID", "COERCE", "SANCTION", "CONCEDE", "COOPERATE", "AGREE", "CONSULT",
        )  # fmt: skip


def governing_verb(view: View, token: Token) -> Token | None:
    """The verb whose clause a token stands in: itself, or the nearest verb above it."""
    if not view.parsed:
        return None
    for _ in range(6):
        if token.pos_ in VERBAL or token.dep_ == "ROOT":
            return token
        token = token.head
    return None


def _french(token: Token, verb: Token) -> str | None:
    morph = token.morph
    mood, tense = morph.get("Mood", []), morph.get("Tense", [])
    if "Cnd" in mood:
        modal = token.lemma_ in ("pouvoir", "devoir")
        perfect = token.i != verb.i and "Part" in verb.morph.get("VerbForm", [])
        return "reported" if perfect and not modal else "hypothetical"
    return "future" if "Fut" in tense else None


def _long_before(year: int, published: datetime) -> bool:
    return year < published.year and (year < published.year - 1 or published.month > 1)


def _match(view: View, i: int, steps: tuple[Step, ...], limit: int) -> int | None:
    at = i + 1
    for step in steps[1:]:
        stop = min(limit, at + step.gap + 1)
        while at < stop and view.words[at] not in step.forms:
            at += 1
        if at >= stop:
            return None
        at += 1
    return at
