"""Articles from files: a folder of texts with a manifest, or JSON Lines (plain, .gz, stdin).

Nothing here stops at a bad line: it is handed on as a :class:`Refused` with its name and number.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from tocsin.records import Article, RecordError
from tocsin.records.base import explain

MANIFEST = "manifest.jsonl"
MAX_LINE_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """An article and where it was found."""

    article: Article
    where: str
    line: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A line or file that is no article; ``reason`` names what is wrong."""

    reason: str
    where: str
    line: int
    raw: bytes = b""


class SourceError(ValueError):
    """The whole source cannot be read; names it and says why."""


def read(source: str) -> Iterator[Read | Refused]:
    """Articles of a folder, a ``.jsonl``/``.jsonl.gz`` file, a ``.txt`` file, or stdin (``-``).

    Raises:
        SourceError: there is no such file or folder, or it cannot be opened.
    """
    if source == "-":
        yield from _lines(sys.stdin.buffer, "stdin")
        return
    path = Path(source)
    if path.is_dir():
        yield from _folder(path)
        return
    if not path.exists():
        raise SourceError(f"no such file or folder: {source}")
    try:
        if path.suffix == ".txt":
            yield _text(path, {}, 1)
        elif path.suffix == ".gz":
            with gzip.open(path, "rb") as stream:
                yield from _lines(stream, path.name)
        else:
            with path.open("rb") as stream:
                yield from _lines(stream, path.name)
    except (OSError, EOFError) as error:
        raise SourceError(f"cannot read {source}: {error}") from error


def parse(line: bytes, where: str, number: int) -> Read | Refused:
    """One line of JSON → one article, or the reason why not."""
    try:
        value = json.loads(line)
    except UnicodeDecodeError as error:
        return Refused(f"not UTF-8: byte {error.start} is {line[error.start]:#04x}", where, number, line)
    except (json.JSONDecodeError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        column = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        return Refused(f"not JSON: {reason}{column}", where, number, line)
    except ValueError:  # Python refuses integers of thousands of digits
        return Refused("not JSON that can be read: a number is too long", where, number, line)
    if not isinstance(value, dict):
        return Refused(f"not an article: a JSON object is expected, not {_kind(value)}", where, number, line)
    try:
        return Read(Article.model_validate(value), where, number)
    except ValidationError as error:
        return Refused(explain("article", error), where, number, line)


def _kind(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _lines(stream: IO[bytes] | gzip.GzipFile, where: str) -> Iterator[Read | Refused]:
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE_BYTES)
            yield Refused(f"longer than {MAX_LINE_BYTES} bytes", where, number)
        elif line.strip(b"\r\n\t \xef\xbb\xbf"):
            yield parse(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, where, number)


def _folder(folder: Path) -> Iterator[Read | Refused]:
    """A folder's texts in the order of publication, as its manifest says; without one, by name."""
    manifest = folder / MANIFEST
    entries: list[tuple[dict[str, Any], int]] = []
    if manifest.is_file():
        for number, line in enumerate(manifest.read_bytes().splitlines(), 1):
            if not line.strip():
                continue
            try:
                entry = json.loads(line)
                entries.append(({**entry, "file": str(entry["file"])}, number))
            except (ValueError, KeyError, TypeError) as error:
                yield Refused(f'needs a JSON object with "file": {error}', f"{folder.name}/{MANIFEST}", number, line)
        entries.sort(key=lambda e: str(e[0].get("published_at") or ""))
    else:
        entries = [({"file": p.name}, i) for i, p in enumerate(sorted(folder.glob("*.txt")), 1)]
        jsonl = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
        if not entries and not jsonl:
            raise SourceError(f"no .txt, .jsonl or .jsonl.gz file in {folder}")
        for path in jsonl:
            yield from read(str(path))
    for entry, number in entries:
        path = folder / entry["file"]
        if path.resolve().parent != folder.resolve():
            yield Refused("a manifest names files of its own folder only", f"{folder.name}/{MANIFEST}", number)
        else:
            yield _text(path, entry, number)


def _text(path: Path, entry: dict[str, Any], number: int) -> Read | Refused:
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Refused(f"cannot be read: {error.strerror}", str(path.name), number)
    try:
        body = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Refused(f"not UTF-8: byte {error.start} is {raw[error.start]:#04x}", path.name, number, raw)
    values = {key: value for key, value in entry.items() if key != "file"}
    values.setdefault("id", path.stem)
    try:
        return Read(Article.model_validate({**values, "body": body}), path.name, number)
    except ValidationError as error:
        return Refused(explain("article", error), path.name, number, raw)


__all__ = ["MANIFEST", "Read", "RecordError", "Refused", "SourceError", "parse", "read"]
