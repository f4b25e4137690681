"""Forms of countries, territories and peoples: CLDR's names, our file, and demonyms with their endings."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from babel import Locale

from processors.extraction import lexicon

Form = tuple[str, str, str, str, str | None]
"""form, kind (country, place, norp), key of the id, canonical name, country."""


def _cldr(language: str) -> dict[str, str]:
    territories: dict[str, str] = dict(Locale(language).territories)
    return {code: name for code, name in territories.items() if len(code) == 2 and code.isalpha()}


@cache
def country_names(overlay: str | None = None) -> dict[str, str]:
    """ISO code → English name as the press writes it."""
    data: dict[str, Any] = lexicon.load("common", "names_countries", overlay)
    names = _cldr("en")
    names.update({code: row["name"] for code, row in data.get("countries", {}).items() if "name" in row})
    return names


@cache
def adjectives(overlay: str | None = None) -> dict[str, str]:
    """ISO code → English adjective ("Serbian")."""
    data: dict[str, Any] = lexicon.load("common", "names_countries", overlay)
    return {code: row["adj"] for code, row in data.get("countries", {}).items()}


@cache
def seats(overlay: str | None = None) -> dict[str, str]:
    """Folded English name of a seat of government → ISO code ("moscow" → RU)."""
    data: dict[str, Any] = lexicon.load("common", "names_countries", overlay)
    return {seat.lower(): code for code, row in data.get("countries", {}).items() for seat in row.get("seat", [])}


@cache
def org_ids(overlay: str | None = None) -> dict[str, str]:
    """Canonical name of a known organisation → its id, so that a force told in words gets the same one."""
    groups: dict[str, Any] = lexicon.load("common", "names_orgs", overlay)
    return {row["name"]: f"org:{key}" for group in groups.values() for key, row in group.items() if key != "_default"}


def country_forms(language: str, overlay: str | None) -> Iterator[Form]:
    """All forms of countries, other lands, and peoples in one language."""
    data: dict[str, Any] = lexicon.load("common", "names_countries", overlay)
    endings: dict[str, list[str]] = lexicon.load(language, "names", overlay).get("demonym", {}).get("endings", {})
    names = country_names(overlay)
    banned = set(data.get("not_names", []))
    adj_key = "adj" if language == "en" else f"{language}_adj"
    for code, row in data.get("countries", {}).items():
        for form in {names.get(code, ""), *row.get(f"also_{language}", [])} - {""}:
            if language == "en" or form in row.get(f"also_{language}", []):
                yield form, "country", code, names[code], code
        own = [row["adj"], *row.get("en", [])] if language == "en" else row.get(language, [])
        for base in own:
            for form in _inflect(base, endings):
                yield form, "norp", code, row["adj"], code
    for code, form in _cldr(language).items():
        if form not in banned and code in names:
            yield form, "country", code, names[code], code
    for key, row in data.get("entities", {}).items():
        for form in [row["name"], *row.get("all", []), *row.get(language, [])]:
            yield form, "place", key, row["name"], row.get("country")
        adjective = row.get(adj_key, [])
        for base in [adjective] if isinstance(adjective, str) else adjective:
            for form in _inflect(base, endings):
                yield form, "norp", key, row.get("adj", row["name"]), row.get("country")
    for key, row in data.get("peoples", {}).items():
        own = [row["name"], *row.get("en", [])] if language == "en" else row.get(language, [])
        for base in own if row.get("form", True) or language != "en" else []:
            for form in _inflect(base, endings):
                yield form, "norp", key, row["name"], row.get("country")


@cache
def governed() -> frozenset[str]:
    """Ids of entities with a government of their own, which act as states do (Somaliland)."""
    return frozenset(f"place:{key}" for key in lexicon.load("common", "names_countries").get("governed", ()))


@cache
def demonyms(language: str) -> dict[str, str]:
    """Adjective of a people in lower case → ISO code ("camerounais" → CM)."""
    return {
        form.lower(): code
        for form, kind, key, _, code in country_forms(language, None)
        if kind == "norp" and code and key == code
    }


def _inflect(base: str, endings: dict[str, list[str]]) -> Iterator[str]:
    """A demonym in all its forms, by the longest ending that fits."""
    for ending in sorted(endings, key=len, reverse=True):
        if base.endswith(ending):
            stem = base[: len(base) - len(ending)] if ending else base
            yield from (stem + new for new in endings[ending])
            return
    yield base
