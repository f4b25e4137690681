"""Lists: "a Thai soldier and two Cambodian rangers", "along with his driver", "a woman and her two sons"."""

from __future__ import annotations

from processors.extraction.quantities.claims import STOP, Claim, Claims, Finder
from processors.extraction.quantities.joints import AND, AT, OF, TO, WITH
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import RELATIVES, Page
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.sufferer import closed_before


class Lists(Finder):
    """Carries a claim on to the other members of a list."""

    def _coordinate(self, page: Page, claim: Claim, claims: Claims, barred: set[int]) -> None:
        """Walk the list to both sides: "a Thai soldier and two Cambodian rangers were killed"."""
        if claim.mention.kind or claim.mention.adjective:
            return  # "five dead and 20 wounded": each noun speaks for itself
        at = claim.at
        m = claim.mention
        self._along(page, claim, claims, barred)
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
                    continue
                if not self._joins(page, nxt, claims, barred, clause=clause):
                    break
                if id(m) not in barred and self._merge(
                    page, m, nxt, m is not claim.mention or self._goes_on(page, nxt)
                ):
                    barred.add(id(nxt))
                    continue
                whole = claim if self._severe(page, nxt) else None
                self._put(claims, Claim(nxt, claim.kind, at, claim.mode, whole))
                m = nxt
        else:
            nxt = self._next(page, m)
            if nxt is not None and m.best == nxt.best == 1 and self._apposed(page, nxt):
                nxt = None
            joined = nxt is not None and nxt.end <= at and self._joins(page, nxt, claims, barred, before=True)
            if nxt is not None and joined and self._merge(page, m, nxt):
                barred.add(id(nxt))
            elif nxt is not None and joined:
                self._put(claims, Claim(nxt, claim.kind, at, claim.mode))
            if m.partitive and page.lower[m.head] in self.words.sets["relative"]:
                return  # "five people, two of whom died"
            while (prev := self._previous(page, m)) is not None and self._joins(
                page, prev, claims, barred, before=True
            ):
                if self._part_before(page, prev):
                    return  # "nine died, among them two women, and ten were wounded"
                if self._named_apart(page, prev):
                    del claims[id(m)]
                    self._put(claims, Claim(prev, claim.kind, at, claim.mode))
                    return
                single = m.best == prev.best == 1 and page.lower[m.start - 1] == ","
                if single and not any(w in AND for w in page.lower[m.end : at]):
                    del claims[id(m)]  # "a farmer, a father of five, was killed": the same man
                    barred.add(id(m))
                    self._put(claims, Claim(prev, claim.kind, at, claim.mode))
                    return
                if self._merge(page, prev, m, m is not claim.mention or self._listed(page, prev)):
                    del claims[id(m)]
                    barred.add(id(m))
                self._put(claims, Claim(prev, claim.kind, at, claim.mode))
                m = prev

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
        return told == total

    @staticmethod
    def _apart(page: Page, m: Mention, nxt: Mention) -> bool:
        """ "A Thai soldier and two Cambodian rangers", "an officer and a deputy, Ali Nur": told apart."""
        lands = [
            page.doc[k].ent_type_ == "NORP" for n in (m, nxt) for k in range(n.start, min(n.end + 1, len(page.doc)))
        ]
        if page.doc[nxt.start - 1].pos_ == "ADP" and page.lower[nxt.start - 1] not in WITH:
            return True  # "à treize détenus et à un surveillant"
        return any(lands) or nxt.start - page.behind_age(m.end) > 3

    def _goes_on(self, page: Page, m: Mention) -> bool:
        """Does a list go on behind this member?"""
        nxt = self._next(page, m)
        return nxt is not None and nxt.form in ("article", "number")

    @staticmethod
    def _listed(page: Page, m: Mention) -> bool:
        """Does a member of the list stand before this one?"""
        return m.start > 1 and page.lower[m.start - 1] == "," and m.start - 2 in page.cover

    def _severe(self, page: Page, m: Mention) -> bool:
        """ "Wounding eight, two critically": a part by how badly."""
        if not m.elliptical or m.end >= len(page.lower) or page.lower[m.start - 1] != ",":
            return False
        return page.lower[m.end] in self.words.sets["severe"]

    def _merge(self, page: Page, m: Mention, nxt: Mention, listed: bool = False) -> bool:
        """A woman and her two sons are three: people of one company, told in one breath, are one number.

        In a longer list (``listed``) each stands for itself, but for those who are told of as somebody's.
        """
        one = m.form in ("article", "possessive") and nxt.form == "number" and not nxt.qualifier and not nxt.elliptical
        theirs = nxt.partitive and any(w in self.words.sets["possessive"] for w in page.lower[nxt.start : nxt.head])
        kin = nxt.form == "possessive" or page.lower[nxt.start] in self.words.sets["possessive"] or theirs
        told = self._apart(page, m, nxt)
        own = nxt.form == "article" or kin
        if listed and not kin:
            return False
        if not own and not (one and nxt.klass in ("person", None)):
            return False
        known: tuple[str | None, ...] = ("person", "soldier", None)
        if m.form in ("number", "possessive") and nxt.form in ("article", "number") and m.form != nxt.form:
            known = (*known, "prisoner")
            if not kin and m.klass != nxt.klass and "soldier" in (m.klass, nxt.klass):
                return False  # "three soldiers and a civilian"
        elif not kin and ("person" not in (m.klass, nxt.klass) or "soldier" in (m.klass, nxt.klass)):
            return False
        if told or m.klass not in known or nxt.klass not in known:
            return False
        if m.best is None or nxt.best is None or m.best != m.high or nxt.best != nxt.high:
            return False
        if nxt.start - page.behind_age(m.end) > 3:
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
            m = page.starts.get(hit[1])
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

    def _next(self, page: Page, m: Mention) -> Mention | None:
        words = self.words
        stop = min(page.right[m.end - 1], m.end + 22)
        for k in range(m.end, stop):
            hit = page.starts.get(k)
            if hit is not None and match_back(page.doc, words.trees["including"], k) is not None:
                return None
            if hit is not None and hit is not m:
                s = k - 1
                passed = words.sets["of"] | words.sets["definite"] | AT
                while s > m.end and (page.lower[s] in passed or (hit.form == "name" and words.human(page.lower[s]))):
                    s -= 1
                if page.lower[s] in words.sets["like"] and any(t.pos_ == "VERB" for t in page.doc[m.end : s]):
                    return None  # "présenté comme un responsable"
                if page.lower[s] == "," or match_back(page.doc, words.trees["coord"], s + 1):
                    return hit
                if page.doc[k].pos_ != "DET" and hit.form != "article":
                    return None
            token = page.doc[k]
            if page.lower[k] in words.sets["definite"] and (other := self._the_other(page, k)) is not None:
                return other
            if page.lower[k] in words.sets["possessive"] and (
                page.lower[k - 1] == "," or match_back(page.doc, words.trees["coord"], k)
            ):
                noun = next((t for t in page.doc[k + 1 : k + 8] if words.human(t.lower_) and t.pos_ == "NOUN"), None)
                made = noun_phrase(page.doc, noun, words) if noun is not None else None
                if made is not None and made.form == "possessive":
                    page.mentions.append(made)
                    page.add(made)
                    return made
                return None
            if token.text in STOP or token.pos_ in ("AUX", "SCONJ") or token.text in ("(", "–", "—"):
                return None
            if token.pos_ == "VERB" and k not in page.cover and not token.lower_.endswith(("ed", "és", "ées", "é")):
                return None
            if token.lower_ in words.verbs and k not in page.cover and token.i not in page.cover:
                return None
        return None

    def _the_other(self, page: Page, k: int) -> Mention | None:
        """ "A nurse and the policeman guarding her": somebody told with "the" at ``k``, behind "and"."""
        if page.lower[k - 1] not in AND or k in page.cover:
            return None
        stop = min(page.right[k], k + 5)
        noun = next((t for t in page.doc[k + 1 : stop] if t.pos_ not in ("ADJ", "PROPN")), None)
        made = noun_phrase(page.doc, noun, self.words) if noun is not None and noun.pos_ == "NOUN" else None
        if made is None or made.form != "definite" or made.start != k or made.end >= page.right[k]:
            return None
        behind = page.doc[made.end]
        if behind.pos_ not in ("PUNCT", "ADP", "PRON") and not behind.lower_.endswith("ing"):
            return None
        page.mentions.append(made)
        page.add(made)
        return made

    def _previous(self, page: Page, m: Mention) -> Mention | None:
        words = self.words
        k = m.start - 1
        while k > page.left[m.start] and page.lower[k] in words.sets["definite"]:
            k -= 1
        coord = match_back(page.doc, words.trees["coord"], k + 1)
        if coord is not None:
            k = coord[1] - 1
        elif page.lower[k] == ",":
            k -= 1
        else:
            return None
        k = self._over_name(page, k) if coord is not None else k
        if page.doc[k].ent_type_ and page.lower[k - 1] in words.sets["of"] and k - 2 > page.left[m.start]:
            k -= 2  # "the mayor of Cotija"
        low = max(page.left[m.start], k - 9)
        if coord is not None and k >= low and k not in page.cover and page.doc[k].pos_ in ("NOUN", "PROPN"):
            made = noun_phrase(page.doc, page.doc[k], words)
            first = made is not None and (
                made.start <= page.left[m.start] + 1 or page.lower[made.start - 1] in (",", ";", ":")
            )
            if (
                made is not None
                and first
                and made.form in ("definite", "possessive", "name")
                and m.form in ("number", "possessive")
            ):
                page.mentions.append(made)
                page.add(made)
                return made
        while k >= low:
            hit = page.cover.get(k)
            if hit is not None:
                before = page.lower[max(page.left[m.start], hit.start - 2) : hit.start]
                picked = words.sets["of"] | words.sets["picked"]
                if coord is None and before and any(w in picked for w in before):
                    return None  # "Of the 45 on board, 12 were killed"
                return hit
            if page.doc[k].pos_ in ("VERB", "AUX") or page.doc[k].text in STOP:
                return None
            k -= 1
        return None

    @staticmethod
    def _over_name(page: Page, k: int) -> int:
        """ "The prime minister, Ali Nur, and nine ministers", "the mayor, 45, and …": back over what stands apart."""
        if page.lower[k] != ",":
            return k
        j = k - 1
        while j > page.left[k] and k - j < 8 and page.lower[j] != "," and page.doc[j].pos_ not in ("VERB", "AUX"):
            j -= 1
        apart = page.doc[j + 1 : k]
        named = all(t.ent_type_ in ("PERSON", "PER") or t.pos_ == "PROPN" for t in apart)
        aged = any(t.like_num for t in apart) and page.doc[j - 1].pos_ in ("NOUN", "PROPN")
        return j - 1 if page.lower[j] == "," and j < k - 1 and (named or aged) else k
