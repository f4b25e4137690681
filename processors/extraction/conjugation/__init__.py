"""Regular conjugation of English and French: the one place that spells out the forms of a verb.

Events, claims about people and sources look verbs up by their written forms, since a small parser lemmatises badly.
What follows no rule stands in the lexicons.
"""

from __future__ import annotations

from functools import lru_cache

from processors.extraction.conjugation import english, french

MANY = 16_384
"""Verbs whose forms are remembered: the lexicons name many of them again and again."""

SHAPES = ("inf", "fin", "part", "ger", "spoken")
"""What a form can be: infinitive, finite, past participle, present participle; of the first or second person only."""

Shapes = dict[str, frozenset[str]]
"""Shape → forms; one form may have several."""

_BY_LANGUAGE = {"en": english.forms, "fr": french.forms}


@lru_cache(maxsize=MANY)
def conjugation(verb: str, language: str) -> Shapes:
    """The forms of a verb that follow a rule, by shape; empty where none does. Treat the result as read-only."""
    made = _BY_LANGUAGE[language](verb)
    return {shape: frozenset(made.get(shape, ())) for shape in SHAPES} if made else {}


@lru_cache(maxsize=MANY)
def has_family(verb: str, language: str) -> bool:
    """Does an irregular verb go like others, so that the rule knows it even where the lexicon lists some forms?"""
    return language == "fr" and french.family(verb) is not None
