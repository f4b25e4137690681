"""Figures with what they count: the noun phrase around a number, or around an uncounted noun.

Built from the surface and part-of-speech tags, not from the tree, because "4 500 soldats" or "au moins 72
civils" attach badly in small parsers; the tree is asked only for who does what (see ``casualties``).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from processors.extraction.quantities import labels
from processors.extraction.quantities.figures import Figures
from processors.extraction.quantities.heads import QUOTES, Heads
from processors.extraction.quantities.interval import Figure
from processors.extraction.quantities.joints import AND, EVERY, OF
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.words import Words

_MODIFIERS = frozenset({"ADJ", "PROPN"})
_NOUNS = frozenset({"NOUN", "PROPN"})


@dataclass(slots=True, eq=False)
class Mention:
    """A counted noun phrase. ``head`` is a token index; ``klass`` the class of the head noun."""

    start: int
    end: int
    head: int
    low: int | None
    best: int | None
    high: int | None
    qualifier: str | None = None
    form: str = "number"
    klass: str | None = None
    kind: str | None = None
    """Kind that the noun itself says ("12 dead", "46 arrests")."""
    elliptical: bool = False
    partitive: bool = False
    definite: bool = False
    other: bool = False
    more: bool = False
    core: int = 0
    adjective: str | None = None
    """Kind that an adjective inside says ("two wounded soldiers")."""
    inner: Mention | None = None
    """The total that it is picked from, where both are numbers ("nine of the fifteen dead")."""


class Mentions(Heads):
    """Finds the counted noun phrases of a doc."""

    def __init__(self, words: Words, figures: Figures) -> None:
        super().__init__(words)
        self.figures = figures

    def find(self, doc: Doc) -> list[Mention]:
        """All mentions with a figure, left to right."""
        found = []
        last = 0
        for figure in self.figures.find(doc):
            if figure.start < last:
                continue
            mention = self._build(doc, figure)
            if mention is not None:
                found.append(mention)
                last = mention.end
                if mention.inner is not None:
                    found.append(mention.inner)
                    last = mention.inner.end
        return found

    def _build(self, doc: Doc, f: Figure) -> Mention | None:
        sets = self.words.sets
        size = len(doc)
        before = doc[f.start - 1] if f.start else None
        core_before = doc[f.core - 1].lower_ if f.core else ""
        nxt = doc[f.end] if f.end < size else None
        if labels.labelled(self.words, doc, f) or labels.denied(self.words, doc, f):
            return None
        head, end, info = self._noun(doc, f)
        if head is None and f.best == 1 and labels.superlative(self.words, doc, f):
            return None
        if f.form == "both" and not labels.both(self.words, doc, f, head, end):
            return None
        if head is None:
            if f.year_like or (f.form == "article" and not self._alone(doc, f, nxt)):
                return None
            if (
                f.digits
                and f.best is not None
                and f.best < 110
                and core_before == ","
                and (nxt is None or nxt.text in (",", ".", ")", ";"))
                and doc[f.core - 2].pos_ in ("PROPN", "NOUN")
            ):
                return None  # an age: "Ali Hassan, 72, was killed"
            if labels.age(self.words, doc, f):
                return None
            if f.end - f.core == 1 and before is not None and before.lower_ in EVERY:
                return None
            head, klass = f.end - 1, None
            of_group = self._group_of(doc, f)
            if of_group is not None:
                return Mention(
                    of_group, f.end, f.start - 2, f.low, f.best, f.high, f.qualifier, f.form, "person", core=f.core
                )
            end = max(end, f.end)
            elliptical = True
        else:
            lower = doc[head].lower_
            klass = self._class_of(doc, f, head)
            if klass == "thing" or (klass == "household" and f.form == "article"):
                return None
            elliptical = False
        if f.form == "article" and doc[head].lower_ in sets["twosome"]:
            f.low = f.best = f.high = 2  # a couple
        elif f.form == "article" and labels.pair(self.words, doc, head, end):
            f.low = f.best = f.high = 2  # a father and son
            end += 2
        if f.year_like and (elliptical or klass is None):
            return None
        start = f.start
        definite = f.form == "both" or (before is not None and before.lower_ in sets["definite"])
        if before is not None and before.lower_ in sets["possessive"]:
            definite, start = True, f.start - 1
        m = Mention(
            start,
            end,
            head,
            f.low,
            f.best,
            f.high,
            f.qualifier,
            f.form,
            klass,
            core=f.core,
            elliptical=elliptical,
            definite=definite,
        )
        m.partitive = bool(info.get("partitive"))
        m.adjective = info.get("adjective") or None
        inside = {doc[k].lower_ for k in range(f.end, min(size, end + 1))}
        inside.update(
            doc[k].lower_ for k in (max(0, start - 1), *range(start, f.end)) if doc[k].lower_ in sets["another"]
        )
        m.other = f.form == "ordinal" or bool(inside & sets["others"] - sets["people"])
        if not elliptical:
            lower = doc[head].lower_
            harm = self.words.counted.get(lower) in ("killed", "injured")
            if m.partitive and harm and (inner := self._inner(doc, f, m)) is not None:
                m.inner, m.end, m.head, m.klass, m.elliptical = inner, f.end, f.end - 1, None, True
                return m
            m.kind = self.words.counted.get(lower) or self.words.deaths.get(lower)
            if f.form == "article" and self._acts(doc, end, lower):
                return None
            one = f.form == "article" and (lower not in self.words.counted or m.kind not in ("killed", "injured"))
            if one or (doc[head].pos_ == "PROPN" and doc[head].text[0].isupper() and doc[head].i > start + 1):
                m.kind = None
        return m

    def _class_of(self, doc: Doc, f: Figure, head: int) -> str | None:
        """The class of the noun that is counted; "a 15-year-old" is a person."""
        known = self.words.klass(doc[head].lower_) if head >= f.end or f.form != "ordinal" else None
        if known == "person" and doc[head].lower_ in self.words.sets["membership"] and self._of_forces(doc, head + 1):
            return "soldier"
        return known or ("person" if labels.aged_one(self.words, doc, head) else None)

    def _of_forces(self, doc: Doc, k: int) -> bool:
        """ "Members of the security forces", "éléments de l'armée": soldiers; ``k`` is behind the noun."""
        if k >= len(doc) or doc[k].lower_ not in OF:
            return False
        stop = min(len(doc), k + 5)
        return any(match_on(doc, self.words.trees["forces"], i) for i in range(k + 1, stop))

    def _acts(self, doc: Doc, end: int, lower: str) -> bool:
        """ "A launcher killed a boy": a verb with its object, nobody counted."""
        verb = lower in self.words.verbs and not self.words.grammar.has("adjectives_follow")
        return verb and end < len(doc) and doc[end].pos_ in ("DET", "NUM", "PRON")

    def _alone(self, doc: Doc, f: Figure, nxt: Token | None) -> bool:
        """Is an article without a noun a number?"""
        return self._echoed(doc, f, nxt) or self._badly(doc, f, nxt) or self._placed(doc, f, nxt)

    def _placed(self, doc: Doc, f: Figure, nxt: Token | None) -> bool:
        """ "Deux tués à Gao, un à Ménaka": the article is a number."""
        if nxt is None or nxt.lower_ not in self.words.sets["where"] or f.end + 1 >= len(doc) or not f.start:
            return False
        linked = doc[f.start - 1].lower_ in AND | {","}
        if not linked or doc[f.end + 1].ent_type_ not in ("GPE", "LOC"):
            return False
        f.form = "number"
        return True

    def _badly(self, doc: Doc, f: Figure, nxt: Token | None) -> bool:
        """ "Neuf blessés, dont un grièvement": the article is a number."""
        if nxt is None or nxt.lower_ not in self.words.sets["severe"]:
            return False
        if match_back(doc, self.words.trees["including"], f.start) is None:
            return False
        f.form = "number"
        return True

    def _echoed(self, doc: Doc, f: Figure, nxt: Token | None) -> bool:
        """ "Phnom Penh en annonce un.": the article is a number."""
        closed = nxt is None or nxt.is_punct or nxt.is_space
        if not closed or match_back(doc, self.words.trees["echo"], f.start) is None:
            return False
        f.form = "number"
        return True

    def _inner(self, doc: Doc, f: Figure, m: Mention) -> Mention | None:
        """ "Nine of the fifteen dead": the fifteen."""
        for k in range(f.end + 1, m.head):
            number = self.figures.grammar.read(doc, k) if self.figures.grammar.starts(doc[k].lower_) else None
            if number is not None and number.end <= m.head:
                v, kind = number.value, self.words.counted[doc[m.head].lower_]
                return Mention(k, m.end, m.head, v, v, v, klass="counted", kind=kind, core=k, definite=True)
        return None

    def _noun(self, doc: Doc, f: Figure) -> tuple[int | None, int, dict[str, str]]:
        """The counted noun behind a figure: (head, end of the phrase, what else was seen)."""
        info: dict[str, str] = {}
        j, size = f.end, len(doc)
        sets = self.words.sets
        while j < size and doc[j].text in QUOTES:
            j += 1
        while j < size and doc[j].lower_ in sets["others"] and doc[j].lower_ not in sets["people"]:
            j += 1
            if j - f.end > 2:
                break
        through_of = j < size and doc[j].lower_ in sets["of"] and (f.form != "article")
        if j + 1 < size and doc[j].lower_ in OF and doc[j + 1].lower_ in sets["of_more"]:
            return None, j + 2, info
        if f.form == "number" and match_on(doc, self.words.trees["side"], j) is not None:
            return None, f.end, info  # "40 du côté des assaillants", "trois côté kurde"
        if through_of and f.form != "vague" and match_on(doc, self.words.trees["of_wounds"], j) is not None:
            return (f.end - 1, f.end, info) if f.form == "ordinal" else (None, f.end, info)
        if through_of or (f.end and doc[f.end - 1].lower_ in sets["of"]):
            k = j + 1 if through_of else j
            if through_of and not self._plain_of(doc, f):
                info["partitive"] = "yes"
            hops = 0
            if k + 1 < size and doc[k].lower_ in sets["partitive"] and doc[k + 1].pos_ in ("AUX", "VERB", "PUNCT"):
                info["partitive"] = "yes"
                return k, k + 1, info
            while (
                k < size
                and hops < 4
                and (
                    doc[k].pos_ in ("DET", "ADP")
                    or doc[k].lower_ in sets["possessive"]
                    or doc[k].text in QUOTES
                    or doc[k].lower_ in sets["definite"]
                    or doc[k].lower_ in sets["out_of"]
                )
            ):
                if doc[k].lower_ in sets["definite"] or doc[k].lower_ in sets["possessive"]:
                    info["partitive"] = "yes"
                k += 1
                hops += 1
            attribute = k + 1 < size and doc[k].pos_ == "ADJ" and doc[k + 1].pos_ == "NOUN"  # "des derniers otages"
            if k < size and doc[k].lower_ in sets["partitive"] and not attribute:
                info["partitive"] = "yes"
                return k, k + 1, info
            if k < size and doc[k].pos_ == "NUM" and k + 1 < size:
                k += 1
            head, end = self._run(doc, k, info)
            if head is None and k < size and doc[k].lower_ in sets["others"] - sets["people"]:
                return None, k + 1, info  # "une vingtaine d'autres"
            if head is None:
                return None, f.end, info
            return head, end, info
        if f.form == "ordinal" and (j >= size or doc[j].lower_ in sets["be"]):
            return f.end - 1, f.end, info
        if f.form == "ordinal":
            noun, end = self._run(doc, f.end, {})
            return (noun, end, info) if noun is not None else (f.end - 1, f.end, info)
        head, end = self._run(doc, j, info)
        return head, end if head is not None else j, info

    def _group_of(self, doc: Doc, f: Figure) -> int | None:
        """ "a family of five", "un équipage de douze": where the phrase begins."""
        k = f.start - 2
        if k < 0 or doc[k].lower_ not in self.figures.collectives_of or doc[k + 1].lower_ not in self.words.sets["of"]:
            return None
        while k and doc[k - 1].pos_ in ("DET", "ADJ"):
            k -= 1
        return k

    def _plain_of(self, doc: Doc, f: Figure) -> bool:
        """ "dozens of people", "une trentaine de Serbes", "2 millions de" count directly; "two of the" picks out."""
        if f.form in ("vague", "few", "many"):
            return True
        return doc[f.end - 1].lower_ in self.figures.grammar.scale_nouns
