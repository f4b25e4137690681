"""The dateline of a dispatch is nobody who acts."""

from __future__ import annotations

import pytest

from processors.extraction.opening import dateline_end
from tests.extraction.events.pipeline import events


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("KYIV, Ukraine (AP) — Russian drones struck.", "Russian"),
        ("NIAMEY (AFP) - Gunmen killed nine.", "Gunmen"),
        ("PORT-AU-PRINCE, 22 avril (Reuters) - Une bande a attaqué.", "Une"),
        ("OUAGADOUGOU: Jihadists attacked.", "Jihadists"),
        ("Goma (AFP) - Les combats ont repris.", "Les"),
        ("Maroua – Le bilan est lourd.", "Le"),
        ("07/23/2012: Gunmen attacked.", "Gunmen"),
        ("On 23 July 2012, the army attacked.", "the"),
        ("Around 3 May 2019 (as reported), gunmen attacked.", "gunmen"),
        ("Looting: On 23 July 2012, masked men attacked.", "masked"),
        ("Le 23 juillet 2012, des hommes ont attaqué.", "des"),
        ("23/07/2012 - Mali: Gunmen attacked.", "Gunmen"),
        ("July 23, 2012 - Gunmen attacked.", "Gunmen"),
    ],
)
def test_a_dateline_ends_behind_its_dash(text: str, behind: str) -> None:
    assert text[dateline_end(text) :].startswith(behind)


@pytest.mark.parametrize(
    "text",
    [
        "The army – The Post reported – has withdrawn.",
        "Macron - le président - a parlé.",
        "Serbia - Kosovo talks failed.",
        "Rebels attacked the town (AFP) - Nine were killed.",
        "14:22 - ECOWAS meets.",
        "On Monday, 12 March, the army attacked.",
        "In 2012, 30 May 2013 was far away.",
        "The army said: On Monday it attacked.",
        "",
    ],
)
def test_other_dashes_end_none(text: str) -> None:
    assert dateline_end(text) == 0


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("KYIV, Ukraine (AP) — Russian drones struck flats in Odesa overnight, killing four people.", ["Russia"]),
        ("BANGKOK - Cambodian shells killed nine villagers on Monday.", ["Cambodia"]),
        ("KATHMANDU, Nepal, Sept. 9 (Reuters) - Maoist rebels attacked a town on Sunday.", ["Maoists"]),
        ("ISLAMABAD, Pakistan — A suicide bomber killed nine policemen in Bannu on Monday.", []),
    ],
)
def test_who_strikes_is_told_behind_it(text: str, actors: list[str]) -> None:
    assert [[a.name for a in e.actors] for e in events("en", text) if e.type == "ASSAULT"] == [actors]
