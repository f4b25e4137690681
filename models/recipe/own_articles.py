"""Read annotated articles (JSON lines with title, body and gold entities); even ids train, odd ids report."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spans import Item, Name, without_overlap


def articles(path: Path, nlp: Language, *, odd: bool) -> Iterator[Item]:
    """Yield the bodies, with complete names, of the articles whose number is odd (or even)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        number = int(re.sub(r"\D", "", record["id"]))
        if number % 2 != odd or not record["gold"].get("entities_complete"):
            continue
        doc = nlp.make_doc(record["body"])
        names: list[Name] = []
        for entity in record["gold"]["entities"]:
            span = doc.char_span(entity["start"], entity["end"], alignment_mode="expand")
            if span is not None:
                names.append((span.start, span.end, entity["label"]))
        words = [token.text for token in doc]
        yield Item(words, [bool(token.whitespace_) for token in doc], without_overlap(names))
