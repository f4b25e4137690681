"""Whether two names are of one party: what the annotators wrote and what the program puts out.

"Movement for the Emancipation of the Niger Delta" is MEND, "Malian army" the Malian Armed Forces, "Government of Peru"
Peru: a name is right when it is of the right party. What is a group of people is compared by its words alone.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from processors.extraction import lexicon
from processors.extraction.names import actor_words
from processors.extraction.names.countries import country_forms
from processors.extraction.terms import fold

_OF = "government of "
_LANGUAGES = ("en", "fr")


def party(name: str) -> str:
    """A key that is the same for all names of a party."""
    plain = fold(name).removeprefix("the ")
    known = _organisations().get(plain, plain)
    if known in _forces():
        return _forces()[known]
    if plain.startswith(_OF):
        plain = plain.removeprefix(_OF).removeprefix("the ")
    words = plain.split()
    for cut in range(len(words), 0, -1):
        code = _countries().get(" ".join(words[:cut]))
        if code is None:
            continue
        rest = " ".join(words[cut:])
        if not rest:
            return f"country:{code}" if code in _states() and plain in _states()[code] else known
        role = actor_words.load("en").institution(rest)
        if role is not None:
            return f"country:{code}" if role.name == "government" else f"force:{code}:{role.name}"
    return known


@cache
def _organisations() -> dict[str, str]:
    """Folded form of a known organisation → its folded name; forms that two of them have are left out."""
    groups: dict[str, Any] = lexicon.load("common", "names_orgs")
    found: dict[str, str] = {}
    for group in groups.values():
        for key, row in group.items():
            if key == "_default":
                continue
            name = fold(row["name"])
            for form in {row["name"], *(f for part in ("all", *_LANGUAGES) for f in row.get(part, []))}:
                found[fold(form)] = name if found.get(fold(form), name) == name else fold(form)
    return found


@cache
def _forces() -> dict[str, str]:
    """Folded proper name of an army, a police, a navy → its key."""
    data: dict[str, dict[str, str]] = lexicon.load("common", "actors")["forces"]
    return {fold(name): f"force:{code}:{role}" for role, names in data.items() for code, name in names.items()}


@cache
def _countries() -> dict[str, str]:
    """Folded name or adjective of a country → its code."""
    forms = country_forms("en", None)
    return {fold(form): code for form, kind, key, _, code in forms if code and kind != "place" and key == code}


@cache
def _states() -> dict[str, frozenset[str]]:
    """Code → folded names of the country itself."""
    found: dict[str, set[str]] = {}
    for form, kind, _, _, code in country_forms("en", None):
        if kind == "country" and code:
            found.setdefault(code, set()).add(fold(form))
    return {code: frozenset(forms) for code, forms in found.items()}
