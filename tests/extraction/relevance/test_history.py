"""History told for its own sake is no news, but its tolls stay (conventions, "Relevance")."""

from __future__ import annotations

import pytest

from processors.extraction.relevance.component import THRESHOLD
from tests.extraction.events.pipeline import read

# ruff: noqa: E501 - texts

TOLD = [
    ("en", "The Battle of Shiloh, fought over two days in April 1862, cost the lives of more than 3,400 soldiers. Historians gathered on Saturday for the anniversary.", [3400]),
    ("en", "A new book retells the 1994 genocide in Rwanda, in which about 800,000 people were killed. The author spent ten years in the archives.", [800_000]),
    ("fr", "Il y a trente ans, le génocide des Tutsis au Rwanda faisait 800 000 morts en cent jours. Une exposition lui est consacrée à Paris.", [800_000]),
    ("fr", "Le documentaire revient sur la bataille de Verdun, qui fit plus de 300 000 morts en 1916. Il sera diffusé mardi soir.", [300_000]),
    ("fr", "Le roman raconte le massacre de Thiaroye, où 35 tirailleurs furent tués par l'armée française le 1er décembre 1944.", [35]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "killed"), TOLD)
def test_tolls_of_history_stay(language: str, text: str, killed: list[int]) -> None:
    doc = read(language, text)
    assert doc._.relevance < THRESHOLD
    assert all(event.realis == "historical" for event in doc._.events)
    assert [q.best for q in doc._.quantities if q.kind == "killed"] == killed


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ferry disaster of 1994 killed 852 people; a memorial was unveiled on Monday."),
        ("fr", "Le naufrage du ferry avait fait 852 morts en 1994 ; un mémorial a été inauguré lundi."),
    ],
)
def test_disasters_of_old_count_nobody(language: str, text: str) -> None:
    assert not read(language, text)._.quantities
