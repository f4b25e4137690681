"""A story that thousands of articles tell: what its record carries, and that its figures rest on all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from processors.stories.ledger import CARRIED, carried
from processors.stories.reconcile import reconcile
from tests.stories.long import long_story
from tocsin.records import Claim, Evidence

DAY = datetime(2024, 3, 1, tzinfo=UTC)


def claim(number: int, best: int, **more: object) -> Claim:
    there = Evidence(text="", article_id=f"a{number}", start=0, end=0)
    values = {"id": f"c{number}", "kind": "killed", "low": best, "best": best, "high": best, "origin": f"o{number}"}
    at = DAY + timedelta(minutes=number)
    return Claim.model_validate({**values, "published_at": at, "evidence": there, **more})


def test_a_short_ledger_is_carried_whole() -> None:
    claims = [claim(number, number) for number in range(CARRIED)]
    assert carried(claims) == claims


def test_every_figure_comes_before_a_repetition() -> None:
    claims = [claim(number, 7 if number else 5, attributed_to="police") for number in range(3 * CARRIED)]
    kept = carried(claims, (7,))
    assert len(kept) == CARRIED
    assert kept[0].id == "c0"
    assert kept[-1].id == claims[-1].id


def test_what_a_claim_refers_to_comes_along() -> None:
    claims = [claim(number, number) for number in range(3 * CARRIED)]
    claims[-1] = claims[-1].model_copy(update={"part_of": "c0", "revised_from": "c1"})
    assert {"c0", "c1"} <= {one.id for one in carried(claims)}


def test_the_range_rests_on_all_and_the_rest_is_counted() -> None:
    claims = [claim(number, 4, attributed_to=f"Paper {number}") for number in range(500)]
    known = reconcile([*claims, claim(-1, 3, attributed_to="Army")], frozenset(), "range")["killed"]
    assert (known.low, known.best) == (3, 4)
    assert len(known.claims) + known.claims_left_out == 501
    assert "c-1" in {one.id for one in known.claims}


def test_a_story_of_a_thousand_articles_fits_a_message() -> None:
    story = long_story(1000)
    killed = story.quantities["killed"]
    assert len(story.articles) == 1000
    assert killed.claims_left_out > 800
    assert len(story.to_json()) < 1_000_000
