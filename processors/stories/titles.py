"""A line that names a story: the headline nearest to all others, else what, where, when, how many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from processors.stories.linkable import Linkable
from processors.stories.weights import fold_simple, weight
from tocsin.records import Happening, Reconciled

COUNTED = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "troops", "protesters", "vehicles")


def title_of(
    originals: Sequence[Linkable], happenings: Sequence[Happening], quantities: Mapping[str, Reconciled]
) -> str | None:
    """The most central headline of the story, else a line made of the main happening."""
    return _headline(originals) or _made(happenings, quantities)


def _headline(originals: Sequence[Linkable]) -> str | None:
    """The headline whose words most others share, each word once and by its weight; the earliest of equals."""
    titles = [(item.title, item.language) for item in originals if item.title][:50]
    words = [(set(fold_simple(title).split()), language) for title, language in titles]
    counts = Counter(word for found, _ in words for word in found)

    def centrality(index: int) -> float:
        found, language = words[index]
        return sum((counts[w] - 1) * weight(w, language) for w in found) / math.sqrt(len(found) or 1)

    best = max(range(len(titles)), key=lambda i: (centrality(i), -i), default=None)
    return titles[best][0] if best is not None else None


def _made(happenings: Sequence[Happening], quantities: Mapping[str, Reconciled]) -> str | None:
    if not happenings:
        return None
    main = happenings[0]
    what = (main.signal or main.mode or main.type).replace("_", " ").replace("-", " ").capitalize()
    where = f" in {main.place.name}" if main.place is not None else ""
    when = f", {main.date.start}" if main.date is not None else ""
    figures = []
    for kind in COUNTED:
        known = quantities.get(kind)
        number = (known.best if known.best is not None else known.low) if known is not None else None
        if number:
            figures.append(f"{number:,} {kind}")
    return f"{what}{where}{when}" + (f": {', '.join(figures[:3])}" if figures else "")
