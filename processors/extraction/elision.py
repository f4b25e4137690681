"""Where the tokenizer cuts: not in "off-duty", and "d'« élargir »", "l'“accord”" as "d'élargir" and "l'accord".

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


def cut_words(nlp: Language) -> None:
    """Teach the tokenizer to keep "d'" whole before a quotation mark, and what means nothing in parts."""
    elided, whole = grammar_of(nlp.lang).elided, grammar_of(nlp.lang).whole
    tokenizer: Any = nlp.tokenizer
    for word in whole if hasattr(tokenizer, "add_special_case") else ():
        for written in (word, word.capitalize()):
            tokenizer.add_special_case(written, [{"ORTH": written}])
    if not elided or not hasattr(tokenizer, "infix_finditer"):  # a user's pipeline may cut otherwise
        return
    for word in elided:
        for written in {word, word.capitalize()}:
            for apostrophe in "'’":
                tokenizer.add_special_case(written + apostrophe, [{"ORTH": written + apostrophe}])
    known = tokenizer.infix_finditer.__self__.pattern if tokenizer.infix_finditer else ""
    tokenizer.infix_finditer = re.compile("|".join(filter(None, (known, _OPENING)))).finditer
