"""Who acts where the parse or the clause gives another: names before a verb without subject, those who command."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.events.referents import STAYS
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.suffering import Suffering
from processors.extraction.events.view import View
from processors.extraction.marks import ActorMark
from processors.extraction.names import actor_words
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import country_names
from processors.extraction.names.owners import OF
from processors.extraction.syntax import OBJECT, SUBJECT, case_of, chain

_INVERTS = frozenset({"fr"})
"""Languages that put the speaker behind the verb."""
_AT_ONCE = 4
_BEHIND = 14
"""Tokens behind a noun within which it is told whom it is against."""


def sufferers_before(verb: Token, sufferers: list[Token]) -> bool:
    """Whether a passive subject stands before the verb already."""
    return any(t.i < verb.i for t in sufferers)


def left_name(verb: Token) -> list[Token]:
    """A state or organisation right before a finite verb that the parser left without a subject."""
    doc, at = verb.doc, verb.i
    objects = verb.dep_ == "ROOT" and any(c.dep_ in OBJECT and c.i > verb.i for c in verb.children)
    finite = objects or "Fin" in verb.morph.get("VerbForm", [])
    if at > 2 and doc[at - 1].text == "-":  # "test-fired"
        at, finite = at - 2, True
    while at and doc[at - 1].pos_ in ("AUX", "PRON") and at > verb.i - 3:
        at -= 1
        finite = True
    if at == 0 or verb.dep_ == "acl" or not finite:
        return []
    name = doc[at - 1]
    if name.ent_type_ not in ("GPE", "ORG"):
        return [name] if _is_body(name) else []
    first = name
    while first.i and first.ent_iob_ == "I":
        first = doc[first.i - 1]
    before = doc[first.i - 1].pos_ if first.i > first.sent.start else ""
    return [] if before in ("ADP", "PROPN", "CCONJ", "ADJ") else [name]


def opening(verb: Token) -> list[Token]:
    """The noun or pronoun that opens the clause of a finite verb, whatever the parser makes of it.

    "Azerbaijan on Thursday set free five detainees", "In January it set off a bomb".
    """
    doc, first = verb.doc, verb.sent.start
    if "Fin" not in verb.morph.get("VerbForm", []) and not any(c.dep_.startswith("aux") for c in verb.children):
        return []
    start = verb.i
    while start > first and not _parts(doc[start - 1], verb):
        start -= 1
    at = start
    while at < verb.i:
        led = doc[at].pos_ == "ADP"
        at += led
        head = None
        while at < verb.i and doc[at].pos_ in _PHRASE:
            head = doc[at] if doc[at].pos_ in _HEADS else head
            at += 1
        if head is not None and not led:
            return [head]
        at += head is None and not led
    return []


_PHRASE = frozenset({"DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON"})


def _parts(token: Token, verb: Token) -> bool:
    """Whether a word stands between two clauses: a verb, a comma, "that"."""
    if token.pos_ in ("VERB", "AUX"):
        return token.head.i != verb.i
    return token.is_punct or token.is_space or token.pos_ in ("SCONJ", "CCONJ")


def _is_body(token: Token) -> bool:
    """ "The Colombian military bombed …": a noun for a force that the parser takes for an adjective."""
    found = actor_words.load(token.doc.lang_ or "en").role(token)
    return token.pos_ == "ADJ" and found is not None and found.kind == "institution"


def commanding(actors: list[ActorMark]) -> list[ActorMark]:
    """Troops are sent by states: a president or minister who orders it stands for his own."""
    if any((a.id or "").startswith("country:") for a in actors):
        return [a for a in actors if a.span.root.ent_type_ != "PERSON"]
    ruling = [a for a in actors if a.sector in ("GOV", "MIL") and _holds_office(a)]
    code = next((c for a in ruling if (c := a.country or context_of(a.span.doc).country)), None)
    if code is None:
        return actors
    return [ActorMark(ruling[0].span, f"country:{code}", country_names().get(code, code), code, "GOV")]


def joined(token: Token) -> list[Token]:
    """A noun and those joined to it by an "and", but for what only says where ("the army and rebels near X, in Y").

    Without an "and" the parser has taken an apposition for a list: "X, the main party, resigned".
    """
    case, heads = case_of(token), (token, *token.conjuncts)
    before = token.left_edge.i - 2
    if before >= 0 and token.doc[before + 1].pos_ == "CCONJ" and token.doc[before].dep_ == "ROOT":
        first = token.doc[before]  # "X's army and the Y agreed": the parser takes the first for a clause of its own
        if first.pos_ in ("NOUN", "PROPN") and before >= token.sent.start:
            return [first, token]
    if not any(child.dep_ == "cc" for head in heads for child in head.children):
        return [token]
    others = _without_speakers(token)
    return [token, *(c for c in others if (own := case_of(c)) == case or own not in STAYS)]


def _without_speakers(token: Token) -> list[Token]:
    """ "Killing six and wounding 15, police and witnesses said": a list taken for one with the object before it."""
    doc, others = token.doc, list(token.conjuncts)
    if token.dep_ in SUBJECT or not others:
        return others
    after = max(c.right_edge.i for c in others) + 1
    if after >= len(doc) or doc[after].pos_ != "VERB" or "Fin" not in doc[after].morph.get("VerbForm", []):
        return others
    first = next((c for c in others if c.i > token.i and "," in (c.left_edge.text, doc[c.left_edge.i - 1].text)), None)
    return others if first is None else [c for c in others if c.i < first.i]


def _holds_office(mark: ActorMark) -> bool:
    return mark.span.root.ent_type_ == "PERSON" or (mark.id or "").startswith("office:")


def agent_behind(verb: Token, last: int, by: frozenset[str]) -> list[Token]:
    """ "Seized at Chibok by X": the agent of a passive, wherever the parse hangs it."""
    doc = verb.doc
    for i in range(verb.i + 1, min(last, verb.i + _BEHIND)):
        token = doc[i]
        if token.pos_ in ("VERB", "AUX") or token.text in (";", ":"):
            return []
        if token.lower_ in by and token.head.i > i:
            return joined(token.head)
    return []


def against_behind(view: View, noun: Token, against: frozenset[str]) -> list[Token]:
    """ "The offensive led by X against Y": whom a noun is against, wherever the parse hangs the name."""
    doc = view.doc
    for i in range(noun.i + 1, min(view.bounds[noun.i][1], noun.i + _BEHIND)):
        token = doc[i]
        if token.pos_ in ("VERB", "AUX") and token.dep_ != "acl":
            return []
        if token.lower_ in against and token.head.i > i:
            return joined(token.head)
    return []


def between_whom(view: View, start: int, end: int, between: frozenset[str]) -> list[Token]:
    """Who stands between "between" and "and" in or behind a trigger, wherever the parse hangs them."""
    for i in range(start, min(view.bounds[end - 1][1], end + _BEHIND)):
        if view.words[i] in between:
            head = view.doc[i].head
            if head.i <= i and head.dep_ not in ("prep",):  # ClearNLP hangs the noun under the preposition
                head = next(iter(view.doc[i].children), head)
            return joined(head) if head.i > i else []
    return []


def fallen_against(view: View, noun: Token, against: frozenset[str], suffering: Suffering) -> list[Token]:
    """ "Two rebels died in a firefight with police": those who fell in it and those whom it was with."""
    rivals = against_behind(view, noun, against)
    verb = next((t for t in chain(noun)[1:] if t.pos_ in VERBAL), None)
    if not rivals or verb is None or noun.pos_ in VERBAL:
        return []
    roles = ("subject", "passive_subject") if suffering.tells(verb) else ("passive_subject",)
    fallen = [t for role, _, t in view.arguments(verb) if role in roles and t.i < noun.i]
    return [*(t for one in fallen for t in joined(one)), *rivals] if fallen else []


def pitted(view: View, start: int, end: int, opposes: frozenset[str], against: frozenset[str]) -> list[Token]:
    """ "Clashes pitting X against Y", "des combats ont opposé X à Y": both."""
    for i in range(start, min(view.bounds[end - 1][1], end + _BEHIND)):
        if view.words[i] not in opposes:
            continue
        found: list[Token] = []
        for role, case, token in view.arguments(view.doc[i]):
            if token.i > i and (role == "object" or (role == "oblique" and case in against)):
                found += joined(token)
                found += [t for _, c, t in view.arguments(token) if c in against]
        return found if len(found) > 1 else []
    return []


def blamed(view: View, predicate: Token) -> list[Token]:
    """ "X claims that Y arms the rebels": whose deed the clause tells."""
    for child in predicate.children:
        if child.dep_ in ("ccomp", "xcomp") and child.i > predicate.i:
            found = [t for role, _, t in view.arguments(child) if role in ("subject", "agent")]
            return [t for t in found if t.i > predicate.i]
    return []


def inverted(verb: Token, objects: list[Token]) -> Token | None:
    """ "… , dénonce l'ONG": the subject of a French verb behind what is said, which the parser takes for its object."""
    doc, first = verb.doc, verb.i
    if (doc.lang_ or "en") not in _INVERTS:
        return None
    while first > 0 and (doc[first - 1].pos_ in ("AUX", "PRON") or doc[first - 1].dep_.startswith("expl")):
        first -= 1
    led = first > verb.sent.start and doc[first - 1].is_punct
    return next((t for t in objects if t.i > verb.i and case_of(t) is None), None) if led else None


def right_behind(doc: Doc, end: int, verb: Token) -> list[Token]:
    """ "Ont roué de coups des bergers": the noun that follows a trigger at once, wherever the parse hangs it."""
    if any(c.dep_ in ("aux:pass", "auxpass") for c in verb.children):
        return []
    for token in doc[end : end + _AT_ONCE]:
        if token.pos_ == "NOUN":
            return joined(token)
        if token.pos_ not in ("DET", "NUM", "ADJ") and token.lower_ not in OF:
            return []
    return []


def led_by(token: Token, start: int, end: int) -> bool:
    """Whether the preposition before a noun belongs to the trigger, and no other stands before it."""
    cases = [child for child in token.lefts if child.dep_ == "case"]
    return len(cases) == 1 and start < cases[0].i < end
