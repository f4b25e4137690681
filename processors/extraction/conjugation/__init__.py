"""How words change: the one place that spells out the forms of verbs and nouns.

Events, claims about people and sources look words up by their written forms, since a small parser lemmatises badly.
What follows no rule stands in the lexicons. A language names its module here in ``grammar.yaml``; without one, its
lexicon lists every form.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import Protocol, cast

from processors.extraction import lexicon

MANY = 16_384
"""Words whose forms are remembered: the lexicons name many of them again and again."""

SHAPES = ("inf", "fin", "part", "ger", "spoken")
"""What a form can be: infinitive, finite, past participle, present participle; of the first or second person only."""

Shapes = dict[str, frozenset[str]]
"""Shape → forms; one form may have several."""


class Rules(Protocol):
    """What the module of a language knows."""

    def forms(self, verb: str) -> dict[str, set[str]] | None:
        """The forms of a verb by shape; None for what follows no rule."""

    def beside_listed(self, verb: str) -> set[str]:
        """The forms by rule that hold even of a verb some of whose forms the lexicon lists."""

    def plural(self, noun: str) -> str | None:
        """The plural by rule; None where it is the singular."""

    def mood(self, word: str, lemma: str) -> str | None:
        """``conditional`` or ``future`` where the ending of a verb says so."""


@lru_cache(maxsize=MANY)
def conjugation(verb: str, language: str) -> Shapes:
    """The forms of a verb that follow a rule, by shape; empty where none does. Treat the result as read-only."""
    rules = _rules(language)
    made = rules.forms(verb) if rules is not None else None
    return {shape: frozenset(made.get(shape, ())) for shape in SHAPES} if made else {}


@lru_cache(maxsize=MANY)
def beside_listed(verb: str, language: str) -> frozenset[str]:
    """Forms that a rule adds to those which the lexicon lists of a verb."""
    rules = _rules(language)
    return frozenset(rules.beside_listed(verb)) if rules is not None else frozenset()


@lru_cache(maxsize=MANY)
def noun_forms(lemma: str, language: str) -> frozenset[str]:
    """Singular and plural of a noun; other words come back with a harmless extra form."""
    rules = _rules(language)
    plural = rules.plural(lemma) if rules is not None else None
    return frozenset({lemma, plural or lemma})


def mood_of(word: str, lemma: str, language: str) -> str | None:
    """``conditional`` or ``future`` where a verb's ending says so and the tagger may not know ("enverrait")."""
    rules = _rules(language)
    return rules.mood(word, lemma) if rules is not None else None


@lru_cache(maxsize=64)
def _rules(language: str) -> Rules | None:
    name = lexicon.load(language, "grammar").get("morphology")
    return cast(Rules, import_module(f"{__name__}.{name}")) if name else None
