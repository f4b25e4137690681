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


def test_where_a_town_is_struck_nobody_says_that_the_state_was() -> None:
    assert not any("Syria" in recipients for _, recipients in sides(RAID, "ASSAULT"))


def test_whose_release_is_demanded_is_held_by_the_state_of_the_article() -> None:
    text = "Six opponents were arrested in Tunis on Monday. Amnesty International demanded their release."
    assert ({"Amnesty International"}, {"Tunisia"}) in sides(text, "REQUEST")


def test_those_of_them_who_are_arrested_are_those_told_before() -> None:
    text = "Hundreds of protesters blocked a bridge in Conakry on Monday. Thirty of them were arrested by police."
    assert any("protesters" in recipients for _, recipients in sides(text, "COERCE"))


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


@pytest.mark.parametrize(
    ("language", "text", "type_", "actor", "recipient"),
    [
        (
            "en",
            "Iran vowed revenge on Wednesday, a day after Israeli jets hit its consulate in Damascus.",
            "THREATEN",
            "Iran",
            "Israel",
        ),
        (
            "en",
            "The Philippine military said it had lost two men in a firefight with Abu Sayyaf militants on Jolo.",
            "ASSAULT",
            "Philippine Armed Forces",
            "Abu Sayyaf",
        ),
        (
            "fr",
            "Le Burundi a envoyé deux bataillons en renfort dans le Sud-Kivu pour combattre le M23.",
            "MOBILIZE",
            "Burundi",
            "M23",
        ),
    ],
)
def test_the_other_side_stands_in_the_same_sentence(
    language: str, text: str, type_: str, actor: str, recipient: str
) -> None:
    assert any(
        actor in actors and recipient in recipients for actors, recipients in sides(text, type_, language=language)
    )


def test_the_place_of_an_arrest_and_the_freed_do_not_act_or_suffer() -> None:
    (_, recipients), *_ = sides("Douze personnes ont été arrêtées lundi à Conakry.", "COERCE", language="fr")
    assert "Guinea" not in recipients
    (actors, recipients), *_ = sides("Paris a salué la libération des otages.", "RETREAT", language="fr")
    assert (actors, recipients) == (set(), {"hostages"})


@pytest.mark.parametrize(
    ("text", "loser"),
    [
        (
            "The Rapid Support Forces seized Kosti on Monday after the Sudanese army pulled out.",
            "Sudanese Armed Forces",
        ),
        ("The M23 fought the Congolese army on Monday. In the evening the rebels took Vunano hill.", "FARDC"),
        ("The MNDAA seized Lashio, in Myanmar, on Monday. The junta did not comment.", "Myanmar junta"),
        ("The army of Burkina Faso retook Pama on Monday. JNIM fighters had shelled the town.", "JNIM"),
        ("Al-Shabaab seized the town of Adale, in Somalia, on Tuesday.", "Somalia"),
    ],
)
def test_who_loses_a_place_is_who_fought_for_it(text: str, loser: str) -> None:
    assert any(loser in recipients for _, recipients in sides(text, "COERCE"))
