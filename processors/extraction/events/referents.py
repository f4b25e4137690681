"""Who a word stands for that names nobody itself: pronouns, weapons and ships, officials, what belongs to someone.

``referent(token, doc, actor_of)`` is ``actor_of`` with these steps before and after it.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Span, Token

from processors.extraction.lexicon import function_words
from processors.extraction.marks import ActorMark, Name, name_of
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import arms, group_set
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import country_names, demonyms, governed
from processors.extraction.names.owners import apposed
from processors.extraction.sectors import OUTLAWS
from processors.extraction.syntax import PASSIVE_SUBJECT, SUBJECT, case_of

ActorOf = Callable[[Token | Span, Doc], ActorMark | None]
_BACK = 70
"""Tokens that a pronoun may look back."""
_FAR = 250
"""Tokens before "the same group" within which it was named."""
_SAME = function_words("the_same")
_OWN_LINKS = frozenset({"nmod", "nmod:poss", "poss", "prep", "compound", "acl", "acl:relcl", "appos"})
_OF_STATES = frozenset({"MIL", "COP", "LEG", "JUD"})
_PERSONAL = function_words("personal")
_ONE = function_words("personal_one")
_OWN = function_words("possessive")
THINGS = group_set("things")
"""What acts for nobody when its owner is not told."""
_SERVE = group_set("serve")
STAYS = function_words("stays_at")
_MINISTRY = function_words("ministry")
_OF = function_words("of_what")
_LINKS = frozenset({"amod", "nmod", "nmod:poss", "poss", "compound", "appos", "flat", "acl", "prep", "obl:arg"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
_ARMS = arms()
"""What only states have: an adjective of a people before it means the state."""
_STAND = group_set("stand_for")
"""Who stand for whom they serve, where it is said."""
_FORCES = group_set("state_forces")
_OWN_THINGS = group_set("own_things")
_ARMED = group_set("armed")
"""What acts for its owner: "Russia said its troops …", "a Turkish drone"."""


def referent(token: Token, doc: Doc, actor_of: ActorOf) -> ActorMark | None:
    """The actor that a nominal head tells of, through pronouns and possession where need be."""
    if token.lower_ in _PERSONAL and token.pos_ in ("PRON", "DET"):
        return antecedent(token, doc, actor_of)
    if token.pos_ in ("NUM", "PRON"):  # "thirty of them were arrested"
        them = next((c for c in token.children if c.lower_ in _PERSONAL and c.i > token.i and case_of(c) in _OF), None)
        if them is not None:
            group = antecedent(them, doc, actor_of)
            return group if group is not None and (group.id or "").startswith("group:") else None
    own = _own_force(token, doc, actor_of) or _of_force(token, doc, actor_of) or _told_again(token, doc)
    if own is not None:
        return own
    mark = actor_of(token, doc)
    if mark is None or mark.span.root.ent_type_ == "WEAPON":
        return owner(token, doc, actor_of)
    name = mark.name or ""
    if name in _STAND or name in _ARMED:
        found = owner(token, doc, actor_of)
        return found or (None if name in THINGS else mark)
    if mark.country and name.rsplit(" ", 1)[-1] in _SERVE and (mark.id or "").startswith("group:"):
        return ActorMark(mark.span, f"country:{mark.country}", country_names()[mark.country], mark.country, "GOV")
    return mark


def represented(token: Token, doc: Doc, actor_of: ActorOf) -> list[ActorMark]:
    """ "Delegates of X and Y", "les armées de X et de Y": the several parties that a noun is of."""
    for child in token.children:
        if child.dep_ != "nmod" or case_of(child) not in _OF or not child.ent_type_:
            continue
        nodes = [child, *(c for c in child.conjuncts if c.ent_type_)]
        if len(nodes) > 1 and _speaks(token):
            return [m for node in nodes if (m := actor_of(node, doc)) is not None and not is_town(m)]
    return []


def _speaks(token: Token) -> bool:
    words = actor_words.load(token.doc.lang_ or "en")
    role = words.role(token)
    return token.lemma_.lower() in words.speakers or (
        role is not None and role.name in _STAND | _FORCES | {"government"}
    )


def _own_force(token: Token, doc: Doc, actor_of: ActorOf) -> ActorMark | None:
    """ "Israel said its forces …", "Kiev affirme que son aviation …": the state whose army, police or fleet it is."""
    if not any(child.lower_ in _OWN and child.i < token.i for child in token.children):
        return None
    words = actor_words.load(doc.lang_ or "en")
    role, lemma = words.role(token), token.lemma_.lower()
    men = lemma in words.speakers  # "its men", "its spokesman, X"; but "its chief, X" is X
    if men and lemma not in words.spokesmen:
        men = apposed(token, context_of(doc)) is None
    if not men and (role is None or role.name not in _FORCES):
        return None
    mark = owner(token, doc, actor_of)
    kinds = ("country:", "org:", "group:") if men else ("country:", "org:")
    return mark if mark is not None and (mark.id or "").startswith(kinds) else None


def _told_again(token: Token, doc: Doc) -> ActorMark | None:
    """ "The same gang", "cette milice", "the movement": the armed group named last."""
    words, ents = actor_words.load(doc.lang_ or "en"), context_of(doc).ents
    if token.lemma_.lower() not in words.bodies or token.i in ents:
        return None
    told = False
    for child in token.children:
        told = told or child.lower_ in _SAME
        if child.ent_type_ or child.dep_ in _OWN_LINKS:
            return None
    for i in range(token.i - 1, max(-1, token.i - _FAR), -1) if told else ():
        ent = ents.get(i)
        name = name_of(ent) if ent is not None and ent.label_ in ("ORG", "MILUNIT") else None
        if ent is not None and name is not None and name.sector in OUTLAWS:
            return ActorMark(ent, name.id, name.name, name.country, name.sector)
    return None


def antecedent(pronoun: Token, doc: Doc, actor_of: ActorOf) -> ActorMark | None:
    """The nearest subject before a pronoun: a person for "he"; for others none of a person, in the same paragraph."""
    lower = pronoun.lower_
    later: ActorMark | None = None
    beyond = False
    for i in range(pronoun.i - 1, max(-1, pronoun.i - _BACK), -1):
        token = doc[i]
        if "\n\n" in token.text_with_ws or (token.is_space and token.text.count("\n") > 1):
            if lower not in _ONE or later is not None:
                break
            beyond = True
        if token.dep_ not in SUBJECT | PASSIVE_SUBJECT or token.pos_ == "PRON":
            continue
        if pronoun.head.head.i == token.i and pronoun.head.i != token.i and token.pos_ == "NUM":
            continue  # "two of its soldiers": not theirs
        mark = actor_of(token, doc)
        if mark is None:
            continue
        person = mark.span.root.ent_type_ == "PERSON" or (mark.id or "").startswith("office:")
        if (lower in _ONE and not person) or (lower == "it" and person):
            later = later or (mark if lower in _ONE and not beyond else None)
            continue
        return mark
    return later


def owner(token: Token, doc: Doc, actor_of: ActorOf) -> ActorMark | None:
    """Whose a thing is: "Turkish drones", "Russia's frigates", "its artillery", "un diplomate russe"."""
    context = context_of(doc)
    for child in token.children:  # "police vans", "an Israeli army base", "a depot of the army"
        modifies = child.dep_ in ("compound", "nmod") and case_of(child) not in STAYS and child.i not in context.ents
        if modifies and _force(child) and (force := actor_of(child, doc)) is not None:
            return force
    for child in token.children:
        if child.lower_ in _OWN and child.dep_ in ("nmod:poss", "poss", "det"):
            return antecedent(child, doc, actor_of)
        nodes = list(child.children) if child.dep_ == "prep" else [child]
        if child.dep_ not in _LINKS:
            continue
        if case_of(nodes[0]) in STAYS if nodes else True:
            continue
        if child.dep_ == "appos" and nodes[0].ent_type_ in PLACES:  # "a prison in X, southern Y"
            continue
        for node in nodes:
            ent = context.ents.get(node.i)
            if ent is not None and (mark := country_mark(ent, doc)) is not None:
                return mark
            if ent is not None and ent.label_ in ("ORG", "MILUNIT") and child.dep_ in ("compound", "nmod:poss", "poss"):
                return actor_of(ent, doc)
    for near in (token.i - 1, token.i + 1):
        ent = context.ents.get(near)
        if ent is not None and ent.label_ == "NORP" and (mark := country_mark(ent, doc)) is not None:
            return mark
    return None


def _of_force(token: Token, doc: Doc, actor_of: ActorOf) -> ActorMark | None:
    """ "A jet of the Burmese army", "des soldats de l'armée rwandaise": the force that they are of."""
    role = actor_words.load(doc.lang_ or "en").role(token)
    if role is None or role.name not in _ARMED:
        return None
    for child in token.children:
        behind = child.dep_ == "nmod" and child.i > token.i and case_of(child) in _OF
        if (behind or (child.dep_ == "compound" and child.i < token.i)) and _force(child):
            return actor_of(child, doc)
    return None


def _force(token: Token) -> bool:
    """Whether a noun is a force of a state as a body: "the army", "la police"."""
    role = actor_words.load(token.doc.lang_ or "en").role(token)
    return role is not None and role.kind == "institution" and role.name in _OWN_THINGS


def as_state(mark: ActorMark, doc: Doc) -> ActorMark:
    """A ministry, an unnamed minister, the Kremlin: for what they do it is their country that does it."""
    ent_label = mark.span.root.ent_type_
    if ent_label == "PERSON":
        return mark
    key = (mark.id or "").rsplit(":", 1)
    code = (
        mark.country if key[-1] in group_set("speak_for_state") and key[0].startswith(("force:", "office:")) else None
    )
    if code is None and ent_label == "ORG":
        words = [t.lower_ for t in mark.span]
        if any(w in _MINISTRY for w in words):
            code = mark.country or next((c for w in words if (c := demonyms(doc.lang_ or "en").get(w))), None)
            code = code or context_of(doc).country
        else:
            code = context_of(doc).seat(mark.name)
    if code is None:
        return mark
    return ActorMark(mark.span, f"country:{code}", country_names().get(code, code), code, "GOV")


def of_country(mark: ActorMark) -> ActorMark:
    """ "Ugandan soldiers entered": what soldiers of a country do abroad or in war, their country does."""
    if mark.country is None or mark.sector != "MIL" or mark.span.root.ent_type_:
        return mark
    words = actor_words.load(mark.span.doc.lang_ or "en")
    role = words.role(mark.span.root)
    if role is None or role.kind != "people" or words.stands_for.get(role.name) != "army":
        return mark
    return ActorMark(mark.span, f"country:{mark.country}", country_names()[mark.country], mark.country, "GOV")


def sent_abroad(mark: ActorMark) -> ActorMark:
    """What a force is seen to do by another state, its own state does."""
    if mark.country is None or mark.sector not in _OF_STATES:
        return mark
    return ActorMark(mark.span, f"country:{mark.country}", country_names()[mark.country], mark.country, "GOV")


def country_mark(ent: Span, doc: Doc) -> ActorMark | None:
    """The state that a country, its adjective or its seat of government stands for."""
    name: Name = name_of(ent) or Name()
    if ent.label_ == "NORP":
        arms = ent.root.head.lower_ in _ARMS and ent.root.head.i != ent.root.i
        code = name.country if arms or name.id == f"norp:{name.country}" else None
    elif ent.label_ == "GPE":
        known = (name.id or "").startswith("country:")
        code = name.country if known else context_of(doc).seat(name.name)
    else:
        code = None
    if code is None:
        return None
    return ActorMark(ent, f"country:{code}", country_names().get(code, code), code, "GOV")


def is_town(mark: ActorMark) -> bool:
    """A place that is no state acts and suffers only as the scene."""
    governed_ = (mark.id or "").startswith("country:") or mark.id in governed()
    return mark.span.root.ent_type_ in PLACES and not governed_


def is_place(token: Token, doc: Doc, *, country: bool) -> bool:
    """Whether a token is of the name of a place; of a whole country only where that is asked for."""
    if token.ent_type_ not in PLACES:
        return False
    ent = context_of(doc).ents.get(token.i)
    name = name_of(ent) if ent is not None else None
    return country or not ((name.id if name is not None else None) or "").startswith("country:")
