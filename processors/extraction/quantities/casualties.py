"""Which mentions are killed, injured, missing, arrested, abducted or displaced people.

Evidence in this order: what the noun says ("12 dead"), verb frames, "the death of …", tolls, predicates
("are missing"), coordination ("and two rangers"), parts ("including", "of them"), echoes ("the police say 38").
"""

from __future__ import annotations

from dataclasses import dataclass

from processors.extraction.quantities.figures import match_back, match_on
from processors.extraction.quantities.frames import Page, Trigger, sufferer, triggers, unreal
from processors.extraction.quantities.mentions import Mention, noun_phrase
from processors.extraction.quantities.words import Words

_ANY: frozenset[str] = frozenset()
_STOP = frozenset({".", ";", "!", "?", "\n"})


@dataclass(slots=True, eq=False)
class Claim:
    """A mention that counts people of a kind. ``at`` is the token of the evidence."""

    mention: Mention
    kind: str
    at: int
    mode: str | None = None
    whole: Claim | None = None
    soft: bool = False


class Casualties:
    """Finds the claims of one doc; see :meth:`find`."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def find(self, page: Page) -> dict[int, Claim]:
        """Claims by ``id`` of their mention."""
        claims: dict[int, Claim] = {}
        barred: set[int] = set()
        self._nouns(page, claims, barred)
        for trigger in triggers(page, self.words):
            self._verb(page, trigger, claims, barred)
        self._of(page, claims, barred)
        self._toll(page, claims, barred)
        self._state(page, claims, barred)
        for claim in list(claims.values()):
            self._coordinate(page, claim, claims, barred)
        self._partition(page, claims, barred)
        self._parts(page, claims, barred)
        self._echo(page, claims, barred)
        return claims

    def _merge(self, page: Page, m: Mention, nxt: Mention) -> bool:
        """A woman and her two sons are three: people of one company, told in one breath, are one number."""
        if nxt.form not in ("article", "possessive") and page.lower[nxt.start] not in self.words.sets["possessive"]:
            return False
        if "person" not in (m.klass, nxt.klass) or m.klass not in ("person", None) or nxt.klass != "person":
            return False
        if m.best is None or nxt.best is None or m.best != m.high or nxt.best != nxt.high or nxt.start - m.end > 3:
            return False
        m.low = m.best = m.high = m.best + nxt.best
        m.end = nxt.end
        nxt.form = "many"
        return True

    def _put(self, claims: dict[int, Claim], claim: Claim) -> None:
        old = claims.get(id(claim.mention))
        if old is None:
            claims[id(claim.mention)] = claim
        elif claim.mode and (old.kind == claim.kind or old.mention.kind is not None):
            old.mode = claim.mode

    def _nouns(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        counted = self.words.counted
        for m in page.mentions:
            kind, at = m.kind or m.adjective, m.head
            if kind is None and m.klass not in ("vehicle", "unit") and m.end < len(page.lower):
                nxt = page.lower[m.end]
                if counted.get(nxt) in ("killed", "injured", "missing", "displaced") and (nxt not in self.words.verbs or self.words.language == "fr"):
                    after = page.lower[m.end + 1] if m.end + 1 < len(page.lower) else ""
                    if m.form != "article" or self.words.human(page.lower[m.head]):
                        if not (self.words.language != "fr" and self.words.human(after)):
                            kind, at = counted[nxt], m.end
            if kind is None:
                continue
            if m.form == "article" and not (m.kind or self.words.human(page.lower[m.head])):
                continue
            if unreal(page, self.words, m.start, _ANY) or self._of_negated(page, m):
                barred.add(id(m))
                continue
            claims[id(m)] = Claim(m, kind, at)

    def _of_negated(self, page: Page, m: Mention) -> bool:
        before = page.lower[m.start - 1] if m.start else ""
        return before in ("no", "any", "aucun", "moindre", "zero", "sans")

    def _verb(self, page: Page, t: Trigger, claims: dict[int, Claim], barred: set[int]) -> None:
        frame = t.form.frame
        if frame.passive and not t.passive:
            return
        if t.passive and t.reduced and "part" not in t.form.shapes:
            return
        m = sufferer(page, self.words, t)
        if m is None or id(m) in barred:
            return
        known = id(m) in page.cover or m.start in page.starts
        if not self._fit(page, m, frame.only, known) or (frame.only and m.elliptical and self._of_things(page, m)):
            return
        if m.form in ("name", "definite", "possessive") and (frame.mode or frame.kind in ("arrested", "displaced", "missing")):
            return
        if m.form in ("plural", "many") and (not t.passive or t.reduced or frame.kind not in ("killed", "injured")):
            return
        if m.form == "definite" and t.reduced:
            return
        if unreal(page, self.words, t.start, t.form.shapes):
            barred.add(id(m))
            return
        old = claims.get(id(m))
        if old is not None and old.kind != frame.kind and frame.mode is None:
            stronger = frame.kind == "killed" and m.kind in ("injured", "abducted", "arrested", "displaced")
            if m.kind is not None and not stronger:
                return
            del claims[id(m)]
        if m.start not in page.starts:
            page.mentions.append(m)
            page.add(m)
        self._put(claims, Claim(m, frame.kind, t.start, frame.mode))

    def _of_things(self, page: Page, m: Mention) -> bool:
        """ "burned three vehicles and made off with two more": what the bare number counts are no people."""
        for k in range(m.start - 1, max(0, m.start - 25), -1):
            hit = page.cover.get(k)
            if hit is not None and not hit.elliptical and hit.form != "article":
                return hit.klass in ("vehicle", "unit")
        return False

    def _fit(self, page: Page, m: Mention, only: frozenset[str], known: bool) -> bool:
        lower = page.lower[m.head]
        klass = m.klass
        if klass in ("vehicle", "unit", "thing"):
            return False
        if m.form == "article" and klass is None and not self.words.human(lower):
            token = page.doc[m.head]
            if not (token.text[0].isupper() and token.i > page.left[token.i] and token.ent_type_ in ("NORP", "")):
                return bool(token.ent_type_ == "NORP")
        if not only:
            return True
        if "known" in only:
            return m.elliptical or klass is not None or self.words.human(lower)
        if "ordinal" in only:
            return m.form == "ordinal"
        if klass in only or (m.kind is not None and "counted" in only):
            return True
        if m.elliptical or m.partitive:
            return True
        return "person" in only and (klass is None and m.form != "name" or m.form == "name" or klass == "person")

    def _of(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        """The death of four people; la mort d'un policier; coûté la vie à 87 personnes."""
        words, sets = self.words, self.words.sets
        for i, lower in enumerate(page.lower):
            kind = words.of.get(lower) or words.free.get(lower)
            if kind is None or i + 2 >= len(page.lower):
                continue
            stop = min(page.right[i], i + 12)
            j = i + 1
            if lower in sets["life"]:
                if j >= stop or page.lower[j] not in ("à", "au", "aux", "de", "d'", "d’"):
                    continue
            elif page.lower[j] == ",":  # "la mort, jeudi, d'un livreur"
                k = next((x for x in range(j + 1, min(stop, j + 6)) if page.lower[x] == ","), None)
                if k is None:
                    continue
                j = k + 1
            elif page.doc[j].pos_ == "ADJ" or page.lower[j] in sets["weekdays"]:
                j += 1
            while j < stop and page.lower[j] in sets["weekdays"]:
                j += 1
            if j >= stop or not (page.lower[j] in sets["of"] or page.lower[j] in ("à", "aux")):
                continue
            m = next((page.starts[k] for k in range(j, min(stop, j + 4)) if k in page.starts), None)
            mode = "flow_out" if lower in words.free else None
            if m is None and kind == "killed" and lower not in ("death", "deaths", "mort", "life", "lives", "vie"):
                token = next((page.doc[k] for k in range(j + 1, min(stop, j + 3)) if page.doc[k].pos_ in ("PROPN", "NOUN")), None)
                made = noun_phrase(page.doc, token, words) if token is not None else None
                m = made if made is not None and made.form in ("name", "possessive") and made.head not in page.cover else None
                if m is not None and made is not None:
                    page.mentions.append(m)
                    page.add(m)
            if m is None or id(m) in barred or id(m) in claims or not self._fit(page, m, _ANY, True):
                continue
            if m.form == "article" and m.klass is None and not words.human(page.lower[m.head]):
                continue
            if mode and m.klass not in ("captive", "prisoner", "soldier", "person"):
                continue
            if unreal(page, words, i, _ANY):
                barred.add(id(m))
                continue
            if mode and m.klass == "prisoner":
                kind = "arrested"
            self._put(claims, Claim(m, kind, i, mode))

    def _toll(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        """The death toll rose from 12 to 17; put its dead at two; le bilan est passé de 4 à 6."""
        words, sets = self.words, self.words.sets
        for i, lower in enumerate(page.lower):
            kind = words.toll.get(lower)
            if i in page.cover or (kind is None and lower not in sets["number"]):
                continue
            if self._brings(page, i, claims, barred) or kind is None:
                continue
            if lower not in ("toll", "bilan", "total", "fatalities"):
                head = page.lower[max(page.left[i], i - 4) : i]
                if not any(w in sets["number"] for w in head):
                    continue
            for k in range(i + 1, min(page.right[i], i + 22)):
                m = page.starts.get(k)
                if page.lower[k] in (";",):
                    break
                if m is None or not m.elliptical or id(m) in claims or id(m) in barred:
                    continue
                before = page.lower[k - 1]
                if before in sets["toll_link"] and not (
                    before in sets["revised"] and "à" in page.lower[m.end : m.end + 3]
                ) and m.end < len(page.lower) and page.lower[m.end] not in ("%",):  # fmt: skip
                    self._put(claims, Claim(m, kind, i))
                    break

    def _brings(self, page: Page, i: int, claims: dict[int, Claim], barred: set[int]) -> bool:
        """ "… à treize le nombre de militaires tués", "to 13 the number of soldiers killed"."""
        k = i - 1
        while k > page.left[i] and page.lower[k] in self.words.sets["definite"]:
            k -= 1
        m = page.cover.get(k)
        if m is None or not m.elliptical or m.end != k + 1 or id(m) in claims or id(m) in barred:
            return False
        kinds = self.words.counted | self.words.deaths
        words = page.lower[i + 1 : min(page.right[i], i + 14)]
        named = next((kinds[w] for w in words if w in kinds), None)
        if named is None and page.lower[i] not in ("toll", "bilan"):
            return False
        claim = Claim(m, named or "killed", i, "cumulative")
        self._put(claims, claim)
        for other in list(claims.values()):
            if other.kind == claim.kind and other.whole is None and page.left[i] <= other.mention.start < m.start:
                if (other.mention.best or 0) < (m.best or 0):
                    other.whole = claim
        return True

    def _state(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        """Several others are missing; scores are in hospital; dix-sept habitants restent hospitalisés."""
        words, sets = self.words, self.words.sets
        for i, lower in enumerate(page.lower):
            if lower not in sets["be"] and lower not in ("remain", "remained", "remains"):
                continue
            j = i + 1
            while j < len(page.lower) and j - i < 4 and page.doc[j].pos_ == "ADV" and j < page.right[i]:
                if match_on(page.doc, words.trees["state"], j):
                    break
                j += 1
            if j >= len(page.lower):
                continue
            hit = match_on(page.doc, words.trees["state"], j)
            if hit is None or hit[1] > page.right[i]:
                continue
            k = i - 1
            while k >= page.left[i] and (page.doc[k].pos_ in ("ADV", "AUX", "PART")) and k not in page.cover:
                k -= 1
            m = page.cover.get(k)
            if m is None or m.end != k + 1:
                m = None
                for child in page.doc[j].children:
                    if child.dep_ in ("nsubj", "nsubj:pass", "nsubjpass") and child.i in page.cover:
                        m = page.cover[child.i]
            if m is None or id(m) in claims or id(m) in barred or not self._fit(page, m, _ANY, True):
                continue
            if unreal(page, words, i, _ANY) or page.lower[i + 1] in sets["negation"]:
                barred.add(id(m))
                continue
            self._put(claims, Claim(m, hit[0], i))

    def _coordinate(self, page: Page, claim: Claim, claims: dict[int, Claim], barred: set[int]) -> None:
        """Walk the list to both sides: "a Thai soldier and two Cambodian rangers were killed"."""
        if claim.mention.kind or claim.mention.adjective:
            return  # "five dead and 20 wounded": each noun speaks for itself
        at = claim.at
        m = claim.mention
        if at < m.start:
            while (nxt := self._next(page, m)) is not None and self._joins(page, nxt, claims, barred):
                if self._merge(page, m, nxt):
                    barred.add(id(nxt))
                    break
                self._put(claims, Claim(nxt, claim.kind, at, claim.mode))
                m = nxt
        else:
            nxt = self._next(page, m)
            joined = nxt is not None and nxt.end <= at and self._joins(page, nxt, claims, barred, before=True)
            if nxt is not None and joined and self._merge(page, m, nxt):
                barred.add(id(nxt))
            elif nxt is not None and joined:
                self._put(claims, Claim(nxt, claim.kind, at, claim.mode))
            while (prev := self._previous(page, m)) is not None and self._joins(page, prev, claims, barred, before=True):
                if self._merge(page, prev, m):
                    del claims[id(m)]
                    barred.add(id(m))
                self._put(claims, Claim(prev, claim.kind, at, claim.mode))
                m = prev

    def _next(self, page: Page, m: Mention) -> Mention | None:
        words = self.words
        stop = min(page.right[m.end - 1], m.end + 22)
        for k in range(m.end, stop):
            hit = page.starts.get(k)
            if hit is not None and hit is not m:
                s = k - 1
                while s > m.end and (page.lower[s] in words.sets["of"] or page.lower[s] in ("at", "à")):
                    s -= 1
                if page.lower[s] == "," or match_back(page.doc, words.trees["coord"], s + 1):
                    return hit
                if page.doc[k].pos_ != "DET" and hit.form != "article":
                    return None
            token = page.doc[k]
            if token.text in _STOP or token.pos_ in ("AUX", "SCONJ") or token.text in ("(", "–", "—"):
                return None
            if token.pos_ == "VERB" and k not in page.cover and not token.lower_.endswith(("ed", "és", "ées", "é")):
                return None
            if token.lower_ in words.verbs and k not in page.cover and token.i not in page.cover:
                return None
        return None

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
        low = max(page.left[m.start], k - 9)
        while k >= low:
            hit = page.cover.get(k)
            if hit is not None:
                return hit
            if page.doc[k].pos_ in ("VERB", "AUX") or page.doc[k].text in _STOP:
                return None
            k -= 1
        return None

    def _joins(self, page: Page, m: Mention, claims: dict[int, Claim], barred: set[int], before: bool = False) -> bool:
        if id(m) in claims or id(m) in barred or not self._fit(page, m, _ANY, True):
            return False
        if m.form == "article" and m.klass is None and not self.words.human(page.lower[m.head]):
            return False
        if m.elliptical and before:
            return False
        if not before and m.end < page.right[m.end - 1]:
            k = m.end
            while k < page.right[m.end - 1] and page.doc[k].pos_ == "ADV":
                k += 1
            if k < page.right[m.end - 1] and page.doc[k].pos_ == "AUX" and page.lower[k] not in ("being",):
                return False
        return True

    def _parts(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        """``including``, ``dont``, ``614 of them``: a part of the claim before, of the same kind."""
        last: list[Claim] = []
        for m in sorted(page.mentions, key=lambda x: x.start):
            own = claims.get(id(m))
            cue = match_back(page.doc, self.words.trees["including"], m.start)
            whole = self._whole(page, m, last, own.kind if own else None)
            back = m.partitive and page.lower[m.head] in self.words.sets["partitive"]
            among = self._among(page, m)
            if among and (own is None or own.kind == among):
                earlier = [c for c in last if c.kind == among and c.whole is None]
                own = own or Claim(m, among, m.start)
                claims[id(m)] = own
                most = max(earlier, key=lambda c: c.mention.best or 0, default=None)
                own.whole = most if most is not None and (most.mention.best or 0) > (m.best or 0) else own.whole
                if (nxt := self._next(page, m)) is not None and self._joins(page, nxt, claims, barred):
                    claims[id(nxt)] = Claim(nxt, among, nxt.start, None, own.whole)
            if own is not None and own.whole is None and m.partitive and not back and not cue:
                same = [c for c in last if c.kind == own.kind and (c.mention.best or 0) >= (m.best or 0)
                        and self._generic(page, m, c)]  # fmt: skip
                own.whole = same[-1] if same else None
            if whole is not None and id(m) not in barred and (cue or back):
                if m.klass in ("vehicle", "thing", "unit") or m.form == "many" or not self._fit(page, m, _ANY, True):
                    continue
                if own is None and cue and not back and not self._near_whole(page, m, whole, cue[1]):
                    continue
                listed = m
                if own is None:
                    own = Claim(m, whole.kind, m.start, whole.mode)
                    claims[id(m)] = own
                own.whole = whole
                while cue and (nxt := self._next(page, listed)) is not None and self._joins(page, nxt, claims, barred):
                    if nxt.elliptical and nxt.form == "number":
                        break
                    if self._merge(page, listed, nxt):
                        barred.add(id(nxt))
                        break
                    claims[id(nxt)] = Claim(nxt, whole.kind, nxt.start, whole.mode, whole)
                    listed = nxt
            if own is not None:
                last.append(own)

    def _among(self, page: Page, m: Mention) -> str | None:
        """ "Among the dead were two guards": the kind that the phrase names."""
        for k in range(max(page.left[m.start], m.start - 7), m.start - 1):
            hit = match_on(page.doc, self.words.trees["among"], k)
            if hit is not None:
                gap = page.doc[hit[1] : m.start]
                if all(t.pos_ in ("AUX", "VERB", "PUNCT", "ADV", "PRON") for t in gap):
                    return hit[0]
        return None

    def _generic(self, page: Page, m: Mention, c: Claim) -> bool:
        """Do both count the same people: equal nouns, or people in general?"""
        one, two = page.lower[m.head], page.lower[c.mention.head]
        return one == two or self.words.klass(one) in ("captive", "counted") or one in (
            "people", "personnes", "victims", "victimes", "men", "hommes"
        )  # fmt: skip

    def _partition(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        """A list that sums up: "211 dead: 84 Druze, 113 soldiers and 14 Bedouins"."""
        ordered = sorted(page.mentions, key=lambda x: x.start)
        for claim in list(claims.values()):
            m = claim.mention
            if m.best is None or m.best < 2 or m.best != m.high or m.elliptical:
                continue
            total, members = 0, []
            limit = page.right[m.start]
            if page.lower[limit - 1] == ":" and limit < len(page.lower):
                limit = page.right[limit]
            for other in ordered:
                if other.start <= m.start or other.start >= limit or other.klass in ("vehicle", "unit") or other.form != "number":
                    continue
                if other.best is None or id(other) in claims or match_back(page.doc, self.words.trees["including"], other.start):
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

    def _near_whole(self, page: Page, m: Mention, whole: Claim, cue: int) -> bool:
        """Is the whole what the cue continues: in the same sentence, or just before a list that begins one?"""
        if whole.mention.start >= page.left[m.start]:
            return True
        return cue - page.left[m.start] < 3 and page.left[m.start] - whole.mention.end < 25

    def _whole(self, page: Page, m: Mention, last: list[Claim], kind: str | None) -> Claim | None:
        for claim in reversed(last[-4:]):
            if claim.mention.start == m.start or (kind and claim.kind != kind):
                continue
            if claim.whole is not None and claim.mention.best == 1:
                continue
            if m.best is not None and claim.mention.best is not None and claim.mention.best < m.best:
                continue
            if page.left[m.start] - claim.mention.end > 60 or any("\n" in w for w in page.lower[claim.mention.end : m.start]):
                return None
            return claim
        return None

    def _echo(self, page: Page, claims: dict[int, Claim], barred: set[int]) -> None:
        """A second number for the same thing: "…; the police say 38", "voire plus de 150"."""
        ordered = sorted(claims.values(), key=lambda c: c.mention.start)
        for m in page.mentions:
            if not m.elliptical or m.partitive or id(m) in claims or id(m) in barred or m.form not in ("number", "vague"):
                continue
            k = m.start
            while k and page.doc[k - 1].text in "«“\"":
                k -= 1
            if match_back(page.doc, self.words.trees["echo"], k) is None:
                continue
            after = page.doc[m.end] if m.end < len(page.doc) else None
            if after is not None and not (after.is_punct or after.pos_ in ("CCONJ", "SCONJ", "ADP", "SPACE")):
                continue
            before = [c for c in ordered if c.mention.start < m.start and m.start - c.mention.end < 40]
            if before:
                self._put(claims, Claim(m, before[-1].kind, m.start, before[-1].mode, soft=True))
