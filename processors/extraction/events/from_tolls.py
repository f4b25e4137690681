"""Deeds that no frame knows, told by their figures: "… ont harcelé le camp ; un garde a péri", "24 interpellations".

Where a text counts dead, wounded, abducted or arrested people and no frame finds what befell them, the words that tell
the figure tell the deed. The dead and wounded may be those of an accident, and rescuers carry people off too: they tell
one only beside fighters or arms (class ``hostile`` of the language's ``events_classes.yaml``; without it nothing is
read so).
"""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.events.frames import Frame, FrameBook
from processors.extraction.events.match import Match
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.view import View
from processors.extraction.marks import QuantityMark, quantities_of

_WEAK = frozenset({"weak", "toll"})
_DEEDS = {
    "killed": Frame("toll", "ASSAULT", "?", flags=_WEAK),
    "injured": Frame("toll", "ASSAULT", "?", flags=_WEAK),
    "abducted": Frame("toll_abducted", "ASSAULT", "abduct"),
    "arrested": Frame("toll_arrested", "COERCE", "arrest"),
}
_TOLD_BY = {
    "killed": frozenset({"ASSAULT", "PROTEST"}),
    "injured": frozenset({"ASSAULT", "PROTEST"}),
    "abducted": frozenset({"abduct", "release", "arrest"}),
    "arrested": frozenset({"arrest", "release", "convict", "abduct", "deport"}),
}
"""Types of events, or modes, to which the people of a kind belong."""


def tolls_as_deeds(view: View, book: FrameBook, matches: list[Match]) -> list[Match]:
    """The matches that the first figure of each kind makes, where none of ``matches`` tells what it is of."""
    hostile = book.classes.get("hostile")
    if hostile is None or not view.parsed:
        return []
    told = {m.frame.type for m in matches} | {m.frame.mode for m in matches}
    near = not hostile.forms.isdisjoint(view.text)
    found: list[Match] = []
    for quantity in quantities_of(view.doc):
        kind = quantity.kind
        if kind not in _DEEDS or not _happened(quantity) or (kind != "arrested" and not near):
            continue
        at = _teller(quantity.head).i
        if told.isdisjoint(_TOLD_BY[kind]) and not any(m.start <= at < m.end for m in matches):
            frame = _DEEDS[kind]
            told |= {frame.type, frame.mode}
            found.append(Match(at, at + 1, frame, 1))
    return found


def _happened(quantity: QuantityMark) -> bool:
    return quantity.mode == "event" and quantity.status == "actual"


def _teller(head: Token) -> Token:
    """The verb that says what befell the people counted, else their noun."""
    below = next((c for c in head.children if c.dep_ == "acl" and c.pos_ in VERBAL), None)
    return below if below is not None else head.head if head.head.pos_ in VERBAL else head
