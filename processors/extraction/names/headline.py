"""Countries that a headline names, which the text below need not name again ("Bolivia: the coup that failed")."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from processors.extraction.names.countries import country_forms, seats
from processors.extraction.names.folding import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 5
"""Words of a country's name that are looked for together."""


def countries_of(title: str | None, language: str, overlay: str | None = None) -> Counter[str]:
    """How often a headline names each country: by its name, its people or the seat of its government."""
    found: Counter[str] = Counter()
    if not title:
        return found
    known = _forms(language, overlay)
    written = _WORD.findall(title)
    words = [fold(word) for word in written]
    i = 0
    while i < len(words):
        for size in range(min(_LONGEST, len(words) - i), 0, -1):
            code, proper = known.get(" ".join(words[i : i + size]), (None, False))
            if code is not None and (written[i][:1].isupper() or not proper):
                found[code] += 1
                i += size - 1
                break
        i += 1
    return found


@cache
def _forms(language: str, overlay: str | None) -> dict[str, tuple[str, bool]]:
    """Folded words → country, and whether they are written with a capital."""
    forms: dict[str, tuple[str, bool]] = {}
    for form, _, _, _, code in country_forms(language, overlay):
        if code is not None and len(form) > 2:
            forms.setdefault(_key(form), (code, form[:1].isupper()))
    for seat, code in seats(overlay).items():
        forms.setdefault(_key(seat), (code, True))
    return forms


def _key(form: str) -> str:
    return " ".join(_WORD.findall(fold(form)))
