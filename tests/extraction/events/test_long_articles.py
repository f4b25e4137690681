"""What long articles tell beside the news: memories, hospitals, statements, who governs whom (5 March 2024)."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from processors.extraction.marks import events_of, quantities_of
from tests.extraction.events.pipeline import read


def assaults(doc: Doc) -> list[tuple[str, str | None]]:
    """Realis and town of every ASSAULT, in the order of the text."""
    return [(e.realis, e.place.name if e.place else None) for e in events_of(doc) if e.type == "ASSAULT"]


def test_figures_of_last_year_are_no_wholes_of_those_of_today() -> None:
    doc = read(
        "en",
        "Gunmen killed at least 17 people in Maru, in northern Nigeria, on Monday.\n\n"
        "In January 2023 more than 40 people were killed in Katsina.",
    )
    new, old = quantities_of(doc)
    assert (new.best, old.best) == (17, 40)
    assert new.part_of is None
    assert new.event is not None and new.event.realis == "actual"
    assert old.event is None or old.event.realis == "historical"


def test_a_hospital_elsewhere_is_no_second_attack() -> None:
    doc = read(
        "en",
        "Gunmen stormed the market of Diallassagou in Mali on Monday, killing at least 21 people.\n\n"
        "A hospital source in Bankass said nine injured people had been admitted there overnight.",
    )
    assert len(assaults(doc)) == 1
    assert {q.best for q in quantities_of(doc) if q.event is events_of(doc)[0]} == {21, 9}


def test_who_accuses_on_a_day_dates_no_attack() -> None:
    doc = read(
        "en",
        "Sudanese activists accused the paramilitary Rapid Support Forces on Tuesday of shelling a camp in North "
        "Darfur, killing 29 civilians. "
        "The artillery fire hit the camp on Monday, the committee said.",
    )
    (attack,) = [e for e in events_of(doc) if e.type == "ASSAULT"]
    assert attack.date is not None and attack.date.start.isoformat() == "2024-03-04"


@pytest.mark.parametrize(
    ("language", "text", "actor"),
    [
        ("en", "Kyiv accused Moscow of having shelled the port of Odesa, killing three people.", "Russia"),
        ("fr", "Kiev accuse Moscou d'avoir tiré des missiles sur le port d'Odessa, tuant trois personnes.", "Russia"),
        ("en", "The governor accused fighters of the group of having shot dead 10 farmers.", "fighters"),
        ("en", "Lebanon's Hezbollah movement fired rockets at a village in Israel.", "Hezbollah"),
        ("en", "Yemen's Houthi movement fired three missiles at a tanker in the Red Sea.", "Houthis"),
        ("fr", "Vingt civils ont péri dans deux attaques attribuées à l'État islamique.", "Islamic State"),
    ],
)
def test_who_acts_is_whom_the_verb_governs(language: str, text: str, actor: str) -> None:
    (attack,) = [e for e in events_of(read(language, text)) if e.type == "ASSAULT"]
    assert [a.name for a in attack.actors] == [actor]


@pytest.mark.parametrize(
    ("language", "text", "kind", "mode"),
    [
        ("en", "Russia announced the capture of the village of Novomykolaivka.", "COERCE", "seize"),
        ("en", "Government forces announced the recapture of Wad Madani.", "COERCE", "seize"),
        ("fr", "La chute d'El Fasher aux mains des FSR a suivi dix-huit mois de siège.", "COERCE", "seize"),
        ("en", "Tajik forces opened fire with mortars on a Kyrgyz border post.", "ASSAULT", "firearms"),
        ("en", "The Houthis fired three missiles at a tanker in the Red Sea.", "ASSAULT", "heavy-weapons"),
    ],
)
def test_deeds_told_by_nouns_and_at_sea(language: str, text: str, kind: str, mode: str) -> None:
    assert [(e.type, e.mode) for e in events_of(read(language, text))] == [(kind, mode)]


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Five soldiers were killed by rebels near Tibu, close to the border with Venezuela.", "COERCE"),
        ("Soldiers moved about 9,000 people to safety after the rioting, the army said.", "COERCE"),
        ("Gunmen raided a village, killing at least 17 people and burning dozens of homes.", "PROTEST"),
        ("The army shelled the camp as people gathered to buy food.", "PROTEST"),
        ("The rebels attacked a base; the patrol was guarding a pipeline.", "MOBILIZE"),
        ("Rebels killed two of the 300 soldiers stationed in Ménaka on Monday.", "MOBILIZE"),
        ("The army drone hit a gathering of herders near Téra on Saturday, killing five.", "PROTEST"),
        ("Gunmen killed a guard in Kano. In March, 62 inmates were killed in mutinies in two prisons.", "COERCE"),
        ("A former minister accused of having supported the coup was shot dead on Friday in Ouagadougou.", "COERCE"),
        ("Sixty policemen were injured when rioters burned cars in Douala on Sunday.", "ASSAULT"),
        ("A soldier fighting near Bakhmut told reporters on Monday that his unit would stay.", "ASSAULT"),
        ("Ghana sent 300 soldiers to the north on Monday to fight the jihadists.", "ASSAULT"),
    ],
)
def test_what_stands_beside_violence_is_no_event(text: str, unwanted: str) -> None:
    assert unwanted not in {e.type for e in events_of(read("en", text))}


@pytest.mark.parametrize(
    ("language", "text", "unwanted"),
    [
        ("fr", "Avant de se retirer, les assaillants ont enlevé trois jeunes filles à Dori lundi.", "RETREAT"),
        ("fr", "Un éleveur a été tué lundi près de Djibo par trois hommes arrivés sur deux motos.", "MOBILIZE"),
        ("fr", "Le Rwanda a déployé mille militaires au Cabo Delgado pour y combattre les djihadistes.", "ASSAULT"),
        ("fr", "Des émeutes ont éclaté lundi à Nouméa. Quarante policiers ont été blessés.", "ASSAULT"),
        ("fr", "Une bombe a tué deux soldats lundi ; les 300 hommes stationnés à Ber restent.", "MOBILIZE"),
    ],
)
def test_what_french_tells_beside_is_no_event(language: str, text: str, unwanted: str) -> None:
    assert unwanted not in {e.type for e in events_of(read(language, text))}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A bomb killed six people in Gao on Monday. An hour later a second car bomb killed two nurses nearby.", 2),
        ("A bomb killed six people in Gao on Monday. Two nurses were among the dead of the bombing.", 1),
        ("Gunmen attacked a camp near Gao on Monday, killing six. The attack lasted two hours.", 1),
        ("Gunmen attacked a camp near Gao on Monday. On Tuesday gunmen attacked a market in Timbuktu.", 2),
    ],
)
def test_how_many_happenings_are_told(text: str, number: int) -> None:
    assert len(assaults(read("en", text))) == number


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Rwanda was accused on Monday of shelling a camp near Goma."),
    ("fr", "Le Rwanda, accusé lundi d'avoir bombardé un camp près de Goma, dément."),
])  # fmt: skip
def test_what_a_state_is_accused_of_is_reported_of_it(language: str, text: str) -> None:
    (attack,) = [e for e in events_of(read(language, text)) if e.type == "ASSAULT"]
    assert attack.realis == "reported"
    assert [a.name for a in attack.actors] == ["Rwanda"]


def test_what_is_agreed_beside_a_truce_is_an_agreement() -> None:
    told = {
        e.type for e in events_of(read("en", "Libya agreed to reopen its border, where observers watch a ceasefire."))
    }
    assert "AGREE" in told
    told = {
        e.type for e in events_of(read("en", "The two sides agreed on Monday to observe a ceasefire for ten days."))
    }
    assert told == {"RETREAT"}


@pytest.mark.parametrize(
    "text",
    [
        "The army shot down 66 of the 96 drones launched, while another 27 were lost to jamming.",
        "She told Magik 9 radio that the victims had been shot in the head.",
    ],
)
def test_numbers_that_count_nobody(text: str) -> None:
    assert not [q.best for q in quantities_of(read("en", text)) if q.kind == "killed"]


def test_who_speaks_behind_a_list_of_wounded_is_none_of_them() -> None:
    text = "A bomb exploded at a market, killing six and wounding 15, police and witnesses said."
    (attack,) = events_of(read("en", text))
    assert [r.name for r in attack.recipients] == ["civilians"]


@pytest.mark.parametrize(
    ("language", "text", "realis"),
    [
        ("en", "No group has claimed the bombing, which killed two soldiers.", "actual"),
        ("en", "The army denied that there had been a bombing in Cali.", "negated"),
        ("en", "The president ordered 800 more soldiers to the province of Ituri.", "announced"),
        ("fr", "En octobre 2022, le gang avait massacré 115 villageois à Cabaret.", "historical"),
        ("fr", "L'hiver dernier, plus de 400 protestataires ont été interpellés par la police.", "historical"),
    ],
)
def test_whether_it_happened_and_when(language: str, text: str, realis: str) -> None:
    assert {e.realis for e in events_of(read(language, text))} == {realis}


def test_months_later_counts_from_the_month_told() -> None:
    doc = read(
        "fr",
        "En août 2022, le massacre de Raïs avait fait 98 morts. Deux mois plus tard, à Bentalha, "
        "plus de 200 habitants avaient été égorgés par un groupe armé.",
    )
    assert assaults(doc) and {realis for realis, _ in assaults(doc)} == {"historical"}


@pytest.mark.parametrize(
    ("language", "text", "attacks"),
    [
        (
            "en",
            "A grenade blast in a bar in Bujumbura killed two people on Monday. A few hours later a car bomb exploded "
            "outside a police station.",
            2,
        ),
        (
            "fr",
            "Sept détenus ont succombé à l'explosion d'une grenade à Guayaquil lundi. Quelques heures plus tard, une "
            "voiture piégée a explosé devant un commissariat.",
            2,
        ),
        (
            "en",
            "A car bomb exploded outside a police station in Gitega on Monday, killing two. Hours later the toll of "
            "the attack rose to five.",
            1,
        ),
    ],
)
def test_what_was_hours_later_is_a_deed_of_its_own_but_no_toll_is(language: str, text: str, attacks: int) -> None:
    assert len(assaults(read(language, text))) == attacks


SECTIONS = (
    "Upper Nile: On 2 March soldiers shelled rebel positions at Malakal, killing six.\n\n"
    "Jonglei: Raiders shot dead four herders near Kolnyang on Sunday. Ten people were injured.\n\n"
    "Western Bahr el Ghazal: A landmine killed three children on 1 March."
)


def test_what_stands_under_different_places_are_different_happenings() -> None:
    doc = read("en", SECTIONS)
    told = [(e.place.name if e.place else None) for e in events_of(doc) if e.type == "ASSAULT"]
    assert len(told) == 3
    assert (told[0], told[2]) == ("Malakal", "Western Bahr el Ghazal")
    assert told[1] != "Malakal"
