"""Blank pipelines with the tokenizer each model carries."""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex

_HYPHENS = "(?:-|–|—|--|---|——|~)"
_CLITICS = "t-il|t-elle|t-on|t-ils|t-elles|je|tu|il|elle|on|ce|nous|vous|ils|elles|moi|toi|lui|leur|le|la|les|y|en"
_KEPT_WHOLE = r"(?<!\brendez)(?<!\bau)(?<!\bpar)(?<!\bla)(?<!\bceux)(?<!\bcelle)(?<!\bcelui)(?<!\bcelles)(?<!-t)"


def blank(lang: str) -> Language:
    """Return an empty pipeline; French keeps ``Royaume-Uni`` and ``week-end`` whole but parts ``a-t-il``."""
    nlp = spacy.blank(lang)
    if lang == "fr":
        infixes = [
            str(infix).replace(_HYPHENS, "(?:–|—|--|---|——|~)") for infix in nlp.Defaults.infixes or []
        ]
        infixes.append(rf"(?<=[a-zéèêàç]){_KEPT_WHOLE}(?=-(?:{_CLITICS})(?![\w-]))")
        nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer  # type: ignore[attr-defined]
    return nlp
