"""The short texts of ``cases_<language>.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One text: ``kind`` is irrelevant, relevant_violent or relevant_other; ``group`` its subject."""

    language: str
    kind: str
    group: str
    half: str
    title: str | None
    body: str


def cases(language: str) -> Iterator[Case]:
    """All texts of a language."""
    data = yaml.safe_load((HERE / f"cases_{language}.yaml").read_text("utf-8"))
    for kind, groups in data.items():
        for group, lines in groups.items():
            for number, line in enumerate(lines.strip().splitlines()):
                title, _, body = line.strip().rpartition(" | ")
                half = "report" if number % 2 else "work"
                yield Case(language, kind, group, half, title or None, body)
