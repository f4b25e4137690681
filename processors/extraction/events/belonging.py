"""Whose the things are that a deed is about: targets, treatment, positions, headquarters."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from processors.extraction.events.referents import STAYS, THINGS, ActorOf, is_town, owner
from processors.extraction.lexicon import every_language
from processors.extraction.marks import ActorMark
from processors.extraction.syntax import case_of

_BELONGS = frozenset({"nmod", "nmod:poss", "poss", "compound", "amod", "appos", "prep", "pobj", "obl:arg"})
_BY = every_language("events_roles", "by")
_DEEP = 8
"""Tokens behind a noun within which its owner is looked for."""


def owners(doc: Doc, tokens: Iterable[Token], actor_of: ActorOf) -> list[ActorMark]:
    """Whose the thing is that is asked for, criticised, refused: "Nicaragua's treatment of priests"."""
    for token in tokens:
        if token.pos_ in ("NOUN", "PROPN"):
            mark = owner(token, doc, actor_of)
            if mark is not None:
                return [mark]
    return []


def belonging(doc: Doc, tokens: Iterable[Token], actor_of: ActorOf) -> list[ActorMark]:
    """Whose the things are that are struck or taken: "Houthi sites", "the headquarters of the Syrian army"."""
    for token in tokens:
        mark = owner(token, doc, actor_of)
        if mark is not None:
            return [mark]
        for child in token.subtree:
            if child.i == token.i or child.i - token.i > _DEEP or not _hangs(child, token):
                continue
            if child.ent_type_ == "WEAPON":  # "34 Shahed drones" belong to no Shahed
                continue
            mark = actor_of(child, doc) or owner(child, doc, actor_of)
            if mark is not None and mark.name not in THINGS and not is_town(mark):
                return [mark]
    return []


def _hangs(token: Token, top: Token) -> bool:
    """Belongs to a noun through nothing but modifiers that do not say where."""
    while token.i != top.i:
        if token.dep_ not in _BELONGS or case_of(token) in STAYS | _BY:
            return False
        token = token.head
    return True
