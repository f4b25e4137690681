"""Fill the slots of our own sentences with names from our own lists and from the world's gazetteers."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from lists import listed, sections
from places import cities, countries, demonyms
from spacy.language import Language
from spans import Item

HERE = Path(__file__).parent
SLOT = re.compile(r"\{(?:(de|à|le|dans) )?(\w+)\}")
LABELS = {
    **dict.fromkeys(listed("""armed mission state nstate party media ngo company club neworg acronym"""), "ORG"),
    **dict.fromkeys(["city", "CITY", "country", "region"], "GPE"),
    **dict.fromkeys(["person", "last", "first"], "PERSON"),
    **dict.fromkeys(["LOC", "river"], "LOC"),
    **dict.fromkeys(["norp", "norps", "norpf", "norpmp", "norpfp"], "NORP"),
    "fac": "FAC",
    "unit": "MILUNIT",
    "weapon": "WEAPON",
}
ORDINALS = {"en": ["First", "Second", "Third", "Fourth", "Fifth", "Sixth"], "fr": []}
BODIES = {
    "en": "Defence Ministry;Foreign Ministry;Interior Ministry;Health Ministry;Coast Guard;National Guard;Red Crescent;"
    "Supreme Court;Air Force;Border Guard;Defense Ministry;Central Bank;Justice Ministry",
    "fr": "le|ministère * de la Défense;le|ministère * des Affaires étrangères;le|ministère * de l’Intérieur;"
    "le|ministère * de la Santé;le|Croissant-Rouge *;le|Parlement *;l'|état-major *;le|ministère * de la Justice;"
    "l'|armée *f;la|marine *f;la|Croix-Rouge *f;la|Banque centrale *f;la|Cour suprême *f;le|ministère * des Finances",
}
DAYS = {
    "en": listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "fr": listed("lundi mardi mercredi jeudi vendredi samedi dimanche"),
}


@cache
def _cultures() -> tuple[tuple[list[str], list[str]], ...]:
    lines = (HERE / "cultures.txt").read_text(encoding="utf-8").splitlines()
    halves = (line.split("|") for line in lines if "|" in line and not line.startswith("#"))
    return tuple((given.split(), re.findall(r"(?:(?:van der|Dela|Ben) )?\S+", family)) for given, family in halves)


class Generator:
    """Makes annotated sentences of one language."""

    def __init__(self, lang: str, rnd: random.Random) -> None:
        self.lang, self.rnd = lang, rnd
        self.lists = sections(HERE / f"lists_{lang}.txt")
        self.demonyms = sorted(demonyms(lang))
        sizes = cities()
        self.cities = [name for name, _ in sizes]
        self.weights = [population**0.5 for _, population in sizes]
        self.populations = [population for _, population in sizes]
        self.people: list[tuple[str, str]] = []

    def _person(self, whole: bool) -> str:
        rnd = self.rnd
        if not whole and self.people and rnd.random() < 0.7:
            return rnd.choice(self.people)[1]
        given, family = rnd.choice(_cultures())
        first, last = rnd.choice(given), rnd.choice(family)
        if rnd.random() < 0.15:
            last = rnd.choice(rnd.choice(_cultures())[1])
        if rnd.random() < 0.1:
            first += f" {rnd.choice(given)}" if rnd.random() < 0.6 else f" {rnd.choice('ABCDEFGHJKLMNPRSTV')}."
        if rnd.random() < 0.12:
            last += ("-" if rnd.random() < 0.3 else " ") + rnd.choice(family)
        self.people.append((first, last))
        return f"{first} {last}" if whole else last

    def _acronym(self) -> str:
        letters = "ABCDEFGHIJKLMNOPRSTU"
        return "".join(self.rnd.choice(letters) for _ in range(self.rnd.choice([3, 3, 4, 4, 5])))

    def _new_organisation(self) -> str:
        """Invent an armed or political group."""
        text = self.rnd.choice(self.lists["coined"])
        return SLOT.sub(lambda m: self._value(m.group(2)).partition("|")[2] or self._value(m.group(2)), text)

    def _unit(self) -> str:
        n = self.rnd.randint(1, 120)
        if self.lang == "fr":
            return f"{n + 1}e {self.rnd.choice(self.lists['formation'])}"
        suffix = "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
        if self.rnd.random() < 0.2:
            return f"{self.rnd.choice(ORDINALS['en'])} {self.rnd.choice(['Army', 'Division', 'Army Corps', 'Region'])}"
        return f"{n}{suffix} {self.rnd.choice(self.lists['formation'])}"

    def _national_body(self) -> str:
        body = self.rnd.choice(BODIES[self.lang].split(";"))
        if self.lang == "en":
            return f"the|{self._adjective('norp')} {body}"
        return body.replace("*f", self._adjective("norpf")).replace("*", self._adjective("norp"))

    def _adjective(self, kind: str) -> str:
        if self.lang == "en":
            plural = re.compile(r"(ans|ians|is|s)$")
            pool = [w for w in self.demonyms if bool(plural.search(w)) == (kind == "norps")]
            return self.rnd.choice(pool)
        base = self.rnd.choice((HERE / "demonyms_fr.txt").read_text(encoding="utf-8").split())
        forms = sorted((w for w in demonyms("fr") if w[:4] == base[:4] and w.islower()), key=len)
        feminine = next((w for w in forms if w.endswith("e") and w.startswith(base[:-1])), base)
        word = feminine if kind in {"norpf", "norpfp"} else base
        if kind in {"norps", "norpmp", "norpfp"} and not word.endswith(("s", "x")):
            word += "s"
        return word.capitalize() if kind == "norps" else word

    def _value(self, kind: str) -> str:
        """Return ``article|name`` or a bare name for a slot."""
        rnd = self.rnd
        if kind in {"city", "CITY"}:
            known = rnd.random() < 0.5
            weights = self.weights if rnd.random() < 0.7 else self.populations
            name = rnd.choice(self.lists["city"]) if known else rnd.choices(self.cities, weights)[0]
            return name.upper() if kind == "CITY" and len(name.upper()) == len(name) else name
        if kind == "country":
            return rnd.choice(self.lists.get("country") or countries("en"))
        simple = {
            "person": lambda: self._person(True),
            "last": lambda: self._person(False),
            "first": lambda: rnd.choice(rnd.choice(_cultures())[0]),
            "neworg": self._new_organisation,
            "acronym": self._acronym,
            "unit": self._unit,
            "nstate": self._national_body,
            "river": lambda: rnd.choice(self.lists["river"]),
            "day": lambda: rnd.choice(DAYS[self.lang]),
            "n": lambda: str(rnd.choice([2, 3, 5, 7, 11, 14, 20, 37, 60, 150])),
        }
        if kind in simple:
            return simple[kind]()
        if kind.startswith("norp"):
            return self._adjective(kind)
        entry = rnd.choice(self.lists[kind])
        return SLOT.sub(lambda m: self._value(m.group(2)), entry)

    def fill(self, template: str) -> tuple[str, list[tuple[int, int, str]]]:
        """Return the text of a template and the character spans of its names."""
        self.people = []
        text, spans, place = "", [], 0
        for slot in SLOT.finditer(template):
            text += template[place : slot.start()]
            place = slot.end()
            value = self._value(slot.group(2))
            article, bar, name = value.partition("|")
            if not bar:
                article, name = "", value
            if text.lower().endswith(("the ", " a ")) and self.lang == "en":
                article = ""
            lead = self._lead(slot.group(1), article, name)
            if not text or text.endswith((". ", "“", '"')):
                lead = lead[:1].upper() + lead[1:]
            text += lead
            label = LABELS.get(slot.group(2))
            if label:
                spans.append((len(text), len(text) + len(name), label))
            text += name
        return text + template[place:], spans

    def _lead(self, preposition: str | None, article: str, name: str) -> str:
        """Return the article, contracted with a French preposition where there is one."""
        if self.lang == "en":
            return f"{article} " if article else ""
        vowel = name[:1].lower() in "aàâeéèêiîoôuhy"
        if preposition == "dans":
            return {"la": "en ", "l'": "en ", "le": "au ", "les": "aux "}.get(article, "à ")
        plain = {"l'": "l'", "": ""}.get(article, f"{article} ")
        if preposition in {None, "le"}:
            return plain
        if article in {"le", "les"}:
            return {"de le": "du ", "de les": "des ", "à le": "au ", "à les": "aux "}[f"{preposition} {article}"]
        if preposition == "de" and not article and vowel:
            return "d'"
        return f"{preposition} {plain}"

    def item(self, nlp: Language, template: str) -> Item:
        """Return a filled template as words with spans, in one of the two typographies."""
        text, spans = self.fill(template)
        apostrophe = self.rnd.choice("'’")
        text = text.replace("'", apostrophe).replace("’", apostrophe)
        doc = nlp.make_doc(text)
        names = []
        for start, end, label in spans:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                names.append((span.start, span.end, label))
        return Item([t.text for t in doc], [*[bool(t.whitespace_) for t in doc][:-1], True], names)


def sentences(lang: str) -> list[str]:
    """Return the templates of a language."""
    lines = (HERE / f"sentences_{lang}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def own_items(lang: str, nlp: Language, times: int, seed: int) -> list[Item]:
    """Fill every template ``times`` times."""
    generator = Generator(lang, random.Random(seed))
    return [generator.item(nlp, template) for _ in range(times) for template in sentences(lang)]
