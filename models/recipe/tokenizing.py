"""Blank pipelines with the tokenizer each model carries."""

from __future__ import annotations

import spacy
from lists import listed
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex

RANKS = listed("""Col. Lt. Maj. Brig. Sgt. Capt. Cpl. Pte. Adm. Cmdr. Supt. Insp. Det. Hon. Sen. Rep. Gov. Gen.""")
_HYPHENS = "(?:-|–|—|--|---|——|~)"
_CLITICS = "t-il|t-elle|t-on|t-ils|t-elles|je|tu|il|elle|on|ce|nous|vous|ils|elles|moi|toi|lui|leur|le|la|les|y|en"
_KEPT_WHOLE = r"(?<!\brendez)(?<!\bau)(?<!\bpar)(?<!\bla)(?<!\bceux)(?<!\bcelle)(?<!\bcelui)(?<!\bcelles)(?<!-t)"


def blank(lang: str) -> Language:
    """Return an empty pipeline; French keeps ``Royaume-Uni`` and ``week-end`` whole but parts ``a-t-il``."""
    nlp = spacy.blank(lang)
    tokenizer: Tokenizer = nlp.tokenizer  # type: ignore[assignment]
    if lang == "en":
        for rank in RANKS:
            tokenizer.add_special_case(rank, [{"ORTH": rank}])
    else:
        tokenizer.rules = {form: parts for form, parts in tokenizer.rules.items() if "-t-" not in form}
        infixes = [str(infix).replace(_HYPHENS, "(?:–|—|--|---|——|~)") for infix in nlp.Defaults.infixes or []]
        infixes.append(rf"(?<=[a-zéèêàç]){_KEPT_WHOLE}(?=-(?:{_CLITICS})(?![\w-]))")
        tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp
