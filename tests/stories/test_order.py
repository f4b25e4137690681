"""Any order of arrival, any batches, a restart in the middle: the same stories."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.stories import Linkable, StoryConfig, StoryLinker
from processors.stories.grouping import Grouping
from tocsin.records import Story, Verdict

NAMES = ["alba", "brona", "corvin", "delmar", "estrel", "fargo", "gandor", "helmut"]
WORDS = ["harbour", "bridge", "vote", "flood", "strike", "trial", "match", "rail"]


def article(number: int, subject: int, hours: float, language: str = "en", **more: object) -> Linkable:
    rng = random.Random(subject * 1000 + number)
    names = {f"{name}{subject % 5}": rng.randint(1, 4) for name in rng.sample(NAMES, 5)}
    terms = {f"{word}{subject % 5}": rng.randint(1, 3) for word in rng.sample(WORDS, 6)}
    return Linkable(
        id=f"a{number:03d}",
        at=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours),
        language=language,
        title=f"Title {number}",
        source=f"outlet{number % 4}",
        terms=terms,
        names=names,
        **more,  # type: ignore[arg-type]
    )


def stream(seed: int, count: int) -> list[Linkable]:
    rng = random.Random(seed)
    items = []
    for number in range(count):
        language = rng.choice(["en", "en", "fr"])
        duplicate = f"a{rng.randrange(number):03d}" if number and rng.random() < 0.15 else None
        items.append(article(number, rng.randrange(8), rng.uniform(0, 120), language, duplicate_of=duplicate))
    return items


def final(stories: list[Story], into: dict[str, Story] | None = None) -> dict[str, Story]:
    latest = dict(into or {})
    for story in stories:
        assert story.id not in latest or story.revision > latest[story.id].revision
        latest[story.id] = story
    return latest


def living(latest: dict[str, Story]) -> dict[str, str]:
    """Content of the stories that stand, whatever their revision."""
    return {
        key: story.model_copy(update={"revision": 1}).model_dump_json()
        for key, story in latest.items()
        if story.merged_into is None
    }


def run(items: list[Linkable], batch: int, config: StoryConfig) -> tuple[dict[str, Story], dict[str, str]]:
    linker = StoryLinker(config)
    latest: dict[str, Story] = {}
    assigned: dict[str, str] = {}
    for start in range(0, len(items), batch):
        result = linker.add(items[start : start + batch])
        latest = final(result.stories, latest)
        assigned.update(result.assignments)
    return latest, assigned


CONFIG = StoryConfig(posting=4, window_days=3, span_days=4)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 9), st.integers(2, 60))
def test_any_order_gives_the_same_stories(seed: int, order: int, batch: int, count: int) -> None:
    items = stream(seed, count)
    expected, where = run(items, len(items), CONFIG)
    shuffled = items[:]
    random.Random(order).shuffle(shuffled)
    latest, assigned = run(shuffled, batch, CONFIG)
    assert living(latest) == living(expected)
    assert assigned == where
    for story in latest.values():
        if story.merged_into is not None:
            assert story.id not in assigned.values()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 39))
def test_restart_in_the_middle_and_redelivery(seed: int, order: int, cut: int) -> None:
    items = stream(seed, 40)
    random.Random(order).shuffle(items)
    expected, where = run(items, 5, CONFIG)
    first = StoryLinker(CONFIG)
    result = first.add(items[:cut])
    latest, assigned = final(result.stories), dict(result.assignments)
    table = [Linkable.from_json(item.to_json()) for item in first.items()]
    random.Random(seed).shuffle(table)
    second = StoryLinker(CONFIG)
    again = second.restore(table, first.revisions())
    assert again.stories == [] and again.assignments == {}
    for batch in (items[max(0, cut - 7) : cut + 3], items[cut + 3 :]):
        result = second.add(batch)
        latest = final(result.stories, latest)
        assigned.update(result.assignments)
    assert living(latest) == living(expected)
    assert assigned == where


def test_redelivery_changes_nothing() -> None:
    linker = StoryLinker(CONFIG)
    items = stream(3, 30)
    linker.add(items)
    again = linker.add(items)
    assert not again.stories and not again.assignments and not again.items


def test_crash_after_the_table_and_before_the_output_gives_the_output_again() -> None:
    linker = StoryLinker(CONFIG)
    items = stream(5, 20)
    linker.add(items[:10])
    revisions = dict(linker.revisions())
    lost = linker.add(items[10:])
    second = StoryLinker(CONFIG)
    again = second.restore(linker.items(), revisions)
    assert {s.id: s for s in again.stories} == {s.id: s for s in lost.stories}


def test_a_verdict_that_comes_before_or_after_its_article() -> None:
    items = stream(7, 12)
    plain = [item.model_copy(update={"duplicate_of": None}) for item in items]
    verdict = Verdict(article_id="a005", duplicate_of="a002", similarity=0.9, revision=2)
    early, late = StoryLinker(CONFIG), StoryLinker(CONFIG)
    assert early.verdict(verdict).stories == []
    before = final(early.add(plain).stories)
    after = final(late.add(plain).stories)
    after = final(late.verdict(verdict).stories, after)
    assert living(before) == living(after)
    assert late.story_of("a005") == late.story_of("a002")
    story = after[late.story_of("a002") or ""]
    assert "a005" in story.duplicates
    assert not late.verdict(verdict.model_copy(update={"revision": 1, "duplicate_of": None})).stories


def test_articles_without_a_time_keep_the_order_of_arrival_over_a_restart() -> None:
    items = [item.model_copy(update={"at": None}) for item in stream(11, 30)]
    linker = StoryLinker(CONFIG)
    latest: dict[str, Story] = {}
    for start in range(0, 30, 4):
        latest = final(linker.add(items[start : start + 4]).stories, latest)
    second = StoryLinker(CONFIG)
    assert second.restore(linker.items()[::-1], linker.revisions()).stories == []


def test_later_than_the_horizon_joins_its_old_story_and_says_so() -> None:
    config = StoryConfig(horizon=5, window_days=3)
    linker = StoryLinker(config)
    first = [article(n, 1, n) for n in range(3)]
    linker.add(first)
    linker.add([article(100 + n, 2 + n % 3, 24 + n) for n in range(20)])
    result = linker.add([article(50, 1, 1.5)])
    assert linker.story_of("a050") == linker.story_of("a000")
    assert [story.late for story in result.stories] == [True]


def test_an_earlier_article_renames_the_story_and_leaves_a_tombstone() -> None:
    linker = StoryLinker(CONFIG)
    before = linker.add([article(2, 1, 10), article(3, 1, 11)])
    old = before.stories[0].id
    after = linker.add([article(1, 1, 5)])
    stones = [story for story in after.stories if story.merged_into]
    assert [stone.id for stone in stones] == [old]
    assert stones[0].merged_into == linker.story_of("a001") == linker.story_of("a002")


def test_a_tombstone_follows_its_founder_at_once_and_not_only_after_a_restart() -> None:
    linker = StoryLinker(CONFIG)
    latest: dict[str, Story] = {}
    for number, hours in ((3, 11), (2, 10), (1, 5)):
        latest = final(linker.add([article(number, 1, hours)]).stories, latest)
    living_one = linker.story_of("a003")
    assert sorted(story.merged_into or "" for story in latest.values()) == ["", living_one, living_one]
    second = StoryLinker(CONFIG)
    assert second.restore(linker.items(), linker.revisions()).stories == []


def test_eviction_forgets_what_nothing_can_join() -> None:
    linker = StoryLinker(CONFIG)
    linker.add([article(1, 1, 0), article(2, 1, 1), article(3, 2, 200)])
    result = linker.evict(datetime(2024, 1, 9, tzinfo=UTC))
    assert sorted(result.forgotten) == ["a001", "a002"]
    assert len(result.closed) == 1
    assert [item.id for item in linker.items()] == ["a003"]
    assert linker.add([article(4, 1, 201)]).assignments


def test_a_title_is_the_same_in_every_process() -> None:
    """Two headlines as near to the others as each other, but for the rounding of a sum in the order of a set."""
    script = """
from processors.stories.linkable import Linkable
from processors.stories.titles import title_of
titles = [f"Northern food company reports {n} million in profit for third quarter" for n in (41, 26, 17, 12)]
print(title_of([Linkable(id=str(n), title=title, language="en") for n, title in enumerate(titles)], [], {}))
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": str(seed)}, text=True,
            capture_output=True, check=True,
        ).stdout
        for seed in range(6)
    }  # fmt: skip
    assert told == {"Northern food company reports 41 million in profit for third quarter\n"}


def test_undated_copies_of_a_text_do_not_join_stories_years_apart() -> None:
    """A notice that comes every year in the same words, also without a date."""
    dated = [article(n, 1, 24 * 365 * (n // 3) + n) for n in range(9)]
    undated = [article(20 + n, 1, 0).model_copy(update={"at": None}) for n in range(4)]
    for order in range(8):
        items = [*dated, *undated]
        random.Random(order).shuffle(items)
        linker = StoryLinker(CONFIG)
        for item in items:
            linker.add([item])
        years = [{linker.story_of(item.id) for item in dated[n : n + 3]} for n in (0, 3, 6)]
        assert [len(found) for found in years] == [1, 1, 1]
        assert len(set.union(*years)) == 3


def test_an_article_from_before_what_was_forgotten_is_late_and_breaks_nothing() -> None:
    linker = StoryLinker(CONFIG)
    linker.add([article(1, 1, 0), article(2, 2, 1), article(3, 1, 50), article(5, 1, 120)])
    assert linker.evict(datetime(2024, 1, 5, tzinfo=UTC)).forgotten == ["a002"]
    linker.add([article(4, 3, -5), article(6, 1, 49)])
    assert linker.story_of("a004") != linker.story_of("a001") == linker.story_of("a006")


def test_an_early_article_comes_over_to_what_is_nearer_and_back_when_that_is_undone() -> None:
    near: dict[str, dict[str, float]] = {"a": {}, "x": {"a": 1.05}, "b": {"x": 1.2}, "c": {"a": 1.4, "x": 0.9}}
    grouping = Grouping(StoryConfig(), near.__getitem__, lambda _: None, lambda name: (0.0, "axbc".index(name), name))

    def groups() -> set[str]:
        return {"".join(grouping.members(group)) for group in grouping.group_of.values()}

    assert [grouping.place(name) for name in "ax"] == [["a"], ["x"]]
    assert groups() == {"ax"}
    assert grouping.place("b") == ["b", "x"]
    assert groups() == {"a", "xb"}
    assert grouping.place("c") == ["c"]
    assert groups() == {"ac", "xb"}
    grouping.undo()
    assert sorted(grouping.undo()) == ["b", "x"]
    assert groups() == {"ax"}
