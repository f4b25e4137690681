"""``python -m tests.chaos.worker --id NAME``: what ``tocsin worker`` runs, with fragile language work."""

from __future__ import annotations

import argparse

from processors import worker
from processors.agents import state
from tests.chaos import fragile
from tocsin import logs
from tocsin.settings import load
from tocsin.supervisor import die_with_parent


def main() -> None:
    """Run until stopped."""
    die_with_parent()
    parser = argparse.ArgumentParser()
    parser.add_argument("--id", required=True)
    parser.add_argument("--grace", type=float, default=worker.STOP_GRACE)
    arguments = parser.parse_args()
    settings = load({"worker_id": arguments.id}).settings
    logs.configure(settings.log_level, settings.log_format)
    worker.STOP_GRACE = arguments.grace
    state.LOOK = 5.0
    fragile.arm()
    worker.run(settings)


if __name__ == "__main__":
    main()
