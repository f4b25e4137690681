"""Does the order of arrival change alerts? ``python -m tests.chaos.order COUNT ORDERS SPREAD``; no server is needed.

The stream without its servers: articles arrive as several partitions would mix them, up to SPREAD places from their
order, go one by one through deduplication, linking and alerting, and what stands at the end is compared with the
chain in good order.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from processors.alerting.engine import AlertEngine
from processors.dedupe.deduplicator import Deduplicator
from processors.pipeline import Understood, combine, reader
from processors.setup import alert_config, dedupe_config, load_rules, story_config
from processors.stories.linkable import linkable
from processors.stories.linker import StoryLinker
from tests.chaos.corpus import stream
from tocsin.records import Alert
from tocsin.settings import Settings


def standing(alerts: Iterable[Alert]) -> dict[str, Any]:
    """What people see."""
    return {
        alert.id: (alert.rule, alert.severity, alert.story_id, alert.happening_id, alert.title)
        for alert in alerts
        if not alert.inhibited_by and not alert.superseded_by
    }


def arrived(understood: Sequence[Understood], settings: Settings) -> dict[str, Any]:
    """Alerts that stand after articles came in this order."""
    deduplicator = Deduplicator(dedupe_config(settings))
    linker = StoryLinker(story_config(settings))
    engine = AlertEngine(load_rules(settings).rules, alert_config(settings))
    told: dict[str, Alert] = {}
    for one in understood:
        for verdict in deduplicator.add([one.fingerprint]):
            if verdict.article_id == one.fingerprint.id:
                update = {"duplicate_of": verdict.duplicate_of, "similarity": verdict.similarity}
                item = linkable(one.analysis.model_copy(update=update))
                result = linker.add([item.model_copy(update={"verdict": verdict.revision})])
            else:
                result = linker.verdict(verdict)
            told.update((alert.id, alert) for alert in engine.on_stories(result.stories))
    told.update((alert.id, alert) for alert in engine.alerts())
    return standing(told.values())


def main(count: int, orders: int, spread: float) -> int:
    """Compare; the number of orders that gave other alerts."""
    settings = Settings()
    articles, closing = stream(count, 1)
    with reader(settings) as read:
        understood = list(read([*articles, closing]))
    expected = standing(combine(understood, settings).alerts)
    bad = 0
    for number in range(orders):
        rng = random.Random(number)
        places = sorted(range(len(articles)), key=lambda place: place + rng.uniform(0, spread))
        found = arrived([understood[place] for place in (*places, len(articles))], settings)
        bad += found != expected
        for name in sorted(expected.keys() - found.keys()):
            print(f"order {number}: missing  {expected[name]}")
        for name in sorted(found.keys() - expected.keys()):
            print(f"order {number}: too much {found[name]}")
    print(f"{orders - bad} of {orders} orders give the same {len(expected)} alerts")
    return bad


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
