"""Whether two names are of one party: what the annotators wrote and what the program puts out.

"Movement for the Emancipation of the Niger Delta" is MEND, "Malian army" the Malian Armed Forces, "Government of Peru"
Peru, "étudiants serbes" Serb students: a name is right when it is of the right party, in whichever of the languages it
is told and by whichever word for such a group.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.names import actor_words
from processors.extraction.names.countries import country_forms
from processors.extraction.terms import fold

_LANGUAGES = lexicon.languages()
_JOINTS = lexicon.function_words("name_joints")
"""Words between an institution and its country, and before a name; folded."""


def party(name: str) -> str:
    """A key that is the same for all names of a party, in either language."""
    words = _words(name.lower().replace("’", "'"))
    plain = fold(" ".join(words))
    known = _organisations().get(plain, plain)
    if known in _forces():
        return _forces()[known]
    for country, rest in _splits(words):
        code = _countries().get(fold(country)) or (_peoples().get(fold(country)) if rest else None)
        if code is None:
            continue
        if not rest:
            state = plain in _states()[code] and plain not in _organisations()  # the United Nations have a code too
            return f"country:{code}" if state else known
        role = next((r for r in (actor_words.load(lang).institution(rest) for lang in _LANGUAGES) if r), None)
        if role is not None:
            return f"country:{code}" if role.name == "government" else f"force:{code}:{role.name}"
        if (group := _group(rest)) is not None:
            return f"group:{code}:{group}"
    group = _group(plain)
    return known if group is None else f"group:{group}"


def _group(name: str) -> str | None:
    """The group that a common noun of either language tells of, by its English plural."""
    plain = fold(name)
    return plain if plain in _groups().values() else _groups().get(plain)


def _words(name: str) -> list[str]:
    """The words of a name in small letters without an article before it."""
    words = name.replace("d'", "d' ").replace("l'", "l' ").split()
    while len(words) > 1 and words[0] in _JOINTS:
        words = words[1:]
    return words


def _splits(words: list[str]) -> Iterator[tuple[str, str]]:
    """A country at either end, and what stands besides: "Malian" + "army", "police" + "du Togo"."""
    for cut in range(len(words), 0, -1):
        yield " ".join(words[:cut]), " ".join(words[cut:])
    for cut in range(1, len(words)):
        before = list(words[:cut])
        while before and before[-1] in _JOINTS:
            before.pop()
        yield " ".join(words[cut:]), " ".join(before)


@cache
def _organisations() -> dict[str, str]:
    """Folded form of a known organisation → its folded name; forms that two of them have are left out."""
    groups: dict[str, Any] = lexicon.load("common", "names_orgs")
    found: dict[str, str] = {}
    for group in groups.values():
        for key, row in group.items():
            if key == "_default":
                continue
            name = _plain(row["name"])
            for form in {row["name"], *(f for part in ("all", *_LANGUAGES) for f in row.get(part, []))}:
                plain = _plain(form)
                found[plain] = name if found.get(plain, name) == name else plain
    return found


@cache
def _forces() -> dict[str, str]:
    """Folded proper name of an army, a police, a navy → its key."""
    data: dict[str, dict[str, str]] = lexicon.load("common", "actors")["forces"]
    return {_plain(name): f"force:{code}:{role}" for role, names in data.items() for code, name in names.items()}


@cache
def _groups() -> dict[str, str]:
    """Folded noun for people, in either language and number → their English plural, folded."""
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        people: dict[str, list[str]] = lexicon.load(language, "actors")["people"]
        for name, forms in people.items():
            for form in (name, *forms):
                plain = fold(form.replace("*", ""))
                for each in (plain, f"{plain}s"):
                    found.setdefault(each, fold(name))
    return found


@cache
def _peoples() -> dict[str, str]:
    """Folded adjective of a people of a country → the code of the country ("police serbe")."""
    forms = (form for language in _LANGUAGES for form in country_forms(language, None))
    return {_plain(form): code for form, kind, key, _, code in forms if code and kind == "norp" and key != code}


@cache
def _countries() -> dict[str, str]:
    """Folded name or adjective of a country → its code."""
    forms = (form for language in reversed(_LANGUAGES) for form in country_forms(language, None))
    return {_plain(form): code for form, kind, key, _, code in forms if code and kind != "place" and key == code}


@cache
def _states() -> dict[str, frozenset[str]]:
    """Code → folded names of the country itself."""
    found: dict[str, set[str]] = {}
    for form, kind, _, _, code in (row for language in _LANGUAGES for row in country_forms(language, None)):
        if code:
            names = found.setdefault(code, set())
            if kind == "country":
                names.add(_plain(form))
    return {code: frozenset(forms) for code, forms in found.items()}


def _plain(form: str) -> str:
    return " ".join(_words(fold(form)))
