"""Ages told of several, bodies told with their state, burials, wounds taken, and rows of numbers that count nobody."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import read

TOLD = [
    ("en", "A sergeant of 27 died when militants attacked the post.", {"killed": [1]}),
    ("en", "Two brothers of 14 and 16 were shot dead by soldiers in Jenin.", {"killed": [2]}),
    ("en", "The bombing killed a commander of 30 men.", {"killed": [1]}),
    ("en", "A teacher took a bullet in the thigh when gunmen stormed the school.", {"injured": [1]}),
    ("en", "Eleven victims of the attack were buried in a mass grave on Tuesday.", {"killed": [11]}),
    ("en", "The army put the number of rebels slain at Abole at over four hundred.", {"killed": [400]}),
    ("en", "The bodies of nine men with bullet wounds turned up on a rubbish tip after the raid.", {"killed": [9]}),
    ("en", "Snipers killed two civilians, a man and his daughter, in Sarajevo.", {"killed": [2]}),
    ("fr", "Deux frères de 14 et 16 ans ont été tués par des soldats à Jénine.", {"killed": [2]}),
    ("fr", "Trois enfants de 4, 7 et 11 ans sont morts dans le bombardement.", {"killed": [3]}),
    ("fr", "La mutinerie a coûté la vie à treize détenus ainsi qu'à un surveillant.", {"killed": [1, 13]}),
    ("fr", "La police a retrouvé les corps criblés de balles de cinq hommes après l'attaque.", {"killed": [5]}),
    ("fr", "Un corps d'armée de 5 000 hommes a été envoyé au front à Koursk.", {}),
]


@pytest.mark.parametrize(("language", "text", "wanted"), TOLD, ids=[text for _, text, _ in TOLD])
def test_who_is_counted(language: str, text: str, wanted: dict[str, list[int]]) -> None:
    told: dict[str, list[int]] = {}
    for quantity in read(language, text)._.quantities:
        if quantity.kind in ("killed", "injured") and quantity.best is not None:
            told.setdefault(quantity.kind, []).append(quantity.best)
    assert {kind: sorted(numbers) for kind, numbers in told.items()} == wanted


@pytest.mark.parametrize(("language", "lead"), [("en", "Two brothers of "), ("fr", "Deux frères de ")])
def test_a_long_row_of_numbers_counts_nobody(language: str, lead: str) -> None:
    row = ", ".join(str(n % 90 + 1) for n in range(400))
    doc = read(language, f"Rebels attacked the post. {lead}{row} were there.")
    assert not [q for q in doc._.quantities if q.kind in ("killed", "injured")]
