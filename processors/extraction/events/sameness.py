"""Whether two mentions of a type tell the same happening.

A strong mention ("gunmen stormed the post") is one with another when mode, realis, place and day do not keep them
apart, and of some types only when they share a party. A weak one ("the attack", "were killed") belongs to whatever it
does not contradict.
"""

from __future__ import annotations

from processors.extraction.events.mentions import Mention
from processors.extraction.events.moves import same_move, share, signals_agree
from processors.extraction.marks import EventMark

SPEECH = frozenset(
    {"ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONSULT", "AID", "COOPERATE", "CONCEDE"}
)
"""What is said or agreed: of different parties it is never the same."""
_PERSONS = frozenset({"arrest", "abduct", "release", "targeted", "deport", "torture", "beat"})
"""What is done to other persons is another happening."""
_OF_ITS_OWN = frozenset({"abduct", "destroy", "torture", "sexual", "crowd-control"})
_BESIDE = frozenset({"abduct", "destroy", "torture", "sexual"})
"""What assailants also do; those whom the text has counted dead before did not die of it."""
_CLASHES = ("clash", "fighting")
_ATTACKERS = frozenset({"attacker", "attackers"})


def same_happening(home: Mention, mention: Mention) -> bool:
    """Whether ``mention`` tells the happening that ``home``, kept before it, stands for."""
    if home.section != mention.section:
        return False
    return _told_on(home, mention) if mention.weak else _told_again(home, mention)


def _told_on(home: Mention, mention: Mention) -> bool:
    """A weak mention tells on what it does not contradict; what is recalled may be told anywhere."""
    if home.memory != mention.memory or _unlike(home.event, mention.event):
        return False
    if mention.toll and mention.event.mode is None and home.event.mode in _BESIDE and mention.first < home.first:
        return False  # "were killed in an attack. The assailants burned the granaries": not by the fire
    if mention.toll and mention.event.mode is None and home.event.mode == "abduct" and mention.first == home.first:
        return False  # "a driver was killed and two passengers were abducted"
    if mention.recalled and not mention.memory:
        return True
    if _is_later(home, mention) and not mention.toll:
        return False
    return not (_is_anew(home, mention) or (mention.placed and _apart(home, mention)))


def _told_again(home: Mention, mention: Mention) -> bool:
    one, other = home.event, mention.event
    if one.type == "MOBILIZE":
        decided = same_move(one, other)
        if decided is not None:
            return decided
    if one.realis != other.realis or _apart(home, mention) or _is_later(home, mention):
        return False
    if one.type in SPEECH:
        shared = share(one.actors, other.actors) or share(one.recipients, other.recipients)
        return one.mode == other.mode and (home.first == mention.first or shared)
    if one.mode != other.mode and (one.type != "ASSAULT" or not modes_agree(one.mode, other.mode)):
        return False
    if one.mode != other.mode and "destroy" in (one.mode, other.mode):
        return False
    if one.type == "MOBILIZE" and not signals_agree(one, other):
        return False
    if one.mode in _PERSONS and one.recipients and other.recipients:
        return share(one.recipients, other.recipients)
    if one.type in ("MOBILIZE", "SANCTION") or one.mode == "seize":
        return not one.actors or not other.actors or share(one.actors, other.actors)
    return True


def modes_agree(one: str | None, other: str | None) -> bool:
    """Whether two modes are one, or one of them is not told."""
    return one == other or one is None or other is None


def _apart(one: Mention, other: Mention) -> bool:
    """Told of different towns or different days, or said to be another; one sentence tells one happening."""
    if one.first == other.first:
        return False
    if _is_anew(one, other) or (one.towns and other.towns and one.towns.isdisjoint(other.towns)):
        return True
    return bool(one.days and other.days) and not any(a <= d and c <= b for a, b in one.days for c, d in other.days)


def _is_anew(one: Mention, other: Mention) -> bool:
    """The sentence of the later one says that it tells of something else."""
    return one.first != other.first and max(one, other, key=lambda m: m.first).anew


def _is_later(one: Mention, other: Mention) -> bool:
    """ "A few hours later a car exploded": a deed of its own, while a toll or "the attack" told so is what was told."""
    return one.first != other.first and max(one, other, key=lambda m: m.first).later


def _unlike(home: EventMark, event: EventMark) -> bool:
    """A bare attack or toll is no part of an abduction, a fire or a beating that is told beside it."""
    frame = event.frame or ""
    if home.mode == "destroy" and frame.startswith(_CLASHES):
        return True
    if home.mode not in _OF_ITS_OWN or event.mode is None or frame.startswith("wound"):
        return False
    return home.mode != event.mode and event.trigger.text.lower() not in _ATTACKERS
