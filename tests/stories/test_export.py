"""Exports: the columns that other tools read, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json

import pytest

from processors.stories import StoryLinker
from processors.stories.export import FORMATS, export, export_lines
from processors.stories.exports.rows import country, safe
from tests.stories.facts import actor, analysis, event, exact, seeds
from tocsin.records import Actor, Quantity, Reconciled, Story


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return StoryLinker().add(seeds()).stories


def rows(stories: list[Story], form: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(stories, form), newline="")))


def test_acled_codes_the_clash_with_conservative_fatalities(stories: list[Story]) -> None:
    table = rows(stories, "acled")
    clash = next(row for row in table if row["event_type"] == "Battles")
    assert (clash["event_date"], clash["year"], clash["time_precision"]) == ("2023-09-24", "2023", "1")
    assert (clash["country"], clash["location"], clash["geo_precision"]) == ("Kosovo", "Banjska", "1")
    assert (clash["fatalities"], clash["disorder_type"]) == ("4", "Political violence")
    assert clash["event_id_cnty"].startswith("XKX")
    assert len({row["event_id_cnty"] for row in table}) == len(table)
    assert not [row for row in table if row["event_date"].startswith("2013")]


def test_acled_follows_what_the_articles_tell_of_who_acts_upon_whom(stories: list[Story]) -> None:
    story = next(s for s in stories if any(h.quantities.get("killed") for h in s.happenings))
    mob = story.happenings[0].model_copy(update={"acled": ["Riots", "Mob violence"]})
    (row,) = rows([story.model_copy(update={"happenings": [mob]})], "acled")
    assert (row["event_type"], row["sub_event_type"]) == ("Riots", "Mob violence")


def test_acled_names_those_without_a_name_by_kind_and_country() -> None:
    gunmen, villagers = (
        actor("gunmen", "group:gunmen", sector="UAF"),
        actor("villagers", "group:civilians", sector="CVL"),
    )
    mob = actor("shopkeepers", "group:shopkeepers", sector="CVL")
    events = [
        event("a", 0, "ASSAULT", "firearms", "ARMED_CLASH", where="Zvecan", when="2023-05-29", actors=[gunmen],
              recipients=[villagers]),
        event("a", 1, "PROTEST", "riot", "VIOLENT_PROTEST", where="Banjska", when="2023-05-28", actors=[mob],
              recipients=[actor("Kosovo Police", "kosovo-police", country="XK", sector="COP")]),
    ]  # fmt: skip
    told = StoryLinker().add([analysis("a", "en", "2023-05-30", ["Zvecan"], ["attack"], events=events)]).stories
    table = {(row["actor1"], row["inter1"], row["actor2"]) for row in rows(told, "acled")}
    assert table == {
        ("Unidentified Armed Group (Kosovo)", "Political militia", "Civilians (Kosovo)"),
        ("Rioters (Kosovo)", "Rioters", "Kosovo Police"),
    }


def test_ucdp_deaths_by_side_add_up_to_best(stories: list[Story]) -> None:
    (row,) = rows(stories, "ucdp")
    assert (row["best"], row["low"], row["high"]) == ("4", "4", "4")
    assert sum(int(row[c]) for c in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")) == 4
    assert row["deaths_b"] == "1"
    assert (row["date_start"], row["date_prec"], row["where_prec"]) == ("2023-09-24", "1", "1")
    assert row["id"].isdigit() and row["priogrid_gid"].isdigit()


def test_plover_lines(stories: list[Story]) -> None:
    events = [json.loads(line) for line in export_lines(stories, "plover")]
    clash = next(e for e in events if e["num_dead"] == 4)
    assert (clash["event_type"], clash["event_mode"], clash["location"]["country"]) == ("ASSAULT", "firearms", "XKX")


def test_geojson_is_longitude_first(stories: list[Story]) -> None:
    collection = json.loads(export(stories, "geojson"))
    assert collection["type"] == "FeatureCollection"
    clash = next(f for f in collection["features"] if f["properties"]["place"] == "Banjska")
    assert clash["geometry"] == {"type": "Point", "coordinates": [20.776, 42.974]}
    assert all(f["geometry"] is None or len(f["geometry"]["coordinates"]) == 2 for f in collection["features"])


def test_jsonl_comes_back_as_it_was(stories: list[Story]) -> None:
    assert [Story.from_json(line) for line in export_lines(stories, "jsonl")] == stories


def test_csv_one_row_a_happening(stories: list[Story]) -> None:
    table = rows(stories, "csv")
    assert len(table) == sum(len(story.happenings) for story in stories)
    assert {row["injured_best"] for row in table} == {"", "82"}


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", " =1"])
def test_cells_that_begin_like_a_formula_are_text(cell: str) -> None:
    assert safe(cell) == "'" + cell


def test_numbers_stay_numbers() -> None:
    assert safe(-20.5) == -20.5


@pytest.mark.parametrize("form", [f for f in FORMATS if f not in ("jsonl", "plover")])
def test_nothing_gives_a_valid_empty_export(form: str) -> None:
    text = export([], form)
    assert text.count("\n") >= 1
    if form == "geojson":
        assert json.loads(text)["features"] == []


def test_absorbed_stories_are_left_out(stories: list[Story]) -> None:
    assert not export([Story(id="x", merged_into="y")], "jsonl")


def test_an_unknown_form_says_which_there_are() -> None:
    with pytest.raises(ValueError, match="acled"):
        export([], "xlsx")


def _clash(actors: list[Actor], recipients: list[Actor], *killed: Quantity) -> list[Story]:
    told = event(
        "x", 0, "ASSAULT", "firearms", "ARMED_CLASH",
        where="Zvecan", when="2024-05-02", actors=actors, recipients=recipients, quantities=list(range(len(killed))),
    )  # fmt: skip
    item = analysis("x", "en", "2024-05-03", ["Zvecan"], ["clash"], events=[told], quantities=list(killed))
    return StoryLinker().add([item]).stories


def test_two_who_fight_each_other_stand_on_one_side_each() -> None:
    army, militia = actor("Army", "org:army", country="XK", sector="MIL"), actor("Militia", "org:militia", sector="REB")
    fought = _clash([militia, army], [militia, army], exact("killed", 8, event=0, side="Militia"))
    (row,) = rows(fought, "ucdp")
    assert (row["side_a"], row["side_b"], row["deaths_a"]) == ("Militia", "Army", "8")
    (row,) = rows(fought, "acled")
    assert (row["actor1"], row["assoc_actor_1"], row["actor2"], row["assoc_actor_2"]) == ("Militia", "", "Army", "")


def test_civilians_who_die_in_one_sided_violence_are_counted_as_such() -> None:
    people = actor("civilians", "group:civilians", sector="CVL")
    told = _clash([actor("gunmen", "group:gunmen")], [people], exact("killed", 7, event=0, side="civilians"))
    (row,) = rows(told, "ucdp")
    assert (row["type_of_violence"], row["deaths_b"], row["deaths_civilians"], row["best"]) == ("3", "0", "7", "7")


def test_people_freed_stand_in_a_column_of_their_own(stories: list[Story]) -> None:
    story = stories[0]
    freed = Reconciled(low=28, best=28, high=28, mode="flow_out")
    since = Reconciled(low=120, best=120, high=None, mode="cumulative")
    one = story.happenings[0].model_copy(update={"quantities": {"abducted": freed, "killed": since}})
    (row,) = rows([story.model_copy(update={"happenings": [one]})], "csv")
    assert (row["abducted_best"], row["killed_best"], row["gone"], row["contested"]) == ("", "", "28 freed", "no")
    assert rows([story.model_copy(update={"happenings": [one]})], "ucdp") == []


@pytest.mark.parametrize(
    ("code", "acled", "ucdp"),
    [
        ("CD", "Democratic Republic of Congo", "DR Congo (Zaire)"),
        ("ML", "Mali", "Mali"),
        ("YE", "Yemen", "Yemen (North Yemen)"),
    ],
)
def test_countries_are_called_as_their_communities_call_them(code: str, acled: str, ucdp: str) -> None:
    assert (country(code, "acled")[0], country(code, "ucdp")[0]) == (acled, ucdp)


def test_what_a_state_does_to_a_crowd_is_one_sided(stories: list[Story]) -> None:
    riot = (
        stories[0]
        .happenings[0]
        .model_copy(
            update={
                "type": "PROTEST",
                "actors": [actor("protesters", sector="CVL")],
                "recipients": [actor("police", sector="COP")],
                "quantities": {"killed": Reconciled(low=3, best=3, high=6)},
            }
        )
    )
    (row,) = rows([stories[0].model_copy(update={"happenings": [riot]})], "ucdp")
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == ("3", "police", "protesters")
