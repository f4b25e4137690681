"""Own texts for the tests of the deduplicator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from processors.cleaning.clean import clean
from processors.dedupe import Fingerprint, fingerprint
from tocsin.records import Article, CleanArticle

MONDAY = datetime(2024, 3, 4, 8, tzinfo=UTC)

BRIDGE = (
    "Soldiers of the border brigade closed the bridge at Velika Reka on Monday after shots were fired at "
    "a patrol, the defence "
    "ministry in Arlen said. Two conscripts were slightly hurt and taken to the garrison hospital.\n\n"
    "The patrol of nine men came under fire from the wooded bank shortly before dawn, a spokesman, "
    "Colonel Tomas Hradek, told "
    "reporters. He said that more than sixty cartridges had been found near a disused mill.\n\n"
    "Across the river, officials in Dornau denied that any of their units had been in the area and "
    "proposed a joint inquiry under "
    "the eyes of the observer mission, which keeps 140 people along the line of contact.\n\n"
    "Lorries waited in a queue of four kilometres by noon. Farmers who sell their milk on the other side "
    "said they would lose a "
    "day's income, and the mayor of Velika Reka asked for the footbridge at least to be opened again "
    "before evening.\n\n"
    "It is the third incident on this stretch since January. In February a sapper died there when he "
    "stepped on a mine, and both "
    "governments agreed to meet every other week, an arrangement that has held so far."
)
STRIKE = (
    "A drone strike on a fuel depot outside Karsa set four tanks on fire on Tuesday night, the regional "
    "governor said, and a fireman "
    "was killed when a wall came down. Residents of two streets spent the night in a school.\n\n"
    "The armed opposition said in a statement that it had aimed at stores of the air base. Governor Ilya "
    "Marchuk spoke of an attack on "
    "civilians and announced a day of mourning in the whole of the province.\n\n"
    "The price of petrol rose by a tenth on Wednesday morning, and long lines formed at the filling "
    "stations in the capital, where the "
    "ministry of trade promised to release part of the strategic reserve within a week."
)
FRENCH = (
    "Des inconnus armés ont attaqué mardi le poste de gendarmerie de Tabara, dans le nord du pays, "
    "blessant trois gendarmes et "
    "emportant des armes, a annoncé le ministère de la Défense. Les assaillants sont arrivés à moto peu "
    "avant minuit.\n\n"
    "Selon le préfet, Moussa Diarra, des renforts ont été envoyés de la capitale régionale et les "
    "recherches se poursuivent dans la "
    "forêt voisine. Le marché hebdomadaire a été annulé et les écoles resteront fermées jusqu’à lundi.\n\n"
    "C’est la deuxième attaque de ce genre depuis le début de l’année dans la région, où la force "
    "conjointe compte quelque 800 hommes."
)
TEMPLATE = (
    "{n} hurt in {place}: At least {n} people were hurt in {place} late on {day} when a crowd threw "
    "stones at a police post, hospital "
    "officials said. The police used tear gas and arrested {m} people. Calm returned to {place} before "
    "midnight, and the mayor called "
    "on residents to stay at home until further notice."
)


def article(name: str, body: str, hours: float | None = 0.0) -> CleanArticle:
    """A clean article published some hours after Monday morning, or without a time."""
    at = None if hours is None else MONDAY + timedelta(hours=hours)
    return clean(Article(id=name, body=body, published_at=at))


def mark(name: str, body: str, hours: float | None = 0.0) -> Fingerprint:
    """Its fingerprint."""
    return fingerprint(article(name, body, hours))


def first(body: str, share: float) -> str:
    """The first words of a text."""
    words = body.split(" ")
    return " ".join(words[: int(len(words) * share)])
