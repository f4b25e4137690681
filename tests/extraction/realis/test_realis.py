"""Whether it happened: cues, tenses and dates."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.extraction.events.pipeline import events

LEAD = {
    "en": "Rebels and soldiers clashed near the border on Monday. ",
    "fr": "Des rebelles et des soldats se sont affrontés près de la frontière lundi. ",
}


@pytest.mark.parametrize(
    ("language", "text", "kind", "realis"),
    [
        ("en", "The government will deploy 500 soldiers to the border next week.", "MOBILIZE", "future"),
        ("en", "The president announced that the army would send 500 soldiers to the north.", "MOBILIZE", "announced"),
        ("en", "The army could deploy troops in the capital if unrest continues.", "MOBILIZE", "hypothetical"),
        ("en", "NATO bombed the capital in 1999.", "ASSAULT", "historical"),
        ("en", "Drones reportedly hit a car in the border town.", "ASSAULT", "reported"),
        ("en", "Police did not open fire on the protesters, the minister said.", "ASSAULT", "negated"),
        ("fr", "Les soldats auraient ouvert le feu sur des civils à Bamako.", "ASSAULT", "reported"),
        ("fr", "Le gouvernement déploiera 500 soldats à la frontière la semaine prochaine.", "MOBILIZE", "future"),
        ("fr", "L'armée pourrait déployer des troupes dans la capitale.", "MOBILIZE", "hypothetical"),
        ("fr", "Mille soldats vont être déployés dans la capitale.", "MOBILIZE", "announced"),
        ("fr", "Le ministre a annoncé 43 interpellations.", "COERCE", "actual"),
        ("fr", "Depuis le début de janvier, les rebelles interdisent l'accès de la ville.", "COERCE", "actual"),
        ("en", "There were unconfirmed reports on Saturday of fighting near Malakal.", "ASSAULT", "reported"),
        ("fr", "L'aviation avait bombardé la ville en 1999.", "ASSAULT", "historical"),
        ("fr", "La police n'a pas ouvert le feu sur les manifestants, assure le ministre.", "ASSAULT", "negated"),
        ("fr", "Des habitants craignent que les miliciens n'attaquent le camp.", "ASSAULT", "hypothetical"),
        ("fr", "Le Ghana pourrait envoyer des troupes dans le nord, a indiqué un député.", "MOBILIZE", "hypothetical"),
        ("fr", "L'opposition a appelé à une marche samedi à Lomé.", "PROTEST", "future"),
        ("en", "Kenya to send 200 more soldiers to Haiti", "MOBILIZE", "announced"),
        ("en", "Opposition calls protest for Sunday", "PROTEST", "future"),
        ("en", "Thousands joined a rally called by the opposition in Tunis on Sunday.", "PROTEST", "actual"),
        ("en", "The rally in Harare on Monday was called off by the party.", "PROTEST", "negated"),
        (
            "en",
            "Gunmen had killed five miners near Kayes, but officials could not confirm the attack.",
            "ASSAULT",
            "reported",
        ),
        ("en", "Students taken in 2014 were killed by the gang that held them, the army said.", "ASSAULT", "actual"),
        ("en", "The raid, which killed 26 soldiers, was the deadliest since 2015.", "ASSAULT", "actual"),
        ("en", "Gunmen attacked the town for the first time since May 2013, killing two guards.", "ASSAULT", "actual"),
        ("en", "Moldova denied any role in the blast and closed its border.", "COERCE", "actual"),
        ("en", "Minsk ruled out talks and said it had placed its troops on full alert.", "MOBILIZE", "actual"),
        (
            "en",
            "The group, a force which left the country last autumn, attacked a convoy on Monday.",
            "ASSAULT",
            "actual",
        ),
        ("en", "The army did not attack the village or burn houses.", "ASSAULT", "negated"),
        ("en", "None of the vehicles of the army had left their bases.", "RETREAT", "negated"),
        ("en", "The army freed 30 pupils who were abducted in June.", "RETREAT", "actual"),
        ("en", "Hackers spread false claims that tanks had entered the capital.", "COERCE", "actual"),
    ],
)
def test_realis(language: str, text: str, kind: str, realis: str) -> None:
    found = [(e.type, e.realis) for e in events(language, text) if e.type == kind]
    assert (kind, realis) in found or (realis == "historical" and all(r == realis for _, r in found))


@pytest.mark.parametrize(
    ("language", "background"),
    [
        ("en", "The region declared independence in 2008 after a war in which NATO bombed Serbian targets in 1999."),
        ("en", "In 2012 rebels seized the city and held it for ten months."),
        ("fr", "En 2012, les rebelles s'étaient emparés de la ville et l'avaient tenue dix mois."),
        ("fr", "La guerre civile de 1994 à 1999 avait fait des milliers de morts."),
        ("en", "The town was the scene of a 2015 massacre in which 148 students were killed by gunmen."),
        ("en", "The war killed an estimated 600,000 people before it ended in 2002."),
        ("en", "His men had killed and raped hundreds of villagers during the first civil war."),
        ("fr", "Le génocide de 1994 a fait 800.000 morts."),
        ("fr", "Le général avait mené le putsch qui a renversé le président en 2008."),
        ("fr", "Ses hommes avaient tué des centaines de villageois pendant la première guerre civile."),
    ],
)
def test_background_is_not_news(language: str, background: str) -> None:
    start = len(LEAD[language])
    told = [e for e in events(language, LEAD[language] + background) if e.trigger.start_char >= start]
    assert all(e.realis == "historical" for e in told), [(e.type, e.realis, e.trigger.text) for e in told]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Relatives of the 43 students who were abducted in Iguala in 2014 marched in Mexico City on Friday."),
        ("fr", "Les proches des 43 étudiants enlevés à Iguala en 2014 ont défilé vendredi à Mexico."),
    ],
)
def test_the_year_of_a_noun_within_a_wide_trigger(language: str, text: str) -> None:
    assert "actual" in {e.realis for e in events(language, text) if e.type == "PROTEST"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Kigali accused Kinshasa on Monday of backing the rebels."),
        ("fr", "Kigali a accusé lundi Kinshasa de soutenir les rebelles."),
    ],
)
def test_support_that_somebody_is_blamed_for_is_no_event(language: str, text: str) -> None:
    assert {e.type for e in events(language, text)} == {"ACCUSE"}


def test_what_is_asked_for_is_no_event() -> None:
    found = events("en", "The United States called on Serbia to withdraw its troops from the border.")
    assert "REQUEST" in {e.type for e in found}
    assert "RETREAT" not in {e.type for e in found}


def test_cue_is_a_span() -> None:
    found = [e for e in events("en", "Kenya will send 1,000 soldiers to the border.") if e.type == "MOBILIZE"]
    assert found
    assert found[0].cue is not None
    assert found[0].cue.text == "will"


def _said(language: str, half: int) -> tuple[int, int]:
    """How many of a half of ``cases_<language>.yaml`` come out with their realis, of those found at all."""
    right = known = 0
    data = yaml.safe_load(Path(__file__).with_name(f"cases_{language}.yaml").read_text("utf-8"))
    for wanted, lines in data.items():
        for line in lines.strip().splitlines()[half::2]:
            kind, _, text = line.strip().partition(" | ")
            found = {e.realis for e in events(language, text) if e.type == kind}
            if wanted == "none":
                known, right = known + 1, right + (found <= {"negated"})
            elif found:
                known, right = known + 1, right + (found == {wanted})
    return right, known


@pytest.mark.parametrize(("language", "least"), [("en", 0.92), ("fr", 0.8)])
def test_sentences_of_the_report_half(language: str, least: float) -> None:
    right, known = _said(language, 1)
    assert known >= 40
    assert right / known >= least
