"""Elided words before a quotation mark: "d'« élargir »", "l'“accord”" are cut as "d'élargir" and "l'accord" are.

The tokenizer that spaCy has for French parts "d'" from a letter only; before a quotation mark it made "d", "'" of it
or left all in one piece, and no pattern with "de" and no parse stood the pause.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language

from processors.extraction.lexicon.grammar import grammar_of

_OPENING = r"(?<=[A-Za-z]['’])[«“\"]"
"""A quotation mark right behind an apostrophe."""


def part_elided(nlp: Language) -> None:
    """Teach the tokenizer of a language with elision to keep "d'" whole before a quotation mark."""
    elided = grammar_of(nlp.lang).elided
    tokenizer: Any = nlp.tokenizer
    if not elided or not hasattr(tokenizer, "infix_finditer"):  # a user's pipeline may cut otherwise
        return
    for word in elided:
        for written in {word, word.capitalize()}:
            for apostrophe in "'’":
                tokenizer.add_special_case(written + apostrophe, [{"ORTH": written + apostrophe}])
    known = tokenizer.infix_finditer.__self__.pattern if tokenizer.infix_finditer else ""
    tokenizer.infix_finditer = re.compile("|".join(filter(None, (known, _OPENING)))).finditer
