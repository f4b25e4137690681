"""How a trigger stands to others of its sentence: what is wanted or threatened, claimed, or said already."""

from __future__ import annotations

from spacy.tokens import Span, Token

from processors.extraction.events.sameness import SPEECH
from processors.extraction.lexicon import function_words
from processors.extraction.marks import EventMark, dates_of
from processors.extraction.sectors import OUTLAWS

_PROMISED = frozenset({"RETREAT"})
"""What is agreed is no event of its own until it is done."""
_REMOTE = frozenset({"heavy-weapons", "aerial", "drone", "explosives", "suicide-attack"})
"""What is destroyed by these in the same sentence is destroyed by them."""
_AIM = function_words("aim")
_DEEDS = frozenset({"COERCE", "MOBILIZE", "RETREAT", "ASSAULT", "AID"})
_OWN_DEEDS = frozenset({"abduct", "destroy", "torture", "sexual"})
"""Assaults that are deeds of their own whatever else is told in their sentence."""
_WANTED = frozenset({"REQUEST", "THREATEN", "REJECT"})
"""What is asked or threatened is no happening of its own."""
_RELATIVE = frozenset({"acl:relcl", "relcl"})
_FOLLOWING = function_words("following")
_CONTENT = frozenset({"ccomp", "xcomp", "obj", "dobj", "obl", "obl:arg", "nmod", "pobj", "prep", "conj", "csubj"})
"""Links from a verb of asking or threatening down to what is asked or threatened."""
_FILLING = frozenset({"acl", "advcl", "relcl", "acl:to"})
_DEPTH = 5
_NEXT = 4
"""Tokens between an agreement and a truce right behind it, however they are parsed."""
_TAKEN = frozenset({"seize", "arrest"})
"""What an offensive or a raid is told for: "took the town in an offensive", "arrested 30 people in raids"."""
"""Sectors of those whose captives are freed by storming where they are held."""
_STRONG = 0.8
_BY = frozenset({"nsubj", "obl", "nmod", "pobj", "obl:mod", "obl:arg", "prep", "obj"})
_SELF = function_words("reflexive")
_PERSONAL = function_words("personal")
_BEHIND = function_words("behind")


def redundant(event: EventMark, flags: frozenset[str], sentence: list[EventMark], kept: list[EventMark]) -> bool:
    """What another event says already: the slogan of a march, the content of an agreement …

    Args:
        event: judged; one of ``sentence``.
        flags: those of its frame.
        sentence: the events of its sentence.
        kept: all events of the text.
    """
    beside = [k for k in sentence if k is not event]
    types = {k.type for k in beside}
    if implied(event, beside, lone=event.type not in SPEECH or event.type == "AID"):
        return True
    if event.realis == "negated" and event.mode in (None, "firearms") and "toll" in flags:
        return len(kept) > 1
    if event.type == "AGREE":
        return any(k.mode == "ceasefire" and belongs(k.trigger, event.trigger) for k in beside)
    if event.mode == "ceasefire" and "recalled" in flags and len(event.trigger) == 1:
        return len(kept) > 1
    agreed = event.type in _PROMISED and event.mode not in ("withdraw", "ceasefire")
    if agreed and event.realis in ("announced", "future", "hypothetical"):
        return "AGREE" in types
    if event.mode == "abduct" and "weak" in flags:
        return any(k.mode == "release" for k in kept)
    if event.type == "PROTEST" and event.mode == "riot" and event.realis in ("negated", "hypothetical"):
        return event.trigger.root.pos_ == "NOUN"  # "denies any part in the looting", "should the unrest go on"
    if beside and _told_aside(event, beside):
        return True
    if event.mode in ("abduct", "arrest", "seize", "restrict") and event.trigger.root.dep_ in ("acl", "amod"):
        return any(k.mode in ("release", "access") for k in beside) and not dated(event.trigger)
    if event.type == "CONSULT" and event.mode is None:
        return any(k.mode in ("meet", "discontinue") for k in beside)
    if event.mode == "destroy":
        return any(k.mode in _REMOTE for k in beside)
    if event.mode == "demo" and event.trigger.root.pos_ == "NOUN":  # "a drone hit a gathering": it was its target
        return any(k.mode in _REMOTE and serves(event.trigger.root, k.trigger) for k in beside)
    if event.type in ("REQUEST", "ACCUSE") and "PROTEST" in types:
        return event.trigger.root.morph.get("VerbForm", []) in (["Inf"], ["Part"], ["Ger"])
    if event.realis == "hypothetical" and event.type in ("ASSAULT", "COERCE", "RETREAT"):
        return "THREATEN" in types
    if event.type == "SUPPORT" and event.realis == "negated":
        return True
    if event.type in ("THREATEN", "REJECT") and event.mode is None:
        return event.type in types
    return False


def belongs(content: Span, agreed: Span) -> bool:
    """Whether a trigger is what another agrees on: "agreed to a truce", "signed a truce accord", "a truce agreed"."""
    if agreed.start <= content.root.head.i < agreed.end or content.start <= agreed.root.head.i < content.end:
        return True
    return 0 <= content.start - agreed.end < _NEXT or wanted(content.root, agreed)


def implied(event: EventMark, beside: list[EventMark], *, lone: bool) -> bool:
    """Whether a trigger only fills out another of its sentence; ``lone``: it is no speech act itself."""
    if lone and any(k.type in _WANTED and wanted(event.trigger.root, k.trigger) for k in beside):
        return True
    if event.mode == "crowd-control" and any(t.lower_ in _SELF for t in event.trigger):
        return True  # "le cortège s'est dispersé"
    if event.type == "ACCUSE":
        return claims(event.trigger)
    how = event.type == "ASSAULT" and event.confidence < _STRONG and event.trigger.root.pos_ == "NOUN"
    if how and any(k.mode in _TAKEN and serves(event.trigger.root, k.trigger) for k in beside):
        return True
    if event.mode == "seize" and event.trigger.root.dep_ in _RELATIVE:
        return any(k.mode == "withdraw" for k in beside)  # "left the town that they had held for two weeks"
    if event.mode == "release" and any(a.sector in OUTLAWS for a in event.actors):
        return any(k.type == "ASSAULT" and _goes_on(event.trigger.root, k.trigger) for k in beside)
    held = event.mode == "demo" and (event.frame or "").startswith("protest_held")
    return held and any(k.type == "PROTEST" for k in beside)  # "blocked the road in protest at …"


def _told_aside(event: EventMark, beside: list[EventMark]) -> bool:
    """What a sentence about something else tells by the way: who somebody is, what for, by what means.

    "The bishop, jailed since May, is fasting", "the gendarmes already posted there".
    """
    root = event.trigger.root
    # A noun at the root: in "Relatives of those abducted marched" the verb was taken for a participle.
    main = root.sent.root.pos_
    if root.dep_ == "acl" and "Part" in root.morph.get("VerbForm", []) and main in ("VERB", "AUX"):
        if event.type == "PROTEST" or event.mode == "arrest":
            return True
        if event.mode == "police" and not event.actors and not dated(event.trigger):
            return True
    if event.type in _DEEDS and event.realis == "actual" and _is_aim(root):
        return True
    return event.type == "ASSAULT" and any(_told_with(event, k) for k in beside)


def _is_aim(verb: Token) -> bool:
    """ "Recalled 7,000 men to retake the quarters": what for is not what was done."""
    aimed = verb.dep_ in ("advcl", "acl") and "Inf" in verb.morph.get("VerbForm", [])
    return aimed and any(c.lower_ in _AIM and c.i < verb.i for c in verb.children)


def _told_with(event: EventMark, deed: EventMark) -> bool:
    """ "Was killed by a shot", "opened fire on the crowd, killing five": means and toll of a deed are no other.

    "Killed by artillery fire" is told by the fire too: the verb alone does not say by what.
    """
    if deed.type != "ASSAULT" or deed.mode == "destroy" or event.mode in _OWN_DEEDS or deed.realis != event.realis:
        return False
    root, verb = event.trigger.root, deed.trigger.root
    if root.pos_ == "NOUN":
        known = event.mode not in _REMOTE or event.mode == deed.mode
        return known and verb.pos_ == "VERB" and serves(root, deed.trigger)
    gerund = root.dep_ == "advcl" and ("Ger" in root.morph.get("VerbForm", []) or "Pres" in root.morph.get("Tense", []))
    return gerund and deed.trigger.start <= root.head.i < deed.trigger.end


def _goes_on(token: Token, deed: Span) -> bool:
    """Whether a verb is joined to another or tells its outcome: "stormed the jail and freed its inmates"."""
    return token.dep_ in ("conj", "advcl") and deed.start <= token.head.i < deed.end


def dated(trigger: Span) -> bool:
    """Whether the clause of a trigger has a day of its own: "hostages seized in July were freed" tells of two days."""
    tree = {t.i for t in trigger.root.subtree}
    return any(d.span.root.i in tree and d.span.start >= trigger.start for d in dates_of(trigger.doc))


def serves(token: Token, deed: Span) -> bool:
    """Whether a noun says how a deed was done: it hangs on its verb."""
    head = token
    for _ in range(_DEPTH):
        if head.dep_ not in _BY:
            return False
        head = head.head
        if deed.start <= head.i < deed.end:
            return True
    return False


def wanted(token: Token, governor: Span) -> bool:
    """Whether a trigger is the content of another: "demanded that they withdraw", "threatened to attack"."""
    if token.dep_ in _FILLING and governor.start <= token.head.i < governor.end <= token.i:
        return not _came_before(token)  # "gave them a week to free the hostages"
    head = token
    for _ in range(_DEPTH):
        if head.i == head.head.i or head.dep_ not in _CONTENT:
            return False
        if head.head.i == governor.root.i:
            return head.dep_ != "conj" and token.i >= governor.end
        head = head.head
    return False


def _came_before(verb: Token) -> bool:
    """A clause of what had happened: of "called for calm after 17 people were killed" calm alone is called for."""
    return any(child.lower_ in _FOLLOWING and child.dep_ == "mark" for child in verb.lefts)


def claims(trigger: Span) -> bool:
    """ "The group said that it was behind both": who blames himself accuses nobody."""
    doc = trigger.doc
    return any(t.lower_ in _BEHIND and t.i > 1 and doc[t.i - 2].lower_ in _PERSONAL for t in trigger)
