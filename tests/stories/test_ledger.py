"""Reconciling: what figures of several articles come to."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.stories.reconcile import reconcile
from tocsin.records import Claim, Evidence, Reconciled

DAY = datetime(2024, 3, 1, tzinfo=UTC)


def claim(article: str, best: int | None, low: int | None = -1, high: int | None = -1, **more: object) -> Claim:
    """An exact figure unless low or high is given; articles are a day apart by their number."""
    number = int("".join(c for c in article if c.isdigit()) or 0)
    values: dict[str, object] = {
        "id": f"{article}/{more.get('side')}/{best}/{low}/{high}",
        "kind": "killed",
        "low": best if low == -1 else low,
        "best": best,
        "high": best if high == -1 else high,
        "origin": article,
        "published_at": DAY + timedelta(days=number),
        "evidence": Evidence(text="", article_id=article, start=0, end=0),
    }
    return Claim.model_validate({**values, **more})


def one(*claims: Claim, parties: frozenset[str] = frozenset(), convention: str = "range") -> Reconciled:
    return reconcile(claims, parties, convention)["killed"]


def figure(known: Reconciled) -> tuple[int | None, int | None, int | None]:
    return known.low, known.best, known.high


def test_articles_are_never_added_up() -> None:
    assert figure(one(claim("a1", 4), claim("a2", 4), claim("a3", 4))) == (4, 4, 4)


def test_parts_are_added_within_an_article_and_never_to_their_whole() -> None:
    total = claim("a1", 4)
    parts = [claim("a1", 1, side="police", part_of=total.id), claim("a1", 3, side="attackers", part_of=total.id)]
    assert figure(one(total, *parts)) == (4, 4, 4)
    assert figure(one(*parts)) == (4, 4, 4)


def test_a_number_of_no_side_smaller_than_the_parts_is_a_part_too() -> None:
    assert figure(one(claim("a1", 1), claim("a1", 3, 3, None, side="others"))) == (4, 4, None)
    assert figure(one(claim("a1", 3), claim("a1", 3, side="attackers"), claim("a1", 1, side="police"))) == (4, 4, 4)


def test_a_vague_total_becomes_exact_by_its_parts() -> None:
    total = claim("a1", 80, 80, None)
    known = one(total, claim("a1", 30, side="x", part_of=total.id), claim("a1", 52, side="y", part_of=total.id))
    assert figure(known) == (80, 82, None)


def test_later_and_higher_is_a_revision() -> None:
    known = one(claim("a1", 4), claim("a2", 7))
    assert figure(known) == (7, 7, 7)
    assert not known.contested
    assert [c.superseded_by is not None for c in known.claims] == [True, False]


def test_a_figure_revised_down_replaces_the_higher_one() -> None:
    old, new = claim("a2", 12, qualifier=None), claim("a2", 9)
    known = one(claim("a1", 12), old, new.model_copy(update={"revised_from": old.id}))
    assert figure(known) == (9, 9, 9)
    assert not known.contested


def test_a_later_lower_figure_of_others_stands_beside() -> None:
    known = one(claim("a1", 12), claim("a2", 9))
    assert (known.low, known.high) == (9, 12)
    assert known.contested


def test_the_same_source_corrects_itself() -> None:
    known = one(claim("a1", 12, origin="AFP"), claim("a2", 9, origin="AFP"))
    assert figure(known) == (9, 9, 9)


def test_rivals_do_not_revise_each_other() -> None:
    known = one(claim("a1", 10, attributed_to="Kyiv"), claim("a2", 200, attributed_to="Moscow"))
    assert (known.low, known.high) == (10, 200)
    assert known.contested


def test_another_figure_for_the_same_side_is_no_part_of_the_first() -> None:
    known = one(claim("a1", 6, side="civilians"), claim("a2", 4, side="civilians"))
    assert figure(known) == (4, 4, 6)
    assert known.contested


def test_those_who_died_later_are_no_figure_of_their_own_side() -> None:
    total = claim("a2", 26, side="civilians")
    later = claim("a2", 2, side="civilians", part_of=total.id)
    known = one(claim("a1", 21, side="civilians"), total, later)
    assert figure(known) == (26, 26, 26)
    assert not known.contested


def test_a_sum_of_sides_is_as_uncertain_as_what_each_side_says() -> None:
    army = claim("a1", 40, side="militia", attributed_to="army")
    militia = [claim("a2", n, side=side, attributed_to="militia") for side, n in (("militia", 8), ("army", 60))]
    known = one(army, *militia, parties=frozenset({"army", "militia"}))
    assert figure(known) == (68, 68, 100)
    assert known.contested


def test_a_neutral_figure_comes_before_a_party_s() -> None:
    known = one(
        claim("a1", 40, 40, 60, attributed_to="police"),
        claim("a2", 45, 30, 50, attributed_to="hospital"),
        parties=frozenset({"police"}),
    )
    assert known.best == 45
    assert not known.contested


def test_a_vague_figure_adds_nothing_to_a_precise_one_within() -> None:
    assert figure(one(claim("a1", 3, 3, None), claim("a2", 5))) == (5, 5, 5)
    assert figure(one(claim("a1", 30, 26, 34), claim("a2", 30))) == (30, 30, 30)


def test_ranges_that_overlap_widen() -> None:
    assert (one(claim("a1", 12, 10, 15), claim("a1b", 16, 13, 20)).low) == 10


def test_stock_is_never_counted_and_units_are_never_summed() -> None:
    troops = {"kind": "troops"}
    stock = claim("a1", 4500, mode="stock", **troops)
    unit = claim("a1", None, 300, 1000, qualifier="unit", mode="flow_in", **troops)
    assert reconcile([stock], frozenset(), "range") == {}
    both = reconcile([stock, unit, claim("a1", 700, mode="flow_in", **troops)], frozenset(), "range")["troops"]
    assert figure(both) == (700, 700, 700)
    alone = reconcile([unit, unit.model_copy(update={"id": "again"})], frozenset(), "range")["troops"]
    assert figure(alone) == (300, None, 1000)


def test_flows_in_and_out_stand_apart() -> None:
    known = reconcile(
        [claim("a1", 700, kind="troops", mode="flow_in"), claim("a1", 200, kind="troops", mode="flow_out")],
        frozenset(),
        "range",
    )
    assert (known["troops"].best, known["troops:flow_out"].best) == (700, 200)


def test_same_as_counts_once() -> None:
    first = claim("a1", 3, side="a")
    assert figure(one(first, claim("a1", 3, side="b", same_as=first.id))) == (3, 3, 3)


@pytest.mark.parametrize(
    ("convention", "expected"), [("range", (9, 9, 12)), ("acled", (9, 9, 9)), ("ucdp", (9, 9, 12))]
)
def test_conventions(convention: str, expected: tuple[int, int, int]) -> None:
    assert figure(one(claim("a1", 12), claim("a2", 9), convention=convention)) == expected


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 50), st.booleans()), min_size=1, max_size=8), st.randoms())
def test_order_of_claims_does_not_matter_and_bounds_hold(rows: list[tuple[int, int, bool]], rng: random.Random) -> None:
    claims = [
        claim(f"a{article}", number, number, None if open_ else number, side=None).model_copy(update={"id": f"c{i}"})
        for i, (article, number, open_) in enumerate(rows)
    ]
    known = one(*claims)
    shuffled = claims[:]
    rng.shuffle(shuffled)
    again = one(*shuffled)
    assert figure(known) == figure(again)
    assert known.contested == again.contested
    assert len(known.claims) == len(claims)
    assert known.low is not None and known.best is not None
    assert known.low <= known.best and (known.high is None or known.best <= known.high)
    assert known.best <= max(number for _, number, _ in rows)
