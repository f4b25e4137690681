"""Cues of ``realis.yaml`` compiled: each a row of steps, which are sets of written forms and the gaps before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.extraction import lexicon
from processors.extraction.conjugation import noun_forms
from processors.extraction.events.forms import verb_forms
from processors.extraction.events.frames import Step
from processors.extraction.events.patterns import spread, words_of

_GAP = 4
"""Words that "~" lets pass; "~2" lets two pass."""
_INFLECTED = 4
"""Letters from which a word that is no verb is also looked for in its plural."""


def compiled(patterns: Iterable[str], language: str, overlay: str | None = None) -> Iterator[tuple[Step, ...]]:
    """Each pattern without alternatives of several words.

    Raises:
        ValueError: an element can be no word of a text; names file and pattern.
    """
    irregular: dict[str, list[str]] = lexicon.load(language, "events_forms", overlay)
    for pattern in patterns:
        for one in spread(str(pattern), language):
            try:
                yield _steps(words_of(one, language), language, irregular)
            except ValueError as error:
                raise ValueError(f"lexicon {language}/realis.yaml: {error}") from error


def forms_of(patterns: Iterable[str], language: str, overlay: str | None = None) -> frozenset[str]:
    """The forms with which the patterns begin."""
    return frozenset(form for steps in compiled(patterns, language, overlay) for form in steps[0].forms)


def _steps(words: Iterable[str], language: str, irregular: dict[str, list[str]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    gap = 0
    for word in words:
        if word.startswith("~"):
            gap = int(word[1:] or _GAP)
            continue
        forms: set[str] = set()
        for option in word.removeprefix("v:").split("|"):
            if word.startswith("v:"):
                forms |= verb_forms(option, language, irregular)
            else:
                forms |= noun_forms(option, language) if len(option) >= _INFLECTED else {option}
        steps.append(Step(frozenset(forms), gap))
        gap = 0
    return tuple(steps)
