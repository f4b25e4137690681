"""Of whom something is asked, who attacks those who hold out, and whose a thing or a name is."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events


@pytest.mark.parametrize(
    ("language", "text", "type_", "actors", "recipients"),
    [
        ("fr", "L'Union africaine exige du M23 qu'il quitte la ville.", "REQUEST", {"African Union"}, {"M23"}),
        ("fr", "Haïti a sollicité lundi l'aide militaire du Kenya contre les gangs.", "REQUEST", {"Haiti"}, {"Kenya"}),
        ("fr", "Les rebelles exigent de Damas le départ des milices.", "REQUEST", {"rebels"}, {"Syria"}),
        ("en", "The African Union demanded on Tuesday that M23 leave the city.", "REQUEST", {"African Union"}, {"M23"}),
        ("en", "Somalia sought help from the African Union.", "REQUEST", {"Somalia"}, {"African Union"}),
        (
            "en",
            "The army repelled an attack by the RSF on its base in Khartoum on Tuesday.",
            "ASSAULT",
            {"Rapid Support Forces"},
            {"Sudanese Armed Forces"},
        ),
        ("en", "Hezbollah fired rockets at an Israeli army base on Wednesday.", "ASSAULT", {"Hezbollah"}, {"IDF"}),
        (
            "en",
            "Seoul said that the North fired two missiles into the sea on Monday.",
            "MOBILIZE",
            {"North Korea"},
            set(),
        ),
        ("en", "Jihadists killed 14 loggers in Borno on Thursday.", "ASSAULT", {"jihadists"}, {"civilians"}),
        (
            "fr",
            "Trois gendarmes ont été tués lundi à Kolofata, au Cameroun, par des rebelles.",
            "ASSAULT",
            {"rebels"},
            {"Cameroonian gendarmerie"},
        ),
        ("fr", "L'état d'urgence a été décrété mercredi en Nouvelle-Calédonie.", "COERCE", {"France"}, set()),
        (
            "en",
            "Envoys of Somaliland and Puntland agreed on Monday to open the road.",
            "AGREE",
            {"Somaliland", "Puntland"},
            set(),
        ),
        ("en", "Taiwan detected 20 Chinese warplanes near the island.", "MOBILIZE", {"China"}, {"Taiwan"}),
        ("fr", "Le Japon a repéré deux navires russes au large d'Hokkaido.", "MOBILIZE", {"Russia"}, {"Japan"}),
        ("en", "The assembly of Republika Srpska rejected the plan.", "REJECT", {"Republika Srpska"}, set()),
        (
            "en",
            "The Malian army threatened to shell Kidal unless the rebels left it.",
            "THREATEN",
            {"Malian Armed Forces"},
            {"rebels"},
        ),
        (
            "en",
            "The ELN handed over two Colombian soldiers to the Red Cross on Thursday.",
            "RETREAT",
            {"National Liberation Army"},
            {"Colombian Army"},
        ),
        ("en", "“We will block the road again,” a farmer told Radio Okapi.", "THREATEN", {"farmers"}, set()),
        (
            "fr",
            "Le porte-parole des FARDC, Guillaume Ndjike, a accusé le Rwanda d'avoir bombardé Goma.",
            "ACCUSE",
            {"FARDC"},
            {"Rwanda"},
        ),
        (
            "fr",
            "Quatorze écoliers ont été enlevés lundi à Damasak par Boko Haram.",
            "ASSAULT",
            {"Boko Haram"},
            {"civilians"},
        ),
        (
            "en",
            "A battalion left Kampala for Goma, Uganda said. Police in Bukavu arrested forty people on Monday.",
            "COERCE",
            {"Congolese National Police"},
            set(),
        ),
        (
            "fr",
            "Un chasseur de l'armée birmane a bombardé mardi une école, tuant sept enfants.",
            "ASSAULT",
            {"Tatmadaw"},
            {"civilians"},
        ),
    ],
)
def test_sides(language: str, text: str, type_: str, actors: set[str], recipients: set[str]) -> None:
    event = next(e for e in events(language, text) if e.type == type_)
    assert {a.name for a in event.actors} == actors
    assert {r.name for r in event.recipients} == recipients


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "en",
            "Boko Haram attacked a convoy near Diffa on Monday. On Tuesday the same group ambushed one near Bosso.",
            "Boko Haram",
        ),
        (
            "fr",
            "Le JNIM a attaqué Djibo lundi. Mardi, le même groupe a tendu une embuscade à un convoi près d'Arbinda.",
            "JNIM",
        ),
    ],
)
def test_the_same_group_is_the_one_named_last(language: str, text: str, name: str) -> None:
    assert [{a.name for a in e.actors} for e in events(language, text)] == [{name}, {name}]


@pytest.mark.parametrize(
    "text",
    ["Fighting went on in the North of Syria on Monday.", "Korea's North Jeolla was calm. Rebels attacked a post."],
)
def test_a_point_of_the_compass_is_no_country(text: str) -> None:
    assert all(a.name != "North Korea" for e in events("en", text) for a in (*e.actors, *e.recipients))
