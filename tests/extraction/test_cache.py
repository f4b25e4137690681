"""The user's cache folder: nothing half-written, nothing of others', nothing left behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from processors.extraction import cache


def test_what_was_shortened_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "towns.tsv"
    assert not cache.is_whole(path)
    cache.write(path, b"Goma\nBukavu\n")
    assert cache.is_whole(path)
    path.write_bytes(b"Goma\n")
    assert not cache.is_whole(path)
    path.write_bytes(b"")
    assert not cache.is_whole(path)


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "towns.tsv" / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        cache.write(tmp_path / "towns.tsv", b"Goma\n")
    assert [one.name for one in tmp_path.iterdir()] == ["towns.tsv"]


@pytest.mark.parametrize("kind", ["link", "file", "open to all"])
def test_a_folder_that_others_may_write_to_is_not_trusted(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "tocsin-0"
    if kind == "link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "elsewhere")
    elif kind == "file":
        folder.touch()
    else:
        folder.mkdir()
        folder.chmod(0o777)
    taken = cache._own(folder)
    assert taken != folder
    assert taken.is_dir()
    assert taken.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "elsewhere").iterdir() if kind == "link" else []) == []


def test_a_folder_of_ours_is_made_and_taken_again(tmp_path: Path) -> None:
    folder = tmp_path / "tocsin-0"
    assert cache._own(folder) == cache._own(folder) == folder


def test_what_nobody_used_for_long_and_all_but_the_last_are_removed(tmp_path: Path) -> None:
    now = time.time()
    ages = {
        "lexicon-a": 1,
        "lexicon-b": 2,
        "lexicon-c": 3,
        "lexicon-d": cache.UNUSED + 60,
        "langid-e": cache.UNUSED + 60,
    }
    for name, age in ages.items():
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (now - age, now - age))
    cache.tidy(tmp_path, "lexicon", keep=4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["langid-e", "lexicon-a", "lexicon-b", "lexicon-c"]
    cache.tidy(tmp_path, "lexicon", keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["langid-e", "lexicon-a", "lexicon-b"]
    (tmp_path / "lexicon-c").touch()
    cache.tidy(tmp_path, "lexicon", keep=2)
    assert (tmp_path / "lexicon-c").exists(), "once in a process"
