"""War beside what looks like a disaster, a robbery or a family's quarrel is told all the same."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import events

EN = (
    "Gangs attacked the Bel-Air district overnight, killing nine people and looting shops, a pharmacy and a bank.",
    "Gunmen killed a village chief and his wife on Sunday. The attackers burned three houses.",
    "A car bomb went off outside a jewellery market in Baghdad, killing 11 people and injuring 30.",
    "The junta declared a state of emergency on Monday and arrested the president's brother.",
    "Bandits killed 12 farmers and stole 200 cows near Tsafe on Monday.",
    "Police arrested 14 aid volunteers and two journalists in the city of Derna, where floods have killed hundreds.",
    "Gunmen attacked a bus carrying players near Multan, killing four. The players had left a television studio.",
    "Two soldiers were killed when Boko Haram fighters attacked a base after the rains had flooded the roads.",
)
FR = (
    "Des gangs ont attaqué dans la nuit le quartier de Bel-Air, tuant neuf personnes et pillant une banque.",
    "Des hommes armés ont tué un chef de village et sa femme dimanche. Les assaillants ont brûlé trois maisons.",
    "Une voiture piégée a explosé devant le marché des bijoutiers de Bagdad, faisant 11 morts et 30 blessés.",
    "La junte a décrété lundi l'état d'urgence et arrêté le frère du président.",
    "Deux soldats ont été tués dans l'attaque par Boko Haram d'une base, alors que les pluies avaient inondé la route.",
)


@pytest.mark.parametrize(("language", "text"), [*(("en", t) for t in EN), *(("fr", t) for t in FR)])
def test_attacks_beside_words_of_other_news(language: str, text: str) -> None:
    assert any(e.realis == "actual" for e in events(language, text))
