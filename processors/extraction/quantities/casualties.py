"""Which mentions are killed, injured, missing, arrested, abducted or displaced people.

Evidence in this order: what the noun says ("12 dead"), verb frames, "the death of …", tolls, predicates
("are missing"), coordination ("and two rangers"), parts ("including", "of them"), echoes ("the police say 38").
"""

from __future__ import annotations

import itertools

from processors.extraction.quantities.again_told import all_of_them, found_dead, the_victim, told_again
from processors.extraction.quantities.besides import besides
from processors.extraction.quantities.claims import ARGUMENT, Claim, Claims
from processors.extraction.quantities.echoes import Echoes
from processors.extraction.quantities.frames import Trigger, outcome_of, triggers
from processors.extraction.quantities.mentions import Mention
from processors.extraction.quantities.nouns import noun_phrase
from processors.extraction.quantities.page import Page
from processors.extraction.quantities.phrases import match_back, match_on
from processors.extraction.quantities.sufferer import sufferer
from processors.extraction.quantities.unreal import unreal
from processors.extraction.syntax import OBJECT

_HEADLINE = 14
"""Tokens within which a clause without a verb tells what befell somebody."""


class Casualties(Echoes):
    """Finds the claims of one doc; see :meth:`find`."""

    def find(self, page: Page) -> Claims:
        """Claims by ``id`` of their mention."""
        claims: Claims = {}
        barred = {id(m) for m in page.mentions if match_back(page.doc, self.words.trees["source"], m.start)}
        self._nouns(page, claims, barred)
        self._headed(page, claims, barred)
        self._left(page, claims, barred)
        self._bare(page, claims)
        for trigger in triggers(page, self.words):
            self._verb(page, trigger, claims, barred)
        self._of(page, claims, barred)
        self._toll(page, claims, barred)
        self._state(page, claims, barred)
        for claim in list(claims.values()):
            self._coordinate(page, claim, claims, barred)
        for claim in list(claims.values()):
            if self._undecided(page, claim):
                claim.mention.form = "many"  # nor a group
                del claims[id(claim.mention)]
        self._apposition(page, claims)
        self._partition(page, claims, barred)
        self._colon(page, claims, barred)
        self._parts(page, claims, barred)
        self._of_these(page, claims, barred)
        self._and_others(page, claims, barred)
        self._elsewhere(page, claims, barred)
        self._told_once(page, claims, barred)
        self._in_all(page, claims, barred)
        self._echo(page, claims, barred)
        all_of_them(page, self.words, claims)
        found_dead(page, self.words, claims)
        self._dead_before(page, claims)
        besides(page, self.words, claims)
        return claims

    def _dead_before(self, page: Page, claims: Claims) -> None:
        """ "Among the dead is a schoolboy, Karim Adel, who was hit by a bullet": not wounded as well."""
        for claim in list(claims.values()):
            m = claim.mention
            if self._is_told(page, claim, claims):
                del claims[id(m)]
                continue
            if claim.kind != "injured" or m.form != "name" or m.start < 2 or page.lower[m.start - 1] != ",":
                continue
            one = page.cover.get(m.start - 2)
            old = claims.get(id(one)) if one is not None else None
            if old is not None and old.kind == "killed" and old.mention.best == 1:
                del claims[id(m)]
        names = sorted((c for c in claims.values() if c.mention.form == "name"), key=lambda c: c.mention.start)
        for before, behind in itertools.pairwise(names):
            if behind.kind == before.kind and behind.mention.start < before.mention.end:
                del claims[id(behind.mention)]  # a name found by two ways

    def _is_told(self, page: Page, claim: Claim, claims: Claims) -> bool:
        """ "One of the dead is a nurse killed at work": the nurse is the one."""
        m = claim.mention
        if m.form != "article" or m.best != 1 or m.start < 2 or page.lower[m.start - 1] not in self.words.sets["be"]:
            return False
        one = page.cover.get(m.start - 2)
        return one is not None and one.partitive and one.best == 1 and id(one) in claims

    @staticmethod
    def _some_harmed(page: Page, t: Trigger, m: Mention) -> bool:
        """People without a number: "soldiers were killed", "…, killing villagers"; not "rebels killing soldiers"."""
        if m.form == "plural" and outcome_of(page, t):
            return True
        if not t.passive or t.reduced or t.form.frame.kind not in ("killed", "injured"):
            return False
        return m.form == "many" or page.doc[t.start].dep_ in ("ROOT", "conj", "ccomp", "parataxis")

    def _verb(self, page: Page, t: Trigger, claims: Claims, barred: set[int]) -> None:
        frame = t.form.frame
        if frame.passive and not t.passive:
            return
        if t.passive and t.reduced and "part" not in t.form.shapes:
            return
        if self._is_noun(page, t):
            return
        m = sufferer(page, self.words, t)
        if m is None and not t.passive and frame.take == "object":
            self._behind_unknown(page, t, claims, barred)
        if m is None and frame.kind == "killed" and (frame.take == "subject" or (t.passive and not t.reduced)):
            if frame.take == "subject":
                self._named_behind(page, t, claims)
            m = told_again(page, self.words, t, claims)
        if m is not None and m.form == "definite" and page.lower[m.head] in self.words.sets["anaphors"]:
            m = self._who_it_is(page, m)
        if m is None or id(m) in barred:
            return
        known = id(m) in page.cover or m.start in page.starts
        if frame.kind == "displaced" and m.form == "article" and m.best == 1 and m.klass != "household":
            return  # "a man stabbed … before taking flight", "a mother of five who has been displaced"
        only = frame.only or (ARGUMENT if frame.kind in ("killed", "injured", "arrested") else frame.only)
        if frame.kind == "displaced" and m.klass == "household":
            only = frozenset({"household"})
        if m.klass in ("vehicle", "thing") and frame.kind == "killed" and frame.only:
            self._lost_with(page, t, m, claims)
        if not self._fit(page, m, only, known) or (frame.only and m.elliptical and self._of_things(page, m)):
            return
        if m.form in ("name", "definite", "possessive") and (
            frame.mode or frame.kind in ("arrested", "displaced", "missing")
        ):
            return
        if self._rate(page, m) or self._of_negated(page, m) or self._natural(page, t, m):
            page.bar(barred, m)
            return
        if (frame.strict and m.klass not in only and not self._own_men(page, m)) or (
            frame.several and (m.best or 0) < 2
        ):
            return
        if m.form in ("plural", "many") and not self._some_harmed(page, t, m):
            return
        if m.form in ("article", "name", "definite") and self._blamed(page, t.start):
            return
        if m.form == "definite" and t.reduced and not self._verbless(page, t) and not self._in_aside(page, m, t):
            return
        if m.form == "definite" and page.lower[m.head] in self.words.sets["anaphors"]:
            the_victim(t, claims)
            return
        if unreal(page, self.words, t.start, t.form.shapes):
            page.bar(barred, m)
            return
        old = claims.get(id(m))
        if old is not None and (
            old.kind == "killed" != frame.kind or (old.kind, frame.kind) == ("injured", "displaced")
        ):
            return  # "eleven others, wounded, were evacuated"
        if old is not None and old.mode == "flow_out" and frame.kind == "arrested" and t.reduced:
            old.kind = "arrested"  # "freed 2,300 people arrested during the uprising"
            return
        if old is not None and old.kind != frame.kind and frame.mode is None:
            stronger = frame.kind == "killed" and m.kind in ("injured", "abducted", "arrested", "displaced")
            if m.kind is not None and not stronger:
                return
            del claims[id(m)]
        if frame.kind == "killed" and self._pair(page, m, claims):
            page.bar(barred, m)
            return
        if m.start not in page.starts:
            page.mentions.append(m)
            page.add(m)
        self._put(claims, Claim(m, frame.kind, t.start, frame.mode))
        if m.end <= t.start and not t.passive and frame.take == "object" and self._him(page, t) is not None:
            self._behind_unknown(page, t, claims, barred)  # "attacked a judge, killing him and two guards"

    @staticmethod
    def _verbless(page: Page, t: Trigger) -> bool:
        """ "Haïti : le chef de la police tué dans une embuscade": has the clause no verb but the participle?"""
        first = next(
            (k + 1 for k in range(t.start, page.left[t.start], -1) if page.lower[k] == ":"), page.left[t.start]
        )
        clause = page.doc[first : page.right[t.start]]
        return t.start - first < _HEADLINE and not any(
            w.pos_ == "AUX" or "Fin" in w.morph.get("VerbForm", []) for w in clause if w.i != t.start
        )

    def _in_aside(self, page: Page, m: Mention, t: Trigger) -> bool:
        """ "The minister, slightly wounded in the arm, got away": told between commas, with how badly."""
        badly = page.lower[t.start - 1] in self.words.sets["severe"]
        return badly and page.lower[m.end : t.start - 1] == [","]

    def _own_men(self, page: Page, m: Mention) -> bool:
        """ "Seven of his men had fallen": those whom somebody leads."""
        led = any(w in self.words.sets["possessive"] for w in page.lower[m.start : m.head])
        return led and page.lower[m.head] in self.words.sets["own_men"]

    def _him(self, page: Page, t: Trigger) -> int | None:
        """Where the pronoun stands that is the object behind the verb."""
        if t.end >= page.right[t.start] or page.lower[t.end] not in self.words.sets["object_pronouns"]:
            return None
        return t.end if page.doc[t.end].dep_ in OBJECT else None

    @staticmethod
    def _who_it_is(page: Page, m: Mention) -> Mention:
        """ "La victime, un commerçant de 45 ans, a été abattue": who is told of behind the comma."""
        told = page.starts.get(m.end + 1) if page.lower[m.end : m.end + 1] == [","] else None
        if told is None or told.form not in ("article", "name") or told.best != 1:
            return m
        told.form = "name"  # the same again where one was told of before
        return told

    def _is_noun(self, page: Page, t: Trigger) -> bool:
        """ "In hospital with shrapnel wounds, he said", "dont 27 par asphyxie, et …": no verb."""
        token, before = page.doc[t.start], page.doc[t.start - 1]
        named = token.pos_ == "NOUN" and not t.form.shapes & {"part", "ger"} and t.start > page.left[t.start]
        if named and before.pos_ in ("ADP", "DET") and before.i not in page.cover:
            return True
        k = t.start - 1
        while k > page.left[t.start] and t.start - k < 4 and page.doc[k].pos_ in ("ADJ", "NOUN", "PROPN"):
            k -= 1
        return page.lower[t.start] in self.words.sets["with_injuries"] and page.lower[k] in self.words.sets["by_with"]

    def _lost_with(self, page: Page, t: Trigger, m: Mention, claims: Claims) -> None:
        """ "Lost four vehicles and 11 men": the men behind the vehicles."""
        nxt = self._next(page, m)
        if nxt is not None and nxt.start > t.end and self._fit(page, nxt, t.form.frame.only, True):
            self._put(claims, Claim(nxt, t.form.frame.kind, t.start))

    def _undecided(self, page: Page, claim: Claim) -> bool:
        """ "Killed or wounded", "tués ou blessés": a number of neither."""
        if claim.kind not in ("killed", "injured") or claim.at + 2 >= len(page.lower):
            return False
        for one, joint, two in ((claim.at, claim.at + 1, claim.at + 2), (claim.at, claim.at - 1, claim.at - 2)):
            if joint < 1 or page.lower[joint] not in self.words.sets["choice"]:
                continue
            other = self.words.counted.get(page.lower[two])
            if other in ("killed", "injured") and other != self.words.counted.get(page.lower[one], claim.kind):
                return True
        return False

    def _natural(self, page: Page, t: Trigger, m: Mention) -> bool:
        """ "Died at the age of 94", "est mort d'un cancer": nobody's deed."""
        if m.best != 1 or t.form.frame.kind != "killed" or t.form.frame.take != "subject":
            return False
        window = range(t.end, min(page.right[t.start], t.end + 9))
        return any(match_on(page.doc, self.words.trees["natural_death"], k) for k in window)

    def _named_behind(self, page: Page, t: Trigger, claims: Claims) -> None:
        """ "Y ont laissé la vie le capitaine Ali Diallo et le sergent Modou Faye": names behind the verb."""
        first = page.left[t.start]
        lead = page.doc[first : t.start]
        before = any(
            w.pos_ in ("NOUN", "PROPN")
            or (w.dep_.startswith("nsubj") and w.lower_ not in self.words.sets["proclitics"])
            for w in lead
        )
        follows = self.words.grammar.has("subject_may_follow")
        if not follows or before or not any(w.pos_ == "AUX" for w in lead):
            return
        k = t.end
        while k < page.right[t.start]:
            token = page.doc[k]
            if page.lower[k] in (";", ":") or (token.pos_ in ("VERB", "AUX") and k not in page.cover):
                return
            made = noun_phrase(page.doc, token, self.words) if token.ent_type_ in ("PERSON", "PER") else None
            if made is not None and made.form == "name" and k not in page.cover:
                page.mentions.append(made)
                page.add(made)
                self._put(claims, Claim(made, t.form.frame.kind, t.start))
                k = made.end
            k += 1

    def _pair(self, page: Page, m: Mention, claims: Claims) -> bool:
        """ "A corporal was hit in the neck and a private in the chest; both died": the two told of one by one."""
        if m.form != "both" or not m.elliptical:
            return False
        first = page.left[m.start]
        first = page.left[first - 1] if first and m.start - first < 2 else first
        two = [x for x in page.mentions if first <= x.start < m.start and x.best == 1 and x.form in ("article", "name")]
        two = [x for x in two if x.klass in ("person", "soldier", "attacker") or id(x) in claims]
        if len(two) != 2:
            return False
        told = (
            c for c in claims.values() if c.kind == "killed" and c.mention.best == 2 and c.mention.start < two[0].start
        )
        whole = next(told, None)  # "two soldiers lost their lives": these two
        for x in two:
            claims[id(x)] = Claim(x, "killed", m.start, None, whole)
        return True

    def _behind_unknown(self, page: Page, t: Trigger, claims: Claims, barred: set[int]) -> None:
        """ "Killed the groom, his father and three guests", "killed him and his guards": the list goes on."""
        if t.form.frame.only or unreal(page, self.words, t.start, t.form.shapes):
            return
        stop = min(page.right[t.start], t.end + 4)
        him = self._him(page, t)
        nouns = (k for k in range(t.end, stop) if page.doc[k].pos_ in ("NOUN", "PROPN") or k in page.cover)
        noun = him if him is not None else next(nouns, None)
        if noun is None or noun in page.cover or self.words.klass(page.lower[noun]) in ("thing", "vehicle", "unit"):
            return
        m = Mention(noun, noun + 1, noun, None, None, None, form="unknown")
        while (nxt := self._next(page, m)) is not None and self._joins(page, nxt, claims, barred):
            self._put(claims, Claim(nxt, t.form.frame.kind, t.start))
            m = nxt
