"""All written forms of a trigger word, so that frames match on surface forms.

Lemmas of a small trained pipeline are wrong often enough (French verbs 88 %) to lose events, so the
regular conjugations come from ``conjugation`` and irregular forms from
``lexicon/<language>/events_forms.yaml``. Forms are lower case with straight apostrophes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from processors.extraction.conjugation import MANY, conjugation, has_family

_VOWELS = "aeiou"


def verb_forms(lemma: str, language: str, irregular: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Every form of a verb that a news text may show."""
    listed = irregular.get(lemma)
    return _regular(lemma, language, False) if listed is None else _regular(lemma, language, True).union(listed)


@lru_cache(maxsize=MANY)
def _regular(lemma: str, language: str, listed: bool) -> frozenset[str]:
    """The forms that follow a rule; ``listed``: others of the verb stand in the lexicon."""
    made = conjugation(lemma, language)
    if listed and language == "fr" and not has_family(lemma, language):
        made = {}
    found = frozenset[str]().union(*made.values())
    return frozenset({lemma}) | (found - made["part"] if listed and language == "en" else found)


@lru_cache(maxsize=MANY)
def noun_forms(lemma: str, language: str) -> frozenset[str]:
    """Singular and plural of a noun; other words come back with a harmless extra form."""
    forms = {lemma}
    if language == "fr":
        if lemma.endswith(("s", "x", "z")):
            return frozenset(forms)
        if lemma.endswith("al"):
            forms.add(lemma[:-2] + "aux")
        forms.add(lemma + ("x" if lemma.endswith(("eau", "eu")) else "s"))
    elif lemma.endswith("man"):
        forms.add(lemma[:-3] + "men")
    elif lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        forms.add(lemma[:-1] + "ies")
    elif lemma.endswith(("s", "x", "ch", "sh")):
        forms.add(lemma + "es")
    else:
        forms.add(lemma + "s")
    return frozenset(forms)
