"""Disasters, feasts, fiction, obituaries, quarrels over pay and private crime: articles that are no news of conflict.

Soldiers who clear rubble, the ambush of a video game, the wars of a general who died at 94 and a thief who is arrested
are no events of ours. The words stand in ``events_private.yaml``; crime is told apart in :mod:`.crime`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from processors.extraction import lexicon
from processors.extraction.events.crime import Crime, by_group, named_group
from processors.extraction.events.phrases import begins, phrases_of, words_of
from processors.extraction.events.view import View
from processors.extraction.marks import EventMark

Flags = Mapping[int, frozenset[str]]
"""The flags of the frame of each event, by the event's identity."""
_HELP = frozenset({"MOBILIZE", "AID", "RETREAT", "COERCE", "AGREE", "SUPPORT", "REQUEST", "COOPERATE"})
_BARGAIN = frozenset({"CONSULT", "THREATEN", "REJECT", "REQUEST", "AGREE", "ACCUSE", "SUPPORT", "CONCEDE"})
_FEAST = frozenset({"demo", "police", "restrict", "release", "vandalize"})
_GRAVE = frozenset({"curfew", "seize", "censor", "ceasefire", "weapons", "martial-law"})
_ORDER = frozenset({"arrest", "curfew", "martial-law", "restrict"})
"""What authorities do where nature has struck, too; looting comes with it."""
_WEAPONS = frozenset({"drone", "heavy-weapons"})
"""Modes that no accident is told by."""
_SAID_OR_SENT = frozenset({"ACCUSE", "REJECT", "CONSULT", "CONCEDE", "MOBILIZE"})
"""Quarrels over who helped too late, and ships and soldiers that bring help."""
_UNREAL = frozenset({"hypothetical", "negated"})
_REPRESSION = frozenset({"COERCE", "SANCTION", "ASSAULT"})
_PARTY = 10
"""Words by which somebody is named."""
_ENOUGH = 2
_SHORT = 130
"""Different words up to which two of fiction are enough."""
_OLD, _OLDEST, _OPENING = 70, 116, 60
_BESIDE, _NEXT = 14, 4
"""How near age and death stand: in a text of war, where people die otherwise, they must stand together."""
_AROUND = 5
"""Tokens around a trigger in which words that disarm it stand, or around an attack the word that excludes it."""
_LEAD = 45
"""Tokens within which the opening of a text of disaster names what struck."""
_TOLD = 30
"""Tokens from which one word tells a disaster."""


class Private:
    """Tells articles that are no news of conflict by their words: ``events_private.yaml``.

    What disasters are told by is what relevance knows them by too; words with two meanings stand in neither.
    """

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicon.load(language, "events_private", overlay)
        relevance = lexicon.load(language, "relevance", overlay)
        toned = {str(word) for words in (relevance.get("toned") or {}).values() for word in words}
        known = ((relevance.get("other") or {}).get("disaster") or {}).get(3, ())
        self._crime = Crime(data)
        self._calamity = words_of(data, "calamity") | (frozenset(map(str, known)) - toned - words_of(data, "ambiguous"))
        self._natural = words_of(data, "natural")
        self._looting = words_of(data, "looting")
        self._dissent = words_of(data, "dissent")
        self._unarmed = phrases_of(data, "unarmed")
        self._harmed = words_of(data, "harmed")
        self._feast = words_of(data, "feast")
        self._war = words_of(data, "war")
        self._labour = words_of(data, "labour")
        self._stage = words_of(data, "stage")
        self._acted = words_of(data, "acted")
        self._age = words_of(data, "age")
        self._died = words_of(data, "died")
        self._animals = words_of(data, "animals")
        self._excluded = words_of(data, "excluded")
        self._attack = words_of(data, "attack")
        self._not = words_of(data, "not")

    def keep(self, view: View, events: list[EventMark], flags: Flags) -> tuple[list[EventMark], bool]:
        """The events that are news of conflict or a memory, and whether the article tells something else."""
        words = frozenset(view.words)
        if not words.isdisjoint(self._animals):
            events = [e for e in events if not self._of_animals(view, e)]
        if not words.isdisjoint(self._unarmed):
            events = [e for e in events if e.type != "ASSAULT" or not self._is_unarmed(view, e)]
        if not events:
            return [], True
        if self._is_fiction(view, words, events):
            return [], True
        peace = words.isdisjoint(self._war) and not any(by_group(e) for e in events)
        past = [e for e in events if e.realis == "historical"]
        if self._is_calamity(view, words, peace, events, flags) or self._is_natural(view, words, events, flags):
            return past, not past
        if self._is_obituary(view.words, near=_BESIDE if peace else _NEXT):
            return past, True
        mutual = any("mutual" in flags.get(id(e), ()) for e in events)
        if (peace and self._is_of_peace(words, events, flags)) or self._crime.is_all(view.words, events, mutual=mutual):
            return [], True
        return events, False

    def _is_of_peace(self, words: frozenset[str], events: list[EventMark], flags: Flags) -> bool:
        """A quarrel over pay, or a feast."""
        if len(words & self._labour) >= _ENOUGH and all(_bargains(e) for e in events):
            return True
        fits = all(e.mode in _FEAST or _harmless(e, flags) for e in events)
        return fits and len(words & self._feast) >= _ENOUGH

    def _is_fiction(self, view: View, words: frozenset[str], events: list[EventMark]) -> bool:
        """A game, a film, a book; where a sentence tells of dead, words with two meanings ("players") tell none."""
        staged = words & self._stage
        if any(e.type == "ASSAULT" and not self._harmed.isdisjoint(view.sentence(e.trigger.start)) for e in events):
            staged -= self._acted
        return len(staged) >= (_ENOUGH if len(words) < _SHORT else _ENOUGH + 1)

    def _of_animals(self, view: View, event: EventMark) -> bool:
        """Gulls attack a drone, ibexes are released, a lapdog is kidnapped."""
        root = event.trigger.root
        about = [t for role, _, t in view.arguments(root) if role != "oblique" or root.pos_ == "NOUN"]
        plain = (t for t in (*about, *event.trigger) if (t.is_lower or t.is_sent_start) and not t.ent_type_)
        return any(view.words[t.i] in self._animals for t in plain)  # not the Lions' Den, nor Elephant Pass

    def _is_obituary(self, words: list[str], near: int) -> bool:
        """The opening tells that somebody has died at a great age; ``near``: tokens between the two words.

        "A man aged 83 died" is no obituary: so victims are told of.
        """
        for i, word in enumerate(words[:_OPENING]):
            if word in self._age and any(w.isdigit() and _OLD <= int(w) < _OLDEST for w in words[i + 1 : i + 4]):
                return not self._died.isdisjoint(words[max(0, i - near) : i])
        return False

    def _is_calamity(
        self, view: View, words: frozenset[str], peace: bool, events: list[EventMark], flags: Flags
    ) -> bool:
        """An accident or a disaster, and nothing told besides but help."""
        found = len(words & self._calamity)
        few = len((words & self._war) - self._attack) < _ENOUGH and not any(map(named_group, events))
        if few and self._is_ruled_out(view.words):
            return True
        if not found or any(is_repression(e, self._dissent) for e in events):
            return False
        if found >= _ENOUGH and all(_harmless(e, flags) for e in events):
            return True
        if not peace or len(view.words) < _TOLD:
            return False
        return all(_harmless(e, flags) or e.mode == "martial-law" or e.realis in _UNREAL for e in events)

    def _is_natural(self, view: View, words: frozenset[str], events: list[EventMark], flags: Flags) -> bool:
        """Nature has struck, and all that is told besides is help, order kept and looting."""
        if not words.isdisjoint(self._war - self._attack) or any(named_group(e) for e in events):
            return False
        if len(words & self._natural) < _ENOUGH and self._natural.isdisjoint(view.words[:_LEAD]):
            return False
        return not any(is_repression(e, self._dissent) for e in events) and all(
            _harmless(e, flags)
            or e.realis in _UNREAL
            or (e.type == "COERCE" and e.mode in _ORDER)
            or e.type in _SAID_OR_SENT
            or not self._looting.isdisjoint(view.words[e.trigger.start : e.trigger.end])
            for e in events
        )

    def _is_unarmed(self, view: View, event: EventMark) -> bool:
        """Beside words that take the arms out of it: a salute of guns, a firing range, water bombers, a price war.

        Not where the sentence tells of dead or wounded.
        """
        first, last = view.bounds[event.trigger.start]
        if not self._harmed.isdisjoint(view.words[first:last]):
            return False
        first, last = max(first, event.trigger.start - _AROUND), min(last, event.trigger.end + _AROUND)
        return any(begins(view.words, i, self._unarmed) for i in range(first, last) if view.words[i] in self._unarmed)

    def _is_ruled_out(self, words: list[str]) -> bool:
        """ "Sabotage is ruled out", "excluant tout attentat": somebody says that nobody did it."""
        near = [words[max(0, i - _AROUND) : i + _AROUND + 1] for i, word in enumerate(words) if word in self._attack]
        return any(not self._excluded.isdisjoint(some) and self._not.isdisjoint(some) for some in near)


def is_repression(event: EventMark, dissent: frozenset[str]) -> bool:
    """Authorities act against those who speak or help: told beside a flood or a court, it is news all the same."""
    if event.type not in _REPRESSION or event.realis == "historical":
        return False
    near = (t for a in event.recipients for t in islice(a.span.root.subtree, _PARTY))
    return any(t.lower_ in dissent for t in near)


def _harmless(event: EventMark, flags: Flags) -> bool:
    """What disasters bring too: help, closed roads, deaths told by a weak word."""
    if event.type in _HELP:
        return event.mode not in _GRAVE
    weak = event.type == "ASSAULT" and "weak" in flags.get(id(event), ())
    return weak and event.mode not in _WEAPONS and not by_group(event)


def _bargains(event: EventMark) -> bool:
    """What a quarrel over pay is told by."""
    return event.mode in ("strike", "meet") or event.type in _BARGAIN
