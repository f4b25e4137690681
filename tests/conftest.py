"""Fixtures that all tests share: the real servers, started once for a test session."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tocsin.local import LocalStack, progress


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """Kafka and Elasticsearch. ``TOCSIN_TEST_STACK`` names the data folder of ones that run already
    (``tocsin local up --data-dir …``): then the tests use those and leave them running."""
    if named := os.environ.get("TOCSIN_TEST_STACK"):
        running = LocalStack(named, detached=True)
        if not running.attach():
            pytest.fail(f"TOCSIN_TEST_STACK={named}: nothing runs there (tocsin local up --data-dir {named})")
        yield running
        return
    progress.install()
    with LocalStack(tmp_path_factory.mktemp("stack"), preferred_ports=False) as fresh:
        yield fresh


@pytest.fixture
def own_stack(tmp_path: Path) -> Iterator[LocalStack]:
    """Servers of this test alone, for tests that kill them."""
    progress.install()
    with LocalStack(tmp_path / "own", preferred_ports=False) as fresh:
        yield fresh


@dataclass(frozen=True)
class Names:
    """Names that no other test uses. ``topics`` goes before topic names, ``index`` before index names."""

    topics: str
    index: str
    group: str


@pytest.fixture
def names(request: pytest.FixtureRequest) -> Names:
    """Fresh topic prefix, index prefix and consumer group for one test."""
    test = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:40]
    unique = f"{test}-{uuid.uuid4().hex[:8]}"
    return Names(topics=f"{unique}.", index=f"t-{unique}", group=f"group-{unique}")
