"""The language of a text, by py3langid (Lui and Baldwin 2012), restricted to languages that news is written in."""

from __future__ import annotations

import re
import threading
from functools import cache

from processors.cleaning.identifier import Identifier, load

LANGUAGES = [
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa",
    "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km",
    "kn", "ko", "ku", "ky", "lo", "lt", "lv", "mg", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "pa",
    "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl",
    "tr", "ug", "uk", "ur", "uz", "vi", "yo", "zh", "zu",
]  # fmt: skip
"""What is left out are dead, constructed and tiny written languages, which short texts are mistaken for."""

SAMPLES = (110, 300)
"""Characters taken from the beginning and from the middle; more only when the fewer leave doubt."""
CLEAR = 0.8
ENOUGH_LETTERS = 12
UNDETERMINED = "und"

SURE = 0.95
LONG = 100
"""Half a text with fewer letters does not tell its language so surely that its sender must be wrong."""
ALIKE = (
    {"bs", "hr", "sr"}, {"da", "no"}, {"id", "ms"}, {"cs", "sk"}, {"ca", "es", "gl", "pt"}, {"bg", "mk"},
    {"az", "tr"}, {"be", "ru", "uk"}, {"hi", "mr", "ne"}, {"fa", "ps", "ur"}, {"rw", "sw"}, {"af", "nl"},
)  # fmt: skip
"""Languages that the model takes for each other, and does not say so."""

_LETTERS = re.compile(r"[^\W\d_]+")
_LOADING = threading.Lock()


@cache
def _identifier() -> Identifier:
    with _LOADING:
        return load(LANGUAGES)


def detect(text: str, title: str | None = None) -> tuple[str, float]:
    """Language code and confidence 0..1; ``("und", 0.0)`` when nothing can be said.

    A text too short to tell is read together with the title. Names alone say nothing: below a dozen letters
    of the Latin script the model has to be sure, and above that clearly surer of the first than of the second.
    """
    for size in SAMPLES:
        language, sure = _of_sample(_sample(text, title, size))
        if sure >= CLEAR or len(text) <= 2 * size:
            break
    return language, sure


def settled(text: str, title: str | None, given: str | None) -> tuple[str, float]:
    """The language of a text that its sender says is in ``given``, and the confidence in it.

    The sender knows more than a few letters can tell, so what it says holds, with the confidence of the detection
    when both agree and 0 when they don't. But feeds mislabel their articles: where both halves of a long text are
    surely in one other language, that is the language.
    """
    found, sure = detect(text, title)
    if given is None or given == found:
        return found, sure
    if sure < SURE or given not in LANGUAGES or any({given, found} <= group for group in ALIKE):
        return given, 0.0
    middle = len(text) // 2
    halves = [_of_sample(half[: 2 * SAMPLES[-1]]) for half in (text[:middle], text[middle:]) if _long(half)]
    wrong = len(halves) == 2 and all(language == found and one >= SURE for language, one in halves)
    return (found, sure) if wrong else (given, 0.0)


def _long(half: str) -> bool:
    return sum(map(len, _LETTERS.findall(half[: 10 * LONG]))) >= LONG


def _sample(text: str, title: str | None, size: int) -> str:
    if len(text) > 3 * size:
        middle = len(text) // 2
        return f"{text[:size]} {text[middle : middle + size]}"
    return f"{title}. {text[:size]}" if title and len(text) < size else text[: 2 * size]


def _of_sample(sample: str) -> tuple[str, float]:
    words = _LETTERS.findall(sample)
    letters = sum(map(len, words))
    if letters < 2:
        return UNDETERMINED, 0.0
    if sum(map(str.isupper, words)) > 0.6 * len(words):
        sample = sample.lower()
    best, sure, second = _identifier().classify(sample)
    needed = 0.1 if len(sample) > 80 else 0.5 if letters < ENOUGH_LETTERS or len(words) < 3 else 0.15
    if sure < needed or sure < 1.25 * second:
        return UNDETERMINED, 0.0
    return best, round(float(sure), 4)
