"""Members of a list who are told without a number: names one after the other, "the mayor", "her driver"."""

from __future__ import annotations

from processors.extraction.quantities.claims import Claim, Claims, Finder
from processors.extraction.quantities.grammar import HYPHENS
from processors.extraction.quantities.joints import AND
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_on
from processors.extraction.syntax import SUBJECT

_PERSON = ("PERSON", "PER")
_OWNER = frozenset({"'s", "’s", "'", "’"})
_ASIDE = 30
"""How far behind those told first others may be told of in the same way."""
_RANK = ("NOUN", "ADJ", "PROPN")
_TITLE = ("NOUN", "ADJ", "DET")


class Persons(Finder):
    """Finds single people beside others who are counted."""

    def _named_with(self, page: Page, claim: Claim, claims: Claims) -> None:
        """ "Private Ibrahim, Private Eze and Corporal Okeke were killed": the other names of the list."""
        first = claim.mention
        if first.form != "name" or claim.mode or page.doc[first.end - 1].ent_type_ not in _PERSON:
            return
        self._names_on(page, claim, first, claims)
        while (at := self._name_before(page, first)) is not None and (prev := self._name_at(page, at)) is not None:
            self._put(claims, Claim(prev, claim.kind, claim.at, claim.mode, claim.whole))
            first = prev

    def _names_on(self, page: Page, claim: Claim, last: Mention, claims: Claims) -> None:
        """The names that go on with the list behind ``last``."""
        right = page.right[last.start]
        while (at := self._next_name(page, last.end, right)) is not None:
            nxt = self._name_at(page, at) if not self._speaks(page, at, claim.at) else None
            if nxt is None:
                return
            self._put(claims, Claim(nxt, claim.kind, claim.at, claim.mode, claim.whole))
            last = nxt

    def _speaks(self, page: Page, at: int, verb: int) -> bool:
        """ "Killed Ali Nur, Omar Daoud said": the name is that of a new subject; not "…, a dit le ministère"."""
        k = at
        while k < page.right[at] and page.doc[k].ent_type_ in _PERSON:
            k += 1
        k = page.behind_age(k)
        while k < page.right[at] and (page.lower[k] == "," or page.doc[k].pos_ == "ADV"):
            k += 1
        if k >= page.right[at] or page.doc[k].pos_ not in ("VERB", "AUX") or k in page.cover:
            return False
        main = page.doc[k].head if page.doc[k].dep_.startswith("aux") else page.doc[k]
        behind = [c for c in main.children if main.i < c.i < main.i + 4]
        apart = page.lower[k - 1] == ","
        inverted = any(c.dep_ in SUBJECT or (apart and c.ent_type_ in ("ORG", *_PERSON)) for c in behind)
        return not inverted and not k <= verb <= k + 3 and page.doc[k].tag_ not in ("VBN", "VBG")

    def _name_at(self, page: Page, k: int) -> Mention | None:
        """A new mention of the person who is named at ``k``."""
        if k in page.cover or page.doc[k].ent_type_ not in _PERSON:
            return None
        made = noun_phrase(page.doc, page.doc[k], self.words)
        if made is not None:
            page.mentions.append(made)
            page.add(made)
        return made

    def _next_name(self, page: Page, k: int, stop: int) -> int | None:
        """ "…, 27, and Private Luis Carrillo": where the next of a list of names stands."""
        k = page.behind_age(k)
        joined = page.lower[k - 1] == ","
        while k < stop - 1 and (page.lower[k] in AND | {","}):
            k, joined = k + 1, True
        if joined and k < stop - 1 and page.lower[k] in self.words.sets["definite"]:
            k += 1
        while joined and k < stop and page.doc[k].pos_ in _RANK and not page.doc[k].ent_type_:
            k += 1  # a rank
        return k if joined and k < stop else None

    @staticmethod
    def _name_before(page: Page, m: Mention) -> int | None:
        """Where the name ends that is joined to ``m`` from before."""
        k, left = m.start - 1, page.left[m.start]
        while k > left and page.doc[k].pos_ in _RANK and not page.doc[k].ent_type_ and page.doc[k].text[0].isupper():
            k -= 1  # a rank
        joint = k
        while k > left and page.lower[k] in AND | {","}:
            k -= 1
        aged = k > left and page.doc[k].like_num and page.lower[k - 1] == ","
        k = k - 2 if aged else k
        return k if k < joint and page.doc[k].ent_type_ in _PERSON and k not in page.cover else None

    def _as_others(self, page: Page, claim: Claim, claims: Claims, barred: set[int]) -> None:
        """ "Two were wounded, as were four of the assailants", "tout comme leur interprète": the same of others."""
        start = max(claim.at + 1, claim.mention.end)
        for k in range(start, min(page.right[claim.at], start + _ASIDE)):
            like = match_on(page.doc, self.words.trees["as_is"], k)
            if like is None:
                continue
            if any(claim.at < c.at < k for c in claims.values()) or like[1] >= page.right[k]:
                return
            m = page.starts.get(like[1]) or self._told_at(page, like[1])
            if m is not None and self._joins(page, m, claims, barred):
                self._put(claims, Claim(m, claim.kind, claim.at, claim.mode))
            return

    def _told_at(self, page: Page, k: int) -> Mention | None:
        """A new mention of somebody told without a number from ``k`` on: "their interpreter", "the driver"."""
        noun = self._noun_of(page, k)
        made = noun_phrase(page.doc, page.doc[noun], self.words) if noun is not None else None
        if made is None or made.form not in ("definite", "possessive", "name") or made.start != k:
            return None
        page.mentions.append(made)
        page.add(made)
        return made

    def _noun_of(self, page: Page, k: int) -> int | None:
        """The noun of the phrase that the word at ``k`` opens: the last of a compound, in French the first."""
        noun = None
        for i in range(k + 1, min(page.right[k], k + 8)):
            token = page.doc[i]
            if token.pos_ in ("NOUN", "PROPN") and token.ent_type_ not in _PERSON and i not in page.cover:
                noun = i
                if self.words.sets["plural_article"]:
                    break  # a language whose adjectives and names stand behind the noun
            elif token.pos_ not in ("ADJ", "PART") and token.text not in _OWNER and token.text not in HYPHENS:
                break
        return noun

    def _the_other(self, page: Page, k: int, at: int = 0) -> Mention | None:
        """ "A nurse and the policeman guarding her": somebody told with "the" at ``k``, behind "and" or a comma.

        ``at``: the verb of which the list is the subject, 0 where the list stands behind its verb.
        """
        joint = page.lower[k - 1]
        if k in page.cover or not (joint in AND or joint == ","):
            return None
        noun = self._noun_of(page, k)
        made = noun_phrase(page.doc, page.doc[noun], self.words) if noun is not None else None
        if made is None or made.form not in ("definite", "name") or not k <= made.end - 1 < page.right[k] - 1:
            return None
        if any(i in page.cover for i in range(k, made.end)):
            return None
        behind = page.doc[made.end]
        if joint == "," and k >= at and behind.lower_ not in AND:
            return None
        verb = behind.pos_ in ("AUX", "VERB") and made.end <= at
        if (
            not verb
            and behind.pos_ not in ("PUNCT", "ADP", "PRON", "CCONJ")
            and not self.words.grammar.ends(behind.lower_, "gerund")
        ):
            return None
        made.start = k
        page.mentions.append(made)
        page.add(made)
        return made

    def _the_first(self, page: Page, k: int, m: Mention, comma: bool) -> Mention | None:
        """ "The mayor and two guards", "the prefect, his driver and …": who opens the list and ends at ``k``."""
        made = noun_phrase(page.doc, page.doc[k], self.words)
        if made is None or made.form not in ("definite", "possessive", "name"):
            return None
        first = made.start
        while made.form == "name" and first > page.left[k] and self._in_title(page, first - 1):
            first -= 1  # "le colonel Idriss Abakar", "former Prime Minister Ali Nur"
        opens = first <= page.left[m.start] + 1 or page.lower[first - 1] in (",", ";", ":")
        fits = ("number", "possessive", "definite") if comma else ("number", "possessive", "definite", "article")
        apposed = made.form == "name" and m.form != "possessive"
        if not opens or m.form not in fits or (comma and (apposed or not self._goes_on_with_and(page, m))):
            return None
        if first and page.doc[first - 1].pos_ in ("ADP", "SCONJ", "ADV", "VERB"):
            return None  # "according to the prefect, six rebels and …"
        page.mentions.append(made)
        page.add(made)
        return made

    @staticmethod
    def _in_title(page: Page, k: int) -> bool:
        token = page.doc[k]
        return token.pos_ in _TITLE or (token.pos_ == "PROPN" and not token.ent_type_)

    @staticmethod
    def _goes_on_with_and(page: Page, m: Mention) -> bool:
        """ "…, his driver and two guards": the list that ``m`` is in goes on."""
        if not AND.isdisjoint(page.lower[m.start : m.end]):
            return True  # "…, his son and his guard", told as one number
        k, right = m.end, page.right[m.end - 1]
        while k < right and page.doc[k].pos_ in ("NOUN", "ADJ", "ADP", "DET", "PROPN", "NUM") and k not in page.cover:
            k += 1
        return k < right and (page.lower[k] in AND or page.lower[k] == ",")
