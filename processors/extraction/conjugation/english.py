"""English verbs and nouns by rule."""

from __future__ import annotations

import re

_VOWELS = "aeiou"
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdgklmnprst]|.*(?:[^aeiou]el|[^aeiou]al|it|ap|ur|el|ip|op|up|ar|in|ol|er)")
"""Verbs whose last consonant may be doubled: stopped, patrolled, transferred."""


def forms(base: str) -> dict[str, set[str]]:
    """Forms by shape; a verb that may double its last consonant has both ("stoped" does no harm)."""
    stem = base
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    elif base.endswith("e"):
        third, past, stem = base + "s", base + "d", base[:-1]
    else:
        third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
        past = base + "ed"
    pasts, gerunds = {past}, {stem + "ing"}
    if not base.endswith(("y", "e")) and _DOUBLED.fullmatch(base):
        pasts.add(base + base[-1] + "ed")
        gerunds.add(base + base[-1] + "ing")
    return {"inf": {base}, "fin": {base, third, *pasts}, "part": pasts, "ger": gerunds}


def beside_listed(verb: str) -> set[str]:
    """Of an irregular verb all but the forms of the past."""
    made = forms(verb)
    return set().union(*made.values()) - made["part"]


def plural(noun: str) -> str:
    """ "Men", "parties", "clashes", "strikes"."""
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def mood(word: str, lemma: str) -> str | None:
    """No ending tells it; auxiliaries do."""
    del word, lemma
    return None
