"""Whose people a quantity counts: the canonical name of an actor, or a general word ("civilians")."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from processors.extraction.marks import ActorMark, QuantityMark
from processors.extraction.names import actor_words
from processors.extraction.names.actors import actor_of
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import adjectives, country_names
from processors.extraction.quantities.page import opening
from processors.extraction.quantities.phrases import match_on
from processors.extraction.quantities.words import Words


def side_of(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """Canonical name of the side: told so, that of the counted noun, of its owner, of the sender, else a class."""
    head = mark.head
    known = words.klass(head.lower_)
    told = _told_side(mark, doc, words)
    if told is not None:
        return told
    actor = actor_of(head, doc) if known != "counted" else None
    if actor is not None and actor.name and not _general(actor) and head.lower_ not in words.sets["anybody"]:
        return _country_of_troops(mark, actor)
    for token in (*_inside(mark, doc), *_owners(head)):
        owner = actor_of(token, doc)
        if owner is not None and owner.name and not _general(owner):
            return _country_of_troops(mark, owner)
    if mark.kind in ("troops", "vehicles"):
        return _name(_sender(head, doc))
    if known == "soldier":
        if _possessed(mark, doc, words):
            owner_name = _name(_sender(head, doc))
            if owner_name is not None:
                return owner_name
        return _national(head, doc) or (actor.name if actor is not None else None)
    if mark.kind == "protesters":
        return "protesters" if actor is None or head.lower_ in words.sets["anybody"] else actor.name
    if head.lower_ in words.sets["anybody"]:
        return None
    if head.lower_ in words.sets["civil"]:
        return "civilians"
    if known in ("attacker", "protester") and actor is not None:
        return actor.name
    return None


def _general(actor: ActorMark) -> bool:
    """Somebody of no land and no body: "gunmen", "workers"."""
    name = actor.name or ""
    return actor.country is None and name.islower()


def _name(actor: ActorMark | None) -> str | None:
    if actor is None or actor.span.label_ == "PERSON" or actor.span.root.ent_type_ == "PERSON":
        return None
    return actor.name if actor.name and not _general(actor) else None


def _country_of_troops(mark: QuantityMark, actor: ActorMark) -> str | None:
    """Troops that move are their country's: "1,000 Ugandan soldiers"."""
    if mark.kind in ("troops", "vehicles") and actor.country is not None and (actor.id or "").startswith(_OWN):
        return country_names().get(actor.country, actor.name)
    return actor.name


_OWN = ("force:", "group:", "norp:", "org:army", "country:")


def _national(head: Token, doc: Doc) -> str | None:
    """ "Policemen", "soldiers" without more are those of the country that the article is about."""
    table = actor_words.load(doc.lang_ or "en")
    role, country = table.role(head), context_of(doc).country
    stands = table.stands_for.get(role.name) if role is not None else None
    if stands is None or country is None:
        return None
    made = table.made[stands].format(
        adj=adjectives().get(country, country), country=country_names().get(country, country)
    )
    return table.forces.get(stands, {}).get(country) or made


def _inside(mark: QuantityMark, doc: Doc) -> list[Token]:
    """Names inside the counted phrase: "thirty KFOR soldiers"."""
    return [t for t in doc[mark.span.start : mark.head.i] if t.ent_type_ in ("ORG", "GPE", "NORP", "MILUNIT")]


def _told_side(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """ "On the side of the demonstrators, 52 were wounded"; "12 wounded among the police": the side as told."""
    start = opening(doc, mark.span.start)
    first = range(start, min(mark.span.start, start + 8))
    behind = range(mark.span.end, min(len(doc), mark.span.end + 2))
    for i in (*first, *behind):
        hit = match_on(doc, words.trees["side"], i)
        if hit is not None:
            token = next((t for t in doc[hit[1] : hit[1] + 4] if t.pos_ in ("NOUN", "PROPN")), None)
            actor = actor_of(token, doc) if token is not None else None
            return (_national(token, doc) or actor.name) if actor is not None and token is not None else None
    return None


def _possessed(mark: QuantityMark, doc: Doc, words: Words) -> bool:
    return any(t.lower_ in words.sets["possessive"] for t in doc[mark.span.start : mark.head.i])


def _sender(head: Token, doc: Doc) -> ActorMark | None:
    """The subject of the verb that has the troops as its object, or that reports its own losses."""
    verb = head
    for _ in range(4):
        if verb.pos_ in ("VERB", "AUX"):
            for child in verb.children:
                subject = child.dep_ in ("nsubj", "nsubj:pass", "nsubjpass") and child.i != head.i
                if subject and not child.is_ancestor(head):
                    return actor_of(child, doc)
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return None


def _owners(head: Token) -> list[Token]:
    """ "Members of the federal police", "membres des forces de sécurité", "two of its soldiers"."""
    return [c for c in head.children if c.dep_ in ("nmod", "nmod:poss") and c.i > head.i and _belongs(c)][:2]


def _belongs(token: Token) -> bool:
    """ "Of" and "from" say whose; "in Kosovo" says where."""
    case = next((c.lower_ for c in token.children if c.dep_ == "case"), "of")
    return case in ("of", "from", "de", "du", "des", "d'", "d’")
