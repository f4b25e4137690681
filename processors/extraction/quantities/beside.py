"""What stands right beside a figure and says of which kind it is: "nine, wounded, …", "with injuries", "all dead"."""

from __future__ import annotations

from processors.extraction.quantities.joints import WITH
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.tolls import Tolls


class Beside(Tolls):
    """Reads the words beside a figure."""

    def _numbering(self, page: Page, m: Mention) -> str | None:
        """ "Les blessés, au nombre de 53, …", "the dead, numbering 53, …": the kind that the noun before tells."""
        hit = match_back(page.doc, self.words.trees["numbering"], m.start)
        if hit is None or hit[1] < page.left[m.start] + 2 or page.lower[hit[1] - 1] != ",":
            return None
        return self.words.counted.get(page.lower[hit[1] - 2])

    def _victims(self, page: Page, m: Mention) -> bool:
        """ "A fait neuf victimes", "claimed nine victims": the dead, unless dead are told of among them."""
        sets = self.words.sets
        if page.lower[m.head] not in sets["victims"] or m.form not in ("number", "vague", "few"):
            return False
        if not m.start or page.lower[m.start - 1] not in sets["makes_victims"]:
            return False
        rest = page.lower[m.end : min(page.right[m.end - 1], m.end + 12)]
        return not any(self.words.counted.get(w) == "killed" for w in rest)

    def _between_commas(self, page: Page, m: Mention) -> int:
        """ "Onze autres, blessés, ont été évacués": where the word between commas stands that says how, else -1."""
        stop = page.right[m.end - 1]
        if m.form not in ("number", "vague", "few") or m.klass in ("vehicle", "unit", "thing"):
            return -1
        k = m.end + 1
        while k < stop - 1 and page.doc[k].pos_ == "ADV":
            k += 1
        if k >= stop - 1 or page.lower[m.end] != "," or page.lower[k + 1] != ",":
            return -1
        return k if self.words.counted.get(page.lower[k]) in ("injured", "missing") else -1

    def _behind_part(self, page: Page, m: Mention) -> int:
        """ "Two were killed and 14, including a boy, wounded": where the word stands that says how, else -1."""
        stop = page.right[m.end - 1]
        if page.lower[m.end : m.end + 1] != [","] or match_on(page.doc, self.words.trees["cues"], m.end + 1) is None:
            return -1
        closing = next((k for k in range(m.end + 2, min(stop - 1, m.end + 14)) if page.lower[k] == ","), -1)
        if closing < 0 or self.words.counted.get(page.lower[closing + 1]) not in ("killed", "injured", "missing"):
            return -1
        behind = page.doc[closing + 2] if closing + 2 < stop else None
        return closing + 1 if behind is None or behind.is_punct or behind.pos_ in ("ADP", "CCONJ", "SPACE") else -1

    def _over_adjectives(self, page: Page, m: Mention) -> int:
        """Where the word behind "14 soldats pakistanais" stands."""
        k = m.end
        if not self.words.grammar.has("adjectives_follow") or m.elliptical:
            return k
        while (
            k < min(len(page.lower) - 1, m.end + 2)
            and page.doc[k].pos_ == "ADJ"
            and page.lower[k] not in self.words.counted
        ):
            k += 1
        return k

    def _with_injuries(self, page: Page, m: Mention) -> bool:
        """ "two officers with minor injuries"."""
        if m.end + 1 >= len(page.lower) or page.lower[m.end] not in WITH or m.klass in ("vehicle", "unit"):
            return False
        if m.start > 1 and self.words.of.get(page.lower[m.start - 2]) == "killed":
            return False  # "the bodies of nine men with bullet wounds"
        return any(w in self.words.sets["with_injuries"] for w in page.lower[m.end + 1 : m.end + 5])

    def _is_state(self, page: Page, m: Mention) -> str | None:
        """ "Nine dead and four in hospital": a state right behind a bare number."""
        bare = m.elliptical or (m.partitive and page.lower[m.head] in self.words.sets["partitive"])
        if m.end >= page.right[m.head]:
            return None
        told = m.start > 0 and page.doc[m.start - 1].pos_ == "VERB"  # "en a envoyé 45 à l'hôpital"
        wounds = not told and match_on(page.doc, self.words.trees["of_wounds"], m.end) is not None
        if (bare or m.form == "ordinal") and wounds:
            return "killed"  # "three died on the spot and a fourth of his wounds"
        if not bare or m.form not in ("number", "vague", "few"):
            return None
        hit = match_on(page.doc, self.words.trees["state"], m.end)
        if hit is None:
            return None
        died = any(
            form.frame.kind == "killed" and form.frame.take == "subject"
            for k in range(max(page.left[m.start], m.start - 30), m.start)
            for form in self.words.verbs.get(page.lower[k], ())
            if k not in page.cover
        )
        if died and match_back(page.doc, self.words.trees["including"], m.start) is not None:
            return None  # "nine died and 60 more, including twelve in a serious condition, were hurt"
        return "killed" if died else hit[0]  # "twelve died at once, three in hospital"

    def _all_of(self, page: Page, m: Mention) -> str | None:
        """ "Five members of the group, all dead", "cinq passagers, tous tués": the state of all of them."""
        for k in range(m.end, min(page.right[m.end - 1] - 2, m.end + 6)):
            if page.doc[k].pos_ in ("VERB", "AUX") or k in page.cover:
                return None
            if page.lower[k] == "," and page.lower[k + 1] in self.words.sets["all"]:
                kind = self.words.counted.get(page.lower[k + 2])
                return kind if kind in ("killed", "injured", "missing") else None
        return None
