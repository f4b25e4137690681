"""Origins: who the text itself credits."""

from __future__ import annotations

import pytest

from processors.cleaning.clean import clean
from tocsin.records import Article

STORY = (
    "Soldiers closed the bridge at Velika Reka on Monday after shots were fired at a "
    "patrol, the ministry said in Arlen."
)


def origins(text: str) -> list[str]:
    return clean(Article(body=text)).origins


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"ARLEN (Reuters) - {STORY}", ["Reuters"]),
        (f"ARLEN, March 4 (AFP) — {STORY}", ["AFP"]),
        (f"{STORY}\n\nWith AFP", ["AFP"]),
        (f"{STORY}\n\n(AFP)", ["AFP"]),
        (f"{STORY}\n\nAvec AFP et Reuters", ["AFP", "Reuters"]),
        (f"{STORY} (AFP/dpa)", ["AFP", "dpa"]),
        ("The road was open again, reports an AFP correspondent who crossed it.", ["AFP"]),
        ("“We heard the shots,” a miller told The Associated Press by telephone.", ["AP"]),
        ("“It was planned,” the ambassador told Politico.", ["POLITICO"]),
        ("According to state broadcaster RTS, the column will return on Thursday.", ["RTS"]),
        ("The Xinhua news agency said the talks would go on.", ["Xinhua"]),
        ("Selon l’agence de presse Reuters, le pont est fermé.", ["Reuters"]),
        ("Le pont est fermé, d’après l’AFP, qui cite un colonel.", ["AFP"]),
        ("« C’était prévu », a déclaré l’ambassadeur Paul K. Morel à POLITICO.", ["POLITICO"]),
        ("Le pont a rouvert, a constaté un correspondant de l’AFP sur place.", ["AFP"]),
        ("Le pont a rouvert, a rapporté l’agence officielle Kordna.", ["Kordna"]),
        ("Deux hommes ont été arrêtés, a indiqué le colonel au Monde.", ["Le Monde"]),
    ],
)
def test_credits(text, expected):
    assert origins(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "A Reuters journalist was killed by shellfire near the bridge.",
        "The offices of Al Jazeera were raided by police.",
        "The times are hard, he told the crowd, and the sun was low.",
        "L’agence Frontex a annoncé l’envoi de deux cents gardes.",
        "The intelligence agency said that the map was false.",
        f"{STORY}\n\nDownload the France 24 app",
        "He met the Guardian Council in Tehran.",
        "The UN refugee agency said 4,000 people had crossed.",
    ],
)
def test_mentions_are_no_credits(text):
    assert origins(text) == []
