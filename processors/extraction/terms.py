"""Content words of an article, lemmatised and folded: what stories are linked and searched by."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from spacy.tokens import Doc

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
LIMIT = 200
NAME_LIMIT = 80
WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


def fold(text: str) -> str:
    """Lower case without accents; ``Zvečan`` and ``Zvecan`` are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def terms_of(doc: Doc, title: str | None) -> dict[str, int]:
    """Folded lemmas of content words of text and title with their counts, the ``LIMIT`` most frequent.

    Without a tagger (a language we have no pipeline for) every word of three letters or more counts.
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
    return kept | names_of(f"{title or ''}\n{doc.text}", doc)


def names_of(text: str, doc: Doc) -> dict[str, int]:
    """Names and numbers by their spelling alone, under keys that begin with ``@``; the same in any language.

    A capitalised word that never stands in small letters in this text is a name, wherever it stands;
    a number of two digits or more counts without its separators. They link stories across languages.
    """
    words = WORD.findall(text)
    small = {word for word in words if word.islower()}

    def is_name(word: str) -> bool:
        lower = word.lower()
        return word[0].isupper() and len(word) >= 3 and lower not in small and not doc.vocab[lower].is_stop

    counts: Counter[str] = Counter()
    for word in words:
        if word[0].isdigit():
            if len(word) >= 2:
                counts["@" + word.replace(".", "").replace(",", "")] += 1
        elif is_name(word):
            counts["@" + fold(word)] += 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:NAME_LIMIT])
