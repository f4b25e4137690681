"""How near two articles are: 1 and more means that they alone would make a story."""

from __future__ import annotations

import math

from processors.stories.anchors import verdict
from processors.stories.config import StoryConfig
from processors.stories.countries import elsewhere
from processors.stories.features import Features, dot

DAY = 86_400.0
FADE = 0.3
"""What a pair loses when it lies a whole window apart."""
WORDS_ALONE = 0.8
"""Words count so much when one of the articles names nothing."""
LOOKALIKE = 0.6
"""What is left, and the most that can be left, when all violent events of both exclude each other."""
OTHER_SUBJECT = 0.75
"""What is left between a report on a conflict and an article on none, which may name the same town."""
AGREED = 1.2
"""What the same day and town of a violent event add."""
SAME_TOLL = 0.6
"""What the same toll of that event adds besides."""


def nearness(one: Features, other: Features, config: StoryConfig) -> float:
    """Symmetric, and a function of the two articles alone.

    In one language the geometric mean of the cosines of words and of names, so that neither a shared
    subject (the same words) nor a shared cast (the same names) is enough; between two languages the
    cosine of names and numbers. Each is divided by the value at which a pair counts as linked.
    Violent events in other towns, armed ones on other days, and news of far countries that the other article does
    not name keep two articles apart however alike they are worded; the same day and town bring them nearer.
    """
    apart = _days_apart(one, other)
    if apart > config.window_days:
        return 0.0
    if one.language == other.language:
        value = _in_one_language(one, other, config)
        if not value:
            return 0.0
    else:
        value = dot(one.shared, other.shared) / config.other_language
    value *= 1 - FADE * apart / config.window_days
    agreed = verdict(one.anchors, other.anchors) if one.anchors and other.anchors else 0.0
    if one.subject * other.subject < 0:
        value *= OTHER_SUBJECT
    if agreed < 0 or elsewhere(one, other):
        return min(LOOKALIKE, value * LOOKALIKE)
    return value * (1 + min(1.0, agreed) * (AGREED - 1)) + (SAME_TOLL if agreed > 1 else 0.0)


def _in_one_language(one: Features, other: Features, config: StoryConfig) -> float:
    """The mean of both cosines; 0 for a pair whose names alone say that it stays below the floor, as most do."""
    if not (one.names and other.names):
        return WORDS_ALONE * dot(one.terms, other.terms) / config.same_language
    names = dot(one.names, other.names)
    if names * AGREED**2 < (config.floor * config.same_language) ** 2:
        return 0.0
    return math.sqrt(dot(one.terms, other.terms) * names) / config.same_language


def _days_apart(one: Features, other: Features) -> float:
    if one.seconds is None or other.seconds is None:
        return 0.0
    return abs(one.seconds - other.seconds) / DAY
