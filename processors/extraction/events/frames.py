"""Frames compiled from ``lexicon/<language>/events_*.yaml``; the form of those files is told in their headers.

A frame says which words, in which surroundings, stand for which PLOVER type and mode. Words are
matched by form (see ``forms``), their surroundings by roles in the parse with a fallback to nearness.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from processors.extraction import lexicon
from processors.extraction.conjugation import noun_forms
from processors.extraction.events.forms import verb_forms
from processors.extraction.events.patterns import spread, words_of
from tocsin.records.analysis import EventType, Signal

TOPICS = (
    "events_assault", "events_force", "events_protest", "events_diplomacy", "events_roles_frames",
    "events_constructions", "events_constructions_force", "events_usage", "events_usage_more", "events_wire",
    "events_incidents", "events_reports", "events_pledges", "events_free",
    "events_press", "events_press_force", "events_press_words", "events_everyday", "events_everyday_words",
    "events_told", "events_told_force", "events_finds",
)  # fmt: skip
LATE = frozenset({"events_told_force"})
"""Topics whose frames, wide as they are, stand back where one of another topic covers some of their words."""
GAP = 6
"""Words that "~" lets pass; "~2" lets two pass."""
_BEFORE_PASSIVE = 2
"""Words that may stand between a subject and the auxiliary of the passive."""
PASSIVE = "passive"
"""Kind of the patterns that are made of others; where they overlap with a pattern of the lexicon, that one wins."""
REFLEXIVE = lexicon.function_words("reflexive")
CONDITIONS = ("subject", "object", "to", "any", "text", "near", "left", "right", "inside")


@dataclass(frozen=True, slots=True)
class Words:
    """A set of word forms and entity labels that an argument or a neighbour is tested against."""

    forms: frozenset[str]
    labels: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.forms or self.labels)


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a pattern: the forms that fit, and how many tokens may stand before it."""

    forms: frozenset[str]
    gap: int = 0
    verbal: bool = False


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern of a frame. ``kind``: verb, noun, phrase (no part of speech asked), passive (made of a verb and its
    object); ``verbal``: begins with a verb."""

    kind: str
    steps: tuple[Step, ...]
    frame: Frame
    verbal: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What a trigger stands for, and the conditions its surroundings must meet."""

    name: str
    type: EventType
    mode: str | None
    contexts: tuple[str, ...] = ()
    signal: Signal | None = None
    flags: frozenset[str] = frozenset()
    realis: str | None = None
    require: tuple[tuple[str, Words], ...] = ()
    forbid: tuple[tuple[str, Words], ...] = ()
    rank: int = 2
    late: bool = False


@dataclass(slots=True)
class FrameBook:
    """All frames of a language: ``index`` by the form of patterns of one word, ``longer`` by the first of several."""

    language: str
    index: dict[str, list[Trigger]] = field(default_factory=dict)
    longer: dict[str, list[Trigger]] = field(default_factory=dict)
    classes: dict[str, Words] = field(default_factory=dict)
    instruments: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    governors: frozenset[str] = frozenset()
    surely: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    also: dict[str, frozenset[str]] = field(default_factory=dict)
    """Word of a list or pattern → forms that stand wherever it does."""
    elements: dict[tuple[str, bool], frozenset[str]] = field(default_factory=dict)
    """Element of a pattern and whether a verb → its forms; needed while the book is made."""
    _followers: dict[str, dict[str, list[Trigger]]] = field(default_factory=dict)

    def followers(self, form: str) -> dict[str, list[Trigger]]:
        """Patterns of several words that begin with a form, by the forms of their second word.

        Made when the form is first met: of the million pairs a language has, news shows few.
        """
        known = self._followers.get(form)
        if known is None:
            known = {}
            for trigger in self.longer[form]:
                for following in trigger.steps[1].forms:
                    known.setdefault(following, []).append(trigger)
            self._followers[form] = known
        return known


@cache
def frame_book(language: str, overlay: str | None = None) -> FrameBook:
    """Compile the frames of a language once.

    Raises:
        ValueError: a frame names an unknown class, type or condition; the message names the frame.
    """
    irregular: dict[str, list[str]] = lexicon.load(language, "events_forms", overlay)
    book = FrameBook(language)
    roles = lexicon.load(language, "events_roles", overlay)
    book.governors = frozenset(map(str, roles.get("governors", ())))
    book.surely = frozenset(map(str, roles.get("surely", ())))
    book.passive = frozenset(map(str, roles.get("passive", ())))
    classes = dict(lexicon.load(language, "events_classes", overlay))
    book.also = _also(classes.pop("also", {}), language)
    _classes(book, classes)
    for topic in TOPICS:
        for name, spec in lexicon.load(language, topic, overlay).items():
            for frame_name, part in _variants(name, spec):
                try:
                    _add(book, frame_name, part, irregular, late=topic in LATE)
                except ValueError as error:
                    raise ValueError(f"lexicon {language}/{topic}.yaml: {error}") from error
    return book


def _variants(name: str, spec: Any) -> Iterable[tuple[str, dict[str, Any]]]:
    variants = spec if isinstance(spec, list) else [spec]
    for number, part in enumerate(variants):
        yield (f"{name}.{number}" if number else name), part


def _also(data: dict[str, list[str]], language: str) -> dict[str, frozenset[str]]:
    """Words for the same people in the reporting of one region ("jawan"), by each form of the word they go with."""
    return {
        form: frozenset[str]().union(*(noun_forms(str(word), language) for word in others))
        for base, others in data.items()
        for form in noun_forms(base, language)
    }


def _classes(book: FrameBook, data: dict[str, Any]) -> None:
    for name, words in data.items():
        if name != "instruments":
            book.classes[name] = _words(book, words, name)
    for mode, words in data.get("instruments", {}).items():
        book.instruments.append((mode, _words(book, words, mode).forms))


def _words(book: FrameBook, words: Any, owner: str) -> Words:
    forms: set[str] = set()
    labels: set[str] = set()
    for word in words if isinstance(words, list) else [words]:
        text = str(word)
        if text.startswith("@"):
            known = _known(book, text[1:], owner)
            forms |= known.forms
            labels |= known.labels
        elif text.isupper() and len(text) > 2:
            labels.add(text)
        else:
            forms |= noun_forms(text, book.language) | book.also.get(text, frozenset())
    return Words(frozenset(forms), frozenset(labels))


def _known(book: FrameBook, name: str, owner: str) -> Words:
    if name not in book.classes:
        raise ValueError(f"{owner} names the unknown class @{name}")
    return book.classes[name]


def _add(book: FrameBook, name: str, spec: dict[str, Any], irregular: dict[str, list[str]], *, late: bool) -> None:
    type_, _, mode = str(spec["is"]).partition("/")
    flags = frozenset(spec.get("flags", ()))
    frame = Frame(
        name=name,
        type=cast(EventType, type_),
        mode=mode or None,
        contexts=tuple(spec.get("contexts", ())),
        signal=spec.get("signal"),
        flags=flags,
        realis=spec.get("realis"),
        require=_conditions(book, name, spec.get("require", {})),
        forbid=_forbidden(book, _conditions(book, name, spec.get("forbid", {}))),
        rank=int(spec.get("rank", 2)),
        late=late,
    )
    for kind in ("verbs", "nouns", "phrases"):
        for pattern in spec.get(kind, ()):
            for one in spread(str(pattern), book.language):
                _add_pattern(book, frame, kind[:-1], one, irregular)


def _conditions(book: FrameBook, name: str, spec: dict[str, Any]) -> tuple[tuple[str, Words], ...]:
    for key in spec:
        if key not in CONDITIONS:
            raise ValueError(f"{name} has the unknown condition {key!r}")
    return tuple((key, _words(book, value, name)) for key, value in spec.items())


def _forbidden(book: FrameBook, conditions: tuple[tuple[str, Words], ...]) -> tuple[tuple[str, Words], ...]:
    """What is forbidden near a trigger, verbs of asking and refusing apart: these must govern it."""
    out: list[tuple[str, Words]] = []
    for key, words in conditions:
        above = words.forms & book.governors if key == "near" else frozenset()
        rest = Words(words.forms - above, words.labels)
        if above:
            out.append(("above", Words(above)))
        if rest:
            out.append((key, rest))
    return tuple(out)


def _add_pattern(book: FrameBook, frame: Frame, kind: str, pattern: str, irregular: dict[str, list[str]]) -> None:
    steps: list[Step] = []
    gap = 0
    inflect = kind == "verb"
    begins = inflect or pattern.startswith("v:")
    for part in words_of(pattern, book.language):
        if part.startswith("~"):
            gap = int(part[1:] or GAP)
            continue
        forms = _forms(book, part, irregular, frame.name, verbal=inflect or part.startswith("v:"))
        inflect = inflect and forms == REFLEXIVE
        steps.append(Step(forms, gap, part.startswith("v:")))
        gap = 2 if forms == REFLEXIVE else 0
    _enter(book, Trigger(kind, tuple(steps), frame, begins))
    if begins and len(steps) == 2 and steps[1].gap and not steps[1].verbal and book.passive:
        _enter(book, Trigger(PASSIVE, _turned(book, steps[0], steps[1]), frame))


def _forms(book: FrameBook, part: str, irregular: dict[str, list[str]], owner: str, *, verbal: bool) -> frozenset[str]:
    """The forms of an element; elements come again in many patterns, so each is worked out once."""
    known = book.elements.get((part, verbal))
    if known is not None:
        return known
    found: list[frozenset[str]] = []
    for word in part.removeprefix("v:").split("|"):
        if word.startswith("@"):
            found.append(_known(book, word[1:], owner).forms)
        elif word in REFLEXIVE:
            found.append(REFLEXIVE)
        elif verbal:
            found.append(verb_forms(word, book.language, irregular))
        else:
            own = noun_forms(word, book.language) if len(word) > 2 else frozenset({word})
            found.append(own | book.also.get(word, frozenset()))
    forms = found[0] if len(found) == 1 else frozenset[str]().union(*found)
    book.elements[part, verbal] = forms
    return forms


def _turned(book: FrameBook, verb: Step, thing: Step) -> tuple[Step, ...]:
    """The passive of a verb and its object: "suspendre ~ constitution" as "la constitution a été suspendue"."""
    return Step(thing.forms), Step(book.passive, _BEFORE_PASSIVE), Step(verb.forms, 2, True)


def _enter(book: FrameBook, trigger: Trigger) -> None:
    begun = book.index if len(trigger.steps) == 1 else book.longer
    for form in trigger.steps[0].forms:
        begun.setdefault(form, []).append(trigger)
