"""Whose people are counted, where the phrase does not say: from the total, from the event; unknown stays unknown."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction.marks import ActorMark, EventMark, QuantityMark

HARM = frozenset({"killed", "injured", "missing", "displaced", "abducted"})
_NEAR = 60


def fill_sides(doc: Doc) -> None:
    """Fill ``side`` of quantities that have none, once they are linked to events."""
    protest = _is_protest(doc._.events)
    previous: QuantityMark | None = None
    for quantity in sorted(doc._.quantities, key=lambda q: q.span.start):
        if quantity.side is None or _generic(quantity.side):
            quantity.side = _from_event(quantity) or quantity.side
        if quantity.side is None:
            quantity.side = _inherited(quantity, previous) or _default(quantity, protest)
        previous = quantity


def _inherited(quantity: QuantityMark, previous: QuantityMark | None) -> str | None:
    """ "Eleven of them", "another 24", "two": those spoken of before."""
    whole = quantity.part_of or quantity.same_as
    if whole is not None and whole.side is not None:
        return whole.side
    bare = quantity.head.like_num or quantity.head.pos_ in ("NUM", "PRON", "DET")
    if previous is None or not bare or quantity.span.start - previous.span.end > _NEAR:
        return None
    same = (previous.kind in HARM) == (quantity.kind in HARM)
    return previous.side if same and previous.kind not in ("vehicles", "attackers") else None


def _from_event(quantity: QuantityMark) -> str | None:
    """Those who march, come or attack are the actor's of their event."""
    event = quantity.event
    if event is None or quantity.kind not in ("troops", "attackers", "vehicles"):
        return None
    if quantity.kind == "attackers":
        return _named(event.actors) if event.type == "ASSAULT" else None
    return _named(event.actors) if event.type in ("MOBILIZE", "RETREAT", "AID") else None


def _default(quantity: QuantityMark, protest: bool) -> str | None:
    return "protesters" if protest and quantity.kind == "arrested" and quantity.mode == "event" else None


def _named(actors: list[ActorMark]) -> str | None:
    named = (a for a in actors if a.name and not _generic(a.name) and a.span.root.ent_type_ != "PERSON")
    return next((a.name for a in named), None)


def _generic(name: str) -> bool:
    """A noun in the plural ("gunmen", "soldiers"), no name."""
    return name.islower() and name not in ("civilians", "protesters")


def _is_protest(events: list[EventMark]) -> bool:
    """Is the article about people on the streets rather than about war?"""
    protest = sum(e.type == "PROTEST" for e in events)
    war = sum(e.type == "ASSAULT" and e.mode not in ("beat", "firearms") for e in events)
    return protest > 0 and protest >= war
