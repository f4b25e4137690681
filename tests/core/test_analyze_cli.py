"""``tocsin analyze`` as a person and as an enemy would use it: bad lines, order, offsets, odd articles."""

import json
import subprocess
import sys

import pytest

KILLED = "Two soldiers were killed in Gao, Mali, on Monday when gunmen attacked their convoy, the army said."
TUÉS = "Deux soldats ont été tués lundi à Gao, au Mali, dans une attaque contre leur convoi, a indiqué l'armée."
STRIKE = "An air strike on a market in Taiz killed at least seven civilians and wounded 20, a doctor said on Friday."
DAY = "2024-05-14"

BAD = {
    3: b'{"body": 1' + b"0" * 5000 + b"}",
    4: b'{"body": "x", "published_at": "0001-01-01"}',
    5: b"{not json",
}
ARTICLES = {
    1: {"id": "en", "body": KILLED, "published_at": DAY, "language": "EN-us"},
    2: {"id": "fr", "body": TUÉS, "published_at": DAY, "language": "français", "published_at_estimated": None},
    6: {"id": "copy", "body": KILLED, "published_at": f"{DAY}T08:00:00+02:00"},
    7: {"id": "decomposed", "body": TUÉS.replace("é", "e\u0301").replace(" ", "\u00a0"), "published_at": DAY},
    8: {"id": "page", "body": f"<script>x()</script><p>{STRIKE.replace('w', '&#119;')}</p>", "title": "<b>Taiz</b>"},
    9: {"id": None, "url": "http://\ud800", "source": "\ud800", "body": STRIKE, "published_at": "2999-12-31"},
    10: {"id": "empty", "body": ""},
}


def analyze(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "tocsin", "analyze", "--processes", "1", *map(str, arguments)],
        capture_output=True, timeout=300, check=False, **options,
    )  # fmt: skip


def lines(order):
    rows = {**BAD, **{number: json.dumps(article).encode() for number, article in ARTICLES.items()}}
    return b"\xef\xbb\xbf" + b"\r\n".join(rows[number] for number in order) + b"\r\n"


@pytest.fixture(scope="module")
def first():
    return analyze("-", input=lines(range(1, 11)))


def records(run):
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_bad_lines_are_told_and_the_rest_goes_on(first):
    told = [json.loads(line) for line in first.stderr.splitlines()]
    assert first.returncode == 1
    assert [(row["line"], bool(row["error"])) for row in told] == [(number, True) for number in BAD]
    assert len(records(first)) == len(ARTICLES)
    assert not any("failed" in warning for record in records(first) for warning in record["warnings"])


def test_versions_of_one_article_are_named(tmp_path):
    texts = ["Three soldiers were killed in Gao on Monday.", "Nine policemen were killed in Gao on Monday."]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(json.dumps({"id": "a", "body": text}) for text in texts), "utf-8")
    run = analyze(str(file))
    assert run.returncode == 0
    assert [row["ids"] for row in map(json.loads, run.stderr.splitlines())] == [["a"]]
    assert [q["best"] for row in records(run) for q in row["quantities"]] == [9]


def _receipts(value):
    if isinstance(value, dict):
        if {"text", "start", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from _receipts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _receipts(inner)


def test_every_span_is_a_piece_of_the_body(first):
    for record, article in zip(records(first), ARTICLES.values(), strict=True):
        for piece in _receipts(record):
            assert article["body"][piece["start"] : piece["end"]] == piece["text"]


def test_claims_and_events_point_at_each_other(first):
    for record in records(first):
        events, claims = record["events"], record["quantities"]
        for number, event in enumerate(events):
            assert all(claims[index]["event"] == number for index in event["quantities"])
        for number, claim in enumerate(claims):
            assert claim["event"] is None or number in events[claim["event"]]["quantities"]


def test_another_order_gives_the_same_analyses(first):
    again = analyze("-", input=lines(reversed(range(1, 11))))
    assert sorted(again.stdout.splitlines()) == sorted(first.stdout.splitlines())


def test_a_reader_that_goes_away_is_no_error_to_read_about():
    command = f"{sys.executable} -m tocsin analyze - --processes 1 | head -c 1"
    run = subprocess.run(command, shell=True, input=lines(ARTICLES), capture_output=True, timeout=300, check=False)
    assert b"Traceback" not in run.stderr and b"BrokenPipe" not in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], b"no such file"),
        (["-", "--html", "nowhere/page.html"], b"no folder nowhere"),
        (["-", "--processes", "-1"], b"--processes"),
    ],
)
def test_mistakes_are_told_in_a_line(arguments, said, tmp_path):
    run = analyze(*arguments, cwd=tmp_path, input=b"")
    assert run.returncode in (1, 2)
    assert said in run.stderr and b"Traceback" not in run.stderr
