"""Who blames or claims: what a trigger is to the verb of accusing, or of claiming a deed, that it stands below."""

from __future__ import annotations

from spacy.tokens import Span, Token

from processors.extraction.lexicon import every_language
from processors.extraction.lexicon.grammar import grammar_of

CLAIMS = every_language("events_roles", "claims")
"""Cues of a claim of responsibility."""
_PARTIES = frozenset({"GPE", "ORG", "NORP"})
"""States and groups: what they are accused of is news."""
_HEADS_UP = 3
"""Heads above a trigger that are looked at for a word of claiming."""


def is_claimed(trigger: Span) -> bool:
    """Whether a trigger is what somebody claims, or does not claim."""
    above = trigger.root
    for _ in range(_HEADS_UP):
        above = above.head
        if above.lower_ in CLAIMS and above.i < trigger.start:
            return True
    return False


def is_charge(cue: Span, trigger: Span) -> bool:
    """ "X accuses Y of having shelled Z", "Y, accused of …": told of a party Y; of a person it says who he is."""
    return trigger.root.pos_ in ("VERB", "AUX") and all(a.ent_type_ in _PARTIES for a in _accused(cue[0]))


def _accused(verb: Token) -> list[Token]:
    """Those whom a passive verb of accusing is about; none of an active one."""
    if verb.dep_ in ("acl", "amod", "advcl"):
        return [verb.head]
    if any(c.dep_ in ("aux:pass", "auxpass") for c in verb.children):
        return [c for c in verb.children if c.dep_ in ("nsubj:pass", "nsubjpass", "nsubj")]
    return []


def is_accused(trigger: Span) -> bool:
    """ "A chief accused of spying was shot": says who he is, not that anybody accuses."""
    verb = trigger.root
    if any(child.dep_ in ("obj", "dobj") for child in verb.children):
        return False  # "the watchdog accused the army of": who has an object is no victim
    return verb.dep_ in ("acl", "amod") and grammar_of(verb.lang_).ends(verb.lower_, "participle")
