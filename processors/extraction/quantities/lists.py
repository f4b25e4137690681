"""Lists: "a Thai soldier and two Cambodian rangers", "along with his driver", "a woman and her two sons"."""

from __future__ import annotations

from processors.extraction.quantities.asides import joined_behind
from processors.extraction.quantities.claims import Claim, Claims
from processors.extraction.quantities.joints import AND, OF, TO, WITH
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.neighbours import Neighbours
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import RELATIVES, Page
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.sufferer import closed_before


class Lists(Neighbours):
    """Carries a claim on to the other members of a list."""

    def _coordinate(self, page: Page, claim: Claim, claims: Claims, barred: set[int]) -> None:
        """Walk the list to both sides: "a Thai soldier and two Cambodian rangers were killed"."""
        if (claim.mention.kind and claim.mention.kind == claim.kind) or claim.mention.adjective:
            return  # "five dead and 20 wounded": each noun speaks for itself
        at = claim.at
        m = claim.mention
        self._along(page, claim, claims, barred)
        self._named_with(page, claim, claims)
        self._as_others(page, claim, claims, barred)
        if self._named_apart(page, m):
            return
        if at < m.start:
            noun = (
                page.lower[at] in self.words.of and page.doc[at].pos_ == "NOUN"
            )  # "the bodies of two women and a child"
            clause = page.lower[at - 1] in RELATIVES or noun
            while (nxt := self._next(page, m)) is not None:
                if m.form == "name" and nxt.form == "article" and self._apposed(page, nxt):
                    barred.add(id(nxt))
                    m = nxt  # "wounded Ahmed Jamil, a lawyer, and two passers-by"
                    self._names_on(page, claim, m, claims)
                    continue
                if not self._joins(page, nxt, claims, barred, clause=clause):
                    break
                if id(m) not in barred and self._merge(page, m, nxt):
                    barred.add(id(nxt))
                    continue
                self._put(claims, self._how_badly(page, nxt, claim))
                m = nxt
        else:
            self._before_verb(page, claim, claims, barred)
            if m.partitive and page.lower[m.head] in self.words.sets["relative"]:
                return  # "five people, two of whom died"
            while (prev := self._previous(page, m)) is not None and self._joins(
                page, prev, claims, barred, before=True
            ):
                if self._named_apart(page, prev):
                    del claims[id(m)]
                    self._put(claims, Claim(prev, claim.kind, at, claim.mode, claim.whole))
                    return
                if self._part_before(page, prev):
                    return  # "nine died, among them two women, and ten were wounded"
                comma = m.start - 1 - (page.lower[m.start - 1] in self.words.sets["definite"])
                single = m.best == prev.best == 1 and page.lower[comma] == ","
                if single and not any(w in AND for w in page.lower[m.end : at]):
                    del claims[id(m)]  # "a farmer, a father of five, was killed": the same man
                    barred.add(id(m))
                    self._put(claims, Claim(prev, claim.kind, at, claim.mode, claim.whole))
                    return
                if self._merge(page, prev, m):
                    del claims[id(m)]
                    barred.add(id(m))
                self._put(claims, Claim(prev, claim.kind, at, claim.mode, claim.whole))
                m = prev

    def _before_verb(self, page: Page, claim: Claim, claims: Claims, barred: set[int]) -> None:
        """ "The pilot, a nurse and two guards were killed": the members between the first and the verb."""
        m, at = claim.mention, claim.at
        nxt = joined_behind(page, self.words, m, at) or self._next(page, m, at)
        if nxt is not None and m.best == nxt.best == 1 and self._apposed(page, nxt):
            return
        while nxt is not None and nxt.end <= at and self._joins(page, nxt, claims, barred, before=True):
            if self._merge(page, m, nxt):
                barred.add(id(nxt))
                return
            self._put(claims, Claim(nxt, claim.kind, at, claim.mode, claim.whole))
            if nxt.form == "name":
                self._names_on(page, claim, nxt, claims)
            m = nxt
            nxt = self._next(page, m, at)

    def _part_before(self, page: Page, m: Mention) -> bool:
        """Does a cue, or one before the list in which it stands, make this a part of what was told before?"""
        if m.partitive and page.lower[m.head] in self.words.sets["partitive"]:
            return True
        at: Mention | None = m
        for _ in range(5):
            if at is None:
                return False
            cued = match_back(page.doc, self.words.trees["including"], at.start)
            if cued is not None:
                return closed_before(page, cued[1])
            at = self._previous(page, at)
        return False

    def _named_apart(self, page: Page, m: Mention) -> bool:
        """ "Two aid workers, an Italian and a Kenyan", "three soldiers, one sergeant and two privates": the same."""
        total, told, at = m.best or 0, 0, m
        if total < 2 or m.best != m.high or page.lower[m.end : m.end + 1] != [","]:
            return False
        one = ("article", "number", "possessive")  # "two civilians, a man and his daughter"
        while told < total and (nxt := self._next(page, at)) is not None and nxt.form in one:
            if nxt.best is None or nxt.best != nxt.high:
                return False
            told, at = told + nxt.best, nxt
        open_end = at.end < len(page.doc) and page.doc[at.end].pos_ == "AUX"  # "three nuns, a cook and a guard were"
        return told == total and not open_end

    def _apart(self, page: Page, m: Mention, nxt: Mention) -> bool:
        """ "A Thai soldier and two Cambodian rangers", "an officer and a deputy, Ali Nur": told apart."""
        lands = [
            page.doc[k].ent_type_ == "NORP" for n in (m, nxt) for k in range(n.start, min(n.end + 1, len(page.doc)))
        ]
        if page.doc[nxt.start - 1].pos_ == "ADP" and page.lower[nxt.start - 1] not in WITH:
            return True  # "à treize détenus et à un surveillant"
        return any(lands) or nxt.start - self._told_to(page, m) > self._joint(page, m, nxt)

    def _joint(self, page: Page, m: Mention, nxt: Mention) -> int:
        """How far apart two may stand who are told as one: "the deputy of the mayor of Tambaga and his son"."""
        theirs = m.best == nxt.best == 1 and nxt.form == "possessive" and page.lower[nxt.start - 1] in AND
        gap = page.doc[m.end : nxt.start - 1]
        plain = all(t.pos_ in ("ADP", "DET", "NOUN", "PROPN", "ADJ") and t.i not in page.cover for t in gap)
        return 8 if theirs and plain else 3

    @staticmethod
    def _told_to(page: Page, m: Mention) -> int:
        """Behind the age of somebody: "un chef communautaire de 42 ans"."""
        adjective = m.end + 1 < len(page.doc) and page.doc[m.end].pos_ == "ADJ"
        return max(page.behind_age(m.end), page.behind_age(m.end + 1) if adjective else 0)

    def _severe(self, page: Page, m: Mention) -> bool:
        """ "Wounding eight, two critically": a part by how badly."""
        if not m.elliptical or m.end >= len(page.lower) or page.lower[m.start - 1] != ",":
            return False
        return page.lower[m.end] in self.words.sets["severe"]

    def _how_badly(self, page: Page, m: Mention, told: Claim) -> Claim:
        """ "Wounding eight, two critically": a part; "stabbed three people, one fatally": a death; else one more."""
        if not self._severe(page, m):
            return Claim(m, told.kind, told.at, told.mode)
        if page.lower[m.end] in self.words.sets["fatal"]:
            return Claim(m, "killed", m.start, told.mode)
        return Claim(m, told.kind, m.start, told.mode, told)

    def _merge(self, page: Page, m: Mention, nxt: Mention) -> bool:
        """A woman and her two sons are three: who is told of as somebody's is of one number with whose he is.

        "Three pupils and a teacher" each stand for themselves.
        """
        theirs = nxt.partitive and any(w in self.words.sets["possessive"] for w in page.lower[nxt.start : nxt.head])
        kin = nxt.form == "possessive" or page.lower[nxt.start] in self.words.sets["possessive"] or theirs
        alone = m.form in ("definite", "name")
        men = nxt.klass == "soldier" or page.lower[nxt.head] in self.words.sets["own_men"]
        if not kin or (nxt.partitive and (alone or men)):
            return False  # nor "the imam and two of his neighbours", "a general and ten of his men"
        known: tuple[str | None, ...] = ("person", "soldier", None)
        if m.form in ("number", "possessive") and nxt.form in ("article", "number") and m.form != nxt.form:
            known = (*known, "prisoner")
        if self._apart(page, m, nxt) or m.klass not in known or nxt.klass not in known:
            return False
        if m.best is None or nxt.best is None or m.best != m.high or nxt.best != nxt.high:
            return False
        if nxt.start - self._told_to(page, m) > self._joint(page, m, nxt):
            return False
        m.low = m.best = m.high = m.best + nxt.best
        m.end = nxt.end
        nxt.form = "many"
        return True

    def _along(self, page: Page, claim: Claim, claims: Claims, barred: set[int]) -> None:
        """ "was shot dead along with his driver": more people behind the verb or the object."""
        for k in range(max(claim.at + 1, claim.mention.end), min(page.right[claim.at], claim.at + 22)):
            hit = match_on(page.doc, self.words.trees["along"], k)
            if hit is None:
                if page.doc[k].pos_ == "VERB" and page.lower[k] not in ("dead",):
                    return
                continue
            if page.lower[k] in WITH and k - claim.at > 3:
                continue
            every = hit[1] < len(page.lower) and page.lower[hit[1]] in self.words.sets["all"]
            m = page.starts.get(hit[1] + every)
            if m is None and page.lower[hit[1] : hit[1] + 1] and page.lower[hit[1]] in OF | TO:
                m = page.starts.get(hit[1] + 1)  # "coûté la vie à treize détenus ainsi qu'à un surveillant"
            if m is None and hit[1] < len(page.lower):
                token = next((t for t in page.doc[hit[1] : hit[1] + 3] if t.pos_ in ("NOUN", "PROPN")), None)
                m = (
                    noun_phrase(page.doc, token, self.words)
                    if token is not None and token.i not in page.cover
                    else None
                )
                if m is None or m.form not in ("possessive", "name"):
                    return
                page.mentions.append(m)
                page.add(m)
            if m is not None and self._joins(page, m, claims, barred, before=True):
                self._put(claims, Claim(m, claim.kind, claim.at, claim.mode))
                while (nxt := self._next(page, m)) is not None and self._joins(page, nxt, claims, barred):
                    self._put(claims, Claim(nxt, claim.kind, claim.at, claim.mode))
                    m = nxt
            return
