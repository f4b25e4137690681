"""Short reports: ACLED's class, violent or not, on the half that nothing was written on; and rules by the word."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from processors.extraction.assemble import _order
from processors.extraction.codes import VIOLENT, codes_of, conflict_type
from tests.extraction.events.pipeline import events, pipeline, read
from tests.extraction.relevance.cases import Case, reports


def _doc(case: Case) -> Doc:
    read(case.language, "")  # skips where no trained pipeline is installed
    nlp = pipeline(case.language)
    doc = nlp.make_doc(case.body)
    doc._.published_at, doc._.title = case.published, None
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


@pytest.mark.parametrize("language", ["en", "fr"])
def test_class_and_violence(language: str) -> None:
    told = [c for c in reports(language) if c.half == "report"]
    found = [conflict_type(sorted(_doc(case)._.events, key=_order)) for case in told]
    wrong = [(c.group, f, c.body) for c, f in zip(told, found, strict=True) if c.group != f]
    assert len(wrong) <= 0.25 * len(told), wrong
    right = sum((c.group in VIOLENT) == (f in VIOLENT) for c, f in zip(told, found, strict=True))
    assert right / len(told) >= 0.85


@pytest.mark.parametrize(
    ("language", "text", "kind", "sub"),
    [
        ("en", "A mob beat to death a man accused of theft in the market on Monday.", "Riots", "Mob violence"),
        ("en", "Gunmen shot dead a farmer in his field on Monday.", "Violence against civilians", "Attack"),
        ("en", "Two rival rebel factions traded gunfire for three hours on Monday.", "Battles", "Armed clash"),
        ("en", "The army recaptured Bara from the rebels on Monday.", "Battles", "Government regains territory"),
        ("fr", "Un voleur présumé a été lynché par la foule lundi.", "Riots", "Mob violence"),
        ("fr", "L'armée a repris la ville de Bara aux rebelles lundi.", "Battles", "Government regains territory"),
    ],
)  # fmt: skip
def test_who_acts_upon_whom(language: str, text: str, kind: str, sub: str) -> None:
    assert [kind, sub] in [codes_of(event).acled for event in events(language, text)]


def test_the_past_keeps_its_class() -> None:
    told = events("en", "On 3 March 2021, rebels ambushed an army patrol near Beni and killed six soldiers.")
    assert {e.realis for e in told} == {"historical"}
    assert conflict_type(told) == "Battles"
