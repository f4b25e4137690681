"""Names, numbers and dates by their spelling alone: the same in any language, no trained pipeline needed.

They link stories across languages. The keys begin with ``@`` and stand among an article's terms:
``@name``, ``@number`` without separators, ``@2023-05-31`` for a date, ``@^2023-05-31`` for the dateline.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache

from babel import Locale

LIMIT = 80
DATELINE = 80
"""A full date in the first so many characters of the text says when it was written."""
LEAD, FIRST = 60, 2
"""Words of the text that are its lead, and what a word counts more for standing there or in the title."""
LANGUAGES = ("en", "fr", "es", "it", "nl", "de", "pt")
WORD = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\w])|[^\W_]+(?:[.,]\d+)*")
"""A word, or a number; its thousands may stand apart by a space ("10 000")."""
SEPARATORS = str.maketrans("", "", ".,\u00a0\u202f ")
_FOREIGN = re.compile(r"[^\x00-\x7f]{1,64}")


def spelled(
    title: str, text: str, is_stop: Callable[[str], bool], common: frozenset[str] = frozenset()
) -> dict[str, int]:
    """Count them in title and text.

    A capitalised word that never stands in small letters in this text is a name, wherever it stands, but for those
    that are known to be ``common``; a number counts from two digits on.
    """
    counts: Counter[str] = Counter()
    for at, date in dates(text):
        counts["@" + date] += 1
        if at < DATELINE and not any(key.startswith("@^") for key in counts):
            counts["@^" + date] = 1
    headline, body = WORD.findall(title), WORD.findall(text)
    words = headline + body
    first = {*headline, *body[:LEAD]}
    times = Counter(words)
    small = {word for word in times if word.islower()} | {word.lower() for word in common}
    for word, count in times.items():
        if key := _key(word, small, is_stop):
            counts[key] += count + FIRST * (word in first)
    ranked = sorted(counts.items(), key=lambda item: (not item[0].startswith("@^"), -item[1], item[0]))
    return dict(ranked[:LIMIT])


def _key(word: str, small: set[str], is_stop: Callable[[str], bool]) -> str | None:
    if word[0].isdigit():
        return "@" + word.translate(SEPARATORS) if len(word) >= 2 else None
    if word[0].isupper() and len(word) >= 3 and word.lower() not in small and not is_stop(word.lower()):
        return "@" + fold(word)
    return None


def dates(text: str) -> Iterator[tuple[int, str]]:
    """Full dates written with the month's name, and where: ``31 mai 2023``, ``May 31st, 2023``, ``31-May-23``."""
    pattern, months = _pattern()
    folded = fold(text)
    for match in pattern.finditer(folded if len(folded) == len(text) else text.casefold()):
        day = int(match["d1"] or match["d2"])
        month = months[match["m1"] or match["m2"]]
        year = int(match["y1"] or match["y2"])
        year += 2000 if year < 70 else 1900 if year < 100 else 0
        if 1 <= day <= 31:
            yield match.start(), f"{year:04d}-{month:02d}-{day:02d}"


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, int]]:
    months: dict[str, int] = {}
    for code in LANGUAGES:
        for form in ("wide", "abbreviated"):
            for number, name in Locale(code).months["format"][form].items():
                months.setdefault(fold(name.strip(".")), number)
    names = "|".join(sorted(months, key=len, reverse=True))
    day = r"(?P<d1>\d{1,2})(?:er|st|nd|rd|th)?\W{1,2}(?:de |of )?"
    before = day + rf"(?P<m1>{names})\W{{1,2}}(?:del? )?(?P<y1>\d{{4}}|\d\d)"
    # the look ahead spares most words the list of names, all of which are one run of letters
    after = rf"(?=\w+\W{{1,2}}\d)(?P<m2>{names})\W{{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
    return re.compile(rf"\b(?:{before}|{after})\b"), months


def fold(text: str) -> str:
    """Lower case without accents; ``Čačak`` and ``Cacak`` are one word."""
    if text.isascii():
        return text.lower()
    return _FOREIGN.sub(_folded, text.casefold())


@lru_cache(maxsize=4096)
def _without_marks(letters: str) -> str:
    decomposed = unicodedata.normalize("NFKD", letters)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def _folded(match: re.Match[str]) -> str:
    return _without_marks(match.group())
