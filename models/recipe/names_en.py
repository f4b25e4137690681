"""Read the English name data: UNER, WikiGold, CrossNER, re3d and GUM's entity layer."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conllu import Sentence, read
from lists import listed
from spacy.language import Language
from spans import Item, Name, columns, guess_spaces, members, spans_of, text_of, without_overlap

LABELS = {
    **dict.fromkeys(listed("PER person politician writer musicalartist scientist researcher"), "PER"),
    **dict.fromkeys(["LOC", "location", "country"], "LOC"),
    **dict.fromkeys(["ORG", "organisation", "politicalparty", "university", "band"], "ORG"),
}
TITLES = frozenset(
    listed(
        """president vice prime minister secretary general mr mr. mrs mrs. ms ms. dr dr. sen sen. senator rep rep.
    representative gov gov. governor king queen prince princess sir lord lady pope bishop archbishop
    judge justice professor prof prof. captain capt capt. colonel col col. lt lt. lieutenant sgt sgt. gen
    gen. major chancellor chairman chief ambassador congressman congresswoman mayor emperor sultan sheikh
    ayatollah rabbi rev rev. reverend father saint minister director deputy commissioner attorney
    commander admiral foreign state interior defense defence the"""
    )
)
SMALL = frozenset(listed("of the and for in on al - & 's de to ( ) ad bin"))
Mention = tuple[int, int, str]


def _labelled(tags: list[str]) -> list[Name]:
    return [(a, b, LABELS[label]) for a, b, label in spans_of(tags) if label in LABELS]


def uner(path: Path) -> Iterator[Item]:
    """Yield the sentences of a Universal NER file, spaced as their text line is."""
    for block in text_of(path).split("\n\n"):
        words, tags, text = [], [], ""
        for line in block.split("\n"):
            cells = line.split("\t")
            if line.startswith("# text ="):
                text = line[8:].strip()
            elif len(cells) > 2 and cells[0].isdigit():
                words.append(cells[1])
                tags.append(cells[2])
        if words:
            yield Item(words, _spaces_in(words, text) or guess_spaces(words, "en"), _labelled(tags))


def _spaces_in(words: list[str], text: str) -> list[bool] | None:
    spaces, place = [], 0
    for word in words:
        found = text.find(word, place)
        if found < 0 or text[place:found].strip():
            return None
        place = found + len(word)
        spaces.append(text[place : place + 1].isspace())
    return [*spaces[:-1], True]


def two_columns(text: str, separator: str | None = None) -> Iterator[Item]:
    """Yield the sentences of WikiGold or CrossNER."""
    for words, tags in columns(text, separator):
        yield Item(words, guess_spaces(words, "en"), _labelled(tags))


def _strip_titles(words: list[str], start: int, end: int) -> int:
    while start < end and words[start].lower() in TITLES:
        start += 1
    return start


def re3d(path: Path, nlp: Language) -> Iterator[Item]:
    """Yield the re3d reports; only spans written as names are kept, vaguer ones become unknown."""
    files = {name: [json.loads(row) for row in text.splitlines() if row] for name, text in members(path)}
    kinds = {"Person": "PER", "Organisation": "ORG", "Location": "LOC"}
    for name, documents in files.items():
        if not name.endswith("-documents.json"):
            continue
        entities: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for entity in files[name.replace("-documents", "-entities")]:
            if entity["type"] in kinds and entity.get("confidence", 1) >= 0.5:
                entities[entity["documentId"]].append(entity)
        for document in documents:
            doc = nlp.make_doc(document["text"])
            words = [token.text for token in doc]
            names: list[Name] = []
            unknown: list[tuple[int, int]] = []
            for entity in entities[document["_id"]]:
                span = doc.char_span(entity["begin"], entity["end"], alignment_mode="expand")
                if span is None:
                    continue
                start = span.start
                while start < span.end and words[start].lower() in {"the", "a", "an"}:
                    start += 1
                end = span.end - 1 if words[span.end - 1] in {"'s", ".", ","} else span.end
                if entity["type"] == "Person":
                    start = _strip_titles(words, start, end)
                core = [i for i in range(start, end) if words[i].lower() not in SMALL]
                capitals = [i for i in core if words[i][:1].isupper() and not doc[i].is_stop]
                if core and len(capitals) == len(core) and end - start <= 8:
                    names.append((start, end, kinds[entity["type"]]))
                else:
                    unknown += [(i, i + 1) for i in capitals]
            yield Item(words, [bool(t.whitespace_) for t in doc], without_overlap(names), unknown)


def gum(path: Path) -> Iterator[Item]:
    """Yield GUM's sentences with the named among its mentions of people, organisations and places."""
    kinds = {"person": "PER", "organization": "ORG", "place": "LOC"}
    for sentence in read(path, "en"):
        names = []
        for start, end, kind in _mentions(sentence):
            name = _name_in(sentence, start, end, kind) if kind in kinds else None
            if name and any(w[:1].isupper() for w in sentence.words[name[0] : name[1]]):
                names.append((*name, kinds[kind]))
        yield Item(sentence.words, sentence.spaces, without_overlap(names))


def _mentions(sentence: Sentence) -> Iterator[Mention]:
    """Read the bracketed Entity= annotation of the MISC column."""
    begun: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, row in enumerate(sentence.rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row.misc)
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", found.group(1)) if found else []:
            parts = mark.strip("()").split("-")
            if mark.startswith("("):
                begun[parts[0]].append((i, parts[1] if len(parts) > 1 else ""))
            if mark.endswith(")") and begun[parts[0]]:
                start, kind = begun[parts[0]].pop()
                yield start, i + 1, kind


def _name_in(sentence: Sentence, start: int, end: int, kind: str) -> tuple[int, int] | None:
    """Cut a mention down to the proper name around its head."""
    rows, words = sentence.rows, sentence.words
    heads = [k for k in range(start, end) if not start < rows[k].head <= end]
    if not heads or rows[heads[0]].pos != "PROPN":
        return None

    def nameish(k: int) -> bool:
        return start <= k < end and (
            rows[k].pos == "PROPN" or (words[k][:1].isupper() and rows[k].pos in {"ADJ", "NOUN", "VERB", "NUM"})
        )

    links = {"de", "van", "von", "al", "bin"} if kind == "person" else {"of", "for", "de", "du", "and"}
    if kind == "place":
        links.discard("and")
    first = last = heads[0]
    while nameish(first - 1) or (first > start and words[first - 1] in "-&" and nameish(first - 2)):
        first -= 1 if nameish(first - 1) else 2
    while True:
        following = words[last + 1].lower() if last + 1 < end else ""
        if nameish(last + 1):
            last += 1
        elif following in links | {"-", "&", "'s"} and nameish(last + 2):
            last += 2
        elif following in {"of", "for"} and kind != "person" and words[last + 2].lower() == "the" and nameish(last + 3):
            last += 3
        else:
            break
    first = _strip_titles(words, first, last + 1) if kind == "person" or words[first].lower() == "the" else first
    return (first, last + 1) if first <= last else None


def train_items(folder: Path, treebanks: Path, nlp: Language) -> list[Item]:
    """Return everything for training; UNER's test part, CrossNER politics test and GUM test stay out."""
    items = list(uner(folder / "en_uner-ewt-dev.iob2.xz"))
    items += two_columns(text_of(folder / "en_wikigold.conll.xz"))
    for name, text in members(folder / "en_crossner.tar.xz"):
        if name != "en_crossner-politics-test.txt":
            items += two_columns(text, "\t")
    items += re3d(folder / "en_re3d-openlicences.tar.xz", nlp)
    items += gum(treebanks / "en_gum-permissive-train.conllu.xz")
    return items


def test_items(folder: Path, treebanks: Path) -> dict[str, list[Item]]:
    """Return the public test sets by name."""
    politics = next(t for n, t in members(folder / "en_crossner.tar.xz") if n == "en_crossner-politics-test.txt")
    return {
        "UNER EWT test": list(uner(folder / "en_uner-ewt-test.iob2.xz")),
        "CrossNER politics test": list(two_columns(politics, "\t")),
        "GUM test": list(gum(treebanks / "en_gum-permissive-test.conllu.xz")),
    }
