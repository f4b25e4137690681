"""Who blames or claims: what a trigger is to the verb of accusing, or of claiming a deed, that it stands below."""

from __future__ import annotations

from spacy.tokens import Span

from processors.extraction.lexicon import every_language

_CLAIMS = every_language("events_roles", "claims")
_HEADS_UP = 3
"""Heads above a trigger that are looked at for a word of claiming."""


def is_claimed(trigger: Span) -> bool:
    """Whether a trigger is what somebody claims, or does not claim."""
    above = trigger.root
    for _ in range(_HEADS_UP):
        above = above.head
        if above.lower_ in _CLAIMS and above.i < trigger.start:
            return True
    return False


def is_charge(cue: Span, trigger: Span) -> bool:
    """ "X accuses Y of having shelled Z": told of Y; not of those who are accused of something, nor of a mere noun."""
    verb = cue[0]
    accused = verb.dep_ in ("acl", "amod") or any(c.dep_ in ("aux:pass", "auxpass") for c in verb.children)
    return not accused and trigger.root.pos_ in ("VERB", "AUX")


def is_accused(trigger: Span) -> bool:
    """ "A chief accused of spying was shot": says who he is, not that anybody accuses."""
    verb = trigger.root
    if any(child.dep_ in ("obj", "dobj") for child in verb.children):
        return False  # "the watchdog accused the army of": who has an object is no victim
    return verb.dep_ in ("acl", "amod") and verb.lower_.endswith(("ed", "é", "ée", "és", "ées"))
