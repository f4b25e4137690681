"""Memories told beside the news: their events are history, their days and their dead are not those of the news."""

from __future__ import annotations

import pytest

from tests.extraction.events.pipeline import read

NEWS = {
    "en": "The army shelled rebel positions near Bambari on Monday.\n\n",
    "fr": "L'armée a tiré sur la foule lundi à Nairobi.\n\n",
}


@pytest.mark.parametrize(
    ("language", "memory"),
    [
        ("en", "In January 2021 rebels seized the town; forty people died in the battle to retake it."),
        ("en", "In June 2019 the army opened fire on protesters. The general had ordered the attack himself."),
        ("en", "In July 2020 soldiers stormed the palace. Since then, they have expelled the French ambassador."),
        ("fr", "En juillet 2020, des soldats ont pris d'assaut le palais. Depuis, ils ont expulsé l'ambassadeur."),
        ("fr", "En juin 2020, l'armée avait tiré sur la foule. Le président avait fini par limoger le ministre."),
    ],
)
def test_told_on_behind_an_old_day(language: str, memory: str) -> None:
    found = read(language, NEWS[language] + memory)._.events
    told = [event for event in found if event.trigger.start > 12]
    assert told
    assert {event.realis for event in told} == {"historical"}
    assert all(event.date is None or event.date.anchor != "publication" for event in told)


@pytest.mark.parametrize(
    ("language", "text", "today", "before"),
    [
        ("en", "Crowds marched in Nairobi on Monday, a year after soldiers shelled the town.", "PROTEST", "ASSAULT"),
        ("fr", "La foule a défilé lundi à Nairobi, un an jour pour jour après le bombardement de la ville.",
         "PROTEST", "ASSAULT"),
        ("en", "Turkey, which sent troops to northern Syria in October 2019, shelled Tal Tamr.", "ASSAULT", "MOBILIZE"),
        ("fr", "La Turquie, qui avait envoyé des troupes en Syrie en octobre 2019, a bombardé Tal Tamr.",
         "ASSAULT", "MOBILIZE"),
        ("en", "Police fired on a crowd in Kyiv on Monday, the first such clash since the uprising of 2014, which had "
         "toppled the president.", "ASSAULT", "COERCE"),
        ("fr", "La police a tiré lundi sur la foule à Kiev. Le calme régnait depuis la crise de février 2014, qui "
         "avait renversé le président.", "ASSAULT", "COERCE"),
    ],
)  # fmt: skip
def test_an_old_day_beside_the_news(language: str, text: str, today: str, before: str) -> None:
    found = {event.type: event for event in read(language, text)._.events}
    assert found[before].realis == "historical"
    assert found[today].realis == "actual"
    assert found[today].date is not None
    assert found[today].date.start.year == 2024


def test_those_who_died_a_year_before_did_not_die_today() -> None:
    doc = read("en", "Police fired on a crowd in Nairobi on Monday, a year after a raid in which 22 people died.")
    assert [q.event.realis for q in doc._.quantities if q.kind == "killed" and q.event is not None] in (
        [],
        ["historical"],
    )
    assert [q.best for q in doc._.quantities if q.kind == "killed"] == [22]


def test_a_truce_that_began_long_ago_has_that_day() -> None:
    found = read("en", "Rebels near Goma said on Monday that the truce that began on 3 October 2023 holds.")._.events
    assert [e.date.start.isoformat() for e in found if e.mode == "ceasefire" and e.date is not None] == ["2023-10-03"]
