"""Content words of an article, lemmatised and folded: what stories are linked and searched by."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from spacy.symbols import ADJ, NOUN, PROPN, VERB  # type: ignore[import-not-found]
from spacy.tokens import Doc

from processors.extraction.marks import text_of
from processors.extraction.spelled import FIRST, LEAD, fold, spelled

__all__ = ["fold", "terms_of"]

COLUMNS: list[int | str] = ["IS_ALPHA", "LIKE_NUM", "IS_STOP", "LENGTH", "POS", "LEMMA", "ORTH"]
BEGINNINGS: list[int | str] = ["SENT_START", "POS", "ENT_TYPE", "ORTH"]
LIMIT = 200


def _among(*tags: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Whether a part of speech, by its number, is one of these."""
    table = np.zeros(256, np.bool_)
    table[list(tags)] = True
    return table


_CONTENT, _COMMON = _among(NOUN, PROPN, VERB, ADJ), _among(NOUN, VERB)


def terms_of(doc: Doc, title: str | None) -> dict[str, int]:
    """Folded lemmas of content words of text and title with their counts, the ``LIMIT`` most frequent.

    News tells the news first and the background later: what stands in the title or the lead counts ``FIRST`` more.
    Without a tagger (a language we have no pipeline for) every word of three letters or more counts.
    Names, numbers and dates by spelling alone come after them, under keys that begin with ``@``.
    """
    lemmas, lead = _lemmas(doc)
    counts = Counter(lemmas)
    first = set(lemmas[:lead])
    vocab: Any = doc.vocab
    is_stop = vocab.lex_attr_getters[vocab.strings["IS_STOP"]]
    for word in (title or "").split():
        plain = fold("".join(c for c in word if c.isalnum()))
        if len(plain) >= 3 and not is_stop(plain):
            counts[plain] += 1
            first.add(plain)
    for word in first:
        counts[word] += FIRST
    kept = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:LIMIT])
    return kept | spelled(title or "", text_of(doc), is_stop, _begins_only(doc))


def _begins_only(doc: Doc) -> frozenset[str]:
    """Words that a sentence begins with and the tagger takes for no name: "Gunmen", "Protesters"."""
    if not doc.has_annotation("POS"):
        return frozenset()
    strings = doc.vocab.strings
    table = doc.to_array(BEGINNINGS)
    begins = (table[:, 0] == 1) & _COMMON[table[:, 1]] & (table[:, 2] == 0)
    return frozenset(strings[orth] for orth in table[begins][:, 3].tolist())


def _lemmas(doc: Doc) -> tuple[list[str], int]:
    """Of all tokens, and how many are of the lead; in columns rather than token by token: five times as fast."""
    strings = doc.vocab.strings
    table = doc.to_array(COLUMNS)
    wanted = ((table[:, 0] != 0) | (table[:, 1] != 0)) & (table[:, 2] == 0) & (table[:, 3] >= 3)
    if doc.has_annotation("POS"):
        wanted &= _CONTENT[table[:, 4]]
    known: dict[int, str] = {}
    found: list[str] = []
    for lemma, orth in table[wanted][:, 5:].tolist():
        key = lemma or orth
        if key not in known:
            known[key] = fold(strings[key])
        found.append(known[key])
    return found, int(wanted[:LEAD].sum())
