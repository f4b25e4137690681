"""The numbers story linking depends on, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StoryConfig:
    """Thresholds were chosen on one half of the development topics; see ``docs/decisions/stories.md``.

    Args:
        join: an article joins a story whose nearest articles are at least this near (1 = just linked).
        merge: two stories become one when their latest articles are on average this near.
        same_language: similarity that counts as 1 between articles of one language.
        other_language: the same between two languages, where only names and numbers can be compared.
        firmness: what a story asks of others, as a part of how near its own articles were when they joined.
        firm_cap: an article counts for no more than this in that mean, so that reprints do not close a story.
        floor: pairs below are forgotten, as a part of 1.
        nearest: how many nearest articles speak for a story.
        window_days: articles further apart than this are never compared.
        span_days: a story takes no article later than this after its first.
        horizon: an article may be late by so many articles and is still judged at its place.
        posting: of the articles that share a rare word, only the latest so many are looked at.
        convention: how a range of claims becomes a figure: range, acled or ucdp.
        timeline: of a story with more telling articles than this, the first and the latest are retold.
    """

    join: float = 1.0
    merge: float = 0.8
    same_language: float = 0.345
    other_language: float = 0.48
    firmness: float = 0.65
    firm_cap: float = 1.6
    floor: float = 0.5
    nearest: int = 2
    window_days: float = 10.0
    span_days: float = 30.0
    horizon: int = 10_000
    posting: int = 48
    keys: int = 12
    shared: int = 2
    convention: str = "range"
    timeline: int = 40
