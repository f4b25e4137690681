"""The cheap form of the French token pattern matches what the long one matches."""

from __future__ import annotations

import re
from typing import Any

from processors.extraction.compact import compact, compact_patterns


def test_the_compact_pattern_matches_the_same_tokens() -> None:
    from spacy.lang.fr import tokenizer_exceptions

    match: Any = tokenizer_exceptions.TOKEN_MATCH
    long = match.__self__
    short = re.compile(compact(long.pattern))
    assert len(short.pattern) < 30_000
    words = "porte-parole Porte–Parole premier-ministre aujourd'hui arc-en-ciel Aix-les-Bains saut-de-l'Oie anti-aérien"
    others = "l'armée mi-2023 vice-2 Aix-en- -la- états-Unis mot entr'ouvert r’appelle grand'mère new-york x-y"
    matched = 0
    for word in f"{words} {others}".split():
        assert bool(short.match(word)) == bool(long.match(word)), word
        matched += bool(short.match(word))
    assert matched >= 6


def test_other_patterns_go_through_as_they_are() -> None:
    assert compact("a|b") == "a|b"
    assert compact("(?iu)(?:^plain$)|(?:^other$)") == "(?iu)(?:^plain$)|(?:^other$)"
    real = re.compile
    with compact_patterns():
        assert re.compile("a" * 300_000, re.IGNORECASE).match("A" * 300_000)
    assert re.compile is real
