"""An endless stream of made-up articles with news-like word frequencies, three to a story, all open."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from processors.stories import Linkable

WORDS, NAMES = 30_000, 40_000


def stream(seed: int = 1) -> Iterator[Linkable]:
    """Six seconds apart, 60 % of a story's articles follow each other, the others come back to old stories."""
    rng = random.Random(seed)
    number = 0
    while True:
        story = number // 3 if rng.random() < 0.6 else rng.randrange(number // 3 + 1)
        own = random.Random(story)
        names = [f"n{_rank(own, NAMES)}" for _ in range(12)]
        terms = [f"w{_rank(own, WORDS)}" for _ in range(60)]
        yield Linkable(
            id=f"a{number}",
            at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=6 * number),
            language="en",
            title=" ".join(rng.sample(terms, 8)),
            source=f"outlet{number % 50}",
            terms={t: rng.randint(1, 3) for t in [*rng.sample(terms, 40), *_any(rng, "w", WORDS, 40)]},
            names={n: rng.randint(1, 4) for n in [*rng.sample(names, 8), *_any(rng, "n", NAMES, 5)]},
        )
        number += 1


def _any(rng: random.Random, mark: str, size: int, count: int) -> list[str]:
    return [f"{mark}{_rank(rng, size)}" for _ in range(count)]


def _rank(rng: random.Random, size: int) -> int:
    """A rank by Zipf's law: the logarithm of the rank is uniform."""
    return int(size ** rng.random())
