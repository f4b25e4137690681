"""A notifier killed at any moment: everything is told, and nothing that was taken in is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

PROGRAM = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from sinks.notify import Notifier, Outbox
from sinks.notify.config import parse_config
from tocsin.records import Alert

box = Outbox(Path(sys.argv[1]))
desk = {"type": "file", "path": sys.argv[2], "digest_over": 1000}
notifier = Notifier(parse_config({"receivers": {"desk": desk}}), box)
for n in range(150):
    alert = Alert(id=f"a{n}", rule="r", story_id="s", title="t", reason="first seen", notify=["desk"])
    notifier.offer(alert, datetime.now(UTC))
    if n % 5 == 0:
        print(n, flush=True)
        notifier.deliver_due(datetime.now(UTC))
notifier.deliver_due(datetime.now(UTC))
print("done", flush=True)
"""


@pytest.mark.parametrize("kills", [3])
def test_killed_and_started_again(tmp_path: Path, kills: int) -> None:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "outbox.sqlite"), str(out)]
    for number in range(kills):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "done" or int(line) >= 40 * (number + 1):
                break
        time.sleep(0.002 * number)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        process.stdout.close()
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=Path(__file__).parents[2])
    lines = [json.loads(line) for line in out.read_bytes().splitlines() if line.endswith(b"}")]
    told = Counter(alert["id"] for line in lines for alert in line["alerts"])
    assert set(told) == {f"a{n}" for n in range(150)}
    repeated = sum(times - 1 for times in told.values())
    assert repeated <= kills, "at most the one message that was on its way at each kill"
