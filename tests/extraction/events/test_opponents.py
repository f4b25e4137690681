"""Both sides, the other side of what is blamed, and who acts for whom."""

from __future__ import annotations

import pytest

from tests.extraction.events.test_sides import sides

RAID = "Israeli jets struck a depot near Homs on Monday. Turkey condemned the raid."
BOTH = (
    "Indian artillery shelled Pakistan on Monday. Pakistan fired rockets at India on Tuesday. "
    "China called on both countries to cease fire."
)


def test_who_is_blamed_did_it() -> None:
    assert ({"Turkey"}, {"Israel"}) in sides(RAID, "ACCUSE")


def test_both_countries_are_the_two_of_the_article() -> None:
    assert any({"India", "Pakistan"} <= recipients for _, recipients in sides(BOTH, "REQUEST"))


def test_the_state_whose_place_is_struck_is_struck() -> None:
    assert any("Syria" in recipients for _, recipients in sides(RAID, "ASSAULT"))


@pytest.mark.parametrize(
    ("language", "text", "type_", "actor"),
    [
        ("en", "Rwandan soldiers pulled out of Kibati on Tuesday.", "RETREAT", "Rwanda"),
        ("fr", "Des soldats rwandais se sont retirés de Kibati mardi.", "RETREAT", "Rwanda"),
        ("en", "Armenia's defence ministry accused Azerbaijan on Monday of opening fire.", "ACCUSE", "Armenia"),
        (
            "fr",
            "Le ministère camerounais de la Défense a accusé le Nigeria d'avoir ouvert le feu.",
            "ACCUSE",
            "Cameroon",
        ),
    ],
)
def test_soldiers_and_ministries_act_for_their_state(language: str, text: str, type_: str, actor: str) -> None:
    assert any(actor in actors for actors, _ in sides(text, type_, language=language))


def test_nameless_attackers_and_bystanders_are_nobody() -> None:
    text = (
        "A suicide bomber blew himself up in Bannu on Monday. Several people were killed in clashes in Kumbo on Sunday."
    )
    for actors, _ in sides(text, "ASSAULT"):
        assert not actors & {"attackers", "civilians"}


@pytest.mark.parametrize(
    ("language", "text", "type_", "recipient"),
    [
        (
            "en",
            "Rebels of the ELN freed two Colombian soldiers on Monday. The European Union welcomed the news.",
            "SUPPORT",
            "National Liberation Army",
        ),
        (
            "fr",
            "Des milliers de personnes ont défilé lundi à Dakar, au Sénégal. Le président a promis de retirer la loi.",
            "CONCEDE",
            "protesters",
        ),
    ],
)
def test_words_that_name_nobody_are_for_who_was_told_of_last(
    language: str, text: str, type_: str, recipient: str
) -> None:
    found = sides(text, type_, language=language)
    assert found and all(recipient in recipients for _, recipients in found)


def test_a_french_protest_is_against_the_state_unless_it_is_in_its_favour() -> None:
    text = "DAKAR - Plusieurs centaines de jeunes ont défilé mardi dans les rues de la capitale du Sénégal."
    assert sides(text, "PROTEST", language="fr")[0][1] == {"Senegal"}
    loyal = "NIAMEY - Des milliers de personnes ont défilé mardi à Niamey, au Niger, en soutien à la junte."
    assert "Niger" not in sides(loyal, "PROTEST", language="fr")[0][1]
