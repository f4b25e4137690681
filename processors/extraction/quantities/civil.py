"""People of no party who come to harm: civilians, or what their noun says of them, as accounts of a language have it.

In some languages all are; in others only those whom the text calls so (``civil_told`` of ``quantities.yaml``),
and teachers are teachers.
"""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.marks import QuantityMark
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import bystanders
from processors.extraction.names.actors import actor_of
from processors.extraction.names.countries import country_names
from processors.extraction.quantities.words import Words

HARMED = frozenset({"killed", "injured", "missing", "abducted", "displaced"})
_PRISONERS = frozenset({"prisoners", "inmates"})
CAPTIVES = _PRISONERS | {"hostages", "political prisoners"}


def held(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """Prisoners who come to harm are a side of their own; those of a country are its: "32 Armenian prisoners".

    So are hostages and all who are held where people are called what their noun says.
    """
    head = mark.head
    role = actor_words.load(doc.lang_ or "en").role(head)
    if role is not None and role.name == "sailors" and mark.kind in ("abducted", "missing"):
        return "crew" if words.sets["civil_told"] else "civilians"  # of a ship that was boarded, not of a navy
    if role is None or role.name not in (CAPTIVES if words.sets["civil_told"] else _PRISONERS):
        return None
    actor = actor_of(head, doc)
    if actor is None or actor.country is None:
        return role.name if mark.kind in ("killed", "injured") or words.sets["civil_told"] else None
    return country_names().get(actor.country, role.name)


def of_no_side(mark: QuantityMark, words: Words) -> bool:
    """People of no side: women, students, drivers, villagers; but not ministers, leaders or bodyguards."""
    if mark.kind not in HARMED or mark.head.ent_type_ in ("ORG", "GPE", "MILUNIT"):
        return False
    lower = mark.head.lower_
    if lower in words.sets["anybody"] or lower in words.sets["not_civil"]:
        return False
    if mark.kind in ("displaced", "abducted") and mark.head.ent_type_ == "NORP":
        return True
    return words.klass(lower) in ("person", "displaced")


def called(mark: QuantityMark, doc: Doc, words: Words) -> str | None:
    """ "Civilians"; where a language calls only those so whom the text does (``civil_told``), what their noun says."""
    told = words.sets["civil_told"]
    if not told or mark.head.lower_ in told:
        return "civilians"
    if mark.head.ent_type_ == "NORP":  # "six Sénégalais"
        people = actor_of(mark.head, doc)
        return country_names().get(people.country or "") if people is not None else None
    fled = words.klass(mark.head.lower_) == "displaced"  # "800 refugees": those who fled, of whom nothing is said
    return None if fled and mark.kind == "displaced" else bystanders(mark.head, words.language)
