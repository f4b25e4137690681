"""Names that annotators write in either language are compared as parties."""

from __future__ import annotations

import pytest

from processors.extraction.events.identity import party

SAME = [
    ("Chine", "China"),
    ("les États-Unis", "United States"),
    ("police pakistanaise", "Pakistani police"),
    ("armée du Mali", "Malian Armed Forces"),
    ("gouvernement du Niger", "Government of Niger"),
    ("l'armée soudanaise", "Sudanese Armed Forces"),
    ("the United Nations", "UN"),
    ("ONU", "United Nations"),
    ("Forces de soutien rapide", "RSF"),
    ("étudiants serbes", "Serb students"),
    ("police serbe", "Serbian police"),
    ("mutins", "mutineers"),
    ("lorry drivers", "drivers"),
]
APART = [
    ("Malian army", "Mali"),
    ("Nigerian police", "Nigerian army"),
    ("Niger", "Nigeria"),
    ("Moldovans", "Moldova"),
    ("Serbian students", "students"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_of_one_party(one: str, other: str) -> None:
    assert party(one) == party(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_of_two_parties(one: str, other: str) -> None:
    assert party(one) != party(other)
