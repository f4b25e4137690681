"""What is found has not gone off: arms in the list of what was recovered, seized or defused tell no attack."""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.events.frames import FrameBook, Words
from processors.extraction.events.match import Match
from processors.extraction.events.view import VERBAL, View

_ARMS = "arms"
"""The class of words for what is found (``events_classes.yaml``); a language without it loses nothing here."""
_FINITE = ["Fin"]
_SUBORDINATES = frozenset({"SCONJ"})


def without_found(view: View, matches: list[Match], book: FrameBook) -> list[Match]:
    """The matches but for those of bare arms beside a find told in the same breath."""
    arms = book.classes.get(_ARMS, Words(frozenset()))
    finds = [m for m in matches if _is_find(m)] if arms else []
    if not finds:
        return matches
    return [
        m for m in matches if m in finds or not (_is_thing(view, m, arms) and any(_beside(view, f, m) for f in finds))
    ]


def _is_find(match: Match) -> bool:
    frame = match.frame
    return frame.type == "COERCE" and frame.mode == "seize" and frame.signal is None


def _is_thing(view: View, match: Match, arms: Words) -> bool:
    """Told by the noun alone: "two IEDs", not "an IED blast" nor "a bomb exploded"."""
    tokens = view.doc[match.start : match.end]
    return match.frame.type == "ASSAULT" and view.words[match.end - 1] in arms.forms and not any(map(_tells, tokens))


def _tells(token: Token) -> bool:
    return token.pos_ in VERBAL


def _beside(view: View, find: Match, thing: Match) -> bool:
    """In the sentence of the find, with no clause of its own between the two."""
    if view.bounds[find.start] != view.bounds[thing.start]:
        return False
    first, last = sorted(((find.start, find.end), (thing.start, thing.end)))
    between = view.doc[first[1] : last[0]]
    return not any(_parts(token, thing) for token in between)


def _parts(token: Token, thing: Match) -> bool:
    """Whether a clause begins here; what was done before to the thing itself ("planted by X") parts nothing."""
    if token.pos_ in _SUBORDINATES:
        return True
    return token.pos_ == "VERB" and token.morph.get("VerbForm", []) == _FINITE and token.i < thing.start
