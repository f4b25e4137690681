"""Conjugation of the French verbs that follow neither -er nor -ir nor -re, by their families.

"maintenir" goes like "tenir", "rejoindre" like "craindre", "démentir" like "sentir": one row for each family, so that
no verb of the lexicon needs to be listed form by form. What has no family stands in ``lexicon/fr/events_forms.yaml``.
"""

from __future__ import annotations

_FUTURE = ("a", "ont", "ait", "aient", "ons")
_PART = ("", "e", "s", "es")
_PAST = ("ait", "aient", "ant", "ons", "e")


def _each(stem: str, endings: tuple[str, ...]) -> set[str]:
    return {stem + ending for ending in endings}


def _tenir(root: str) -> set[str]:
    """``root``: main-t, sur-v."""
    forms = _each(root + "en", _PAST[:-1]) | _each(root + "enu", _PART) | _each(root + "iendr", _FUTURE)
    return forms | _each(root, ("ient", "iens", "iennent", "ienne", "int", "inrent"))


def _mettre(root: str) -> set[str]:
    forms = _each(root + "mett", (*_PAST, "ent")) | _each(root + "mettr", _FUTURE)
    return forms | _each(root, ("met", "mets", "mit", "mirent", "mis", "mise", "mises"))


def _prendre(root: str) -> set[str]:
    forms = _each(root + "pren", (*_PAST[:-1], "nent", "ne")) | _each(root + "prendr", _FUTURE)
    return forms | _each(root, ("prend", "prends", "prit", "prirent", "pris", "prise", "prises"))


def _vrir(root: str) -> set[str]:
    """``root``: cou-v, of-f."""
    forms = _each(root + "r", (*_PAST, "es", "ent", "it", "irent")) | _each(root + "rir", _FUTURE)
    return forms | _each(root + "ert", _PART)


def _indre(root: str) -> set[str]:
    """``root``: rejoi, crai."""
    forms = _each(root + "gn", (*_PAST, "ent", "it", "irent")) | _each(root + "ndr", _FUTURE)
    return forms | _each(root + "nt", _PART) | {root + "ns"}


def _uire(root: str) -> set[str]:
    """``root``: détrui."""
    forms = _each(root + "s", (*_PAST, "ent", "it", "irent")) | _each(root + "r", _FUTURE)
    return forms | _each(root + "t", _PART)


def _battre(root: str) -> set[str]:
    forms = _each(root + "batt", (*_PAST, "ent", "it", "irent")) | _each(root + "battr", _FUTURE)
    return forms | _each(root + "battu", _PART) | {root + "bat", root + "bats"}


def _courir(root: str) -> set[str]:
    forms = _each(root + "cour", (*_PAST, "t", "s", "ent", "ut", "urent")) | _each(root + "courr", _FUTURE)
    return forms | _each(root + "couru", _PART)


def _rompre(root: str) -> set[str]:
    forms = _each(root + "romp", (*_PAST, "t", "s", "ent", "it", "irent")) | _each(root + "rompr", _FUTURE)
    return forms | _each(root + "rompu", _PART)


def _sentir(root: str) -> set[str]:
    """``root``: con-sen, dé-men, re-par."""
    forms = _each(root + "t", (*_PAST, "ent", "it", "irent")) | _each(root + "tir", _FUTURE)
    return forms | _each(root + "ti", _PART) | {root + "t", root + "s"}


def _aitre(root: str) -> set[str]:
    """``root``: par-a, conn-a, accr-o."""
    past = root[:-1] + "u"
    forms = _each(root + "iss", (*_PAST, "ent")) | _each(root + "îtr", _FUTURE) | _each(past, _PART)
    return forms | {root + "ît", root + "it", past + "t", past + "rent"}


def _cevoir(root: str) -> set[str]:
    forms = _each(root + "cev", _PAST[:-1]) | _each(root + "cevr", _FUTURE) | _each(root + "çu", _PART)
    return forms | _each(root + "ç", ("oit", "ois", "oivent", "oive", "ut", "urent"))


def _dire(root: str) -> set[str]:
    forms = _each(root + "dis", (*_PAST, "ent")) | _each(root + "dir", _FUTURE) | _each(root + "dit", _PART)
    return forms | {root + "dirent"}


def _crire(root: str) -> set[str]:
    forms = _each(root + "criv", (*_PAST, "ent", "it", "irent")) | _each(root + "crir", _FUTURE)
    return forms | _each(root + "crit", _PART)


def _clure(root: str) -> set[str]:
    return _each(root + "clu", (*_PAST, "t", "ent", "rent", *_PART)) | _each(root + "clur", _FUTURE)


def _suivre(root: str) -> set[str]:
    forms = _each(root + "suiv", (*_PAST, "ent", "it", "irent")) | _each(root + "suivr", _FUTURE)
    return forms | _each(root + "suivi", _PART) | {root + "suit"}


def _querir(root: str) -> set[str]:
    forms = _each(root + "quér", _PAST[:-1]) | _each(root + "querr", _FUTURE)
    return forms | _each(root + "qui", ("ert", "èrent", "ère", "s", "se", "ses", "t", "rent"))


def _voir(root: str) -> set[str]:
    forms = _each(root + "voy", _PAST[:-1]) | _each(root + "verr", _FUTURE) | _each(root + "voir", _FUTURE)
    return forms | _each(root + "vu", _PART) | _each(root + "v", ("oit", "oient", "oie", "it", "irent"))


_FAMILIES = (
    ("tenir", 4, _tenir), ("venir", 4, _tenir), ("mettre", 6, _mettre), ("prendre", 7, _prendre), ("vrir", 3, _vrir),
    ("ffrir", 3, _vrir), ("indre", 4, _indre), ("uire", 2, _uire), ("battre", 6, _battre), ("courir", 6, _courir),
    ("rompre", 6, _rompre), ("sentir", 3, _sentir), ("mentir", 3, _sentir), ("partir", 3, _sentir),
    ("sortir", 3, _sentir), ("aître", 4, _aitre), ("oître", 4, _aitre), ("cevoir", 6, _cevoir), ("dire", 4, _dire),
    ("crire", 5, _crire), ("clure", 5, _clure), ("suivre", 6, _suivre), ("quérir", 6, _querir), ("voir", 4, _voir),
)  # fmt: skip
_BY_RULE = frozenset({"répartir", "impartir", "maudire", "devoir", "avoir", "savoir", "pouvoir", "pourvoir"})


def family(lemma: str) -> set[str]:
    """The forms of a verb of a family; empty where it belongs to none."""
    if lemma in _BY_RULE:
        return set()
    for ending, cut, forms in _FAMILIES:
        if lemma.endswith(ending):
            return forms(lemma[:-cut])
    return set()
