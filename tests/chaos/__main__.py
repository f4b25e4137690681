"""``python -m tests.chaos [SEED ...]``: seeded kills, and the proof that they change nothing."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from tests.chaos.corpus import build
from tests.chaos.run import Report, run
from tests.chaos.schedule import FORMS
from tocsin.local import progress
from tocsin.settings import Settings


def main() -> int:
    """Run the seeds; 0 when all are green."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("seeds", nargs="*", type=int, default=[1], metavar="SEED")
    parser.add_argument("--articles", type=int, help="articles in the stream (5000; 240 short, 60 least)")
    parser.add_argument("--corpus", type=int, default=1, help="seed of the articles, the same for all runs")
    parser.add_argument("--rate", type=float, help="articles a second (12; 6 in the other forms)")
    forms = parser.add_mutually_exclusive_group()
    for form, about in (("short", "fewer blows, fewer articles"), ("least", "worker, sink, Kafka, Elasticsearch once")):
        forms.add_argument(f"--{form}", dest="form", action="store_const", const=form, default="full", help=about)
    parser.add_argument("--keep", type=Path, help="folder that keeps logs and data of every run")
    given = parser.parse_args()
    progress.install()
    count = given.articles or FORMS[given.form].articles
    print(f"reading {count} articles undisturbed", flush=True)
    faster = (given.rate or 0.0) / FORMS[given.form].rate
    stream = build(count, given.corpus, Settings(), faster)
    expected = stream.expected
    print(
        f"expected: {len(expected.analyses)} articles, {sum(bool(a.duplicate_of) for a in expected.analyses)} of them "
        f"copies, {len(expected.stories)} stories, {len(expected.alerts)} alerts",
        flush=True,
    )
    reports = []
    for seed in given.seeds:
        folder = given.keep / f"seed-{seed}" if given.keep else Path(tempfile.mkdtemp(prefix="tocsin-chaos-"))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        report = run(seed, stream, folder, given.form, given.rate, say=lambda line: print(line, flush=True))
        reports.append(report)
        _tell(report, folder, given)
        if not report.wrong and not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    _recoveries(reports)
    bad = [report.seed for report in reports if report.wrong]
    print(f"{len(reports) - len(bad)} of {len(reports)} seeds green" + (f"; not green: {bad}" if bad else ""))
    return 1 if bad else 0


def _tell(report: Report, folder: Path, given: argparse.Namespace) -> None:
    print(f"seed {report.seed}: {'WRONG' if report.wrong else 'green'} after {report.seconds:.0f} s", flush=True)
    if report.wrong:
        for line in report.wrong:
            print(f"  {line}")
        same = f"{report.seed} --corpus {given.corpus}" + ("" if given.form == "full" else f" --{given.form}")
        same += f" --articles {given.articles}" if given.articles else ""
        same += f" --rate {given.rate:g}" if given.rate else ""
        print(f"  logs: {folder}/logs; again: python -m tests.chaos {same}")


def _recoveries(reports: list[Report]) -> None:
    by_kind: dict[str, list[float]] = {}
    for report in reports:
        for kind, seconds in report.recoveries:
            by_kind.setdefault(kind, []).append(seconds)
    print(f"{'recovery after':18} {'times':>5} {'median':>8} {'longest':>8}")
    for kind, times in sorted(by_kind.items()):
        print(f"{kind:18} {len(times):5} {statistics.median(times):7.1f}s {max(times):7.1f}s")


if __name__ == "__main__":
    sys.exit(main())
