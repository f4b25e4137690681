"""Numbers that are told widely: dozens, hundreds, several, a few hundred, half a million, « une trentaine »."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from spacy.tokens import Doc

from processors.extraction.quantities.grammar import NumberGrammar
from processors.extraction.quantities.interval import Figure, bounds
from tocsin.records.analysis import Qualifier


class Wide:
    """Reads them; the words come from ``numbers.yaml``."""

    def __init__(self, data: Mapping[str, Any], grammar: NumberGrammar) -> None:
        self._grammar = grammar
        self.collectives: dict[str, int] = data.get("collectives", {})
        self.vague: dict[str, list[Any]] = data.get("vague", {})
        self._pairs: dict[str, int] = data.get("pairs", {})
        self._few = frozenset(data.get("few", ()))
        self._few_nouns = frozenset(data.get("few_nouns", ()))
        self._many = frozenset(data.get("many", ()))
        self._many_not = frozenset(data.get("many_not", ()))
        self._articles = frozenset(data.get("articles", ()))
        self._of = frozenset(data.get("of", ()))
        self._filler = frozenset(data.get("filler", ()))
        self.starters = {*self.collectives, *self.vague, *self._pairs, *self._few, *self._many, *grammar.half}

    def read(self, doc: Doc, i: int) -> Figure | None:
        """Dozens, hundreds, several, a few hundred, half a million, une trentaine."""
        if i >= len(doc):
            return None
        lower = doc[i].lower_
        nxt = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if lower in self._filler and (nxt in self.collectives) and i:
            lower, i = nxt, i + 1
            nxt = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if lower in self._many and i and doc[i - 1].lower_ in self._many_not:
            return None
        if lower in self._few or lower in self._many:
            for name, row in self.vague.items():
                if (
                    nxt == name
                    or (nxt in self._grammar.scales and row[0] == self._grammar.scales[nxt])
                    or (nxt in self.collectives and row[0] == self.collectives[nxt])
                ):
                    return self._vague_at(doc, i, i + 1, row)
            if lower in self._many:
                return Figure(i, i + 1, 2, 3, None, "unknown", "many")
            end = i + 2 if nxt in self._of and lower in self._few_nouns else i + 1
            return Figure(i, end, 3, 3, 9, "several", "few")
        if lower in self.vague:
            return self._vague_at(doc, i, i, self.vague[lower])
        if lower in self._pairs and nxt in self.collectives:  # "a couple dozen"
            return Figure(i, i + 2, *bounds(self._pairs[lower] * self.collectives[nxt], "about"))
        if lower in self._pairs and nxt in self._of:
            value = self._pairs[lower]
            return Figure(i, i + 2, value, value, value, None, "number")
        if lower in self.collectives:
            scale = self._scale_after(doc, i + 1)
            if scale:
                return Figure(i, scale[1], *bounds(self.collectives[lower] * scale[0], "about"))
            return Figure(i, i + 1, *bounds(self.collectives[lower], "about"))
        if lower in self._grammar.half:
            j = i + 1
            if j < len(doc) and doc[j].lower_ in self._articles:
                j += 1
            word = doc[j].lower_ if j < len(doc) else ""
            base = self.collectives.get(word) or self._grammar.scales.get(word)
            if base:
                return Figure(i, j + 1, *bounds(base // 2, "about"))
        return None

    def _scale_after(self, doc: Doc, i: int) -> tuple[int, int] | None:
        """``of thousands``, ``de milliers``, ``d'un millier``, ``thousand``: (factor, end)."""
        j = i
        if j < len(doc) and doc[j].lower_ in self._of:
            j += 1
        if j < len(doc):
            word = doc[j].lower_
            if word in self.vague:
                return int(self.vague[word][0]), j + 1
            if word in self._grammar.scales and self._grammar.scales[word] >= 1000:
                return self._grammar.scales[word], j + 1
        return None

    def _vague_at(self, doc: Doc, start: int, i: int, row: list[Any]) -> Figure:
        low, best, high, name = int(row[0]), int(row[1]), int(row[2]), cast(Qualifier, row[3])
        scale = self._scale_after(doc, i + 1)
        if scale:
            factor, end = scale
            return Figure(start, end, low * factor, best * factor, (high + 1) * factor - 1, name, "vague")
        return Figure(start, i + 1, low, best, high, name, "vague")
