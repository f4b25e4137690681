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
    ],
)
def test_what_stands_beside_violence_is_no_event(text: str, unwanted: str) -> None:
    assert unwanted not in {e.type for e in events_of(read("en", text))}


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
