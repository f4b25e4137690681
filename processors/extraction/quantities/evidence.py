"""Evidence other than verbs: nouns that count ("12 dead"), "the death of". What stands beside a figure: ``beside``."""

from __future__ import annotations

from processors.extraction.quantities.beside import Beside
from processors.extraction.quantities.claims import ANY, Claim, Claims
from processors.extraction.quantities.joints import AND, LIVES_OF, NO, OF
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.unreal import unreal
from processors.extraction.quantities.victims import victim_before, victim_behind

_PHRASE = frozenset({"NOUN", "PROPN", "ADP", "DET", "ADJ"})
"""What a noun phrase goes on with behind its number."""


class Evidence(Beside):
    """Finds claims by nouns."""

    def _nouns(self, page: Page, claims: Claims, barred: set[int]) -> None:
        counted = self.words.counted
        for m in page.mentions:
            kind, at = m.kind or m.adjective, m.head
            homeless = m.kind is None and kind == "displaced"  # "14 displaced people dead": of those, dead
            if (kind is None or homeless) and m.klass not in ("vehicle", "unit") and m.end < len(page.lower):
                ahead = self._over_adjectives(page, m)
                nxt = page.lower[ahead]
                adjectives_follow = self.words.grammar.has("adjectives_follow")
                if counted.get(nxt) in ("killed", "injured", "missing", "displaced") and (
                    nxt not in self.words.verbs or adjectives_follow
                ):
                    after = page.lower[ahead + 1] if ahead + 1 < len(page.lower) else ""
                    attribute = not adjectives_follow and self.words.human(after)
                    if not attribute and (m.form != "article" or self.words.human(page.lower[m.head])):
                        kind, at = counted[nxt], ahead
            if kind is None and (between := self._between_commas(page, m)) >= 0:
                kind, at = counted[page.lower[between]], between
            if kind is None and m.form in ("number", "few", "vague") and m.klass not in ("vehicle", "unit", "thing"):
                kind = self._all_of(page, m)
            if kind is None and m.elliptical and (aside := self._behind_part(page, m)) >= 0:
                kind, at = counted[page.lower[aside]], aside
            if kind is None and m.elliptical and (those := self._numbering(page, m)) is not None:
                kind, at = those, m.start
            if kind is None and self._with_injuries(page, m):
                kind, at = "injured", m.end
            if kind is None and (state := self._is_state(page, m)) is not None:
                kind, at = state, m.end
            if kind is None and self._victims(page, m):
                kind, at = "killed", m.start - 1
            if kind is None:
                continue
            if m.form == "article" and not (m.kind or self.words.human(page.lower[m.head])):
                continue
            told = m.kind is not None and m.form == "number" and m.definite  # "none of the 12 wounded is in danger"
            if not told and (
                unreal(page, self.words, m.start, ANY) or self._of_negated(page, m) or self._rate(page, m)
            ):
                page.bar(barred, m)
                continue
            claims[id(m)] = Claim(m, kind, at)

    def _headed(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "Dead: two. Wounded: nine", "Blessés : 12 civils": a word that heads its number."""
        for i, lower in enumerate(page.lower[:-2]):
            if page.lower[i + 1] != ":":
                continue
            kind = self.words.counted.get(lower)
            opens = i == 0 or page.doc[i - 1].is_punct or page.doc[i - 1].is_space
            m = page.starts.get(i + 2)
            if kind not in ("killed", "injured", "missing") or not opens or m is None:
                continue
            fit = m.form in ("number", "vague", "few") and (m.elliptical or self._fit(page, m, ANY, True))
            if fit and id(m) not in claims and id(m) not in barred:
                claims[id(m)] = Claim(m, kind, i)

    def _left(self, page: Page, claims: Claims, barred: set[int]) -> None:
        """ "Leaving ten conscripts and their driver dead": the list before the word that says how they were left."""
        for i, lower in enumerate(page.lower):
            kind = self.words.counted.get(lower)
            if kind not in ("killed", "injured") or i in page.cover or i < 3:
                continue
            verb = next((k for k in range(i - 2, max(page.left[i], i - 16), -1) if self._leaves(page, k)), None)
            if verb is None or unreal(page, self.words, verb, ANY):
                continue
            m = next((page.starts[k] for k in range(verb + 1, min(verb + 3, i)) if k in page.starts), None)
            if m is not None and id(m) not in claims and self._one_phrase(page, m, i):
                if id(m) not in barred and self._fit(page, m, ANY, True):
                    claims[id(m)] = Claim(m, kind, i)
                continue
            if m is not None and self._listed_up_to(page, m, i, kind, claims, barred):
                continue
            last = noun_phrase(page.doc, page.doc[i - 1], self.words)
            if last is None or last.form not in ("possessive", "name", "definite") or i - 1 in page.cover:
                continue
            listed = [page.starts[k] for k in range(verb + 1, last.start) if k in page.starts]
            if not listed or page.lower[last.start - 1] not in AND | {","}:
                continue
            page.mentions.append(last)
            page.add(last)
            for m in (*listed, last):
                if id(m) not in claims and id(m) not in barred and self._fit(page, m, ANY, True):
                    claims[id(m)] = Claim(m, kind, i)

    def _listed_up_to(self, page: Page, m: Mention, i: int, kind: str, claims: Claims, barred: set[int]) -> bool:
        """ "Left three officers and a number of protesters injured": the members of the list that ends before ``i``."""
        listed = [m]
        while (nxt := self._next(page, listed[-1])) is not None and nxt.end <= i and nxt not in listed:
            listed.append(nxt)
        if len(listed) < 2 or not (listed[-1].end == i or self._one_phrase(page, listed[-1], i)):
            return False
        for x in listed:
            if id(x) not in claims and id(x) not in barred and self._fit(page, x, ANY, True):
                claims[id(x)] = Claim(x, kind, i)
        return True

    @staticmethod
    def _one_phrase(page: Page, m: Mention, end: int) -> bool:
        """ "Five members of the National Guard" up to ``end``: one noun phrase, no other number in it."""
        inside = range(m.end, end)
        return bool(inside) and all(k not in page.cover and page.doc[k].pos_ in _PHRASE for k in inside)

    def _leaves(self, page: Page, k: int) -> bool:
        return page.lower[k] in self.words.sets["leaves"]

    def _bare(self, page: Page, claims: Claims) -> None:
        """ "There were deaths", "il y a eu des morts": some, nobody says how many."""
        sets = self.words.sets
        for i, lower in enumerate(page.lower):
            if lower not in sets["some"] or i in page.cover or not i:
                continue
            start = i - 1 if page.lower[i - 1] in sets["plural_article"] else i
            kind = self.words.counted.get(lower) or self.words.deaths.get(lower)
            if not self._some_told(page, start, claims) or (start == i and sets["plural_article"]):
                continue
            if kind is None or unreal(page, self.words, start, ANY):
                continue
            m = Mention(start, i + 1, i, 2, 3, None, "unknown", "plural", "counted", kind, core=i)
            page.mentions.append(m)
            page.add(m)
            claims[id(m)] = Claim(m, kind, i)

    def _some_told(self, page: Page, start: int, claims: Claims) -> bool:
        """Behind "there were", where a sentence opens ("Des morts et des blessés …"), or behind others of this kind."""
        if page.lower[start - 1] in self.words.sets["told"] or start == page.left[start]:
            return True
        first = page.cover.get(start - 2)
        return page.lower[start - 1] in AND and first is not None and id(first) in claims and first.form == "plural"

    def _of_negated(self, page: Page, m: Mention) -> bool:
        k = m.start - 1
        while k > page.left[m.start] and (page.lower[k] in self.words.sets["definite"] or page.lower[k] in OF):
            k -= 1
        if (
            k >= page.left[m.start]
            and k < m.start - 1
            and page.lower[k] in self.words.sets["negated_subject"] - self.words.sets["negated_pronoun"]
        ):
            return True
        before = page.lower[m.start - 1] if m.start else ""
        return before in NO

    @staticmethod
    def _only_named(m: Mention, claims: Claims) -> bool:
        """Is the noun all that says what befell them ("six hostages")?"""
        return id(m) in claims and claims[id(m)].kind == m.kind and m.kind in ("abducted", "arrested", "missing")

    def _behind_state(self, page: Page, j: int, stop: int) -> int:
        """ "Les corps criblés de balles de cinq hommes", "le corps sans vie d'un homme": where the people follow."""
        of = self.words.sets["of"]
        counted = (k for k in range(j, stop) if page.lower[k] in of and any(x in page.starts for x in (k, k + 1)))
        at = next(counted, j)
        broken = any(t.is_punct or t.pos_ in ("AUX", "CCONJ") or t.tag_ == "VERB" for t in page.doc[j:at])
        return j if broken else at

    def _of(self, page: Page, claims: Claims, barred: set[int]) -> None:  # noqa: PLR0915 - one walk
        """The death of four people; la mort d'un policier; coûté la vie à 87 personnes."""
        words, sets = self.words, self.words.sets
        for i, lower in enumerate(page.lower):
            kind = words.of.get(lower) or words.free.get(lower)
            if lower in words.after and (not i or page.lower[i - 1] not in words.after[lower]):
                continue
            if kind == "killed" and (owner := victim_before(page, words, i)) is not None:
                page.mentions.append(owner)
                page.add(owner)
                if not unreal(page, words, i, ANY) and not self._tried(page, i) and not self._blamed(page, i):
                    self._put(claims, Claim(owner, kind, i))
                continue
            if kind is None or i + 2 >= len(page.lower):
                continue
            if not sets["spared"].isdisjoint(page.lower[max(page.left[i], i - 4) : i]):
                continue  # "saved the lives of": nobody died
            stop = min(page.right[i], i + 12)
            j = i + 1
            if lower in sets["life"]:
                if j >= stop or page.lower[j] not in LIVES_OF:
                    continue
            elif page.lower[j] == ",":  # "la mort, jeudi, d'un livreur"
                k = next((x for x in range(j + 1, min(stop, j + 6)) if page.lower[x] == ","), None)
                if k is None:
                    continue
                j = k + 1
            elif lower in sets["remains"]:
                j = self._behind_state(page, j, stop)
            elif page.doc[j].pos_ == "ADJ" or page.lower[j] in sets["weekdays"]:
                j += 1
            while j < stop and page.lower[j] in sets["weekdays"]:
                j += 1
            if j < stop and page.doc[j].pos_ == "ADP" and page.lower[j] not in sets["of"] and lower not in sets["life"]:
                j = next((k for k in range(j, stop - 1) if page.lower[k] in sets["of"] and k + 1 in page.starts), j)
            if j >= stop or not (page.lower[j] in sets["of"] or page.lower[j] in LIVES_OF):
                continue
            m = next((page.starts[k] for k in range(j, min(stop, j + 4)) if k in page.starts), None)
            if m is not None and any(w in (";", ".") for w in page.lower[j : m.start]):
                continue
            if m is not None and (self._tried(page, i) or (m.form == "article" and self._blamed(page, i))):
                continue
            if m is not None and lower in sets["lossy"] and m.klass not in ("soldier", "attacker", "person"):
                continue
            if m is not None and lower in sets["fought"] and m.klass not in ("soldier", "attacker"):
                continue
            mode = "flow_out" if lower in words.free else None
            if m is None and kind == "killed" and (m := victim_behind(page, words, i, j, stop)) is not None:
                page.mentions.append(m)
                page.add(m)
            if m is not None and id(m) in claims and m.adjective == claims[id(m)].kind != kind == "killed":
                del claims[id(m)]  # "the bodies of four missing miners"
            if m is not None and kind == "killed" and self._only_named(m, claims) and not unreal(page, words, i, ANY):
                del claims[id(m)]  # "the bodies of six hostages"
            old = claims.get(id(m)) if m is not None and kind == "killed" else None
            taken = old is not None and m is not None and old.at >= m.start and old.kind in ("abducted", "missing")
            hurt = old is not None and m is not None and m.kind == old.kind == "injured" and i not in page.cover
            if m is not None and (taken or hurt):
                del claims[id(m)]  # "the body of a headmistress who had been kidnapped", "the death of four wounded"
            if m is None or id(m) in barred or id(m) in claims or not self._fit(page, m, ANY, True):
                continue
            alone = i > 0 and page.doc[i - 1].pos_ == "DET" and page.doc[i - 1].morph.get("Number", []) == ["Sing"]
            if lower in sets["remains"] and (m.best or 0) > 1 and alone:
                continue  # "un corps d'armée de 5 000 hommes"
            if m.form == "article" and m.klass is None and not words.human(page.lower[m.head]):
                continue
            if mode and m.klass not in ("captive", "prisoner", "soldier", "person"):
                continue
            if unreal(page, words, i, ANY):
                page.bar(barred, m)
                continue
            if mode and m.klass == "prisoner":
                kind = "arrested"
            self._put(claims, Claim(m, kind, i, mode))
