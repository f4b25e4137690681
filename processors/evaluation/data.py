"""Annotated articles: JSON Lines of an article (as for ``tocsin analyze``) with its ``gold``.

``gold`` has ``relevant`` (bool), ``events``, ``quantities``, ``entities`` (with ``entities_complete`` true when all
names are annotated), ``origins``; fields as in the analysis record, offsets into ``body``. Any part may be left out
and is then not scored. ``half`` says ``work`` or ``report``: only ``report`` is for telling others.

A span may be given by its ``text`` alone, with ``nth`` for a later occurrence; the ``evidence`` of an event is the
sentence of its trigger where none is given (see ``spans``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from processors.evaluation.spans import SpanError, fill
from tocsin.records import Article
from tocsin.records.base import explain


class DataError(ValueError):
    """A line that is no annotated article; names file, line and reason."""


@dataclass(frozen=True)
class Annotated:
    """One article with what should come out."""

    article: Article
    gold: dict[str, Any]
    half: str


def read(path: Path) -> Iterator[Annotated]:
    """Annotated articles of a file.

    Raises:
        DataError: a line cannot be used.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            gold = row["gold"]
            if not isinstance(gold, dict):
                raise TypeError("gold is not an object")
            row.setdefault("body", row.get("text", ""))
            row.setdefault("language", row.get("lang"))
            row.setdefault("published_at", row.get("date"))
            article = Article.model_validate(row)
            gold = fill(gold, article.body)
        except ValidationError as error:
            raise DataError(f"{path}:{number}: {explain('article', error)}") from error
        except SpanError as error:
            raise DataError(f"{path}:{number}: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path}:{number}: not an annotated article: {error}") from error
        yield Annotated(article, gold, row.get("half", "report"))
