"""Parts: "including", "of them", "among the dead". Lists that sum up: ``partitions``; second figures: ``echoes``."""

from __future__ import annotations

from processors.extraction.quantities.claims import ANY, Claim, Claims
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.placed import Placed


class Parts(Placed):
    """Finds parts of claims."""

    def _parts(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """``including``, ``dont``, ``614 of them``: a part of the claim before, of the same kind."""
        last: list[Claim] = []
        self._named_among(page)
        self._one_among_them(page)
        self._one_of(page, claims)
        for m in sorted(page.mentions, key=lambda x: x.start):
            own = claims.get(id(m))
            cue = match_back(page.doc, self.words.trees["including"], m.start) or self._behind(page, m)
            own = self._unless_hit(page, m, own, last, claims) if cue else own
            whole = self._whole(page, m, last, own.kind if own else None)
            back = m.partitive and page.lower[m.head] in self.words.sets["partitive"]
            if back and m.best == 1 and match_on(page.doc, self.words.trees["told_by"], m.end):
                continue  # "…, one of them said"
            own = self._of_the_dead(page, m, last, claims, barred) or own
            own = self._next_place(page, m, own, last, claims, barred)
            if own is not None and own.whole is None and (before := self._the_rest(page, m, own, last)) is not None:
                own.whole = before
            of_his = any(w in self.words.sets["possessive"] for w in page.lower[m.start : m.head])
            other = own is not None and self.words.counted.get(page.lower[m.head], own.kind) != own.kind
            if own is not None and own.whole is None and m.partitive and not (back or cue or of_his or other):
                same = [
                    c
                    for c in last
                    if c.kind == own.kind and (c.mention.best or 0) >= (m.best or 0) and self._generic(page, m, c)
                ]
                own.whole = same[-1] if same else None
            if m.inner is not None and id(m.inner) in claims and own is None and id(m) not in barred:
                total = claims[id(m.inner)]
                own = claims[id(m)] = Claim(m, total.kind, m.start, total.mode, total)
            if own is None and id(m) not in barred and (of := self._picked(page, m, last)) is not None:
                own = Claim(m, of.kind, m.start, of.mode, of)
                claims[id(m)] = own
                self._more_parts(page, m, of, claims, barred)
            if own is not None and own.whole is None and (of := self._picked(page, m, last)) is not None:
                own.whole = of if of.kind == own.kind else None
            if own is None and id(m) not in barred and last and self._severe(page, m):
                hurt = last[-1]
                if hurt.kind == "injured" and hurt.whole is None and (hurt.mention.best or 0) > (m.best or 0):
                    own = claims[id(m)] = self._how_badly(page, m, hurt)
            if whole is not None and id(m) not in barred and (cue or back):
                if m.klass in ("vehicle", "thing", "unit") or m.form == "many" or not self._fit(page, m, ANY, True):
                    continue
                if own is None and cue and not back and not self._near_whole(page, m, whole, cue[1]):
                    continue
                if own is None:
                    own = Claim(m, whole.kind, m.start, whole.mode)
                    claims[id(m)] = own
                own.whole = whole
                if cue:
                    self._more_parts(page, m, whole, claims, barred)
            if own is not None and own.whole is None and (reach := self._reach(page, own)):
                own.whole = self._larger(own, last, reach)
            if own is not None:
                last.append(own)

    def _unless_hit(self, page: Page, m: Mention, own: Claim | None, last: list[Claim], claims: Claims) -> Claim | None:
        """ "Five dead, among them a boy hit by a stray bullet": how he died, not that he was wounded."""
        if own is None or own.kind != "injured" or own.at < m.end or page.lower[own.at] in self.words.counted:
            return own
        whole = self._whole(page, m, last, None)
        if whole is None or whole.kind != "killed":
            return own
        del claims[id(m)]
        return None

    def _of_the_dead(self, page: Page, m: Mention, last: list[Claim], claims: Claims, barred: set[int]) -> Claim | None:
        """ "Among the dead were four women and a boy": parts of the largest number told before."""
        own, among = claims.get(id(m)), self._among(page, m)
        if among is None or (own is not None and own.kind != among):
            return None
        own = own or Claim(m, among, m.start)
        claims[id(m)] = own
        own.whole = self._larger(Claim(m, among, m.start), last, 10**6) or own.whole
        listed = m
        while (nxt := self._next(page, listed)) is not None and self._joins(page, nxt, claims, barred):
            if self._merge(page, listed, nxt):
                barred.add(id(nxt))
                continue
            claims[id(nxt)] = Claim(nxt, among, nxt.start, None, own.whole)
            listed = nxt
        return own

    def _reach(self, page: Page, own: Claim) -> int:
        """How far back the total stands of which a figure says that it is a part, 0 where it says nothing."""
        if match_on(page.doc, self.words.trees["of_those"], own.mention.end) is not None:
            return 10**6  # "21 of those who died"
        if self._alone(page, own):
            return 90
        return 50 if self._found(page, own) else 0

    def _alone(self, page: Page, claim: Claim) -> bool:
        """ "In the town of Maarat alone, 17 died", "dans la seule ville de Maarat": of more people elsewhere."""
        lo, hi = page.left[claim.mention.start], page.right[claim.mention.start]
        lo, hi = max(lo, claim.mention.start - 10), min(hi, max(claim.at, claim.mention.end) + 9)
        for k in range(lo, hi):
            if page.lower[k] in self.words.sets["alone"]:
                token = page.doc[k - 1]
            elif page.lower[k] in self.words.sets["alone_before"]:
                token = page.doc[min(k + 1, len(page.doc) - 1)]
            else:
                continue
            if token.ent_type_ in ("GPE", "LOC", "FAC") or token.pos_ in ("NOUN", "PROPN"):
                when = self.words.month(token) or token.lower_ in self.words.sets["weekdays"]  # "in May alone"
                return not (when or self.words.human(token.lower_))
        return False

    def _found(self, page: Page, claim: Claim) -> bool:
        """ "Rescuers pulled three bodies from one flat": of the dead told just before, unless of another place."""
        if self.words.sets["remains"].isdisjoint((page.lower[claim.mention.head], page.lower[claim.at])):
            return False
        lo, hi = page.left[claim.mention.start], page.right[claim.mention.start]
        near = range(max(lo, claim.mention.start - 6), min(hi, claim.mention.end + 16))
        if not any(page.lower[k] in self.words.sets["retrieved"] for k in near):
            return False
        return not any(t.ent_type_ in ("GPE", "LOC") for t in page.doc[lo:hi])

    @staticmethod
    def _larger(claim: Claim, last: list[Claim], reach: int) -> Claim | None:
        """The total told before, at most ``reach`` tokens back."""
        told = [c for c in last if c.kind == claim.kind and c.whole is None]
        near = [c for c in told if claim.mention.start - c.mention.end < reach]
        most = max(near, key=lambda c: c.mention.best or 0, default=None)
        return most if most is not None and (most.mention.best or 0) > (claim.mention.best or 0) else None

    def _one_of(self, page: Page, claims: Claims) -> None:
        """ "Six people, among them the district commissioner, …", "dont le maire": somebody told without a number."""
        for whole in list(claims.values()):
            m, k = whole.mention, whole.mention.end
            if whole.kind not in ("killed", "injured") or (m.best or 0) < 2 or m.form == "plural":
                continue
            stop = min(page.right[m.start], k + 12)
            while k < stop and page.lower[k] != "," and page.doc[k].pos_ in ("NOUN", "ADJ", "ADP", "PROPN", "VERB"):
                k += 1
            cue = next((c for c in (k + 1, k) if match_on(page.doc, self.words.trees["cues"], c) is not None), None)
            if cue is None or cue >= stop:
                continue
            hit = match_on(page.doc, self.words.trees["cues"], cue)
            at = hit[1] if hit is not None else cue
            noun = at
            while (
                noun < min(stop, at + 6) and page.doc[noun].pos_ in ("DET", "ADJ", "PROPN") and noun not in page.cover
            ):
                noun += 1
            if noun >= stop or noun in page.cover or page.doc[noun].pos_ not in ("NOUN", "PROPN"):
                noun -= 1
            while noun + 1 < stop and noun + 1 not in page.cover and page.doc[noun + 1].pos_ == "NOUN":
                noun += 1
            made = noun_phrase(page.doc, page.doc[noun], self.words) if noun not in page.cover else None
            if made is None or made.form not in ("definite", "name", "possessive") or made.start > at + 1:
                continue
            page.mentions.append(made)
            page.add(made)
            claims[id(made)] = Claim(made, whole.kind, made.start, whole.mode, whole)
            self._named_with(page, claims[id(made)], claims)

    def _the_rest(self, page: Page, m: Mention, own: Claim, last: list[Claim]) -> Claim | None:
        """ "Nearly 60 had been killed on Saturday and the rest on Sunday": parts of the total told before."""
        tail = range(m.end, min(page.right[m.end - 1], m.end + 16))
        if not any(match_on(page.doc, self.words.trees["rest"], k) for k in tail):
            return None
        more = [c for c in last if c.kind == own.kind and (c.mention.best or 0) > (m.best or 0)]
        return more[-1] if more else None

    def _more_parts(self, page: Page, listed: Mention, whole: Claim, claims: Claims, barred: set[int]) -> None:
        """The list that a part begins: "including two women, a boy and …"."""
        while (nxt := self._are_too(page, listed)) is not None and id(nxt) not in claims and id(nxt) not in barred:
            claims[id(nxt)] = Claim(nxt, whole.kind, nxt.start, whole.mode, whole)
            listed = nxt
        while (nxt := self._next(page, listed)) is not None:
            if not self._own_subject(page, nxt) and self._told_apart(page, nxt, whole, claims):
                listed = nxt
                continue
            if not self._joins(page, nxt, claims, barred) or (nxt.elliptical and nxt.form == "number"):
                return
            if self._own_subject(page, nxt):
                claims[id(nxt)] = Claim(nxt, whole.kind, whole.at, whole.mode)
                return  # "five militants, two of them foreign, and an officer were killed"
            if self._merge(page, listed, nxt):
                barred.add(id(nxt))
                return
            claims[id(nxt)] = Claim(nxt, whole.kind, nxt.start, whole.mode, whole)
            listed = nxt

    @staticmethod
    def _own_subject(page: Page, m: Mention) -> bool:
        """Behind a comma and "and", with the verb of the sentence behind it?"""
        if m.start < 2 or page.lower[m.start - 1] not in AND or page.lower[m.start - 2] != ",":
            return False
        k, right = m.end, page.right[m.end - 1]
        while k < right and page.doc[k].pos_ in ("NOUN", "ADJ", "ADP", "DET", "PROPN") and k not in page.cover:
            k += 1
        return k < right and page.doc[k].pos_ == "AUX"

    def _are_too(self, page: Page, m: Mention) -> Mention | None:
        """ "Of whom eleven are children and eight are women": the eight."""
        be, right = self.words.sets["be"], page.right[m.end - 1]
        if not m.elliptical or m.end >= right or page.lower[m.end] not in be:
            return None
        for k in range(m.end + 1, min(right - 1, m.end + 8)):
            nxt = page.starts.get(k)
            if nxt is not None and nxt.elliptical and nxt.end < right:
                linked = page.lower[k - 1] in AND | {","}
                return nxt if linked and page.lower[nxt.end] in be and nxt.form == "number" else None
        return None

    @staticmethod
    def _told_apart(page: Page, m: Mention, whole: Claim, claims: Claims) -> bool:
        """ "Including three Hungarians and an Italian hit in the leg": a part with its own participle."""
        own = claims.get(id(m))
        if own is None or own.kind != whole.kind or own.whole is not None or own is whole or own.at < m.end:
            return False
        if m.end < len(page.doc) and page.doc[m.end].pos_ == "AUX":
            return False
        own.whole = whole
        return True

    def _behind(self, page: Page, m: Mention) -> tuple[str, int] | None:
        """ "34 soldiers, two generals among them, …": the cue behind the part."""
        tail = page.lower[m.end : m.end + 3]
        closed = len(tail) == 3 and (tail[2] in (",", ".", ")", ";", "–", "—") or page.doc[m.end + 2].pos_ == "ADP")
        if (
            closed
            and tail[1] in self.words.sets["partitive"]
            and tail[0] in self.words.sets["picked"] - self.words.sets["picked_ahead"]
        ):
            return "including", m.start
        return None

    def _picked(self, page: Page, m: Mention, last: list[Claim]) -> Claim | None:
        """ "Of the 25 wounded, nine are soldiers"; "parmi les onze morts, quatre sont des enfants", "… on compte"."""
        if not last:
            return None
        whole = last[-1]
        gap = page.doc[whole.mention.end : m.start]
        lists = any(t.lower_ in self.words.sets["lists"] | self.words.sets["comprises"] for t in gap)
        if lists and all(t.pos_ in ("PUNCT", "PRON", "VERB", "AUX", "ADV", "SCONJ") for t in gap):
            smaller = (m.best or 0) < (whole.mention.best or 0) and self._fit(page, m, ANY, True)
            opens = page.lower[page.left[m.start]] in self.words.sets["picked"]
            opens = opens or (len(gap) < 3 and all(t.lower_ in self.words.sets["comprises"] for t in gap))
            return whole if smaller and opens and whole.mention.start >= page.left[m.start] else None
        if not m.elliptical or page.lower[m.start - 1] != ",":
            return None
        first = page.left[m.start]
        if whole.mention.start < first or page.lower[first] not in self.words.sets["picked"]:
            return None
        k, be = m.end, self.words.sets["be"]
        while k < page.right[m.start] - 1 and k - m.end < 3 and page.doc[k].pos_ in ("PRON", "AUX", "ADV"):
            if page.lower[k] in be:
                break
            k += 1
        after = page.lower[k] if k < len(page.lower) else ""
        smaller = (m.best or 0) < (whole.mention.best or 0)
        return whole if smaller and after in be else None

    def _near_whole(self, page: Page, m: Mention, whole: Claim, cue: int) -> bool:
        """Is the whole what the cue continues: in the same sentence, or just before a list that begins one?"""
        if whole.mention.start >= page.left[m.start]:
            return True
        return cue - page.left[m.start] < 3 and page.left[m.start] - whole.mention.end < 25

    def _whole(self, page: Page, m: Mention, last: list[Claim], kind: str | None) -> Claim | None:
        points_back = m.partitive and page.lower[m.head] in self.words.sets["partitive"]
        for claim in reversed(last[-4:]):
            if claim.mention.start == m.start:
                continue
            if kind and claim.kind != kind:
                if points_back and claim.whole is None:
                    return None  # "16 wounded …; two of them died"
                continue
            if claim.whole is not None and claim.mention.best == 1:
                continue
            most = claim.mention.high if claim.mention.form == "vague" else claim.mention.best
            if m.best is not None and most is not None and most < m.best:
                continue
            if page.left[m.start] - claim.mention.end > 60 or any(
                "\n" in w for w in page.lower[claim.mention.end : m.start]
            ):
                return None
            return claim
        return None
