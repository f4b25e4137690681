"""Made-up streams of a few outlets in two languages, with the truth written before they were run.

Each file of ``streams/`` names the stories that its articles tell, their figures, origins and the alert that is to be
told, and how often; what belongs to no story (sport, business, anniversaries) is to stand alone and wake nobody.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from processors import pipeline
from processors.pipeline import Understood
from tests.chaos.order import arrived, standing
from tocsin.records import Article, Story
from tocsin.settings import Settings

pytestmark = pytest.mark.slow
STREAMS = sorted((Path(__file__).parent / "streams").glob("*.yaml"))
LATE_HOURS = 40


@pytest.fixture(scope="module", params=STREAMS, ids=lambda path: path.stem)
def stream(request: pytest.FixtureRequest) -> tuple[dict[str, Any], list[Understood]]:
    truth = yaml.safe_load(request.param.read_text("utf-8"))
    texts = [{name: value for name, value in one.items() if name != "story"} for one in truth["articles"]]
    with pipeline.reader(Settings(), 1) as read:
        return truth, list(read([Article.model_validate(text) for text in texts]))


def fresh(understood: list[Understood]) -> list[Understood]:
    """The chain writes verdicts into what it is given."""
    return [Understood(one.analysis.model_copy(), one.fingerprint) for one in understood]


def members(truth: dict[str, Any]) -> dict[str, set[str]]:
    """Articles by story; what tells of none is one of its own."""
    found: dict[str, set[str]] = {}
    for one in truth["articles"]:
        found.setdefault(one["story"] or one["id"], set()).add(one["id"])
    return found


def figure(story: Story, kind: str) -> list[int | None]:
    known = story.quantities[kind]
    return [known.low, known.best, known.high]


def test_stories_figures_and_alerts_are_those_of_the_truth(stream: tuple[dict[str, Any], list[Understood]]) -> None:
    truth, understood = stream
    out = pipeline.combine(fresh(understood), Settings())
    wanted = members(truth)
    assert sorted(map(sorted, wanted.values())) == sorted(sorted(story.articles) for story in out.stories)
    for key, expected in truth["stories"].items():
        story = next(one for one in out.stories if set(one.articles) == wanted[key])
        figures = {kind: figure(story, kind) for kind in ("killed", "injured") if kind in expected}
        assert figures == {kind: expected[kind] for kind in figures}
        assert story.contested == expected["contested"]
        assert story.independent_origins == expected.get("origins", story.independent_origins)
        main = story.happenings[0].id
        told = [(a.rule, a.revision) for a in out.alerts if a.happening_id == main and not a.inhibited_by]
        assert told == [(expected["rule"], expected["told"])]
    stories = {one.id for one in out.stories if set(one.articles) in [wanted[key] for key in truth["stories"]]}
    assert {a.story_id for a in out.alerts if a.story_id} <= stories


def test_any_order_of_arrival_ends_in_the_same_alerts(stream: tuple[dict[str, Any], list[Understood]]) -> None:
    _, understood = stream
    expected = standing(pipeline.combine(fresh(understood), Settings()).alerts)
    for seed in range(3):
        random = Random(seed)
        hours = {
            one.fingerprint.id: one.analysis.published_at.timestamp() / 3600 + random.uniform(0, LATE_HOURS)
            for one in understood
            if one.analysis.published_at is not None
        }
        order = sorted(fresh(understood), key=lambda one: hours[one.fingerprint.id])
        assert arrived(order, Settings()) == expected
