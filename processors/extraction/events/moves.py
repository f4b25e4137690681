"""When two movements of forces are one: of one mission, of the same troops, told as done and as decided."""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.lexicon import every_language
from processors.extraction.marks import ActorMark, EventMark

_STANDING = every_language("events_roles", "standing")
_NOBODY = frozenset({"soldiers", "peacekeepers", "NATO", "KFOR", "reinforcements"})
_PASSIVE = frozenset({"aux:pass", "auxpass"})
_TOLD = {"actual", "announced", "reported"}


def share_mission(events: list[EventMark]) -> None:
    """ "700 additional troops" of no state are those of the mission that the article tells of."""
    moved = [e for e in events if e.type == "MOBILIZE" and e.mode == "troops" and e.realis != "historical"]
    if any("peacekeeping" in e.contexts for e in moved):
        for event in moved:
            unsaid = all((a.name or "") in _NOBODY or a.span.root.ent_type_ == "PERSON" for a in event.actors)
            if unsaid and event.signal != "ALERT_STATUS" and "peacekeeping" not in event.contexts:
                event.contexts = ["peacekeeping", *event.contexts][:3]


def stands(event: EventMark) -> bool:
    """ "The 300 soldiers stationed there": a stock is no movement; "stationed 300 soldiers on the border" is one."""
    verb = event.trigger.root
    if event.type != "MOBILIZE" or event.realis not in ("actual", "historical"):
        return False
    standing = verb.lower_ in _STANDING or (event.realis == "historical" and _is_state(verb))
    return standing and not any(c.dep_ in ("obj", "dobj") for c in verb.children)


def _is_state(verb: Token) -> bool:
    """ "900 soldiers are deployed there since 2014": a passive in the present tells how it is, not what was done."""
    return any(c.dep_ in _PASSIVE and "Pres" in c.morph.get("Tense", []) for c in verb.children)


def same_move(one: EventMark, other: EventMark) -> bool | None:
    """Whether two movements of forces are one; None when that depends on what else is told."""
    if _mission(one) and _mission(other):
        told = one.realis == other.realis or {one.realis, other.realis} <= _TOLD
        return told and signals_agree(one, other)
    if one.mode != other.mode:
        return None
    if one.mode == "weapons":
        verb = other.trigger.root  # "put its batteries on alert and scrambled jets"
        joined = verb.dep_ == "conj" and verb.head.i in range(one.trigger.start, one.trigger.end)
        same = joined or one.trigger.root.lemma_ == verb.lemma_
        return same and one.realis == other.realis and share(one.actors, other.actors)
    if not (_known(one) and _known(other)):
        return {one.realis, other.realis} <= _TOLD and signals_agree(one, other)
    return None


def _mission(event: EventMark) -> bool:
    """Troops for a peacekeeping mission: said so, or by no state in an article that tells of one."""
    return "peacekeeping" in event.contexts and event.mode == "troops"


def _known(event: EventMark) -> bool:
    return any(a.id or a.country for a in event.actors)


def signals_agree(one: EventMark, other: EventMark) -> bool:
    """A full alert is no move: it is one with another alert only."""
    return "ALERT_STATUS" not in (one.signal, other.signal) or one.signal == other.signal


def share(left: list[ActorMark], right: list[ActorMark]) -> bool:
    """Whether two lists of parties have one in common."""
    return bool(_ids(left) & _ids(right))


def _ids(actors: list[ActorMark]) -> set[str]:
    return {a.id or a.name or a.span.text.lower() for a in actors}
