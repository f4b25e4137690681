"""Who is among the dead and wounded without a number: "among the dead was …", "the imam among them"."""

from __future__ import annotations

from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.partitions import Partitions
from processors.extraction.quantities.phrases import match_on


class Among(Partitions):
    """Finds people told by name or by what they are."""

    def _named_among(self, page: Page) -> None:
        """ "Among the dead was Captain Najib Wardak", "parmi les morts figure …": a mention for who is named."""
        for i, lower in enumerate(page.lower):
            hit = match_on(page.doc, self.words.trees["among"], i) if lower in self.words.trees["among"] else None
            hit = hit or self._told_as(page, i)
            if hit is None:
                continue
            k, stop = hit[1], min(page.right[i], hit[1] + 7)
            while (
                k < stop and page.doc[k].pos_ in ("AUX", "VERB", "PUNCT", "ADV", "PRON") and not page.doc[k].ent_type_
            ):
                k += 1
            while k < stop and page.doc[k].pos_ in ("DET", "ADJ", "NOUN", "PROPN") and not page.doc[k].ent_type_:
                k += 1  # a title
            at: int | None = k
            while at is not None and at < page.right[i] and (named := self._name_at(page, at)) is not None:
                at = self._next_name(page, named.end, page.right[i])

    def _told_as(self, page: Page, i: int) -> tuple[str, int] | None:
        """ "The dead were named by police as …": where the names begin."""
        sets = self.words.sets
        if page.lower[i] not in sets["dead_ones"] or not i or page.lower[i - 1] not in sets["definite"]:
            return None
        for k in range(i + 1, min(page.right[i] - 1, i + 6)):
            if page.lower[k] in sets["told_as"]:
                joint = (x for x in range(k + 1, min(page.right[i] - 1, k + 7)) if page.lower[x] in sets["like"])
                at = next(joint, None)
                return ("killed", at + 1) if at is not None else None
        return None

    def _one_among_them(self, page: Page) -> None:
        """ "Nine people, the 27-year-old imam among them": a mention for who is told behind the number."""
        picked = self.words.sets["picked"] - self.words.sets["of"]
        for i, lower in enumerate(page.lower[:-2]):
            back = lower in picked and page.lower[i + 1] in self.words.sets["partitive"] and page.doc[i + 2].is_punct
            if not back or i - 1 in page.cover or i < 3:
                continue
            made = noun_phrase(page.doc, page.doc[i - 1], self.words)
            if made is None or made.form not in ("definite", "possessive", "name") or page.lower[made.start - 1] != ",":
                continue
            made.end = i
            page.mentions.append(made)
            page.add(made)

    def _among(self, page: Page, m: Mention) -> str | None:
        """ "Among the dead were two guards": the kind that the phrase names."""
        for k in range(max(page.left[m.start], m.start - 7), m.start - 1):
            hit = match_on(page.doc, self.words.trees["among"], k)
            if hit is not None and page.lower[k - 1] not in self.words.sets["be"]:  # not "two are among the injured, a"
                gap = page.doc[hit[1] : m.start]
                named = m.form == "name" and all(
                    t.pos_ not in ("ADP", "CCONJ") and (t.pos_ != "PROPN" or self.words.klass(t.lower_)) for t in gap
                )
                where = len(gap) > 1 and gap[-1].pos_ == "AUX" and gap[0].pos_ == "ADP"  # "among the dead in Homs were"
                where = where and all(t.pos_ in ("ADP", "DET", "NOUN", "PROPN", "ADJ") for t in gap[:-1])
                if named or where or all(t.pos_ in ("AUX", "VERB", "PUNCT", "ADV", "PRON") for t in gap):
                    return hit[0]
        return None
