"""A story that very many articles tell, each with three figures of the one clash."""

from __future__ import annotations

from processors.stories.build import build_story
from processors.stories.config import StoryConfig
from processors.stories.linkable import Linkable
from tests.stories.facts import actor, analysis, event, exact
from tocsin.records import Story


def long_story(count: int) -> Story:
    """The record of a story of so many articles."""
    return build_story("long", [[_article(number, count)] for number in range(count)], StoryConfig())


def _article(number: int, count: int) -> Linkable:
    name = f"outlet{number % 200}-article-{number}"
    told = event(
        name, 0, "ASSAULT", "firearms", "ARMED_CLASH",
        where="Zvecan", when="2024-05-01", actors=[actor(f"gunmen {number % 300}")], quantities=[0, 1, 2],
    )  # fmt: skip
    police = exact("killed", 5 + number % 40, event=0, side="police", attributed_to=f"official {number % 500}")
    return analysis(
        name, "en", f"2024-05-{1 + number * 9 // count:02d}", ["Kosovo"], ["clash"], events=[told],
        quantities=[police, exact("injured", 10 + number % 90, event=0), exact("missing", 1 + number % 7, event=0)],
    )  # fmt: skip
