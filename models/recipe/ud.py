"""Turn treebanks into training documents, varied in quotes, apostrophes, case, blank lines and datelines."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from conllu import Row, Sentence, read
from lists import listed
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

TREEBANKS = {
    "en": {
        "train": ["en_ewt-v2.8-train", "en_gum-permissive-train"],
        "dev": ["en_ewt-v2.8-dev", "en_gum-permissive-dev"],
        "test": ["en_gum-permissive-test", "en_ewt-v2.8-test"],
    },
    "fr": {
        "train": ["fr_sequoia-train", "fr_gsd-dev", "fr_gsd-test", "fr_pud", "fr_fqb"],
        "dev": ["fr_sequoia-dev"],
        "test": ["fr_sequoia-test"],
    },
}
ATTRS = listed("ORTH LEMMA POS MORPH HEAD DEP SENT_START SPACY")
DATELINE_CITIES = {
    "en": listed("""GOMA BEIRUT Kyiv JUBA Geneva NAIROBI Moscow BOGOTA Kabul SEOUL Cairo MANILA Tripoli LAGOS Paris"""),
    "fr": listed(
        """GOMA BEYROUTH Kiev JUBA Genève NAIROBI Moscou BOGOTA Kaboul SÉOUL Caire BAMAKO Tripoli DAKAR Paris"""
    ),
}
AGENCIES = listed("AFP Reuters AP Xinhua EFE dpa ANSA Belga")

Change = Callable[[Sentence, random.Random], Sentence]


def load(folder: Path, names: Iterable[str], lang: str) -> list[Sentence]:
    """Read the named treebank files of the folder."""
    return [s for name in names for s in read(folder / f"{name}.conllu.xz", lang)]


def group(sentences: Iterable[Sentence], rnd: random.Random, most: int) -> Iterator[list[Sentence]]:
    """Put one to ``most`` neighbouring sentences of one text together."""
    batch: list[Sentence] = []
    target = rnd.randint(1, most)
    for sentence in sentences:
        if batch and (sentence.starts_document or len(batch) >= target):
            yield batch
            batch, target = [], rnd.randint(1, most)
        batch.append(sentence)
    if batch:
        yield batch


def _typography(sentences: list[Sentence], rnd: random.Random) -> None:
    """Write curly apostrophes and quotation marks half of the time."""
    apostrophe = rnd.choice("'’")
    quotes = rnd.choice(['""', "“”", "“”"])
    opened = False
    for row in (row for s in sentences for row in s.rows):
        row.form = row.form.replace("'", apostrophe).replace("’", apostrophe)
        if row.form == '"':
            row.form = quotes[opened]
            opened = not opened


def _case(sentences: list[Sentence], rnd: random.Random) -> None:
    """Write a few documents all in capitals or all in small letters, as headlines are."""
    draw = rnd.random()
    for row in (row for s in sentences for row in s.rows):
        if draw < 0.03:
            row.form = row.form.upper() if len(row.form.upper()) == len(row.form) else row.form
        elif draw < 0.06:
            row.form = row.form.lower()


def _drop_full_stop(sentences: list[Sentence], rnd: random.Random) -> None:
    """Leave the closing full stop of a lone sentence out now and then, as headlines do."""
    rows = sentences[0].rows
    stop = rows[-1]
    free = stop.form == "." and all(row.head != stop.id for row in rows)
    if len(sentences) == 1 and len(rows) > 3 and free and rnd.random() < 0.15:
        rows.pop()


def _dateline(sentence: Sentence, lang: str, rnd: random.Random) -> None:
    """Set ``GOMA (AFP) -`` before the sentence, hung on its root as a parataxis."""
    city = rnd.choice(DATELINE_CITIES[lang])
    parts = [(city, "PROPN", "parataxis", 0)]
    if rnd.random() < 0.6:
        agency = rnd.choice(AGENCIES)
        parts += [("(", "PUNCT", "punct", 3), (agency, "PROPN", "appos", 1), (")", "PUNCT", "punct", 3)]
    parts.append((rnd.choice("-–—"), "PUNCT", "punct", 1))
    shift = len(parts)
    for row in sentence.rows:
        row.id += shift
        row.head += shift if row.head else 0
    root = next(row.id for row in sentence.rows if row.head == 0)
    new = [
        Row(i, form, form, pos, {}, head or root, dep, form != "(", "")
        for i, (form, pos, dep, head) in enumerate(parts, 1)
    ]
    if shift > 2:
        new[2].space = False
    sentence.rows[:0] = new


def vary(sentences: list[Sentence], lang: str, rnd: random.Random) -> list[Sentence]:
    """Return a varied copy of the sentences of one document."""
    sentences = copy.deepcopy(sentences)
    _drop_full_stop(sentences, rnd)
    if rnd.random() < 0.04:
        _dateline(sentences[0], lang, rnd)
    _typography(sentences, rnd)
    _case(sentences, rnd)
    return sentences


def to_doc(vocab: Vocab, sentences: list[Sentence], blank_line: float, rnd: random.Random) -> Doc:
    """Build one document; with the chance ``blank_line`` a sentence is followed by an empty line."""
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    columns: dict[str, list[str]] = {"deps": [], "pos": [], "morphs": [], "lemmas": []}

    def put(values: tuple[str, str, str, str]) -> None:
        for name, value in zip(columns, values, strict=True):
            columns[name].append(value)

    for sentence in sentences:
        start = len(words)
        for i, row in enumerate(sentence.rows):
            words.append(row.form)
            spaces.append(row.space or i == len(sentence.rows) - 1)
            heads.append(start + (row.head - 1 if row.head else i))
            morph = "|".join(f"{k}={v}" for k, v in sorted(row.feats.items()))
            put((row.dep if row.head else "ROOT", row.pos, morph, row.lemma))
        if rnd.random() < blank_line and sentence is not sentences[-1]:
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
            heads.append(len(words) - 2)
            put(("dep", "SPACE", "", "\n\n"))
    return Doc(vocab, words=words, spaces=spaces, heads=heads, **columns)


def write(
    vocab: Vocab,
    sentences: list[Sentence],
    lang: str,
    out: Path,
    *,
    copies: int = 0,
    change: Change | None = None,
    most: int = 8,
    seed: int = 0,
) -> None:
    """Write plain documents, or ``copies`` varied ones of each (the second and later run through ``change``)."""
    rnd = random.Random(seed)
    docs = DocBin(attrs=ATTRS)
    for turn in range(max(1, copies)):
        for batch in group(sentences, rnd, most):
            if copies:
                batch = vary(batch, lang, rnd)
            if turn and change is not None:
                batch = [change(sentence, rnd) for sentence in batch]
            docs.add(to_doc(vocab, batch, 0.25 if copies else 0.0, rnd))
    docs.to_disk(out)
