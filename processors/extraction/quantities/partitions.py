"""Lists that sum up to a total: "211 dead: 84 Druze, 113 soldiers and 14 Bedouins"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from processors.extraction.quantities.claims import Claim, Claims
from processors.extraction.quantities.evidence import Evidence
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_back

_NAMING = frozenset({"ADJ", "NOUN", "ADP", "DET", "PROPN"})
"""What may say more of a total before its list ("three employees of the agency, two … and one …")."""
_START = attrgetter("start")
_LIST_BREAKS = frozenset({":", "–", "—", ";", ".", "!", "?", "\n"})


def _is_dash(page: Page, k: int) -> bool:
    """A hyphen between blanks."""
    return page.lower[k] == "-" and bool(page.doc[k].whitespace_) and bool(page.doc[k - 1].whitespace_)


class Partitions(Evidence):
    """Finds the members of a total that is told first."""

    def _partition(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """A list that sums up: "211 dead: 84 Druze, 113 soldiers and 14 Bedouins"."""
        ordered = sorted(page.mentions, key=_START)
        for claim in list(claims.values()):
            m = claim.mention
            exact = m.best == m.high or (m.high is None and m.best == m.low)  # also "at least 57: 41 in X and 16 in Y"
            if m.best is None or m.best < 2 or not exact or m.elliptical:
                continue
            total, members = 0, []
            limit = page.right[m.start]
            if page.lower[limit - 1] == ":" and limit < len(page.lower):
                limit = page.right[limit]
            behind = bisect_right(ordered, m.start, key=_START)
            for other in ordered[behind : bisect_left(ordered, limit, lo=behind, key=_START)]:
                one = other.form == "article" and other.klass in ("person", "soldier", "attacker", "protester")
                if other.klass in ("vehicle", "unit") or self._uncounted(page, other):
                    continue
                if other.form != "number" and not one:
                    continue
                if (
                    other.best is None
                    or id(other) in claims
                    or match_back(page.doc, self.words.trees["including"], other.start)
                ):
                    if id(other) in claims and claims[id(other)].kind != claim.kind:
                        break
                    continue
                total += other.best
                members.append(other)
                if total >= m.best:
                    break
            if total == m.best and len(members) > 1:
                for member in members:
                    claims[id(member)] = Claim(member, claim.kind, claim.at, claim.mode, claim)

    def _uncounted(self, page: Page, m: Mention) -> bool:
        """ "In two ambushes": a noun that is not of people."""
        noun = page.doc[m.head]
        return not m.elliptical and m.klass is None and noun.pos_ == "NOUN" and not self.words.human(noun.lower_)

    def _apposition(self, page: Page, claims: Claims) -> None:
        """ "Ten soldiers, nine Moroccans and a Cambodian, were wounded": a list between commas that sums up."""
        for claim in list(claims.values()):
            total = claim.mention
            if total.best is None or total.best < 2 or total.end >= len(page.lower) or claim.whole is not None:
                continue
            opens = total.end
            while opens < min(total.end + 9, len(page.lower) - 1) and page.doc[opens].pos_ in _NAMING:
                if opens in page.cover:
                    break
                opens += 1
            if page.lower[opens] not in (",", "(", "–", "—", "-"):
                continue
            members: list[Mention] = []
            k, summed = opens + 1, 0
            while summed < total.best and (m := self._member_at(page, k)) is not None:
                if m.best is None or m.klass in ("vehicle", "unit", "thing"):
                    break
                if m.form not in ("number", "article", "definite"):
                    break
                members.append(m)
                summed, k = summed + m.best, m.end
                while k < len(page.lower) and (page.lower[k] in AND | {","} or page.doc[k].pos_ == "ADJ"):
                    k += 1
            last = members[-1].end if members else 0
            closed = [t for t in page.doc[last : last + 3] if t.pos_ != "ADJ"][:2]
            ends = bool(closed) and (closed[0].is_punct or closed[0].pos_ == "ADP")  # "and a baby of eight months."
            verb = len(closed) < 2 or closed[0].text != "," or closed[1].pos_ in ("VERB", "AUX", "ADP", "SCONJ")
            merged = len(members) == 1 and members[0].form in ("article", "possessive") and summed > 1
            if (len(members) > 1 or merged) and summed == total.best and ends and verb:
                self._befell(claim, [claims[id(m)] for m in members if id(m) in claims])
                for m in members:
                    if m.start not in page.starts:
                        page.mentions.append(m)
                        page.add(m)
                    claims[id(m)] = Claim(m, claim.kind, claim.at, claim.mode, claim)

    @staticmethod
    def _befell(claim: Claim, told: list[Claim]) -> None:
        """ "Two of the captives, a woman and her brother, were shot dead": what the verb tells of the members."""
        harm = next((c for c in told if c.kind in ("killed", "injured")), None)
        if harm is not None and claim.kind in ("abducted", "arrested", "missing"):
            claim.kind, claim.at, claim.mode = harm.kind, harm.at, harm.mode

    def _member_at(self, page: Page, k: int) -> Mention | None:
        """The member of a list that begins at ``k``: a number, or somebody told with "the" ("the father, …")."""
        if k in page.starts or k + 2 >= len(page.lower) or page.lower[k] not in self.words.sets["definite"]:
            return page.starts.get(k)
        made = noun_phrase(page.doc, page.doc[k + 1], self.words)
        return made if made is not None and made.form == "definite" and made.start == k else None

    def _colon(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """A list behind a colon: "516 dead, the monitor said: 86 civilians, 69 of them women, 79 fighters and …"."""
        for claim in list(claims.values()):
            total = claim.mention
            if total.best is None or total.best < 2 or claim.kind not in ("killed", "injured") or claim.whole:
                continue
            stop = min(len(page.lower), total.end + 30)
            breaks = (k for k in range(total.end, stop) if page.lower[k] in _LIST_BREAKS or _is_dash(page, k))
            colon = next(breaks, stop)
            opens = colon < stop and page.lower[colon] in (":", "–", "—", "-")
            if not opens or self._other_claim(page, claim, colon, claims):
                continue
            members = self._members(page, colon + 1, claim, claims, barred)
            if len(members) < 2:
                continue
            for m in members:
                own = claims.get(id(m))
                if own is None or own.kind == claim.kind:
                    claims[id(m)] = own or Claim(m, claim.kind, claim.at, claim.mode)
                    claims[id(m)].whole = claim

    @staticmethod
    def _other_claim(page: Page, claim: Claim, colon: int, claims: Claims) -> bool:
        """Does another figure stand between the total and the colon?"""
        hits = (page.starts.get(k) for k in range(claim.mention.end, colon))
        return any(m is not None and id(m) in claims for m in hits)

    def _members(self, page: Page, k: int, claim: Claim, claims: Claims, barred: set[int]) -> list[Mention]:
        """The members of a list that begins at ``k``; none where it is no list, or holds more than the total."""
        total = claim.mention
        if k not in page.starts:
            return []
        limit, out, summed = page.right[k], [], 0
        while k < limit:
            m = page.starts.get(k)
            if m is None:
                k += 1
                if page.doc[k - 1].pos_ == "AUX" or page.lower[k - 1] == ";":
                    break
                continue
            part = match_back(page.doc, self.words.trees["including"], m.start) or m.partitive
            if part or m.form in ("name", "definite"):
                k = m.end
                continue
            own = claims.get(id(m))
            wrong = m.klass in ("vehicle", "unit", "thing") or m.form not in (
                "number",
                "article",
                "vague",
                "few",
                "possessive",
            )
            if m.end < limit and page.doc[m.end].pos_ in ("AUX", "VERB") and page.lower[m.end] not in self.words.verbs:
                return []
            if wrong or id(m) in barred or m.elliptical or (own is not None and own.kind != claim.kind):
                return []
            summed += m.best or 0
            out.append(m)
            k = m.end
        open_end = total.high is None or total.high != total.best
        ceiling = (total.best or 0) * 115 // 100 if open_end else total.best or 0
        return out if summed <= ceiling and summed * 3 >= (total.best or 0) else []
