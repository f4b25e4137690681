"""One alert a happening; again only on material change; never for what is late, old or unreal."""

from __future__ import annotations

import itertools
import json

import pytest

from processors.alerting import AlertEngine
from tests.alerting.stories import CLASH, actor, at, count, day, engine, happening, place, rule, shipped, story


def test_first_article_raises_one_alert_with_its_sentence() -> None:
    alerts = engine(CLASH).on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    (alert,) = alerts
    assert (alert.rule, alert.revision, alert.state, alert.reason) == ("clash", 1, "open", "first seen")
    assert alert.title == "Clash: Banjska – 4 killed"
    assert alert.evidence[0].text == "Sentence of a1."
    assert (alert.story_id, alert.happening_id, alert.country) == ("s1", "h1", "XK")
    assert alert.created_at == at(0)


def test_a_second_report_without_news_refreshes_but_does_not_tell() -> None:
    e = engine(CLASH)
    (first,) = e.on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    told = happening(articles=["a1", "a2"], quantities={"killed": count(4)})
    (second,) = e.on_stories([story("s1", told, revision=2, hours=1)])
    assert (second.id, second.revision, second.version) == (first.id, 1, 2)
    assert len(second.evidence) == 2


def test_a_higher_figure_tells_again() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    (update,) = e.on_stories([story("s1", happening(quantities={"killed": count(7)}), revision=2, hours=2)])
    assert (update.revision, update.reason) == (2, "killed rose 4 → 7")
    assert update.reasons == ["first seen", "killed rose 4 → 7"]
    assert update.created_at == at(0)
    assert update.updated_at == at(2)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"realis": "announced"}, "status announced → actual"),
        ({"actors": [actor("Serbia")]}, "new side: KFOR"),
        ({"place": place("Zvecan")}, "another place: Banjska"),
        ({"quantities": {"killed": count(9, status="announced")}}, "killed announced → actual"),
    ],
)
def test_material_changes(change: dict, reason: str) -> None:
    after = {"actors": [actor("Serbia"), actor("KFOR")] if "actors" in change else []}
    after |= {"quantities": {"killed": count(9)}} if "quantities" in change else {}
    e = engine(CLASH)
    e.on_stories([story("s1", happening(**change))])
    (update,) = e.on_stories([story("s1", happening(**after), revision=2, hours=1)])
    assert update.reason == reason
    again = e.on_stories([story("s1", happening(**after), revision=3, hours=2)])
    assert again == []


def test_a_denial_is_told_once_even_when_the_rule_no_longer_matches() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening())])
    (denied,) = e.on_stories([story("s1", happening(realis="negated", contested_by=["Vučić"]), revision=2)])
    assert denied.revision == 2
    assert denied.reason == "denied by Vučić"
    assert e.on_stories([story("s1", happening(realis="negated", contested_by=["Vučić"]), revision=3)]) == []


def test_origins_are_told_when_a_step_is_reached() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening())])
    three = happening(articles=["a1", "a2", "a3"])
    (update,) = e.on_stories([story("s1", three, revision=2, hours=1)])
    assert update.reason == "confirmed by 3 independent origins"


def test_a_figure_that_wavers_is_told_once() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening(quantities={"killed": count(10)}))])
    out = []
    for revision, killed in enumerate([8, 10, 9, 10], start=2):
        out += e.on_stories([story("s1", happening(quantities={"killed": count(killed)}), revision=revision)])
    assert all(alert.revision == 1 for alert in out)


@pytest.mark.parametrize("realis", ["historical", "negated", "hypothetical", "future"])
def test_what_did_not_happen_today_wakes_no_one(realis: str) -> None:
    assert engine(CLASH).on_stories([story("s1", happening(realis=realis))]) == []


def test_history_by_its_date_wakes_no_one() -> None:
    assert engine(CLASH).on_stories([story("s1", happening(date=day("1999-03-24")))]) == []
    assert engine(CLASH).on_stories([story("s1", happening(date=day("2024-02-25")))]) != []


def test_irrelevant_stories_wake_no_one() -> None:
    assert engine(CLASH).on_stories([story("s1", happening(), relevance=0.2)]) == []


def test_late_stories_wake_no_one_until_someone_tells_it_today() -> None:
    e = engine(CLASH)
    assert e.on_stories([story("s1", happening(), late=True)]) == []
    assert e.on_stories([story("s1", happening(), revision=2, hours=1)]) == []
    (alert,) = e.on_stories([story("s1", happening(articles=["a1", "a2"]), revision=3, hours=2)])
    assert alert.reason == "first seen"


def test_a_story_that_a_late_article_joined_is_not_hushed_for_good() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    e.on_stories(
        [story("s1", happening(articles=["a0", "a1"], quantities={"killed": count(4)}), revision=2, late=True)]
    )
    (told,) = e.on_stories(
        [
            story(
                "s1",
                happening(articles=["a0", "a1", "a2"], quantities={"killed": count(9)}),
                revision=3,
                hours=5,
                late=True,
            )
        ]
    )
    assert told.reason == "killed rose 4 → 9; confirmed by 3 independent origins"


def test_a_late_happening_beside_one_of_today_wakes_no_one() -> None:
    e = engine(CLASH)
    e.on_stories([story("now", happening("other"))])
    both = [happening("today", hours=1), happening("old", hours=-300, articles=["a9"])]
    assert [a.happening_id for a in e.on_stories([story("s1", *both, hours=1)])] == ["today"]


def test_long_sentences_are_cut_with_their_offsets() -> None:
    long = happening()
    long.evidence[0] = long.evidence[0].model_copy(update={"text": "x" * 9000, "start": 5, "end": 9005})
    (alert,) = engine(CLASH).on_stories([story("s1", long)])
    quote = alert.evidence[0]
    assert (len(quote.text), quote.start, quote.end) == (1500, 5, 1505)


def test_back_fill_is_known_by_the_watermark() -> None:
    e = engine(CLASH)
    e.on_stories([story("now", happening("other"))])
    assert e.on_stories([story("old", happening("h2", hours=-500), hours=-500)]) == []


def test_a_late_figure_is_taken_in_without_telling() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    (quiet,) = e.on_stories([story("s1", happening(quantities={"killed": count(9)}), revision=2, late=True)])
    assert quiet.revision == 1
    assert e.on_stories([story("s1", happening(quantities={"killed": count(9)}), revision=3, hours=1)]) == []


def test_stock_figures_meet_no_condition_and_are_no_news() -> None:
    many = """
id: many
title: Many troops
when: {quantity: troops, best: {gte: 500}}
"""
    stock = {"troops": count(4500, mode="stock")}
    assert engine(many).on_stories([story("s1", happening(signal=None, type="MOBILIZE", quantities=stock))]) == []


def test_people_freed_are_no_abduction_and_troops_that_leave_no_build_up() -> None:
    e = shipped()
    freed = {"abducted": count(3), "abducted:flow_out": count(40, mode="flow_out")}
    (alert,) = e.on_stories([story("s1", happening(signal="ABDUCTION", quantities=freed))])
    assert alert.severity == "warning"
    assert alert.title == "Abduction: Banjska – 3 abducted, 40 freed"
    more = {"abducted": count(3), "abducted:flow_out": count(90, mode="flow_out")}
    assert [
        a.revision for a in e.on_stories([story("s1", happening(signal="ABDUCTION", quantities=more), revision=2)])
    ] == [1]


def test_redelivery_and_replay_change_nothing() -> None:
    e = engine(CLASH)
    revisions = [
        story("s1", happening(quantities={"killed": count(4)})),
        story("s1", happening(quantities={"killed": count(7)}), revision=2, hours=1),
    ]
    e.on_stories(revisions)
    before = e.alerts()
    assert e.on_stories(revisions) == []
    assert e.on_stories([revisions[0]]) == []
    assert e.alerts() == before
    other = engine(CLASH)
    other.on_stories(revisions)
    assert other.alerts() == before


def test_state_survives_a_restart_through_json() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening(quantities={"killed": count(4)}))])
    after = engine(CLASH)
    after.restore(json.loads(json.dumps(e.state())))
    assert after.alerts() == e.alerts()
    assert after.on_stories([story("s1", happening(quantities={"killed": count(4)}))]) == []
    (update,) = after.on_stories([story("s1", happening(quantities={"killed": count(8)}), revision=2)])
    assert update.revision == 2


def test_state_can_be_summed_up_from_changes() -> None:
    e, stored = engine(CLASH), {}
    for revision, killed in enumerate([4, 7, 12], start=1):
        e.on_stories([story("s1", happening(quantities={"killed": count(killed)}), revision=revision)])
        stored.update({key: json.loads(value) for key, value in e.changes().items() if value})
    after = engine(CLASH)
    after.restore(stored)
    assert after.state() == e.state()
    assert e.changes() == {}


def test_the_higher_rule_tells_and_the_others_stand_back() -> None:
    alerts = shipped().on_stories([story("s1", happening(quantities={"killed": count(12)}))])
    assert [(a.rule, a.severity, a.inhibited_by) for a in alerts] == [("mass-casualties", "critical", None)]


def test_a_higher_rule_takes_over_when_it_comes_to_match() -> None:
    e = shipped()
    (clash,) = e.on_stories([story("s1", happening(quantities={"killed": count(2)}))])
    changed = e.on_stories([story("s1", happening(quantities={"killed": count(12)}), revision=2, hours=3)])
    (mass,) = changed
    assert (clash.rule, mass.rule, mass.id) == ("armed-clash", "mass-casualties", clash.id)
    assert mass.reason == "killed rose 2 → 12; severity warning → critical"
    assert mass.facts["other_rules"] == ["armed-clash", "casualties-reported"]
    (back,) = e.on_stories([story("s1", happening(quantities={"killed": count(3)}), revision=3, hours=4)])
    assert (back.rule, back.revision) == ("armed-clash", 2)


def test_explicit_inhibition() -> None:
    low = "id: low\ntitle: Low\nrank: 90\nwhen: {signal: ARMED_CLASH}\ninhibited_by: [clash]\n"
    assert [a.rule for a in engine(CLASH, low).on_stories([story("s1", happening())])] == ["clash"]


def test_inhibition_across_a_country() -> None:
    low = "id: low\ntitle: Low\nwhen: {signal: PROTEST_OR_BLOCKADE}\ninhibited_by: {rules: [clash], equal: country}\n"
    e = engine(CLASH, low)
    (clash,) = e.on_stories([story("s1", happening())])
    (quiet,) = e.on_stories([story("s2", happening("h2", signal="PROTEST_OR_BLOCKADE"))])
    assert quiet.inhibited_by == clash.id
    (free,) = e.on_stories([story("s3", happening("h3", signal="PROTEST_OR_BLOCKADE", place=place("Paris", "FR")))])
    assert free.inhibited_by is None


def test_corroboration_counts_origins_not_copies() -> None:
    two = CLASH + "corroboration: {independent_origins: 2}\n"
    e = engine(two)
    copies = happening(articles=["a1", "a2", "a3"], origins=["AFP"])
    assert e.on_stories([story("s1", copies)]) == []
    other = happening(articles=["a1", "a2", "a3", "a4"], origins=["AFP", "Reuters"])
    assert len(e.on_stories([story("s1", other, revision=2, hours=1)])) == 1


def test_merged_stories_carry_their_alerts_over_without_telling() -> None:
    e = engine(CLASH)
    (one,) = e.on_stories([story("s1", happening("h1", quantities={"killed": count(4)}))])
    (two,) = e.on_stories([story("s2", happening("h2", articles=["a2"], quantities={"killed": count(4)}), hours=1)])
    both = happening("h1", articles=["a1", "a2"], event_ids=["h1-a1", "h2-a2"], quantities={"killed": count(4)})
    out = e.on_stories(
        [
            story("s1", both, revision=2, hours=2),
            story("s2", revision=2, hours=2, merged_into="s1"),
        ]
    )
    last = {a.id: a for a in out}
    assert last[two.id].superseded_by == one.id
    assert last[one.id].revision == 1
    assert [a.id for a in e.alerts()] == [one.id]


@pytest.mark.parametrize("tombstone_first", [True, False])
def test_an_alert_follows_its_happening_into_another_story(tombstone_first: bool) -> None:
    e = engine(CLASH)
    (one,) = e.on_stories([story("s1", happening("h1"))])
    messages = [
        story("s1", revision=2, hours=1, merged_into="s2"),
        story("s2", happening("hx", event_ids=["h1-a1"]), hours=1),
    ]
    out = e.on_stories(messages if tombstone_first else messages[::-1])
    (alive,) = e.alerts()
    assert alive.story_id == "s2"
    assert alive.quiet
    assert alive.created_at == one.created_at
    assert next(a for a in out if a.id == one.id).superseded_by == alive.id
    (update,) = e.on_stories(
        [story("s2", happening("hx", event_ids=["h1-a1"], quantities={"killed": count(3)}), revision=2, hours=2)]
    )
    assert not update.quiet
    assert update.revision == 2


def test_a_part_split_off_is_not_told_as_new() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening("h1", event_ids=["e1", "e2"]))])
    split = [happening("h1", event_ids=["e1"]), happening("h2", event_ids=["e2"])]
    out = e.on_stories([story("s1", *split, revision=2, hours=1)])
    assert [a.quiet for a in out if a.happening_id == "h2"] == [True]


def test_final_alerts_do_not_depend_on_the_order_of_articles() -> None:
    """Every order of three articles is told as the story engine would tell it: the state of the set so far."""
    killed, realis = {"a1": 4, "a2": 7, "a3": 5}, {"a1": "announced", "a2": "actual", "a3": "actual"}
    finals = set()
    for order in itertools.permutations(killed):
        e = engine(CLASH)
        for revision in range(1, 4):
            seen = sorted(order[:revision])
            told = happening(
                articles=seen,
                quantities={"killed": count(max(killed[a] for a in seen))},
                realis="actual" if "actual" in [realis[a] for a in seen] else "announced",
                first_seen=min(at(int(a[1])) for a in seen),
            )
            hours = max(int(a[1]) for a in seen)
            e.on_stories([story("s1", told, revision=revision, hours=hours)])
        (final,) = e.alerts()
        history = {"revision", "version", "reason", "reasons", "created_at", "updated_at"}
        finals.add(final.model_dump_json(exclude=history))
    assert len(finals) == 1


def test_rules_can_change_while_running() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening())])
    e.use([rule(CLASH.replace("killed: 20%", "killed: 50%"))])
    e.on_stories([story("s1", happening(quantities={"killed": count(10)}), revision=2)])
    out = e.on_stories([story("s1", happening(quantities={"killed": count(13)}), revision=3)])
    assert [a.revision for a in out] == [2]


def test_no_rules_no_alerts() -> None:
    assert AlertEngine([]).on_stories([story("s1", happening())]) == []


def test_an_alert_raised_on_a_sentence_that_is_gone_is_withdrawn_quietly_and_comes_back_quietly() -> None:
    e = engine(CLASH)
    without = happening(signal=None, articles=["a1"])
    (first,) = e.on_stories([story("s1", happening(articles=["a1", "a2"]))])
    (gone,) = e.on_stories([story("s1", without, revision=2)])
    assert (gone.id, gone.superseded_by, gone.quiet) == (first.id, "withdrawn", True)
    assert e.alerts() == []
    (again,) = e.on_stories([story("s1", happening(articles=["a1", "a2"]), revision=3)])
    assert (again.id, again.superseded_by, again.quiet, again.version) == (first.id, None, True, gone.version + 1)


def test_an_alert_stays_when_only_what_it_tells_has_changed() -> None:
    e = engine(CLASH)
    e.on_stories([story("s1", happening(articles=["a1"]))])
    e.on_stories([story("s1", happening(signal=None, articles=["a1"]), revision=2)])
    assert len(e.alerts()) == 1
