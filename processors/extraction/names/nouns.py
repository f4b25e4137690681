"""Common nouns that a trained pipeline takes for names: with the capital of a sentence, or before a name."""

from __future__ import annotations

from collections.abc import Container

from spacy.tokens import Doc, Token

from processors.extraction.lexicon import function_words
from processors.extraction.names import actor_words
from processors.extraction.places.index import load as load_index

_PLURAL_VERBS = function_words("plural_verbs")


def opens(doc: Doc, start: int, end: int, label: str, heads: Container[str] = ()) -> bool:
    """ "Founded in 1999, …", "Gendarmes used …", "Shots were …": words whose only capital is that of the sentence.

    Args:
        doc: the text.
        start: first token of what may be a name.
        end: behind its last.
        label: what kind of name it would be.
        heads: words that begin names of several words.
    """
    token = doc[start]
    if not token.is_sent_start:
        return False
    if end - start > 1:  # "Frappe russe", "Tirs nourris"; "Armée russe" is one
        small = label in ("ORG", "PERSON") and all(t.is_lower for t in doc[start + 1 : end])
        return small and token.text not in heads and token.lower_ not in heads
    if token.pos_ == "VERB":
        return not load_index().find(token.text)
    if label == "PERSON" and end < len(doc) and doc[end].lower_ in _PLURAL_VERBS:
        return True
    return label in ("PERSON", "ORG") and _is_plural(token)


def leads(token: Token) -> bool:
    """Whether a token in small letters before a name only says what it is: "gang X", "colonel X", not "ministère X"."""
    role = actor_words.load(token.doc.lang_ or "en").singles.get(token.lower_) if token.is_lower else None
    return role is not None and role.kind == "people"


def _is_plural(token: Token) -> bool:
    """The plural of a noun for people: "Insurgents", "Gunmen", "Assaillants"."""
    lower = token.lower_
    singles = actor_words.load(token.doc.lang_ or "en").singles
    if lower.endswith("men"):
        return lower in singles or f"{lower[:-2]}an" in singles
    return lower[-1] in "sx" and lower[:-1] in singles
