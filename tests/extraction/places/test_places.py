"""Places: gazetteer, choice among homonyms, parts, borders, scenes."""

from __future__ import annotations

from collections import Counter

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import processors.extraction.names.component
import processors.extraction.places.component
from processors.extraction.marks import PlaceMark
from processors.extraction.places import gazetteer
from processors.extraction.places.choose import choose
from processors.extraction.places.index import load
from processors.extraction.places.scene import dateline_of, scene_of
from processors.extraction.places.score import kilometres, score

assert processors.extraction.names.component
assert processors.extraction.places.component


@pytest.fixture(scope="module")
def pipelines() -> dict[str, Language]:
    found = {}
    for language in ("en", "fr"):
        nlp = spacy.blank(language)
        nlp.add_pipe("sentencizer")
        nlp.add_pipe("tocsin_names", config={"lexicon": language})
        nlp.add_pipe("tocsin_places", config={"lexicon": language})
        found[language] = nlp
    return found


def _read(nlp: Language, text: str, *names: str) -> Doc:
    doc = nlp.make_doc(text)
    spans = [doc.char_span(text.index(name), text.index(name) + len(name), label="GPE") for name in names]
    doc.ents = [span for span in spans if span is not None]
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def _one(doc: Doc, text: str) -> PlaceMark:
    return next(place for place in doc._.places if place.span.text == text)


def test_the_index_finds_towns_whatever_the_accents() -> None:
    assert load().find("Bogotá")[0].country == "CO"
    assert load().find("bogota")[0].country == "CO"
    assert load().find("Nowhere At All") == ()


def test_villages_are_there() -> None:
    assert any(town.population < 5000 for town in load().find("Roquefort-sur-Soulzon"))


def test_countries_have_precision_three(pipelines: dict[str, Language]) -> None:
    place = _one(_read(pipelines["en"], "It rained in Uruguay."), "Uruguay")
    assert (place.country, place.precision, place.name) == ("UY", 3, "Uruguay")


@pytest.mark.parametrize(("text", "country"), [("Tripoli, Lebanon", "LB"), ("Tripoli, Libya", "LY")])
def test_the_country_behind_decides(pipelines: dict[str, Language], text: str, country: str) -> None:
    assert _one(_read(pipelines["en"], f"He lives in {text}.", "Tripoli"), "Tripoli").country == country


def test_the_countries_of_the_article_decide(pipelines: dict[str, Language]) -> None:
    doc = _read(pipelines["en"], "Spanish and other Spanish ships left Cartagena for Spain.", "Cartagena")
    assert _one(doc, "Cartagena").country == "ES"


@pytest.mark.parametrize(
    ("language", "name", "country"),
    [
        ("en", "Banibangou", "NE"),
        ("en", "Birnin Gwari", "NG"),
        ("en", "Komanda", "CD"),
        ("en", "Tal Rifaat", "SY"),
        ("en", "Thantlang", "MM"),
        ("en", "Muidumbe", "MZ"),
        ("fr", "Sévaré", "ML"),
        ("fr", "Pont-Sondé", "HT"),
        ("fr", "Maroun el-Ras", "LB"),
    ],
)
def test_villages_of_the_wars_are_known(pipelines: dict[str, Language], language: str, name: str, country: str) -> None:
    text = {"en": f"Gunmen attacked {name} on Monday.", "fr": f"Des hommes armés ont attaqué {name} lundi."}[language]
    assert _one(_read(pipelines[language], text, name), name).country == country


@pytest.mark.parametrize(
    ("language", "text", "name", "precision"),
    [
        ("en", "Clashes in Gao region.", "Gao", 2),
        ("en", "Clashes in the city of Idlib.", "Idlib", 1),
        ("en", "Clashes in the state of Kaduna.", "Kaduna", 2),
        ("fr", "Des heurts dans la province d'Idlib.", "Idlib", 2),
        ("fr", "Des heurts dans la ville d'Idlib.", "Idlib", 1),
    ],
)
def test_a_word_beside_says_town_or_region(
    pipelines: dict[str, Language], language: str, text: str, name: str, precision: int
) -> None:
    assert [(p.name, p.precision) for p in _read(pipelines[language], text, name)._.places] == [(name, precision)]


def test_a_town_abroad_is_not_meant_in_an_article_on_another_country(pipelines: dict[str, Language]) -> None:
    text = "Burkina Faso buried its dead. In Burkina Faso, gunmen shot the chief of Botou."
    doc = pipelines["en"].make_doc(text)
    doc.ents = [
        doc.char_span(0, 12, label="GPE"),
        doc.char_span(33, 45, label="GPE"),
        doc.char_span(72, 77, label="GPE"),
    ]
    for _, component in pipelines["en"].pipeline:
        doc = component(doc)
    assert {place.country for place in doc._.places} == {"BF"}


def test_population_decides_when_nothing_else_does() -> None:
    pick = choose(gazetteer.load("en").find("Lyon"), Counter(), None, [])
    assert pick is not None
    assert pick.country == "FR"


@pytest.mark.parametrize(
    ("form", "name"), [("Londres", "London"), ("Le Caire", "Cairo"), ("Alep", "Aleppo"), ("Pékin", "Beijing")]
)
def test_french_names(pipelines: dict[str, Language], form: str, name: str) -> None:
    assert _one(_read(pipelines["fr"], f"Il part pour {form} demain."), form).name == name


def test_parts_of_a_country(pipelines: dict[str, Language]) -> None:
    english = _read(pipelines["en"], "It rained in northern Ghana.")._.places[0]
    french = _read(pipelines["fr"], "Il pleut dans le nord du Ghana.")._.places[0]
    assert (english.name, english.precision, english.country) == ("northern Ghana", 2, "GH")
    assert (french.name, french.precision) == ("northern Ghana", 2)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Troops stand at the border between Chile and Peru."),
        ("fr", "Près de la frontière entre le Chili et le Pérou."),
    ],
)
def test_borders(pipelines: dict[str, Language], language: str, text: str) -> None:
    border = next(p for p in _read(pipelines[language], text)._.places if "border" in p.name)
    assert (border.name, border.country, border.precision) == ("Peru–Chile border", None, 2)


def test_the_dateline(pipelines: dict[str, Language]) -> None:
    doc = _read(pipelines["en"], "LIMA (AFP) - Rain fell in Cusco on Monday.")
    dateline = dateline_of(doc)
    assert dateline is not None
    assert dateline.name == "Lima"


def _tree(*rows: tuple[str, int, str, str]) -> Doc:
    nlp = spacy.blank("en")
    nlp.add_pipe("tocsin_names")
    nlp.add_pipe("tocsin_places")
    words, heads, deps, pos = ([row[k] for row in rows] for k in range(4))
    doc = Doc(nlp.vocab, words=words, heads=heads, deps=deps, pos=pos, lemmas=[w.lower() for w in words])
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def test_the_scene_is_where_it_happens_not_who_speaks() -> None:
    doc = _tree(
        ("Warsaw", 1, "nsubj", "PROPN"), ("say", 1, "ROOT", "VERB"), ("shells", 3, "nsubj", "NOUN"),
        ("fell", 1, "ccomp", "VERB"), ("in", 5, "case", "ADP"), ("Lviv", 3, "obl", "PROPN"),
    )  # fmt: skip
    scene = scene_of(doc[3:4], doc)
    assert scene is not None
    assert scene.name == "Lviv"


def test_a_border_belongs_to_the_acting_side() -> None:
    doc = _tree(
        ("Troops", 1, "nsubj", "NOUN"), ("massed", 1, "ROOT", "VERB"), ("at", 4, "case", "ADP"),
        ("the", 4, "det", "DET"), ("border", 1, "obl", "NOUN"), ("between", 6, "case", "ADP"),
        ("Chile", 4, "nmod", "PROPN"), ("and", 8, "cc", "CCONJ"), ("Peru", 6, "conj", "PROPN"),
    )  # fmt: skip
    scene = scene_of(doc[1:2], doc, "PE")
    assert scene is not None
    assert scene.country == "PE"


def test_distance_and_score(pipelines: dict[str, Language]) -> None:
    assert kilometres(48.85, 2.35, 51.5, -0.12) == pytest.approx(343, abs=5)
    assert kilometres(None, 2.35, 51.5, -0.12) == float("inf")
    places = _read(pipelines["en"], "It rained in Uruguay.")._.places
    assert score([(places, places)])["places_within_161km"] == 1.0
