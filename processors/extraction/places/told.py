"""The places and events of a document by position, and what its opening says of where it was written."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Span, Token

from processors.extraction import lexicon
from processors.extraction.marks import EventMark, PlaceMark, events_of, places_of
from processors.extraction.names.context import context_of
from processors.extraction.names.folding import fold
from processors.extraction.places.attachment import Words, locative, of_old
from processors.extraction.places.component import UNRESOLVED
from processors.extraction.places.definite import common_places
from processors.extraction.places.sites import told_as_site
from processors.extraction.syntax import case_of

_KEY = "tocsin_scenes"
_INSIDE = 7
"""Tokens between two places of which one may lie in the other."""
_NEXT = 3
"""Sentences behind an event within which it is said where it took place."""
_PREDICATES = frozenset({"ROOT", "advcl", "acl"})
_SETS = (
    "in", "from", "speech", "parts", "national", "former", "belonged", "toward", "everywhere", "quoted", "party",
    "sites", "quarters", "quarters_of", "static", "called", "spot", "frame_kinds", "frame_between",
    "among", "them", "near_of", "frame_and", "took_place", "bound", "frame_in", "sources", "comers",
    "whence", "networks", "lands_own", "swaps", "outlying",
)  # fmt: skip
"""Keys of ``places.yaml`` that are sets of words."""


@dataclass(slots=True)
class Told:
    """Places and events of a document by position; made once, so that the cost stays linear."""

    signature: tuple[int, int, int]
    places: list[PlaceMark]
    starts: list[int]
    people: set[str]
    events: dict[int, EventMark]
    by_sentence: dict[int, list[EventMark]]
    only_towns: dict[str | None, PlaceMark]
    sites: set[str]
    """Folded names that are told anywhere in the text as those of a quarter, a street or a building."""


@cache
def words_of(language: str, overlay: str | None = None) -> Words:
    """The sets of ``lexicon/<language>/places.yaml`` that scenes ask for."""
    data: dict[str, Any] = lexicon.load(language, "places", overlay)
    sets = {key: frozenset(data.get(key, [])) for key in _SETS}
    sets["kinds"], sets["between"] = sets["frame_kinds"], sets["frame_between"]
    sets["part_names"] = frozenset(data.get("parts", {}).values())
    return sets


def told(doc: Doc) -> Told:
    """What the document tells of places, known to a gazetteer or not, and of events."""
    signature = (len(places_of(doc)), len(events_of(doc)), len(doc.user_data.get(UNRESOLVED, ())))
    known = doc.user_data.get(_KEY)
    if isinstance(known, Told) and known.signature == signature:
        return known
    words = words_of(doc.lang_ or "en")
    named = [*places_of(doc), *doc.user_data.get(UNRESOLVED, ())]
    named = [p for p in named if _is_place(p, words)]
    named.sort(key=lambda p: p.span.start)
    places = sorted([*named, *common_places(doc, named, words)], key=lambda p: p.span.start)
    people = {fold(t) for e in doc.ents if e.label_ == "PERSON" for t in (e.text, e[-1].text)}
    by_sentence: dict[int, list[EventMark]] = {}
    for event in events_of(doc):
        by_sentence.setdefault(event.sentence.start, []).append(event)
    events = {e.trigger.start: e for e in events_of(doc)}
    starts = [p.span.start for p in places]
    sites = {fold(p.span.text) for p in named if told_as_site(p, words)}
    made = Told(signature, places, starts, people, events, by_sentence, _only_towns(named, doc, words), sites)
    doc.user_data[_KEY] = made
    return made


def _is_place(place: PlaceMark, words: Words) -> bool:
    """Not a person, a body, a verb, or part of the name of a force ("Black Sea Fleet")."""
    root = place.span.root
    verb = root.pos_ == "VERB" and (place.lat is None or root.is_sent_start)
    if verb or root.ent_type_ in ("PERSON", "ORG") or place.span.text.lower() in words["parts"]:
        return False
    doc, end = place.span.doc, place.span.end
    follows = doc[end] if end < len(doc) else None
    if place.lat is None and len(place.span) == 1 and root.is_sent_start and not _name_alone(root, follows):
        return False
    return not (
        follows is not None
        and root.dep_ in ("compound", "nmod", "amod")
        and root.head.i == follows.i
        and follows.is_title
        and not follows.ent_type_
    )


def _name_alone(first: Token, follows: Token | None) -> bool:
    """Not a participle or a noun that opens a sentence with a capital ("Créée en 1999", "Gang members …")."""
    if first.pos_ != "PROPN" or first.morph.get("VerbForm", []):
        return False
    if first.dep_ in _PREDICATES and follows is not None and follows.is_lower:
        return False
    part = first.dep_ in ("compound", "nmod", "amod") and follows is not None and first.head.i == follows.i
    return not (part and follows is not None and follows.is_lower)


def places_in(sentence: Span, doc: Doc) -> list[PlaceMark]:
    """The places of a sentence, without those that only say where another lies."""
    all_told, words = told(doc), words_of(doc.lang_ or "en")
    first, last = bisect_left(all_told.starts, sentence.start), bisect_left(all_told.starts, sentence.end)
    people = all_told.people
    here = [p for p in all_told.places[first:last] if not of_old(p.span, words) and fold(p.span.text) not in people]
    outer: set[int] = set()
    for k, second in enumerate(here[1:], 1):
        one = next((p for p in reversed(here[:k]) if id(p) not in outer), None)
        if one is not None:
            wider = _wider(one, second, doc, words, here[k - 1])
            outer.update(id(p) for p in (wider,) if p is not None)
    return [place for place in here if id(place) not in outer]


def _wider(one: PlaceMark, second: PlaceMark, doc: Doc, words: Words, last: PlaceMark) -> PlaceMark | None:
    """The one of two neighbours in which the other lies; ``last`` is the place told between them, if there is one."""
    between, gap = doc[one.span.end : second.span.start], doc[max(one.span.end, last.span.end) : second.span.start]
    way = one.span.start > 0 and doc[one.span.start - 1].lower_ in words["between"]
    if way and len(between) == 1 and between[0].lower_ in words["frame_and"]:
        return second  # "the road between X and Y"
    if len(gap) > _INSIDE or any(t.pos_ in ("VERB", "AUX", "CCONJ") or "\n" in t.text for t in between):
        return None
    inner, wider = one.precision or 2, second.precision or 2
    if inner >= wider and inner != 1 and len(between) == 1 and between[0].lower_ in ("'s", "’s"):
        return one  # "northern X's Y district"
    if second.precision == 1 and second.lat is not None and told_as_site(one, words, quarters=False):
        return one  # the town of a site that no gazetteer knows
    if (any(t.text in ",(" for t in between) and inner <= wider) or (inner < wider and _within(between, words)):
        return second
    case = case_of(second.span.root)  # "northern X's town Y"; not "in the Black Sea, according to Y"
    return one if len(between) <= 2 and inner > wider and case in (None, *words["in"]) else None


def _within(between: Span, words: Words) -> bool:
    """ "X in eastern Y", "X, dans le nord de Y", "X in Y's Z region": one preposition of rest, right behind X."""
    led = next((t for t in between if t.lower_ not in words["kinds"]), None)  # "X village in the Y region"
    return led is not None and led.lower_ in words["in"] - words["toward"]


def took_place(sentence: Span, doc: Doc, words: Words, country: str | None) -> PlaceMark | None:
    """The town of one of the next sentences that says where it happened: "The attack took place in X"."""
    end = sentence.end
    for _ in range(_NEXT):
        if end >= len(doc):
            return None
        after = doc[end].sent
        end = after.end
        text = f" {' '.join(t.lower_ for t in after)} "
        if any(f" {phrase} " in text for phrase in words["took_place"]):
            towns = [p for p in places_in(after, doc) if p.precision == 1 and p.country == country]
            return next((p for p in towns if locative(p.span, words) == "in"), None)
    return None


def _only_towns(places: list[PlaceMark], doc: Doc, words: Words) -> dict[str | None, PlaceMark]:
    """Country → the one town of it that is told as a scene, seats of government and the dateline apart."""
    context, dateline = context_of(doc), dateline_of(doc)
    towns: dict[str | None, dict[str, PlaceMark]] = {}
    for place in places:
        exact = place.precision == 1 and place.lat is not None and place.span.label_ != "FAC"
        if not exact or place is dateline or context.seat(place.name) is not None:
            continue
        if locative(place.span, words) is not None:
            towns.setdefault(place.country, {}).setdefault(place.name, place)
    return {country: next(iter(known.values())) for country, known in towns.items() if len(known) == 1}


def dateline_of(doc: Doc) -> PlaceMark | None:
    """The place that opens the text before a dash or an agency in brackets ("GOMA (AFP) -")."""
    for place in places_of(doc)[:1]:
        end = place.span.end
        if place.span.start > 1:
            return None
        window = doc[end : end + 9]
        for token in window:
            if token.text in ("-", "–", "—", "(") or token.text.startswith(("(", "–", "—")):
                mark: PlaceMark = place
                return mark
            if token.pos_ in ("VERB", "AUX") or "\n" in token.text_with_ws:
                break
    return None
