"""What is remembered of earlier calls, and when it is made anew."""

from __future__ import annotations

from processors.recent import Recent


def test_the_same_objects_give_the_result_made_before() -> None:
    recent: Recent[list[int]] = Recent(4)
    parts = ([1], [2])
    first = recent.get(parts, ("a",), lambda: [1])
    assert recent.get(parts, ("a",), lambda: [2]) is first


def test_equal_objects_that_are_not_the_same_are_others() -> None:
    recent: Recent[int] = Recent(4)
    made = [recent.get(([1],), (), lambda: 1), recent.get(([1],), (), lambda: 2)]
    assert made == [1, 2]


def test_values_beside_the_objects_tell_results_apart() -> None:
    recent: Recent[int] = Recent(4)
    part = object()
    assert recent.get((part,), ("range",), lambda: 1) == 1
    assert recent.get((part,), ("ucdp",), lambda: 2) == 2


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    recent: Recent[int] = Recent(2)
    one, two, three = object(), object(), object()
    recent.get((one,), (), lambda: 1)
    recent.get((two,), (), lambda: 2)
    recent.get((one,), (), lambda: 9)  # asked for again: two is the oldest now
    recent.get((three,), (), lambda: 3)
    assert len(recent) == 2
    assert recent.get((one,), (), lambda: 9) == 1
    assert recent.get((two,), (), lambda: 8) == 8


def test_an_identity_is_not_reused_while_its_result_is_remembered() -> None:
    recent: Recent[int] = Recent(1_000)
    fresh = iter(range(500))
    assert [recent.get(([number],), (), lambda: next(fresh)) for number in range(500)] == list(range(500))
