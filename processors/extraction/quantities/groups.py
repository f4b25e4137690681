"""Numbers of troops, attackers, protesters and vehicles, and whether they come, go, stay or are only wished for."""

from __future__ import annotations

from processors.extraction.quantities.bands import Bands, Group
from processors.extraction.quantities.joints import REFLEXIVE, TO
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.page import RELATIVES, Page
from processors.extraction.quantities.phrases import match_back, within
from processors.extraction.syntax import PASSIVE_SUBJECT

_CLITICS = 2
"""Tokens before a verb that belong to its phrase: "s' est rendu"."""
_MOVES = ("flow_in", "flow_out", "protest", "attack", "stock")


class Groups(Bands):
    """Finds groups among the mentions that no casualty frame has claimed."""

    def find(self, page: Page, claimed: set[int]) -> list[Group]:
        """Groups in text order."""
        found: list[Group] = []
        for m in sorted(page.mentions, key=lambda x: x.start):
            if id(m) in claimed or m.kind or m.form in ("many", "plural", "name", "definite", "ordinal"):
                continue
            if m.klass == "vehicle" and found and self._one_more(page, found[-1], m):
                continue
            group = self._group(page, m, found)
            if group is not None:
                found.append(group)
        return found

    def _group(self, page: Page, m: Mention, found: list[Group]) -> Group | None:
        words = self.words
        lower = page.lower[m.head]
        klass = m.klass
        if klass == "unit":
            return self._unit(page, m, lower)
        if m.form == "article":
            return self._single(page, m)
        apposed = self._apposed(page, m)
        if apposed is not None:
            return Group(m, apposed)
        if (m.elliptical and self._crowd(page, m)) or self._counted_by_organisers(page, m, lower):
            return Group(m, "protesters", *self._plan(page, m))
        act, at = self._act(page, m)
        if (
            m.definite
            and at >= 0
            and (page.lower[at] in words.groups["flow_out_nouns"] or page.lower[at] in words.groups["flow_in_nouns"])
        ):
            act = "stock"  # "the withdrawal of the 1,500 soldiers stationed there"
        if (
            m.elliptical
            and found
            and match_back(page.doc, words.trees["echo"], m.start)
            and m.start - found[-1].mention.end < 40
        ):
            return Group(m, found[-1].kind, found[-1].mode, found[-1].status)
        around = page.lower[m.start : m.end + 3]
        people = klass in ("soldier", "person") or (klass is None and not m.elliptical and self._people_like(page, m))
        if people and klass is None and any(w in words.sets["armed"] for w in page.lower[m.start : m.end + 4]):
            return Group(m, "attackers")
        if (
            people
            and any(w in words.sets["armed"] for w in around)
            and act not in ("flow_in", "flow_out")
            and page.lower[m.head] in self.words.sets["people"]
        ):
            return Group(m, "attackers")
        if klass == "soldier" and act == "attack" and page.lower[m.head] in words.sets["any_men"]:
            return Group(m, "attackers")
        if klass == "soldier":
            if self._tried(page, m) or ((m.best or 0) < 10 and not self._moves(m, at)):
                return None
            mode, status = self._mode(page, m, act)
            return Group(m, "troops", mode, status)
        if klass == "vehicle":
            mode, status = self._mode(page, m, act)
            return Group(m, "vehicles", mode if mode in ("flow_in", "flow_out", "planned") else "event", status)
        if klass == "attacker":
            return Group(m, "attackers")
        if klass == "protester":
            return Group(m, "protesters", *self._plan(page, m))
        if (
            klass in ("person", None)
            and not m.partitive
            and (
                (act == "protest" and not m.definite and (at >= m.end or m.start - at <= 2))
                or self._noun_near(page, m, "protest_nouns")
            )
        ):
            if klass is None and not m.elliptical and not self._people_like(page, m):
                return None
            if m.elliptical and act != "protest":
                return None
            return Group(m, "protesters", *self._plan(page, m))
        attacks = act == "attack" and at > m.start and page.doc[at].pos_ in ("VERB", "AUX", "ADJ")
        hit = page.doc[m.head].dep_ in PASSIVE_SUBJECT and page.lower[at] not in words.sets["answers"]
        attacks = attacks and not hit  # "four miners were shot in their tents"
        if people and klass != "soldier" and attacks and (m.best or 0) > 1 and self._is_subject(page, m):
            return Group(m, "attackers")
        if lower in words.sets["any_men"] or m.elliptical or m.more or (klass is None and self._people_like(page, m)):
            return self._more(page, m, act, found)
        return None

    def _single(self, page: Page, m: Mention) -> Group | None:
        """ "A suicide bomber", "a rebel surrendered", "an armoured vehicle": one of a kind that counts."""
        inside = page.lower[m.start : m.end]
        counts = any(w in self.words.sets["suicide"] for w in inside) or self._gives_up(page, m)
        if m.klass == "attacker" and counts and self._is_subject(page, m):
            return Group(m, "attackers")
        if m.klass == "vehicle" and any(w in self.words.sets["armoured"] for w in inside):
            mode, status = self._mode(page, m, self._act(page, m)[0])
            return Group(m, "vehicles", mode if mode in ("flow_in", "flow_out", "planned") else "event", status)
        return None

    def _gives_up(self, page: Page, m: Mention) -> bool:
        """Whether this one leaves the fight: such a phrase begins between it and its verb, no clause between."""
        verb = page.doc[m.head].head.i
        return within(page.doc, self.words.trees["gives_up"], max(m.end, verb - _CLITICS), verb + 1)

    def _people_like(self, page: Page, m: Mention) -> bool:
        token = page.doc[m.head]
        return token.ent_type_ == "NORP" or self.words.human(token.lower_) or token.text[0].isupper()

    def _more(self, page: Page, m: Mention, act: str | None, found: list[Group]) -> Group | None:
        """ "Fifty arrived last week", "130 Romanians will follow": troops, when troops were just spoken of."""
        near = [g for g in found if g.kind == "troops" and 0 <= m.start - g.mention.end < 70]
        if near and m.elliptical and self._are_there(page, m):
            return Group(m, "troops", "stock")
        if not near or act not in ("flow_in", "flow_out", "stock"):
            return None
        if m.elliptical and not (m.other or self._is_argument(page, m)):
            return None
        mode, status = self._mode(page, m, act)
        return Group(m, "troops", mode, status)

    def _unit(self, page: Page, m: Mention, lower: str) -> Group | None:
        if m.form != "article" and not (m.form == "number" and (m.best or 99) < 10):
            return None
        token = page.doc[m.head]
        act, _ = self._act(page, m)
        act = self._placed_at(page, m) if act in ("attack", None) else act
        window = page.lower[max(0, m.start - 90) : m.end + 60]
        military = lower not in self.words.sets["firms"] or any(w in self.words.groups["military"] for w in window)
        military = military or self._of_soldiers(page, m)
        standing = any(w in self.words.sets["standby"] for w in page.lower[m.end : m.end + 6])
        if token.text[0].isupper() or not military or (act in ("attack", None) and not standing):
            return None
        mode, status = self._mode(page, m, act)
        return Group(m, "troops", mode, status, self.words.units[lower])

    def _noun_near(self, page: Page, m: Mention, name: str) -> bool:
        nouns = self.words.groups[name]
        before = page.lower[max(page.left[m.start], m.start - 5) : m.start]
        if before and before[-1] in self.words.sets["of"] and any(w in nouns for w in before):
            return True
        after = page.lower[m.end : min(page.right[m.head], m.end + 6)]
        return any(w in nouns for w in after) and not m.definite

    def _is_subject(self, page: Page, m: Mention) -> bool:
        return "subj" in page.doc[m.head].dep_ or m.start == page.left[m.start]

    def _is_argument(self, page: Page, m: Mention) -> bool:
        dep = page.doc[m.head].dep_
        return "subj" in dep or "obj" in dep or m.start == page.left[m.start]

    def _act(self, page: Page, m: Mention) -> tuple[str | None, int]:
        """What the group does: the verb it hangs on, else the nearest verb of a list in the sentence."""
        for k in self._beside(page, m):
            name = self._list_of(page, k)
            if name is not None:
                return name, k
        token = page.doc[m.head]
        for _ in range(4):
            if token.head.i == token.i:
                break
            token = token.head
            name = self._list_of(page, token.i)
            if name is not None:
                return name, token.i
        best: tuple[int, str, int] | None = None
        lo, hi = max(page.left[m.start], m.start - 22), min(page.right[m.head], m.end + 22)
        for i in range(lo, hi):
            if m.start <= i < m.end:
                continue
            name = self._list_of(page, i)
            if name is None:
                continue
            gap = (m.start - i) if i < m.start else (i - m.end)
            if name == "stock":
                gap += 6
            if best is None or gap < best[0]:
                best = (gap, name, i)
        return (best[1], best[2]) if best else (None, -1)

    def _beside(self, page: Page, m: Mention) -> list[int]:
        """The verb right behind the mention and the one right before it."""
        out, doc = [], page.doc
        k = m.end
        while (
            k < page.right[m.head]
            and k - m.end < 5
            and (
                doc[k].pos_ in ("AUX", "ADV", "PART", "ADJ")
                or page.lower[k] in RELATIVES
                or page.lower[k] in REFLEXIVE
                or page.lower[k] in self.words.sets["have"]
            )
        ):
            if doc[k].pos_ == "AUX" and self._list_of(page, k) not in (None, "stock"):
                break
            k += 1
        if k < page.right[m.head]:
            out.append(k)
        j = m.start - 1
        while j >= page.left[m.start] and (
            doc[j].pos_ in ("ADV", "DET") or page.lower[j] in self.words.sets["weekdays"]
        ):
            j -= 1
        if j >= page.left[m.start]:
            out.append(j)
        return out

    def _list_of(self, page: Page, i: int) -> str | None:
        lower = page.lower
        for name in _MOVES:
            for parts in self.words.groups[name].get(lower[i], ()):
                if len(parts) == 1 or tuple(lower[i : i + len(parts)]) == parts:
                    helper = lower[i] in self.words.sets["be"] or lower[i] in self.words.sets["have"]
                    if name == "stock" and helper and page.doc[i].pos_ == "AUX":
                        continue
                    return name
        for name in ("flow_in_nouns", "flow_out_nouns"):
            if lower[i] in self.words.groups[name]:
                return name[:-6]
        return None

    def _mode(self, page: Page, m: Mention, act: str | None) -> tuple[str, str]:
        groups = self.words.groups
        lower = page.lower
        lo, hi = max(page.left[m.start], m.start - 2), min(m.end + 3, len(lower))
        more = any(
            lower[i] in groups["more"] and self.words.sets["more_not"].isdisjoint(lower[i + 1 : i + 2])
            for i in range(lo, hi)
        )
        mode = act if act in ("flow_in", "flow_out") else ("flow_in" if more else "stock")
        if any(w in self.words.sets["standby"] for w in lower[m.end : min(page.right[m.head], m.end + 8)]):
            return "stock", "actual"
        plan, status = self._plan(page, m)
        if mode == "stock":
            return ("planned", status) if plan == "planned" else ("stock", "actual")
        if plan == "planned" and status == "announced" and act not in ("flow_in", "flow_out"):
            return "planned", status
        clause = self._clause(page, m)
        if self._wished(page, m, clause) and not any(w in groups["announced"] and w not in TO for w in clause):
            return "planned", "announced"
        return mode, status

    def _wished(self, page: Page, m: Mention, near: list[str]) -> bool:
        """Asked for or thought of; in "the army said that it would send 300 men" they are announced."""
        told = self._told_ahead(page, m)
        return any(w in self.words.groups["planned"] and w not in told for w in near)

    def _told_ahead(self, page: Page, m: Mention) -> frozenset[str]:
        """Words for a future seen from the past, where somebody says so before."""
        said = not self.words.sets["speaks"].isdisjoint(page.lower[page.left[m.start] : m.start])
        return self.words.sets["backshift"] if said else frozenset()

    def _clause(self, page: Page, m: Mention) -> list[str]:
        """The words before the mention, back to a comma."""
        words = page.lower[max(page.left[m.start], m.start - 12) : m.start]
        cut = max((k for k, w in enumerate(words) if w in (",", ";", ":")), default=-1)
        return words[cut + 1 :]

    def _plan(self, page: Page, m: Mention) -> tuple[str, str]:
        """Wished for (planned) or decided but not yet done (announced)."""
        groups, lower = self.words.groups, page.lower
        lo, hi = max(page.left[m.start], m.start - 14), min(page.right[m.head], m.end + 8)
        window = lower[lo : min(m.end + 4, hi)]
        if self._wished(page, m, window) and not any(w in groups["announced"] for w in window[:-8]):
            return "planned", "announced"
        if any(w in groups["already"] for w in lower[max(lo, m.start - 3) : m.end + 4]):
            return "event", "actual"
        told = self._told_ahead(page, m)
        for i in range(lo, hi):
            token = page.doc[i]
            if lower[i] in told:
                return "event", "announced"
            if lower[i] in groups["announced"] and (lower[i] not in TO or token.pos_ == "PART"):
                return ("planned" if m.klass not in {"soldier", "vehicle"} else "event"), "announced"
            if "Fut" in token.morph.get("Tense", []):
                return "event", "announced"
        return "event", "actual"
