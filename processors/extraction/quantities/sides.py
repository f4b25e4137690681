"""Whose people a quantity counts: the canonical name of an actor, or a general word ("civilians")."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.marks import QuantityMark
from processors.extraction.names.actors import actor_of
from processors.extraction.quantities.words import Words

_BY_CLASS = {"protester": "protesters", "person": "civilians", "displaced": "civilians"}
_OPEN = frozenset({"people", "person", "persons", "others", "victims", "personnes", "autres", "victimes", "members", "membres", "suspects"})


def side_of(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """Canonical name of the side: that of the counted noun, of its owner ("two of its soldiers"), else a class."""
    head = mark.head
    lower = head.lower_
    known = words.klass(lower)
    if known in ("counted", None) and not head.ent_type_ and head.pos_ not in ("PROPN", "NOUN"):
        return None
    actor = actor_of(head, doc)
    if actor is not None and actor.name and lower not in _OPEN:
        return actor.name
    owner = _owner(head)
    if owner is not None:
        actor = actor_of(owner, doc)
        if actor is not None and actor.name:
            return actor.name
    if lower in _OPEN and mark.kind in ("arrested", "injured") and lower not in ("victims", "victimes"):
        return None
    return _BY_CLASS.get(known or "")


def _owner(head: Token) -> Token | None:
    """ "members of the federal police", "membres des forces de sécurité"."""
    for child in head.children:
        if child.dep_ in ("nmod", "nmod:poss") and child.i > head.i:
            return child
    return None
