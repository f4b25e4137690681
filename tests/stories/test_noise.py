"""What extraction gets wrong now and then must not become a happening, a place or a figure of its own."""

from __future__ import annotations

from processors.stories.build import happenings_of
from processors.stories.linkable import Linkable, linkable
from processors.stories.titles import in_words, told_figures
from tests.stories.facts import KFOR, NATO, SERBIA, actor, event, exact, place, receipt
from tocsin.records import Analysis, Codes, Event, Happening, Place, Reconciled


def article(name: str, day: str, events: list[Event], quantities: list[object] | None = None) -> Linkable:
    return linkable(
        Analysis(
            article_id=name,
            language="en",
            published_at=f"{day}T12:00:00Z",
            relevance=1.0,
            events=events,
            quantities=quantities or [],
        )
    )


def told(*items: Linkable) -> list[Happening]:
    return [h for h in happenings_of(items, "range") if h.signal]


def within(one: Event, *figures: object) -> None:
    """Put figures into the sentence of an event."""
    for figure in figures:
        figure.start, figure.end = one.evidence.start, one.evidence.start + 1  # type: ignore[attr-defined]


def test_a_total_of_today_whose_part_is_of_monday_is_of_monday() -> None:
    again = event("a", 0, "PROTEST", "riot", "VIOLENT_PROTEST", where="northern Kosovo", when="2023-05-31")
    monday = event("a", 1, "ASSAULT", "primitive", when="2023-05-29", recipients=[actor(*KFOR)])
    peaceful = event("a", 2, "PROTEST", "demo", "PROTEST_OR_BLOCKADE", where="Zvecan", when="2023-05-31")
    total, part = exact("injured", 80, event=0), exact("injured", 30, side="KFOR", part_of=0, event=0)
    within(again, total)
    within(monday, part)
    found = told(article("a", "2023-05-31", [again, monday, peaceful], [total, part]))
    days = {h.date.start: h for h in found if h.date}
    assert days["2023-05-29"].quantities["injured"].best == 80
    assert days["2023-05-31"].signals == ["PROTEST_OR_BLOCKADE"]
    assert not days["2023-05-31"].quantities


def test_troops_of_a_mission_are_no_build_up_of_its_neighbour() -> None:
    alert = event("a", 0, "MOBILIZE", "troops", "ALERT_STATUS", when="2023-05-26", actors=[actor(*SERBIA)])
    sent = event("b", 0, "MOBILIZE", "troops", "PEACEKEEPER_REINFORCEMENT", where="Kosovo", when="2023-05-30",
                 realis="announced", actors=[actor(*NATO)], contexts=["peacekeeping"])  # fmt: skip
    more = event("b", 1, "MOBILIZE", "troops", "TROOP_BUILDUP")
    first, again = (
        exact("troops", 700, mode="flow_in", event=1),
        exact("troops", 700, mode="flow_in", same_as=0, event=0),
    )
    within(more, first)
    within(sent, again)
    found = told(article("a", "2023-05-28", [alert]), article("b", "2023-05-31", [sent, more], [first, again]))
    assert [h.signal for h in found] == ["ALERT_STATUS", "PEACEKEEPER_REINFORCEMENT"]
    assert not found[0].quantities
    assert found[1].quantities["troops"].best == 700


def test_a_capital_that_speaks_is_no_scene() -> None:
    belgrade = Place(**receipt("Belgrade").model_dump(), name="Belgrade", lat=44.8, lon=20.5, country="RS", precision=1)
    where = [place("Zvecan"), belgrade, place("northern Kosovo"), place("Kosovo")]
    events = [
        event("a", n, "PROTEST", "riot", "VIOLENT_PROTEST", when="2023-05-29").model_copy(update={"place": spot})
        for n, spot in enumerate(where)
    ]
    (found,) = told(article("a", "2023-05-31", events))
    assert found.place is not None
    assert found.place.name == "Zvecan"


def test_one_sentence_that_cuts_two_ties_is_told_once() -> None:
    recall = event("a", 0, "SANCTION", "expel", "TALKS_BROKEN_TIES_CUT", when="2024-05-02")
    shut = event("a", 1, "REJECT", None, "TALKS_BROKEN_TIES_CUT", when="2024-05-02")
    shut = shut.model_copy(update={"evidence": recall.evidence})
    assert len(told(article("a", "2024-05-03", [recall, shut]))) == 1


def test_shots_at_rioters_told_in_one_sentence_are_one_happening() -> None:
    riot = event("a", 0, "PROTEST", "riot", "VIOLENT_PROTEST", where="Zvecan", when="2024-05-02")
    shots = event("a", 1, "ASSAULT", "firearms", "ARMED_CLASH", where="Zvecan", when="2024-05-02")
    shots = shots.model_copy(update={"evidence": riot.evidence})
    (found,) = told(article("a", "2024-05-03", [riot, shots]))
    assert found.signal in ("VIOLENT_PROTEST", "ARMED_CLASH")


def test_casualties_of_no_known_attack_are_those_of_the_article_s_attack() -> None:
    raid = event("a", 0, "ASSAULT", "drone", "HEAVY_OR_REMOTE_ATTACK", where="Zvecan", when="2024-05-02")
    hurt = event("a", 1, "ASSAULT", None, "CASUALTIES_REPORTED", where="Zvecan", when="2024-05-03", anchor="sibling")
    assert len(told(article("a", "2024-05-03", [raid, hurt]))) == 1
    elsewhere = hurt.model_copy(update={"place": place("Banjska")})
    assert len(told(article("a", "2024-05-03", [raid, elsewhere]))) == 2


def test_a_mention_of_before_is_not_of_what_came_after() -> None:
    before = event("a", 0, "PROTEST", "demo", "PROTEST_OR_BLOCKADE", where="northern Kosovo")
    after = event("b", 0, "PROTEST", "riot", "VIOLENT_PROTEST", where="Zvecan", when="2023-05-29")
    found = told(article("a", "2023-05-28", [before]), article("b", "2023-05-31", [after]))
    assert len(found) == 2


def test_figures_in_words() -> None:
    def known(low: int | None, best: int | None, high: int | None, **more: object) -> Reconciled:
        return Reconciled(low=low, best=best, high=high, **more)

    assert in_words(known(4, 4, 4)) == "4"
    assert in_words(known(80, 80, None)) == "at least 80"
    assert in_words(known(26, 30, 34)) == "about 30"
    assert in_words(known(300, None, 1000)) == "300–1,000"
    assert told_figures({"troops:flow_out": known(500, 500, 500, mode="flow_out"), "killed": known(12, 12, 99)}) == [
        "dozens killed", "500 troops withdrawn"
    ]  # fmt: skip
    assert told_figures({"protesters": known(100, 100, 999)}) == ["hundreds of protesters"]


def test_a_place_named_where_it_is_told_outweighs_one_that_later_articles_take_over() -> None:
    alert = event("a", 0, "MOBILIZE", "troops", "ALERT_STATUS", when="2023-05-26", actors=[actor(*SERBIA)])
    at = alert.evidence.start
    border = place("northern Kosovo").model_copy(update={"name": "the border", "start": at, "end": at + 5})
    articles = [article("a", "2023-05-28", [alert.model_copy(update={"place": border})])]
    for name in ("b", "c", "d"):
        vague = event(name, 0, "MOBILIZE", "troops", "ALERT_STATUS", where="northern Kosovo", when="2023-05-26")
        articles.append(article(name, "2023-05-29", [vague.model_copy(update={"actors": [actor(*SERBIA)]})]))
    (found,) = told(*articles)
    assert found.articles == ["a", "b", "c", "d"]
    assert found.place is not None
    assert found.place.name == "the border"


def test_acled_s_class_is_that_of_most_articles() -> None:
    def attack(name: str, *classes: str) -> Linkable:
        one = event(name, 0, "ASSAULT", "beat", "CASUALTIES_REPORTED", where="Zvecan", when="2023-05-29")
        return article(name, "2023-05-30", [one.model_copy(update={"codes": Codes(acled=list(classes) or None)})])

    mob, battle = ("Riots", "Mob violence"), ("Battles", "Armed clash")
    assert told(attack("a", *battle), attack("b", *mob), attack("c", *mob))[0].acled == list(mob)
    assert told(attack("a", *battle), attack("b", *mob))[0].acled == list(battle)
    assert told(attack("a"), attack("b"))[0].acled is None
