"""The parties that nouns of a clause stand for, each once, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from processors.extraction.events.referents import ActorOf, as_state, country_mark, is_town, referent, represented
from processors.extraction.marks import ActorMark
from processors.extraction.sectors import OUTLAWS

_LIMIT = 4
_AGAINST_STATE = OUTLAWS | {"OPP"}


def parties_of(doc: Doc, tokens: Iterable[Token], actor_of: ActorOf, state: bool) -> list[ActorMark]:
    """Actors of tokens; ``state``: a people's adjective stands for its state, since peoples do not strike."""
    found: list[ActorMark] = []
    seen: set[object] = set()
    for token in tokens:
        for told in _told_by(token, doc, actor_of):
            mark = as_state(told, doc)
            if state and mark.span.root.ent_type_ == "NORP" and token.dep_ in ("amod", "nmod"):
                mark = country_mark(mark.span, doc) or mark
            if not is_town(mark) and party_key(mark) not in seen:
                seen.add(party_key(mark))
                found.append(mark)
    return found[:_LIMIT]


def _told_by(token: Token, doc: Doc, actor_of: ActorOf) -> list[ActorMark]:
    """Whom a noun stands for; "delegates of X and Y" for both."""
    both = represented(token, doc, actor_of)
    if len(both) > 1:
        return both
    mark = referent(token, doc, actor_of)
    return [] if mark is None else [mark]


def party_key(mark: ActorMark) -> object:
    """What is the same for two mentions of a party within an article."""
    return mark.id or mark.name or mark.span.text.lower()


def together(left: list[ActorMark], right: list[ActorMark]) -> list[ActorMark]:
    """The parties of two lists, each once."""
    known = {party_key(a) for a in left}
    return left + [r for r in right if party_key(r) not in known]


def is_side(mark: ActorMark) -> bool:
    """A state, an organisation, a force: one that can be a side."""
    return (mark.id or "").split(":", 1)[0] in ("country", "org", "force")


def of_one_side(mark: ActorMark, others: Iterable[ActorMark]) -> bool:
    """Whether a mark, or the state it belongs to, is among others; a movement of a country is not of its state."""
    return any(mark.id == o.id or (_of_state(mark) and _of_state(o) and mark.country == o.country) for o in others)


def _of_state(mark: ActorMark) -> bool:
    return mark.country is not None and mark.sector not in _AGAINST_STATE
