"""Who is meant by a bare group or force where the article names one of that kind.

"The rebels" are the armed group that the article names, if it names one only; "the police" the police force.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.events.referents import STAYS
from processors.extraction.events.sides import both_suffer, is_clash
from processors.extraction.marks import ActorMark, EventMark, Name, lowers, name_of
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import group_set
from processors.extraction.names.actors import force_at
from processors.extraction.names.context import context_of
from processors.extraction.sectors import REBELS
from processors.extraction.syntax import case_of

_SERVING = {
    "soldiers": "army",
    "troops": "army",
    "policemen": "police",
    "gendarmes": "gendarmerie",
    "officers": "police",
}
"""Whose name is that of the force where the text does not say whose they are."""
_REBELS = lexicon.every_language("events_roles", "rebels")
BARE = frozenset({"rebels", "fighters", "militants", "separatists", "militia", "insurgents", "mutineers", "jihadists"})
"""Groups that are named so because they belong to a movement; gunmen and attackers may be anybody."""

_OF_MILITIAS = frozenset({"militia", "fighters"})


def name_groups(doc: Doc, events: list[EventMark]) -> None:
    """Replace bare groups by the one named in the article, in ``actors`` and ``recipients``.

    Whom the text calls by the deed alone (attackers, kidnappers) and nowhere by a name, is nobody.
    """
    keep = both_suffer(doc.lang_ or "en")
    for event in events:
        event.actors, event.recipients = _forces(event.actors), _forces(event.recipients)
        both = {_key(a) for a in event.actors}
        if event.type == "ASSAULT" and len(both) > 1 and both == {_key(r) for r in event.recipients}:
            event.recipients = event.recipients if keep else []  # who fight each other are actors both
    marks = [a for e in events for a in (*e.actors, *e.recipients)]
    if any(_peace(m) for m in marks):
        mission = mission_of(doc)
        for event in events:
            event.actors, event.recipients = _sent_by(event.actors, mission), _sent_by(event.recipients, mission)
    if not any(_bare(m) or _police(m) or _doer(m) for m in marks):
        return
    group, police = _only(doc, REBELS), _only(doc, frozenset({"COP"}))
    for event in events:
        if any(_doer(a) for a in event.actors):
            known = [a for a in event.actors if not _doer(a)]
            one = next(a for a in event.actors if _doer(a))
            named = [ActorMark(one.span, group.id, group.name, group.country, group.sector)] if group else []
            event.actors = known or named
        event.actors = _named(event.actors, group, police)
        acting = {_key(a) for a in event.actors}
        fights = keep and is_clash(event) and {_key(r) for r in event.recipients} >= acting
        struck = _named(event.recipients, group, police)
        if event.type == "ASSAULT":  # the attackers who fall are not whom the attack is aimed at
            struck = [r for r in struck if not _doer(r)]
        event.recipients = [r for r in struck if fights or _key(r) not in acting]


def mission_of(doc: Doc) -> Name | None:
    """The one mission of peacekeepers that the article names."""
    found: dict[str, Name] = {}
    for ent in doc.ents:
        name: Name | None = name_of(ent)
        if ent.label_ == "ORG" and name is not None and name.id in _missions():
            found.setdefault(str(name.id), name)
    return next(iter(found.values())) if len(found) == 1 else None


def _sent_by(marks: list[ActorMark], mission: Name | None) -> list[ActorMark]:
    """Peacekeepers are those of the mission that the article tells of; blue helmets without one are of the UN."""
    if mission is None:
        return marks
    out: list[ActorMark] = []
    for mark in marks:
        made = ActorMark(mark.span, mission.id, mission.name, None, mission.sector) if _peace(mark) else mark
        if all(made.id != o.id for o in out):
            out.append(made)
    return out


def _peace(mark: ActorMark) -> bool:
    """Blue helmets, whether of a country, of the UN or of nobody."""
    if (mark.name or "").rsplit(" ", 1)[-1] == "peacekeepers" and (mark.id or "").startswith("group:"):
        return True
    return mark.id == _UN and keeps_peace(mark.span.root)


def keeps_peace(token: Token) -> bool:
    """Whether a noun means peacekeepers."""
    role = actor_words.load(token.doc.lang_ or "en").role(token)
    return role is not None and role.name == "peacekeepers"


_UN = "org:un"


@cache
def _missions() -> frozenset[str]:
    rows = lexicon.load("common", "names_orgs")["missions"]
    return frozenset(f"org:{key}" for key in rows if key != "_default")


def _forces(marks: list[ActorMark]) -> list[ActorMark]:
    """Bare soldiers and policemen are those of the country that the article is about, unless they mutiny."""
    out: list[ActorMark] = []
    for mark in marks:
        role = _SERVING.get(mark.name or "")
        made = mark
        if role is not None and mark.country is None and not _qualified(mark):
            doc = mark.span.doc
            made = force_at(mark.span, role, context_of(doc), doc.lang_ or "en") or mark
        if all((made.id, made.name) != (o.id, o.name) for o in out):
            out.append(made)
    return out


def _qualified(mark: ActorMark) -> bool:
    """ "Mutinous soldiers", "soldats étrangers", "peacekeeping troops": not those of the state."""
    root = mark.span.root
    told = (c for c in root.children if c.dep_ in ("amod", "compound", "nmod", "appos", "prep") and not _is_person(c))
    if any(c.dep_ in ("amod", "compound", "appos") or case_of(c) not in STAYS for c in told):
        return True
    return not group_set("uprising").isdisjoint(lowers(mark.span.doc))


def _is_person(token: Token) -> bool:
    """ "A policeman, Jean Kouassi": who he is, not whose."""
    return token.dep_ == "appos" and token.ent_type_ == "PERSON"


def _named(marks: list[ActorMark], group: Name | None, police: Name | None) -> list[ActorMark]:
    out: list[ActorMark] = []
    for mark in marks:
        name = group if group and _bare(mark) and _may_be(mark, group) else police if police and _police(mark) else None
        made = mark if name is None else ActorMark(mark.span, name.id, name.name, name.country, name.sector)
        if all((made.id, made.name) != (o.id, o.name) for o in out):
            out.append(made)
    return out


def _may_be(mark: ActorMark, group: Name) -> bool:
    """Militias beside a state are no rebels or terrorists: of "8 dead, 5 of them VDP, in a terrorist attack"."""
    return group.sector != "PRM" or (mark.name or "").rsplit(" ", 1)[-1] in _OF_MILITIAS


def _key(mark: ActorMark) -> str:
    return mark.id or mark.name or mark.span.text.lower()


def _bare(mark: ActorMark) -> bool:
    """ "Rebels", "Tamil rebels": a movement's people by the noun alone, or by whose cause it is."""
    name = mark.name or ""
    peoples = (mark.id or "").startswith("group:") and mark.country is None and name.rsplit(" ", 1)[-1] in BARE
    return name in BARE or peoples


def _doer(mark: ActorMark) -> bool:
    return (mark.id or "").startswith("group:") and (mark.name or "").rsplit(" ", 1)[-1] == "attackers"


def _police(mark: ActorMark) -> bool:
    return (mark.id or "").startswith("force:") and (mark.id or "").endswith((":police", ":security_forces"))


def _only(doc: Doc, sectors: frozenset[str]) -> Name | None:
    """The one organisation of some sectors that the article names, or None when there are several.

    Militias that fight beside a state do not count where a movement against it is named too.
    """
    found: dict[str, Name] = {}
    for ent in doc.ents:
        name: Name | None = name_of(ent)
        if ent.label_ in ("ORG", "MILUNIT") and name is not None and _is(ent, name, sectors):
            found.setdefault(str(name.id or name.name), name)
    against = [name for name in found.values() if name.sector == "REB"]
    return next(iter(against or found.values())) if len(against or found) == 1 else None


def _is(ent: Span, name: Name, sectors: frozenset[str]) -> bool:
    """By its sector, or where that is not known by the word beside it ("fighters of X", "the X rebels")."""
    if name.sector is not None or "COP" in sectors:
        return name.sector in sectors
    doc = ent.doc
    near = [doc[i].lower_ for i in range(max(0, ent.start - 3), min(len(doc), ent.end + 1))]
    return any(word in _REBELS for word in near)
