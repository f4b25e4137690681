"""Mood and tense of a verb: by the tagger, by its ending ("enverrait", "déploiera"), or by its auxiliary ("will")."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Span, Token

from processors.extraction.conjugation import mood_of
from processors.extraction.lexicon import function_words

_MODALS = function_words("modal_lemmas")
_NEAR = function_words("near_future")
_WILL = function_words("will")
WOULD = function_words("would")
_SHOULD = function_words("should")
_DUE = function_words("due_lemmas")


def mood(token: Token) -> str | None:
    """``conditional``, ``future`` or None, by morphology first and ending second."""
    told = _told(str(token.morph))
    if told is not None:
        return told
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    return mood_of(token.lower_, token.lemma_, token.lang_)


@lru_cache(maxsize=4096)
def _told(morph: str) -> str | None:
    """What features such as "Mood=Cnd|Number=Sing" say; the same few hundred again and again."""
    values = {key: value.split(",") for key, _, value in (part.partition("=") for part in morph.split("|"))}
    if "Cnd" in values.get("Mood", ()):
        return "conditional"
    return "future" if "Fut" in values.get("Tense", ()) else None


def is_unsure(token: Token) -> bool:
    """A conditional of a full verb."""
    return mood(token) == "conditional" and token.lemma_ not in _MODALS


def is_would(cue: Span) -> bool:
    """A conditional that stands for a future seen from the past: "said it would send", "a dit qu'il enverrait"."""
    if cue[0].lemma_ in _MODALS:
        return False  # "pourrait envoyer": nothing is decided
    return cue.text.lower() in WOULD | _SHOULD or mood(cue[0]) == "conditional"


def realis_of(token: Token, verb: Token) -> str | None:
    """The realis that the form of a verb, or of its auxiliary, tells."""
    told = mood(token)
    if told == "conditional" and token.lemma_ in _DUE:
        return "future"  # "devraient être libérés dimanche": it is expected
    if told == "conditional":
        modal = token.lemma_ in _MODALS
        perfect = token.i != verb.i and "Part" in verb.morph.get("VerbForm", [])
        return "reported" if perfect and not modal else "hypothetical"
    return "future" if told == "future" else None


def is_future(cue: Span) -> bool:
    """A plain future: "will send", "enverra", "va envoyer"; not what is expected or due."""
    near = cue[0].lemma_ in _NEAR and "Pres" in cue[0].morph.get("Tense", [])
    return near or cue.text.lower() in _WILL or mood(cue[0]) == "future"
