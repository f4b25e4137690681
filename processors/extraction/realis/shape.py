"""Mood and tense of a French verb by its ending, where the tagger does not know the form ("enverrait", "déploiera")."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Span, Token

_STEMS = (
    r"(?:er|ettr|attr|endr|eindr|aindr|oindr|oudr|audr|evr|[cmp]ourr|aîtr"
    r"|\bs?aur|\bir|\b(?:en|re|ren|entre)?verr|qu[ei]rr)"
)
_MODALS = frozenset({"pouvoir", "devoir"})
_CONDITIONAL = re.compile(rf"{_STEMS}(?:ait|aient)$")
_FUTURE = re.compile(rf"{_STEMS}(?:a|ont)$")
_IR = re.compile(r"ir(?:ait|aient|a|ont)$")


def mood(token: Token) -> str | None:
    """``conditional``, ``future`` or None, by morphology first and ending second."""
    told = _told(str(token.morph))
    if told is not None:
        return told
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    word = token.lower_
    if _CONDITIONAL.search(word) or (_IR.search(word) and token.lemma_.endswith("ir") and word.endswith("t")):
        return "conditional"
    if _FUTURE.search(word) or (_IR.search(word) and token.lemma_.endswith("ir")):
        return "future"
    return None


@lru_cache(maxsize=4096)
def _told(morph: str) -> str | None:
    """What features such as "Mood=Cnd|Number=Sing" say; the same few hundred again and again."""
    values = {key: value.split(",") for key, _, value in (part.partition("=") for part in morph.split("|"))}
    if "Cnd" in values.get("Mood", ()):
        return "conditional"
    return "future" if "Fut" in values.get("Tense", ()) else None


def is_would(cue: Span) -> bool:
    """A conditional that stands for a future seen from the past: "said it would send", "a dit qu'il enverrait"."""
    if cue[0].lemma_ in _MODALS:
        return False  # "pourrait envoyer": nothing is decided
    return cue.text.lower() in ("would", "should", "'d") or mood(cue[0]) == "conditional"


def realis_of(token: Token, verb: Token) -> str | None:
    """The realis that the form of a French verb, or of its auxiliary, tells."""
    told = mood(token)
    if told == "conditional":
        modal = token.lemma_ in _MODALS
        perfect = token.i != verb.i and "Part" in verb.morph.get("VerbForm", [])
        return "reported" if perfect and not modal else "hypothetical"
    return "future" if told == "future" else None


def is_future(cue: Span) -> bool:
    """A plain future: "will send", "enverra", "va envoyer"; not what is expected or due."""
    if cue.doc.lang_ != "fr":
        return cue.text.lower() in ("will", "shall", "'ll", "to")
    near = cue[0].lemma_ == "aller" and "Pres" in cue[0].morph.get("Tense", [])
    return near or mood(cue[0]) == "future"
