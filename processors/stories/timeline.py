"""What changed in a story, when, and by which article: the story retold one article after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from processors.recent import Recent
from processors.stories.figures import figure
from processors.stories.linkable import Linkable
from processors.stories.titles import WORDS, day_in_words, told_figures, what
from tocsin.records import Change, Happening

Teller = Callable[[Sequence[Linkable]], list[Happening]]
SHORT = {"actual": "has happened", "announced": "announced", "reported": "reported", "future": "expected"}


def timeline(originals: Sequence[Linkable], tell: Teller, limit: int) -> list[Change]:
    """Changes in event time.

    Beyond ``limit`` telling articles only the latest is retold: what changed since then counts as its doing.
    What was told of the same beginning before is remembered, so that one more article costs one telling.
    """
    telling = [index for index, item in enumerate(originals) if item.events]
    if len(telling) > limit:
        telling = [*telling[: limit - 1], telling[-1]]
    changes: list[Change] = []
    before: dict[str, Happening] = {}
    chain, done = 0, 0
    for index in telling:
        chain = hash((chain, *(_fingerprint(one) for one in originals[done : index + 1])))
        done = index + 1
        news, before = _told.get((), (chain, tell), partial(_news, originals, index, tell, before))
        changes.extend(news)
    return changes


def _news(
    originals: Sequence[Linkable], index: int, tell: Teller, before: dict[str, Happening]
) -> tuple[tuple[Change, ...], dict[str, Happening]]:
    """What an article changed, and the happenings as told with it and all before it."""
    now = {h.id: h for h in tell(originals[: index + 1])}
    item = originals[index]
    news = tuple(
        Change(at=item.at, what=change, article_id=item.id, happening_id=key)
        for key, happening in now.items()
        for change in _differences(_former(before, happening), happening)
    )
    return news, now


REMEMBERED = 2_000
_told: Recent[tuple[tuple[Change, ...], dict[str, Happening]]] = Recent(REMEMBERED)


def _fingerprint(item: Linkable) -> int:
    """Changes with anything that happenings are made of."""
    parts = (item.events, item.quantities, item.origins)
    return _fingerprints.get(parts, (item.id, item.at, item.source), lambda: _hashed(item))


_fingerprints: Recent[int] = Recent(4_000)


def _hashed(item: Linkable) -> int:
    events = tuple(event.model_dump_json() for event in item.events)
    quantities = tuple(quantity.model_dump_json() for quantity in item.quantities)
    return hash((item.id, item.at, item.source, tuple(item.origins), events, quantities))


def _former(before: dict[str, Happening], happening: Happening) -> Happening | None:
    same = before.get(happening.id)
    if same is not None:
        return same
    events = set(happening.event_ids)
    return next((old for old in before.values() if events & set(old.event_ids)), None)


def _differences(old: Happening | None, new: Happening) -> list[str]:
    name = _name(new)
    if old is None:
        figures = "".join(f", {figure}" for figure in told_figures(new.quantities))
        return [f"first seen: {name}{figures}"]
    found = []
    if old.realis != new.realis:
        found.append(f"{SHORT[old.realis]} → {SHORT[new.realis]}: {name}")
    for kind in new.quantities:
        was, now = _number(old, kind) if kind in old.quantities else "unknown", _number(new, kind)
        if was != now:
            found.append(f"{kind} {was} → {now}" if kind in old.quantities else f"first figure: {now} {kind}")
        if new.quantities[kind].contested and not (kind in old.quantities and old.quantities[kind].contested):
            found.append(f"{kind} contested")
    if set(new.contested_by) - set(old.contested_by):
        found.append(f"contested by {', '.join(sorted(set(new.contested_by) - set(old.contested_by)))}")
    if (old.place.name if old.place else None) != (new.place.name if new.place else None) and new.place:
        found.append(f"place: {new.place.name}")
    if (old.date.start if old.date else None) != (new.date.start if new.date else None) and new.date:
        found.append(f"date: {day_in_words(new.date)}")
    if set(new.signals) - set(old.signals):
        fresh = [s for s in new.signals if s not in old.signals]
        found.append(f"also {', '.join(WORDS[s].lower() for s in fresh)}")
    return found


def _name(happening: Happening) -> str:
    return what(happening) + (f" in {happening.place.name}" if happening.place else "")


def _number(happening: Happening, kind: str) -> str:
    known = figure(happening.quantities[kind])
    if known.best is not None:
        return str(known.best)
    return f"{known.low if known.low is not None else '?'}–{known.high if known.high is not None else '?'}"
