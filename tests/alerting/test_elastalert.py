"""The exports to ElastAlert2, run by ElastAlert2 itself against an index of the seeds' stories.

It needs another Python and 300 MB of packages, so it is had from outside:
``python3.12 -m venv ea && ea/bin/pip install elastalert2``, then ``TOCSIN_ELASTALERT=ea/bin/python`` names it.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from processors.alerting.export import export
from processors.stories import StoryLinker
from sinks.elasticsearch import documents
from sinks.elasticsearch.client import connect
from sinks.elasticsearch.indices import ensure_alias, prepare
from sinks.elasticsearch.jobs import Job
from sinks.elasticsearch.observer import Observer
from sinks.elasticsearch.writer import Writer
from tests.alerting.stories import shipped_rules
from tests.conftest import Names
from tests.stories.facts import seeds
from tocsin.local import LocalStack
from tocsin.settings import load

pytestmark = [pytest.mark.integration, pytest.mark.slow]
SECONDS = 300
OWN = {"alert_time": {"type": "date"}, "alert_sent": {"type": "boolean"}, "aggregate_id": {"type": "keyword"}}
"""Of the index that it keeps for itself: what it asks for when it looks for alerts still to be sent."""
RAN = re.compile(r"Ran (\S+) from .*?: (\d+) query hits .*?, (\d+) matches", re.DOTALL)


@pytest.fixture(scope="module")
def python() -> str:
    """A Python that has ElastAlert2."""
    named = os.environ.get("TOCSIN_ELASTALERT")
    if not named:
        pytest.skip("TOCSIN_ELASTALERT names no Python 3.12 with elastalert2")
    found = subprocess.run(
        [named, "-c", "import elastalert"], capture_output=True, text=True, check=False, env=environment()
    )
    if found.returncode:
        pytest.skip(f"{named} has no elastalert2: {found.stderr.strip().splitlines()[-1:]}")
    return named


def environment() -> Mapping[str, str]:
    """``ES_VERSION`` spares it the question to the server."""
    return {**os.environ, "ES_VERSION": "8.19.0"}


def test_elastalert_loads_every_export_and_finds_the_seeds(
    python: str, stack: LocalStack, names: Names, tmp_path: Path
) -> None:
    settings = load({"elasticsearch_url": stack.elasticsearch.url, "elasticsearch_prefix": names.index}, {}).settings
    stories = StoryLinker().add(seeds()).stories
    with connect(settings) as client:
        prepare(client, settings)
        ensure_alias(client, names.index)
        jobs = [Job(one, one.id) for story in stories for one in documents.of_story(names.index, story)]
        refused: dict[Any, Any] = {}
        Writer(client, Observer()).write(jobs, lambda _: None, refused.__setitem__)
        assert not refused
        client.indices.refresh(index=f"{names.index}-stories")
        client.indices.create(index=f"{names.index}-elastalert", mappings={"properties": OWN}, wait_for_active_shards=0)
    rules = tmp_path / "rules"
    rules.mkdir()
    shipped = shipped_rules()
    for rule in shipped:
        (rules / f"{rule.id}.yaml").write_text(export(rule, "elastalert2", f"{names.index}-stories*"), "utf-8")
    url = urlsplit(stack.elasticsearch.url)
    config = {
        "es_host": url.hostname, "es_port": url.port, "rules_folder": str(rules), "run_every": {"minutes": 1},
        "buffer_time": {"days": 200}, "writeback_index": f"{names.index}-elastalert", "alert_time_limit": {"days": 2},
        "disable_rules_on_error": False,
    }  # fmt: skip
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    said = run(python, tmp_path)
    ran = {name: (int(hits), int(matches)) for name, hits, matches in RAN.findall(said)}
    assert set(ran) == {rule.id for rule in shipped}, said[-4000:]
    assert not [line for line in said.splitlines() if line.startswith(("ERROR", "Traceback"))], said[-4000:]
    for name in ("armed-clash", "violent-protest", "mass-casualties", "troop-buildup"):
        assert ran[name][1] >= 1, (name, ran)
    for name in ("curfew", "mass-arrest"):
        assert ran.get(name, (0, 0))[1] == 0, (name, ran)


def run(python: str, folder: Path) -> str:
    """All that it says of one pass over the year of the seeds. ``--debug`` prints alerts instead of sending them."""
    command = [
        python, "-m", "elastalert.elastalert", "--config", str(folder / "config.yaml"), "--debug",
        "--start", "2023-05-01T00:00:00Z", "--end", "2023-10-31T00:00:00Z",
    ]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, timeout=SECONDS, env=environment()
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout + done.stderr
