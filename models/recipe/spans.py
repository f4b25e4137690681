"""Texts with name spans: the common shape of all name data, and how it is read, spaced and stored."""

from __future__ import annotations

import io
import lzma
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lists import listed
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

ATTRS = ["ORTH", "SPACY", "ENT_IOB", "ENT_TYPE"]
NO_SPACE_BEFORE = set(listed(". , ; : ! ? ) ] % 's ’s '' ” ’ … n't 're 've 'll 'd 'm"))
NO_SPACE_AFTER = set(listed("( [ `` “ $ £ € #"))

Name = tuple[int, int, str]


@dataclass
class Item:
    """Words with spacing, labelled name spans, and spans whose label is not known."""

    words: list[str]
    spaces: list[bool]
    names: list[Name] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)


def text_of(path: Path) -> str:
    """Return the text of an xz file."""
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        return handle.read()


def members(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and text of every file in a tar archive."""
    with tarfile.open(path) as archive:
        for member in archive:
            handle = archive.extractfile(member)
            if handle is not None:
                yield member.name, io.TextIOWrapper(handle, encoding="utf-8-sig").read()


def spans_of(tags: list[str]) -> list[Name]:
    """Read IOB1, IOB2 or IOBES tags as (start, end, label)."""
    out: list[Name] = []
    start, label = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, name = tag.partition("-")
        if start >= 0 and (tag == "O" or prefix in "BS" or name != label):
            out.append((start, i, label))
            start = -1
        if tag != "O" and start < 0:
            start, label = i, name
    return out


def columns(text: str, separator: str | None = None) -> Iterator[tuple[list[str], list[str]]]:
    """Yield words and tags of each sentence in a two-column file."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*text.split("\n"), ""]:
        cells = line.split(separator)
        if not line.strip():
            if words:
                yield words, tags
            words, tags = [], []
        elif cells[0] != "-DOCSTART-":
            words.append(cells[0])
            tags.append(cells[-1] if len(cells) > 1 else "O")


def guess_spaces(words: list[str], lang: str) -> list[bool]:
    """Guess whether a space follows each word, for data that lost it."""
    spaces = []
    opened = False
    for word, following in zip(words, [*words[1:], ""], strict=True):
        space = following not in NO_SPACE_BEFORE and word not in NO_SPACE_AFTER
        if lang == "fr" and (following in {":", ";", "!", "?", "%"}):
            space = True
        if "-" in (word, following) or "/" in (word, following):
            space = False
        if lang == "fr" and (word.endswith(("'", "’")) or following in {"'", "’"}):
            space = False
        if word == '"':
            opened = not opened
            space = space and not opened
        elif following == '"' and opened:
            space = False
        spaces.append(space)
    spaces[-1] = True
    return spaces


def without_overlap(names: Iterable[Name]) -> list[Name]:
    """Keep the longest of overlapping spans, in order of text."""
    used: set[int] = set()
    kept = []
    for start, end, label in sorted(set(names), key=lambda n: (n[0] - n[1], n[0])):
        if not used & set(range(start, end)):
            kept.append((start, end, label))
            used |= set(range(start, end))
    return sorted(kept)


def to_doc(vocab: Vocab, item: Item) -> Doc:
    """Build a document whose tokens are all in, out of, or unknown as names."""
    doc = Doc(vocab, words=item.words, spaces=item.spaces)
    named = {i for start, end, _ in item.names for i in range(start, end)}
    unknown = sorted({i for start, end in item.unknown for i in range(start, end)} - named)
    doc.set_ents(
        [Span(doc, start, end, label=label) for start, end, label in item.names],
        missing=[Span(doc, i, i + 1) for i in unknown],
        default="outside",
    )
    return doc


def write(vocab: Vocab, items: Iterable[Item], out: Path) -> None:
    """Store items as training documents."""
    docs = DocBin(attrs=ATTRS)
    for item in items:
        docs.add(to_doc(vocab, item))
    docs.to_disk(out)


def joined(items: list[Item]) -> Item:
    """Put several items together as one text."""
    whole = Item([], [])
    for item in items:
        shift = len(whole.words)
        whole.words += item.words
        whole.spaces += [*item.spaces[:-1], True]
        whole.names += [(a + shift, b + shift, label) for a, b, label in item.names]
        whole.unknown += [(a + shift, b + shift) for a, b in item.unknown]
    return whole
