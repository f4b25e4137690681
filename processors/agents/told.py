"""What linking remembers of what it told: the items of its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import Field

from processors.stories.linkable import FIRST, Linkable
from processors.stories.links import Kept
from processors.stories.result import Revision
from processors.stories.siblings import Dates
from tocsin.records import Part, Time

ARTICLE, STORY = b"a:", b"s:"
"""Beginnings of the keys."""


class Place(Part):
    """What linking remembers of an article: its features, where its analysis stands, what was last said of it."""

    item: Linkable
    offset: int = -1
    revision: int = 0
    story_id: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    dates: Dates = Field(default_factory=dict, description="learnt from the story's other articles, by event id")
    links: Kept | None = Field(default=None, description="spares the next start most of the comparing")
    version: Time = Field(default=FIRST, description="when the text that counts was fetched")


@dataclass
class Told:
    """What was last said of an article."""

    offset: int = -1
    revision: int = -1
    story_id: str | None = None
    duplicate_of: str | None = None
    similarity: float | None = None
    dates: Dates = field(default_factory=dict)
    version: datetime = FIRST
    corrected: bool = False
    """Another text came under the same id, or another worker said otherwise: to be told as a revision."""

    def place(self, item: Linkable, links: Kept | None) -> Place:
        """As it is stored."""
        return Place(
            item=item,
            offset=self.offset,
            revision=self.revision,
            story_id=self.story_id,
            duplicate_of=self.duplicate_of,
            similarity=self.similarity,
            dates=self.dates,
            links=links,
            version=self.version,
        )


@dataclass
class Table:
    """All items, by id."""

    places: dict[str, Place]
    revisions: dict[str, Revision]

    @classmethod
    def of(cls, stored: Mapping[bytes, bytes | None]) -> Table:
        """From the values of the state topic; deleted ones are left out."""
        table = cls({}, {})
        for key, value in stored.items():
            if value is None:
                continue
            if key.startswith(ARTICLE):
                place = Place.model_validate_json(value)
                table.places[place.item.id] = place
            else:
                table.revisions[key.removeprefix(STORY).decode()] = Revision.model_validate_json(value)
        return table

    def told(self, rival: Table) -> dict[str, Told]:
        """What was last said, by article.

        Revisions are at least those of a rival who also told, so that what is told from here on is heard over it; what
        the rival said otherwise is marked as to be corrected. That holds too for an article that has yet to come.
        """
        found = {
            name: Told(p.offset, p.revision, p.story_id, p.duplicate_of, p.similarity, p.dates, p.version)
            for name, p in self.places.items()
        }
        for name, place in rival.places.items():
            told = found.setdefault(name, Told())
            told.revision = max(told.revision, place.revision)
            told.corrected = self._otherwise(name, place)
        return found

    def _otherwise(self, name: str, place: Place) -> bool:
        return name in self.places and _said(self.places[name]) != _said(place)

    def links(self) -> dict[str, Kept]:
        """What was compared, by article."""
        return {name: place.links for name, place in self.places.items() if place.links is not None}

    def outbid(self, rival: Table) -> dict[str, Revision]:
        """Revisions of stories, at least as high as those of a rival who also told.

        What the rival said otherwise has no digest, and so is given out again; so are the stories that hold articles
        which the rival held in others, since alerting went along with the rival. A story that only the rival told
        begins behind it: the article that it is named after is still to come.
        """
        found = dict(self.revisions)
        for story, other in rival.revisions.items():
            ours = found.get(story, other.model_copy(update={"digest": ""}))
            digest = ours.digest if ours.digest == other.digest else ""
            revision = max(ours.revision, other.revision)
            found[story] = Revision(revision=revision, digest=digest, founder=ours.founder)
        for name, place in rival.places.items():
            home = self.places[name].story_id if self._otherwise(name, place) else None
            if home is not None and home in found:
                found[home] = found[home].model_copy(update={"digest": ""})
        return found


def _said(place: Place) -> tuple[object, ...]:
    return place.story_id, place.duplicate_of, place.similarity, place.dates, place.version
