"""States that a predicate tells of people: "are missing", "is in hospital", "were among the dead"."""

from __future__ import annotations

import itertools

from processors.extraction.quantities.asides import before_aside, over_age
from processors.extraction.quantities.claims import ANY, Claim, Claims
from processors.extraction.quantities.lists import Lists
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.openers import opening_subject
from processors.extraction.quantities.over import outer
from processors.extraction.quantities.page import RELATIVES, Page
from processors.extraction.quantities.phrases import match_on
from processors.extraction.quantities.sufferer import before_parenthesis
from processors.extraction.quantities.unreal import unreal

_LAST = 30
"""How far back those stand of whom "among them" picks some."""


class States(Lists):
    """Finds claims by predicates."""

    def _state(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """Several others are missing; scores are in hospital; dix-sept habitants restent hospitalisés."""
        words, sets = self.words, self.words.sets
        for i, lower in enumerate(page.lower):
            if lower not in sets["be"] and lower not in sets["lie"]:
                continue
            j = i + 1
            while j < len(page.lower) and j - i < 4 and page.doc[j].pos_ == "ADV" and j < page.right[i]:
                if match_on(page.doc, words.trees["state"], j):
                    break
                j += 1
            if j >= len(page.lower):
                continue
            hit = match_on(page.doc, words.trees["state"], j) or self._among_those(page, j, claims)
            if hit is None or hit[1] > page.right[i]:
                continue
            m = self._subject_of(page, i, j, hit[1] - 1, hit[0])
            old = claims.get(id(m)) if m is not None else None
            if m is not None and old is not None and hit[0] == "killed" and old.kind in ("missing", "abducted"):
                del claims[id(m)]  # "the two missing soldiers have been found dead"
            picked = page.lower[j] in sets["picked"]
            if old is not None and picked and old.kind == hit[0] and old.whole is None and m is not None:
                old.whole = self._total_of(m, old.kind, claims)  # "two policemen are among the injured"
            if m is None or id(m) in claims or id(m) in barred or not self._fit(page, m, ANY, True):
                continue
            if unreal(page, words, i, ANY) or page.lower[i + 1] in sets["negation"]:
                page.bar(barred, m)
                continue
            kind, mode = hit[0], None
            if kind == "displaced" and m.form == "article" and m.klass != "household":
                continue  # "a mother of five who has been displaced three times"
            if kind == "arrested" and m.elliptical and self._of_captives(m, claims):
                kind, mode = "abducted", "stock"
            if kind == "abducted":
                mode = "stock"
            whole = self._total_of(m, kind, claims) if picked else None
            self._put(claims, Claim(m, kind, i, mode, whole))
            self._as_is(page, hit[1], Claim(m, kind, i, mode, whole), claims, barred)

    def _among_those(self, page: Page, j: int, claims: Claims) -> tuple[str, int] | None:
        """ "Were among the villagers killed", "figurent parmi les passagers blessés": a state told with a noun.

        "A girl of nine was among them": the state of those told last, in the sentence before.
        """
        if page.lower[j] not in self.words.sets["among_them"]:
            return None
        if page.lower[j + 1 : j + 2] and page.lower[j + 1] in self.words.sets["partitive"]:
            first = page.left[j]
            told = [c for c in claims.values() if 0 <= first - c.mention.end < _LAST and (c.mention.best or 0) > 1]
            last = max(told, key=lambda c: c.mention.start, default=None)
            return (last.kind, j + 2) if last is not None and last.kind in ("killed", "injured") else None
        people = False
        for k in range(j + 1, min(page.right[j], j + 7)):
            lower = page.lower[k]
            kind = self.words.counted.get(lower)
            if kind in ("killed", "injured") and people:
                return kind, k + 1
            people = people or self.words.human(lower)
            if page.doc[k].pos_ not in ("DET", "ADJ", "NOUN", "NUM", "PROPN", "ADP", "VERB"):
                return None
        return None

    def _as_is(self, page: Page, end: int, claim: Claim, claims: Claims, barred: set[int]) -> None:
        """ "Four are among the dead, as is a boy of nine": the same of those behind."""
        k = end + (page.lower[end : end + 1] == [","])
        like = match_on(page.doc, self.words.trees["as_is"], k)
        m = page.starts.get(like[1]) if like is not None else None
        if m is not None and self._joins(page, m, claims, barred):
            self._put(claims, Claim(m, claim.kind, claim.at, claim.mode, claim.whole))

    @staticmethod
    def _total_of(m: Mention, kind: str, claims: Claims) -> Claim | None:
        """ "Seven novices are among the victims": of the largest number told before."""
        told = [c for c in claims.values() if c.kind == kind and c.whole is None and 0 < m.start - c.mention.end < 90]
        most = max(told, key=lambda c: c.mention.best or 0, default=None)
        return most if most is not None and (most.mention.best or 0) > (m.best or 0) else None

    @staticmethod
    def _of_captives(m: Mention, claims: Claims) -> bool:
        """ "Three hostages were freed; nine are still held"."""
        last = list(itertools.islice(reversed(claims.values()), 12))
        return any(c.kind == "abducted" and 0 < m.start - c.mention.end < 50 for c in last)

    def _subject_of(self, page: Page, i: int, j: int, last: int, kind: str) -> Mention | None:
        """Who is in the state told from ``j`` to ``last`` by the verb at ``i``: next to the verb, else by the tree."""
        words, k = self.words, i - 1
        while (
            k >= page.left[i]
            and (page.doc[k].pos_ in ("ADV", "AUX", "PART") or page.lower[k] in RELATIVES)
            and k not in page.cover
        ):
            k -= 1
        if (whole := before_aside(page, words, k + 1)) is not None:
            return whole
        if words.grammar.has("adjectives_follow") and page.doc[k].pos_ == "ADJ" and k not in page.cover:
            k -= 1
        if k > page.left[i] + 1 and page.lower[k] == "," and over_age(page, words, k - 1, page.left[i]) < k - 1:
            k = over_age(page, words, k - 1, page.left[i])  # "Raúl Ibarra, 44, was among the dead"
        m = page.cover.get(k)
        if m is not None and m.end == k + 1:
            return outer(page, words, m)
        if page.doc[k].ent_type_ in ("PERSON", "PER"):
            return noun_phrase(page.doc, page.doc[k], words)
        if page.doc[j].dep_ in ("acl", "acl:relcl") and page.doc[j].head.i in page.cover:
            return page.cover[page.doc[j].head.i]
        children = (c for at in sorted({i, j, last}) for c in page.doc[at].children)
        subjects = [c for c in children if c.dep_ in ("nsubj", "nsubj:pass", "nsubjpass")]
        for child in subjects:
            if child.i in page.cover:
                return before_parenthesis(page, words, page.cover[child.i])
        told = page.doc[k] if k > page.left[i] and page.lower[k - 1] in words.sets["possessive"] else None
        if told is None and subjects and subjects[0].i < i:
            own = page.lower[subjects[0].i - 1] in words.sets["possessive"]
            told = (
                subjects[0] if kind == "killed" or own else None
            )  # "his driver, hit in the shoulder, is …", "the mayor of the town, Ali Nur, was found dead"
        made = noun_phrase(page.doc, told, words) if told is not None else None  # "his colleague is in hospital"
        if made is None:
            made = opening_subject(page, words, i)
        if made is None or made.start in page.starts:
            return made
        if made.form not in ("name", "definite", "possessive"):
            return None
        page.mentions.append(made)
        page.add(made)
        return made
