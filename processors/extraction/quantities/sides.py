"""Whose people a quantity counts: the canonical name of an actor, or a general word ("civilians")."""

from __future__ import annotations

import re
from typing import TypeGuard

from spacy.tokens import Doc, Token

from processors.extraction.events.referents import owner, referent
from processors.extraction.marks import ActorMark, QuantityMark, lowers
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import civil_groups, group_set
from processors.extraction.names.actors import actor_of, force_at
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import adjectives, country_names
from processors.extraction.quantities.civil import HARMED, called, held, of_no_side
from processors.extraction.quantities.joints import OF
from processors.extraction.quantities.page import opening
from processors.extraction.quantities.phrases import match_on
from processors.extraction.quantities.words import Words
from processors.extraction.sectors import FORCES, REBELS
from processors.extraction.syntax import case_of


def side_of(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """Canonical name of the side: told so, that of the counted noun, of its owner, of the sender, else a class."""
    head = mark.head
    known = words.klass(head.lower_)
    if mark.kind == "arrested" and head.lower_ in words.sets["nameless"]:
        return None  # "three men were arrested": nobody knows of which side
    told = _told_side(mark, doc, words) or _of_number(head, doc, words)
    if told is not None:
        return told
    if _possessed(mark, doc, words) and known in ("soldier", "person", "counted"):
        sender = _sender(head, doc, words)
        if _name(sender) is not None and sender is not None:
            return (_force_of(head, doc, sender.country) if _is_state(sender) else None) or sender.name
        if head.lower_ in words.sets["own_men"]:
            return None  # "a sergeant and two of his men": of whoever he is
    if head.lower_ in words.sets["own_men"]:
        loser = _loser(head, doc, words)  # "the group said it had lost eleven men"
        if loser is not None:
            return loser
    if (captive := held(mark, doc, words)) is not None:
        return captive
    owners = [a for a in (actor_of(t, doc) for t in (*_inside(mark, doc), *_owners(head))) if _owns(a)]
    if of_no_side(mark, words):
        body = next((a.name for a in owners if a.sector in FORCES or a.span.root.ent_type_ == "ORG"), None)
        return body or called(mark, doc, words)  # "a superintendent of police", "30 employees of the Red Crescent"
    moving = mark.kind in ("troops", "vehicles")
    if moving and not (_inside(mark, doc) or (owners and mark.kind == "vehicles")):
        sender = _sender(head, doc, words)
        if _name(sender) is not None and sender is not None:
            return _country_of_troops(mark, sender)
    actor = actor_of(head, doc) if known != "counted" else None
    if actor is not None and _name(actor) and head.lower_ not in words.sets["anybody"]:
        if mark.kind == "protesters" and actor.country == context_of(doc).country and head.ent_type_ == "NORP":
            return "protesters"  # "thousands of Georgians marched in Tbilisi"
        people = mark.head.ent_type_ == "NORP" and words.peoples.get(actor.country or "")
        return people or _country_of_troops(mark, actor)
    if owners:
        return _country_of_troops(mark, owners[0])
    if moving:
        sender = _sender(head, doc, words)
        return _country_of_troops(mark, sender) if _name(sender) is not None and sender is not None else None
    if known in ("soldier", None) and mark.kind in HARMED and (loser := _loser(head, doc, words, "loses")) is not None:
        return loser  # "Benin lost seven rangers"
    if known == "soldier":
        armed = actor.name if actor is not None and actor.sector in FORCES else None
        return _police(mark, doc, words) or national(head, doc) or armed
    if mark.kind == "protesters":
        plain = actor is None or head.lower_ in words.sets["anybody"] or actor.name in group_set("crowd")
        return "protesters" if plain or actor is None else actor.name
    if known == "counted" and (loser := _loser(head, doc, words)) is not None:
        return loser
    if head.lower_ in words.sets["anybody"]:
        return None
    if known in ("attacker", "protester") and actor is not None:
        return actor.name
    return None


def _of_number(number: Token, doc: Doc, words: Words) -> str | None:
    """Of a number without a noun: "put the number of dead rebels at 40"."""
    if not number.like_num:
        return None
    near = doc[max(number.sent.start, number.i - _NUMBER) : min(number.sent.end, number.i + _NUMBER)]
    for noun in (child for t in near if t.lower_ in words.sets["count_nouns"] for child in t.children):
        if noun.dep_ != "nmod" or noun.pos_ not in ("NOUN", "PROPN"):
            continue
        actor = actor_of(noun, doc)
        if actor is not None and actor.sector in FORCES | REBELS:
            return actor.name
    return None


_NUMBER = 10
"""Tokens around a number within which what it is the number of is told."""


def _police(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """ "Two officers", "cinq agents": the police of the country that the article is about."""
    if mark.head.lower_ not in words.sets["police"]:
        return None
    force = force_at(mark.span, "police", context_of(doc), doc.lang_ or "en")
    return force.name if force is not None else None


def _general(actor: ActorMark) -> bool:
    """Somebody of no land and no body: "gunmen", "workers"."""
    name = actor.name or ""
    return actor.country is None and name.islower()


def _name(actor: ActorMark | None) -> str | None:
    if actor is None or actor.span.label_ == "PERSON" or actor.span.root.ent_type_ == "PERSON":
        return None
    return actor.name if actor.name and not _general(actor) else None


def _owns(actor: ActorMark | None) -> TypeGuard[ActorMark]:
    """May people be told as those of this one? Of bodies and states, not of towns and persons."""
    if actor is None or _name(actor) is None:
        return False
    return actor.span.root.ent_type_ not in ("LOC", "FAC", "GPE") or _is_state(actor)


def _is_state(actor: ActorMark) -> bool:
    return actor.country is not None and actor.name == country_names().get(actor.country)


def _country_of_troops(mark: QuantityMark, actor: ActorMark) -> str | None:
    """Troops that move are their country's ("1,000 Ugandan soldiers"), at home its army's or police's."""
    if actor.country is None:
        return actor.name
    if mark.kind in ("troops", "vehicles") and (actor.sector in _OF_STATE or _OWN.match(actor.id or "")):
        home = actor.country == context_of(mark.span.doc).country and mark.kind == "troops"
        own = _force_of(mark.head, mark.span.doc, actor.country) or (actor.name if actor.sector in FORCES else None)
        return (home and own) or country_names().get(actor.country, actor.name)
    if mark.kind in HARMED and (actor.id or "").startswith("norp:"):
        return country_names().get(actor.country, actor.name)
    return actor.name


_OWN = re.compile("force:|group:|norp:|org:army|country:")
_OF_STATE = FORCES | {"GOV"}


def national(head: Token, doc: Doc) -> str | None:
    """ "Policemen", "soldiers" without more are those of the country that the article is about."""
    return _force_of(head, doc, context_of(doc).country)


def _force_of(head: Token, doc: Doc, country: str | None) -> str | None:
    """The army or the police of a country, as the noun says."""
    table = actor_words.load(doc.lang_ or "en")
    role = table.role(head)
    stands = table.stands_for.get(role.name) if role is not None else None
    if stands is None or country is None:
        return None
    made = table.made[stands].format(
        adj=adjectives().get(country, country), country=country_names().get(country, country)
    )
    return table.forces.get(stands, {}).get(country) or made


def _inside(mark: QuantityMark, doc: Doc) -> list[Token]:
    """Names inside the counted phrase: "thirty KFOR soldiers", "trois avions de combat indiens"."""
    inside = [t for t in doc[mark.span.start : mark.head.i] if t.ent_type_ in _NAMES]
    behind = (c for t in (mark.head, *mark.head.children) if t.i >= mark.head.i for c in t.children if c.i > t.i)
    return inside + [c for c in behind if c.dep_ == "amod" and c.ent_type_ == "NORP"]


_NAMES = frozenset({"ORG", "GPE", "NORP", "MILUNIT"})


def _told_side(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """ "On the side of the demonstrators, 52 were wounded"; "12 wounded among the police": the side as told."""
    start = opening(doc, mark.span.start)
    first = range(start, min(mark.span.start, start + 8))
    stop = mark.head.sent.end
    behind = range(min(mark.span.start + 1, mark.span.end), min(stop, mark.span.end + 2))
    for i in (*first, *behind):
        hit = match_on(doc, words.trees["side"], i)
        if hit is not None:
            near = doc[hit[1] : min(hit[1] + 4, mark.span.start if hit[1] < mark.span.start else len(doc))]
            token = next((t for t in near if t.pos_ in ("NOUN", "PROPN") or t.ent_type_ == "NORP"), None)
            actor = actor_of(token, doc) if token is not None else None
            if actor is None or token is None or (_general(actor) and actor.name in civil_groups(words.language)):
                return None  # "among the victims were two sisters"
            return national(token, doc) or _land(token, actor)
    for i in range(max(start, mark.span.start - 12), min(stop - 1, mark.span.end + 6)):
        if doc[i + 1].lower_ in words.sets["sided"]:
            actor = actor_of(doc[i], doc)  # "on the Kyrgyz side", "on the rebel side"
            return _land(doc[i], actor) if actor is not None else None
    return None


def _land(token: Token, actor: ActorMark) -> str | None:
    """The country that an adjective of a side means."""
    return country_names().get(actor.country or "", actor.name) if token.ent_type_ == "NORP" else actor.name


def _possessed(mark: QuantityMark, doc: Doc, words: Words) -> bool:
    return not words.sets["possessive"].isdisjoint(lowers(doc)[mark.span.start : mark.head.i])


def _sender(head: Token, doc: Doc, words: Words) -> ActorMark | None:
    """The subject of the verb that has the troops as its object, or that reports its own losses."""
    verb = head
    for _ in range(6):
        if verb.pos_ in ("VERB", "AUX"):
            for child in verb.children:
                subject = child.dep_ in ("nsubj", "nsubj:pass", "nsubjpass") and child.i != head.i
                if subject and not child.is_ancestor(head):
                    return _who(child, doc, words) or owner(_meant(child, doc, words), doc, actor_of)
        if verb.head.i == verb.i:
            break
        verb = verb.head
    return None


def _loser(head: Token, doc: Doc, words: Words, verbs: str = "own_losses") -> str | None:
    """ "The Russian command conceded four dead": who tells its own losses; ``verbs``: the set of those that say so."""
    verb = head
    for _ in range(3):
        if verb.lower_ in words.sets[verbs]:
            above = (v for v in (verb, *verb.ancestors) if any(c.dep_ == "nsubj" for c in v.children))
            told = next(above, verb)  # "X says to have lost …"
            subjects = (_who(c, doc, words) for c in told.children if c.dep_ == "nsubj")
            own = next((a for a in subjects if a is not None and _name(a)), None)
            if own is None:
                return None
            return own.name if own.sector in ("REB", "UAF", "MIL", "COP") else country_names().get(own.country or "")
        verb = verb.head
    return None


def _who(child: Token, doc: Doc, words: Words) -> ActorMark | None:
    """Whom a subject means; a pronoun the party told before it."""
    meant = _meant(child, doc, words)
    return referent(meant, doc, actor_of) if meant.pos_ == "PRON" else actor_of(meant, doc)


def _meant(child: Token, doc: Doc, words: Words) -> Token:
    """ "Paris, which has 600 soldiers"; "It keeps 1,500 soldiers": what the pronoun stands for."""
    if child.pos_ != "PRON":
        return child
    if child.head.dep_ in ("acl:relcl", "relcl") and child.head.head.i < child.i:
        return child.head.head
    if child.lower_ not in words.sets["it"]:
        return child
    before = (t for t in reversed(doc[max(0, child.i - 60) : child.i]) if t.dep_ == "nsubj")
    return next((t for t in before if t.ent_type_ in ("GPE", "ORG")), child)


def _owners(head: Token) -> list[Token]:
    """ "Members of the federal police", "membres des forces de sécurité", "two of its soldiers"."""
    return [c for c in head.children if c.dep_ in ("nmod", "nmod:poss") and c.i > head.i and _belongs(c)][:2]


def _belongs(token: Token) -> bool:
    """ "Of" and "from" say whose; "in Kosovo" says where."""
    return (case_of(token) or "of") in OF
