"""Whose people are counted, where the phrase does not say: from the total, from the event, from where it happened."""

from __future__ import annotations

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.events.within import BARE, keeps_peace, mission_of
from processors.extraction.marks import ActorMark, EventMark, Name, QuantityMark, events_of, quantities_of
from processors.extraction.names import actor_words
from processors.extraction.quantities.civil import CAPTIVES
from processors.extraction.quantities.sides import national
from processors.extraction.sectors import OUTLAWS

HARM = frozenset({"killed", "injured", "missing", "displaced", "abducted"})
_NEAR = 60
_CIVILIANS = "civilians"
_CLASSES = (_CIVILIANS, "protesters")
_PRISONERS = ("inmates", "prisoners")
_OTHERS = OUTLAWS | {"OPP", "SPY"}


class Whose:
    """Fills ``side`` of quantities that have none or only a class noun, once they are linked to events."""

    def __init__(self, language: str, overlay: str | None = None) -> None:
        data = lexicon.load(language, "quantities", overlay)
        self._sites = frozenset(map(str, data.get("civil_sites", ())))
        self._told = bool(data.get("civil_told"))
        self._soldiers = frozenset(map(str, data.get("classes", {}).get("soldier", ())))
        self._fellows = frozenset(map(str, data.get("fellows", ())))
        self._own_men = frozenset(map(str, data.get("own_men", ())))
        self._possessive = frozenset(map(str, data.get("possessive", ())))
        self._others = frozenset(map(str, data.get("others", ()))) - frozenset(map(str, data.get("people", ())))
        self._people = frozenset(map(str, data.get("anybody", ()))) | {
            str(w) for topic in ("counted", "deaths") for words in data.get(topic, {}).values() for w in words
        }

    def fill(self, doc: Doc) -> None:
        """Read one doc."""
        protest = _is_protest(events_of(doc))
        quantities: list[QuantityMark] = sorted(quantities_of(doc), key=lambda q: q.span.start)
        for quantity in quantities:
            if quantity.side is None or _generic(quantity.side):
                quantity.side = _from_event(quantity) or _armed_group(quantity, doc) or quantity.side
            elif quantity.side.rsplit(" ", 1)[-1] in BARE:  # "Tamil rebels" where the article names one group
                quantity.side = _armed_group(quantity, doc) or quantity.side
        previous: QuantityMark | None = None
        for quantity in quantities:
            if quantity.side is None:
                quantity.side = (
                    self._inherited(quantity, previous)
                    or self._in_uniform(quantity)
                    or _default(quantity, protest)
                    or self._guessed(quantity, quantities, doc)
                    or self._of_the_state(quantity)
                )
            previous = quantity
        mission = mission_of(doc)
        for quantity in quantities:
            _serve_together(quantity, mission)

    def _bare(self, quantity: QuantityMark) -> bool:
        head = quantity.head
        if head.like_num or head.pos_ in ("NUM", "PRON", "DET") or head.lower_ in self._others:
            return True
        owned = head.lower_ in self._fellows or head.lower_ in self._own_men  # "a sergeant and two of his men"
        return owned and any(t.lower_ in self._possessive for t in quantity.span)

    def _in_uniform(self, quantity: QuantityMark) -> str | None:
        """ "A sergeant" of a patrol that was hit: of the force that suffers the event."""
        if quantity.head.lower_ not in self._soldiers or quantity.event is None:
            return None
        return next((a.name for a in quantity.event.recipients if a.sector in ("MIL", "COP") and a.name), None)

    def _of_the_state(self, quantity: QuantityMark) -> str | None:
        """ "A hundred soldiers are on the way": of nobody else, so of the country that the article is about."""
        if quantity.kind != "troops" or quantity.head.lower_ not in self._soldiers:
            return None
        return national(quantity.head, quantity.head.doc)

    def _inherited(self, quantity: QuantityMark, previous: QuantityMark | None) -> str | None:
        """ "Eleven of them", "another 24", "two": those spoken of before."""
        whole = quantity.part_of or quantity.same_as
        if whole is not None and whole.side is not None:
            return whole.side
        if previous is not None and self._told_with(quantity, previous):
            return previous.side
        if previous is None or not self._bare(quantity) or quantity.span.start - previous.span.end > _NEAR:
            return None
        if previous.kind == "attackers":  # "Four gunmen stormed the hotel. Three were shot dead"
            some = quantity.kind in HARM and 0 < (quantity.best or 0) <= (previous.best or 0)
            return previous.side if some and quantity.span.start == quantity.head.sent.start else None
        same = (previous.kind in HARM) == (quantity.kind in HARM)
        return previous.side if same and previous.kind != "vehicles" else None

    def _told_with(self, quantity: QuantityMark, previous: QuantityMark) -> bool:
        """ "Sixteen soldiers were killed and six wounded": both of one company."""
        between = quantity.span.doc[previous.span.end : quantity.span.start]
        joined = any(t.pos_ == "CCONJ" for t in between) and len(between) < 6
        deeds = (previous.kind, quantity.kind) == ("killed", "injured")
        return joined and deeds and quantity.head.lower_ in self._people and not any(t.is_punct for t in between)

    def _guessed(self, quantity: QuantityMark, quantities: list[QuantityMark], doc: Doc) -> str | None:
        """People of whom nothing is said; no civilians where a language calls only those so whom the text does."""
        side = self._civil(quantity, quantities, doc)
        return None if side == _CIVILIANS and self._told else side

    def _civil(self, quantity: QuantityMark, quantities: list[QuantityMark], doc: Doc) -> str | None:
        """People of whom nothing is said: civilians by what they flee, by those among them, by where they were."""
        if quantity.kind not in HARM or not (quantity.head.lower_ in self._people or self._bare(quantity)):
            return None
        if quantity.kind in ("displaced", "abducted"):
            return _CIVILIANS
        if quantity.mode == "cumulative" and quantity.part_of is None:
            return None  # the toll of a war
        parts = {q.side for q in quantities if q.part_of is quantity and q.side is not None}
        if parts:
            return _CIVILIANS if parts == {_CIVILIANS} else None
        deed = quantity.event if quantity.event is not None and quantity.event.mode != "arrest" else None
        told = {a.name for a in deed.recipients} if deed is not None else set()
        if "protesters" in told and told <= {*_CLASSES, None}:
            return "protesters"
        for held in _PRISONERS:
            if quantity.event is not None and held in {a.name for a in quantity.event.actors} | told:
                return held
        if told == {_CIVILIANS}:
            return _CIVILIANS
        sent = quantity.head.sent
        others = {q.side for q in quantities if q.kind in HARM and sent.start <= q.span.start < sent.end and q.side}
        if others - {_CIVILIANS}:
            return None
        return _CIVILIANS if any(t.lower_ in self._sites for t in sent) else None


def _serve_together(quantity: QuantityMark, mission: Name | None) -> None:
    """Peacekeepers are of the mission that the article names, whatever their land; some of those held are held."""
    if _peacekeepers(quantity.side) or (quantity.side == "United Nations" and keeps_peace(quantity.head)):
        quantity.side = mission.name if mission is not None else quantity.side
        return
    whole = quantity.part_of
    if whole is None or whole.side is None:
        return
    if whole.side in CAPTIVES and (quantity.side or "").islower():  # "six hostages, two of them children"
        quantity.side = whole.side
    if quantity.head.ent_type_ != "NORP":
        return
    if _peacekeepers(whole.side):
        quantity.side = whole.side


def _peacekeepers(side: str | None) -> bool:
    return side is not None and side.rsplit(" ", 1)[-1] == "peacekeepers"


def _armed_group(quantity: QuantityMark, doc: Doc) -> str | None:
    """ "Two gunmen", "several terrorists" that were killed: those of the group that is told of."""
    noun = (quantity.side or "").rsplit(" ", 1)[-1]
    if quantity.kind not in HARM or actor_words.load("en").sectors.get(noun) not in _OTHERS:
        return None
    events: list[EventMark] = events_of(doc)
    own = quantity.event.recipients + quantity.event.actors if quantity.event is not None else []
    named = [a for a in own if _is_group(a)] or [a for e in events for a in (*e.actors, *e.recipients) if _is_group(a)]
    against = [a for a in named if a.sector == "REB"] or named
    return against[0].name if len({a.name for a in against}) == 1 else None


def _is_group(actor: ActorMark) -> bool:
    named = actor.name is not None and not actor.name.islower()
    return (
        named
        and actor.span.root.ent_type_ not in ("PERSON", "GPE")
        and actor.sector in _OTHERS
        and not (actor.id or "").startswith("force:")
    )


def _from_event(quantity: QuantityMark) -> str | None:
    """Those who march, come or attack are the actor's of their event."""
    event = quantity.event
    if event is None or quantity.kind not in ("troops", "attackers", "vehicles"):
        return None
    if quantity.kind == "vehicles" and event.type == "ASSAULT" and event.mode == "destroy":
        return _named(event.recipients)  # whose they were, not who burned them
    if quantity.kind == "attackers":
        return _named(event.actors) if event.type == "ASSAULT" else None
    return _named(event.actors) if event.type in ("MOBILIZE", "RETREAT", "AID") else None


def _default(quantity: QuantityMark, protest: bool) -> str | None:
    return "protesters" if protest and quantity.kind == "arrested" and quantity.mode == "event" else None


def _named(actors: list[ActorMark]) -> str | None:
    named = (a for a in actors if a.name and not _generic(a.name) and a.span.root.ent_type_ != "PERSON")
    return next((a.name for a in named), None)


def _generic(name: str) -> bool:
    """A noun in the plural ("gunmen", "soldiers"), no name."""
    return name.islower() and name not in _CLASSES


def _is_protest(events: list[EventMark]) -> bool:
    """Is the article about people on the streets rather than about war?"""
    protest = sum(e.type == "PROTEST" for e in events)
    war = sum(e.type == "ASSAULT" and e.mode not in ("beat", "firearms") for e in events)
    return protest > 0 and protest >= war
