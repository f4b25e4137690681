"""One event per happening: mentions of the same one are merged, what another says already is dropped.

Events are compared with the last few of their type, so that the cost grows with the length of the text only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacy.tokens import Doc

from processors.extraction.events.clauses import redundant
from processors.extraction.events.mentions import Mention, mentions_of
from processors.extraction.events.moves import share_mission, stands
from processors.extraction.events.sameness import modes_agree, same_happening
from processors.extraction.marks import EventMark

LOOK_BACK = 40
"""Events of a type, told before, that an event is compared with."""
FAR = 60
"""Tokens beyond which a weak mention with another mode is a happening of its own."""
_LEAD = 45
"""Tokens of the opening, which tells where and when."""


def one_per_happening(
    doc: Doc, events: list[EventMark], flags: Mapping[int, frozenset[str]], anew: Iterable[str] = ()
) -> list[EventMark]:
    """Merge mentions of the same happening; the most informative trigger stays, arguments are pooled.

    Strong triggers find each other first; weak ones ("the attack", "were killed") then belong to an event of their
    type that the article tells anyway (:mod:`.sameness`). What opens with one of the words ``anew`` ("separately",
    "the same day") tells of another happening.
    """
    share_mission(events)
    return _Happenings().run(mentions_of(doc, [e for e in events if not stands(e)], flags, anew))


class _Happenings:
    """The happenings kept so far, by type, each by its strongest mention."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Mention]] = {}
        self._told_before: dict[int, EventMark] = {}

    def run(self, mentions: list[Mention]) -> list[EventMark]:
        """Strong mentions first, then the weak ones find their home."""
        for mention in mentions:
            if not mention.weak:
                home = next((k for k in self._last(mention.event.type) if same_happening(k, mention)), None)
                self._take(mention, home)
        for mention in sorted(mentions, key=lambda m: m.event.type != "PROTEST"):  # a riot's wounded belong to it
            if mention.weak:
                home = self._home(mention)
                if home is not None or not self._idle(mention):
                    self._take(mention, home)
        return self._told()

    def _told(self) -> list[EventMark]:
        """The events that are left, in the order of the text."""
        kept = sorted((m for some in self._kept.values() for m in some), key=lambda m: m.event.trigger.start)
        by_sentence: dict[int, list[EventMark]] = {}
        for mention in kept:
            by_sentence.setdefault(mention.first, []).append(mention.event)
        all_kept = [m.event for m in kept]
        left = [m.event for m in kept if not redundant(m.event, m.flags, by_sentence[m.first], all_kept)]
        for event in left:
            self._lead(event)
        return sorted(left, key=lambda e: e.trigger.start)

    def _lead(self, event: EventMark) -> None:
        """The sentence that tells it first is the receipt: the lead says where and when, a later one only more."""
        first = self._told_before.get(id(event))
        if first is not None:
            event.mentions = [event.trigger, *(m for m in event.mentions if m is not first.trigger)]
            event.trigger = first.trigger
            event._sentence = None

    def _take(self, mention: Mention, home: Mention | None) -> None:
        if home is None:
            self._kept.setdefault(mention.event.type, []).append(mention)
            return
        _absorb(home.event, mention.event)
        self._note(home, mention)
        sure = mention.event.realis == "actual" and mention.event.trigger.start < _LEAD and mention.toll
        if home.event.realis == "reported" and sure:
            home.event.realis, home.event.cue = "actual", None  # the opening counts its dead without a doubt

    def _note(self, home: Mention, mention: Mention) -> None:
        """Remember the earliest mention of a happening that its strongest one comes after."""
        one, other = home.event, mention.event
        known = self._told_before.get(id(one), one)
        first = min(e.trigger.start for e in (*(k.event for k in self._kept[one.type]), known))
        earlier = other.trigger.start < min(_LEAD, first) and mention.end <= home.first
        if earlier and one.type == "ASSAULT" and one.realis == other.realis and _one_mode(one.mode, other.mode):
            self._told_before[id(one)] = other

    def _last(self, kind: str) -> list[Mention]:
        return self._kept.get(kind, [])[-LOOK_BACK:]

    def _home(self, mention: Mention) -> Mention | None:
        """The happening that a weak mention belongs to: of its type, rather of its mode, the nearest in the text."""
        event = mention.event
        near = [k for k in self._last(event.type) if same_happening(k, mention)]
        if event.type == "PROTEST" and not near:
            near = [k for k in self._last("ASSAULT") if k.event.mode == "crowd-control"]
        if event.type == "ASSAULT" and not near and not mention.memory:
            hurt = event.mode is None or "guessed" in mention.flags or (event.frame or "").startswith("wound")
            near = [k for k in self._last("PROTEST") if k.event.mode == "riot" and hurt]
        pool = [k for k in near if k.event.mode == event.mode] or near
        if not pool:
            return None
        at = event.trigger.start
        home = min(pool, key=lambda k: abs(k.event.trigger.start - at))
        far = abs(home.event.trigger.start - at) > FAR and home.event.type == event.type
        return None if far and not modes_agree(home.event.mode, event.mode) else home

    def _idle(self, mention: Mention) -> bool:
        """A weak mention that tells no happening: denied or feared, a toll since some year, a bare "killing"."""
        event = mention.event
        if not self._kept:
            return False
        if "generic" in mention.flags or event.realis in ("negated", "hypothetical"):
            return True
        if not mention.toll:
            return False
        told = mention.days and (mention.towns or event.actors)
        adds_up = mention.counted == {"cumulative"}  # "thousands have been killed since 2012"
        return adds_up or (mention.memory and not told)


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
