"""Annotated articles as people write them: spans by their text alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from processors.evaluation.data import DataError, read
from processors.evaluation.spans import SpanError, sentence, sentences, span

BODY = "KYIV - Gen. A. Bondar said two died. Two more, he said, are missing.\nNo claim was made. « Non. » Fin."


def written(folder: Path, **gold: object) -> Path:
    path = folder / "own.jsonl"
    row = {"id": "x", "language": "en", "body": BODY, "gold": {"relevant": True, **gold}}
    path.write_text("\n" + json.dumps(row) + "\n", "utf-8")
    return path


def test_a_text_alone_is_found_and_evidence_is_the_sentence(tmp_path: Path) -> None:
    event = {"type": "ASSAULT", "mode": None, "realis": "actual", "trigger": {"text": "died"}}
    (item,) = read(written(tmp_path, events=[event], quantities=[{"kind": "killed", "text": "two"}]))
    assert item.gold["events"][0]["evidence"]["text"] == "KYIV - Gen. A. Bondar said two died."
    assert BODY[item.gold["quantities"][0]["start"] : item.gold["quantities"][0]["end"]] == "two"


def test_nth_names_a_later_occurrence_and_parts_of_words_are_none() -> None:
    assert span({"text": "said", "nth": 2}, BODY)["start"] == BODY.rindex("said")
    assert span({"text": "No"}, BODY)["start"] == BODY.index("No claim")
    assert span({"text": "12"}, "112 of 12")["start"] == 7


def test_offsets_are_kept_and_checked() -> None:
    assert span({"start": 0, "end": 4}, BODY) == {"start": 0, "end": 4, "text": "KYIV"}
    with pytest.raises(SpanError, match=r"'Kyiv' does not stand at 0:4"):
        span({"text": "Kyiv", "start": 0, "end": 4}, BODY)


@pytest.mark.parametrize(("text", "nth", "says"), [("three", 1, "nowhere"), ("two", 2, "only 1 times")])
def test_what_does_not_occur_is_named_with_file_and_line(tmp_path: Path, text: str, nth: int, says: str) -> None:
    path = written(tmp_path, quantities=[{"kind": "killed", "text": text, "nth": nth}])
    with pytest.raises(DataError, match=rf"own\.jsonl:2: '{text}' stands {says}"):
        list(read(path))


def test_sentences_end_at_stops_and_line_ends_but_not_after_abbreviations() -> None:
    assert [BODY[start:end] for start, end in sentences(BODY)] == [
        "KYIV - Gen. A. Bondar said two died.",
        "Two more, he said, are missing.",
        "No claim was made.",
        "« Non. »",
        "Fin.",
    ]
    assert sentence(BODY, BODY.index("claim"))["text"] == "No claim was made."
