"""Sentences longer than any that is read are cut, so that the cost of a text stays linear in its length.

What stands in one sentence is looked at together: each trigger with the arguments of its verb, each figure with its
subjects. For sentences of natural language that costs next to nothing; a text of one sentence that never ends (a dump
of a table, an attack) would cost the square of its length. The longest of 2,355 sentences of news had 64 tokens;
one of more than ``LONGEST`` is cut behind a sign that parts, and what hung on a word of another part hangs on the
first such word of its own.
"""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from processors.extraction.marks import lowers

LONGEST = 400
"""Tokens."""
LATEST = LONGEST // 4
"""Tokens at the end of a part among which the sign to cut at is looked for."""
SIGNS = frozenset({";", ",", ":", ".", "!", "?", ")", "–", "—", "\n", "\n\n"})
ROOT, JOINED = "ROOT", "parataxis"


class SentenceLimit:
    """The component."""

    def __call__(self, doc: Doc) -> Doc:
        """Cut the sentences that are too long; all others stay as they are."""
        if len(doc) <= LONGEST:
            return doc
        spans = [(s.start, s.end) for s in doc.sents] if doc.has_annotation("SENT_START") else [(0, len(doc))]
        parts = [part for start, end in spans if end - start > LONGEST for part in _parts(doc, start, end)]
        if not parts:
            return doc
        if doc.has_annotation("DEP"):
            _grow(doc, parts)
        else:
            for start, _ in parts:
                doc[start].is_sent_start = True
        return doc


def _parts(doc: Doc, start: int, end: int) -> list[tuple[int, int]]:
    """The bounds of the parts of a sentence."""
    words = lowers(doc)
    found = []
    while end - start > LONGEST:
        last = start + LONGEST
        stop = next((i + 1 for i in range(last - 1, last - LATEST, -1) if words[i] in SIGNS), last)
        found.append((start, stop))
        start = stop
    return [*found, (start, end)]


def _grow(doc: Doc, parts: list[tuple[int, int]]) -> None:
    """Make a tree of each part: its first word whose head lies elsewhere becomes the root, the others join it."""
    values = doc.to_array(["HEAD", "DEP"])
    heads = values[:, 0].astype(np.int64) + np.arange(len(doc))
    root, joined = doc.vocab.strings.add(ROOT), doc.vocab.strings.add(JOINED)
    for start, end in parts:
        first = None
        for i, head in enumerate(heads[start:end].tolist(), start):
            if head == i or not start <= head < end:
                first = i if first is None else first
                heads[i], values[i, 1] = first, root if first == i else joined
    values[:, 0] = (heads - np.arange(len(doc))).astype(values.dtype)
    doc.from_array(["HEAD", "DEP"], values)  # type: ignore[arg-type]  # whole numbers


@Language.factory("tocsin_sentences")
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> SentenceLimit:
    """For ``nlp.add_pipe``; no language has a limit of its own."""
    return SentenceLimit()
