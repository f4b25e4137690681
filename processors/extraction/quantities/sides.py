"""Whose people a quantity counts: the canonical name of an actor, or a general word ("civilians")."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.marks import QuantityMark
from processors.extraction.names.actors import actor_of
from processors.extraction.quantities.phrases import match_on
from processors.extraction.quantities.words import Words

_BY_CLASS = {"protester": "protesters", "person": "civilians", "displaced": "civilians"}
_OPEN = frozenset(
    {
        "people",
        "person",
        "persons",
        "others",
        "victims",
        "personnes",
        "autres",
        "victimes",
        "members",
        "membres",
        "suspects",
    }
)


def side_of(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """Canonical name of the side: that of the counted noun, of its owner ("two of its soldiers"), else a class."""
    head = mark.head
    lower = head.lower_
    known = words.klass(lower)
    if known in ("counted", None) and not head.ent_type_ and head.pos_ not in ("PROPN", "NOUN"):
        return None
    told = _told_side(mark, doc, words)
    if told is not None:
        return told
    actor = actor_of(head, doc)
    general = actor is None or (actor.country is None and not (actor.id or "").startswith(("org:", "group:", "force:")))
    if actor is not None and actor.name and lower not in _OPEN and not general:
        return actor.name
    for token in (*_inside(mark, doc), _owner(head)):
        owner = actor_of(token, doc) if token is not None else None
        if owner is not None and owner.name:
            return owner.name
    if known == "soldier" and mark.kind in ("troops", "killed", "injured", "vehicles"):
        sender = _sender(head)
        owner = actor_of(sender, doc) if sender is not None else None
        if owner is not None and owner.name and (mark.kind == "troops" or _possessed(mark, doc, words)):
            return owner.name
    if known == "person" and lower not in _OPEN and (actor is None or general):
        return "civilians"
    if actor is not None and actor.name and lower not in _OPEN:
        return actor.name
    if lower in _OPEN and mark.kind in ("arrested", "injured") and lower not in ("victims", "victimes"):
        return None
    return _BY_CLASS.get(known or "")


def _inside(mark: QuantityMark, doc: Doc) -> list[Token]:
    """Names inside the counted phrase: "thirty KFOR soldiers"."""
    return [t for t in doc[mark.span.start : mark.head.i] if t.ent_type_ in ("ORG", "GPE", "NORP", "MILUNIT")]


def _told_side(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """ "On the side of the demonstrators, 52 were wounded": the side as told."""
    sent = mark.head.sent
    for i in range(sent.start, min(mark.span.start, sent.start + 8)):
        hit = match_on(doc, words.trees["side"], i)
        if hit is not None:
            token = next((t for t in doc[hit[1] : hit[1] + 4] if t.pos_ in ("NOUN", "PROPN")), None)
            actor = actor_of(token, doc) if token is not None else None
            return actor.name if actor is not None else None
    return None


def _possessed(mark: QuantityMark, doc: Doc, words: Words) -> bool:
    return any(t.lower_ in words.sets["possessive"] for t in doc[mark.span.start : mark.head.i])


def _sender(head: Token) -> Token | None:
    """The subject of the verb that has the troops as its object, or that reports its own losses."""
    verb = head
    for _ in range(4):
        if verb.pos_ in ("VERB", "AUX"):
            for child in verb.children:
                if (
                    child.dep_ in ("nsubj", "nsubj:pass", "nsubjpass")
                    and child.i != head.i
                    and head.i not in (t.i for t in child.subtree)
                ):
                    return child
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return None


def _owner(head: Token) -> Token | None:
    """ "members of the federal police", "membres des forces de sécurité"."""
    for child in head.children:
        if child.dep_ in ("nmod", "nmod:poss") and child.i > head.i:
            return child
    return None
