"""Figures that leave out what they count: a second number for the same ("the police say 38"), other places, "among"."""

from __future__ import annotations

from processors.extraction.lexicon import function_words
from processors.extraction.quantities.claims import ANY, Claim, Claims
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.parts import Parts
from processors.extraction.quantities.phrases import match_back, match_on, within

_AGAINST = function_words("against")
_BARE = ("number", "vague", "few")
_PHRASE = ("ADP", "PROPN", "NOUN", "DET", "ADJ", "VERB", "NUM")
"""What may stand between a noun and the verb behind it ("seven labourers from Bihar were among …")."""


class Echoes(Parts):
    """Finds claims by what was told before."""

    def _elsewhere(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "Seven were killed in Kharkiv, three in Sumy and two in Odesa": the verb left out with the other places."""
        for m in sorted(page.mentions, key=lambda x: x.start):
            bare = m.form in (*_BARE, "article") and not m.partitive and (m.elliptical or self._somebody(m))
            third = m.form == "ordinal" and page.lower[m.end : m.end + 1] != [] and self._place_or_day(page, m.end)
            told = bare and match_on(page.doc, self.words.trees["told_by"], m.end)
            if not (third or told or (bare and self._placed(page, m.end))) or id(m) in claims or id(m) in barred:
                continue
            linked = page.lower[m.start - 1] in (",", ";") or match_back(page.doc, self.words.trees["coord"], m.start)
            against = page.lower[m.start - 1] in _AGAINST and match_on(page.doc, self.words.trees["side"], m.end)
            if not (linked or against) or self._verb_follows(page, m.end):
                continue
            same = [c for c in claims.values() if page.left[m.start] <= c.mention.start < m.start and c.whole is None]
            last = max(same, key=lambda c: c.mention.start, default=None)
            if last is None or last.mention.form not in (*_BARE, "article"):
                continue
            gap = range(last.mention.end, m.start)
            if against:
                fits = True  # "dix morts, contre trois côté kurde"
            elif told:
                fits = any(match_on(page.doc, self.words.trees["told_by"], k) for k in gap)
            else:
                fits = any(self._place_or_day(page, k) if third else self._placed(page, k) for k in gap)
            if len(gap) < 25 and fits and ":" not in page.lower[gap.start : gap.stop]:
                self._put(claims, Claim(m, last.kind, m.start, last.mode))

    def _somebody(self, m: Mention) -> bool:
        """ "…, and three soldiers in Kidal": told with a noun of people of its own."""
        return m.kind is None and m.klass in ("person", "soldier", "attacker", "protester")

    def _verb_follows(self, page: Page, k: int) -> bool:
        """Has the figure a verb of its own behind it?"""
        for token in page.doc[k : page.right[k]]:
            if token.lower_ in (",", ";", ":") or token.pos_ in ("CCONJ", "SCONJ"):
                return False
            if token.pos_ in ("VERB", "AUX"):
                return True
        return False

    def _told_once(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "The army lost 18 men and the rebels 40", "Kiev annonce onze tués, Moscou quatre": a verb told once."""
        for m in list(page.mentions):
            closed = m.end >= len(page.lower) or page.doc[m.end].is_punct or page.doc[m.end].is_space
            closed = closed or self._placed(page, m.end)
            bare = m.form == "number" and (m.elliptical or self._somebody(m))
            if id(m) in claims or id(m) in barred or not bare or not closed:
                continue
            k = m.start - 1
            side = page.doc[k]
            known = side.ent_type_ in ("GPE", "ORG", "NORP") or self.words.klass(side.lower_) in ("soldier", "attacker")
            known = known or side.lower_ in self.words.sets["bodies"]  # "the army seven"
            while k > page.left[m.start] and (page.doc[k].ent_type_ or page.doc[k].pos_ in ("NOUN", "DET", "ADJ")):
                k -= 1
            joined = page.lower[k] in (",", ";") or page.doc[k].pos_ == "CCONJ"
            if not known or not joined or k <= page.left[m.start] or k in page.cover:
                continue
            told = [
                c
                for c in claims.values()
                if c.whole is None and page.left[m.start] <= c.mention.start < k and k - c.mention.end < 6
            ]
            if told and told[-1].kind in ("killed", "injured"):
                self._put(claims, Claim(m, told[-1].kind, told[-1].at, told[-1].mode))

    def _of_these(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "Five women were among the 14 killed": a part told before its whole."""
        for whole in list(claims.values()):
            k = whole.mention.start
            while k and page.lower[k - 1] in self.words.sets["definite"]:
                k -= 1
            cue = match_back(page.doc, self.words.trees["among_these"], k)
            if cue is None or whole.mention.best is None:
                continue
            j = cue[1] - 1
            while j > page.left[k] and (page.doc[j].pos_ in ("ADV", "AUX") or page.lower[j] in self.words.sets["be"]):
                j -= 1
            lowest = max(page.left[k], j - 6)
            while cue[1] - 1 != j > lowest and j not in page.cover and page.doc[j].pos_ in _PHRASE:
                j -= 1
            m = page.cover.get(j)
            if m is None or m.end != j + 1 or id(m) in barred or m.best is None:
                continue
            own = claims.get(id(m))
            if m.best >= whole.mention.best or (own is None and not self._fit(page, m, ANY, True)):
                continue
            if own is None:
                claims[id(m)] = Claim(m, whole.kind, m.start, whole.mode, whole)
            elif own.kind == whole.kind and own.whole is None:
                own.whole = whole

    def _and_others(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "Eleven of the dead were farmers and five herders": the second part of the same dead."""
        for claim in list(claims.values()):
            first = claim.mention
            picked = claim.whole is not None and first.elliptical
            if (
                not (first.partitive or picked)
                or first.end >= len(page.lower)
                or page.lower[first.end] not in self.words.sets["be"]
            ):
                continue
            k = first.end + 1
            while (
                k < page.right[first.start]
                and page.doc[k].pos_ in ("NOUN", "ADJ", "DET", "PROPN")
                and k not in page.starts
            ):
                k += 1
            m = page.starts.get(k + 1)
            if m is None or match_back(page.doc, self.words.trees["coord"], m.start) is None or m.form != "number":
                continue
            if id(m) in claims or id(m) in barred or self._verb_follows(page, m.end):
                continue
            if m.klass not in ("vehicle", "unit", "thing"):
                claims[id(m)] = Claim(m, claim.kind, claim.at, claim.mode, claim.whole)

    def _in_all(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "Eight by the first bomb and seven by the second, or fifteen in all": the sum of those before it."""
        for m in page.mentions:
            if not m.elliptical or id(m) in claims or id(m) in barred or m.best is None:
                continue
            if match_on(page.doc, self.words.trees["in_all"], m.end) is None:
                continue
            told = [c for c in claims.values() if page.left[m.start] <= c.mention.start < m.start and c.whole is None]
            kinds = {c.kind for c in told}
            if len(told) > 1 and len(kinds) == 1 and sum(c.mention.best or 0 for c in told) == m.best:
                whole = Claim(m, told[0].kind, m.start, told[0].mode)
                claims[id(m)] = whole
                for c in told:
                    c.whole = whole

    def _gapped(self, page: Page, m: Mention, ordered: list[Claim]) -> bool:
        """ "The police speak of 11 dead, the hospital of 13": the verb left out with the second source."""
        last = [c for c in ordered if page.left[m.start] <= c.mention.start < m.start and c.mention.best]
        k = self._before_quote(page, m)
        if not last:
            return False
        first = last[-1].mention
        cue = match_back(page.doc, self.words.trees["echo"], first.start)
        link = page.lower[k - 1]
        if cue is None or first.form != "number" or m.form != "number":
            return False
        before, of = page.lower[first.start - 1], self.words.sets["of"]
        bare = page.doc[k - 1].pos_ in ("NOUN", "PROPN") and before not in of  # "… report 11, the hospital 13"
        if not bare and not (link in of and before in of):
            return False
        comma = next((x for x in range(k - 2, first.end - 1, -1) if page.lower[x] in (",", ";")), None)
        if comma is None or not 3 <= k - comma <= 7:
            return False
        articles = self.words.sets["articles"]
        return not any(
            t.pos_ in ("AUX", "SCONJ", "NUM") and t.lower_ not in articles for t in page.doc[comma + 1 : k - 1]
        )

    def _was(self, page: Page, m: Mention, k: int) -> bool:
        """ "44, against 27 in a first count": what the new figure replaces is not told again."""
        return (
            k > 0
            and page.lower[k - 1] in _AGAINST
            and within(page.doc, self.words.trees["was_said"], m.end, min(m.end + 5, len(page.doc)))
        )

    @staticmethod
    def _before_quote(page: Page, m: Mention) -> int:
        """Where the mention begins, its opening quote included."""
        k = m.start
        while k and page.doc[k - 1].text in '«“"':
            k -= 1
        return k

    def _echo(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """A second number for the same thing: "…; the police say 38", "voire plus de 150"."""
        ordered = sorted(claims.values(), key=lambda c: c.mention.start)
        for m in page.mentions:
            if (
                not m.elliptical
                or m.partitive
                or id(m) in claims
                or id(m) in barred
                or m.form not in ("number", "vague")
            ):
                continue
            k = self._before_quote(page, m)
            if self._was(page, m, k):
                continue
            more = m.other and match_back(page.doc, self.words.trees["coord"], k) is not None
            if more and m.form == "number":
                same = [c for c in ordered if page.left[m.start] <= c.mention.start < m.start]
                nxt = page.doc[m.end].pos_ if m.end < len(page.doc) else "PUNCT"
                if same and nxt in ("ADP", "PUNCT") and same[-1].mention.form == "number":
                    self._put(claims, Claim(m, same[-1].kind, m.start, same[-1].mode))
                continue
            now = match_back(page.doc, self.words.trees["by_now"], k)
            k = now[1] if now is not None else k
            if match_back(page.doc, self.words.trees["echo"], k) is None and not self._gapped(page, m, ordered):
                continue
            after = page.doc[m.end] if m.end < len(page.doc) else None
            if after is not None and not (after.is_punct or after.pos_ in ("CCONJ", "SCONJ", "ADP", "SPACE")):
                continue
            before = [c for c in ordered if c.mention.start < m.start and m.start - c.mention.end < 40]
            if before:
                self._put(claims, Claim(m, before[-1].kind, m.start, before[-1].mode, soft=True))
