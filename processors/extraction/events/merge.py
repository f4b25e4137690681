"""One event per happening: mentions of the same one are merged, what another says already is dropped.

Events are compared with the last few of their type, so that the cost grows with the length of the text only.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from spacy.tokens import Doc

from processors.extraction.events.clauses import dated, implied
from processors.extraction.events.moves import same_move, share, share_mission, signals_agree
from processors.extraction.lexicon import every_language, function_words
from processors.extraction.marks import DateMark, EventMark, dates_of, lowers, places_of, quantities_of

LOOK_BACK = 40
"""Events of a type, told before, that an event is compared with."""
FAR = 60
"""Tokens beyond which a weak mention with another mode is a happening of its own."""
_LEAD = 45
"""Tokens of the opening, which tells where and when."""
SPEECH = frozenset(
    {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "AID", "COOPERATE", "CONCEDE"}
)
_REMOTE = frozenset({"heavy-weapons", "aerial", "drone", "explosives", "suicide-attack"})
"""What is destroyed by these in the same sentence is destroyed by them."""
_PERSONS = frozenset({"arrest", "abduct", "release", "targeted", "deport", "torture", "beat"})
"""What is done to other persons is another happening."""
_OF_ITS_OWN = frozenset({"abduct", "destroy", "torture", "sexual", "crowd-control"})
_CLASHES = ("clash", "fighting")
_ATTACKERS = frozenset({"attacker", "attackers"})
_CLAUSE, _OPENS = 14, 6
_SINCE = function_words("since")
_CARED_FOR = every_language("events_roles", "cared_for")


def one_per_happening(
    doc: Doc, events: list[EventMark], flags: Mapping[int, frozenset[str]], anew: Iterable[str] = ()
) -> list[EventMark]:
    """Merge mentions of the same happening; the most informative trigger stays, arguments are pooled.

    Weak triggers ("the attack", "were killed") belong to an event of their type that the article tells
    anyway; strong ones merge when type and mode agree and neither realis cue nor other actors keep them apart. What
    opens with one of the words ``anew`` ("separately", "the same day") tells of another happening.
    """
    return _Happenings(doc, events, flags, anew).run(events)


class _Happenings:
    """The events kept so far, by type, and what their sentences tell of towns and days."""

    def __init__(
        self, doc: Doc, events: list[EventMark], flags: Mapping[int, frozenset[str]], anew: Iterable[str]
    ) -> None:
        self._flags = flags
        self._bounds = {id(e): (e.sentence.start, e.sentence.end) for e in events}
        openings = tuple(f"{words} " for words in anew)
        self._anew = {start for start, end in self._bounds.values() if _opening(doc, start, end).startswith(openings)}
        self._towns = self._told(events, sorted((p.span.start, p.name) for p in places_of(doc) if p.precision == 1))
        days = sorted((d.span.start, _days(d)) for d in dates_of(doc) if not d.said)
        self._days = self._told(events, days)
        self._counted: dict[int, set[str]] = {}
        """Sentence by its first token: the modes of the dead and injured that it counts."""
        for victims in (q for q in quantities_of(doc) if q.kind in ("killed", "injured")):
            self._counted.setdefault(victims.head.sent.start, set()).add(victims.mode)
        self._kept: dict[str, list[EventMark]] = {}
        self._told_before: dict[int, EventMark] = {}

    def run(self, events: list[EventMark]) -> list[EventMark]:
        """Strong mentions first, then the weak ones find their home."""
        share_mission(events)
        for event in events:
            if "weak" not in self._flags[id(event)]:
                home = next((k for k in self._last(event.type) if self._same(k, event)), None)
                self._take(event, home)
        for event in sorted(events, key=lambda e: e.type != "PROTEST"):  # the wounded of a riot belong to it
            flags = self._flags[id(event)]
            if "weak" in flags:
                home = self._home(event, recalled="recalled" in flags)
                if home is not None or not self._idle(event, flags):
                    self._take(event, home)
        kept = sorted((e for some in self._kept.values() for e in some), key=lambda e: e.trigger.start)
        by_sentence: dict[int, list[EventMark]] = {}
        for event in kept:
            by_sentence.setdefault(self._bounds[id(event)][0], []).append(event)
        freed = any(k.mode == "release" for k in kept)
        kept = [e for e in kept if not self._redundant(e, by_sentence[self._bounds[id(e)][0]], freed, len(kept) > 1)]
        for event in kept:
            self._lead(event)
        return sorted(kept, key=lambda e: e.trigger.start)

    def _lead(self, event: EventMark) -> None:
        """The sentence that tells it first is the receipt: the lead says where and when, a later one only more."""
        first = self._told_before.get(id(event))
        if first is not None:
            event.mentions = [event.trigger, *(m for m in event.mentions if m is not first.trigger)]
            event.trigger = first.trigger
            event._sentence = None

    def _take(self, event: EventMark, home: EventMark | None) -> None:
        if home is None:
            self._kept.setdefault(event.type, []).append(event)
        else:
            _absorb(home, event)
            self._note(home, event)
            sure = event.realis == "actual" and event.trigger.start < _LEAD and "toll" in self._flags[id(event)]
            if home.realis == "reported" and sure:
                home.realis, home.cue = "actual", None  # the opening counts its dead without a doubt

    def _note(self, home: EventMark, event: EventMark) -> None:
        """Remember the earliest mention of a happening that its strongest one comes after."""
        start = event.trigger.start
        first = min(k.trigger.start for k in (*self._kept[home.type], self._told_before.get(id(home), home)))
        earlier = start < _LEAD and start < first and self._bounds[id(event)][1] <= self._bounds[id(home)][0]
        if earlier and home.type == "ASSAULT" and home.realis == event.realis and _one_mode(home.mode, event.mode):
            self._told_before[id(home)] = event

    def _last(self, kind: str) -> list[EventMark]:
        return self._kept.get(kind, [])[-LOOK_BACK:]

    def _told(self, events: list[EventMark], rows: list[tuple[int, Any]]) -> dict[int, frozenset[Any]]:
        """What stands in the sentence of each event."""
        starts = [start for start, _ in rows]
        found: dict[int, frozenset[Any]] = {}
        for event in events:
            first, last = self._bounds[id(event)]
            here = rows[bisect_left(starts, first) : bisect_left(starts, last)]
            found[id(event)] = frozenset(value for _, value in here)
        return found

    def _home(self, event: EventMark, *, recalled: bool) -> EventMark | None:
        """The event that a weak mention belongs to: of its type, rather of its mode, the nearest in the text."""
        memory = event.realis == "historical"
        near = [
            k
            for k in self._last(event.type)
            if (k.realis == "historical") == memory
            and (
                (recalled and not memory)
                or not (self._is_anew(k, event) or (self._placed(event) and self._apart(k, event)))
            )
            and not _unlike(k, event)
        ]
        if event.type == "PROTEST" and not near:
            near = [k for k in self._last("ASSAULT") if k.mode == "crowd-control"]
        if event.type == "ASSAULT" and not near:
            hurt = event.mode is None or (event.frame or "").startswith("wound")
            near = [k for k in self._last("PROTEST") if k.mode == "riot" and hurt and not memory]
        same = [k for k in near if k.mode == event.mode]
        pool = same or near
        if not pool:
            return None
        home = min(pool, key=lambda k: abs(k.trigger.start - event.trigger.start))
        far = abs(home.trigger.start - event.trigger.start) > FAR
        return None if far and home.type == event.type and not _modes_agree(home.mode, event.mode) else home

    def _redundant(self, event: EventMark, sentence: list[EventMark], freed: bool, others: bool) -> bool:
        """What another event of the sentence says already: the slogan of a march, the content of an agreement …"""
        beside = [k for k in sentence if k is not event]
        types = {k.type for k in beside}
        if implied(event, beside, lone=event.type not in SPEECH):
            return True
        if event.realis == "negated" and event.mode in (None, "firearms") and "toll" in self._flags[id(event)]:
            return others
        if event.type == "AGREE":
            return any(k.type == "RETREAT" and k.mode == "ceasefire" for k in beside)
        if event.mode == "ceasefire" and "recalled" in self._flags[id(event)] and len(event.trigger) == 1:
            return bool(others)
        agreed = event.type == "RETREAT" and event.mode not in ("withdraw", "ceasefire")
        if agreed and event.realis in ("announced", "future", "hypothetical"):
            return "AGREE" in types
        if event.mode == "abduct" and "weak" in self._flags[id(event)]:
            return freed
        if event.mode in ("abduct", "arrest", "seize", "restrict") and event.trigger.root.dep_ in ("acl", "amod"):
            return any(k.mode in ("release", "access") for k in beside) and not dated(event.trigger)
        if event.type == "CONSULT" and event.mode is None:
            return any(k.mode in ("meet", "discontinue") for k in beside)
        if event.mode == "destroy":
            return any(k.mode in _REMOTE for k in beside)
        if event.type in ("REQUEST", "ACCUSE") and "PROTEST" in types:
            return event.trigger.root.morph.get("VerbForm", []) in (["Inf"], ["Part"], ["Ger"])
        if event.realis == "hypothetical" and event.type in ("ASSAULT", "COERCE"):
            return "THREATEN" in types
        if event.type == "SUPPORT" and event.realis == "negated":
            return True
        if event.type in ("THREATEN", "REJECT") and event.mode is None:
            return event.type in types
        return False

    def _placed(self, event: EventMark) -> bool:
        """Whether a weak mention says itself where and when; a toll with one of both may tell who counts, or where.

        The town to which the wounded were brought is not where they were hurt.
        """
        if "toll" not in self._flags[id(event)]:
            return True
        if any(t.lower_ in _CARED_FOR for t in event.sentence):
            return False
        return bool(self._towns[id(event)] and self._days[id(event)])

    def _idle(self, event: EventMark, flags: frozenset[str]) -> bool:
        """A weak mention that tells no happening: denied or feared, a toll since some year, a bare "killing"."""
        if not self._kept:
            return False
        if "generic" in flags or event.realis in ("negated", "hypothetical"):
            return True
        if "toll" not in flags:
            return False
        told = self._days[id(event)] and (self._towns[id(event)] or event.actors)
        recalled = event.realis == "historical" and not told
        return recalled or self._total(event)

    def _total(self, event: EventMark) -> bool:
        """All that its sentence counts adds up many happenings: "thousands have been killed since 2012"."""
        return self._counted.get(self._bounds[id(event)][0]) == {"cumulative"}

    def _apart(self, one: EventMark, other: EventMark) -> bool:
        """Told of different towns or different days, so two happenings."""
        if self._bounds[id(one)] == self._bounds[id(other)]:
            return False
        if self._is_anew(one, other):
            return True
        here, there = self._towns[id(one)], self._towns[id(other)]
        if here and there and here.isdisjoint(there):
            return True
        days, others = self._days[id(one)], self._days[id(other)]
        return bool(days and others) and not any(a <= d and c <= b for a, b in days for c, d in others)

    def _is_anew(self, one: EventMark, other: EventMark) -> bool:
        """The sentence of the later one says that it tells of something else."""
        first, later = sorted((self._bounds[id(one)][0], self._bounds[id(other)][0]))
        return first < later and later in self._anew

    def _same(self, one: EventMark, other: EventMark) -> bool:
        """Whether two strong mentions of a type tell the same happening."""
        if one.type == "MOBILIZE":
            decided = same_move(one, other)
            if decided is not None:
                return decided
        if one.realis != other.realis or self._apart(one, other):
            return False
        if one.type in SPEECH:
            shared = share(one.actors, other.actors) or share(one.recipients, other.recipients)
            return one.mode == other.mode and (self._bounds[id(one)] == self._bounds[id(other)] or shared)
        if one.mode != other.mode and not (one.type == "ASSAULT" and _modes_agree(one.mode, other.mode)):
            return False
        if one.mode != other.mode and "destroy" in (one.mode, other.mode):
            return False
        if one.type == "MOBILIZE" and not signals_agree(one, other):
            return False
        if one.mode in _PERSONS and one.recipients and other.recipients:
            return share(one.recipients, other.recipients)
        if one.type in ("MOBILIZE", "SANCTION"):
            return not one.actors or not other.actors or share(one.actors, other.actors)
        return True


def _opening(doc: Doc, start: int, end: int) -> str:
    """The first words of a sentence, one blank between them."""
    return " ".join(w for w in lowers(doc)[start : min(end, start + _OPENS)] if not w.isspace()) + " "


def _modes_agree(one: str | None, other: str | None) -> bool:
    return one == other or one is None or other is None


def _days(mark: DateMark) -> tuple[date, date]:
    """The days of a date, a night the day on which it ends; what is told "since" a day goes on."""
    doc, start = mark.span.doc, mark.span.start
    lasting = not _SINCE.isdisjoint(lowers(doc)[max(mark.span.sent.start, start - _CLAUSE) : start + 1])
    return mark.end if mark.precision == "day" else mark.start, date.max if lasting else mark.end


def _unlike(home: EventMark, event: EventMark) -> bool:
    """A bare attack or toll is no part of an abduction, a fire or a beating that is told beside it."""
    frame = event.frame or ""
    if home.mode == "destroy" and frame.startswith(_CLASHES):
        return True
    if home.mode not in _OF_ITS_OWN or event.mode is None or frame.startswith("wound"):
        return False
    return home.mode != event.mode and event.trigger.text.lower() not in _ATTACKERS


def _one_mode(strong: str | None, weak: str | None) -> bool:
    return strong == weak or (weak is None and strong == "firearms")


def _absorb(home: EventMark, event: EventMark) -> None:
    if home.mode is None and event.mode is not None:
        home.mode = event.mode
    one_party = len(event.actors) == 1 and event.actors == event.recipients  # "an exchange of fire with the police"
    for mine, theirs in () if one_party else ((home.actors, event.actors), (home.recipients, event.recipients)):
        if not mine:
            mine.extend(theirs)
    home.mentions.append(event.trigger)
    home.contexts += [c for c in event.contexts if c not in home.contexts]
