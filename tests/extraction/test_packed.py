"""The packed form of lexicon files says what the YAML says, whatever lies in the cache."""

from __future__ import annotations

from pathlib import Path

import pytest
import srsly

from processors.extraction import cache
from processors.extraction.lexicon.packed import read


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "cache"))
    return tmp_path


def packed(folder: Path) -> Path:
    (found,) = (folder / "cache").glob("lexicon-*.msgpack")
    return found


def test_a_file_is_read_from_its_packed_form_until_it_is_edited(folder: Path) -> None:
    path = folder / "words.yaml"
    path.write_text("1: [a, é, 0.5, true, null]\nb: {c: d}\n", encoding="utf-8")
    says = {1: ["a", "é", 0.5, True, None], "b": {"c": "d"}}
    assert read(path) == says
    known = srsly.msgpack_loads(packed(folder).read_bytes())
    assert known[2] == says
    packed(folder).write_bytes(srsly.msgpack_dumps([*known[:2], "from the packed form"]))
    assert read(path) == "from the packed form"
    path.write_text("b: 2\n", encoding="utf-8")
    assert read(path) == {"b": 2}
    assert srsly.msgpack_loads(packed(folder).read_bytes())[2] == {"b": 2}


@pytest.mark.parametrize("rubbish", [b"", b"\xc1", b"\x93\x01\x02", b"\x80", b"\x93\x01\xa1a\xa1b"])
def test_a_broken_packed_form_is_made_again(folder: Path, rubbish: bytes) -> None:
    path = folder / "words.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    read(path)
    packed(folder).write_bytes(rubbish)
    assert read(path) == {"a": 1}
    assert srsly.msgpack_loads(packed(folder).read_bytes())[2] == {"a": 1}


def test_what_cannot_be_packed_is_read_all_the_same(folder: Path) -> None:
    path = folder / "words.yaml"
    path.write_text("a: 2024-06-03\n", encoding="utf-8")
    assert str(read(path)["a"]) == "2024-06-03"
    path.write_text("a: [\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.yaml"):
        read(path)


def test_a_cache_that_is_no_folder_falls_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "cache").write_text("a file", encoding="utf-8")
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(folder))
    assert cache.cache_folder().parent == folder
    assert cache.cache_folder() == cache.cache_folder()


def test_a_key_that_stands_twice_is_an_error_with_its_line(folder: Path) -> None:
    path = folder / "words.yaml"
    path.write_text("a: 1\nb: {c: 1, d: 2, c: 3}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.yaml: 'c' stands twice(.|\n)*line 2"):
        read(path)
