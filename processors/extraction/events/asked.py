"""Of whom something is asked: "demanded that M23 leave", "exige du M23 qu'il parte", "sought help from Kenya".

And who attacks where the clause tells who held out: "the army repelled an attack by the RSF" is an attack of the RSF.
Words: ``asked_of`` (what is asked of those who give or leave it) and ``repels`` of ``events_roles.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from processors.extraction import lexicon
from processors.extraction.events.doers import joined
from processors.extraction.names import actor_words
from processors.extraction.syntax import OBJECT, SUBJECT, arguments, case_of

_ASKED = lexicon.every_language("events_roles", "asked_of")
_REPELS = lexicon.every_language("events_roles", "repels")
_OF = lexicon.function_words("of_what")
_BY = lexicon.every_language("events_roles", "by")
_OPPOSED = lexicon.every_language("events_roles", "opposed")
_IF = lexicon.every_language("realis", "conditional")
_CLAUSE = frozenset({"ccomp", "xcomp", "advcl"})
_UNDER = frozenset({"nmod", "obl", "obl:arg", "prep", "nmod:poss"})


def asked(verb: Token) -> list[Token]:
    """Those to whom a demand is put: told with the verb, as who is to act, or as whose the thing is."""
    for child in verb.children:
        if child.i < verb.i:
            continue
        case = case_of(child)
        if child.dep_ in _UNDER and case in _OF and _party(child):
            return joined(child)
        if child.dep_ in OBJECT:
            if _party(child):
                return joined(child)
            if child.lemma_.lower() in _ASKED or child.lower_ in _ASKED:
                found = [t for _, c, t in arguments(child) if c in _OF and t.i > child.i]
                if found:
                    return joined(found[0])
        if child.dep_ in _CLAUSE and any(c.dep_ == "mark" and c.i < child.i for c in child.children):
            subjects = [c for c in child.children if c.dep_ in SUBJECT and c.i < child.i and _party(c)]
            if subjects:
                return joined(subjects[0])
    return []


def conditional(verb: Token) -> bool:
    """Whether a clause is a condition: "if X attacks"."""
    return any(child.lower_ in _IF and child.i < verb.i for child in verb.children)


def warned(verb: Token) -> list[Token]:
    """Against whom a threat is, or whose deed is its condition: "threatened to storm the town unless they left it"."""
    below = [verb, *(child for child in verb.children if child.dep_ in _CLAUSE and child.i > verb.i)]
    against = [t for token in below for _, case, t in arguments(token) if case in _OPPOSED and t.i > verb.i]
    if against:
        return joined(against[0])
    for token in below:
        for clause in token.children:
            if clause.dep_ in _CLAUSE and clause.i > verb.i and conditional(clause):
                return [t for c in clause.children if c.dep_ in SUBJECT and _party(c) for t in joined(c)]
    return []


def repelled(verb: Token) -> tuple[list[Token], list[Token]] | None:
    """Who attacks and who holds out, where the verb tells that an attack was beaten back; None for other verbs."""
    if verb.lemma_.lower() not in _REPELS and verb.lower_ not in _REPELS:
        return None
    held = [t for role, _, t in arguments(verb) if role == "subject"]
    attackers = [t for noun in _objects(verb) for t in noun.children if _whose(t)]
    attackers += [t for role, case, t in arguments(verb) if role == "agent" or (case in _BY and t.i > verb.i)]
    return attackers, [t for first in held for t in joined(first)]


def _objects(verb: Token) -> Iterator[Token]:
    return (child for child in verb.children if child.dep_ in OBJECT and child.i > verb.i)


def _whose(token: Token) -> bool:
    """Told as who made it: "an attack by X", "une attaque de X", "a rebel attack"."""
    return (token.dep_ in _UNDER and case_of(token) in _OF | _BY) or (
        token.dep_ in ("compound", "amod") and _party(token)
    )


def _party(token: Token) -> bool:
    """A name, or a noun for people or a body."""
    return bool(token.ent_type_) or actor_words.load(token.doc.lang_ or "en").role(token) is not None
