"""French verbs and nouns: -er, -ir and -re by rule, the others by their families.

"maintenir" goes like "tenir", "rejoindre" like "craindre", "démentir" like "sentir": one row for each family, so that
no verb of the lexicon needs to be listed form by form. What has no family stands in ``lexicon/fr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ER_ENDINGS = ("e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez", "aient", "ant", "ai", "as", "a", "èrent")
_ER_PART = ("é", "ée", "és", "ées")
_ER_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient")
_IR_ENDINGS = ("is", "it", "issent", "issons", "issait", "issaient", "issant", "isse", "irent")
_IR_PART = ("i", "ie", "is", "ies")
_RE_ENDINGS = ("s", "", "ent", "ait", "aient", "ant", "it", "irent", "e")
_RE_PART = ("u", "ue", "us", "ues")
_MUTE = ("e", "es", "ent")
_LIGHTENED = re.compile(r"([eé])([bcçdfghjklmnpqrstvz]+)$")
_FUTURE = ("a", "ont", "ait", "aient", "ons")
_PART = ("", "e", "s", "es")
_PAST = ("ait", "aient", "ant", "ons", "e")
_SPOKEN = ("ons", "ez", "ais", "ai", "as", "es")
"""Endings of the first and second person: nouns in the plural are written like them ("attaques", "frappes")."""

_FUTURE_STEMS = (
    r"(?:er|ettr|attr|endr|eindr|aindr|oindr|oudr|audr|evr|[cmp]ourr|aîtr"
    r"|\bs?aur|\bir|\b(?:en|re|ren|entre)?verr|qu[ei]rr)"
)
_CONDITIONAL = re.compile(rf"{_FUTURE_STEMS}(?:ait|aient)$")
_FUTURE_OF = re.compile(rf"{_FUTURE_STEMS}(?:a|ont)$")
_IR = re.compile(r"ir(?:ait|aient|a|ont)$")
_ENDINGS = ("ait", "aient", "a", "ont")
"""Those of all three: most verbs have none of them."""

Forms = tuple[set[str], set[str]]
"""Forms that are no past participle, and those that are."""


def forms(verb: str) -> dict[str, set[str]] | None:
    """Forms by shape; None for what follows no rule."""
    made = family(verb)
    if made is None:
        made = _by_ending(verb)
    if made is None:
        return None
    told, part = made
    gerunds = {form for form in told if form.endswith("ant")}
    spoken = {form for form in told if form.endswith(_SPOKEN)}
    return {"inf": {verb}, "fin": told - gerunds - spoken, "part": part, "ger": gerunds, "spoken": spoken}


def family(verb: str) -> Forms | None:
    """The forms of a verb of a family; None where it belongs to none."""
    if verb in _BY_RULE:
        return None
    for ending, cut, made in _FAMILIES:
        if verb.endswith(ending):
            return made(verb[:-cut])
    return None


def beside_listed(verb: str) -> set[str]:
    """All forms of a verb of a family, none of another irregular one."""
    return set().union(*(forms(verb) or {}).values()) if family(verb) is not None else set()


def plural(noun: str) -> str | None:
    """ "Généraux", "bureaux", "frappes"; the same word behind s, x and z."""
    if noun.endswith(("s", "x", "z")):
        return None
    if noun.endswith("al"):
        return noun[:-2] + "aux"
    return noun + ("x" if noun.endswith(("eau", "eu")) else "s")


def mood(word: str, lemma: str) -> str | None:
    """ "Enverrait", "déploiera": conditional or future by the ending."""
    if not word.endswith(_ENDINGS):
        return None
    if _CONDITIONAL.search(word) or (_IR.search(word) and lemma.endswith("ir") and word.endswith("t")):
        return "conditional"
    return "future" if _FUTURE_OF.search(word) or (_IR.search(word) and lemma.endswith("ir")) else None


def _by_ending(verb: str) -> Forms | None:
    stem = verb[:-2]
    if verb.endswith("er"):
        return _er(verb), _each(stem, _ER_PART)
    if verb.endswith("ir"):
        return _each(stem, _IR_ENDINGS) | _each(verb, _ER_FUTURE), _each(stem, _IR_PART)
    if verb.endswith("re"):
        return _each(stem, _RE_ENDINGS) | _each(verb[:-1], _ER_FUTURE), _each(stem, _RE_PART)
    return None


def _er(verb: str) -> set[str]:
    stem = verb[:-2]
    soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    made = {(soft if ending[0] in "ao" else stem) + ending for ending in _ER_ENDINGS} | _each(verb, _ER_FUTURE)
    if stem.endswith("envoy"):  # enverra, renverrait
        made |= _each(stem[:-2] + "err", _ER_FUTURE)
    for light in _light_stems(stem):
        made |= _each(light, _MUTE) | _each(light + "er", _ER_FUTURE)
    return made


def _light_stems(stem: str) -> Iterable[str]:
    if stem.endswith(("oy", "uy", "ay")):
        yield stem[:-1] + "i"
    found = _LIGHTENED.search(stem)
    if found:
        yield stem[: found.start()] + "è" + found.group(2)
        if stem.endswith(("el", "et")):
            yield stem + stem[-1]


def _each(stem: str, endings: tuple[str, ...]) -> set[str]:
    return {stem + ending for ending in endings}


def _tenir(root: str) -> Forms:
    """``root``: main-t, sur-v."""
    told = _each(root + "en", _PAST[:-1]) | _each(root + "iendr", _FUTURE)
    return told | _each(root, ("ient", "iens", "iennent", "ienne", "int", "inrent")), _each(root + "enu", _PART)


def _mettre(root: str) -> Forms:
    told = _each(root + "mett", (*_PAST, "ent")) | _each(root + "mettr", _FUTURE)
    return told | _each(root, ("met", "mets", "mit", "mirent")), _each(root, ("mis", "mise", "mises"))


def _prendre(root: str) -> Forms:
    told = _each(root + "pren", (*_PAST[:-1], "nent", "ne")) | _each(root + "prendr", _FUTURE)
    return told | _each(root, ("prend", "prends", "prit", "prirent")), _each(root, ("pris", "prise", "prises"))


def _vrir(root: str) -> Forms:
    """``root``: cou-v, of-f."""
    told = _each(root + "r", (*_PAST, "es", "ent", "it", "irent")) | _each(root + "rir", _FUTURE)
    return told, _each(root + "ert", _PART)


def _indre(root: str) -> Forms:
    """``root``: rejoi, crai."""
    told = _each(root + "gn", (*_PAST, "ent", "it", "irent")) | _each(root + "ndr", _FUTURE)
    part = _each(root + "nt", _PART)
    return told | {root + "ns", root + "nt"}, part


def _uire(root: str) -> Forms:
    """``root``: détrui."""
    told = _each(root + "s", (*_PAST, "ent", "it", "irent")) | _each(root + "r", _FUTURE)
    return told | {root + "t"}, _each(root + "t", _PART)


def _battre(root: str) -> Forms:
    told = _each(root + "batt", (*_PAST, "ent", "it", "irent")) | _each(root + "battr", _FUTURE)
    return told | {root + "bat", root + "bats"}, _each(root + "battu", _PART)


def _courir(root: str) -> Forms:
    told = _each(root + "cour", (*_PAST, "t", "s", "ent", "ut", "urent")) | _each(root + "courr", _FUTURE)
    return told, _each(root + "couru", _PART)


def _rompre(root: str) -> Forms:
    told = _each(root + "romp", (*_PAST, "t", "s", "ent", "it", "irent")) | _each(root + "rompr", _FUTURE)
    return told, _each(root + "rompu", _PART)


def _sentir(root: str) -> Forms:
    """``root``: con-sen, dé-men, re-par."""
    told = _each(root + "t", (*_PAST, "ent", "it", "irent")) | _each(root + "tir", _FUTURE)
    return told | {root + "t", root + "s"}, _each(root + "ti", _PART)


def _aitre(root: str) -> Forms:
    """``root``: par-a, conn-a, accr-o."""
    past = root[:-1] + "u"
    told = _each(root + "iss", (*_PAST, "ent")) | _each(root + "îtr", _FUTURE)
    return told | {root + "ît", root + "it", past + "t", past + "rent"}, _each(past, _PART)


def _cevoir(root: str) -> Forms:
    told = _each(root + "cev", _PAST[:-1]) | _each(root + "cevr", _FUTURE)
    return told | _each(root + "ç", ("oit", "ois", "oivent", "oive", "ut", "urent")), _each(root + "çu", _PART)


def _dire(root: str) -> Forms:
    told = _each(root + "dis", (*_PAST, "ent")) | _each(root + "dir", _FUTURE) | {root + "dit", root + "dirent"}
    return told, _each(root + "dit", _PART)


def _crire(root: str) -> Forms:
    told = _each(root + "criv", (*_PAST, "ent", "it", "irent")) | _each(root + "crir", _FUTURE) | {root + "crit"}
    return told, _each(root + "crit", _PART)


def _clure(root: str) -> Forms:
    told = _each(root + "clu", (*_PAST, "t", "ent", "rent", "e", "s")) | _each(root + "clur", _FUTURE)
    return told, _each(root + "clu", _PART)


def _suivre(root: str) -> Forms:
    told = _each(root + "suiv", (*_PAST, "ent", "it", "irent")) | _each(root + "suivr", _FUTURE) | {root + "suit"}
    return told, _each(root + "suivi", _PART)


def _querir(root: str) -> Forms:
    told = _each(root + "quér", _PAST[:-1]) | _each(root + "querr", _FUTURE)
    return told | _each(root + "qui", ("ert", "èrent", "ère", "t", "rent")), _each(root + "qui", ("s", "se", "ses"))


def _voir(root: str) -> Forms:
    told = _each(root + "voy", _PAST[:-1]) | _each(root + "verr", _FUTURE) | _each(root + "voir", _FUTURE)
    return told | _each(root + "v", ("oit", "oient", "oie", "it", "irent")), _each(root + "vu", _PART)


_FAMILIES = (
    ("tenir", 4, _tenir), ("venir", 4, _tenir), ("mettre", 6, _mettre), ("prendre", 7, _prendre), ("vrir", 3, _vrir),
    ("ffrir", 3, _vrir), ("indre", 4, _indre), ("uire", 2, _uire), ("battre", 6, _battre), ("courir", 6, _courir),
    ("rompre", 6, _rompre), ("sentir", 3, _sentir), ("mentir", 3, _sentir), ("partir", 3, _sentir),
    ("sortir", 3, _sentir), ("aître", 4, _aitre), ("oître", 4, _aitre), ("cevoir", 6, _cevoir), ("dire", 4, _dire),
    ("crire", 5, _crire), ("clure", 5, _clure), ("suivre", 6, _suivre), ("quérir", 6, _querir), ("voir", 4, _voir),
)  # fmt: skip
_BY_RULE = frozenset({"répartir", "impartir", "maudire", "devoir", "avoir", "savoir", "pouvoir", "pourvoir"})
