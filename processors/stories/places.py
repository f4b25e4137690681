"""Where a happening took place, by what all its mentions say, and what the rest of the story makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from processors.stories.families import VIOLENT
from processors.stories.mentions import Mention
from processors.stories.weights import fold_simple
from tocsin.records import Place

SAID, TAKEN_OVER = 1.0, 0.4
"""Weight of a place that stands in the sentence itself, and of one taken over from another sentence."""
MINOR = 0.5
"""A country with less than this part of the weight of the leading one is noise."""


@dataclass(frozen=True)
class Scene:
    """All that a story says of places: weight by country, and which names stand in a telling sentence."""

    countries: Mapping[str, float]
    said: frozenset[str]
    violent: Place | None


def weights_by_country(told: Sequence[Mention]) -> dict[str, float]:
    """How much of what is told takes place in each country."""
    countries: dict[str, float] = {}
    for mention in told:
        place = mention.event.place
        if place is not None and place.country:
            countries[place.country] = countries.get(place.country, 0.0) + _weight(mention)
    return countries


def cleared(told: Sequence[Mention]) -> list[Mention]:
    """Mentions without the places that only their own noise gives.

    Noise is a place in a country that has little part in the story, when it is taken over from another sentence or
    when its name stands for a government in the same article ("Belgrade announced").
    """
    countries = weights_by_country(told)
    leading = max(countries.values(), default=0.0)
    return [
        mention.unplaced
        if (place := mention.event.place) is not None
        and not _of_the_scene(place, countries, leading)
        and _weight(mention) < SAID
        else mention
        for mention in told
    ]


def scene_of(told: Sequence[Mention]) -> Scene:
    """The scene of a story."""
    countries = weights_by_country(told)
    towns: Counter[str] = Counter()
    first: dict[str, Place] = {}
    said = set()
    for mention in told:
        place = mention.event.place
        if place is None:
            continue
        if mention.names_place:
            said.add(fold_simple(place.name))
            if mention.family in VIOLENT and place.precision in (1, 2):
                name = fold_simple(place.name)
                first.setdefault(name, place)
                towns[name] += 2 if place.precision == 1 else 1
    leading = max(countries.values(), default=0.0)
    able = [n for n in towns if _of_the_scene(first[n], countries, leading)]
    best = max(able, key=lambda n: (towns[n], n), default=None)
    return Scene(countries, frozenset(said), first[best] if best is not None else None)


def _of_the_scene(place: Place, countries: Mapping[str, float], leading: float) -> bool:
    return place.country is None or _between(place) or countries.get(place.country, 0.0) >= MINOR * leading


def _between(place: Place) -> bool:
    """A border lies in two countries, though it carries the one that acts there."""
    return place.precision == 2 and place.name.endswith(" border")


def _weight(mention: Mention) -> float:
    return SAID if mention.names_place and not mention.speaks_from else TAKEN_OVER


def place_of(mentions: Sequence[Mention], scene: Scene) -> Place | None:
    """The most exact place that is not noise; among equals one that a telling sentence names, then the one most told.

    So a place named where the event is told stays, however many later articles take a vaguer one over from elsewhere.

    Noise: another country than nearly all of the story; a place that one mention only takes over from elsewhere,
    where the others name a place themselves. Of troops that move, a town must be said, not taken over.
    """
    first: dict[str, Place] = {}
    weights: dict[str, dict[str, float]] = {}
    for mention in mentions:
        place = mention.event.place
        if place is None:
            continue
        name = fold_simple(place.name)
        first.setdefault(name, place)
        by_article = weights.setdefault(name, {})
        by_article[mention.item.id] = max(by_article.get(mention.item.id, 0.0), _weight(mention))
    total = {name: sum(by.values()) for name, by in weights.items()}
    kept = _without_noise(first, total, scene)
    moving = mentions[0].family not in VIOLENT
    if moving and not mentions[0].family.startswith("COERCE"):
        kept = [n for n in kept if total[n] >= SAID or first[n].precision != 1]
    order = list(first)
    named = {n for n, by in weights.items() if max(by.values()) >= SAID}
    best = min(kept, key=lambda n: (first[n].precision or 4, n not in named, -total[n], order.index(n)), default=None)
    if best is not None:
        return first[best]
    return scene.violent if first and not moving else None


def _without_noise(first: Mapping[str, Place], total: Mapping[str, float], scene: Scene) -> list[str]:
    countries = dict(scene.countries)
    for name, place in first.items():
        if place.country:
            countries[place.country] = countries.get(place.country, 0.0) + 2 * total[name]
    leading = max(countries.values(), default=0.0)
    home = [n for n in first if _of_the_scene(first[n], countries, leading)]
    solid = [n for n in home if total[n] > TAKEN_OVER or n in scene.said]
    return solid or home
