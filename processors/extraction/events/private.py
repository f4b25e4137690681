"""Disasters, feasts, fiction, obituaries, quarrels over pay and private crime.

Soldiers who clear rubble, the ambush of a video game, the wars of a general who died at 94 and a thief who is arrested
are no events of ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from processors.extraction import lexicon
from processors.extraction.events.view import View
from processors.extraction.marks import EventMark

_HELP = frozenset({"MOBILIZE", "AID", "RETREAT", "COERCE", "AGREE", "SUPPORT", "REQUEST", "COOPERATE"})
_CRIME = frozenset({"arrest", "destroy", "firearms", "primitive", "beat", "convict", "sexual", None})
_BARGAIN = frozenset({"CONSULT", "THREATEN", "REJECT", "REQUEST", "AGREE", "ACCUSE", "SUPPORT", "CONCEDE"})
_FEAST = frozenset({"demo", "police", "restrict", "release", "vandalize"})
_GRAVE = frozenset({"curfew", "seize", "censor", "ceasefire", "weapons"})
_BY_LAW = frozenset({"arrest", "convict"})
_GROUPS = frozenset({"REB", "UAF", "PRM", "INS"})
_GUNMEN = "group:gunmen"
_FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN", "RETREAT", "MOBILIZE"})
"""Types by which a robbery is told, and how it ends."""
_ORDER = frozenset({"arrest", "curfew", "martial-law", "restrict"})
"""What authorities do where nature has struck, too; looting comes with it."""
_WEAPONS = frozenset({"drone", "heavy-weapons"})
"""Modes that no accident is told by."""
_OF_WAR = frozenset({"aerial", "drone", "heavy-weapons", "suicide-attack"})
"""Modes that neither robbers nor kin nor men for themselves have."""
_BY_FORCE = frozenset({"MIL", "GOV"})
_SAID_OR_SENT = frozenset({"ACCUSE", "REJECT", "CONSULT", "CONCEDE", "MOBILIZE"})
"""Quarrels over who helped too late, and ships and soldiers that bring help."""
_UNREAL = frozenset({"hypothetical", "negated"})
_ENOUGH = 2
_SHORT = 130
"""Different words up to which two of fiction are enough."""
_OLD, _OLDEST, _OPENING = 70, 116, 60
_BESIDE, _NEXT = 14, 4
"""How near age and death stand: in a text of war, where people die otherwise, they must stand together."""
_AROUND = 5
"""Tokens around a trigger in which words that disarm it stand."""
_SAID = 5
"""Tokens between an attack and the word that excludes it."""
_LEAD = 45
"""Tokens within which the opening of a text of disaster names what struck."""
_TOLD = 30
"""Tokens from which one word tells a disaster."""
_LONG = 45
"""Tokens from which a text without a word of politics says that it has nothing to do with it."""


class Private:
    """Tells articles that are no news of conflict by their words: ``events_private.yaml``.

    What disasters are told by is what relevance knows them by too; words with two meanings stand in neither.
    """

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicon.load(language, "events_private", overlay)
        relevance = lexicon.load(language, "relevance", overlay)
        toned = {str(word) for words in (relevance.get("toned") or {}).values() for word in words}
        known = ((relevance.get("other") or {}).get("disaster") or {}).get(3, ())
        self._calamity = _words(data, "calamity") | (frozenset(map(str, known)) - toned - _words(data, "ambiguous"))
        self._natural = _words(data, "natural")
        self._looting = _words(data, "looting")
        self._heist = _words(data, "heist")
        self._bands = _words(data, "bands")
        self._lone = _phrases(data, "lone")
        self._family = _phrases(data, "family")
        self._anywhere = _words(data, "anywhere")
        self._unarmed = _phrases(data, "unarmed")
        self._claimed = _phrases(data, "claimed")
        self._harmed = _words(data, "harmed")
        self._blasts = _words(data, "blasts")
        self._police = _words(data, "police")
        self._public = _words(data, "public")
        self._private = _words(data, "private")
        self._force = _words(data, "force")
        self._feast = _words(data, "feast")
        self._war = _words(data, "war")
        self._labour = _words(data, "labour")
        self._stage = _words(data, "stage")
        self._age = _words(data, "age")
        self._died = _words(data, "died")
        self._animals = _words(data, "animals")
        self._excluded = _words(data, "excluded")
        self._attack = _words(data, "attack")
        self._not = _words(data, "not")

    def keep(self, view: View, events: list[EventMark], flags: Mapping[int, frozenset[str]]) -> list[EventMark]:
        """The events, or none where the article tells a disaster, a feast or a private crime."""
        if not events:
            return events
        words = frozenset(view.words)
        if not words.isdisjoint(self._animals):
            events = [e for e in events if not self._of_animals(view, e)]
        if not words.isdisjoint(self._unarmed):
            events = [e for e in events if e.type != "ASSAULT" or not self._is_unarmed(view, e)]
        peace = words.isdisjoint(self._war) and not any(_by_group(e) for e in events)
        if len(words & self._stage) >= (_ENOUGH if len(words) < _SHORT else _ENOUGH + 1):
            return []
        if self._is_calamity(view, words, peace, events, flags) or self._is_natural(view, words, events, flags):
            return [e for e in events if e.realis == "historical"]
        if self._is_obituary(view.words, near=_BESIDE if peace else _NEXT):
            return [e for e in events if e.realis == "historical"]
        if peace and len(words & self._labour) >= _ENOUGH and all(_bargains(e) for e in events):
            return []
        if (
            peace
            and len(words & self._feast) >= _ENOUGH
            and all(e.mode in _FEAST or _harmless(e, flags) for e in events)
        ):
            return []
        if self._is_heist(words, events) or self._is_lone(view.words, words, events):
            return []
        if not all(_criminal(e) for e in events):
            return events
        if all(e.mode in _BY_LAW for e in events) and words.isdisjoint(self._war - self._bands):
            peace = True
        if len(view.words) >= _LONG and words.isdisjoint(self._public):
            return []
        if not peace or words.isdisjoint(self._private) or not words.isdisjoint(self._force):
            return events
        return events if any("mutual" in flags.get(id(e), ()) for e in events) else []

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
        self,
        view: View,
        words: frozenset[str],
        peace: bool,
        events: list[EventMark],
        flags: Mapping[int, frozenset[str]],
    ) -> bool:
        found = len(words & self._calamity)
        few = len((words & self._war) - self._attack) < _ENOUGH and not any(map(_named_group, events))
        if few and self._is_ruled_out(view.words):
            return True
        if found >= _ENOUGH and all(_harmless(e, flags) for e in events):
            return True
        if not found or not peace or len(view.words) < _TOLD:
            return False
        return all(_harmless(e, flags) or e.mode == "martial-law" or e.realis in _UNREAL for e in events)

    def _is_natural(
        self, view: View, words: frozenset[str], events: list[EventMark], flags: Mapping[int, frozenset[str]]
    ) -> bool:
        """Nature has struck, and all that is told besides is help, order kept and looting."""
        if not words.isdisjoint(self._war - self._attack) or any(_named_group(e) for e in events):
            return False
        if len(words & self._natural) < _ENOUGH and self._natural.isdisjoint(view.words[:_LEAD]):
            return False
        return all(
            _harmless(e, flags)
            or e.realis in _UNREAL
            or (e.type == "COERCE" and e.mode in _ORDER)
            or e.type in _SAID_OR_SENT
            or not self._looting.isdisjoint(view.words[e.trigger.start : e.trigger.end])
            for e in events
        )

    def _is_heist(self, words: frozenset[str], events: list[EventMark]) -> bool:
        """Robbers and what they rob, in a text without a word of war: whatever they do, and what the police do."""
        found = len(words & self._heist)
        if found < _ENOUGH or not words.isdisjoint(self._war if found == _ENOUGH else self._war - self._bands):
            return False
        if not words.isdisjoint(self._force) or any(_of_war(e) for e in events):
            return False
        return all(e.type in _FORCE and not _named_group(e) for e in events)

    def _is_lone(self, told: list[str], words: frozenset[str], events: list[EventMark]) -> bool:
        """One who shoots or stabs for reasons of his own: "had acted alone", "had been treated for depression"."""
        if not words.isdisjoint(self._war - self._attack) or any(_of_war(e) for e in events):
            return False
        if _tells(told, words, self._claimed):
            return False
        at_home = words.isdisjoint(self._public - self._anywhere) and not any(_by_group(e) for e in events)
        at_home = at_home and words.isdisjoint(self._force | self._blasts) and not self._by_police(told, events)
        return (_tells(told, words, self._lone) or (at_home and _tells(told, words, self._family))) and all(
            e.type in _FORCE and not _named_group(e) for e in events
        )

    def _by_police(self, told: list[str], events: list[EventMark]) -> bool:
        """The police are told of where somebody is shot: right before or within a trigger."""
        triggers = (e.trigger for e in events if e.type == "ASSAULT")
        return any(not self._police.isdisjoint(told[max(0, t.start - _NEXT) : t.end]) for t in triggers)

    def _is_unarmed(self, view: View, event: EventMark) -> bool:
        """Beside words that take the arms out of it: a salute of guns, a firing range, water bombers, a price war.

        Not where the sentence tells of dead or wounded.
        """
        first, last = view.bounds[event.trigger.start]
        if not self._harmed.isdisjoint(view.words[first:last]):
            return False
        first, last = max(first, event.trigger.start - _AROUND), min(last, event.trigger.end + _AROUND)
        return any(_stands(view.words, i, self._unarmed) for i in range(first, last) if view.words[i] in self._unarmed)

    def _is_ruled_out(self, words: list[str]) -> bool:
        """ "Sabotage is ruled out", "excluant tout attentat": somebody says that nobody did it."""
        near = [words[max(0, i - _SAID) : i + _SAID + 1] for i, word in enumerate(words) if word in self._attack]
        return any(not self._excluded.isdisjoint(some) and self._not.isdisjoint(some) for some in near)


def _words(data: Mapping[str, list[str]], key: str) -> frozenset[str]:
    return frozenset(map(str, data.get(key, ())))


def _phrases(data: Mapping[str, list[str]], key: str) -> dict[str, list[list[str]]]:
    """Phrases by their first word."""
    found: dict[str, list[list[str]]] = {}
    for phrase in data.get(key, ()):
        pieces = str(phrase).split()
        found.setdefault(pieces[0], []).append(pieces)
    return found


def _tells(told: list[str], words: frozenset[str], phrases: Mapping[str, list[list[str]]]) -> bool:
    return not words.isdisjoint(phrases) and any(_stands(told, i, phrases) for i, w in enumerate(told) if w in phrases)


def _stands(words: list[str], i: int, phrases: Mapping[str, list[list[str]]]) -> bool:
    """Whether one of the phrases begins at a token."""
    return any(words[i : i + len(pieces)] == pieces for pieces in phrases[words[i]])


def _harmless(event: EventMark, flags: Mapping[int, frozenset[str]]) -> bool:
    """What disasters bring too: help, closed roads, deaths told by a weak word."""
    if event.type in _HELP:
        return event.mode not in _GRAVE and event.mode != "martial-law"
    weak = event.type == "ASSAULT" and "weak" in flags.get(id(event), ())
    return weak and event.mode not in _WEAPONS and not _by_group(event)


def _by_group(event: EventMark) -> bool:
    """A named armed group on a side: no private crime, whatever else the text speaks of."""
    return any(a.sector in _GROUPS and a.id for a in (*event.actors, *event.recipients))


def _named_group(event: EventMark) -> bool:
    """The same, but for those known by nothing but their arms: "three armed men" rob as well."""
    return any(a.sector in _GROUPS and a.id and a.id != _GUNMEN for a in (*event.actors, *event.recipients))


def _of_war(event: EventMark) -> bool:
    """By planes, shells, drones or a suicide bomber, or by an army or a state."""
    if event.type != "ASSAULT":
        return False
    return event.mode in _OF_WAR or any(a.sector in _BY_FORCE and not a.assumed for a in event.actors)


def _bargains(event: EventMark) -> bool:
    """What a quarrel over pay is told by."""
    return event.mode in ("strike", "meet") or event.type in _BARGAIN


def _criminal(event: EventMark) -> bool:
    return event.type in ("ASSAULT", "COERCE", "SANCTION") and event.mode in _CRIME
