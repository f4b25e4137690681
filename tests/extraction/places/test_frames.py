"""Names that no gazetteer knows, told as places are: recognised, and the scene of what happened there."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events, read


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("en", "Fighters raided Mamove, 60 km west of Oicha, killing 14 farmers on Wednesday.", "Mamove"),
        ("en", "Russian forces captured Novoselydivka, a village in the Donetsk region, on Monday.", "Novoselydivka"),
        ("en", "Soldiers arrested the mayor of Ngongo on Wednesday, his party said.", "Ngongo"),
        ("en", "A drone strike on Um Keddada killed 22 people on Tuesday.", "Um Keddada"),
        ("en", "Gangs attacked Pont-Sondé on Thursday, killing 70 people, including infants.", "Pont-Sondé"),
        ("en", "Gunmen shot dead two drivers between Tessit and Labbezanga on Sunday.", "Tessit"),
        ("en", "Kfar Hamam, a village in southern Lebanon, was bombed on Monday, killing three people.", "Kfar Hamam"),
        ("en", "Houthi rebels fired rockets at Al-Durayhimi on Tuesday, wounding five civilians.", "Al-Durayhimi"),
        ("fr", "Des combattants ont attaqué Mamove, à 60 km à l'ouest d'Oicha, tuant 14 cultivateurs.", "Mamove"),
        ("fr", "Une bombe a explosé lundi dans un atelier de Yarkoba, dans le sud du Liban : trois morts.", "Yarkoba"),
        ("fr", "SOLHAN (Burkina Faso), 6 mai (AFP) – Des djihadistes ont tué 30 personnes dimanche.", "SOLHAN"),
        ("fr", "Des tirs de roquettes ont tué deux personnes lundi à Tal Rifaat.", "Tal Rifaat"),
    ],
)
def test_an_unknown_name_is_the_scene(language: str, text: str, place: str) -> None:
    found = [e.place for e in events(language, text) if e.place is not None]
    assert place in [p.name for p in found] + [p.span.text for p in found]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        (
            "en",
            "Gunmen killed a county commissioner, Gatluak Deng Riek, in an ambush in Unity State.",
            "Gatluak Deng Riek",
        ),
        ("en", "Rebels attacked Colonel Sahlu, a garrison chief, in Dessie on Monday.", "Sahlu"),
        ("fr", "Le ministre a déclaré lundi à Mediapart que l'armée avait arrêté deux hommes à Gao.", "Mediapart"),
    ],
)
def test_a_person_or_a_body_is_no_place(language: str, text: str, name: str) -> None:
    assert name not in [ent.text for ent in read(language, text).ents if ent.label_ in ("GPE", "LOC", "FAC")]
