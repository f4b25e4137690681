"""Who stands next to a member of a list: the next and the previous one, over ages, names and asides between commas."""

from __future__ import annotations

from processors.extraction.quantities.claims import STOP
from processors.extraction.quantities.joints import AT
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.persons import Persons
from processors.extraction.quantities.phrases import match_back


class Neighbours(Persons):
    """Walks along lists."""

    def _next(self, page: Page, m: Mention, at: int = 0) -> Mention | None:
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
            if page.lower[k] in words.sets["definite"] and (other := self._the_other(page, k, at)) is not None:
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
            joint = token.pos_ == "SCONJ" and match_back(page.doc, words.trees["coord"], k + 1) is not None
            if token.text in STOP or (token.pos_ in ("AUX", "SCONJ") and not joint) or token.text in ("(", "–", "—"):
                return None
            if token.pos_ == "VERB" and k not in page.cover and not words.grammar.ends(token.lower_, "participle"):
                return None
            if token.lower_ in words.verbs and k not in page.cover and not token.ent_type_:
                return None
        return None

    def _previous(self, page: Page, m: Mention) -> Mention | None:
        words = self.words
        k = m.start - 1
        while k > page.left[m.start] and page.lower[k] in words.sets["definite"] | words.sets["all"]:
            k -= 1
        coord = match_back(page.doc, words.trees["coord"], k + 1)
        if coord is not None:
            k = coord[1] - 1
        elif page.lower[k] == ",":
            k -= 1
        else:
            return None
        if coord is not None and (whole := self._over_some(page, k)) is not None:
            return whole
        k = self._over_name(page, k) if coord is not None else k
        if page.doc[k].ent_type_ and page.lower[k - 1] in words.sets["of"] and k - 2 > page.left[m.start]:
            k -= 2  # "the mayor of Cotija"
        whose = page.doc[k].head
        if page.doc[k].dep_ == "nmod" and page.left[m.start] <= whose.i < k and self._single(page, whose.i):
            k = whose.i  # "the secretary of the mayor of Cotija"
        low = max(page.left[m.start], k - 9)
        if k >= low and k not in page.cover and page.doc[k].pos_ in ("NOUN", "PROPN", "VERB"):
            made = self._the_first(page, k, m, coord is None)
            if made is not None:
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

    def _single(self, page: Page, k: int) -> bool:
        """Somebody told of alone, without a number."""
        token = page.doc[k]
        plural = "Plur" in token.morph.get("Number", [])
        return k not in page.cover and token.pos_ == "NOUN" and not plural and self.words.human(page.lower[k])

    @staticmethod
    def _over_some(page: Page, k: int) -> Mention | None:
        """ "Five militants, two of whom were foreigners, and an officer": the five, where ``k`` is the second comma."""
        if page.lower[k] != ",":
            return None
        opens = next((i for i in range(k - 1, max(page.left[k], k - 14), -1) if page.lower[i] == ","), None)
        some = page.starts.get(opens + 1) if opens is not None else None
        whole = page.cover.get(opens - 1) if opens is not None else None
        fits = some is not None and some.partitive and whole is not None and (whole.best or 0) > (some.best or 0)
        return whole if fits else None

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
