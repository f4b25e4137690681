"""Content words of an article, lemmatised and folded: what stories are linked and searched by."""

from __future__ import annotations

import unicodedata
from collections import Counter

from spacy.tokens import Doc

from processors.extraction.spelled import spelled

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
LIMIT = 200


def fold(text: str) -> str:
    """Lower case without accents; ``Zvečan`` and ``Zvecan`` are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def terms_of(doc: Doc, title: str | None) -> dict[str, int]:
    """Folded lemmas of content words of text and title with their counts, the ``LIMIT`` most frequent.

    Without a tagger (a language we have no pipeline for) every word of three letters or more counts.
    Names, numbers and dates by spelling alone come after them, under keys that begin with ``@``.
    """
    tagged = doc.has_annotation("POS")
    counts: Counter[str] = Counter()
    for token in doc:
        if (not token.is_alpha and not token.like_num) or token.is_stop or len(token) < 3:
            continue
        if not tagged or token.pos_ in CONTENT:
            counts[fold(token.lemma_ or token.text)] += 1
    for word in (title or "").split():
        plain = fold("".join(c for c in word if c.isalnum()))
        if len(plain) >= 3 and not doc.vocab[plain].is_stop:
            counts[plain] += 1
    kept = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:LIMIT])
    return kept | spelled(title or "", doc.text, lambda word: doc.vocab[word].is_stop)
