"""Hand-written analyses of the five seed articles, by the expected facts: what extraction ought to give."""

from __future__ import annotations

from processors.stories import Linkable, linkable
from tocsin.records import Actor, Analysis, Entity, Event, EventDate, Place, Quantity, Receipt

PLACES = {
    "Zvecan": (42.908, 20.840, "XK", 1),
    "Banjska": (42.974, 20.776, "XK", 1),
    "northern Kosovo": (43.0, 20.8, "XK", 2),
    "Kosovo": (42.6, 20.9, "XK", 3),
}
_next = {"at": 0}


def receipt(text: str) -> Receipt:
    _next["at"] += 1000
    return Receipt(text=text, start=_next["at"], end=_next["at"] + len(text))


def actor(name: str, id_: str | None = None, **more: str) -> Actor:
    return Actor(**receipt(name).model_dump(), id=id_, name=name, **more)


def place(name: str) -> Place:
    lat, lon, country, precision = PLACES[name]
    return Place(**receipt(name).model_dump(), name=name, lat=lat, lon=lon, country=country, precision=precision)


def event(
    article: str,
    number: int,
    kind: str,
    mode: str | None = None,
    signal: str | None = None,
    *,
    where: str | None = None,
    when: str | None = None,
    anchor: str = "text",
    realis: str = "actual",
    actors: list[Actor] | None = None,
    recipients: list[Actor] | None = None,
    quantities: list[int] | None = None,
    contexts: list[str] | None = None,
    attributed_to: str | None = None,
) -> Event:
    sentence = receipt(f"Sentence {number} of {article}.")
    return Event(
        id=f"{article}-e{number}",
        type=kind,
        mode=mode,
        signal=signal,
        realis=realis,
        actors=actors or [],
        recipients=recipients or [],
        place=place(where) if where else None,
        date=EventDate(start=when, end=when, anchor=anchor) if when else None,
        quantities=quantities or [],
        contexts=contexts or [],
        attributed_to=attributed_to,
        evidence=sentence,
        trigger=sentence,
    )


def quantity(kind: str, low: int | None, best: int | None, high: int | None, **more: object) -> Quantity:
    return Quantity(**receipt(f"{best} {kind}").model_dump(), kind=kind, low=low, best=best, high=high, **more)


def exact(kind: str, number: int, **more: object) -> Quantity:
    return quantity(kind, number, number, number, **more)


def analysis(article: str, language: str, day: str, names: list[str], terms: list[str], **more: object) -> Linkable:
    entities = [
        Entity(**receipt(name).model_dump(), label="ORG", id=name.casefold(), name=name)
        for name in names
        if name in ("NATO", "KFOR")
    ]
    return linkable(
        Analysis(
            article_id=article,
            language=language,
            published_at=f"{day}T12:00:00Z",
            published_at_estimated=True,
            relevance=1.0,
            entities=entities,
            terms={**dict.fromkeys(terms, 2), **{f"@{name.casefold()}": 2 for name in names}},
            **more,
        )
    )


NATO, KFOR, SERBIA, POLICE = ("NATO", "nato"), ("KFOR", "kfor"), ("Serbia", "rs"), ("Kosovo Police", "kosovo-police")
MAY = ["Kosovo", "Serbia", "Stoltenberg", "NATO", "Kurti", "Belgrade", "Pristina", "KFOR"]


def seeds() -> list[Linkable]:
    """In the order of publication."""
    first = analysis(
        "001", "fr", "2023-05-28", MAY, ["maire", "police", "manifestant", "tension"],
        events=[
            event("001", 0, "PROTEST", "riot", "VIOLENT_PROTEST", where="northern Kosovo", when="2023-05-26",
                  actors=[actor("Serb protesters", "serb-protesters")], recipients=[actor(*POLICE)]),
            event("001", 1, "ASSAULT", "crowd-control", "CROWD_CONTROL_FORCE", where="northern Kosovo",
                  when="2023-05-26", actors=[actor(*POLICE)]),
            event("001", 2, "MOBILIZE", "troops", "ALERT_STATUS", when="2023-05-26", actors=[actor(*SERBIA)]),
            event("001", 3, "MOBILIZE", "troops", "TROOP_BUILDUP", when="2023-05-26", actors=[actor(*SERBIA)]),
            event("001", 4, "REQUEST", "yield", when="2023-05-28", actors=[actor(*NATO)]),
        ],
    )  # fmt: skip
    second = analysis(
        "000", "en", "2023-05-31", [*MAY, "Zvecan"], ["mayor", "soldier", "demonstrator", "clash"],
        origins=["AFP", "RTS"],
        events=[
            event("000", 0, "ASSAULT", "primitive", "VIOLENT_PROTEST", where="Zvecan", when="2023-05-29",
                  actors=[actor("Serb demonstrators", "serb-protesters")], recipients=[actor(*KFOR)],
                  quantities=[0, 1, 2]),
            event("000", 1, "PROTEST", "demo", "PROTEST_OR_BLOCKADE", where="Zvecan", when="2023-05-31",
                  actors=[actor("Serb demonstrators", "serb-protesters")], quantities=[3]),
            event("000", 2, "MOBILIZE", "troops", "PEACEKEEPER_REINFORCEMENT", where="Kosovo", when="2023-05-31",
                  realis="announced", actors=[actor(*NATO)], quantities=[4, 5, 6], contexts=["peacekeeping"]),
        ],
        quantities=[
            quantity("injured", 80, 80, None, qualifier="at least", event=0),
            exact("injured", 30, side="KFOR", part_of=0, event=0),
            exact("injured", 52, side="Serb demonstrators", part_of=0, event=0, attributed_to="Belgrade"),
            quantity("protesters", 100, 100, 999, qualifier="hundreds", event=1),
            quantity("troops", 100, 100, 999, qualifier="hundreds", mode="flow_in", same_as=5, event=2),
            exact("troops", 700, mode="flow_in", status="announced", event=2),
            exact("troops", 700, mode="flow_in", status="announced", same_as=5, event=2),
            quantity("troops", 4500, 4500, None, mode="stock", event=2),
        ],
    )  # fmt: skip
    names = ["Kosovo", "Serbia", "Banjska", "NATO", "Kirby", "Kurti", "Sullivan", "Vucic", "KFOR"]
    terms = ["frontiere", "policier", "renfort", "attaque", "char"]
    attackers, police = actor("armed Serbs", "armed-serbs"), actor(*POLICE)
    third = analysis(
        "002", "fr", "2023-09-29", [*names, "Radoicic"], terms, origins=["AP", "POLITICO"],
        events=[
            event("002", 0, "ASSAULT", "firearms", "ARMED_CLASH", where="Banjska", when="2023-09-24",
                  actors=[attackers], recipients=[police], quantities=[0, 1, 2]),
            event("002", 1, "MOBILIZE", "weapons", "WEAPONS_POSTURE", when="2023-09-29", actors=[actor(*SERBIA)]),
            event("002", 2, "MOBILIZE", "troops", "PEACEKEEPER_REINFORCEMENT", where="northern Kosovo",
                  when="2023-09-29", actors=[actor(*NATO)], contexts=["peacekeeping"]),
            event("002", 3, "REQUEST", "yield", when="2023-09-29", actors=[actor("USA", "us")],
                  recipients=[actor(*SERBIA)]),
            event("002", 4, "RETREAT", "resign", "DEESCALATION", when="2023-09-29", actors=[actor("Radoicic", "mr")]),
            event("002", 5, "AGREE", realis="historical", when="2013-04-19"),
        ],
        quantities=[
            quantity("attackers", 26, 30, 34, qualifier="about", event=0),
            exact("killed", 1, side="Kosovo Police", event=0),
            exact("killed", 3, side="attackers", event=0),
        ],
    )  # fmt: skip
    fourth = analysis(
        "003", "fr", "2023-09-30", names, terms, origins=["AFP", "Reuters", "dpa"],
        events=[
            event("003", 0, "ASSAULT", "firearms", "ARMED_CLASH", where="Banjska", when="2023-09-30",
                  anchor="publication", actors=[attackers], recipients=[police], quantities=[0, 1, 2]),
            event("003", 1, "MOBILIZE", "troops", "TROOP_BUILDUP", when="2023-09-30", anchor="publication",
                  actors=[actor(*SERBIA)], attributed_to="United States"),
            event("003", 2, "MOBILIZE", "troops", "PEACEKEEPER_REINFORCEMENT", where="Kosovo", when="2023-09-29",
                  realis="announced", actors=[actor(*NATO)], contexts=["peacekeeping"]),
            event("003", 3, "REQUEST", "yield", when="2023-09-30", anchor="publication",
                  actors=[actor("USA", "us")], recipients=[actor(*SERBIA)]),
        ],
        quantities=[
            quantity("attackers", 26, 30, 34, qualifier="about", event=0),
            exact("killed", 1, side="Kosovo Police", event=0),
            quantity("killed", 3, 3, None, qualifier="at least", side="others", event=0),
        ],
    )  # fmt: skip
    fifth = analysis(
        "004", "fr", "2023-10-01", names, terms,
        events=[
            event("004", 0, "ASSAULT", "firearms", "ARMED_CLASH", when="2023-09-24", actors=[attackers],
                  recipients=[police], quantities=[0, 1, 2, 3]),
            event("004", 1, "MOBILIZE", "troops", "TROOP_BUILDUP", when="2023-10-01", anchor="publication",
                  actors=[actor(*SERBIA)]),
            event("004", 2, "MOBILIZE", "troops", "TROOP_BUILDUP", realis="negated", actors=[actor(*SERBIA)],
                  attributed_to="Aleksandar Vučić"),
            event("004", 3, "MOBILIZE", "troops", "PEACEKEEPER_REINFORCEMENT", where="northern Kosovo",
                  when="2023-09-30", actors=[actor(*NATO)], quantities=[4, 5], contexts=["peacekeeping"]),
        ],
        quantities=[
            exact("killed", 4, event=0),
            exact("killed", 1, side="Kosovo Police", part_of=0, event=0),
            exact("killed", 3, side="attackers", part_of=0, event=0),
            quantity("attackers", 26, 30, 34, qualifier="about", event=0),
            quantity("troops", 300, None, 1000, qualifier="unit", mode="flow_in", event=3),
            quantity("troops", 4500, 4500, None, mode="stock", event=3),
        ],
    )  # fmt: skip
    return [first, second, third, fourth, fifth]
