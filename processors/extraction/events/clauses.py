"""How a trigger stands to others of its sentence: what is wanted or threatened, what is claimed."""

from __future__ import annotations

from spacy.tokens import Span, Token

from processors.extraction.lexicon import function_words
from processors.extraction.marks import EventMark

_WANTED = frozenset({"REQUEST", "THREATEN"})
"""What is asked or threatened is no happening of its own."""
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_CONTENT = frozenset({"ccomp", "xcomp", "obj", "dobj", "obl", "obl:arg", "nmod", "pobj", "prep", "conj", "csubj"})
"""Links from a verb of asking or threatening down to what is asked or threatened."""
_DEPTH = 5
_SELF = function_words("reflexive")
_PERSONAL = function_words("personal")
_BEHIND = function_words("behind")


def implied(event: EventMark, beside: list[EventMark], *, lone: bool) -> bool:
    """Whether a trigger only fills out another of its sentence; ``lone``: it is no speech act itself."""
    if lone and any(k.type in _WANTED and wanted(event.trigger.root, k.trigger) for k in beside):
        return True
    if event.mode == "crowd-control" and any(t.lower_ in _SELF for t in event.trigger):
        return True  # "le cortège s'est dispersé"
    if event.type == "ACCUSE":
        return claims(event.trigger)
    if event.mode == "seize" and event.trigger.root.dep_ in _RELATIVE:
        return any(k.mode == "withdraw" for k in beside)  # "left the town that they had held for two weeks"
    held = event.mode == "demo" and (event.frame or "").startswith("protest_held")
    return held and any(k.type == "PROTEST" for k in beside)  # "blocked the road in protest at …"


def wanted(token: Token, governor: Span) -> bool:
    """Whether a trigger is the content of another: "demanded that they withdraw", "threatened to attack"."""
    head = token
    for _ in range(_DEPTH):
        if head.i == head.head.i or head.dep_ not in _CONTENT:
            return False
        if head.head.i == governor.root.i:
            return head.dep_ != "conj" and token.i >= governor.end
        head = head.head
    return False


def claims(trigger: Span) -> bool:
    """ "The group said that it was behind both": who blames himself accuses nobody."""
    doc = trigger.doc
    return any(t.lower_ in _BEHIND and t.i > 1 and doc[t.i - 2].lower_ in _PERSONAL for t in trigger)
