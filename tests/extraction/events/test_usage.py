"""Usage of the press: sentences of every type, with who acts upon whom, and look-alikes that must give nothing.

Found by the frames alone: a single sentence may fall below the threshold of relevance.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.extraction.events.pipeline import events, read


@dataclass(frozen=True)
class Case:
    """A sentence with the type and mode of one of its events."""

    kind: str
    actor: str
    recipient: str
    text: str


def _cases(language: str) -> list[Case]:
    cases: list[Case] = []
    for line in (Path(__file__).parent / f"usage_{language}.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            kind, who, text = (part.strip() for part in line.split("|", 2))
            actor, _, recipient = (part.strip() for part in f"{who} ".partition(">"))
            cases.append(Case(kind, actor, recipient, text))
    return cases


@pytest.mark.parametrize(("language", "share"), [("en", 0.9), ("fr", 0.92)])
def test_usage_of_every_type(language: str, share: float) -> None:
    cases = [c for c in _cases(language) if c.kind != "none"]
    missed = []
    wrong = []
    for case in cases:
        found = read(language, case.text, before="tocsin_relevance")._.events
        same = [e for e in found if case.kind in (e.type, f"{e.type}/{e.mode}")]
        if not same:
            missed.append(case)
            continue
        actors = {a.name for a in same[0].actors}
        recipients = {r.name for r in same[0].recipients}
        if (case.actor and case.actor not in actors) or (case.recipient and case.recipient not in recipients):
            wrong.append((case, actors, recipients))
    assert len(missed) <= (1 - share) * len(cases), missed
    told = sum(bool(c.actor or c.recipient) for c in cases)
    assert len(wrong) <= 0.25 * told, wrong


@pytest.mark.parametrize("language", ["en", "fr"])
def test_look_alikes(language: str) -> None:
    told = [c.text for c in _cases(language) if c.kind == "none" and events(language, c.text)]
    assert len(told) <= 1, told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_other_subjects_in_words_of_war(language: str) -> None:
    path = Path(__file__).parent / f"traps_{language}.txt"
    texts = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    told = [t for t in texts if any(e.realis != "historical" for e in events(language, t))]
    assert len(told) <= 0.06 * len(texts), told
