"""Tolls: "the death toll rose to 17", "bringing the number to 53"."""

from __future__ import annotations

from processors.extraction.quantities.claims import ANY, Claim, Claims
from processors.extraction.quantities.joints import AND, TO
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import QUOTES, Page
from processors.extraction.quantities.phrases import match_on, within
from processors.extraction.quantities.states import States

_NEAR = 22
_BEFORE = 8
"""How far before a toll's noun "number" may stand ("the number of people who have lost their lives")."""
_REACH = 40
"""How far behind its noun a toll may stand; beyond ``_NEAR`` only with a verb that says that it has risen."""

_LAST = 90
"""How far back the dead may be told whom "these deaths" mean."""


class Tolls(States):
    """Finds claims by nouns that announce a number."""

    def _toll(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """The death toll rose from 12 to 17; put its dead at two; le bilan est passé de 4 à 6."""
        sets = self.words.sets
        for i, lower in enumerate(page.lower):
            kind = self.words.toll.get(lower)
            uncovered = i not in page.cover or page.cover[i].form == "article"
            if kind is not None and self._labelled(page, i, kind, claims, barred):
                continue
            if uncovered and (kind is not None or lower in sets["number"]):
                raised = self._brings(page, i, claims, barred)
                if not raised and kind is not None:
                    self._announced(page, i, kind, claims, barred)
        for i, lower in enumerate(page.lower):
            if lower in sets["figure"] or lower in sets["raised"]:
                self._figure(page, i, claims, barred)

    def _labelled(self, page: Page, i: int, kind: str, claims: Claims, barred: set[int]) -> bool:
        """ "Killed: 6 civilians, 2 soldiers. Arrests: five": a figure, or a list of them, behind its label."""
        m = page.starts.get(i + 2) if page.lower[i + 1 : i + 2] == [":"] else None
        if m is None or m.form == "article" or id(m) in claims:
            return False
        while m is not None and id(m) not in claims and id(m) not in barred and self._fit(page, m, ANY, True):
            self._put(claims, Claim(m, kind, i))
            joint = page.lower[m.end : m.end + 1]
            m = page.starts.get(m.end + 1) if joint == [","] or not AND.isdisjoint(joint) else None
        return True

    def _announced(self, page: Page, i: int, kind: str, claims: Claims, barred: set[int]) -> None:
        """The number that the toll at token ``i`` announces."""
        words, sets = self.words, self.words.sets
        if page.lower[i] not in sets["toll_alone"]:
            head = page.lower[max(page.left[i], i - _BEFORE) : i]
            if not any(w in sets["number"] or w in sets["puts"] for w in head):
                return
        for k in range(i + 1, min(page.right[i], i + _REACH)):
            m = page.starts.get(k)
            if page.lower[k] in (";",) or (k - i > _NEAR and page.lower[k] in words.toll):
                return
            if k - i > _NEAR and not any(w in sets["risen"] for w in page.lower[k - 4 : k]):
                continue
            if m is not None and m.kind == kind and id(m) in claims:
                new = self._changed(page, m, claims)
                self._now(page, new, i, claims)
                if not self._before(page, i, m):
                    return
            if m is None or not m.elliptical or id(m) in claims or id(m) in barred:
                continue
            skipped = page.doc[k - 1].text in QUOTES or page.lower[k - 1] in sets["definite"]  # "a dépassé les 70"
            before = page.lower[k - 2 if skipped else k - 1]
            if (
                before in sets["toll_link"]
                and not (before in sets["revised"] and not TO.isdisjoint(page.lower[m.end : m.end + 3]))
                and page.lower[m.end : m.end + 1] != ["%"]
            ):
                total = Claim(m, kind, i)
                self._put(claims, total)
                self._now(page, total, i, claims)
                if not self._before(page, i, m):
                    return

    def _changed(self, page: Page, m: Mention, claims: Claims) -> Claim:
        """ "Lowered its toll from 41 dead to 36": the new number in place of the old one."""
        old = claims[id(m)]
        new = page.starts.get(m.end + 1) if m.end + 1 < page.right[m.start] and page.lower[m.end] in TO else None
        if new is None or not new.elliptical or page.lower[m.start - 1] not in self.words.sets["revised"]:
            return old
        del claims[id(m)]
        self._put(claims, Claim(new, old.kind, old.at, old.mode))
        return claims[id(new)]

    def _before(self, page: Page, i: int, m: Mention) -> bool:
        """ "The toll, first given as 12, has climbed to 19": an older number, between commas."""
        old = within(page.doc, self.words.trees["was_said"], i + 1, m.start)
        return old and page.lower[m.end : m.end + 1] == [","]

    def _figure(self, page: Page, i: int, claims: Claims, barred: set[int]) -> None:
        """ "… seven deaths, but later revised the figure to nine": a number for what was told before."""
        raised = page.lower[i] in self.words.sets["raised"]
        k = i - 1 if i > 1 and page.doc[i - 1].pos_ == "ADJ" else i  # "the true figure"
        if not k or not (raised or page.lower[k - 1] in self.words.sets["definite"] | self.words.sets["this"]):
            return
        before = [c for c in claims.values() if 0 < i - c.mention.end < 30 and c.mention.form in ("number", "vague")]
        told = max(before, key=lambda c: c.mention.end, default=None)
        m = next((page.starts[k] for k in range(i + 1, min(page.right[i], i + 7)) if k in page.starts), None)
        if told is None or m is None or not m.elliptical or id(m) in claims or id(m) in barred:
            return
        words = page.doc[i + 1 : m.start - 1]
        if raised and (len(words) > 2 or any(t.pos_ not in ("PRON", "ADV", "ADP") for t in words)):
            return
        if page.lower[m.start - 1] in self.words.sets["toll_link"] and page.lower[m.end : m.end + 1] != ["%"]:
            self._put(claims, Claim(m, told.kind, i, told.mode))

    def _now(self, page: Page, total: Claim, i: int, claims: Claims) -> None:
        """ "Bringing the toll to 17", "the toll has risen to 17": those just told of are in it."""
        sets = self.words.sets
        if any(w in sets["bring"] for w in page.lower[max(page.left[i], i - 5) : i]):
            total.mode = "cumulative"
            self._these_deaths(page, total, claims)
            raised = self._raised(page, total, i, claims)
            if raised is not None:
                self._raise(page, total, raised, fresh_only=page.lower[i] not in sets["toll_nouns"])
        elif any(w in sets["risen"] for w in page.lower[i + 1 : total.mention.start]):
            self._raise(page, total, claims, fresh_only=True)
            self._upon(page, total, claims)
            self._risen_by(page, total, claims)

    def _brings(self, page: Page, i: int, claims: Claims, barred: set[int]) -> bool:
        """ "… à treize le nombre de militaires tués", "to 13 the number of soldiers killed"."""
        k = i - 1
        while k > page.left[i] and page.lower[k] in self.words.sets["definite"]:
            k -= 1
        m = page.cover.get(k)
        new = page.cover.get(m.start - 2) if m is not None and m.start > page.left[i] + 2 else None
        if (
            new is not None
            and new.elliptical
            and m is not None
            and page.lower[m.start - 1] in self.words.sets["revised"]
        ):
            m = new if page.lower[new.start - 1] in TO else m  # "revised down to 11 from 15 the number killed"
        if m is None or not m.elliptical or m.end > k + 1 or id(m) in claims or id(m) in barred:
            return False
        kinds = self.words.counted | self.words.deaths
        words = page.lower[i + 1 : min(page.right[i], i + 14)]
        named = next((kinds[w] for w in words if w in kinds), None) or self._participle(words)
        if named is None and page.lower[i] not in self.words.sets["toll_nouns"]:
            return False
        claim = Claim(m, named or "killed", i, "cumulative")
        self._put(claims, claim)
        self._these_deaths(page, claim, claims)
        among = self._raised(page, claim, i, claims)
        if among is None:
            return True
        raised = any(w in self.words.sets["bring"] for w in page.lower[max(page.left[i], m.start - 3) : m.start])
        self._raise(page, claim, among, not raised and page.lower[i] not in self.words.sets["toll_nouns"])
        return True

    def _raised(self, page: Page, total: Claim, i: int, claims: Claims) -> Claims | None:
        """Who may be in the total told at token ``i``; in one of weeks or months ("the number of policemen hurt since
        May") only those of whom it is told."""
        stop = min(page.right[i], max(i, total.mention.end) + 16)
        if not within(page.doc, self.words.trees["period"], i + 1, stop):
            return claims
        kinds = (self.words.klass(w) for w in page.lower[i + 1 : stop])
        of = next((k for k in kinds if k in ("soldier", "attacker", "protester")), None)
        return None if of is None else {k: c for k, c in claims.items() if c.mention.klass == of}

    def _participle(self, words: list[str]) -> str | None:
        """ "Le nombre de militaires tombés": the kind that a participle tells."""
        forms = (f for w in words for f in self.words.verbs.get(w, ()) if "part" in f.shapes and not f.frame.within)
        return next((f.frame.kind for f in forms if f.frame.kind in ("killed", "injured")), None)

    @staticmethod
    def _raise(page: Page, total: Claim, claims: Claims, fresh_only: bool = False) -> None:
        """Those told of in the same sentence are in the total that they raise."""
        m = total.mention
        for other in list(claims.values()):
            fresh = other.mention.other and 0 < m.start - other.mention.end < 40
            near = page.left[m.start] <= other.mention.start < m.start and not fresh_only
            fresh = fresh and (not fresh_only or m.start - other.mention.end < 30)
            inside = (near or fresh) and other.kind == total.kind
            if inside and other.whole is None and (other.mention.best or 0) < (m.best or 0):
                other.whole = total

    def _these_deaths(self, page: Page, total: Claim, claims: Claims) -> None:
        """ "The deaths bring to 1,740 the number of …", "cette mort porte à quatre …": those told last before."""
        first, sets = page.left[total.mention.start], self.words.sets
        lead = page.lower[first : first + 2]
        if len(lead) < 2 or lead[0] not in sets["definite"] | sets["this"] or lead[1] not in sets["these_deaths"]:
            return
        told = [c for c in claims.values() if c.kind == total.kind and c.whole is None and c.mention.end <= first]
        last = max(told, key=lambda c: c.mention.start, default=None)
        if last is None or first - last.mention.end > _LAST:
            return
        for other in told:
            smaller = (other.mention.best or 0) < (total.mention.best or 0)
            if page.left[other.mention.start] == page.left[last.mention.start] and smaller:
                other.whole = total

    def _upon(self, page: Page, total: Claim, claims: Claims) -> None:
        """ "After two of them died on Sunday, the toll rose to nine", "deux passagers ayant succombé, …": the two."""
        for other in list(claims.values()):
            x, left = other.mention, page.left[total.mention.start]
            inside = left <= x.start < total.at and other.at < total.at and other.kind == total.kind
            inside = inside and other.whole is None and (x.best or 0) < (total.mention.best or 0)
            if inside and any(w in self.words.sets["upon"] for w in page.lower[left : other.at + 1]):
                other.whole = total

    def _risen_by(self, page: Page, total: Claim, claims: Claims) -> None:
        """ "The toll rose to nine after two people died", "… to nine. Two traders died of their burns": the two."""
        m, sets = total.mention, self.words.sets
        for other in list(claims.values()):
            x = other.mention
            gap = x.start - m.end
            if other.kind != total.kind or other.whole is not None or not 0 <= gap < _REACH or other is total:
                continue
            if (x.best or 0) >= (m.best or 0) or other.mode == "cumulative":
                continue
            told = page.lower[m.end : x.end + 2]  # "to nine, two people having died"
            same = page.left[x.start] <= m.start and any(w in sets["upon"] for w in told)
            died = range(other.at, min(page.right[other.at], other.at + 7))
            if same or any(match_on(page.doc, self.words.trees["of_wounds"], k) for k in died):
                other.whole = total
