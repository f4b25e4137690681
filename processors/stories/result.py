"""What the linker gives out and what is needed to go on after a restart."""

from __future__ import annotations

from dataclasses import dataclass, field

from processors.stories.linkable import Linkable
from tocsin.records import Part, Story


class Revision(Part):
    """Of one published story: how often it changed, what it was last, and the article it is named after."""

    revision: int
    digest: str
    founder: str


@dataclass
class LinkResult:
    """What changed.

    Attributes:
        assignments: article id → story id, of articles that are new or moved.
        stories: new, changed, and absorbed (``merged_into``) stories.
        items: articles to remember (new or changed), for a table from which state is rebuilt.
        forgotten: articles that no longer matter, to delete from that table.
        closed: stories that nothing can join any more, to delete from the table of revisions.
    """

    assignments: dict[str, str] = field(default_factory=dict)
    stories: list[Story] = field(default_factory=list)
    items: list[Linkable] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
