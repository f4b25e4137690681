"""From matches to events: mode by instrument, contexts, and one event per happening."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from processors.extraction.events.frames import FrameBook, Words
from processors.extraction.events.match import Match
from processors.extraction.events.view import View
from processors.extraction.marks import ActorMark, EventMark


def mode_of(view: View, match: Match, book: FrameBook, before: str | None) -> str | None:
    """The mode of an ASSAULT whose trigger does not give it: the instrument nearest to it in the sentence.

    Falls back to the mode of the event told just before (the same attack told on), then to firearms where
    soldiers or gunmen act, as the annotators did.
    """
    mode = match.frame.mode
    if mode != "?":
        return mode
    first, last = view.bounds[match.start]
    found = _instrument(view, book, first, last, match.start)
    if found:
        return found
    if "clash" in match.frame.flags:
        crowd = book.classes.get("crowd", Words(frozenset()))
        return None if view.some(range(first, last), crowd) else "firearms"
    if "shot" in match.frame.flags:
        return "firearms"
    if before is not None and ({"weak", "toll"} & match.frame.flags):
        return before
    armed = book.classes.get("armed_group")
    return "firearms" if armed and view.some(range(first, match.start), Words(armed.forms)) else None


def _instrument(view: View, book: FrameBook, first: int, last: int, at: int) -> str | None:
    best: tuple[int, str] | None = None
    for mode, words in book.instruments:
        for i in range(first, last):
            if view.words[i] in words:
                distance = abs(i - at)
                if distance <= 18 and (best is None or distance < best[0]):
                    best = (distance, mode)
        if best is not None and mode in ("suicide-attack", "drone"):
            return best[1]
    return best[1] if best else None


def contexts_of(view: View, match: Match, contexts: Iterable[tuple[str, frozenset[str]]]) -> list[str]:
    """PLOVER contexts named by words of the sentence, those of the frame first; at most three."""
    found = list(match.frame.contexts)
    first, last = view.bounds[match.start]
    sentence = set(view.words[first:last])
    for name, words in contexts:
        if name not in found and not words.isdisjoint(sentence):
            found.append(name)
    return found[:3]


def one_per_happening(events: list[EventMark], flags: dict[int, frozenset[str]]) -> list[EventMark]:
    """Merge mentions of the same happening; the most informative trigger stays, arguments are pooled.

    Weak triggers ("the attack", "were killed") belong to an event of their type that the article tells
    anyway; strong ones merge when type and mode agree and neither realis cue nor other actors keep them apart.
    """
    kept: list[EventMark] = []
    _share_mission(events)
    strong = [e for e in events if "weak" not in flags[id(e)]]
    weak = [e for e in events if "weak" in flags[id(e)]]
    for event in strong:
        home = next((k for k in kept if _same(k, event)), None)
        if home is None:
            kept.append(event)
        else:
            _absorb(home, event)
    for event in weak:
        home = _home(event, kept, recalled="recalled" in flags[id(event)])
        if home is not None:
            _absorb(home, event)
        elif not _idle(event, flags[id(event)], bool(kept)):
            kept.append(event)
    kept.sort(key=lambda e: e.trigger.start)
    return [e for e in kept if not _redundant(e, kept, flags)]


def _share_mission(events: list[EventMark]) -> None:
    """ "700 additional troops" of no state are those of the mission that the article tells of."""
    moved = [e for e in events if e.type == "MOBILIZE" and e.mode == "troops" and e.realis != "historical"]
    if any("peacekeeping" in e.contexts for e in moved):
        for event in moved:
            unsaid = all((a.name or "") in _NOBODY or a.span.root.ent_type_ == "PERSON" for a in event.actors)
            if unsaid and event.signal != "ALERT_STATUS" and "peacekeeping" not in event.contexts:
                event.contexts = ["peacekeeping", *event.contexts][:3]


_NOBODY = frozenset({"soldiers", "peacekeepers", "NATO", "KFOR", "reinforcements"})


def _home(event: EventMark, kept: list[EventMark], *, recalled: bool) -> EventMark | None:
    """The event that a weak mention belongs to: of its type, rather of its mode, the nearest in the text."""
    memory = event.realis == "historical"
    near = [
        k
        for k in kept
        if k.type == event.type and (k.realis == "historical") == memory and (recalled or not _apart(k, event))
    ]
    if event.type == "PROTEST" and not near:
        near = [k for k in kept if k.type == "ASSAULT" and k.mode == "crowd-control"]
    if event.type == "ASSAULT" and not near:
        near = [k for k in kept if k.type == "PROTEST" and k.mode == "riot" and event.mode is None]
    same = [k for k in near if k.mode == event.mode]
    pool = same or near
    if not pool:
        return None
    home = min(pool, key=lambda k: abs(k.trigger.start - event.trigger.start))
    far = abs(home.trigger.start - event.trigger.start) > FAR
    return None if far and not _modes_agree(home.mode, event.mode) else home


FAR = 60
"""Tokens beyond which a weak mention with another mode is a happening of its own."""


def _idle(event: EventMark, flags: frozenset[str], others: bool) -> bool:
    """A weak mention that tells no happening: denied or feared, a toll since some year, a bare "killing"."""
    if "generic" in flags and others:
        return True
    if not others:
        return False
    return event.realis in ("negated", "hypothetical") or (event.realis == "historical" and "toll" in flags)


def _redundant(event: EventMark, kept: list[EventMark], flags: dict[int, frozenset[str]]) -> bool:
    """What another event of the sentence says already: the slogan of a march, the content of an agreement …"""
    start = event.sentence.start
    beside = [k for k in kept if k is not event and k.sentence.start == start]
    types = {k.type for k in beside}
    if event.type == "AGREE":
        return any(k.type == "RETREAT" and k.mode == "ceasefire" for k in beside)
    agreed = event.type == "RETREAT" and event.mode not in ("withdraw", "ceasefire")
    if agreed and event.realis in ("announced", "future", "hypothetical"):
        return "AGREE" in types
    if event.mode == "abduct" and "weak" in flags[id(event)]:
        return any(k.mode == "release" for k in kept)
    if event.mode in ("abduct", "arrest", "seize") and event.trigger.root.dep_ in ("acl", "amod"):
        return any(k.mode == "release" for k in beside)
    if event.mode == "destroy":
        return any(k.mode in _REMOTE for k in beside)
    if event.type in ("REQUEST", "ACCUSE") and "PROTEST" in types:
        return event.trigger.root.morph.get("VerbForm", []) in (["Inf"], ["Part"], ["Ger"])
    if event.realis == "hypothetical" and event.type in ("ASSAULT", "COERCE"):
        return "THREATEN" in types
    if event.type == "SUPPORT" and event.realis == "negated":
        return True
    if event.type == "THREATEN" and event.mode is None:
        return any(k.type == "THREATEN" for k in beside)
    if event.type == "REJECT" and event.mode is None:
        return any(k.type == "REJECT" for k in beside)
    return False


_REMOTE = frozenset({"heavy-weapons", "aerial", "drone", "explosives", "suicide-attack"})
"""What is destroyed by these in the same sentence is destroyed by them."""
SPEECH = frozenset(
    {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "AID", "COOPERATE", "CONCEDE"}
)


def _apart(one: EventMark, other: EventMark) -> bool:
    """Told of different towns or different days, so two happenings."""
    if one.sentence.start == other.sentence.start:
        return False
    here, there = _towns(one), _towns(other)
    if here and there and here.isdisjoint(there):
        return True
    days, others = _days(one), _days(other)
    return bool(days and others and days.isdisjoint(others))


def _towns(event: EventMark) -> set[str]:
    sentence = event.sentence
    return {
        p.name for p in event.trigger.doc._.places if p.precision == 1 and sentence.start <= p.span.start < sentence.end
    }


def _days(event: EventMark) -> set[date]:
    sentence = event.sentence
    return {
        d.start
        for d in event.trigger.doc._.dates
        if d.precision == "day" and sentence.start <= d.span.start < sentence.end
    }


def _same(one: EventMark, other: EventMark) -> bool:
    if one.type == other.type == "MOBILIZE" and _mission(one) and _mission(other):
        told = one.realis == other.realis or {one.realis, other.realis} <= _TOLD
        return told and _signals_agree(one, other)
    if one.type == other.type == "MOBILIZE" and one.mode == other.mode == "weapons":
        same = one.trigger.root.lemma_ == other.trigger.root.lemma_
        return same and one.realis == other.realis and bool(_ids(one.actors) & _ids(other.actors))
    if one.type == other.type == "MOBILIZE" and one.mode == other.mode and not (_known(one) and _known(other)):
        return {one.realis, other.realis} <= _TOLD and _signals_agree(one, other)
    if one.type != other.type or one.realis != other.realis or _apart(one, other):
        return False
    if one.type in SPEECH:
        same_sentence = one.sentence.start == other.sentence.start
        shared = _ids(one.actors) & _ids(other.actors) or _ids(one.recipients) & _ids(other.recipients)
        return one.mode == other.mode and (same_sentence or bool(shared))
    if one.mode != other.mode and not (one.type == "ASSAULT" and _modes_agree(one.mode, other.mode)):
        return False
    if one.type == "MOBILIZE" and not _signals_agree(one, other):
        return False
    if one.type in ("MOBILIZE", "SANCTION"):
        return not _ids(one.actors) or not _ids(other.actors) or bool(_ids(one.actors) & _ids(other.actors))
    return True


def _mission(event: EventMark) -> bool:
    """Troops for a peacekeeping mission: said so, or by no state in an article that tells of one."""
    return "peacekeeping" in event.contexts and event.mode == "troops"


_TOLD = {"actual", "announced", "reported"}


def _known(event: EventMark) -> bool:
    return any(a.id or a.country for a in event.actors)


def _signals_agree(one: EventMark, other: EventMark) -> bool:
    return "ALERT_STATUS" not in (one.signal, other.signal) or one.signal == other.signal


def _modes_agree(one: str | None, other: str | None) -> bool:
    return one == other or one is None or other is None


def _ids(actors: list[ActorMark]) -> set[str]:
    return {a.id or a.name or a.span.text.lower() for a in actors}


def _absorb(home: EventMark, event: EventMark) -> None:
    if home.mode is None and event.mode is not None:
        home.mode = event.mode
    for mine, theirs in ((home.actors, event.actors), (home.recipients, event.recipients)):
        if not mine:
            mine.extend(theirs)
    home.contexts += [c for c in event.contexts if c not in home.contexts]
