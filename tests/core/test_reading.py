"""Reading: good articles go on, bad lines are refused by name and number."""

import gzip
import io
import json
import sys

import pytest

from tocsin.reading import MAX_LINE_BYTES, Read, Refused, SourceError, read


def write(path, *lines):
    path.write_bytes(
        b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines) + b"\n"
    )
    return str(path)


def test_a_bad_line_is_refused_by_number_and_the_rest_goes_on(tmp_path):
    lines = [
        {"body": "one"},
        b"{not json",
        b"[1]",
        b"42",
        b'"text"',
        b"null",
        {"title": "no body"},
        b"",
        b"\xff\xfe{}",
        {"body": 7},
        {"body": "x", "published_at": "yesterday"},
        {"body": "two", "published_at": "2023-05-28"},
        b"[" * 100_000,
    ]
    items = list(read(write(tmp_path / "in.jsonl", *lines)))
    good = [item for item in items if isinstance(item, Read)]
    bad = {item.line: item.reason for item in items if isinstance(item, Refused)}
    assert [item.article.body for item in good] == ["one", "two"]
    assert sorted(bad) == [2, 3, 4, 5, 6, 7, 9, 10, 11, 13]
    assert "column 2" in bad[2]
    assert "a list" in bad[3]
    assert "body" in bad[7]
    assert "UTF-8" in bad[9]
    assert "published_at" in bad[11]
    assert good[1].article.published_at.isoformat() == "2023-05-28T00:00:00+00:00"


def test_a_lone_surrogate_keeps_offsets(tmp_path):
    (item,) = read(write(tmp_path / "in.jsonl", b'{"body": "a\\ud800b"}'))
    assert item.article.body == "a\ufffdb"
    assert item.article.to_json()


def test_a_line_without_end_is_refused_not_read_into_memory(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"x" * (MAX_LINE_BYTES + 10) + b'\n{"body": "after"}\n')
    first, second = read(str(path))
    assert isinstance(first, Refused) and first.line == 1
    assert isinstance(second, Read) and second.article.body == "after"


def test_gzip_and_stdin_give_the_same(tmp_path, monkeypatch):
    data = b'{"body": "one"}\n{"body": "two"}\n'
    with gzip.open(tmp_path / "in.jsonl.gz", "wb") as stream:
        stream.write(data)
    packed = [item.article.id for item in read(str(tmp_path / "in.jsonl.gz"))]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [item.article.id for item in read("-")] == packed
    assert len(set(packed)) == 2


def test_a_folder_is_read_in_the_order_of_publication_by_its_manifest(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name)
    write(
        tmp_path / "manifest.jsonl",
        {"file": "b.txt", "published_at": "2024-02-01", "source": "b.example"},
        {"file": "a.txt", "published_at": "2024-03-01"},
        {"file": "../secret.txt"},
        {"file": "missing.txt"},
        {"no": "file"},
    )
    items = list(read(str(tmp_path)))
    assert [item.article.id for item in items if isinstance(item, Read)] == ["b", "a"]
    assert len([item for item in items if isinstance(item, Refused)]) == 3
    assert items[-2].article.source == "b.example"


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_an_unreadable_source_is_named(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=name.replace(".", r"\.")):
        list(read(name))


def test_a_broken_archive_is_named(tmp_path):
    (tmp_path / "in.jsonl.gz").write_bytes(b"not gzip")
    with pytest.raises(SourceError, match=r"in\.jsonl\.gz"):
        list(read(str(tmp_path / "in.jsonl.gz")))
