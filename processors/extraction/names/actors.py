"""Who a noun phrase stands for: ``actor_of(token_or_span, doc)``.

Rules (design of records and conventions): a city that acts and is a seat of government is its
country; soldiers of a country are its armed forces; "the army" is that of the country the article
is about; a group without name keeps its noun in the English plural ("Serb protesters", "gunmen").
Needs ``tocsin_names``; uses ``doc._.places`` for the article's country if it is there.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from processors.extraction.lexicon import function_words
from processors.extraction.lexicon.grammar import grammar_of
from processors.extraction.marks import ActorMark, Name, name_of
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import Role, Words
from processors.extraction.names.context import Context, context_of
from processors.extraction.names.countries import adjectives, country_names, org_ids
from processors.extraction.names.folding import slug
from processors.extraction.names.owners import OF, Owner, apposed, called, owner_of
from processors.extraction.sectors import OUTLAWS
from processors.extraction.syntax import case_of

_NEAR_START = 8
"""Tokens from the start of a sentence within which "In London, the government …" says whose it is."""
_ETHNIC = function_words("ethnic")
_OF_STATE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_GOVERNS = frozenset({"government", "parliament"})
"""What stands for the region that it governs."""
_AT_HOME = frozenset({"police", "gendarmerie", "court", "prosecutors", "security_forces", "border_guard"})
"""What acts in its own country only."""
_ALONE = frozenset({"PERSON", "ORG", "MILUNIT", "WEAPON"})


def actor_of(target: Token | Span, doc: Doc) -> ActorMark | None:
    """The actor that a nominal head (or a span) tells of, or None when it is nobody."""
    token = target if isinstance(target, Token) else target.root
    context = context_of(doc)
    words = actor_words.load(doc.lang_ or "en")
    half = _half(token, words, context)
    if half is not None:
        return half
    ent = context.ents.get(token.i)
    if ent is not None:
        titles = (c for c in token.children if ent.label_ == "PERSON" and c.dep_ == "appos")
        body = next((b for c in titles if (b := _spoken_for(c, words, context)) is not None), None)
        return body or _named(ent, token, words, context)
    inner = _inner(token, words)
    if inner is not None:
        return actor_of(inner, doc)
    body = _spoken_for(token, words, context)
    if body is not None:
        return body
    role = words.role(token)
    serves = role is not None and role.name in words.stands_for and token.i + 1 < len(doc) and doc[token.i + 1].is_punct
    person = (None if serves else apposed(token, context)) or called(token, words, context)
    if person is not None:
        return person
    if role is None and (noun := _noun_before(token, words)) is not None:
        return actor_of(noun, doc)
    if (group := _group_before(token, words, context)) is not None:
        return group
    owner = owner_of(token, context, words)
    speaks_for = token.lemma_.lower() in words.speakers if role is None else role.kind != "office"
    if owner.name is not None and speaks_for:
        return ActorMark(_phrase(token), owner.name.id, owner.name.name, owner.name.country, owner.name.sector)
    if role is None:
        return None
    if role.kind == "office":
        own = owner.name is not None and token.i < owner.name.span.start < token.i + role.length  # "… de la Défense"
        if (
            owner.name is not None
            and owner.name.span.label_ == "ORG"
            and owner.name.sector not in _OF_STATE
            and not own
        ):
            return owner.name  # the president of a party, a commission, a club is none of a state
        return _office(token, role, owner, words, context)
    if role.kind == "institution":
        return _institution(token, role, owner, words, context)
    return _people(token, role, owner, words)


def _spoken_for(token: Token, words: Words, context: Context) -> ActorMark | None:
    """ "The spokesman of the mission, X": what he says and does is the mission's."""
    if token.lemma_.lower() not in words.spokesmen:
        return None
    owner = owner_of(token, context, words)
    if owner.name is not None and owner.name.span.root.ent_type_ != "PERSON":
        return replace(owner.name, span=_phrase(token))
    for child in token.children:
        role = words.role(child) if child.i not in context.ents else None
        if role is not None and role.kind == "institution" and child.dep_ in ("nmod", "compound", "nmod:poss"):
            return _institution(child, role, owner_of(child, context, words), words, context)
    return None


def _half(token: Token, words: Words, context: Context) -> ActorMark | None:
    """ "The North fired a missile": the country called so where the text has named it."""
    country = words.halves.get(token.text)
    if country is None or context.countries.isdisjoint(words.halves.values()):
        return None
    doc, alone = token.doc, token.i > 0 and token.nbor(-1).pos_ == "DET"
    behind = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if not alone or (behind is not None and (behind.is_title or behind.text == "-" or behind.lower_ in OF)):
        return None
    return ActorMark(doc[token.i : token.i + 1], f"country:{country}", _country(country), country, "GOV")


def _group_before(token: Token, words: Words, context: Context) -> ActorMark | None:
    """ "Lebanon's Hezbollah movement": the group whose name stands right before its kind, not the country of it."""
    ent = context.ents.get(token.i - 1) if token.lemma_.lower() in words.kinds else None
    name = name_of(ent) if ent is not None and ent.label_ in ("ORG", "NORP") else None
    if ent is None or name is None or name.sector is None or name.sector in _OF_STATE:
        return None
    return ActorMark(ent, name.id, name.name, name.country, name.sector)


def _named(ent: Span, token: Token, words: Words, context: Context) -> ActorMark | None:
    name: Name = name_of(ent) or Name(None, ent.text)
    if ent.label_ == "ORG" and name.country is None and (name.id or "").endswith(slug(ent.text)):
        generic = words.institution(ent.text)
        if generic is not None:
            made = _institution(token, generic, owner_of(token, context, words), words, context)
            return ActorMark(ent, made.id, made.name, made.country, made.sector)
    if ent.label_ in _ALONE:
        return ActorMark(ent, name.id, name.name, name.country, name.sector)
    if ent.label_ == "GPE":
        country = name.country if (name.id or "").startswith("country:") else context.seat(name.name)
        if country is not None:
            return ActorMark(ent, f"country:{country}", country_names().get(country), country, "GOV")
        return ActorMark(ent, name.id, name.name, name.country or context.country_at(ent), None)
    if ent.label_ == "NORP":
        head = token.head
        counts = not words.collective.isdisjoint((head.lower_, head.lemma_.lower()))
        thing = next((c for c in token.children if c.i == token.i - 1 and c.pos_ == "NOUN"), None)
        if (
            thing is not None
            and name.country is not None
            and (role := words.role(thing))
            and role.name in words.stands_for
        ):
            return ActorMark(ent, f"country:{name.country}", _country(name.country), name.country, "GOV")
        modifies = token.dep_ in ("amod", "compound", "nmod") and head.i not in context.ents and not counts
        if modifies and words.role(head) is not None:
            return actor_of(head, ent.doc)
        adjective = name.name or ent.text
        counted = any(child.dep_ == "nummod" for child in token.children) and not any(
            child.lower_ in _ETHNIC for child in token.children
        )
        if counted and name.country is not None and name.id == f"norp:{name.country}":
            return ActorMark(ent, f"country:{name.country}", _country(name.country), name.country, "CVL")
        plural = adjective if adjective.endswith(("s", "ese", "sh", "ch")) else f"{adjective}s"
        key = (name.id or f"norp:{slug(adjective)}").removeprefix("norp:")
        return ActorMark(ent, f"norp:{key}", plural, name.country, "CVL")
    return None


def _inner(token: Token, words: Words) -> Token | None:
    """ "a group of gunmen", "des dizaines de manifestants": the noun that is counted."""
    if token.lower_ not in words.collective and token.lemma_.lower() not in words.collective:
        return None
    for child in token.children:
        ent = context_of(token.doc).ents.get(child.i)
        if ent is not None and ent.label_ in _PLACES:  # "un groupe armé de X": the group is meant, not the town
            continue
        if child.dep_ == "amod" and child.i > token.i and _of_people(child, words):  # taken for an adjective
            return child
        if child.i <= token.i or child.dep_ not in ("nmod", "obl", "obl:arg", "prep", "appos", "nummod", "compound"):
            continue
        if child.dep_ == "prep":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
        elif child.pos_ in ("NOUN", "PROPN") and (child.dep_ not in ("nmod", "obl", "obl:arg") or case_of(child) in OF):
            return child
    return None


def _of_people(token: Token, words: Words) -> bool:
    role = words.role(token)
    return role is not None and role.kind == "people"


def _noun_before(token: Token, words: Words) -> Token | None:
    """ "Des séparatistes anglophones": the noun that the parser takes for the modifier of its adjective."""
    before = token.doc[token.i - 1] if token.i and grammar_of(words.language).has("adjectives_follow") else None
    if before is None or before.head.i != token.i or before.dep_ not in ("amod", "nmod", "compound", "appos"):
        return None
    return before if _of_people(before, words) else None


def _office(token: Token, role: Role, owner: Owner, words: Words, context: Context) -> ActorMark | None:
    country = owner.country or context.country
    holder = context.holder(role.name, owner.country) or (None if owner.country else context.holder(role.name, None))
    if holder is not None:
        return ActorMark(_phrase(token), holder.id, holder.name, holder.country or country, holder.sector)
    if country is None:
        return ActorMark(_phrase(token), None, role.name.replace("_", " "), None, words.sectors.get(role.name))
    name = words.made[role.name].format(adj=adjectives().get(country, country), country=_country(country))
    return ActorMark(_phrase(token), f"office:{country}:{role.name}", name, country, words.sectors.get(role.name))


def _institution(token: Token, role: Role, owner: Owner, words: Words, context: Context) -> ActorMark:
    country = owner.country
    if owner.region is not None and role.name in _GOVERNS:
        return replace(owner.region, span=_phrase(token))
    if country is None and owner.adjective is None:
        at_home = role.name in _AT_HOME
        country = _seat_before(token, context) or (context.country_told_at(token) if at_home else context.country)
    if (
        role.name == "forces"
    ):  # "Israeli forces" are the army, "the forces" nobody knows which, "Kurdish forces" no state's
        role = Role(role.kind, "army" if owner.country else "security_forces" if not owner.adjective else "forces")
    sector = words.sectors.get(role.name)
    if role.name == "army" and owner.country is None:
        country = words.army_of.get(country or "", country)
    if role.name != "government":
        country = words.ruled_by.get(country or "", country)
    if country is None:
        plain = role.name.replace("_", " ")
        name = f"{owner.adjective} {plain}" if owner.adjective else plain
        return ActorMark(_phrase(token), f"group:{slug(name)}", name, None, sector)
    if role.name == "government":
        return ActorMark(_phrase(token), f"country:{country}", _country(country), country, "GOV")
    name = words.forces.get(role.name, {}).get(country) or words.made[role.name].format(
        adj=adjectives().get(country, _country(country)), country=_country(country)
    )
    key = org_ids().get(name) or f"force:{country}:{role.name}"
    return ActorMark(_phrase(token), key, name, country, sector)


def _seat_before(token: Token, context: Context) -> str | None:
    """ "In London, the government …": the country whose seat opens the sentence."""
    start = token.sent.start
    ent = context.ents.get(start + 1)
    if ent is None or ent.label_ != "GPE" or token.i - start > _NEAR_START or token.doc[start].pos_ != "ADP":
        return None
    behind = token.doc[ent.end].text if ent.end < len(token.doc) else ""
    name: Name = name_of(ent) or Name(None, ent.text)
    return context.seat(name.name) if behind == "," else None


def force_at(span: Span, role: str, context: Context, language: str, *, at_home: bool = False) -> ActorMark | None:
    """A body of the country that the article is about (police, government), told by no word of its own.

    ``at_home``: that of the country in which it acts.
    """
    country = context.country_told_at(span.root) if at_home or role in _AT_HOME else context.country
    if country is None:
        return None
    words = actor_words.load(language)
    country = words.ruled_by.get(country, country)
    if role == "government":
        return ActorMark(span, f"country:{country}", _country(country), country, "GOV")
    name = words.forces.get(role, {}).get(country) or words.made[role].format(
        adj=adjectives().get(country, _country(country)), country=_country(country)
    )
    return ActorMark(span, org_ids().get(name) or f"force:{country}:{role}", name, country, words.sectors.get(role))


def _people(token: Token, role: Role, owner: Owner, words: Words) -> ActorMark:
    sector = words.sectors.get(role.name.replace(" ", "_"))
    stands = words.stands_for.get(role.name)
    if stands and owner.country:
        return _institution(token, Role("institution", stands), owner, words, context_of(token.doc))
    adjective = owner.adjective or (adjectives().get(owner.country) if owner.country else None)
    hedges = [words.hedges[c.lower_] for c in token.children if c.lower_ in words.hedges and c.dep_ == "amod"]
    hedge = hedges[0] if hedges else None
    if role.name == "people" and hedge == "armed":
        role, sector = Role("people", "gunmen" if adjective is None else "men"), "UAF"
    called = words.called.get(role.name, role.name)
    told = sector in OUTLAWS or role.name.startswith("armed")  # "armed raiders" are no other than raiders
    parts = [hedge if hedge == "armed" and not told else None, adjective, called]
    name = " ".join(part for part in parts if part)
    return ActorMark(_phrase(token), f"group:{slug(name)}", name, owner.country, sector)


def _country(code: str) -> str:
    return country_names().get(code, code)


def _phrase(token: Token) -> Span:
    """The noun with its close modifiers, without article and relative clauses."""
    start = end = token.i
    for child in token.children:
        if child.dep_ in ("amod", "compound", "nummod", "nmod:poss", "poss", "flat") and abs(child.i - token.i) <= 4:
            start, end = min(start, child.left_edge.i), max(end, child.i)
    while start < token.i and (token.doc[start].pos_ == "DET" or token.doc[start].is_punct):
        start += 1
    return token.doc[start : end + 1]
