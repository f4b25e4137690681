"""What is found has not gone off, and who makes it safe attacks nobody.

Arms in the list of what was recovered, seized or defused tell no attack, nor do bombs that sappers blow up. Classes of
words (``events_classes.yaml``): ``arms``, ``disposal``, ``sets_off``; a language without them loses nothing here.
"""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction.events.frames import FrameBook, Words
from processors.extraction.events.match import Match
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.view import View

_NONE = Words(frozenset())
_LEFT = 3
"""Tokens before a trigger in which those stand who make bombs safe."""
_FINITE = ["Fin"]
_SUBORDINATES = frozenset({"SCONJ"})


def without_found(view: View, matches: list[Match], book: FrameBook) -> list[Match]:
    """The matches but for those of bare arms beside a find told in the same breath, and of bombs made safe."""
    arms, disposal, sets_off = (book.classes.get(name, _NONE).forms for name in ("arms", "disposal", "sets_off"))
    matches = [m for m in matches if m.frame.type != "ASSAULT" or not _made_safe(view, m, disposal, sets_off)]
    finds = [m for m in matches if _is_find(m)] if arms else []
    if not finds:
        return matches
    return [
        m for m in matches if m in finds or not (_is_thing(view, m, arms) and any(_beside(view, f, m) for f in finds))
    ]


def _made_safe(view: View, match: Match, disposal: frozenset[str], sets_off: frozenset[str]) -> bool:
    """ "Sappers detonated a shell"; not "a mine killed two sappers"."""
    told = view.words[match.start : match.end]
    return not sets_off.isdisjoint(told) and not disposal.isdisjoint(
        view.words[max(0, match.start - _LEFT) : match.end]
    )


def _is_find(match: Match) -> bool:
    frame = match.frame
    return frame.type == "COERCE" and frame.mode == "seize" and frame.signal is None


def _is_thing(view: View, match: Match, arms: frozenset[str]) -> bool:
    """Told by the noun alone: "two IEDs", not "an IED blast" nor "a bomb exploded"."""
    if match.frame.type != "ASSAULT" or view.words[match.end - 1] not in arms:
        return False
    return not any(_tells(token, match.end) for token in view.doc[match.start : match.end])


def _tells(token: Token, end: int) -> bool:
    """A verb, but for a participle of the thing's own name ("improvised explosive device")."""
    return token.pos_ in VERBAL and not token.i < token.head.i < end


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
