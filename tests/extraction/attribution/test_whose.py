"""Whose people are counted; needs the trained pipelines."""

import pytest

from tests.extraction.events.pipeline import read


@pytest.mark.parametrize(
    ("language", "text", "best", "side"),
    [
        ("en", "Rebels shelled the town of Kaya on Monday, killing nine schoolgirls.", 9, "civilians"),
        ("en", "Shells hit a school in Aleppo on Monday, leaving 17 people dead.", 17, "civilians"),
        ("en", "Fighting broke out on Monday and 3,500 people fled their homes.", 3500, "civilians"),
        ("en", "Gunmen abducted six Senegalese drivers near Kayes on Monday.", 6, "civilians"),
        ("en", "Rebels killed eleven Turkish soldiers and wounded nine.", 11, "Turkish Armed Forces"),
        ("fr", "Des obus ont touché une école lundi à Alep, faisant 17 morts.", 17, None),
        ("fr", "Neuf civils ont été tués lundi près de Kaya.", 9, "civilians"),
        ("fr", "Des rebelles ont tué douze villageois lundi près de Kaya.", 12, "villagers"),
        ("fr", "Deux infirmières ont été enlevées lundi près de Kaya.", 2, "medics"),
        ("fr", "Une bombe a tué cinq personnes lundi près de Kaya.", 5, None),
        ("fr", "Une bombe a tué six personnes lundi, d’après l’Union africaine.", 6, None),
        ("fr", "Les combats ont chassé 3 000 réfugiés lundi.", 3000, None),
        ("en", "Benin lost seven park rangers in an ambush on Monday.", 7, "Benin"),
        ("en", "The minister acknowledged that one policeman had been killed in Dhaka.", 1, "Bangladeshi police"),
        (
            "en",
            "A hundred soldiers are on the way to Enga, Papua New Guinea.",
            100,
            "Papua New Guinean Armed Forces",
        ),
        ("en", "Thousands of Georgians marched in Tbilisi on Monday.", 1000, "protesters"),
        ("fr", "Des pirates ont capturé lundi onze marins d'un cargo grec.", 11, "crew"),
        ("fr", "Le Hamas a remis lundi six otages à la Croix-Rouge, dont deux enfants.", 2, "hostages"),
        ("fr", "Une bombe a tué trois écoliers lundi près de Kaya.", 3, "children"),
        ("fr", "Le Hamas a remis lundi six otages à la Croix-Rouge.", 6, "hostages"),
        ("fr", "Des gardes-côtes iraniens ont abordé lundi trois navires de la marine omanaise.", 3, "Oman"),
        ("en", "KFOR, which has 300 soldiers at Leposavic, called on Belgrade to show restraint.", 300, "KFOR"),
        ("en", "Nine policemen died at Garmsir on Monday. On the Taliban side, two men were killed.", 2, "Taliban"),
        ("en", "Twenty people died in the raid on Monday. Among the dead were three sisters.", 3, "civilians"),
        ("en", "A Thai soldier and two Cambodian rangers were killed on Monday near the border.", 2, "Cambodia"),
        (
            "en",
            "A Macedonian policeman was killed on Sunday and six of his colleagues were hurt.",
            6,
            "Macedonian police",
        ),
        ("en", "Four Taliban gunmen stormed a hotel in Kabul on Monday. Three were shot dead.", 3, "Taliban"),
        ("en", "Gunmen seized 30 employees of the Red Crescent in Baghdad on Sunday.", 30, "Red Crescent"),
        ("en", "The Pentagon said that 3,000 soldiers would be sent to Poland.", 3000, "United States"),
        ("fr", "Bakou reconnaît la mort de 71 de ses militaires lundi.", 71, "Azerbaijani Armed Forces"),
        ("fr", "Un détachement de l’armée a abattu lundi deux terroristes près d’Alger.", 2, "militants"),
        ("fr", "Dix Américains et trois Cubains ont été tués lundi à la Grenade.", 10, "United States"),
        ("fr", "L’Équateur a déployé lundi 5 000 militaires à Guayaquil.", 5000, "Ecuadorian Armed Forces"),
        ("fr", "Six Sénégalais ont été enlevés lundi près de Kayes.", 6, "Senegal"),
        ("fr", "Les combats de lundi ont fait 32 morts, dont 19 côté thaïlandais.", 19, "Thailand"),
        ("en", "The army shelled Bambari on Monday. It put the number of dead rebels at 40.", 40, "rebels"),
        (
            "en",
            "The army shelled Bambari on Monday. It admitted the loss of three of its own men.",
            3,
            "Central African Armed Forces",
        ),
        ("fr", "L'armée a bombardé Bambari lundi. Elle a chiffré à 40 le nombre de rebelles tués.", 40, "rebels"),
    ],
)
def test_side(language, text, best, side):
    """The side told, else a class, else nobody."""
    assert (best, side) in [(q.best, q.side) for q in read(language, text)._.quantities]


def test_a_crowd_of_young_people_or_women_are_protesters() -> None:
    (crowd,) = read("en", "Several hundred women marched in Goma, Congo, on Monday to demand peace.")._.quantities
    assert crowd.side == "protesters"


def test_losses_that_a_pronoun_tells_are_those_of_whom_it_means() -> None:
    text = "The Philippine military said it had lost two men in a firefight with Abu Sayyaf militants on Jolo."
    assert [q.side for q in read("en", text)._.quantities] == ["Philippine Armed Forces"]
