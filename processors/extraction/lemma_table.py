"""A table of word forms in the place of an attribute ruler that is nothing more: the same lemmas, looked up.

Our French pipeline sets the lemmas of 700 verb forms right by an ``attribute_ruler``, so that it is a package which any
spaCy loads. But spaCy's matcher tries every pattern at every token, which took a fifth of the pipeline's time. A
pattern of one token, known by its small letters and its part of speech, needs no matching.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.vocab import Vocab

FACTORY = "tocsin_lemma_table"
Row = tuple[str, str, str]
"""A word in small letters, its part of speech, its lemma."""


class LemmaTable:
    """The component. Of two rows for one word and part of speech the later holds, as in a ruler."""

    def __init__(self, vocab: Vocab, rows: Sequence[Row]) -> None:
        add = vocab.strings.add
        self._lemmas: dict[int, dict[int, int]] = {}
        for word, tag, lemma in rows:
            self._lemmas.setdefault(add(word), {})[add(tag)] = add(lemma)

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of the words that it holds."""
        for token in doc:
            known = self._lemmas.get(token.lower)
            if known is not None and (lemma := known.get(token.pos)) is not None:
                token.lemma = lemma
        return doc


@Language.factory(FACTORY)
def create(nlp: Language, name: str, rows: list[Row]) -> LemmaTable:
    """For ``nlp.add_pipe``."""
    return LemmaTable(nlp.vocab, rows)


def look_up_lemmas(nlp: Language) -> Language:
    """The pipeline with a table in the place of each ruler that can be one; all other components stay."""
    for name in nlp.pipe_names:
        pipe = nlp.get_pipe(name)
        if isinstance(pipe, AttributeRuler) and (rows := _rows(pipe)):
            nlp.replace_pipe(name, FACTORY, config={"rows": rows})
    return nlp


def _rows(ruler: AttributeRuler) -> list[Row] | None:
    """The patterns of a ruler as rows; None when one of them asks or sets anything else."""
    rows: list[Row] = []
    patterns: Any = ruler.patterns  # spaCy's annotation is one union for all fields
    for rule in patterns:
        tokens = [token for pattern in rule["patterns"] for token in pattern]
        if len(tokens) != 1 or tokens[0].keys() != {"LOWER", "POS"} or rule["attrs"].keys() != {"LEMMA"}:
            return None
        row = (tokens[0]["LOWER"], tokens[0]["POS"], rule["attrs"]["LEMMA"])
        if not all(isinstance(value, str) for value in row):
            return None
        rows.append(row)
    return rows
