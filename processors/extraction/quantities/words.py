"""``quantities.yaml`` compiled for look-up: verb frames by surface form, nouns by class.

Surface forms are used, not lemmas: small parsers lemmatise French participles badly ("morts"), and a frame
that hangs on a lemma hangs on the parser. The conjugation of regular verbs is spelled out here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Token

from processors.extraction import lexicon
from processors.extraction.lexicon.grammar import Grammar, grammar_of
from processors.extraction.quantities.phrases import Tree, phrase_tree, split_phrase
from processors.extraction.quantities.verbs import conjugate

CASUALTY = ("killed", "injured", "missing", "arrested", "abducted", "displaced")

_SETS = """
months weekdays labels stations money partitive others be have modal future negation deny threat toll_link revised
definite possessive number coord negated_subject hazard conflict life armed hedges blame spared with_injuries
standby bring lists natural bare_be toll_nouns relative relief anaphors risen severe crowd twosome pairs some
told long clear suicide armoured not_civil civil_told police own_losses own_men count_nouns nameless clitics proclitics
plural_pronouns loses by_with fired leaves it sided aged one_person anybody organisers picked rate per tried vain
lossy either reflexive fought like purpose bare_infinitive object_pronouns where those_of had_to figure choice
bare_toll coding also in_all plural_reflexive
age_units contracted posts among_them victims makes_victims puts this disaster lie below all upon alone generic
inclusive people toll_alone remains retrieved comprises raised plural_article owner of_more out_of another
corrects fatal dead_ones told_as bodies pronouns_one pronouns_several these_deaths
membership clock_at clock_behind
be_now any_men firms more_not of_age local also_adjectives alone_before picked_ahead before_verb half_negation only_with
negated_pronoun had not_negated doubly aim managed bound posted this_day answers
backshift speaks
"""
"""The lists of ``quantities.yaml`` that are looked up word by word."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb does to whom it counts."""

    kind: str
    take: str
    mode: str | None = None
    within: tuple[tuple[str, ...], ...] = ()
    only: frozenset[str] = frozenset()
    passive: bool = False
    reduced: bool = True
    by: frozenset[str] = frozenset()
    strict: bool = False
    alive: bool = False
    unless: frozenset[str] = frozenset()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One surface form (its words) of a frame. ``shapes``: fin, part, ger, inf."""

    words: tuple[str, ...]
    shapes: frozenset[str]
    frame: Frame


@dataclass(slots=True)
class Words:
    """Everything ``quantities.yaml`` says, ready to look up."""

    language: str
    verbs: dict[str, list[Form]] = field(default_factory=dict)
    counted: dict[str, str] = field(default_factory=dict)
    deaths: dict[str, str] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    free: dict[str, str] = field(default_factory=dict)
    toll: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    units: dict[str, tuple[int, int]] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)
    trees: dict[str, Tree] = field(default_factory=dict)
    groups: dict[str, dict[str, list[tuple[str, ...]]]] = field(default_factory=dict)
    suffixes: tuple[str, ...] = ()
    plural_endings: tuple[str, ...] = ()
    after: dict[str, frozenset[str]] = field(default_factory=dict)
    peoples: dict[str, str] = field(default_factory=dict)
    grammar: Grammar = field(default_factory=Grammar)

    def klass(self, lower: str) -> str | None:
        """Class of a noun: soldier, attacker … person, thing, unit, counted; None if unknown."""
        return self.classes.get(lower)

    def month(self, token: Token) -> bool:
        """Is this the name of a month? In English only with a capital: "200 may have died"."""
        return token.lower_ in self.sets["months"] and (
            token.text[0].isupper() or not self.grammar.has("months_capital")
        )

    def human(self, lower: str) -> bool:
        """Is this surely a word for people?"""
        known = self.classes.get(lower)
        if known is not None:
            return known not in ("thing", "vehicle", "unit", "household")
        return len(lower) > 4 and lower.endswith(self.suffixes)


def build(language: str, overlay: str | None = None) -> Words:
    """Compile the lexicon of a language."""
    data = lexicon.load(language, "quantities", overlay)
    numbers = lexicon.load(language, "numbers", overlay)
    words = Words(language, grammar=grammar_of(language, overlay))
    for row in data.get("verbs", ()):
        _add_frame(words, row, language)
    for topic in ("counted", "deaths", "of", "free", "toll"):
        table: dict[str, str] = getattr(words, topic)
        for kind, items in data.get(topic, {}).items():
            table.update(dict.fromkeys(map(str, items), kind))
    _add_classes(words, data)
    for key in _SETS.split():
        words.sets[key] = frozenset(str(x).lower() for x in data.get(key, ()))
    words.sets["of"] = frozenset(map(str, numbers.get("of", ())))
    words.sets["collectives_of"] = frozenset(map(str, numbers.get("collectives_of", ())))
    words.sets["articles"] = frozenset(map(str, numbers.get("articles", ())))
    words.trees["along"] = phrase_tree({"along": list(map(str, data.get("along", ())))})
    echoes = [*map(str, data.get("echo", ())), *_echoes(data.get("echo_verbs", []), language)]
    words.trees["echo"] = phrase_tree({"echo": echoes}, backwards=True)
    for key in (
        "numbering",
        "including",
        "coord",
        "among_these",
        "how_many",
        "source",
        "not_so",
        "by_now",
        "could_have",
    ):
        words.trees[key] = phrase_tree({key: list(map(str, data.get(key, ())))}, backwards=True)
    words.trees["cues"] = phrase_tree({"including": list(map(str, data.get("including", ())))})
    words.trees["among"] = phrase_tree(data.get("among", {}))
    words.trees["side"] = phrase_tree({"side": list(map(str, data.get("side", ())))})
    for key in (
        "gives_up",
        "as_is",
        "aside",
        "mishap",
        "natural_death",
        "told_by",
        "besides",
        "in_all",
        "of_those",
        "of_wounds",
        "rest",
        "was_said",
        "is_said",
        "superlative",
        "one_event",
        "percent",
        "period",
        "yearly",
        "pits",
        "forces",
    ):
        words.trees[key] = phrase_tree({key: list(map(str, data.get(key, ())))})
    words.trees["state"] = phrase_tree(data.get("state", {}))
    words.after = {str(k): frozenset(v) for k, v in data.get("of_after", {}).items()}
    words.peoples = {str(k): str(v) for k, v in data.get("peoples", {}).items()}
    words.suffixes = tuple(data.get("suffixes", ()))
    words.plural_endings = tuple(data.get("plural_endings", ()))
    _add_groups(words, data.get("groups", {}), language)
    return words


def _add_classes(words: Words, data: dict[str, Any]) -> None:
    words.classes.update(dict.fromkeys(map(str, data.get("things", ())), "thing"))
    for name, items in data.get("classes", {}).items():
        if name == "unit":
            words.units.update({str(k): (int(v[0]), int(v[1])) for k, v in items.items()})
        words.classes.update(dict.fromkeys(map(str, items), name))
    for word in words.counted:
        words.classes.setdefault(word, "counted")


def _add_groups(words: Words, groups: dict[str, list[Any]], language: str) -> None:
    for name, items in groups.items():
        table: dict[str, list[tuple[str, ...]]] = {}
        plain = name in ("already", "announced", "planned", "cumulative", "total", "military", "more") or name.endswith(
            "_nouns"
        )
        for item in items:
            forms = [(str(item),)] if plain else [(" ".join(f),) for f, _ in conjugate(item, language)]
            for (form,) in forms:
                parts = tuple(form.split())
                table.setdefault(parts[0], []).append(parts)
        words.groups[name] = table


def _add_frame(words: Words, row: dict[str, Any], language: str) -> None:
    only = frozenset(row.get("only", ()))
    if "person" in only and row["kind"] in ("killed", "injured"):
        only |= {"prisoner", "captive"}
    frame = Frame(
        row["kind"],
        row["take"],
        row.get("mode"),
        tuple(tuple(split_phrase(str(p))) for p in row.get("with", ())),
        only,
        bool(row.get("passive", False)),
        bool(row.get("reduced", True)),
        frozenset(row.get("by", ())),
        bool(row.get("strict", False)),
        bool(row.get("alive", False)),
        frozenset(row.get("unless", ())),
        bool(row.get("several", False)),
    )
    for item in row.get("forms", ()):
        for form, shapes in conjugate(item, language):
            words.verbs.setdefault(form[0], []).append(Form(form, shapes, frame))


def _echoes(rows: list[dict[str, Any]], language: str) -> list[str]:
    """Phrases of a second figure ("admits only", "n'en confirment que"), written out from verbs and patterns."""
    out: list[str] = []
    for row in rows:
        for verb in row["verbs"]:
            for form, shapes in conjugate(verb, language):
                for shape in shapes:
                    mark = "{" + shape + "}"
                    out.extend(p.replace(mark, " ".join(form)) for p in row["patterns"] if mark in p)
    return out
