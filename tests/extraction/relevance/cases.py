"""The short texts of ``cases_<language>.yaml`` and ``reports_<language>.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PUBLISHED = datetime(2024, 3, 5, 12, tzinfo=UTC)
MONTHS = {
    name: number
    for names in (
        "January February March April May June July August September October November December",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), 1)
}
_DAY = re.compile(rf"(\d{{1,2}})(?:er)? ({'|'.join(MONTHS)})(?: (\d{{4}}))?")


@dataclass(frozen=True)
class Case:
    """One text: ``kind`` is irrelevant, relevant_violent or relevant_other; ``group`` its subject."""

    language: str
    kind: str
    group: str
    half: str
    title: str | None
    body: str
    published: datetime = PUBLISHED


def cases(language: str) -> Iterator[Case]:
    """All texts of a language."""
    data = yaml.safe_load((HERE / f"cases_{language}.yaml").read_text("utf-8"))
    for kind, groups in data.items():
        for group, lines in groups.items():
            for number, line in enumerate(lines.strip().splitlines()):
                title, _, body = line.strip().rpartition(" | ")
                half = "report" if number % 2 else "work"
                yield Case(language, kind, group, half, title or None, body)


def reports(language: str) -> Iterator[Case]:
    """All short reports of a language; ``group`` is the class that ACLED gives them."""
    data = yaml.safe_load((HERE / f"reports_{language}.yaml").read_text("utf-8"))
    for group, lines in data.items():
        kind = "irrelevant" if group == "None" else "report"
        for number, line in enumerate(lines.strip().splitlines()):
            half = "report" if number % 2 else "work"
            yield Case(language, kind, str(group), half, None, line.strip(), day_after(line))


def day_after(text: str) -> datetime:
    """The day after the date that a report names; of 2023 where it names no year."""
    found = _DAY.search(text)
    if found is None:
        return PUBLISHED
    day = datetime(int(found[3] or 2023), MONTHS[found[2]], int(found[1]), 12, tzinfo=UTC)
    return day + timedelta(days=1)
