"""Speed as ratios against a limit measured in the same run: ``python -m benchmarks [NAME …] [--quick]``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from benchmarks.suite.base import Options, Row
from benchmarks.suite.report import load_note, machine, shown, write

BENCHMARKS = {
    "understanding": "language work beside the bare pipeline; loading; cleaning",
    "duplicates": "deduplication beside datasketch and rensa; growth",
    "linking": "stories: cost of an article as stories grow; quality on a labelled corpus",
    "stream": "through Kafka and a worker, beside a bare pool of as many processes",
    "sink": "into Elasticsearch, beside the client's bulk helper",
    "latency": "from publishing to searchable and to an alert, at half load",
    "scale": "1, 2 and 4 workers with a wait in place of language work",
    "start": "tocsin demo in a new folder, and again",
}
PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the named benchmarks (all by default); exit status 1 when one could not run."""
    listed = "\n".join(f"  {name:14} {about}" for name, about in BENCHMARKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=f"{__doc__}\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default all)")
    parser.add_argument("--corpus", type=Path, help="JSON Lines with body or text, instead of our own templates")
    parser.add_argument("--quick", action="store_true", help="smaller samples")
    parser.add_argument("--json", type=Path, help="write all rows to this file")
    parser.add_argument("--page", type=Path, default=PAGE, help="page whose tables are renewed (default %(default)s)")
    parser.add_argument("--no-page", action="store_true", help="leave the page as it is")
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if chosen.corpus and not chosen.corpus.is_file():
        parser.error(f"no file {chosen.corpus}")
    options = Options(chosen.corpus, chosen.quick, lambda line: print(f"  … {line}", file=sys.stderr, flush=True))
    done: dict[str, list[Row]] = {}
    failed = []
    for name in chosen.names or BENCHMARKS:
        print(f"\n{name}: {BENCHMARKS[name]}", flush=True)
        begin, before = time.monotonic(), load_note()
        try:
            rows = import_module(f"benchmarks.suite.{name}").rows(options)
        except Exception as error:
            failed.append(name)
            print(f"{name} could not run: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        done[name] = rows
        print(shown(rows))
        note = f"{time.monotonic() - begin:.0f} s; load {before} before, {load_note()} after"
        print(note, flush=True)
        if not chosen.no_page:
            write(chosen.page, name, rows, note, chosen)
        if chosen.json:  # after each, so that a run that is broken off has said something
            content = {"machine": machine(), "results": {k: [row.as_dict() for row in v] for k, v in done.items()}}
            chosen.json.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
