"""What happens when: a list of blows that follows from the seed alone."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

KILLS = (
    "producer-kill", "producer-term", "worker-kill", "worker-term", "sink-kill", "sink-term",
    "kafka-kill", "kafka-term", "elastic-kill", "elastic-term",
)  # fmt: skip
FAULTS = (
    "worker-freeze", "worker-leave", "worker-join", "pool-kill", "kafka-slow", "kafka-cut", "kafka-refuse",
    "kafka-silent", "elastic-429", "elastic-503", "elastic-lost", "elastic-slow", "elastic-cut", "elastic-refuse",
    "elastic-full", "sink-freeze",
)  # fmt: skip
INJECTIONS = ("poison", "crash", "refused", "oversized")
LONG = {"worker-freeze": (17.0, 25.0), "sink-freeze": (17.0, 25.0), "kafka-slow": (4.0, 10.0)}
"""Longer than the session timeout, so that the group gives the partitions to others."""

TOGETHER = 0.5
"""Seconds from one blow to the next, at most, when they fall together."""


@dataclass(frozen=True)
class Form:
    """How long a run is: articles, how many of them a second, workers at the start."""

    articles: int
    rate: float
    workers: int = 2


FORMS = {"full": Form(5000, 12.0), "short": Form(240, 6.0), "least": Form(60, 6.0, workers=1)}


@dataclass(frozen=True)
class Blow:
    """One fault: so many seconds after the one before, for so many seconds; ``choice`` picks the victim."""

    kind: str
    wait: float
    seconds: float
    choice: float


def plan(seed: int, form: str = "full", seconds: float = 0.0) -> list[Blow]:
    """The blows of a seed. Full: every kind, kills twice. Short: each kill and some others. Least: four kills.

    Args:
        seed: the same seed gives the same blows.
        form: one of ``FORMS``.
        seconds: how long the producer speaks; waits become longer, so that blows fall over all of it.
    """
    rng = random.Random(f"chaos {seed}")
    if form == "least":
        kinds = ["worker-kill", "sink-kill", "kafka-kill", "elastic-kill", "poison", "refused", "oversized"]
    elif form == "short":
        some = ["poison", "crash", "refused", "oversized", "worker-join"]
        gone = ["producer-kill", "worker-kill", "worker-term", "sink-kill", "kafka-kill", "elastic-kill"]
        kinds = gone + some + rng.sample([kind for kind in FAULTS if kind not in LONG and kind not in some], 4)
    else:
        kinds = [*KILLS, *KILLS, *FAULTS, *INJECTIONS, "poison", "crash"]
    rng.shuffle(kinds)
    blows = []
    for kind in kinds:
        lasts = rng.uniform(*LONG.get(kind, (1.0, 6.0)))
        # Sometimes at once after the one before, so that blows fall together.
        wait = rng.uniform(0.0, TOGETHER) if rng.random() < 0.3 else rng.uniform(1.5, 7.0)
        blows.append(Blow(kind, wait * (1.0 if form == "full" else 0.7), lasts, rng.random()))
    total = sum(blow.wait for blow in blows)
    longer = max(1.0, seconds / total)
    return [replace(blow, wait=blow.wait * longer) if blow.wait > TOGETHER else blow for blow in blows]
