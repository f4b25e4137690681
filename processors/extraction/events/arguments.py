"""Who does it to whom: actors and recipients of an event, from the nouns that its clause gives a part."""

from __future__ import annotations

from spacy.tokens import Token

from processors.extraction import lexicon
from processors.extraction.events.asked import asked, warned
from processors.extraction.events.belonging import belonging, owners
from processors.extraction.events.clause_roles import SAID, ClauseRoles
from processors.extraction.events.doers import (
    agent_behind,
    blamed,
    commanding,
    left_name,
    opening,
    right_behind,
    sufferers_before,
)
from processors.extraction.events.frames import Frame
from processors.extraction.events.governors import Governors
from processors.extraction.events.own_words import by_own_words
from processors.extraction.events.parties import parties_of, party_key, together
from processors.extraction.events.referents import PLACES, ActorOf, is_place, of_country, owner, sent_abroad
from processors.extraction.events.subjects import VERBAL
from processors.extraction.events.view import View
from processors.extraction.marks import ActorMark
from processors.extraction.syntax import case_of

_WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "SANCTION", "CONSULT", "AID", "CONCEDE"})
_NAMING = frozenset({"REQUEST", "ACCUSE", "THREATEN", "SANCTION"})
"""What takes those whom it is meant for into the trigger: "called on the police to stop"."""
_ARMED = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "SANCTION"})


def actor_finder() -> ActorOf:
    """The function of the names component that turns a nominal into an actor."""
    from processors.extraction.names.actors import actor_of

    return actor_of


class Arguments:
    """Reads actors and recipients of a match; prepositions come from ``events_roles.yaml``."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data = lexicon.load(language, "events_roles", overlay)
        self._by = frozenset(data.get("by", ()))
        self._where = frozenset(data.get("where", ()))
        self._signs = frozenset(data.get("signs", ()))
        self._roles = ClauseRoles(data)
        self._governors = Governors(language, overlay)

    def read(
        self, view: View, start: int, end: int, frame: Frame, actor_of: ActorOf
    ) -> tuple[list[ActorMark], list[ActorMark]]:
        """Actors and recipients, each once, in the order of the text."""
        if not view.parsed:
            return [], []
        predicate = view.predicate(start, end)
        doers, sufferers = self._roles.read(view, start, end, predicate, frame)
        inside, doc = range(start, end), view.doc
        actors = self._actors(view, inside, predicate, frame, doers, sufferers, actor_of)
        if frame.type in ("ACCUSE", "REQUEST") and not any(t.ent_type_ for t in sufferers):
            sufferers += blamed(view, predicate)
        recipients = self._recipients(view, frame, predicate, sufferers, inside, actor_of)
        if frame.type == "REQUEST" and predicate.pos_ in VERBAL:
            recipients = [of_country(r) for r in parties_of(doc, asked(predicate), actor_of, state=True)] or recipients
        if not recipients and frame.type == "ASSAULT" and predicate.pos_ in VERBAL and frame.mode != "crowd-control":
            recipients = parties_of(doc, right_behind(doc, end, predicate), actor_of, True)
        if frame.type == "REQUEST" and not recipients:
            recipients = by_own_words(doc, sufferers)
        if frame.type == "THREATEN" and not recipients:
            recipients = parties_of(doc, warned(predicate), actor_of, True)
        if "mutual" in frame.flags:
            both = together(actors, recipients)
            return both, list(both) if frame.type == "ASSAULT" else []
        if frame.type == "MOBILIZE" and "seen" not in frame.flags:  # own forces that are moved
            return actors, []
        known = {party_key(a) for a in actors}
        return actors, [r for r in recipients if party_key(r) not in known]

    def _actors(
        self,
        view: View,
        inside: range,
        predicate: Token,
        frame: Frame,
        doers: list[Token],
        sufferers: list[Token],
        actor_of: ActorOf,
    ) -> list[ActorMark]:
        """Those who act: by the clause, else by the words before and behind it, else by what governs it."""
        doc, state = view.doc, frame.type in _ARMED
        outside = "mutual" not in frame.flags  # "clashes between the army and X": both, in the trigger or behind it
        actors = parties_of(doc, (t for t in doers if not (outside and t.i in inside)), actor_of, state)
        if not actors:
            actors = parties_of(doc, (t for t in doers if t.i in inside and t.i != predicate.i), actor_of, state)
        if not actors:  # "rockets fired by X hit Y"
            behind: list[Token] = []
            for token in doers:
                self._roles.told_of(view, token, behind, [])
            actors = parties_of(doc, behind, actor_of, state)
        actors = [of_country(a) for a in actors]
        if not actors and state and predicate.pos_ not in VERBAL:
            actors = [mark] if (mark := owner(predicate, doc, actor_of)) is not None else []
        if not actors and predicate.pos_ in VERBAL:
            passive = sufferers_before(predicate, sufferers)
            last = view.bounds[predicate.i][1]
            others = agent_behind(predicate, last, self._by) if passive else left_name(doc[inside.start])
            others = others or ([] if passive else opening(predicate))
            actors = [of_country(a) for a in parties_of(doc, others, actor_of, state)]
        if not actors and frame.type in SAID:
            quoted = frame.type == "THREATEN"  # "whoever attacks us will be crushed", said X
            actors = self._governors.speaking(view, predicate, [] if quoted else doers, actor_of)
        if not actors and frame.type == "SANCTION":  # "assets will be frozen, the minister said"
            said = self._governors.speaking(view, predicate, [], actor_of)
            actors = [a for a in said if (a.id or "").startswith("country:")]
        if not actors and (frame.type != "ASSAULT" or frame.mode == "crowd-control"):
            actors = self._governors.acting(view, predicate, inside, actor_of, state=state)
        if not actors and frame.type == "MOBILIZE":
            actors = owners(doc, (*sufferers, *(doc[i] for i in inside)), actor_of)
        if not actors and predicate.pos_ in VERBAL:
            actors = by_own_words(doc, doers)
        if frame.type == "MOBILIZE":
            actors = commanding(actors) if "seen" not in frame.flags else [sent_abroad(a) for a in actors]
        return actors

    def _recipients(
        self,
        view: View,
        frame: Frame,
        predicate: Token,
        sufferers: list[Token],
        inside: range,
        actor_of: ActorOf,
    ) -> list[ActorMark]:
        """Those who are acted upon, or else whose the things are."""
        doc, state = view.doc, frame.type in _ARMED
        objects = [t for t in sufferers if t.i not in inside or t.ent_type_]
        inner = [t for t in sufferers if t.i in inside and t.i != predicate.i and not t.ent_type_]
        if frame.mode == "arrest" or frame.type == "ASSAULT":  # "tiré sur X à Y", "arrêtés à Y": at a place
            others = [*inner, *(t for t in objects if t.ent_type_ not in PLACES)]
            known = frame.mode == "arrest" or bool(parties_of(doc, others, actor_of, state))
            objects = [t for t in objects if not (case_of(t) in self._where and is_place(t, doc, country=known))]
        if frame.type == "PROTEST":  # whose flag is waved is not whom the protest is against
            objects = [t for t in objects if self._signs.isdisjoint((t.lower_, t.lemma_.lower()))]
        recipients = parties_of(doc, objects, actor_of, state)
        if not recipients and frame.type in _NAMING:
            recipients = parties_of(doc, inner, actor_of, state)
        if not recipients and frame.type in _WORDS:
            recipients = parties_of(
                doc, self._roles.below(view, [*sufferers, *(doc[i] for i in inside)], inside), actor_of, state
            )
        if not recipients and frame.type in _WORDS:
            recipients = owners(doc, [*objects, *(doc[i] for i in inside)], actor_of)
        struck = frame.type == "ASSAULT" and frame.mode != "crowd-control" and "mutual" not in frame.flags
        if not recipients and (struck or frame.mode in ("seize", "release", "arrest")):
            own = [t for t in sufferers if t.i in inside and t.i != predicate.i]
            freed = frame.mode == "release"
            people = [m for m in parties_of(doc, own, actor_of, state) if freed or m.name != "hostages"]
            recipients = people if people or frame.type == "RETREAT" else belonging(doc, [*objects, *own], actor_of)
        return recipients
