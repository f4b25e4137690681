"""Whether an event happened: cues around the trigger, tense of its verb, years in its clause.

After ConText (Harkema et al. 2009): a cue has a direction and a scope that terminators end. What the
classes mean is settled in the annotation conventions: what an authority states is actual; hedged or
in the French conditional is reported; decided but not done is announced; planned is future; done longer
ago than a month is historical; what is only asked for or threatened is no event.
"""

from __future__ import annotations

from typing import Any, cast

from spacy.tokens import Span, Token

from processors.extraction import lexicon
from processors.extraction.conjugation import noun_forms
from processors.extraction.events.frames import Frame, Step
from processors.extraction.events.subjects import NOMINAL, VERBAL
from processors.extraction.events.view import View
from processors.extraction.marks import EventMark, dates_of
from processors.extraction.realis import blame, cues, scope, shape
from processors.extraction.realis.scope import governing_verb
from processors.extraction.realis.years import Years
from tocsin.records.analysis import Realis as RealisValue

ORDER = ("negated", "asked", "blamed", "historical", "hypothetical", "announced", "future", "reported")
"""Where cues of several classes meet, the first of these wins."""
BEFORE, AFTER, FAR, BESIDE = 6, 8, 14, 4
DECIDED = frozenset({"MOBILIZE", "RETREAT"})
"""Types of which a state that says it will do them has decided to."""
_HALVES = 8
"""Tokens between the halves of a negation."""
SPEECH = frozenset({"THREATEN", "REQUEST", "REJECT", "ACCUSE", "SUPPORT"})
_PARTS_OF_VERB = frozenset({"compound:prt", "prt"})
_PAST = frozenset({"Past", "Imp"})
_OF_NOUN = frozenset({"acl", "acl:relcl", "relcl", "amod"})
_STOPS = frozenset({".", ";", ":", "!", "?", "“", "”", "«", "»"})
_WITHIN = frozenset({"negated", "reported", "future"})
_LASTING = frozenset({"historical", "reported"})
_UNDOING = frozenset({"RETREAT", "SANCTION", "REJECT", "CONCEDE"})
"""Types that are told by verbs of undoing: who cancels talks or abandons a town has done it."""
Cue = tuple[str, tuple[Step, ...]]


class Realis:
    """Compiled cues of a language."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data: dict[str, Any] = lexicon.load(language, "realis", overlay)
        self.language = language
        self._years = Years(data)
        self._terminators = frozenset(map(str, data.get("terminators", ())))
        self._until = frozenset(map(str, data.get("until", ())))
        self._announcing = frozenset(data.get("announcing", ()))
        self._conditional = frozenset(map(str, data.get("conditional", ())))
        self._hearsay = frozenset(map(str, data.get("hearsay", ())))
        self._ready = frozenset(map(str, data.get("ready", ())))
        self._provided = self._conditional | frozenset(map(str, data.get("provided", ())))
        self._bound = frozenset(form for w in data.get("bound", ()) for form in noun_forms(str(w), language) | {str(w)})
        self._denying = cues.forms_of(data.get("denying", ()), language, overlay)
        self._ordering = frozenset(map(str, data.get("ordering", ())))
        self._sending = frozenset(map(str, data.get("sending", ())))
        self._being = frozenset(map(str, data.get("being", ())))
        self._no = frozenset(map(str, data.get("nots", ())))
        self._half = frozenset(map(str, data.get("half", ())))
        self._other_half = frozenset(map(str, data.get("other_half", ())))
        self._aims = frozenset(map(str, data.get("aims", ())))
        self._calling = cues.forms_of(data.get("calling", ()), language, overlay)
        self._tense = {w: name for name, words in data.get("tense", {}).items() for w in words}
        self._cues: dict[str, dict[str, list[Cue]]] = {"before": {}, "after": {}}
        self._inside = cues.forms_of(data.get("inside", ()), language, overlay)
        self._exempt: dict[str, list[tuple[Step, ...]]] = {}
        for steps in cues.compiled(data.get("exempt", ()), language, overlay):
            for form in steps[0].forms:
                self._exempt.setdefault(form, []).append(steps)
        for name in ORDER:
            for direction, patterns in data.get(name, {}).items():
                for steps in cues.compiled(patterns, language, overlay):
                    for form in steps[0].forms:
                        self._cues[direction].setdefault(form, []).append((name, steps))

    def judge(self, view: View, event: EventMark, frame: Frame) -> None:
        """Set ``event.realis`` and ``event.cue``; ``confidence`` 0 says: only asked for, no event."""
        if frame.realis is not None:
            event.realis = cast(RealisValue, frame.realis)
            return
        if event.mode in ("allege", "investigate") and blame.is_accused(event.trigger):
            event.confidence = 0.0
            return
        found = self._collect(view, event)
        if event.type == "ASSAULT" and blame.is_claimed(event.trigger):
            found.pop("negated", None)  # "no group has claimed the bombing": it has happened
            if event.trigger.root.pos_ in NOMINAL:
                found.pop("reported", None)
        if event.type in SPEECH:
            beside = event.trigger.start - found["future"].end if "future" in found else BEFORE
            own = "future" in found and found["future"].start == event.trigger.start  # "boycotteront les pourparlers"
            # "will strike back", "doit cesser": said today
            own = own and found["future"][0].pos_ != "AUX" and "Fut" in found["future"][0].morph.get("Tense", [])
            kept = ("negated", "historical", *(["future"] if own or 0 <= beside < 2 else []))
            kept += ("blamed",) if event.type == "SUPPORT" else ()
            found = {k: v for k, v in found.items() if k in kept}
            if "reject" in frame.flags or event.type in ("REJECT", "THREATEN"):
                found.pop("negated", None)
        noun = not NOMINAL.isdisjoint((event.trigger.root.pos_, event.trigger[-1].pos_))
        if event.type == "ASSAULT" or (event.mode in ("arrest", "seize") and noun):
            found.pop("announced", None)  # what is announced of violence, of arrests and of towns taken has happened
        if "alert" in frame.flags and "announced" in found and found["announced"][0].lemma_ in self._ordering:
            del found["announced"]  # forces ordered to full alert are on alert
        if event.mode == "misinformation":
            found = {k: v for k, v in found.items() if k not in ("negated", "reported")}  # "spread false claims"
        if event.type == "PROTEST" and "future" not in found:
            self._called(view, event, found)
        name = next((n for n in ORDER if n in found), None)
        if name is None:
            if event.type in ("MOBILIZE", "AID") and self._is_sending(view, event):
                event.realis = "announced"
            return
        if name in ("asked", "blamed") and "historical" in found and event.type == "ASSAULT" and noun:
            name = "historical"  # "accused of the murder of X in 1987"
        event.cue = found[name]
        if name == "blamed" and event.type == "ASSAULT" and blame.is_charge(found[name], event.trigger):
            event.realis = "reported"
        elif name in ("asked", "blamed"):
            event.confidence = 0.0
        elif (name == "future" or shape.is_would(found[name])) and self._is_announced(view, event):
            event.realis = "announced"
        elif name == "hypothetical" and self._is_readiness(view, event):
            event.realis = "future"
        elif name in ("hypothetical", "future") and self._is_hearsay(view, event):
            event.realis = "reported"
        else:
            event.realis = cast(RealisValue, name)

    def _collect(self, view: View, event: EventMark) -> dict[str, Span]:
        found: dict[str, Span] = {}
        trigger = event.trigger
        predicate = view.predicate(trigger.start, trigger.end)
        self._within(view, trigger, found)
        if event.type in _UNDOING and "negated" in found and found["negated"][0].pos_ == "VERB":
            del found["negated"]
        self._before(view, trigger, predicate, found)
        self._after(view, trigger, found)
        self._tenses(view, predicate, found)
        inside = [t for t in trigger if t.pos_ == "VERB"] if predicate.pos_ in NOMINAL else []
        verb = inside[-1] if inside else governing_verb(view, predicate)
        if scope.told_as_done(verb) and verb is not None:
            for name in ("announced", "future"):
                if name in found and verb.i not in range(found[name].start, found[name].end):
                    del found[name]
        year = self._years.find(view, event, predicate)
        if year is not None:
            found["historical"] = year
        return found

    def _within(self, view: View, trigger: Span, found: dict[str, Span]) -> None:
        """Cues that are part of the trigger: "failed to capture", "announced a truce", "talks are to open"."""
        for i in range(trigger.start, trigger.end):
            if view.words[i] in self._inside and len(trigger) > 1:
                found.setdefault("announced", view.doc[i : i + 1])
            for direction in ("before", "after"):
                for name, steps in self._cues[direction].get(view.words[i], ()):
                    over = direction == "after" and name == "negated"  # "the rally was called | off"
                    end = scope.match(view, i, steps, view.bounds[i][1] if over else trigger.end)
                    known = name in _WITHIN or (name == "hypothetical" and view.words[i] in self._bound)
                    if end is not None and known and not self._is_exempt(view, i):
                        found.setdefault(name, view.doc[i:end])

    def _is_exempt(self, view: View, i: int) -> bool:
        """A word that looks like a cue but is none here: "no fewer than", "not only", "craint qu'ils n'attaquent"."""
        first, limit = view.bounds[i]
        if view.words[i] in self._half:
            return self._other_half.isdisjoint(view.words[max(first, i - _HALVES) : min(limit, i + _HALVES)])
        return any(scope.match(view, i, steps, limit) is not None for steps in self._exempt.get(view.words[i], ()))

    def _before(self, view: View, trigger: Span, predicate: Token, found: dict[str, Span]) -> None:
        first = view.bounds[trigger.start][0]
        open_ = True
        governors = scope.governors(predicate, self._terminators, self._until) if view.parsed else set()
        denied = range(0)
        for i in range(trigger.start - 1, max(first, trigger.start - FAR) - 1, -1):
            word = view.words[i]
            open_ = open_ and word not in _STOPS
            over = trigger.start - i <= BEFORE and i + 1 < trigger.start and view.words[i + 1] in self._terminators
            near = open_ and trigger.start - i <= BEFORE
            open_ = open_ and word not in self._terminators
            if i in denied or self._is_exempt(view, i):
                continue
            if not near and i not in governors:
                if over or i <= first + 1:
                    self._over(view, i, trigger, found)
                continue
            if view.parsed and word in self._bound and not scope.reaches(view.doc[i], trigger):
                continue
            if word in self._denying and scope.doubled(view.words, i, first, self._no):
                found.setdefault("hypothetical", view.doc[i : i + 1])
                denied = range(max(first, i - 4), i)
                continue
            for name, steps in self._cues["before"].get(word, ()):
                end = scope.match(view, i, steps, trigger.start + 1)
                if end is None or (name == "historical" and scope.is_long_past(view.doc[end - 1], trigger)):
                    continue
                if view.parsed and scope.is_apart(view.doc[i], predicate, lasting=name in _LASTING):
                    continue
                beside = trigger.start - end < BESIDE and not scope.says_who(view.doc[i], predicate)
                if name not in ("asked", "blamed") or i in governors or beside:
                    found.setdefault(name, view.doc[i:end])

    def _over(self, view: View, i: int, trigger: Span, found: dict[str, Span]) -> None:
        """A cue of the past that opens the sentence, or that ends in the word that opens the clause.

        "Ten years ago, the same group …"; "comes five years after pupils were taken".
        """
        for name, steps in self._cues["before"].get(view.words[i], ()):
            end = scope.match(view, i, steps, trigger.start) if name == "historical" else None
            if end is not None and end > i + 1 and not scope.is_long_past(view.doc[end - 1], trigger):
                found.setdefault(name, view.doc[i:end])

    def _after(self, view: View, trigger: Span, found: dict[str, Span]) -> None:
        last = view.bounds[trigger.start][1]
        for i in range(trigger.end, min(last, trigger.end + AFTER)):
            word = view.words[i]
            if word in self._terminators or word in _STOPS:
                return
            for name, steps in self._cues["after"].get(word, ()):
                end = scope.match(view, i, steps, last)
                if end is not None:
                    found.setdefault(name, view.doc[i:end])

    def _tenses(self, view: View, predicate: Token, found: dict[str, Span]) -> None:
        """Auxiliaries of the verb that carries the trigger; also mood and tense of the form."""
        verb = governing_verb(view, predicate)
        if verb is None:
            return
        ahead = scope.headline_to(verb, self._aims)
        if ahead is not None:
            found.setdefault("future", ahead)
        for token in (verb, *scope.shared_auxiliaries(verb)):
            name = self._tense.get(view.words[token.i])
            if name is None:
                name = shape.realis_of(token, verb)
            if name is not None:
                found.setdefault(name, view.doc[token.i : token.i + 1])

    def _called(self, view: View, event: EventMark, found: dict[str, Span]) -> None:
        """A march that somebody calls or has called for is to come, of no told day announced: "calls a rally"."""
        trigger = event.trigger
        verb = view.predicate(trigger.start, trigger.end)
        near = (trigger.root, verb, verb.head, *trigger)
        calling = next((t for t in near if view.words[t.i] in self._calling and t.pos_ in VERBAL), None)
        if calling is None or any(c.dep_ in _PARTS_OF_VERB for c in calling.children):
            return
        if calling.dep_ in _OF_NOUN or any(_is_past_aux(c) for c in calling.children):
            return  # "the march called by the party", "who had called it": it has been held
        when = "future" if self._has_day(trigger) else "announced"
        found[when] = view.doc[calling.i : calling.i + 1]

    @staticmethod
    def _has_day(trigger: Span) -> bool:
        """Whether the sentence names the day; not that on which something was said."""
        sent = trigger.root.sent
        return any(sent.start <= d.span.start < sent.end and not d.said for d in dates_of(trigger.doc))

    def _is_sending(self, view: View, event: EventMark) -> bool:
        """ "Is sending 300 soldiers" says a state, or somebody of it: decided, not done."""
        sending = [t for t in event.trigger if view.words[t.i] in self._sending]
        being = {view.words[c.i] for t in sending for c in t.children if c.dep_.startswith("aux")}
        first, last = view.bounds[event.trigger.start]
        said = scope.is_state(event) or not self._announcing.isdisjoint(view.words[first:last])
        return said and not being.isdisjoint(self._being)

    def _is_hearsay(self, view: View, event: EventMark) -> bool:
        """ "Selon l'agence, le Nord se préparerait à dynamiter": a conditional that passes on somebody's word."""
        first, last = view.bounds[event.trigger.start]
        words = view.words[first:last]
        told = event.cue is not None and any(shape.is_unsure(t) for t in event.cue)
        return told and not self._hearsay.isdisjoint(words) and self._conditional.isdisjoint(words)

    def _is_readiness(self, view: View, event: EventMark) -> bool:
        """ "Is ready to send more soldiers", with no if and no when, is a plan; with one it stays hypothetical."""
        first, last = view.bounds[event.trigger.start]
        cue = event.cue
        ready = cue is not None and not self._ready.isdisjoint(view.words[cue.start : cue.end])
        return ready and event.type == "MOBILIZE" and self._provided.isdisjoint(view.words[first:last])

    def _is_announced(self, view: View, event: EventMark) -> bool:
        first, last = view.bounds[event.trigger.start]
        if not self._conditional.isdisjoint(view.words[first:last]):
            return False
        cue = event.cue
        if cue is not None and event.type in DECIDED and shape.is_future(cue) and scope.is_state(event):
            return True
        return not self._announcing.isdisjoint(view.words[first:last]) and event.type in (
            "MOBILIZE", "RETREAT", "AID", "COERCE", "SANCTION", "CONCEDE", "COOPERATE", "AGREE", "CONSULT",
        )  # fmt: skip


def _is_past_aux(token: Token) -> bool:
    """ "Had", "avait" before a participle."""
    past = not _PAST.isdisjoint(token.morph.get("Tense", []))
    return token.dep_.startswith("aux") and past and "Part" in token.head.morph.get("VerbForm", [])
