"""Our own suite (``suite/*.jsonl``): is it whole and sound, and has the shipped build become worse on it?"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import pycountry
import pytest

from processors.evaluation.data import Annotated, read
from processors.evaluation.evaluate import evaluate
from processors.evaluation.table import fallen
from tocsin.records import Analysis, Article
from tocsin.records import analysis as records
from tocsin.settings import Settings

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LANGUAGES = ("en", "fr")
HALVES = ("work", "report")
ONTOLOGY = json.loads((ROOT / "processors/extraction/lexicon/ontology.json").read_text("utf-8"))["plover"]
MODES = {(type_, mode) for type_, entry in ONTOLOGY.items() for mode in entry["modes"] or [None]}
NOT_SAID = {"fr": {"scores"}}
"""French has no word for "scores"."""
ROWS = {
    "several": (3, 3, 9),
    "tens": (10, 10, 99),
    "dozens": (12, 12, 99),
    "scores": (20, 20, 99),
    "unknown": (2, 3, None),
}
"""Rows of the counting table without a number of their own."""


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def items(language: str) -> list[Annotated]:
    return list(read(HERE / "suite" / f"{language}.jsonl"))


def gold_of(items: Sequence[Annotated], part: str, half: str | None = None) -> list[dict[str, Any]]:
    return [one for item in items if half in (None, item.half) for one in item.gold[part]]


def lacking(wanted: set[Any], found: set[Any]) -> list[str]:
    return sorted(map(str, wanted - found))


def test_at_least_300_different_ones_half_to_work_on_and_half_to_report(items: list[Annotated]) -> None:
    bodies = [item.article.body for item in items]
    assert len(set(bodies)) == len(bodies) >= 300
    assert len({item.article.id for item in items}) == len(items)
    halves = Counter(item.half for item in items)
    assert set(halves) == set(HALVES)
    assert abs(halves["work"] - halves["report"]) < 0.05 * len(items)


def test_enough_irrelevant_ones_and_enough_with_all_their_names(items: list[Annotated]) -> None:
    assert sum(not item.gold["relevant"] for item in items) >= 80
    assert sum(item.gold.get("entities_complete", False) for item in items) >= 120
    assert all(
        event["realis"] == "historical" for item in items if not item.gold["relevant"] for event in item.gold["events"]
    )
    counting = [item.gold for item in items if not item.gold["relevant"] and item.gold["quantities"]]
    assert all(gold["events"] for gold in counting), "figures without relevance are those of history"


@pytest.mark.parametrize("half", HALVES)
def test_every_type_mode_signal_and_realis_is_covered(items: list[Annotated], half: str) -> None:
    events = [event for event in gold_of(items, "events", half) if not event.get("optional")]
    assert not lacking(set(get_args(records.EventType)), {event["type"] for event in events})
    assert not lacking(MODES, {(event["type"], event["mode"]) for event in events})
    assert not lacking(set(get_args(records.Signal)), {event.get("signal") for event in events})
    assert not lacking(set(get_args(records.Realis)), {event["realis"] for event in events})


@pytest.mark.parametrize("half", HALVES)
def test_every_row_of_the_counting_table_is_covered(items: list[Annotated], half: str, language: str) -> None:
    quantities = gold_of(items, "quantities", half)
    qualifiers = set(get_args(records.Qualifier)) - NOT_SAID.get(language, set())
    assert not lacking({None, *qualifiers}, {one["qualifier"] for one in quantities})
    assert not lacking(set(get_args(records.QuantityKind)), {one["kind"] for one in quantities})
    assert not lacking(set(get_args(records.QuantityMode)), {one["mode"] for one in quantities})
    assert {one["status"] for one in quantities} == {"actual", "announced"}
    for link in ("part_of", "same_as", "revised_from", "attributed_to", "side"):
        assert any(one.get(link) is not None for one in quantities), link
    assert any(one["event"] is None for one in quantities)
    halved = [item for item in items if item.half == half]
    assert any(event.get("contested_by") for event in gold_of(halved, "events"))
    assert any(item.gold.get("origins") for item in halved)
    assert any(isinstance(event.get("date"), dict) for event in gold_of(halved, "events"))


def test_values_are_those_of_the_records(items: list[Annotated]) -> None:
    for event in gold_of(items, "events"):
        assert (event["type"], event["mode"]) in MODES or event["mode"] is None, event
        assert event.get("signal") in (None, *get_args(records.Signal)), event
        assert event["realis"] in get_args(records.Realis), event
        assert event["realis"] != "historical" or event.get("signal") is None, event
        assert event["evidence"]["start"] <= event["trigger"]["start"] < event["evidence"]["end"], event
        if event.get("date"):
            EventDates.check(event["date"])
        country = (event.get("place") or {}).get("country")
        assert country in (None, "XK") or pycountry.countries.get(alpha_2=country), event
    for entity in (entity for item in items for entity in item.gold.get("entities", ())):
        assert entity["label"] in get_args(records.EntityLabel) and entity["name"], entity


class EventDates:
    @staticmethod
    def check(date: str | dict[str, str]) -> None:
        ends = date if isinstance(date, dict) else {"start": date, "end": date}
        records.EventDate.model_validate(ends)
        assert ends["start"] <= ends["end"], date


def test_figures_follow_the_counting_table(items: list[Annotated]) -> None:
    for item in items:
        figures, events = item.gold["quantities"], item.gold["events"]
        for one in figures:
            assert one["kind"] in get_args(records.QuantityKind) and one["mode"] in get_args(records.QuantityMode), one
            assert one["event"] is None or one["event"] < len(events), one
            for link in ("part_of", "same_as", "revised_from"):
                assert one.get(link) is None or figures[one[link]] is not one, one
            assert follows(one), one


def follows(one: dict[str, Any]) -> bool:
    low, best, high = one["low"], one["best"], one["high"]
    match one["qualifier"]:
        case None:
            return bool(low == best == high)
        case "at least":
            return low == best and high is None
        case "about":
            return bool(low == 85 * best // 100 and high == -(-115 * best // 100))
        case "nearly":
            return bool(low == math.floor(9 * best / 10) and high == best)
        case "up to":
            return bool(low == 1 and high == best)
        case "between":
            return bool(low == best < high)
        case "unit":
            return bool(best is None and low < high and low % 100 == 0)
        case "hundreds":
            return (low, best, high) in ((100, 100, 999), (100_000, 100_000, 999_999))
        case "thousands":
            return (low, best, high) in ((1000, 1000, 9999), (10_000, 10_000, 99_999))
        case qualifier:
            return (low, best, high) == ROWS[qualifier]


def test_a_perfect_build_would_get_full_marks(items: list[Annotated]) -> None:
    card = evaluate(items, lambda _: [perfect(item) for item in items])
    shares = {line.name: line.f1 for line in card.lines}
    assert shares.pop("alarms on irrelevant articles") == shares.pop("history taken for new") == 0
    assert not {name: share for name, share in shares.items() if share < 1}


def perfect(item: Annotated) -> Analysis:
    """The analysis that says just what is annotated."""
    gold, start = item.gold, {"text": item.article.body[:1], "start": 0, "end": 1}
    events = []
    for number, event in enumerate(gold["events"]):
        date = event.get("date")
        kept = {
            "id": str(number),
            "date": {"start": date, "end": date} if isinstance(date, str) else date,
            "place": {**event["place"], **start} if event.get("place") else None,
            **{role: [{"name": name, **start} for name in event.get(role, ())] for role in ("actors", "recipients")},
        }
        events.append(records.Event.model_validate({**event, **kept}))
    return Analysis.model_validate(
        {
            "article_id": item.article.id,
            "language": item.article.language,
            "relevance": float(gold["relevant"]),
            "origins": gold.get("origins", []),
            "entities": gold.get("entities", []),
            "quantities": gold["quantities"],
            "events": events,
        }
    )


@pytest.mark.slow
def test_no_figure_of_the_report_half_has_fallen() -> None:
    from processors.pipeline import reader

    page = ROOT / "docs" / "accuracy.md"
    files = sorted((HERE / "suite").glob("*.jsonl"))
    items = [item for file in files for item in read(file) if item.half == "report"]

    def analyse(articles: Sequence[Article]) -> list[Analysis]:
        with reader(Settings()) as run:
            return [one.analysis for one in run(articles)]

    assert not fallen(evaluate(items, analyse), page.read_text("utf-8"))
