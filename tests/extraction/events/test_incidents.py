"""Short incident reports in the manner of databases: type, mode and ACLED's class of the main event."""

from __future__ import annotations

import pytest

from processors.extraction.codes import codes_of
from tests.extraction.events.pipeline import read

REPORTS = [
    ("en", "Assailants set fire to a telecommunications tower in Gaya district, Bihar.", "destroy", "Looting"),
    ("en", "A bomb exploded at the offices of an airline in Athens. The building was damaged.", "explosives", "Remote"),
    ("en", "Assailants hijacked an airliner with 155 passengers aboard near Kathmandu.", "abduct", "Abduction"),
    ("en", "Rebels blew up a gas pipeline in Dera Bugti, Balochistan.", "explosives", "Remote"),
    ("en", "Four Red Cross staff were seized by militiamen on the road to Ménaka.", "abduct", "Abduction"),
    ("en", "A mayoral candidate was shot dead at a rally in Guerrero, Mexico.", "targeted", "Attack"),
    ("en", "The police found the bullet-riddled bodies of five men near Uruapan.", "firearms", "Attack"),
    ("fr", "Des inconnus ont mis le feu à deux bus d'une société minière à Antioquia.", "destroy", "Looting"),
    ("fr", "Une bombe a explosé devant les bureaux d'une compagnie aérienne à Athènes.", "explosives", "Remote"),
    ("fr", "Des rebelles ont dynamité un pylône électrique dans le Norte de Santander.", "explosives", "Remote"),
    ("fr", "Des hommes armés ont emmené vingt fidèles d'une église de l'État de Kwara.", "abduct", "Abduction"),
    ("fr", "L'armée a bombardé la ville au chlore, selon des médecins.", "unconventional", "Chemical"),
]
PEACE = [
    ("en", "Demolition experts blew up the old stadium on Sunday to make room for flats."),
    ("en", "A gang of robbers blew up a cash machine at a bank in Utrecht and fled with the money."),
    ("en", "Hackers hijacked the company's servers and held its data hostage for a ransom of two million dollars."),
    ("fr", "Une bande de voleurs a fait sauter un distributeur de billets à Utrecht et pris la fuite."),
    ("fr", "Le randonneur blessé a été emmené par les secouristes."),
    ("fr", "La foudre a mis le feu à une église dans l'Ohio ; les pompiers ont lutté trois heures."),
]


@pytest.mark.parametrize(("language", "text", "mode", "acled"), REPORTS)
def test_incidents(language: str, text: str, mode: str, acled: str) -> None:
    found = [e for e in read(language, text)._.events if e.type == "ASSAULT"]
    assert [e.mode for e in found] == [mode]
    sub = (codes_of(found[0]).acled or ["", ""])[1]
    assert acled in sub


@pytest.mark.parametrize(("language", "text"), PEACE)
def test_look_alikes_of_incidents(language: str, text: str) -> None:
    assert not read(language, text)._.events
