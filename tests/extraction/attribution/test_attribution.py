"""Who says so, who denies it; needs the trained pipelines."""

import pytest

from processors.extraction.marks import EventMark
from tests.extraction.events.pipeline import pipeline, read


def by(language, text):
    return [(q.best, (q.attributed_to or "").lower()) for q in read(language, text)._.quantities]


@pytest.mark.parametrize(
    ("language", "text", "best", "word"),
    [
        ("en", "Four soldiers were killed in the ambush, police said.", 4, "polic"),
        ("en", "The governor there, Oleg Sorokin, said that three watchmen had died in the raid.", 3, "oleg sorokin"),
        ("fr", "La mutinerie a fait 116 morts, a annoncé l'administration pénitentiaire (SNAPI).", 116, "snapi"),
        ("en", "According to witnesses, at least 12 civilians were killed by the shelling.", 12, "witness"),
        ("fr", "Selon la police, quatre soldats ont été tués dans l’embuscade.", 4, "polic"),
        ("fr", "Huit soldats ont péri dans l’attaque, a-t-on appris mardi de source sécuritaire.", 8, "source"),
        (
            "fr",
            "L’attaque a fait huit morts, d’après le porte-parole de l’armée, le colonel Jean Bizimana.",
            8,
            "bizimana",
        ),
        ("en", "Six men died in the raid, the district governor, Paul Kamara, said.", 6, "kamara"),
        ("en", "Six men died in the raid, Paul Kamara, a local official, wrote on Telegram.", 6, "kamara"),
        ("en", "Six men died in the raid on Monday, prosecutors in Sonora said.", 6, "prosecutors"),
        ("en", "Gunmen shot dead six men near Gusau on Monday, the police said.", 6, "police"),
        ("en", "The general hospital received six bodies after the shelling.", 6, "hospital"),
        ("en", "A toll of six soldiers killed was put out by the rebels after the ambush.", 6, "rebels"),
        (
            "fr",
            "Six hommes ont été tués dans le raid, a annoncé mardi à Oslo le ministre de la Défense, Jean Aka.",
            6,
            "aka",
        ),
        ("fr", "L’association, elle, faisait état mardi de six soldats tués dans l’embuscade.", 6, "association"),
        ("fr", "La police évoque huit soldats tués dans l’embuscade.", 8, "polic"),
        ("fr", "Huit soldats ont été tués, a récapitulé jeudi le gouverneur Ali Sow.", 8, "sow"),
        ("fr", "Huit morts, tel est le bilan de l’attaque rendu public mardi par l’opposition.", 8, "opposition"),
        ("fr", "L’hôpital de Kaya a reçu six corps après les bombardements.", 6, "hospital"),
        ("fr", "Six soldats ont été tués dans l’attaque, d’après un bilan établi par l’opposition.", 6, "opposition"),
        ("fr", "L’ONU fait état de douze morts dans les combats.", 12, "united nations"),
    ],
)
def test_source(language, text, best, word):
    ((number, source),) = by(language, text)
    assert number == best
    assert word in source


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Four soldiers were killed in the ambush."),
        ("en", "The separatist war has claimed 4,000 lives since 2009."),
        ("fr", "Quatre soldats ont été tués dans l’embuscade."),
    ],
)
def test_unattributed(language, text):
    ((_, source),) = by(language, text)
    assert source == ""


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "The army said it had lost four soldiers in the battle, and the rebels spoke on Monday of 30 dead.",
            {4: "army", 30: "rebel"},
        ),
        (
            "fr",
            "Selon la police, quatre manifestants ont été tués ; l’opposition parle, elle, de 30 morts.",
            {4: "polic", 30: "opposition"},
        ),
    ],
)
def test_each_figure_has_its_own_speaker(language, text, told):
    found = dict(by(language, text))
    assert all(word in found[number] for number, word in told.items()), found


def test_a_list_behind_a_colon_is_what_its_line_says():
    found = by("fr", "Bilan communiqué par la gendarmerie :\n- onze civils tués ;\n- trois soldats blessés.")
    assert [number for number, _ in found] == [11, 3]
    assert all("gendarmerie" in source for _, source in found)


def test_quantity_finds_its_event():
    nlp = pipeline("en")
    doc = nlp("Four soldiers were killed. Nothing else is known.")
    link = nlp.get_pipe("tocsin_attribution")
    event = EventMark(doc[3:4], "ASSAULT")
    doc._.events = [event]
    for quantity in doc._.quantities:
        quantity.event = None
    link(doc)
    assert [q.event is event for q in doc._.quantities] == [True]


def test_denial_contests_the_event():
    nlp = pipeline("en")
    doc = nlp("Rebels attacked the village on Monday, the army said. The rebels denied it.")
    link = nlp.get_pipe("tocsin_attribution")
    doc._.events = [EventMark(doc[1:2], "ASSAULT")]
    link(doc)
    assert doc._.events[0].contested_by


def test_who_the_dead_were_is_no_longer_what_was_announced() -> None:
    text = (
        "A bomb killed nine people in Kabul on Monday, police said. Two of them died in hospital. "
        "Among the dead were two schoolgirls."
    )
    sources = {q.span.text: q.attributed_to for q in read("en", text)._.quantities}
    assert sources["nine people"] and sources["Two of them"] == sources["nine people"]
    assert sources["two schoolgirls"] is None
