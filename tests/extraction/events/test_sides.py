"""Who acts and who suffers where the clause alone does not say it."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events

CLASH = "Fighting erupted on Monday between Sudan's army and the Rapid Support Forces in Omdurman."
TALK = "Iran fired missiles at Israel on Monday, the Israeli army said. Iran vowed a crushing response to any attack."
TWO = (
    "Masked men stormed the town of Pont-Sonde on Thursday, killing 12 people. "
    "Two of the attackers were hit in an exchange of fire with police."
)
UNKNOWN = (
    "Soldiers shot dead four rebels in Kumbo on Thursday. Shops were shut and the streets empty. "
    "A bus ran again to Douala. A grenade exploded in a bar in Bamenda on Sunday, wounding six people."
)


def sides(text: str, type_: str, mode: str | None = None, language: str = "en") -> list[tuple[set[str], set[str]]]:
    """Names of actors and recipients of the events of a type and mode."""
    return [
        ({str(a.name) for a in e.actors}, {str(r.name) for r in e.recipients})
        for e in events(language, text)
        if e.type == type_ and mode in (None, e.mode)
    ]


def test_between_is_found_wherever_the_parser_hangs_it() -> None:
    both = {"Sudanese Armed Forces", "Rapid Support Forces"}
    assert sides(CLASH, "ASSAULT") == [(both, both)]  # who fight each other act and suffer both


def test_the_opponent_is_the_one_the_article_tells_of() -> None:
    assert ({"Iran"}, {"Israel"}) in sides(TALK, "THREATEN")


def test_police_that_shoot_back_did_not_storm_the_town() -> None:
    (actors, _), *_ = sides(TWO, "ASSAULT")
    assert not any("olice" in name for name in actors)


def test_who_shot_in_one_town_did_not_throw_a_grenade_in_another() -> None:
    found = sides(UNKNOWN, "ASSAULT", "explosives")
    assert found and all(not actors for actors, _ in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Three employees of the World Food Programme died in clashes at Kabkabiya on Saturday."),
        ("fr", "Trois employés du Programme alimentaire mondial sont morts dans des combats à Kabkabiya samedi."),
    ],
)
def test_those_who_die_do_not_act(language: str, text: str) -> None:
    for actors, _ in sides(text, "ASSAULT", language=language):
        assert "World Food Programme" not in actors


def test_who_puts_down_a_riot_does_not_riot() -> None:
    text = "Le président Emmanuel Macron a décrété l'état d'urgence après deux nuits d'émeutes à Nouméa."
    assert sides(text, "PROTEST", language="fr") == [(set(), set())]  # of riots alone nobody knows who riots


def test_bare_soldiers_are_the_army_of_the_country_unless_they_mutiny() -> None:
    text = "BAMAKO - Two soldiers were killed on Monday when gunmen attacked a post, the government of Mali said."
    assert "Malian Armed Forces" in sides(text, "ASSAULT")[0][1]
    coup = "BAMAKO - Soldiers attacked the palace of the president of Mali on Monday in a coup."
    assert all("Malian Armed Forces" not in actors for actors, _ in sides(coup, "ASSAULT"))


def test_aircraft_with_a_name_act_for_their_state() -> None:
    text = "Turkish F-16s bombed a base of the PKK in northern Iraq on Monday."
    assert sides(text, "ASSAULT") == [({"Turkey"}, {"PKK"})]


def test_a_claim_of_responsibility_names_who_did_it_and_is_no_event() -> None:
    text = "Two bombs exploded in Quetta on Monday. The Baloch Liberation Army said it was behind both attacks."
    assert sides(text, "ASSAULT")[0][0] == {"Balochistan Liberation Army"}
    assert not sides(text, "ACCUSE")
    nobody = "Two bombs exploded in Quetta on Monday. No group has claimed the attack; the BLA is active there."
    assert sides(nobody, "ASSAULT")[0][0] == set()


def test_the_government_behind_a_seat_that_opens_the_sentence() -> None:
    text = "Serb troops shelled Sarajevo. In London, the government decided on Sunday to send 1,200 soldiers to Bosnia."
    assert sides(text, "MOBILIZE")[0][0] == {"United Kingdom"}


def test_what_is_demanded_is_no_event() -> None:
    text = "L'Union africaine exige du M23 qu'il quitte Goma sans délai."
    assert sides(text, "REQUEST", language="fr")
    assert not sides(text, "RETREAT", language="fr")


def test_who_is_fought_with_is_told_by_the_sentence() -> None:
    text = "Ethiopian troops retook the town of Badme on Friday after three days of fighting with the Eritrean army."
    both = {"Ethiopia", "Eritrean Armed Forces"}
    assert (both, both) in sides(text, "ASSAULT")


def test_the_dead_of_a_clash_are_not_whom_it_was_aimed_at() -> None:
    for text, language in (
        ("At least 40 people were killed in fighting between two militias in Tripoli on Monday.", "en"),
        ("Au moins 40 personnes ont été tuées lundi dans des combats entre deux milices à Tripoli.", "fr"),
    ):
        assert all("civilians" not in recipients for _, recipients in sides(text, "ASSAULT", language=language))


def test_unknown_gunmen_are_nobody() -> None:
    known = "Gunmen shot dead a judge in Basra on Sunday, police said."
    assert any("gunmen" in actors for actors, _ in sides(known, "ASSAULT"))
    for text, language in (
        ("Unidentified gunmen shot dead a judge in Basra on Sunday, police said.", "en"),
        ("Des hommes armés non identifiés ont abattu un juge dimanche à Bassora, selon la police.", "fr"),
    ):
        assert all(not actors for actors, _ in sides(text, "ASSAULT", language=language))


def test_prisoners_who_are_swapped_are_given_by_both() -> None:
    text = "Ukraine and Russia exchanged 150 prisoners on Sunday, Kyiv said."
    assert [recipients for _, recipients in sides(text, "RETREAT", "release")] == [set()]


def test_arrests_without_a_word_about_who_made_them_are_the_states_unless_streets_are_full() -> None:
    text = "BAMAKO - Eleven people suspected of a plot against Mali's government were arrested on Monday."
    assert sides(text, "COERCE", "arrest")[0][0] == {"Mali"}
    march = "Thousands marched in Bamako, Mali, on Monday. Thirty people were arrested, a lawyer said."
    assert sides(march, "COERCE", "arrest")[0][0] == {"Malian police"}


def test_who_counts_arrests_has_not_made_them() -> None:
    text = "CARACAS - Des milliers de gens ont manifesté lundi au Venezuela. L'ONG Foro Penal recense 46 arrestations."
    (actors, recipients), *_ = sides(text, "COERCE", "arrest", language="fr")
    assert not any("Foro" in name or "rights" in name for name in actors)
    assert recipients == {"protesters"}
