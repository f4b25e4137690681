"""The verdicts are a function of the set of articles."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.dedupe import DedupeConfig, Deduplicator, Fingerprint
from tests.dedupe.texts import BRIDGE, FRENCH, MONDAY, STRIKE, TEMPLATE, first, mark

TEXTS = [
    BRIDGE,
    first(BRIDGE, 0.5),
    first(BRIDGE, 0.27),
    "PRISTINA (AFP) - " + BRIDGE,
    "A new beginning was on everyone's lips on Friday in Arlen.\n\n" + BRIDGE,
    "\n\n".join(BRIDGE.split("\n\n")[1:]),
    BRIDGE.replace("said", "stated").replace("Soldiers", "Troops"),
    STRIKE,
    first(STRIKE, 0.6),
    STRIKE.replace("four tanks", "nine tanks").replace("Karsa", "Belin").replace("Tuesday", "Friday"),
    first(BRIDGE, 0.2) + "\n\n" + first(STRIKE, 0.3) + "\n\n" + first(FRENCH, 0.3),
    FRENCH,
    first(FRENCH, 0.6),
    TEMPLATE.format(n=14, m=5, place="Zvecan", day="Monday"),
    TEMPLATE.format(n=3, m=11, place="Gjilan", day="Sunday"),
    "Short.",
    "",
]
HOURS = [0.0, 1.0, 1.0, 20.0, 50.0, 71.9, 72.0, 72.1, 100.0, 140.0]


def verdicts(dedupe: Deduplicator) -> dict[str, tuple[str | None, float | None]]:
    return {i.verdict.article_id: (i.verdict.duplicate_of, i.verdict.similarity) for i in dedupe.items()}


def in_one_pass(marks: list[Fingerprint]) -> dict[str, tuple[str | None, float | None]]:
    """The reference: each judged once, in the order of event time, with nothing later known."""
    dedupe = Deduplicator()
    for one in sorted(marks, key=lambda m: (m.time or 0, m.id)):
        dedupe.add([one])
    return verdicts(dedupe)


streams = st.lists(st.tuples(st.integers(0, len(TEXTS) - 1), st.sampled_from(HOURS)), min_size=2, max_size=14).map(
    lambda picks: [mark(f"a{i:02d}", TEXTS[text], hours) for i, (text, hours) in enumerate(picks)]
)


@settings(max_examples=120, deadline=None)
@given(streams, st.randoms(use_true_random=False), st.integers(1, 5))
def test_any_order_of_arrival_and_any_batches_give_the_same_verdicts(marks, random, size):
    shuffled = marks[:]
    random.shuffle(shuffled)
    dedupe = Deduplicator()
    for at in range(0, len(shuffled), size):
        dedupe.add(shuffled[at : at + size])
    assert verdicts(dedupe) == in_one_pass(marks)


@settings(max_examples=60, deadline=None)
@given(streams, st.randoms(use_true_random=False), st.integers(0, 14))
def test_a_restart_in_the_middle_changes_nothing(marks, random, half):
    shuffled = marks[:]
    random.shuffle(shuffled)
    before = Deduplicator()
    before.add(shuffled[:half])
    state = list(before.items())
    random.shuffle(state)
    after = Deduplicator()
    assert after.restore(state) == []
    assert {i.verdict.article_id: i.verdict for i in after.items()} == {i.verdict.article_id: i.verdict for i in state}
    after.add(shuffled[half:])
    assert verdicts(after) == in_one_pass(marks)


@settings(max_examples=60, deadline=None)
@given(streams, st.randoms(use_true_random=False))
def test_what_is_told_adds_up_to_the_final_verdicts(marks, random):
    """Whoever keeps the verdict with the highest revision knows what the deduplicator knows."""
    shuffled = marks + marks[:3]
    random.shuffle(shuffled)
    dedupe, told = Deduplicator(), {}
    for one in shuffled:
        answer = dedupe.add([one])
        assert answer[0].article_id == one.id
        for verdict in answer:
            known = told.get(verdict.article_id)
            if known is not None and verdict.revision == known.revision:
                assert verdict == known
            assert known is None or verdict.revision >= known.revision
            told[verdict.article_id] = verdict
    assert {name: (v.duplicate_of, v.similarity) for name, v in told.items()} == in_one_pass(marks)


@settings(max_examples=60, deadline=None)
@given(streams)
def test_every_duplicate_names_an_original_that_came_before_it(marks):
    found = in_one_pass(marks)
    keys = {m.id: (m.time, m.id) for m in marks}
    for name, (root, _) in found.items():
        if root is not None:
            assert found[root][0] is None
            assert keys[root] < keys[name]


def test_the_versions_of_one_id_give_the_same_whatever_comes_first():
    old, new = mark("a", STRIKE, 1), mark("a", BRIDGE, 5)
    other = mark("b", BRIDGE, 9)
    results = []
    for order in ([old, new, other], [new, other, old], [other, new, old]):
        dedupe = Deduplicator()
        for one in order:
            dedupe.add([one])
        results.append(verdicts(dedupe))
    assert results[0] == results[1] == results[2]
    assert results[0]["b"] == (None, None)


def test_a_late_original_takes_over_its_copies():
    dedupe = Deduplicator()
    assert [v.duplicate_of for v in dedupe.add([mark("cut", first(BRIDGE, 0.4), 5)])] == [None]
    assert [v.duplicate_of for v in dedupe.add([mark("copy", BRIDGE, 9)])] == ["cut"]
    late = dedupe.add([mark("first", BRIDGE, 1)])
    assert [(v.article_id, v.duplicate_of, v.revision) for v in late] == [
        ("first", None, 0), ("cut", "first", 1), ("copy", "first", 1),
    ]  # fmt: skip


def test_redelivery_gives_the_same_verdict_and_changes_nothing():
    dedupe = Deduplicator()
    dedupe.add([mark("a", BRIDGE, 0), mark("b", BRIDGE, 3)])
    before = verdicts(dedupe)
    again = dedupe.add([mark("b", BRIDGE, 3), mark("a", BRIDGE, 0)])
    assert [(v.article_id, v.duplicate_of, v.revision) for v in again] == [("b", "a", 0), ("a", None, 0)]
    assert verdicts(dedupe) == before


def test_without_times_the_order_of_arrival_counts_and_survives_a_restart():
    dedupe = Deduplicator()
    dedupe.add([mark("z", BRIDGE, None), mark("a", BRIDGE, None)])
    assert verdicts(dedupe) == {"z": (None, None), "a": ("z", 1.0)}
    after = Deduplicator()
    after.restore(reversed(list(dedupe.items())))
    after.add([mark("b", STRIKE, None), mark("c", BRIDGE, None)])
    assert verdicts(after) == {"z": (None, None), "a": ("z", 1.0), "b": (None, None), "c": ("z", 1.0)}


def test_an_article_with_a_time_comes_before_those_without():
    dedupe = Deduplicator()
    dedupe.add([mark("untimed", BRIDGE, None)])
    changed = dedupe.add([mark("timed", BRIDGE, 4)])
    assert {v.article_id: v.duplicate_of for v in changed} == {"timed": None, "untimed": "timed"}


def test_eviction_bounds_the_state_and_keeps_what_may_still_be_copied():
    dedupe = Deduplicator(DedupeConfig(window_hours=10, lateness_hours=10))
    dedupe.add([mark("old", STRIKE, 0), mark("new", BRIDGE, 30)])
    assert dedupe.evict(MONDAY + timedelta(hours=31)) == 1
    assert set(verdicts(dedupe)) == {"new"}
    assert dedupe._postings.keys() == set(mark("new", BRIDGE, 30).anchors.tolist())
    small = Deduplicator(DedupeConfig(max_items=3))
    small.add([mark(f"n{i}", f"{BRIDGE} {i}", i) for i in range(9)])
    small.evict(MONDAY)
    assert set(verdicts(small)) == {"n6", "n7", "n8"}
