"""Replay: a folder or file of articles as a timed stream, resumable."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from producers.pacing import Pace
from producers.publish import Publisher
from tocsin.reading import Read, Refused, read


@dataclass
class Outcome:
    """How a replay went."""

    published: int = 0
    refused: list[Refused] = field(default_factory=list)
    skipped: int = 0


class Position:
    """How far a source has been acknowledged, kept in a file; written as the broker acknowledges.

    The file holds the count of articles that are safe in the stream from the start of the source.
    A crash between acknowledgement and writing repeats some articles: ids are stable, so
    nothing is counted twice.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._done: set[int] = set()
        self.contiguous = 0
        if path.is_file():
            try:
                self.contiguous = int(json.loads(path.read_text("utf-8"))["acknowledged"])
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(
                    f"the position file {path} cannot be read ({error}); delete it to start over"
                ) from error

    @classmethod
    def of(cls, source: str, state: Path) -> Position:
        """The position of a source, in the folder ``state``."""
        name = hashlib.sha256(os.path.realpath(source).encode()).hexdigest()[:16]
        return cls(state / f"{name}.json")

    def acknowledge(self, index: int) -> None:
        """Article number ``index`` (from 0) is safe."""
        self._done.add(index)
        before = self.contiguous
        while self.contiguous in self._done:
            self._done.discard(self.contiguous)
            self.contiguous += 1
        if self.contiguous // 100 != before // 100:
            self.save()

    def save(self) -> None:
        """Write the position, replacing the file in one step."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"acknowledged": self.contiguous}), "utf-8")
        fresh.replace(self._path)

    def forget(self) -> None:
        """The source is done: the next replay starts at its beginning."""
        self._path.unlink(missing_ok=True)


def replay(
    source: str,
    publisher: Publisher,
    pace: Pace,
    position: Position | None = None,
    on_item: Callable[[Read | Refused], None] = lambda _item: None,
) -> Outcome:
    """Publish all articles of a source, in its order; bad ones are refused by name and number.

    Raises:
        tocsin.reading.SourceError: the source cannot be read at all.
        producers.publish.PublishError: the broker refused for good.
    """
    outcome = Outcome()
    start = position.contiguous if position else 0
    for index, item in enumerate(_numbered(source, outcome, on_item)):
        if index < start:
            outcome.skipped += 1
            continue
        pace.wait(item.article)
        done = partial(position.acknowledge, index) if position else None
        publisher.publish(item.article, done)
        outcome.published += 1
        on_item(item)
    publisher.flush()
    if position:
        position.forget()
    return outcome


def _numbered(source: str, outcome: Outcome, on_item: Callable[[Read | Refused], None]) -> Iterator[Read]:
    for item in read(source):
        if isinstance(item, Refused):
            outcome.refused.append(item)
            on_item(item)
        else:
            yield item
