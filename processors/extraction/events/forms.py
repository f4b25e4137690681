"""All written forms of a trigger word, so that frames match on surface forms.

Lemmas of a small trained pipeline are wrong often enough (French verbs 88 %) to lose events, so the
regular conjugations of English and French are generated here, and irregular forms come from
``lexicon/<language>/events_forms.yaml``. Forms are lower case with straight apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from processors.extraction.events.french import family

MANY = 16_384
"""Words whose forms are remembered: the lexicons name many of them again and again."""
_VOWELS = "aeiou"
_ER_ENDINGS = (
    "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "ant", "ai", "as", "a", "èrent",
    "é", "ée", "és", "ées",
)  # fmt: skip
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient")
_IR_ENDINGS = (
    "is", "it", "issent", "issons", "issait", "issaient", "issant", "isse", "irent", "i", "ie", "ies",
)  # fmt: skip
_RE_ENDINGS = ("s", "", "ent", "ait", "aient", "ant", "it", "irent", "u", "ue", "us", "ues", "e")
_MUTE = ("e", "es", "ent")
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdgklmnprst]|.*(?:[^aeiou]el|[^aeiou]al|it|ap|ur|el|ip|op|up|ar|in|ol|er)")
"""Verbs whose last consonant may be doubled: stopped, patrolled, transferred."""
_LIGHTENED = re.compile(r"([eé])([bcçdfghjklmnpqrstvz]+)$")


def verb_forms(lemma: str, language: str, irregular: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Every form of a verb that a news text may show."""
    listed = irregular.get(lemma)
    return _regular(lemma, language, False) if listed is None else _regular(lemma, language, True).union(listed)


@lru_cache(maxsize=MANY)
def _regular(lemma: str, language: str, listed: bool) -> frozenset[str]:
    """The forms that follow a rule; ``listed``: others of the verb stand in the lexicon."""
    if language == "fr":
        found = family(lemma) or (set() if listed else _french(lemma))
    else:
        found = _english(lemma, participles=not listed)
    return frozenset({lemma, *found})


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


def _english(lemma: str, *, participles: bool) -> set[str]:
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        forms = {lemma[:-1] + "ies", lemma + "ing"}
        past = lemma[:-1] + "ied"
    elif lemma.endswith("e"):
        forms = {lemma + "s", lemma[:-1] + "ing"}
        past = lemma + "d"
    else:
        forms = {lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), lemma + "ing"}
        past = lemma + "ed"
        if _DOUBLED.fullmatch(lemma):
            forms |= {lemma + lemma[-1] + "ing"}
            if participles:
                forms.add(lemma + lemma[-1] + "ed")
    if participles:
        forms.add(past)
    return forms


def _french(lemma: str) -> set[str]:
    if lemma.endswith("er"):
        return _french_er(lemma)
    if lemma.endswith("ir"):
        stem = lemma[:-2]
        return {stem + e for e in _IR_ENDINGS} | {lemma + e for e in _FUTURE}
    if lemma.endswith("re"):
        stem = lemma[:-2]
        return {stem + e for e in _RE_ENDINGS} | {lemma[:-1] + e for e in _FUTURE}
    return set()


def _french_er(lemma: str) -> set[str]:
    stem = lemma[:-2]
    forms: set[str] = set()
    for ending in _ER_ENDINGS:
        base = stem
        if ending[0] in "ao":
            base = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
        forms.add(base + ending)
    forms |= {lemma + e for e in _FUTURE}
    if stem.endswith("envoy"):  # enverra, renverrait
        forms |= {stem[:-2] + "err" + e for e in _FUTURE}
    for light in _light_stems(stem):
        forms |= {light + e for e in _MUTE}
        forms |= {light + "er" + e for e in _FUTURE}
    return forms


def _light_stems(stem: str) -> Iterable[str]:
    if stem.endswith(("oy", "uy", "ay")):
        yield stem[:-1] + "i"
    found = _LIGHTENED.search(stem)
    if found:
        yield stem[: found.start()] + "è" + found.group(2)
        if stem.endswith(("el", "et")):
            yield stem + stem[-1]
