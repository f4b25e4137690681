"""Who is meant where the clause does not say: other events of the article, and what is known of the world.

Someone was arrested: by the police of the country. Houses were burned: by those who attacked. A curfew was
imposed: by the state. People marched: they are protesters. Runs once, after mentions have been merged.
"""

from __future__ import annotations

from processors.extraction.events.addressed import name_addressed
from processors.extraction.events.bystanders import gathered, plain
from processors.extraction.events.counted import counted_with, struck
from processors.extraction.events.opponents import name_opponents
from processors.extraction.events.parties import party_key
from processors.extraction.events.posts import posts
from processors.extraction.events.referents import is_town
from processors.extraction.events.sides import both_suffer, fallen, fought_out, in_prison, name_sides
from processors.extraction.events.unnamed import crowd_arrested, is_swap, known, nameless_riot
from processors.extraction.events.victims import name_victims
from processors.extraction.lexicon import every_language
from processors.extraction.marks import ActorMark, EventMark
from processors.extraction.names import actor_words
from processors.extraction.names.actor_words import group_set
from processors.extraction.names.actors import force_at
from processors.extraction.names.context import context_of
from processors.extraction.names.countries import country_names

_ENFORCE = frozenset({"arrest", "crowd-control"})
_REMOTE = frozenset({"heavy-weapons", "aerial", "drone", "explosives", "suicide-attack"})
"""Who strikes from afar is not who strikes otherwise."""
_POLICE = frozenset({"COP", "MIL"})
_STATE = frozenset({"GOV", "MIL", "COP", "JUD"})
_RULE = frozenset({"curfew", "martial-law", "restrict", "censor"})
_PLAIN = frozenset({"civilians", "people", "residents", "youths"})
_OF_STATES = frozenset({"troops", "police"})
_UNSAID = frozenset({"soldiers", "policemen", "officers", "reinforcements", "troops", "fighters"})
_MOST = 150
"""Beyond so many events a text is no article."""
_NEAR = 140
"""Tokens within which an event says who acts in another."""


def fill(events: list[EventMark]) -> None:
    """Complete ``actors`` and ``recipients`` of events in the order of the text."""
    if len(events) > _MOST:
        return
    _complete(events)
    name_addressed(events)
    name_sides(events)
    open_fights = [e for e in events if not e.recipients and fought_out(e)]
    name_opponents(events)
    for event in open_fights:
        event.recipients = []
    for event in events:
        _not_himself(event)
    name_victims(events)


def _not_himself(event: EventMark) -> None:
    """Who blames, asks or threatens does not do so to himself, though mentions put together may say so."""
    own = {party_key(a) for a in event.actors}
    others = [r for r in event.recipients if party_key(r) not in own]
    if event.type != "ASSAULT" and others:
        event.recipients = others


def _complete(events: list[EventMark]) -> None:
    for event in events:
        if event.type == "PROTEST":
            _protest(event)
        elif event.type == "ASSAULT":
            event.actors = [a for a in known(event) if not _bystander(a)]
    crowd = next((e.actors for e in events if e.type == "PROTEST" and e.actors and e.realis != "historical"), [])
    mission = next((e.actors for e in events if "peacekeeping" in e.contexts and _names_any(e.actors)), [])
    for event in events:
        kind = event.type
        _trim(event, crowd)
        if kind == "ASSAULT" and event.mode != "crowd-control":
            _assault(event, events)
        elif event.mode in _ENFORCE:
            _enforce(event, events)
        elif event.mode == "release":
            _release(event, events)
        elif kind == "COERCE" and event.mode in _RULE and not event.actors:
            event.actors = _state(event, "government")
        elif kind in ("MOBILIZE", "THREATEN") and not _names_any(event.actors):
            event.actors = _near(event, [e for e in events if e.type == kind and e.mode == event.mode]) or event.actors
        if kind == "MOBILIZE" and event.mode in _OF_STATES and not _names_any(event.actors):
            event.actors = mission or _sender(event) or event.actors


def _trim(event: EventMark, crowd: list[ActorMark]) -> None:
    """ "People" who are held or dispersed are those who protest."""
    if event.mode in ("curfew", "martial-law"):
        event.recipients = []
    if event.mode == "crowd-control" and not crowd:
        event.recipients = [
            ActorMark(r.span, "group:protesters", "protesters", None, "CVL") if _anybody(r) else r
            for r in event.recipients
        ]
    if event.mode in _ENFORCE and crowd and any(_anybody(r) for r in event.recipients):
        kept = [r for r in event.recipients if not _anybody(r)]
        event.recipients = kept + [c for c in crowd if c not in event.actors]
    elif crowd and not event.recipients and crowd_arrested(event):
        event.recipients = [c for c in crowd if c not in event.actors]
    elif event.mode == "arrest":  # "three men", "suspects": nobody knows of which side
        event.recipients = [r for r in event.recipients if not (_anybody(r) or (r.name or "") in _HELD)]


_HELD = frozenset({"suspects", "men"})


def _anybody(mark: ActorMark) -> bool:
    """ "people", "youths": those of the crowd, unless the text calls them civilians."""
    return (mark.name or "") in _PLAIN and not mark.span.root.lower_.startswith("civil")


def _protest(event: EventMark) -> None:
    state_or_person = event.mode == "riot"  # who puts it down is no part of it
    event.actors = [
        a for a in event.actors
        if a.sector not in _STATE and not (state_or_person and (_of_state(a) or a.span.root.ent_type_ == "PERSON"))
    ]  # fmt: skip
    youths = event.mode == "riot" and event.actors and all(a.name == "youths" for a in event.actors)
    plain = not youths and all((a.name or "") in _PLAIN or _own_people(a) for a in event.actors)
    crowd = in_prison(event) or not nameless_riot(event)
    if plain and crowd and (event.actors or event.mode in ("demo", "riot", "obstruct", "vandalize")):
        span = event.actors[0].span if event.actors else event.trigger
        event.actors = [ActorMark(span, "group:protesters", "protesters", None, "CVL")]
    event.recipients = [r for r in event.recipients if not is_town(r) and not _seat(r)]


def _own_people(mark: ActorMark) -> bool:
    """ "Thousands of Georgians marched in Tbilisi": in their own country they are whoever protests."""
    code = context_of(mark.span.doc).country
    return code is not None and mark.id in (f"norp:{code}", f"country:{code}") and mark.sector == "CVL"


def _seat(mark: ActorMark) -> bool:
    """A seat of government that stands for its state: of a protest it is the scene."""
    return mark.span.root.ent_type_ == "GPE" and (mark.id or "").startswith("country:") and mark.span.text != mark.name


def _of_state(mark: ActorMark) -> bool:
    return mark.sector in _STATE or (mark.name or "") in _UNSAID


def _assault(event: EventMark, events: list[EventMark]) -> None:
    if event.recipients and event.recipients == event.actors and not both_suffer(event.trigger.doc.lang_ or "en"):
        event.recipients = []
        return
    event.recipients = [r for r in event.recipients if (r.name or "") not in group_set("tellers")]
    event.recipients = fallen(event, plain(gathered(counted_with(event), events), sea=event.mode == "abduct"))
    if event.actors and (event.recipients or fought_out(event)):
        return
    others = [e for e in events if e.type == "ASSAULT" and e.mode != "crowd-control" and _together(e, event)]
    if not event.actors:
        told = [e for e in others if _same_account(event, e) and _alike(event, e)]
        taken = [] if told else [e for e in events if _of_the_same(event, e)]
        harmed = {party_key(r) for r in event.recipients}
        event.actors = [a for a in _near(event, told or taken) if party_key(a) not in harmed and a.sector != "CVL"]
        if taken and event.actors and not event.recipients:  # "took X from Y after a night of shelling"
            event.recipients = _near(event, taken, recipients=True)
    if fought_out(event):
        return
    if not event.recipients:
        event.recipients = posts(event) or plain(fallen(event, struck(event)))
    if not event.recipients and (event.frame or "").split(".")[0] in _RECALLS:
        event.recipients = _near(event, others, recipients=True)
    if not event.recipients and any(t.lower_ in _HOMES for t in event.sentence):
        event.recipients = [ActorMark(event.trigger, "group:civilians", "civilians", None, "CVL")]


def _bystander(mark: ActorMark) -> bool:
    """Those who suffer violence rather than do it; a clash of which only the victims are told has no known sides."""
    return (mark.id or "").startswith("group:") and (mark.name or "").rsplit(" ", 1)[-1] in group_set("bystanders")


def _names_any(actors: list[ActorMark]) -> bool:
    return any((a.name or "") not in _UNSAID for a in actors)


def _sender(event: EventMark) -> list[ActorMark]:
    """Troops and police of nobody are those of the state that the article is about, unless sent for a mission."""
    if "peacekeeping" in event.contexts:
        return []
    words = actor_words.load(event.trigger.doc.lang_ or "en")
    near = event.trigger.doc[max(event.sentence.start, event.trigger.start - _BESIDE) : event.trigger.end]
    roles = (words.role(token) for token in near)
    force = next((words.stands_for[r.name] for r in roles if r is not None and r.name in _MEN), "government")
    return _state(event, force)


_HOMES = every_language("events_roles", "homes")
"""Places whose nameless dead are civilians."""
_BESIDE = 6
"""Tokens before a trigger within which it is told who is moved."""
_MEN = frozenset({"soldiers", "policemen", "gendarmes"})
"""Of whom a force is made: what is told of them it does."""
_RECALLS = frozenset({"attack_noun", "deaths", "clashes", "fighting", "clash", "shooting", "explosion_bare"})


def _together(one: EventMark, other: EventMark) -> bool:
    return one is not other and (one.realis == "historical") == (other.realis == "historical")


def _same_account(event: EventMark, other: EventMark) -> bool:
    """Told in one breath, or recalled ("the attack"): who acts in one acts in the other."""
    if (event.frame or "").split(".")[0] in _RECALLS or event.mode == "destroy":
        return True
    if other.actors == other.recipients:  # who fights whom does not say who attacked a third
        return False
    one, two = event.sentence, other.sentence
    return one.start in (two.start, two.end) or two.start == one.end


def _of_the_same(event: EventMark, other: EventMark) -> bool:
    """ "Took the town after a night of shelling", "freed eight fishermen abducted in May": by those who did that."""
    kind = "release" if event.mode == "abduct" else "seize" if event.trigger.root.pos_ == "NOUN" else None
    return other.mode == kind and other.sentence.start == event.sentence.start


def _alike(event: EventMark, other: EventMark) -> bool:
    return other.mode == event.mode or not (other.mode in _REMOTE or event.mode in _REMOTE)


def _near(event: EventMark, others: list[EventMark], *, recipients: bool = False) -> list[ActorMark]:
    """The actors (or recipients) of the nearest of some events, rather one told before."""
    best: tuple[int, list[ActorMark]] | None = None
    for other in others:
        marks = other.recipients if recipients else other.actors
        distance = event.trigger.start - other.trigger.start
        far = distance if distance >= 0 else 2 * -distance
        if other is not event and marks and far <= _NEAR and (best is None or far < best[0]):
            best = (far, list(marks))
    return best[1] if best else []


def _enforce(event: EventMark, events: list[EventMark]) -> None:
    if event.mode == "crowd-control" and any(a.sector in _POLICE for a in event.actors):
        crowd = [a for a in event.actors if a.sector == "CVL"]  # "clashes between police and protesters"
        event.actors = [a for a in event.actors if a.sector != "CVL"]
        known = {(a.id, a.name) for a in event.actors}
        event.recipients = [r for r in event.recipients if (r.id, r.name) not in known] or crowd
    if event.mode == "crowd-control" and not event.recipients:
        crowd = _near(event, [e for e in events if e.type == "PROTEST"])
        plain = ActorMark(event.trigger, "group:protesters", "protesters", None, "CVL")
        event.recipients = [a for a in crowd if a not in event.actors] or [plain]
    if not event.actors:
        told = [a for e in events for a in e.actors if a.sector in _POLICE and e.realis != "historical"]
        police = [a for a in told if a.sector == "COP"]
        streets = event.mode == "crowd-control" or any(e.type == "PROTEST" for e in events)
        streets = streets and not any(r.sector == "COP" for r in event.recipients)  # who holds policemen is the state
        event.actors = police[:1] or _state(event, "police" if streets else "government") or told[:1]


def _release(event: EventMark, events: list[EventMark]) -> None:
    if is_swap(event):  # each side gives and takes
        event.actors, event.recipients = [a for a in event.actors if not _captive(a)], []
        return
    event.recipients = [_of_their_land(r) for r in plain(event.recipients)]
    taken = [e for e in events if e.mode in ("abduct", "arrest")]
    if not event.actors:
        event.actors = _near(event, taken)
    if not event.recipients:
        event.recipients = _near(event, taken, recipients=True)


def _captive(mark: ActorMark) -> bool:
    return (mark.name or "").rsplit(" ", 1)[-1] in ("prisoners", "hostages")


def _of_their_land(mark: ActorMark) -> ActorMark:
    """ "32 Armenian prisoners": it is to Armenia that they are given back."""
    if mark.country is None or not _captive(mark):
        return mark
    return ActorMark(mark.span, f"country:{mark.country}", country_names()[mark.country], mark.country, "GOV")


def _state(event: EventMark, role: str) -> list[ActorMark]:
    doc = event.trigger.doc
    mark = force_at(event.trigger, role, context_of(doc), doc.lang_ or "en", at_home=event.type == "COERCE")
    return [mark] if mark is not None else []
