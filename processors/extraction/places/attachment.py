"""How a place is attached to a word of its sentence: by which preposition, how far up the tree, as scene or speaker.

``words`` are the sets of ``lexicon/<language>/places.yaml``: ``in``, ``from``, ``speech``, ``parts``, ``former``,
``belonged``, ``toward``, ``quoted``, ``among``, ``them``.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from processors.extraction.dates.tense import governor
from processors.extraction.marks import PlaceMark, lowers
from processors.extraction.names.context import context_of
from processors.extraction.syntax import case_of, chain, role

_CLAUSES = frozenset({"advcl", "acl:relcl", "relcl", "parataxis"})
_OTHER_CLAUSE = 1.0
"""What a place costs more in a clause below that of the trigger: "bombed X after rebels killed nine near Y"."""
_SOURCE = 4
"""Steps up the tree to the source that something is told by."""
_FEW = 6
"""Tokens before a name within which the preposition stands that leads to "the town of X"."""
Words = dict[str, frozenset[str]]


def of_old(span: Span, words: Words) -> bool:
    """ "the former province of X", "ancienne colonie de la X": what once belonged to X is not in X."""
    before = set(lowers(span.doc)[max(0, span.start - 5) : span.start])
    return not words["former"].isdisjoint(before) and not words["belonged"].isdisjoint(before)


def cost(trigger: Span, place: PlaceMark, words: Words) -> float:
    """How loosely a place hangs on a trigger; 4.5 and more: it is not its scene."""
    head, token = trigger.root, place.span.root
    how = locative(place.span, words)
    if how == "from":
        how = None
    if partial(place.span, words):
        return 5.0
    extra = (0.0 if how else 0.8) + (1.0 if beside(place.span, words) else 0.0)
    part = role(token)
    verb = governor(token)
    if place.precision == 3 and case_of(token) in words["party"]:
        return 4.4
    if quoted(place.span, words) or _owner(place, words):
        return 5.0
    if part == "subject" and how is None and token.head.pos_ in ("VERB", "AUX"):
        town = place.precision == 1 and context_of(token.doc).seat(place.name) is None
        return 1.0 if town and token.head in trigger else 5.0
    up = chain(token)
    if token.head.pos_ == "NOUN" and _says_next(place.span, words):
        return 5.0 if context_of(token.doc).seat(place.name) is not None else 4.0
    said = verb is not None and verb.lemma_.lower() in words["speech"] and head not in _below(verb, up)
    if said and verb != head and place.precision != 1:
        return 5.0
    seat = said and context_of(token.doc).seat(place.name) is not None
    if said and (verb != governor(head) or (seat and verb != head)):
        return 5.0 if seat else 4.0  # "the military said in Seoul"
    if head in up:
        steps = up.index(head)
        clauses = sum(1 for t in up[:steps] if t.dep_ in _CLAUSES)
        return 0.3 * max(0, steps - 1) + _OTHER_CLAUSE * clauses + extra
    own = governor(head)
    if verb is not None and verb == own:
        return 1.0 + extra
    if own is not None and own in up:
        clauses = sum(1 for t in up[: up.index(own)] if t.dep_ in _CLAUSES)
        return 1.4 + _OTHER_CLAUSE * clauses + extra
    if verb is not None and verb in chain(head):
        return 1.8 + extra
    return 2.6 + extra


def _says_next(span: Span, words: Words) -> bool:
    """ "Officials in X said", whatever the parse makes of them at the end of a sentence."""
    follows = span.doc[span.end] if span.end < len(span.doc) else None
    return follows is not None and follows.pos_ == "VERB" and follows.lemma_.lower() in words["speech"]


def _owner(place: PlaceMark, words: Words) -> bool:
    """ "At X's request", "by X's count": a government rather than its town; not "in X's suburbs"."""
    doc, end = place.span.doc, place.span.end
    if end >= len(doc) or doc[end].lower_ not in ("'s", "’s") or context_of(doc).seat(place.name) is None:
        return False
    return case_of(place.span.root.head) not in words["static"]


def _below(verb: Token, up: list[Token]) -> list[Token]:
    """What stands between a place and the verb of its clause: "announced the dispatch of troops to X" tells of X."""
    return up[: up.index(verb)] if verb in up else []


def locative(span: Span, words: Words) -> str | None:
    """ "in" for where, "from" for whence or whose, None without preposition."""
    marker = case_of(span.root)
    before = lowers(span.doc)[max(0, span.start - 3) : span.start]
    if role(span.root) == "subject":  # "On Monday X closed its airspace"
        return "in" if before and before[-1] in words["in"] else None
    if marker in words["in"] or any(word in words["in"] for word in before[-2:]):
        return "in"
    if marker in words["from"] or (before and before[-1] in words["from"]):
        return "in" if _of_kind(span, words) else "from"
    return None


def _of_kind(span: Span, words: Words) -> bool:
    """ "In the Indian city of X", "près du village de X": the preposition stands before the noun for what X is."""
    doc, i = span.doc, span.start - 2
    if i < 1 or doc[i].lower_ not in words["kinds"]:
        return False
    i -= 1
    while i > 0 and span.start - i <= _FEW and doc[i].pos_ in ("DET", "ADJ") and doc[i].lower_ not in words["in"]:
        i -= 1
    return doc[i].lower_ in words["in"] or doc[i].lower_ in words["near_of"]


def quoted(span: Span, words: Words) -> bool:
    """ "according to X", "at the request of X": X speaks."""
    doc = span.doc
    if span.end < len(doc) and doc[span.end].lower_ in ("'s", "’s"):  # "according to X's health authorities"
        return False
    before = " ".join(lowers(doc)[max(0, span.start - 5) : span.start])
    if any(before.endswith(phrase) for phrase in words["quoted"]):
        return True
    return any(case_of(above) in words["sources"] for above in chain(span.root)[1:_SOURCE])


def whence(place: PlaceMark, words: Words, *, goes: bool) -> bool:
    """ "Youths who came from X", "drones flying in from X"; of what ``goes`` somewhere "gendarmes from X" too."""
    token = place.span.root
    if place.span.start == 0 or place.span.doc[place.span.start - 1].lower_ not in words["from"]:
        return False
    head = token.head
    if words["comers"].intersection((head.lemma_.lower(), head.lower_)):
        return True
    return goes and head.pos_ in ("NOUN", "PROPN") and case_of(token) in words["whence"]


def partial(span: Span, words: Words) -> bool:
    """ "21 of them in X, 14 in Y", "dont 41 à X": where a part of what is counted happened."""
    doc = span.doc
    at = span.start - 1
    while at > span.sent.start and doc[at].pos_ == "DET":
        at -= 1
    if at - 1 <= span.sent.start or doc[at].lower_ not in words["in"]:
        return False
    counted, before = doc[at - 1], doc[at - 2]
    if counted.lower_ in words["them"]:
        return True
    return (counted.like_num or counted.pos_ == "NUM") and (
        before.text == "," or before.pos_ == "CCONJ" or before.lower_ in words["among"]
    )


def beside(span: Span, words: Words) -> bool:
    """ "west of X", "à l'ouest de X": X only says where another place lies."""
    before = lowers(span.doc)[max(0, span.start - 2) : span.start]
    return len(before) == 2 and before[0] in words["parts"] and before[1] in words["from"]


def speaks(place: PlaceMark, words: Words) -> bool:
    """Does the place, or who bears its name, act or speak?"""
    if quoted(place.span, words):
        return True
    token = place.span.root
    verb = governor(token)
    if role(token) == "subject" and token.head.pos_ in ("VERB", "AUX") and locative(place.span, words) != "in":
        return True
    return verb is not None and verb.lemma_.lower() in words["speech"] and token.head == verb


def bound(span: Span, words: Words) -> bool:
    """ "The highway to X", "transferred to X": where something leads or goes."""
    return case_of(span.root) in words["bound"] or (
        span.start > 0 and span.doc[span.start - 1].lower_ in words["bound"]
    )


def toward(span: Span, words: Words) -> bool:
    """ "loyal to X", "between X and Y", "contre X": X is party to it rather than where it is."""
    marker = case_of(span.root)
    before = lowers(span.doc)[max(0, span.start - 2) : span.start]
    return marker in words["toward"] or (bool(before) and before[-1] in words["toward"])
