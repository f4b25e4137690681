"""Names: known forms, merging, ids across spellings; no trained weights are needed here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import processors.extraction.names.component
from processors.extraction.names.folding import GivenNames, fold, slug
from processors.extraction.names.score import score


def _blank(language: str) -> Language:
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("tocsin_names", config={"lexicon": language})
    return nlp


@pytest.fixture(scope="module")
def en() -> Language:
    return _blank("en")


@pytest.fixture(scope="module")
def fr() -> Language:
    return _blank("fr")


def _names(doc: Doc) -> dict[str, tuple[str, str | None]]:
    return {ent.text: (ent.label_, ent._.name.id) for ent in doc.ents}


def _with(nlp: Language, text: str, *ents: tuple[str, str]) -> Doc:
    """A doc on which the statistical model found these names."""
    doc = nlp.make_doc(text)
    spans = []
    for phrase, label in ents:
        at = text.index(phrase)
        span = doc.char_span(at, at + len(phrase), label=label)
        assert span is not None
        spans.append(span)
    doc.ents = spans
    for _, component in nlp.pipeline:
        doc = component(doc)
    return doc


def test_fold_and_slug() -> None:
    assert fold("Vučić") == "vucic"
    assert fold("Łódź") == "lodz"
    assert slug("O’Neill, Jr.") == "oneill-jr"


def test_given_names_are_one_across_languages() -> None:
    given = GivenNames([["antony", "antoine"], ["michael", "mikhail"]])
    assert given.key("Antoine Martin") == given.key("Antony Martin")
    assert given.key("Antoine Martin") != given.key("Mikhail Martin")


@pytest.mark.parametrize("form", ["NATO", "Nato", "Atlantic Alliance", "North Atlantic Treaty Organization"])
def test_one_id_for_all_forms_english(en: Language, form: str) -> None:
    assert ("ORG", "org:nato") in _names(en(f"He wrote to the {form} yesterday.")).values()


@pytest.mark.parametrize("form", ["l’OTAN", "l'Otan", "l’Alliance atlantique"])
def test_one_id_for_all_forms_french(fr: Language, form: str) -> None:
    assert ("ORG", "org:nato") in _names(fr(f"Il a écrit à {form} hier.")).values()


def test_articles_stay_outside(fr: Language) -> None:
    doc = fr("Le porte-parole de la Finul a parlé des Nations unies.")
    assert [ent.text for ent in doc.ents] == ["Finul", "Nations unies"]


@pytest.mark.parametrize(
    "text", ["She told us who is in it.", "They may march there.", "A turkey ran home.", "He is at the post office."]
)
def test_small_words_are_no_names(en: Language, text: str) -> None:
    assert not en(text).ents


def test_capitals_line(en: Language) -> None:
    names = _names(en("TURKEY AND GREECE HOLD TALKS\n\nThey met in Ankara."))
    assert names["TURKEY"] == ("GPE", "country:TR")
    assert names["GREECE"] == ("GPE", "country:GR")


def test_demonyms_are_norp_in_every_form(fr: Language) -> None:
    doc = fr("Des soldates sénégalaises, un navire turc, l’armée grecque, deux Kosovars et un drone maltais.")
    assert {ent.label_ for ent in doc.ents} == {"NORP"}
    assert [ent._.name.country for ent in doc.ents] == ["SN", "TR", "GR", "XK", "MT"]


def test_a_known_name_overrides_the_label(en: Language) -> None:
    assert _names(_with(en, "Fighters of Boko Haram fled.", ("Boko Haram", "PERSON")))["Boko Haram"][0] == "ORG"


def test_a_longer_organisation_keeps_its_demonym(en: Language) -> None:
    doc = _with(en, "The Latvian Defence Ministry spoke.", ("Latvian Defence Ministry", "ORG"))
    assert [ent.text for ent in doc.ents] == ["Latvian Defence Ministry"]


def test_titles_stand_outside_persons(en: Language) -> None:
    doc = _with(en, "Defence Minister Karl Oberholz and Gen. Pia Sandvik met.", ("Karl Oberholz", "PERSON"))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Karl Oberholz", "PERSON"), ("Pia Sandvik", "PERSON")]


def test_surname_inherits_the_full_name(en: Language) -> None:
    doc = _with(en, "Karl Oberholz came late. Later that day Oberholz left again.", ("Karl Oberholz", "PERSON"))
    assert [ent._.name.id for ent in doc.ents] == ["person:karl-oberholz"] * 2


def test_spellings_of_known_people(en: Language) -> None:
    doc = _with(en, "Antoine Blinken met Volodymyr Zelenskyy.", ("Antoine Blinken", "PERSON"))
    assert [ent._.name.name for ent in doc.ents] == ["Antony Blinken", "Volodymyr Zelensky"]


def test_acronym_introduced_in_brackets(en: Language) -> None:
    text = "The Front for Upland Liberation (FUL) attacked. On Friday FUL denied it."
    doc = _with(en, text, ("Front for Upland Liberation", "ORG"), ("FUL", "ORG"))
    assert {ent._.name.id for ent in doc.ents} == {"org:front-for-upland-liberation"}
    assert len(doc.ents) == 3


def test_known_acronym_names_its_long_form(fr: Language) -> None:
    text = "Les Forces armées de la République démocratique du Congo (FARDC) avancent."
    doc = _with(fr, text, ("Forces armées de la République démocratique du Congo", "ORG"))
    assert {ent._.name.id for ent in doc.ents} == {"org:fardc"}


def test_dateline(en: Language) -> None:
    names = _names(en("NAIROBI (AFP) - Nothing happened."))
    assert names["NAIROBI"][0] == "GPE"
    assert names["AFP"] == ("ORG", "org:afp")


@pytest.mark.parametrize(
    ("text", "label"), [("Su-34", "WEAPON"), ("T-72", "WEAPON"), ("USS Example", "WEAPON"), ("31st Brigade", "MILUNIT")]
)
def test_made_up_like_weapons_and_units(en: Language, text: str, label: str) -> None:
    assert (text, label) in [(ent.text, ent.label_) for ent in en(f"Near the river a {text} was seen again.").ents]


def test_french_units_carry_their_arm(fr: Language) -> None:
    doc = fr("La 9e brigade d’infanterie mécanisée a reculé.")
    assert ("9e brigade d’infanterie mécanisée", "MILUNIT") in [(e.text, e.label_) for e in doc.ents]


def test_other_labels_are_mapped_or_dropped(en: Language) -> None:
    doc = _with(en, "On Friday Jane Roe paid.", ("Friday", "DATE"), ("Jane Roe", "PER"))
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Jane Roe", "PERSON")]


def test_user_overlay(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("overlay")
    (folder / "common").mkdir()
    row = "armed_groups:\n  red-hats: {name: Red Hats, country: FR, en: [Red Hats]}\n"
    (folder / "common" / "names_orgs.yaml").write_text(row, "utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("tocsin_names", config={"lexicon": "en", "overlay": str(folder)})
    assert _names(nlp("The Red Hats came."))["Red Hats"] == ("ORG", "org:red-hats")


@pytest.mark.parametrize("make", [lambda n: "A" * n, lambda n: "Mr " * n, lambda n: "de la " * n, lambda n: "(" * n])
def test_hostile_text(en: Language, make: Callable[[int], str]) -> None:
    doc = en.make_doc(make(4000))
    for name, component in en.pipeline:
        if name != "sentencizer":
            component(doc)


def test_score() -> None:
    result = score([({(0, 4, "ORG"), (5, 9, "GPE")}, {(0, 4, "ORG"), (5, 9, "LOC")})])
    assert result["names_f"] == pytest.approx(0.5)
    assert result["names_per_type"]["ORG"]["f"] == 1.0


def test_component_is_registered() -> None:
    assert processors.extraction.names.component.Names.__name__ == "Names"
    assert Span.has_extension("name")
