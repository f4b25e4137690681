"""From matches to events: mode by instrument, and contexts."""

from __future__ import annotations

from collections.abc import Iterable

from processors.extraction.events.frames import REFLEXIVE, FrameBook, Words
from processors.extraction.events.match import Match
from processors.extraction.events.view import View

_BOMBER = "suicide-attack"

ATTACKS = frozenset(
    {"firearms", "heavy-weapons", "aerial", "drone", "explosives", "suicide-attack", "primitive", "unconventional"}
)
"""Modes of an attack that a toll further on may be that of; nobody is killed by an abduction."""


def held(view: View, matches: Iterable[Match]) -> frozenset[int]:
    """Where arms stand that somebody finds or seizes: nobody is attacked with them."""
    found: set[int] = set()
    for match in matches:
        if (match.frame.type, match.frame.mode) == ("COERCE", "seize"):
            found.update(range(match.start, match.end))
            for token in view.role(match.start, match.end, "object"):
                found.update(t.i for t in token.subtree)
    return frozenset(found)


def mode_of(
    view: View, match: Match, book: FrameBook, before: str | None, out: frozenset[int] = frozenset()
) -> str | None:
    """The mode of an ASSAULT whose trigger does not give it: the instrument nearest to it in the sentence.

    What is shut, where it is the internet or the telephone, is censored. Falls back to the mode of the event told just
    before (the same attack told on), then to firearms where soldiers or gunmen act, as the annotators did.
    """
    mode = match.frame.mode
    if mode == "restrict" and _of_network(view, match, book):
        return "censor"
    if mode != "?":
        return mode
    first, last = view.bounds[match.start]
    found = _instrument(view, book, first, last, match.start, out)
    if found:
        return found
    if "clash" in match.frame.flags:
        crowd = book.classes.get("crowd", Words(frozenset()))
        return None if view.some(range(first, last), crowd) else "firearms"
    if "shot" in match.frame.flags:
        return "firearms"
    if before is not None and ({"weak", "toll"} & match.frame.flags):
        return before
    armed = book.classes.get("armed_group")
    return "firearms" if armed and view.some(range(first, match.start), Words(armed.forms)) else None


def _of_network(view: View, match: Match, book: FrameBook) -> bool:
    """Whether the trigger, or its object, is a means to be in touch: "the internet was cut", "mobile data"."""
    words = book.classes.get("network", Words(frozenset()))
    if view.some(range(match.start, match.end), words):
        return True
    return any(view.fits(t, words) for t in view.role(match.start, match.end, "object"))


def _instrument(view: View, book: FrameBook, first: int, last: int, at: int, out: frozenset[int]) -> str | None:
    best: tuple[int, str] | None = None
    sentence = view.sentence(at)
    for mode, words in book.instruments:
        for i in () if words.isdisjoint(sentence) else range(first, last):
            if (
                view.words[i] in words and i not in out and not (mode == _BOMBER and view.words[i - 1] in REFLEXIVE)
            ):  # "se suicide"
                distance = abs(i - at)
                if distance <= 18 and (best is None or distance < best[0]):
                    best = (distance, mode)
        if best is not None and mode in (_BOMBER, "drone"):
            return best[1]
    return best[1] if best else None


def contexts_of(view: View, match: Match, contexts: Iterable[tuple[str, frozenset[str]]]) -> list[str]:
    """PLOVER contexts named by words of the sentence, those of the frame first; at most three."""
    found = list(match.frame.contexts)
    sentence = view.sentence(match.start)
    for name, words in contexts:
        if name not in found and not words.isdisjoint(sentence):
            found.append(name)
    return found[:3]
