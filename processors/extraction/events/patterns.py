"""Patterns as the lexicon writes them, cut into the words that the tokenizer makes.

"v:" inflects a verb, ``a|b`` are alternatives, ``~`` is a gap, ``@class`` words of a class. An alternative is compared
with one token; what the tokenizer would cut ("d'assaut", "people's", an English "sit-in") and what is written with
"_" for a blank ("net|round_up") gets a pattern of its own.
"""

from __future__ import annotations

import re
from functools import cache

from processors.extraction.lexicon.grammar import grammar_of

_HYPHEN = re.compile(r"(?<=\w)-(?=\w)")
_WORD = re.compile(r"@\w+|[^\w\s]|[-'’]?\w(?:[\w.-]|['’](?=[\w]))*['’]?", re.UNICODE)


def spread(pattern: str, language: str) -> list[str]:
    """Patterns without alternatives of several words: "join march|sit-in" is "join march" and "join sit-in"."""
    if "|" not in pattern:
        return [pattern]
    words = pattern.split()
    for i, part in enumerate(words):
        if "|" not in part:
            continue
        verb, options = _options(part)
        apart = [o for o in options if _several(o, language) or (o.startswith("v:") and not verb)]
        if not apart:
            continue
        plain = "|".join(o for o in options if o not in apart)
        each = [
            o if o.startswith("v:") else verb + o
            for o in ([plain] if plain else []) + [o.replace("_", " ") for o in apart]
        ]
        return [one for word in each for one in spread(" ".join([*words[:i], word, *words[i + 1 :]]), language)]
    return [pattern]


def words_of(pattern: str, language: str) -> list[str]:
    """The elements of a pattern without such alternatives.

    Raises:
        ValueError: an element can be no word of a text, such as one with a comma; names it and the pattern.
    """
    found: list[str] = []
    for part in pattern.replace("’", "'").lower().split():
        pieces = _pieces(part, language)
        for word in pieces:
            if (wrong := _no_word(word)) is not None:
                raise ValueError(f"in the pattern {pattern!r} {wrong!r} can be no word of a text")
        found += pieces
    return found


@cache
def _no_word(word: str) -> str | None:
    """What of an element can be no word of a text."""
    options = [] if word.startswith("~") else _options(word)[1]
    return next((option for option in options if not (option.isalpha() or _WORD.fullmatch(option))), None)


@cache
def _pieces(part: str, language: str) -> tuple[str, ...]:
    """The words that the tokenizer makes of an element that is no list of alternatives."""
    grammar = grammar_of(language)
    verb, options = _options(part)
    if len(options) > 1:
        return (verb + "|".join(options),)
    plain = options[0]
    pieces = grammar.apart(plain if grammar.has("hyphens_kept") else _HYPHEN.sub(" - ", plain)).split()
    at = len(pieces) - 1 if len(pieces) > 1 and pieces[0].endswith("'") else 0  # "v:s'emparer": s' v:emparer
    return tuple(verb + piece if k == at else piece for k, piece in enumerate(pieces))


def _options(part: str) -> tuple[str, list[str]]:
    """Whether "v:" stands before the alternatives, and these."""
    verb = "v:" if part.startswith("v:") else ""
    options = part.removeprefix("v:").split("|")
    return verb, [o.removeprefix("v:") if verb else o for o in options]


@cache
def _several(option: str, language: str) -> bool:
    """Would the tokenizer make several words of it?"""
    grammar = grammar_of(language)
    if option.startswith("@"):
        return False
    hyphened = not grammar.has("hyphens_kept") and _HYPHEN.search(option) is not None
    return hyphened or "_" in option or len(grammar.apart(option).split()) > 1
