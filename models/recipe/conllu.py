"""Read CoNLL-U treebanks and bring their labels to one scheme per language.

English multi-word tokens (``don't``) stay split as the spaCy tokenizer splits them; French
contractions (``du``, ``aux``) become one token again, as the spaCy tokenizer leaves them.
"""

from __future__ import annotations

import lzma
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lists import listed

KEPT_FEATURES = frozenset(
    listed(
        """Number Person Tense VerbForm Mood Voice Degree PronType NumType Poss Case Definite Gender Polarity Reflex"""
    )
)

ENGLISH_LABELS = {
    "obl:tmod": "obl:unmarked",
    "obl:npmod": "obl:unmarked",
    "nmod:npmod": "nmod",
    "nmod:tmod": "nmod",
    "nmod:unmarked": "nmod",
    "nmod:desc": "nmod",
    "det:predet": "det",
    "cc:preconj": "cc",
    "flat:foreign": "flat",
    "flat:name": "flat",
    "advmod:emph": "advmod",
    "advcl:relcl": "advcl",
    "nsubj:outer": "nsubj",
    "csubj:outer": "csubj",
    "csubj:pass": "csubj",
}
FRENCH_LABELS = {
    "flat:name": "flat",
    "flat:foreign": "flat",
    "flat:range": "flat",
    "advcl:cleft": "advcl",
    "aux:tense": "aux",
    "aux:caus": "aux",
    "obl:mod": "obl",
    "obl:arg": "obl",
    "obl:lvc": "obl",
    "expl:comp": "expl:pv",
    "parataxis:insert": "parataxis",
    "parataxis:parenth": "parataxis",
    "parataxis:discourse": "parataxis",
    "nsubj:caus": "nsubj",
    "nsubj:outer": "nsubj",
    "obj:agent": "obj",
    "obj:lvc": "obj",
    "iobj:agent": "iobj",
    "csubj:pass": "csubj",
    "dep:comp": "dep",
    "conj:dicto": "conj",
    "conj:coord": "conj",
    "nmod:appos": "appos",
    "discourse:filler": "discourse",
}


@dataclass
class Row:
    """One syntactic word of a treebank."""

    id: int
    form: str
    lemma: str
    pos: str
    feats: dict[str, str]
    head: int
    dep: str
    space: bool
    misc: str


@dataclass
class Sentence:
    """One tree, with its comment lines and multi-word tokens (first id, last id, form, space after)."""

    rows: list[Row] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    contractions: list[tuple[int, int, str, bool]] = field(default_factory=list)

    @property
    def starts_document(self) -> bool:
        """Whether the treebank begins a new text here."""
        return any(key.startswith("newdoc") for key in self.meta)

    @property
    def words(self) -> list[str]:
        """The forms, in order."""
        return [row.form for row in self.rows]

    @property
    def spaces(self) -> list[bool]:
        """Whether a space follows each form."""
        return [row.space for row in self.rows]


def read_raw(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a (possibly xz-compressed) CoNLL-U file as they stand."""
    opener = lzma.open if path.suffix == ".xz" else open
    sentence = Sentence()
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].strip().partition("=")
                sentence.meta[key.strip()] = value.strip()
            elif not line:
                if sentence.rows:
                    yield sentence
                sentence = Sentence()
            else:
                _add_row(sentence, line.split("\t"))
    if sentence.rows:
        yield sentence


def _add_row(sentence: Sentence, cells: list[str]) -> None:
    """Append one line of a CoNLL-U table to the sentence."""
    if "." in cells[0]:
        return
    space = "SpaceAfter=No" not in cells[9]
    if "-" in cells[0]:
        first, last = map(int, cells[0].split("-"))
        sentence.contractions.append((first, last, cells[1], space))
        return
    feats = {}
    if cells[5] != "_":
        feats = dict(pair.split("=", 1) for pair in cells[5].split("|"))
        feats = {key: value for key, value in feats.items() if key in KEPT_FEATURES}
    form = cells[1].replace("\u00a0", "").replace(" ", "") or "_"
    sentence.rows.append(Row(int(cells[0]), form, cells[2], cells[3], feats, int(cells[6]), cells[7], space, cells[9]))


def _join_contractions(sentence: Sentence) -> None:
    """Make each multi-word token one row, keeping its first word's place in the tree."""
    by_id = {row.id: row for row in sentence.rows}
    dropped: dict[int, int] = {}
    for first, last, form, space in sentence.contractions:
        parts = [by_id[i] for i in range(first, last + 1)]
        kept = parts[0]
        kept.form, kept.space = form, space
        if kept.pos == "ADP":
            for part in parts[1:]:
                kept.feats = {**part.feats, **kept.feats}
        for part in parts[1:]:
            dropped[part.id] = kept.id
    for row in sentence.rows:
        while row.head in dropped:
            row.head = dropped[row.head]
    sentence.rows = [row for row in sentence.rows if row.id not in dropped]
    place = {row.id: i for i, row in enumerate(sentence.rows, 1)}
    place[0] = 0
    for row in sentence.rows:
        row.head, row.id = place[row.head], place[row.id]


def _split_contractions(sentence: Sentence) -> bool:
    """Close the spaces inside multi-word tokens; tell whether their parts spell the written form."""
    by_id = {row.id: row for row in sentence.rows}
    for first, last, form, space in sentence.contractions:
        parts = [by_id[i] for i in range(first, last + 1)]
        if "".join(part.form for part in parts) != form.replace(" ", ""):
            return False
        for part in parts[:-1]:
            part.space = False
        parts[-1].space = space
    return True


def _mark_english_agents(rows: list[Row]) -> None:
    """Label the by-phrase of a passive ``obl:agent``, as the French treebanks do."""
    children: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        children[row.head].append(row)
    passive = {"nsubj:pass", "aux:pass", "csubj:pass"}
    for row in rows:
        by_phrase = any(c.dep == "case" and c.form.lower() == "by" for c in children[row.id])
        if row.dep != "obl" or not by_phrase or not row.head:
            continue
        verb = rows[row.head - 1]
        participle = verb.feats.get("VerbForm") == "Part" and verb.feats.get("Tense") == "Past"
        in_passive = verb.dep == "acl" or any(c.dep in passive for c in children[verb.id])
        if verb.pos == "VERB" and participle and in_passive:
            row.dep = "obl:agent"


def read(path: Path, lang: str) -> Iterator[Sentence]:
    """Yield harmonised sentences; English ones whose contractions cannot be spelled out are left out."""
    for sentence in read_raw(path):
        if lang == "fr":
            _join_contractions(sentence)
        elif not _split_contractions(sentence):
            continue
        else:
            _mark_english_agents(sentence.rows)
        labels = FRENCH_LABELS if lang == "fr" else ENGLISH_LABELS
        for row in sentence.rows:
            row.dep = labels.get(row.dep, row.dep)
        sentence.rows[-1].space = True
        yield sentence
