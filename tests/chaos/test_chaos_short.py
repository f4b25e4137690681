"""The least form of ``make chaos`` with one seed, on servers of its own. CI runs it as ``make chaos-least``."""

from __future__ import annotations

import pytest

from tests.chaos.corpus import build
from tests.chaos.run import run
from tests.chaos.schedule import FAULTS, FORMS, INJECTIONS, KILLS, plan
from tocsin.local import progress
from tocsin.settings import Settings


@pytest.mark.chaos
@pytest.mark.integration
@pytest.mark.slow
def test_kills_and_faults_change_nothing(tmp_path):
    progress.install()
    report = run(1, build(FORMS["least"].articles, 1, Settings()), tmp_path, "least")
    assert not report.wrong, "\n".join(report.wrong)


def test_a_seed_is_a_schedule():
    assert plan(3) == plan(3) != plan(4)
    assert {blow.kind for blow in plan(5)} == {*KILLS, *FAULTS, *INJECTIONS}
    assert {blow.kind for blow in plan(6, "short")} <= {*KILLS, *FAULTS, *INJECTIONS}
    assert sum(blow.wait for blow in plan(5, "full", 1000.0)) == pytest.approx(1000.0, rel=0.1)
    struck = {blow.kind for blow in plan(7, "least")}
    assert {f"{one}-kill" for one in ("worker", "sink", "kafka", "elastic")} <= struck
