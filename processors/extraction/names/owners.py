"""Whose people or body a noun tells of: "the Malian army", "forces loyal to X", "men of the X coalition"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

from processors.extraction.lexicon import function_words
from processors.extraction.marks import ActorMark, Name, name_of
from processors.extraction.names.actor_words import Words
from processors.extraction.names.context import Context
from processors.extraction.names.countries import adjectives
from processors.extraction.syntax import case_of

_TITLE_LINKS = frozenset({"appos", "flat", "flat:name", "compound", "nmod:appos"})
_OWNER_LINKS = frozenset({"nmod", "nmod:poss", "poss", "compound", "amod", "obl:arg", "flat", "nmod:unmarked", "obl"})
OF = function_words("whose")
_LOYAL_LINKS = frozenset({"acl", "amod"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose people or body it is: a country or people (adjective), or a name."""

    country: str | None = None
    adjective: str | None = None
    name: ActorMark | None = None
    region: ActorMark | None = None
    """A region or town that is no state: what governs it is not the state's."""


def apposed(token: Token, context: Context) -> ActorMark | None:
    """ "President X", "the rebel leader, X", "le ministre X": the person named."""
    for child in token.children:
        ent = context.ents.get(child.i)
        if ent is not None and ent.label_ == "PERSON" and child.dep_ in _TITLE_LINKS | {"nmod"} and child.i > token.i:
            if child.dep_ == "nmod" and any(c.dep_ == "case" for c in child.children):
                continue
            name: Name = name_of(ent) or Name(None, ent.text)
            return ActorMark(ent, name.id, name.name, name.country, name.sector)
    if token.i + 1 < len(token.doc):
        ent = context.ents.get(token.i + 1)
        if ent is not None and ent.label_ == "PERSON" and ent.start == token.i + 1:
            name = name_of(ent) or Name(None, ent.text)
            return ActorMark(ent, name.id, name.name, name.country, name.sector)
    return None


def called(token: Token, words: Words, context: Context) -> ActorMark | None:
    """ "The group X", "le gang X": the body named behind its noun."""
    if token.lemma_.lower() not in words.bodies:
        return None
    behind = context.ents.get(token.i + 1)  # the parser hangs the name on the noun above: "membres du gang X"
    if behind is not None and behind.label_ in ("ORG", "MILUNIT") and behind.start == token.i + 1:
        name = name_of(behind) or Name(None, behind.text)
        return ActorMark(behind, name.id, name.name, name.country, name.sector)
    for child in token.children:
        ent = context.ents.get(child.i)
        apposed = ent is not None and ent.label_ in ("ORG", "MILUNIT") and child.dep_ in _TITLE_LINKS | {"nmod"}
        if ent is not None and apposed and child.i > token.i and case_of(child) is None:
            name = name_of(ent) or Name(None, ent.text)
            return ActorMark(ent, name.id, name.name, name.country, name.sector)
    return None


def owner_of(token: Token, context: Context, words: Words, depth: int = 0) -> Owner:
    """The country, people or organisation that modifies a noun."""
    for child in token.children:
        link = child.dep_
        nodes = [g for g in child.children if g.dep_ == "pobj"] if link == "prep" else [child]
        if link in _LOYAL_LINKS and (leader := _loyal(child, words, context)) is not None:
            return leader
        if link not in _OWNER_LINKS and link != "prep":
            continue
        for node in nodes:
            ent = context.ents.get(node.i)
            if case_of(node) in _ASIDE:  # "the army against the rebels of X"
                continue
            if ent is None:
                told = words.role(node) is not None or node.lemma_.lower() in words.bodies
                if depth < 2 and link != "obl" and told:
                    below = owner_of(node, context, words, depth + 1)
                    if below != Owner():
                        return below
                continue
            owner = _of_name(ent, node, context, serves=_serves(token, words))
            if owner is not None:
                return owner
    if token.head.lower_ in words.loyal and (leader := _loyal(token.head, words, context)) is not None:
        return leader  # the parser takes "loyal" for the predicate of a clause
    for near in (token.i - 1, token.i + 1):
        ent = context.ents.get(near)
        if ent is not None and ent.label_ == "NORP" and not ent.root.dep_.endswith("subj"):
            owner = _of_name(ent, ent.root, context)
            if owner is not None:
                return owner
    return Owner()


def _loyal(child: Token, words: Words, context: Context) -> Owner | None:
    """ "Forces loyal to X", "membres présumés d'X", "fighters allied with X": whose they are."""
    bound = not words.loyal.isdisjoint((child.lower_, child.lemma_.lower()))
    for node in child.children:
        if node.dep_ not in ("obl", "nmod", "obl:arg") or not (bound or case_of(node) in OF):
            continue
        ent = context.ents.get(node.i)
        if ent is not None and ent.label_ in ("ORG", "MILUNIT", "PERSON"):
            name: Name = name_of(ent) or Name(None, ent.text)
            return Owner(name.country, None, ActorMark(ent, name.id, name.name, name.country, name.sector))
        person = apposed(node, context) if bound and ent is None else None
        if person is not None:
            return Owner(person.country, None, person)
    return None


def _serves(token: Token, words: Words) -> bool:
    """Soldiers and fighters "from" a country are its own, as a minister "from" a town is not."""
    role = words.role(token)
    return role is not None and role.kind == "people" and role.name in words.stands_for


def _of_name(ent: Span, node: Token, context: Context, *, serves: bool = False) -> Owner | None:
    name: Name = name_of(ent) or Name(None, ent.text)
    if ent.label_ == "NORP":
        return Owner(name.country, name.name or ent.text)
    if ent.label_ == "GPE":
        case = case_of(node)
        if case in _WHERE and not (serves and case in _FROM):
            return None
        country = name.country or context.seat(name.name)
        if (name.id or "").startswith("country:") and country is not None:
            return Owner(country, adjectives().get(country))
        if country is not None and context.seat(name.name) == country:
            return Owner(country)
        return Owner(region=ActorMark(ent, name.id, name.name or ent.text, country or context.country_at(ent), "GOV"))
    if ent.label_ in ("ORG", "MILUNIT") and case_of(node) not in _ASIDE:
        return Owner(name.country, None, ActorMark(ent, name.id, name.name, name.country, name.sector))
    return None


_WHERE = function_words("office_at")
_FROM = function_words("comes_from")
_ASIDE = function_words("not_whose")
