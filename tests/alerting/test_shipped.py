"""The rules that ship, on stories in the form of the seeds: one alert a happening with a signal, none for the rest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.alerting.stories import actor, count, day, happening, place, shipped, story
from tocsin.records import Happening, Story

ZVECAN, BANJSKA, BORDER = place("Zvecan"), place("Banjska"), place("Kosovo", precision=3)


def may() -> list[Happening]:
    return [
        happening("town-halls", signal="VIOLENT_PROTEST", type="PROTEST", mode="riot", place=ZVECAN,
                  signals=["VIOLENT_PROTEST", "CROWD_CONTROL_FORCE"], date=day("2024-02-26"), hours=-72),
        happening("army", signal="ALERT_STATUS", type="MOBILIZE", signals=["ALERT_STATUS", "TROOP_BUILDUP"],
                  date=day("2024-02-26"), hours=-72),
        happening("asked", signal=None, type="REQUEST", mode="yield", hours=-72),
        happening("clashes", signal="VIOLENT_PROTEST", type="ASSAULT", mode="primitive", place=ZVECAN,
                  signals=["VIOLENT_PROTEST", "CASUALTIES_REPORTED"], date=day("2024-02-29"),
                  quantities={"injured": count(None, 80)}),
        happening("gathering", signal="PROTEST_OR_BLOCKADE", type="PROTEST", mode="demo", place=ZVECAN,
                  quantities={"protesters": count(100)}, date=day("2024-03-01")),
        happening("seven-hundred", signal="PEACEKEEPER_REINFORCEMENT", type="MOBILIZE", realis="announced",
                  quantities={"troops": count(700, mode="flow_in", status="announced")}, place=BORDER),
        happening("blame", signal=None, type="ACCUSE"),
        happening("1999", signal="HEAVY_OR_REMOTE_ATTACK", realis="historical", date=day("1999-03-24", "year")),
        happening("strength", signal=None, type="MOBILIZE", quantities={"troops": count(4500, mode="stock")}),
        happening("memory", signal="HEAVY_OR_REMOTE_ATTACK", realis="actual", date=day("1999-12-31", "year")),
    ]  # fmt: skip


def test_one_alert_for_each_happening_with_a_signal() -> None:
    e = shipped()
    alerts = e.on_stories(
        [story("A", *[h for h in may() if h.first_seen and h.id in ("town-halls", "army", "asked")], hours=-72)]
    )
    alerts += e.on_stories([story("A", *may(), revision=2)])
    told = {a.happening_id: a.rule for a in alerts}
    assert told == {
        "town-halls": "violent-protest",
        "army": "forces-on-alert",
        "clashes": "mass-casualties",
        "gathering": "protest",
        "seven-hundred": "troop-buildup",
    }
    assert len({a.id for a in alerts}) == 5


def banjska(articles: int) -> list[Happening]:
    ids = [f"00{n + 2}" for n in range(articles)]
    resigned = happening("resigned", signal="DEESCALATION", type="RETREAT", mode="resign", articles=["002"])
    return [
        happening("attack", signal="ARMED_CLASH", mode="firearms", place=BANJSKA, articles=ids, date=day("2024-02-24"),
                  signals=["ARMED_CLASH", "CASUALTIES_REPORTED"],
                  quantities={"killed": count(4), "attackers": count(30)}, actors=[actor("Serbs")]),
        happening("build-up", signal="TROOP_BUILDUP", type="MOBILIZE", mode="weapons", articles=ids, place=BORDER,
                  contested_by=["Vučić"] if articles == 3 else [], realis="reported" if articles == 3 else "actual"),
        happening("reinforce", signal="PEACEKEEPER_REINFORCEMENT", type="MOBILIZE", articles=ids, place=BORDER,
                  realis="announced" if articles < 3 else "actual"),
        happening("pull-back", signal=None, type="REQUEST", mode="yield", articles=ids),
        resigned,
    ]  # fmt: skip


def test_the_attack_is_told_at_the_first_article_and_updated_by_the_next_two() -> None:
    e = shipped()
    rounds = [e.on_stories([story("B", *banjska(n), revision=n, hours=n * 24 - 24)]) for n in (1, 2, 3)]
    first = {a.happening_id: a for a in rounds[0]}
    assert set(first) == {"attack", "build-up", "reinforce"}
    assert (first["attack"].rule, first["attack"].severity) == ("armed-clash", "critical")
    later = [a for told in rounds[1:] for a in told]
    assert {a.id for a in later} <= {a.id for a in rounds[0]}
    last = {a.happening_id: a for a in later}
    assert last["attack"].reasons == ["first seen", "confirmed by 2 independent origins"]
    assert len(last["attack"].evidence) == 3
    assert "denied by Vučić" in last["build-up"].reasons
    assert "status announced → actual" in last["reinforce"].reasons
    assert len(e.alerts()) == 3


@pytest.mark.parametrize("relevance", [0.0, 0.3, 0.49])
def test_nothing_on_sport_business_culture_and_health(relevance: float) -> None:
    stray: list[Any] = [
        happening("match", signal="ARMED_CLASH", type="ASSAULT", quantities={"killed": count(12)}),
        happening("drill", signal="MASS_ARREST", type="COERCE"),
    ]
    e = shipped()
    assert e.on_stories([story("sport", *stray, relevance=relevance)]) == []
    assert e.on_stories([story("plain", happening("h", signal=None, quantities={"injured": count(60)}))]) == []


def test_a_bus_with_sixty_injured_is_no_alert_without_a_signal_of_violence() -> None:
    told = happening("h", signal="TROOP_BUILDUP", type="MOBILIZE", quantities={"injured": count(60)})
    (alert,) = shipped().on_stories([story("s", told)])
    assert alert.rule == "troop-buildup"


def test_no_burst_of_aggregates_in_a_quiet_month() -> None:
    e = shipped()
    out = []
    for n in range(30):
        one = happening(f"h{n}", signal="VIOLENT_PROTEST", type="PROTEST", hours=24 * n, articles=[f"a{n}"],
                        place=place(f"T{n % 7}", ["XK", "FR", "RS"][n % 3]))  # fmt: skip
        out += e.on_stories([Story.model_validate(story(f"s{n}", one, hours=24 * n).model_dump())])
    assert {a.rule for a in out} == {"violent-protest"}
