"""What a text holds for and against: the sums that :mod:`.component` weighs.

======================  ====================================================================================
name                    what
======================  ====================================================================================
``core`` ``near``       words of conflict of weight 3, and of weight 2 and 1
``title_core``          those of weight 3 in the headline or the first sentence, once more
``firm`` ``bare``       events of today with an armed or known side, a casualty or a weapon; without any
``soft``                weak triggers and words (talks, accusations) of today
``diplomacy``           acts between two states or organisations
``armed``               events of today with a rebel, a militia or gunmen on a side
``known``               … with a country or an organisation on a side
``plain``               … of a kind that is seldom a metaphor (drone strike, rally, curfew, truce)
``main`` ``rest``       words of the other domain that speaks loudest, and of all others
``title_main``          those of the loudest domain in the headline or the first sentence, once more
======================  ====================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from processors.extraction.events.private import is_repression
from processors.extraction.marks import ActorMark, EventMark, events_of, lowers, quantities_of
from processors.extraction.relevance.words import CONFLICT, Words, pieces_of
from processors.extraction.sectors import REBELS

HARD = frozenset({"ASSAULT", "MOBILIZE", "COERCE", "PROTEST", "RETREAT", "SANCTION", "THREATEN"})
STATES = frozenset({"REJECT", "ACCUSE", "SANCTION", "THREATEN", "REQUEST", "AGREE", "CONSULT", "COERCE",
                    "SUPPORT", "AID", "COOPERATE"})  # fmt: skip
ABROAD = frozenset({"REJECT", "ACCUSE", "SUPPORT", "AID", "COOPERATE", "SANCTION", "THREATEN"})
"""Acts that one known side is enough for."""
FIRM = REBELS | {"MIL", "SPY", "GOV", "OPP"}
"""Sectors whose acts are seldom told of elsewhere; police and people are in every court report."""
WAR = REBELS | {"MIL"}
PLAIN = frozenset({
    "PROTEST/demo", "PROTEST/obstruct", "PROTEST/riot", "ASSAULT/crowd-control", "ASSAULT/drone", "ASSAULT/aerial",
    "ASSAULT/explosives", "ASSAULT/abduct", "ASSAULT/targeted", "MOBILIZE/weapons", "COERCE/curfew",
    "RETREAT/ceasefire", "CONSULT/third-party", "SANCTION/expel", "SANCTION/discontinue",
})  # fmt: skip
NAMES = (
    "core", "near", "title_core", "firm", "bare", "soft", "diplomacy", "armed", "known", "plain", "main", "rest",
    "title_main",
)  # fmt: skip
FOR = NAMES[:10]
LIMIT = 3000
"""Tokens that are read: the opening of a text tells what it is about."""
LEAD = 30
"""Without a headline the first tokens stand for it."""
MOST = 16.0
"""What the events of a kind add at most."""
STAGES = frozenset({"culture", "drill", "history"})
"""Domains that tell of war in its own words: films, exercises, memories; their words weigh more."""
STAGED = 1.5
FEW = 6.0
"""The same for what is counted besides."""
NATURE = "nature"
CRIME = "crime"
PERSON = "PERSON"
_OWNS = frozenset({"'", "’", "'s", "’s", "-"})
TARGETS = frozenset({"business", "disaster", "health", CRIME, "politics"})
"""Domains that name whom and what a deed is done to ("the offices of an airline"), or what a protest is about."""
DEEDS = frozenset({
    "firearms", "explosives", "suicide-attack", "abduct", "targeted", "aerial", "drone", "heavy-weapons", "primitive",
    "destroy", "beat", "unconventional",
})  # fmt: skip
"""Modes of ASSAULT that are seldom said of anything else."""
HARMED = frozenset({"killed", "injured", "abducted"})
BOMBS = frozenset({"explosives", "suicide-attack", "targeted", "heavy-weapons", "unconventional"})
"""Those among them that say enough without a word for who did it."""
_BESIDE = ("obl", "nmod", "obj", "pobj", "dobj")
BESIDE_REPRESSION = frozenset({"crime", "disaster", "politics"})
"""What arrests of opponents are told by, and beside what."""
PARADES = frozenset({"drill"})
"""Domains that share a word with marches."""
MARCHES = frozenset({"demo", "obstruct", "riot"})


def evidence(doc: Doc, words: Words) -> dict[str, float]:
    """The sums of a text, by the names of :data:`NAMES`."""
    plain = _plain(doc, words)
    body = words.find([w.replace("’", "'") for w in plain])
    title = str(doc._.title or "").lower()
    head = words.find(pieces_of(title) if title else plain[:LEAD])
    total = dict.fromkeys(NAMES, 0.0)
    domains: dict[str, float] = {}
    for domain, weight in {**body, **head}.values():
        if domain == CONFLICT:
            total["core" if weight == 3 else "near"] += weight
        else:
            domains[domain] = domains.get(domain, 0.0) + weight * (STAGED if domain in STAGES else 1.0)
    loudest = max(domains, key=lambda d: (domains[d], d), default="")
    for domain, weight in head.values():
        if domain == CONFLICT and weight == 3:
            total["title_core"] += weight
        elif domain == loudest:
            total["title_main"] += weight * (STAGED if domain in STAGES else 1.0)
    total["main"] = domains.pop(loudest, 0.0)
    total["rest"] = sum(domains.values())
    for event in events_of(doc):
        if event.realis != "historical":
            name = kind_of(event)
            total[name] = min(MOST, total[name] + 2.0)
            for name in traits_of(event):
                total[name] = min(FEW, total[name] + 2.0)
    return total


def _plain(doc: Doc, words: Words) -> list[str]:
    """The words of a text; animals within names are none (the Lions' Den), nor are the targets of deeds."""
    found = ["" if _names(doc[i], words.domain(w)) else w for i, w in enumerate(lowers(doc)[:LIMIT])]
    _without_attacks(found, doc, words)
    walkout = any(e.mode == "strike" for e in events_of(doc))
    for event in events_of(doc):
        deed = is_deed(event, words)
        if event.type == "ASSAULT" and (deed or _of_fighters(event)):
            _without_venue(found, event, words)
        if event.confidence > 0.8 and is_repression(event, words.dissent):
            _without_targets(found, event.sentence, words, BESIDE_REPRESSION)
        if deed and event.mode == "demo":
            _without_targets(found, event.trigger, words, PARADES)  # "défilent contre la loi" is no parade
        if deed and not (walkout and event.type == "PROTEST"):
            _without_targets(found, event.sentence, words, TARGETS)
            if event.type == "ASSAULT" and event.mode != "targeted" and event.sentence.start < LEAD:
                _without_targets(found, doc[:LIMIT], words, TARGETS - {CRIME})
    return found


def _of_fighters(event: EventMark) -> bool:
    """Told by a strong word, of soldiers or of an armed group."""
    if event.confidence <= 0.8 or event.realis not in ("actual", "reported") or event.mode not in DEEDS:
        return False
    return event.mode == "aerial" or any(a.sector in WAR for a in _told((*event.actors, *event.recipients)))


def _without_venue(found: list[str], event: EventMark, words: Words) -> None:
    """Blank where and when a deed of force fell, and whom: "a bomb exploded outside a football stadium" is no sport.

    Where a deed by those who are named by violence alone opens the text, they are its scene in all of it.
    """
    told = set()
    opening = event.sentence.start < LEAD and _by_doers(event, words)
    for noun in event.sentence.doc[:LIMIT] if opening else event.sentence:
        if not noun.dep_.startswith(_BESIDE):
            continue
        if not any(words.venues & {t.lower_, t.lemma_.lower()} for t in (noun, *noun.lefts)):
            continue  # "at a concert hall": one before the noun is enough
        for token in (noun, *(t for t in noun.children if t.dep_ != "conj")):
            if token.i < len(found) and words.domain(token.lower_) != CONFLICT:
                found[token.i] = ""
                told.add(token.lower_)
    for i, word in enumerate(found) if told and opening else ():
        if word in told and words.domain(word) is not None:
            found[i] = ""


def _without_attacks(found: list[str], doc: Doc, words: Words) -> None:
    """Blank, where they speak for another domain, the words that tell an attack and those of whom it harms.

    "Shot in the leg" is no film, and "three paramedics were killed by a shell" nothing of medicine. Words of crime
    stay ("a jeweller was shot" is one), and so do all where a film, a drill or a memory is told besides.
    """
    told = [event.trigger for event in events_of(doc) if _is_attack(event, words) or _is_arrest(event)]
    harmed = [q for q in quantities_of(doc) if q.kind in HARMED and q.event is not None]
    told += [q.span for q in harmed if q.event is not None and _is_attack(q.event, words)]
    blank = set()
    for i in {i for span in told for i in range(span.start, min(span.end, len(found)))}:
        before = words.domain(_pair(found, i - 1)) if i else None
        behind = words.domain(_pair(found, i)) if i + 1 < len(found) else None
        if CONFLICT in (before, behind):
            continue  # the "bleus" of "casques bleus" are no team
        if words.domain(found[i]) not in (None, CONFLICT, CRIME):
            blank.add(i)
        elif behind not in (None, CRIME):
            blank.add(i + 1)
    if blank and not any(words.domain(w) in STAGES for i, w in enumerate(found) if i not in blank):
        for i in blank:
            found[i] = ""


def _of_kin(event: EventMark, words: Words) -> bool:
    """By those who know the victim, as far as the sentence tells; not "gunmen killed an officer and his wife"."""
    sentence = _sentence(event)
    return not words.kin.isdisjoint(sentence) and words.bands.isdisjoint(sentence)


def _is_arrest(event: EventMark) -> bool:
    """An arrest, or arms that are seized, told by a strong word: "police netted 118 suspects" is no sport."""
    taken = event.mode == "arrest" or (event.mode == "seize" and event.signal is None)
    return taken and event.confidence > 0.8 and event.realis in ("actual", "reported")


def _is_attack(event: EventMark, words: Words) -> bool:
    """Told by a strong word, and not of kin by kin."""
    strong = event.confidence > 0.8 and event.realis in ("actual", "reported")
    if event.type != "ASSAULT" or event.mode not in DEEDS or not strong:
        return False
    return not _of_kin(event, words)


def _names(token: Token, domain: str | None) -> bool:
    """A word of another domain that is part of a name: animals of any, the rest of a person's ("Oscar Arias")."""
    if domain in (None, CONFLICT):
        return False
    return token.ent_type_ == PERSON or (domain == NATURE and _in_name(token))


def _in_name(token: Token) -> bool:
    """Within a name, or capitalised before another capital: "the Lions' Den", which no list need know."""
    if not token.is_title or token.is_sent_start:
        return False
    doc, after = token.doc, token.i + 1
    while after < len(doc) and doc[after].lower_ in _OWNS:
        after += 1
    return bool(token.ent_type_) or (after < len(doc) and doc[after].is_title)


def _without_targets(found: list[str], part: Span, words: Words, domains: frozenset[str]) -> None:
    """Blank the words of these domains in the sentence of a deed; in all the text where the deed opens it.

    There words of crime stay: they tell why ("her killer owed money").
    """
    for i in range(part.start, min(part.end, len(found))):
        if words.domain(found[i]) in domains or (i + 1 < len(found) and words.domain(_pair(found, i)) in domains):
            found[i] = ""


def _pair(found: list[str], i: int) -> str:
    return f"{found[i]} {found[i + 1]}"


def is_deed(event: EventMark, words: Words) -> bool:
    """An attack by an armed group or by people known by it alone, a bombing, a march: told by a strong word."""
    if event.confidence <= 0.8 or event.realis not in ("actual", "reported"):
        return False
    if event.type == "PROTEST":
        return event.mode in MARCHES
    if event.type != "ASSAULT" or event.mode not in DEEDS or _of_kin(event, words):
        return False
    return event.mode in BOMBS or _by_doers(event, words)


def _by_doers(event: EventMark, words: Words) -> bool:
    """By an armed group or by people known by violence alone."""
    if any(a.sector in REBELS for a in (*event.actors, *event.recipients)):
        return True
    return not words.doers.isdisjoint(_sentence(event))


def _sentence(event: EventMark) -> list[str]:
    """The words of the sentence of an event, in lower case."""
    sentence = event.sentence
    return lowers(sentence.doc)[sentence.start : sentence.end]


def kind_of(event: EventMark) -> str:
    """How much an event says about its text."""
    if event.type in STATES and _state(event.actors):
        return "diplomacy" if _state(_told(event.recipients)) or event.type in ABROAD else "soft"
    if event.type not in HARD or event.confidence <= 0.8:
        return "soft"
    sides = _told((*event.actors, *event.recipients))
    return "firm" if any(a.sector in FIRM or a.id for a in sides) else "bare"


def _told(sides: Iterable[ActorMark]) -> list[ActorMark]:
    """Those that the text names, not those that are assumed for such events."""
    return [side for side in sides if not side.assumed]


def _state(actors: list[ActorMark]) -> bool:
    return any(a.country is not None for a in actors)


def traits_of(event: EventMark) -> list[str]:
    """What an event tells besides: who takes part, and whether its kind is seldom meant otherwise."""
    sides = _told((*event.actors, *event.recipients))
    told = {
        "armed": any(a.sector in REBELS for a in sides),
        "known": any((a.id or "").startswith(("country:", "org:")) for a in sides),
        "plain": f"{event.type}/{event.mode}" in PLAIN,
    }
    return [name for name, holds in told.items() if holds]
