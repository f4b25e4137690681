"""Finds figures: numbers with their qualifiers, ranges and vague words, as intervals (low, best, high).

The table is that of the counting rules of this project (``docs``: how we count): "at least N" is open above,
"about N" is 0.85 N .. 1.15 N (low rounded down, high up), "nearly N" 0.9 N .. N, "hundreds" 100 .. 999 …
"""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.marks import lowers
from processors.extraction.quantities.again import told_before
from processors.extraction.quantities.grammar import HYPHENS, Number, NumberGrammar
from processors.extraction.quantities.interval import Figure, bounds
from processors.extraction.quantities.joints import TO
from processors.extraction.quantities.phrases import match_back, match_on, phrase_tree
from processors.extraction.quantities.wide import Wide


class Figures:
    """Finds every figure of a doc, left to right, without overlap."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        data = lexicon.load(language, "numbers", overlay)
        self.grammar = NumberGrammar(language, overlay)
        self._wide = Wide(data, self.grammar)
        self._articles = frozenset(data.get("articles", ()))
        self._definite = frozenset(data.get("definite", ()))
        self._another = frozenset(data.get("another", ()))
        self._another_alone = frozenset(data.get("another_alone", ()))
        self._both = frozenset(data.get("both", ()))
        self.collectives_of = frozenset(data.get("collectives_of", ()))
        self._shift = frozenset(data.get("shift", ()))
        self._not_after = {str(k): frozenset(v) for k, v in data.get("not_after", {}).items()}
        self._ordinals = frozenset(data.get("ordinals", ()))
        self._of = frozenset(data.get("of", ()))
        self._filler = frozenset(data.get("filler", ()))
        wounds = lexicon.load(language, "quantities", overlay).get("of_wounds", ())
        self._wounds = phrase_tree({"wounds": list(map(str, wounds))})
        self._before = phrase_tree(data.get("qualifiers", {}), backwards=True)
        self._after = phrase_tree(data.get("after", {}))
        self._same = phrase_tree({"same": list(map(str, data.get("as_many", ())))})
        self._not_same = frozenset(data.get("as_many_not", ()))
        self._infix = frozenset(data.get("ranges", {}).get("infix", ()))
        self._pair = [(str(a), str(b)) for a, b in data.get("ranges", {}).get("pair", ())]
        self._pair_from = frozenset(a for a, b in self._pair if b in TO)
        self._starters = (
            set(self.grammar.words)
            | set(self.grammar.scales)
            | self._wide.starters
            | self._articles
            | self._definite
            | self._both
            | self._another_alone
        )

    def find(self, doc: Doc) -> list[Figure]:
        """All figures of the doc."""
        found: list[Figure] = []
        words = lowers(doc)
        i, size = 0, len(doc)
        while i < size:
            lower = words[i]
            figure = told_before(doc, i, found, self._same, self._not_same) if lower in self._same else None
            if figure is not None:
                pass
            elif lower[0].isdigit() or lower in self._starters or "-" in lower or lower[:-1] in self.grammar.words:
                figure = self._at(doc, i)
            if figure is None:
                i += 1
                continue
            found.append(figure)
            i = figure.end
        return found

    def _at(self, doc: Doc, i: int) -> Figure | None:
        if (
            i
            and not doc[i - 1].whitespace_
            and (doc[i - 1].is_alpha or doc[i - 1].text in HYPHENS or doc[i - 1].text == ".")
        ):
            return None  # F-35, T-72
        core = self._core(doc, i)
        if core is None:
            return None
        core.core = core.start
        if core.form in ("article", "ordinal", "both"):
            return core
        ranged = self._range(doc, core) if core.form == "number" and core.qualifier is None else None
        if ranged is not None:
            return ranged
        return self._qualified(doc, core)

    def _core(self, doc: Doc, i: int) -> Figure | None:
        lower = doc[i].lower_
        following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if lower in self._both:
            return Figure(i, i + 1, 2, 2, 2, None, "both")
        if lower in self._another or (lower in self._articles and following in self._another):
            end = i + 1 if lower in self._another else i + 2
            nxt = doc[end] if end < len(doc) else None
            if nxt is None or (
                nxt.lower_ not in self._of and not self.grammar.starts(nxt.lower_) and nxt.lower_ not in self._starters
            ):
                bare = nxt is None or nxt.pos_ not in ("NOUN", "ADJ", "PROPN")
                return Figure(i, end, 1, 1, 1, None, "ordinal" if bare else "article")
            if lower in self._another:
                return None
        if lower in self._definite:
            if following in self._ordinals and (
                i + 2 >= len(doc) or doc[i + 2].pos_ in ("VERB", "AUX", "ADV", "PUNCT")
            ):
                return Figure(i, i + 2, 1, 1, 1, None, "ordinal")
            return None
        if lower in self._articles:
            if following in self._of and i and doc[i - 1].lower_ in ("l'", "l’"):
                return Figure(i - 1, i + 1, 1, 1, 1, None, "number")  # "l'un des blessés"
            if following in self._of and self._of_several(doc, i + 1):
                return Figure(i, i + 1, 1, 1, 1, None, "number")  # "un de ses hommes"
            whole = i + 2 < len(doc) and doc[i + 2].lower_ in self._of  # "a third of the men"
            if following in self._ordinals and (not whole or match_on(doc, self._wounds, i + 2) is not None):
                return Figure(i, i + 2, 1, 1, 1, None, "ordinal")
            wide = self._wide.read(doc, i + 1)
            if wide is not None:
                wide.start = i
                return wide
            if following in self.grammar.scales:
                number = self.grammar.read(doc, i + 1)
                if number is not None:
                    return Figure(i, number.end, number.value, number.value, number.value, None)
        wide = self._wide.read(doc, i)
        if wide is not None:
            return wide
        if lower in self._articles and following in self._filler and self._counts(doc, i + 2):
            return None  # "a further eleven": the number counts
        if self.grammar.starts(lower):
            number = self.grammar.read(doc, i)
            if number is not None:
                return self._number(doc, number, lower)
        if lower in self._articles:
            return Figure(i, i + 1, 1, 1, 1, None, "article")
        return None

    def _counts(self, doc: Doc, i: int) -> bool:
        """Does a number of two or more begin here?"""
        number = self.grammar.read(doc, i) if i < len(doc) and self.grammar.starts(doc[i].lower_) else None
        return number is not None and number.value > 1

    @staticmethod
    def _of_several(doc: Doc, i: int) -> bool:
        """ "De ses hommes", "des blessés": does the "of" at ``i`` pick one out of several who are known?"""
        pronoun = doc[i - 1].pos_ in ("PRON", "NUM")
        noun = doc[i + 1] if i + 1 < len(doc) else None
        if noun is None or noun.pos_ not in ("DET", "NOUN") or "Plur" not in noun.morph.get("Number", []):
            return False
        return pronoun and (noun.pos_ == "DET" or doc[i].lower_ == "des")

    def _number(self, doc: Doc, number: Number, lower: str) -> Figure | None:
        if number.end < len(doc):
            nxt = doc[number.end]
            glued = not doc[number.end - 1].whitespace_
            if glued and (nxt.is_alpha or (nxt.text in HYPHENS and not self._range_follows(doc, number.end))):
                return None
            if nxt.lower_ in self._wide.collectives and number.value < 100:  # two dozen
                value = number.value * self._wide.collectives[nxt.lower_]
                return Figure(number.start, number.end + 1, *bounds(value, "about"))
            if nxt.lower_ in self._wide.vague and number.value < 100:  # deux centaines, trois milliers
                value = number.value * int(self._wide.vague[nxt.lower_][0])
                return Figure(number.start, number.end + 1, *bounds(value, "about"))
        form = (
            "article" if number.value == 1 and lower in self._articles and number.end == number.start + 1 else "number"
        )
        v = number.value
        return Figure(number.start, number.end, v, v, v, None, form, number.digits, number.year_like)

    def _range_follows(self, doc: Doc, i: int) -> bool:
        return i + 1 < len(doc) and self.grammar.starts(doc[i + 1].lower_) and self.grammar.read(doc, i + 1) is not None

    def _range(self, doc: Doc, core: Figure) -> Figure | None:
        j = core.end
        if j + 1 >= len(doc):
            return None
        before = doc[core.start - 1].lower_ if core.start else ""
        joint = doc[j].lower_
        paired = any(before == a and joint == b for a, b in self._pair)
        if not paired and joint not in self._infix:
            return None
        k = j + 1
        if doc[k].lower_ in self._articles and k + 1 < len(doc):
            k += 1 if self.grammar.starts(doc[k + 1].lower_) and doc[k + 1].lower_ in self.grammar.scales else 0
        other = self.grammar.read(doc, k) if self.grammar.starts(doc[k].lower_) else None
        if other is None or core.low is None:
            return None
        if (
            paired
            and before in self._pair_from
            and joint in TO
            and any(doc[x].lower_ in self._shift for x in range(max(0, core.start - 7), core.start - 1))
        ):
            v = other.value
            changed = Figure(other.start, other.end, v, v, v, None, "number", other.digits)
            changed.core = other.start
            return changed
        low, high = core.low, other.value
        if high >= 1000 and low < 100 and high % 1000 == 0 and not other.digits:
            low *= 1000 if high < 10**6 else 10**6  # "two to three thousand"
        if not (low < high or (paired and low <= high)) or core.year_like or other.year_like:
            return None
        if joint in TO and not paired and high > low * 20:
            return None
        end = other.end
        nxt = doc[end] if end < len(doc) else None
        if nxt is not None and not doc[end - 1].whitespace_ and (nxt.is_alpha or nxt.text in HYPHENS):
            return None
        start = core.start - 1 if paired else core.start
        out = Figure(start, end, low, low, high, "between", "number", core.digits)
        out.core = core.start
        return out

    def _qualified(self, doc: Doc, core: Figure) -> Figure:
        start = core.start
        found = match_back(doc, self._before, start)
        if found is None and start and doc[start - 1].lower_ in self._filler:
            found = match_back(doc, self._before, start - 1)
        if found and found[1] and doc[found[1] - 1].lower_ in self._not_after.get(doc[found[1]].lower_, ()):
            found = None
        after = match_on(doc, self._after, core.end)
        if found is not None:
            name, core.start = found
            self._apply(core, name)
            outer = match_back(doc, self._before, core.start)  # "au moins une trentaine", "perhaps as many as"
            if outer is not None and outer[0] != name:
                core.start = outer[1]
                self._apply(core, "up to" if "up to" in (name, outer[0]) else outer[0])
        elif after is not None:
            name, core.end = after
            self._apply(core, name)
        return core

    @staticmethod
    def _apply(core: Figure, name: str) -> None:
        if core.form in ("few", "many") or core.best is None:
            return
        if core.form == "vague":
            return  # "at least dozens" stays dozens
        core.low, core.best, core.high, core.qualifier = bounds(core.best, name)
