"""One conjugation serves events, quantities and sources."""

import pytest

from processors.extraction.conjugation import beside_listed, conjugation, noun_forms
from processors.extraction.events.forms import verb_forms
from processors.extraction.quantities.verbs import conjugate


@pytest.mark.parametrize(
    ("verb", "language", "shape", "form"),
    [
        ("kidnap", "en", "part", "kidnapped"),
        ("bury", "en", "fin", "buries"),
        ("seize", "en", "ger", "seizing"),
        ("maintenir", "fr", "fin", "maintiennent"),
        ("conduire", "fr", "part", "conduites"),
        ("perdre", "fr", "part", "perdus"),
        ("lancer", "fr", "ger", "lançant"),
        ("périr", "fr", "fin", "périrent"),
        ("frapper", "fr", "spoken", "frappes"),
    ],
)
def test_a_form_has_its_shape(verb: str, language: str, shape: str, form: str) -> None:
    assert form in conjugation(verb, language)[shape]


def test_what_follows_no_rule_has_no_forms() -> None:
    assert conjugation("concentration", "fr") == {}
    assert "rejoint" in beside_listed("rejoindre", "fr")
    assert not beside_listed("pouvoir", "fr")


def test_a_language_without_rules_has_the_forms_that_it_lists() -> None:
    assert conjugation("angreifen", "de") == {}
    assert noun_forms("Soldat", "de") == {"Soldat"}
    assert verb_forms("angreifen", "de", {"angreifen": ["griff an"]}) == {"angreifen", "griff an"}


def test_events_and_quantities_see_the_same_verb() -> None:
    counted = {" ".join(words) for words, _ in conjugate("détenir", "fr")}
    assert counted <= verb_forms("détenir", "fr", {})
    assert "détient" in counted


def test_no_plural_noun_is_taken_for_a_verb_in_the_second_person() -> None:
    assert "attaques" not in {" ".join(words) for words, _ in conjugate("attaquer", "fr")}
