"""How telling a word is: a fixed table, so that two articles are as near today as they were yesterday.

A table counted on the stream would make every earlier decision depend on every article; with a fixed
one the nearness of two articles is a function of these two alone, and order cannot matter.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from importlib.resources import files

from babel import Locale

from processors.extraction.names.countries import demonyms

PASSAGES = 10_000
UNSEEN = 3
"""A word that stands in no list counts like one seen in 3 of 10,000 passages."""
LAND = "+"
"""Countries stand under this mark with their ISO code, so that no word of a language is one of them."""
LANDS = 100
"""A country counts like a word of so many passages: news of every subject names some."""
LANGUAGES = ("en", "fr", "es", "it", "nl", "de", "pt")


@lru_cache(maxsize=1)
def _frequency() -> dict[str, tuple[int, int]]:
    text = (files(__package__) / "data" / "frequency.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {word: (int(english), int(french)) for word, english, french in rows}


@lru_cache(maxsize=100_000)
def weight(word: str, language: str) -> float:
    """Inverse document frequency, ln(N/n), after Spärck Jones 1972; other languages take the larger n."""
    english, french = (LANDS, LANDS) if word.startswith(LAND) else _frequency().get(word, (0, 0))
    count = {"en": english, "fr": french}.get(language, max(english, french))
    return math.log(PASSAGES / (count + UNSEEN))


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    """Names of months and days in the languages of the news: capitals that name nothing."""
    words: set[str] = set()
    for code in LANGUAGES:
        locale = Locale(code)
        for table in (locale.months, locale.days):
            for form in ("wide", "abbreviated"):
                words.update(fold_simple(name.strip(".")) for name in table["format"][form].values())
    return frozenset(words)


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    """Folded name → one that stands for it in all languages: countries from CLDR, others from our list."""
    alias: dict[str, str] = {}
    for code in LANGUAGES:
        for territory, name in Locale(code).territories.items():
            if len(territory) == 2 and " " not in name:
                alias.setdefault(fold_simple(name), LAND + territory.lower())
    text = (files(__package__) / "data" / "same_names.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            first, *others = line.split("\t")
            target = alias.get(first, first)
            for word in (first, *others):
                alias.setdefault(word, target)
    for word, code in _peoples().items():
        alias.setdefault(word, code)
    return alias


@lru_cache(maxsize=1)
def _peoples() -> dict[str, str]:
    """Folded adjective of a people, in one word → the name of its country as ``_aliases`` has it."""
    forms = ((form, code) for language in ("en", "fr") for form, code in demonyms(language).items())
    return {fold_simple(form): LAND + code.lower() for form, code in forms if " " not in form and "-" not in form}


def canonical(name: str) -> str | None:
    """The form of a name that languages share; None for the calendar."""
    if name in _calendar():
        return None
    return _aliases().get(name, name)


@lru_cache(maxsize=100_000)
def fold_simple(text: str) -> str:
    """Lower case without accents, as the terms of an analysis are folded (no language work is imported here)."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("\u2019", "'")
