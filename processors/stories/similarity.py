"""How near two articles are: 1 and more means that they alone would make a story."""

from __future__ import annotations

import math

from processors.stories.config import StoryConfig
from processors.stories.features import Features, dot

DAY = 86_400.0
FADE = 0.3
"""What a pair loses when it lies a whole window apart."""
WORDS_ALONE = 0.8
"""Words count so much when one of the articles names nothing."""


def nearness(one: Features, other: Features, config: StoryConfig) -> float:
    """Symmetric, and a function of the two articles alone.

    In one language the geometric mean of the cosines of words and of names, so that neither a shared
    subject (the same words) nor a shared cast (the same names) is enough; between two languages the
    cosine of names and numbers. Each is divided by the value at which a pair counts as linked.
    """
    apart = _days_apart(one, other)
    if apart > config.window_days:
        return 0.0
    names = dot(one.names, other.names)
    if one.language == other.language:
        words = dot(one.terms, other.terms)
        named = bool(one.names and other.names)
        value = math.sqrt(words * names) if named else WORDS_ALONE * words
        value /= config.same_language
    else:
        value = names / config.other_language
    return value * (1 - FADE * apart / config.window_days)


def _days_apart(one: Features, other: Features) -> float:
    if one.seconds is None or other.seconds is None:
        return 0.0
    return abs(one.seconds - other.seconds) / DAY
