"""Sentences that fill a made-up article to the length of real news; each article has its own wording of them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CHOICE = re.compile(r"\[([^\]]+)\]")
TYPICAL, SPREAD, SHORTEST, LONGEST = 420, 0.45, 90, 1500
"""Words of an article of news: the middle one, how far they lie apart (of the logarithm), and the limits."""
PARAGRAPH = (2, 3, 3, 4)
"""Sentences in a paragraph."""


def length(rng: random.Random) -> int:
    """Words of an article: most between 270 and 670, a few very short or very long (where the pool has as many)."""
    return round(max(SHORTEST, min(LONGEST, TYPICAL * rng.lognormvariate(0, SPREAD))))


def paragraphs(rng: random.Random, subject: str, language: str, story: Mapping[str, Any], words: int) -> list[str]:
    """About so many words; each sentence of the pool at most twice, in another wording."""
    data = _data()
    pool = data["pools"][data["fits"][subject]][language]
    found: list[str] = []
    sentences: list[str] = []
    wanted = rng.choice(PARAGRAPH)
    for sentence in (*rng.sample(pool, len(pool)), *rng.sample(pool, len(pool))):
        if words <= 0:
            break
        sentences.append(_said(rng, sentence, story, data))
        words -= sentences[-1].count(" ") + 1
        if len(sentences) == wanted:
            found.append(" ".join(sentences))
            sentences, wanted = [], rng.choice(PARAGRAPH)
    return [*found, " ".join(sentences)] if sentences else found


def worded(rng: random.Random, sentence: str) -> str:
    """One of the wordings of a sentence: of each ``[a|b|c]`` one."""
    return CHOICE.sub(lambda found: rng.choice(found.group(1).split("|")), sentence)


def _said(rng: random.Random, sentence: str, story: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    own = {
        "near": rng.choice(data["near"]),
        "witness": rng.choice(data["people"]),
        "k": rng.randint(3, 29),
        "year": rng.randint(1998, 2021),
    }
    return worded(rng, sentence).format(**{**story, **own})


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "background.yaml").read_text("utf-8"))
    return loaded
