"""What the engine remembers: sections of keyed entries, each change noted so that it can be stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import Field

from processors.alerting.control import Silence
from processors.alerting.facts import Told
from tocsin.records import Alert, Evidence, Part, Time

SEPARATOR = "\x1f"
P = TypeVar("P", bound=Part)


class Held(Part):
    """An alert and what the engine needs to judge the next change."""

    alert: Alert
    told: Told
    kind: str = "match"
    subject: str = Field(description="id of the happening, or the group of a window")
    event_ids: list[str] = Field(default_factory=list, description="all that its happening ever told")
    now_ids: list[str] = Field(default_factory=list, description="those that it tells now")
    articles: int = 0
    heard_at: Time = Field(description="newest report")
    told_at: Time = Field(description="newest time people were told")
    told_articles: int = 0
    reminders: int = 0
    place: str | None = None

    @property
    def live(self) -> bool:
        """Stands for its subject: another one has not taken its place."""
        return not self.alert.superseded_by


class Known(Part):
    """The newest revision of a story that was judged."""

    revision: int
    happenings: list[str] = Field(default_factory=list)
    merged_into: str | None = None
    at: Time


class Hushed(Part):
    """A happening that only late articles told: it alerts when one of today tells it."""

    articles: list[str]
    at: Time


class Mark(Part):
    """One thing that is counted, and when it was told."""

    at: Time
    value: str
    amount: int = 0


class Item(Part):
    """What one happening gives to the window of one rule."""

    rule: str
    story_id: str
    happening_id: str
    groups: list[str]
    marks: list[Mark]
    dated: Literal["once", "newly"] = Field(default="newly", description="whether a mark keeps its first time")
    due: list[Time] = Field(default_factory=list, description="moments that the rule still has to be judged at")
    country: str | None = None
    place: str | None = None
    evidence: list[Evidence] = Field(default_factory=list)


class Episode(Part):
    """A group that is over the limit, from the first moment until it calms down."""

    alert_id: str
    first: Time | None = Field(default=None, description="its first moment; none: written by an older version")
    last: Time
    peak: float
    """The highest measure that was told."""


class Source(Part):
    """When a feed last spoke and how it usually does."""

    last: Time
    pauses: list[float] = Field(default_factory=list, description="newest pauses in seconds")
    seen: int = 1
    silent_since: Time | None = None


class Clock(Part):
    """Event time: the newest article seen, where it began, and when the desk was last swept."""

    first: Time
    now: Time
    swept: Time | None = None
    pruned: Time | None = None


class Begun(Part):
    """Since when a rule has been watching: what came before it knows nothing of."""

    at: Time


MODELS: dict[str, type[Part]] = {
    "clock": Clock,
    "stories": Known,
    "alerts": Held,
    "hushed": Hushed,
    "items": Item,
    "episodes": Episode,
    "sources": Source,
    "silences": Silence,
    "begun": Begun,
}
"""Sections, and the form of their entries."""


class Memory:
    """Sections of entries by key. Entries are replaced, never changed in place."""

    def __init__(self) -> None:
        self._sections: dict[str, dict[str, Part]] = {name: {} for name in MODELS}
        self._changed: set[tuple[str, str]] = set()

    def get(self, section: str, key: str, form: type[P]) -> P | None:
        """An entry, or None."""
        entry = self._sections[section].get(key)
        return entry if isinstance(entry, form) else None

    def all(self, section: str, form: type[P]) -> Iterable[tuple[str, P]]:
        """Entries of a section in the order of their keys."""
        entries = self._sections[section]
        return [(k, e) for k in sorted(entries) if isinstance(e := entries[k], form)]

    def put(self, section: str, key: str, entry: Part) -> None:
        """Store an entry."""
        self._sections[section][key] = entry
        self._changed.add((section, key))

    def drop(self, section: str, key: str) -> None:
        """Forget an entry."""
        if self._sections[section].pop(key, None) is not None:
            self._changed.add((section, key))

    def begin(self, rule: str, at: datetime) -> None:
        """A rule watches at this time; a back-fill lengthens its memory."""
        begun = self.get("begun", rule, Begun)
        if begun is None or at < begun.at:
            self.put("begun", rule, Begun(at=at))

    def begun(self, rule: str) -> datetime | None:
        """Since when a rule has been watching."""
        begun = self.get("begun", rule, Begun)
        return begun.at if begun else None

    def changes(self) -> dict[str, bytes | None]:
        """What changed since the last call as JSON, by storage key; None where an entry is gone."""
        changed = {
            f"{section}{SEPARATOR}{key}": _json(self._sections[section].get(key)) for section, key in self._changed
        }
        self._changed.clear()
        return changed

    def state(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            f"{section}{SEPARATOR}{key}": entry.model_dump(mode="json", by_alias=True)
            for section, entries in self._sections.items()
            for key, entry in sorted(entries.items())
        }

    def restore(self, stored: Mapping[str, Any]) -> None:
        """Take up what :meth:`state` or a sum of :meth:`changes` (read as JSON) says; unknown sections are left out."""
        for storage_key, value in stored.items():
            section, _, key = storage_key.partition(SEPARATOR)
            form = MODELS.get(section)
            if form is None:
                continue
            if value is None:
                self._sections[section].pop(key, None)
            else:
                self._sections[section][key] = form.model_validate(value)


def _json(entry: Part | None) -> bytes | None:
    return entry.model_dump_json(by_alias=True).encode() if entry is not None else None
