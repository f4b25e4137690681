"""A start does not compare again what was compared: what is kept of it, and when it is not to be trusted."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.agents.told import Place
from processors.stories import Linkable, StoryConfig, StoryLinker, links, memory
from processors.stories.links import Kept
from tests.stories.test_order import CONFIG, article, final, living, stream


def stored(linker: StoryLinker) -> tuple[list[Linkable], dict[str, Kept]]:
    """What a state topic gives back."""
    written = [Place(item=item, links=linker.kept(item.id)).model_dump_json() for item in linker.items()]
    places = [Place.model_validate_json(line) for line in written]
    return [place.item for place in places], {p.item.id: p.links for p in places if p.links is not None}


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows with every pair that is compared."""
    pairs: list[int] = []
    real = memory.nearness
    monkeypatch.setattr(memory, "nearness", lambda *pair: pairs.append(1) or real(*pair))
    return pairs


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 59), st.booleans())
def test_a_start_with_what_was_kept_goes_on_as_if_nothing_had_been(
    seed: int, order: int, cut: int, changed: bool
) -> None:
    items = stream(seed, 60)
    random.Random(order).shuffle(items)
    if changed:  # another text under an id that is known
        items.append(items[0].model_copy(update={"terms": items[-1].terms, "names": items[-1].names}))
    through, stopped = StoryLinker(CONFIG), StoryLinker(CONFIG)
    expected: dict = {}
    latest: dict = {}
    for start in range(0, len(items), 7):
        batch = items[start : start + 7]
        expected = final(through.add(batch).stories, expected)
        if start <= cut < start + 7:
            table, kept = stored(stopped)
            again = StoryLinker(CONFIG)
            assert not again.restore(table, stopped.revisions(), kept).stories
            stopped = again
        latest = final(stopped.add(batch).stories, latest)
    assert living(latest) == living(expected)


def test_nothing_is_compared_at_a_start_and_only_the_new_after_it(compared: list[int]) -> None:
    first = StoryLinker(CONFIG)
    first.add(stream(3, 60))
    table, kept = stored(first)
    del compared[:]
    second = StoryLinker(CONFIG)
    assert not second.restore(table[::-1], first.revisions(), kept).stories
    assert not compared
    second.add([article(900, 1, 130)])
    assert 0 < len(compared) <= 60


def test_state_without_links_is_compared_again(compared: list[int]) -> None:
    first = StoryLinker(CONFIG)
    first.add(stream(3, 60))
    table, _ = stored(first)
    lines = [Place(item=item).model_dump_json(exclude={"links"}) for item in table]
    assert all(Place.model_validate_json(line).links is None for line in lines)
    del compared[:]
    assert not StoryLinker(CONFIG).restore(table, first.revisions()).stories
    assert compared


@pytest.mark.parametrize(
    "spoilt",
    [{"basis": "of another day"}, {"mark": "no hex"}, {"mark": "00"}, {"near": "AAAA"}, {"near": "!"}, {"far": "AAA"}],
    ids=str,
)
def test_what_was_reckoned_otherwise_or_cannot_be_read_is_compared_again(
    spoilt: dict[str, str], compared: list[int]
) -> None:
    first = StoryLinker(CONFIG)
    first.add(stream(3, 40))
    table, kept = stored(first)
    kept = {name: one.model_copy(update=spoilt) for name, one in kept.items()}
    del compared[:]
    assert not StoryLinker(CONFIG).restore(table, first.revisions(), kept).stories
    assert compared


def test_an_article_whose_text_is_another_is_compared_again_by_all_that_knew_it(compared: list[int]) -> None:
    first = StoryLinker(CONFIG)
    first.add(stream(3, 40))
    table, kept = stored(first)
    other = table[0].model_copy(update={"terms": {"elsewhere": 2}, "names": {"nobody": 1}})
    del compared[:]
    expected, found = StoryLinker(CONFIG), StoryLinker(CONFIG)
    expected.restore([other, *table[1:]], first.revisions())
    del kept[other.id]
    found.restore([other, *table[1:]], first.revisions(), kept)
    assert {i.id: found.story_of(i.id) for i in table} == {i.id: expected.story_of(i.id) for i in table}


def test_the_basis_changes_with_the_settings() -> None:
    assert links.basis(CONFIG) == links.basis(StoryConfig(posting=4, window_days=3, span_days=4))
    assert links.basis(CONFIG) != links.basis(StoryConfig())
