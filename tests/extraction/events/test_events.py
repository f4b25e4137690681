# ruff: noqa: E501 - texts
"""Events: types, modes and signals of sentences written for the purpose; look-alikes that give none."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from processors.extraction.codes import codes_for, conflict_type
from processors.extraction.conjugation import noun_forms
from processors.extraction.events.forms import verb_forms
from processors.extraction.events.frames import frame_book
from tests.extraction.events.pipeline import events, read

REPORTS: dict[str, dict[str, list[str]]] = yaml.safe_load((Path(__file__).parent / "reports.yaml").read_text("utf-8"))
CONSTRUCTIONS: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "constructions.yaml").read_text("utf-8")
)
SHARE = 0.9


@pytest.mark.parametrize("language", ["en", "fr"])
def test_conflict_type_of_short_reports(language: str) -> None:
    wrong: list[Any] = []
    number = 0
    for kind, texts in REPORTS.items():
        for text in texts[language]:
            number += 1
            found = conflict_type(events(language, text))
            if found != str(kind):
                wrong.append((kind, found, text))
    assert len(wrong) <= (1 - SHARE) * number, wrong


@pytest.mark.parametrize(
    ("language", "text", "kind", "signal"),
    [
        ("en", "Turkey has massed tanks and artillery along its border with Syria.", "MOBILIZE/weapons", "WEAPONS_POSTURE"),
        ("en", "Belarus said it had placed its air defences on alert.", "MOBILIZE/troops", "ALERT_STATUS"),
        ("en", "Burkina Faso expelled three French diplomats.", "SANCTION/expel", "TALKS_BROKEN_TIES_CUT"),
        ("en", "Azerbaijan's forces took control of three villages.", "COERCE/seize", "TERRITORY_SEIZED"),
        ("en", "Sudan's warring generals agreed to a 72-hour truce.", "RETREAT/ceasefire", "DEESCALATION"),
        ("en", "The army chief vowed to crush the rebellion.", "THREATEN/violence", "ULTIMATUM_OR_FORCE_THREAT"),
        ("en", "Police fired tear gas to disperse protesters in the centre of Tunis.", "ASSAULT/crowd-control", "CROWD_CONTROL_FORCE"),
        ("en", "The Rapid Support Forces took control of Dilling, in Kordofan, on Monday.", "COERCE/seize", "TERRITORY_SEIZED"),
        ("en", "Gunmen opened fire on a vehicle of the Assam Police near Laipuli.", "ASSAULT/firearms", "ARMED_CLASH"),
        ("en", "Soldiers gunned down nine gang members in Cité Soleil.", "ASSAULT/firearms", "ARMED_CLASH"),
        ("en", "Gunmen shot dead a radio presenter in Mogadishu on Sunday.", "ASSAULT/targeted", "TARGETED_KILLING"),
        ("en", "The rebels took control of the town of Sake on Monday after the army pulled out of it.", "RETREAT/withdraw", None),
        ("en", "The two leaders met in Luanda under the auspices of Angola.", "CONSULT/multilateral", "DEESCALATION"),
        ("en", "Lithuania put its air defences on the highest level of readiness.", "MOBILIZE/troops", "ALERT_STATUS"),
        ("en", "The internet was cut across the country by the junta.", "COERCE/censor", None),
        ("en", "An explosive charge under a bridge cut the railway to Kayes.", "ASSAULT/explosives", "HEAVY_OR_REMOTE_ATTACK"),
        ("en", "A battalion from Bangui is on its way.", "MOBILIZE/troops", "TROOP_BUILDUP"),
        ("en", "Bangui has let in 300 contractors of a Russian firm.", "MOBILIZE/militia", "TROOP_BUILDUP"),
        ("en", "The rebels must be gone by Friday or they will be driven out by force, the governor said.", "THREATEN/violence",
         "ULTIMATUM_OR_FORCE_THREAT"),
        ("en", "A total of 300 men of the rebel group laid down their arms.", "RETREAT/disarm", "DEESCALATION"),
        ("en", "Jihadists attacked the prison in Koutoukale and freed dozens of inmates.", "ASSAULT/firearms", "ARMED_CLASH"),
        ("fr", "Une frappe aérienne a touché un marché de la ville, tuant onze civils.", "ASSAULT/aerial", "HEAVY_OR_REMOTE_ATTACK"),
        ("fr", "Le gouvernement a imposé un couvre-feu nocturne dans trois districts.", "COERCE/curfew", "CLOSURE_CURFEW_EMERGENCY"),
        ("fr", "Des inconnus armés ont enlevé un prêtre dans le nord de la province.", "ASSAULT/abduct", "ABDUCTION"),
    ],
)  # fmt: skip
def test_type_and_signal(language: str, text: str, kind: str, signal: str | None) -> None:
    found = {(f"{e.type}/{e.mode}", e.signal) for e in events(language, text)}
    assert (kind, signal) in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jihadists attacked the prison in Koutoukale and freed dozens of inmates.", "RETREAT/release"),
        ("Armed men attacked the palace in Moroni and were beaten back by the guard.", "ASSAULT/beat"),
        ("Residents denied any part in the killing of the mayor.", "REJECT/None"),
        ("Chad ruled out sending aid to the rebels.", "AID/None"),
    ],
)
def test_what_is_said_beside_is_no_event(text: str, kind: str) -> None:
    assert kind not in {f"{e.type}/{e.mode}" for e in events("en", text)}


def test_two_sides_that_take_a_town_in_turn_are_two_events() -> None:
    found = events("en", "The army of Mali retook Ber three days after rebels overran it.")
    assert [e.mode for e in found] == ["seize", "seize"]


def test_one_event_per_happening() -> None:
    text = (
        "Gunmen ambushed an army patrol near Mopti on Monday. Six soldiers were killed in the attack. "
        "The attackers fled on motorcycles after the ambush."
    )
    assault = [e for e in events("en", text) if e.type == "ASSAULT"]
    assert len(assault) == 1
    assert assault[0].signal == "ARMED_CLASH"


def test_overlay_adds_frames(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "events_assault.yaml").write_text("mine:\n  is: ASSAULT\n  nouns: [zorching]\n", "utf-8")
    assert "zorching" in frame_book("en", str(tmp_path)).index


def test_unknown_class_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "en"
    folder.mkdir()
    (folder / "events_assault.yaml").write_text(
        "mine:\n  is: ASSAULT\n  verbs: [zorch]\n  require: {object: '@nobody'}\n", "utf-8"
    )
    with pytest.raises(ValueError, match="@nobody"):
        frame_book("en", str(tmp_path))


@pytest.mark.parametrize(
    ("lemma", "language", "form"),
    [("ambush", "en", "ambushed"), ("bury", "en", "buried"), ("assiéger", "fr", "assiègent"),
     ("lancer", "fr", "lança"), ("bloquer", "fr", "bloquées"), ("envahir", "fr", "envahi")],
)  # fmt: skip
def test_forms(lemma: str, language: str, form: str) -> None:
    assert form in verb_forms(lemma, language, {})
    assert "gunmen" in noun_forms("gunman", "en")


def test_codes() -> None:
    clash = codes_for("ASSAULT", "firearms", "ARMED_CLASH")
    assert clash.acled == ["Battles", "Armed clash"]
    assert clash.goldstein == -10.0
    assert codes_for("CONSULT", "phone", None).acled is None
    assert codes_for("MOBILIZE", "troops", "PEACEKEEPER_REINFORCEMENT").cameo == "074"
    assert codes_for("PROTEST", "riot", "VIOLENT_PROTEST").plover_score == -7.0


def test_linear_on_hostile_text() -> None:
    def cost(times: int) -> float:
        start = time.process_time()
        read("en", "troops attack fire shot threatened to " * times)
        return time.process_time() - start

    cost(10)
    assert cost(400) < 60 * max(cost(20), 0.02)


@pytest.mark.parametrize(("language", "share"), [("en", 0.93), ("fr", 0.92)])
def test_constructions_of_every_type(language: str, share: float) -> None:
    """Found by the frames alone: short sentences may fall below the threshold of relevance."""
    missed: list[tuple[str, str]] = []
    number = 0
    for kind, texts in CONSTRUCTIONS[language].items():
        if kind == "none":
            continue
        for text in texts:
            number += 1
            found = _before_relevance(language, text)
            if kind not in found:
                missed.append((kind, text))
    assert len(missed) <= (1 - share) * number, missed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_look_alikes_give_no_events(language: str) -> None:
    told = [text for text in CONSTRUCTIONS[language]["none"] if events(language, text)]
    assert len(told) <= 4, told


def _before_relevance(language: str, text: str) -> set[str]:
    told = read(language, text, before="tocsin_relevance")._.events
    return {f"{e.type}/{e.mode}" for e in told} | {e.type for e in told}
