"""spaCy component ``tocsin_places``: place names resolved to coordinates, country and precision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

from processors.extraction import lexicon as lexicons
from processors.extraction import marks
from processors.extraction.marks import Name, PlaceMark, name_of, text_at
from processors.extraction.names.folding import fold
from processors.extraction.names.headline import countries_of
from processors.extraction.places import gazetteer as gazetteers
from processors.extraction.places.choose import choose
from processors.extraction.places.compound import Compounds
from processors.extraction.places.gazetteer import Candidate
from processors.extraction.places.score import score

marks.install()

_KNOWN, _ABROAD, _FAR_ABROAD = 100_000, 20_000, 1_000_000
"""People of a town that is meant by another of its names, though the article tells of other countries, and both."""
_AT_HOME = 4
"""Votes for countries from which on a town abroad is hardly meant unless it is a large one."""

TOWN, REGION = "town", "region"
_LED = 2
"""Words between a noun for a kind of place and the name of one ("la province de l'Ituri")."""
_FORMS = 24
"""Spellings tried of a name that no gazetteer knows."""

UNRESOLVED = "tocsin_unresolved_places"
"""Key of ``doc.user_data``: places that no gazetteer knows, as marks without coordinates; scenes use them."""

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@Language.factory(
    "tocsin_places",
    default_config={"lexicon": "en", "overlay": None},
    assigns=["doc._.places"],
    requires=["doc.ents"],
    default_score_weights={"places_found_f": 0.5, "places_within_161km": 0.5},
)
def create(nlp: Language, name: str, lexicon: str, overlay: str | None) -> Places:
    """Factory: ``lexicon`` is the language folder, ``overlay`` a user's folder or None."""
    return Places(lexicon, overlay)


class Places:
    """Resolves the GPE, LOC and FAC names of a document, easy ones first."""

    def __init__(self, language: str, overlay: str | None) -> None:
        self.language = language
        self._gazetteer = gazetteers.load(language, overlay)
        self._compounds = Compounds(language, overlay)
        words = lexicons.load(language, "places", overlay)
        self._to_country = frozenset(words.get("to_country", []))
        self._spellings: dict[str, str] = words.get("spellings", {})
        self._quarters = frozenset(words.get("quarters", []))
        kinds: dict[str, list[str]] = words.get("common_nouns", {})
        self._kinds = {
            **dict.fromkeys(kinds.get("town", ()), TOWN),
            **dict.fromkeys(words.get("told_regions", ()), REGION),
        }
        self._of = frozenset(words.get("part_of", []))
        self._bearers = frozenset(words.get("bearers", []))

    def __call__(self, doc: Doc) -> Doc:
        """Write ``doc._.places`` in order of position."""
        ents = [ent for ent in doc.ents if ent.label_ in _PLACE_LABELS]
        if not ents:
            doc._.places = []
            doc.user_data[UNRESOLVED] = []
            return doc
        countries = _countries(doc)
        kinds = {ent.start: self._kind(ent) for ent in ents}
        options = {ent.start: self._options(ent, countries, kinds[ent.start]) for ent in ents}
        behind = {ent.start: self._behind(doc, ent, options) for ent in ents}
        settled: list[Candidate] = []
        chosen: dict[int, Candidate] = {}
        by_text: dict[tuple[str, str | None], Candidate] = {}
        for ent in sorted(ents, key=lambda e: (len(options[e.start]), e.start)):
            key = ent.text, kinds[ent.start]
            pick = by_text.get(key) or choose(
                self._at_home(options[ent.start], countries, behind[ent.start]), countries, behind[ent.start], settled
            )
            if pick is not None:
                chosen[ent.start] = pick
                by_text[key] = pick
                if pick.precision < 3:
                    settled.append(pick)
        places = [self._mark(ent, chosen.get(ent.start), kinds[ent.start]) for ent in ents]
        here = countries + Counter(2 * [pick.country for pick in settled if pick.country])
        main = here.most_common(1)[0][0] if here else None
        known = [(place.span.start, place.country) for place in places if place is not None and place.precision != 3]
        doc.user_data[UNRESOLVED] = [
            self._unknown(ent, behind[ent.start] or _beside(ent, known) or main, kinds[ent.start])
            for ent in ents
            if ent.start not in chosen and not self._of_thing(ent)
        ]
        doc._.places = self._compounds.apply(
            doc,
            [place for place in places if place is not None],
            [self._gazetteer.country(code) for code, _ in countries.most_common(3)],
        )
        return doc

    def _options(self, ent: Span, countries: Counter[str], kind: str | None) -> list[Candidate]:
        """What a name may mean; words that are hardly ever towns need a country that says so."""
        name: Name = name_of(ent) or Name(None, ent.text)
        key = name.id or ""
        if key.startswith("country:"):
            code = key.removeprefix("country:")
            others = [c for c in self._gazetteer.own(ent.text) if c.country != code]
            return [self._gazetteer.country(code), *others]
        text = self._compounds.bare(ent.text)
        found = self._longer(ent) or self._gazetteer.find(text)
        if not found and name.name and name.name != text:
            found = self._gazetteer.find(name.name)
        if not found:
            found = [c for form in self._respelled(text) for c in self._gazetteer.find(form) if c.country in countries]
        if not found and "-" in text:
            found = self._way(text, countries)
        if not found and ent.label_ == "FAC":
            return self._inside(ent, countries)
        if text.lower() in self._gazetteer.not_towns:
            found = [c for c in found if c.source != "town" or (c.country in countries and c.population > 20_000)]
        if countries and self._quarter(ent):  # a quarter is no town of the same name in another country
            found = [c for c in found if c.source != "town" or c.country in countries]
        if kind is not None:
            of_kind = [c for c in found if (c.source in ("region", "land")) is (kind == REGION)]
            found = of_kind or (self._gazetteer.regions(text) if kind == REGION else []) or found
        return [c for c in found if c.main or c.population >= 5000 or c.country in countries]

    def _kind(self, ent: Span) -> str | None:
        """What the words say that a name is one of: "Gao region", "the state of Kaduna", "la ville d'Idlib"."""
        doc, i = ent.doc, ent.start - 1
        if self._compounds.regional(ent.text):
            return REGION
        behind = self._kinds.get(doc[ent.end].lower_) if ent.end < len(doc) else None
        if behind is not None and doc[ent.end].is_sent_start is not True:
            return behind
        while i > 0 and ent.start - i <= _LED and doc[i].lower_ in self._of:
            i -= 1
        return self._kinds.get(doc[i].lower_) if 0 <= i < ent.start - 1 else None

    def _way(self, text: str, countries: Counter[str]) -> list[Candidate]:
        """The first of the two towns that a road is named after: "Gao-Ansongo"."""
        ends = [part.strip() for part in text.split("-")]
        if len(ends) != 2 or any(len(end) < 3 for end in ends):
            return []
        first, last = ([c for c in self._gazetteer.find(end) if c.source == "town" and c.main] for end in ends)
        lands = {c.country for c in last}
        return [c for c in first if c.country in lands and (not countries or c.country in countries)]

    def _respelled(self, text: str) -> list[str]:
        """A name in the spelling of this language as others write it: "Alkhazourovo" → "Alkhazurovo"."""
        forms = [text]
        for ours, theirs in self._spellings.items():
            forms += [form.replace(ours, theirs) for form in forms if ours in form]
        return forms[1:_FORMS]

    def _quarter(self, ent: Span) -> bool:
        """Whether a word for a part of a town stands right beside a name: "the X slum", "quartier de X"."""
        near = ent.doc[max(0, ent.start - 2) : ent.end + 1]
        return any(t.lower_ in self._quarters for t in near if not ent.start <= t.i < ent.end)

    def _of_thing(self, ent: Span) -> bool:
        """ "The tanker X", "Radio X", "le chalutier « X »": a noun for a thing stands before its name, or opens it."""
        doc, i = ent.doc, ent.start - 1
        while i > 0 and doc[i].is_quote:
            i -= 1
        return (i >= 0 and doc[i].lower_ in self._bearers) or ent[0].lower_ in self._bearers

    def _at_home(self, found: list[Candidate], countries: Counter[str], behind: str | None) -> list[Candidate]:
        """Without the small towns of countries that the article does not name."""
        if not countries:
            return found
        named = countries if behind is None else {behind}
        abroad = _KNOWN if countries.total() >= _AT_HOME else _ABROAD
        return [
            c for c in found
            if c.source != "town" or c.country in named or c.population >= (abroad if c.main else _FAR_ABROAD)
        ]  # fmt: skip

    def _longer(self, ent: Span) -> list[Candidate]:
        """A name of which only a part is marked: "Novi" of Novi Sad, "Amenas" of In Amenas."""
        doc, start, end = ent.doc, ent.start, ent.end
        wider = [(start, end + 1)] if end < len(doc) else []
        wider += [(start - 1, end)] if start else []
        for first, last in wider:
            other = doc[first] if first < start else doc[last - 1]
            named = other.text[:1].isupper() and other.is_alpha and other.is_upper == ent[0].is_upper
            if not named or other.ent_type_:
                continue
            found = [c for c in self._gazetteer.find(text_at(doc, first, last)) if c.main or c.population > _KNOWN]
            if found:
                return found
        return []

    def _inside(self, ent: Span, countries: Counter[str]) -> list[Candidate]:
        """A site named after its town: "Goma airport", "stade de Kinshasa"."""
        for token in ent:
            if token.text[:1].isupper() and len(token.text) > 3:
                found = [
                    c for c in self._gazetteer.find(token.text)
                    if c.main and c.population > (20_000 if c.country in countries else 500_000)
                ]  # fmt: skip
                if found and found[0].name.lower() not in self._gazetteer.not_towns:
                    return found
        return []

    def _behind(self, doc: Doc, ent: Span, options: dict[int, list[Candidate]]) -> str | None:
        """The country said right after a name: "Lyon, France", "Goma (RDC)", "Jolo, in the Philippines"."""
        for i in range(ent.end, min(len(doc), ent.end + 4)):
            if i in options and i > ent.end:
                first = options[i][0] if options[i] else None
                sure = first is not None and first.source in ("country", "region")
                return first.country if first is not None and sure else None
            if doc[i].text not in self._to_country:
                return None
        return None

    def _mark(self, ent: Span, pick: Candidate | None, kind: str | None) -> PlaceMark | None:
        if pick is None:
            return None
        label, precision = pick.name, pick.precision
        name: Name | None = name_of(ent)
        if pick.source == "town" and name is not None and name.name and len(ent.text) > 3:
            respelled = bool(self._spellings) and not pick.main and name.name == ent.text
            label = pick.name if respelled or _part_of(ent, pick.name) else name.name
            if not self._compounds.regional(ent.text) and (
                (ent.label_ == "FAC" and pick.name in label) or fold(ent.text).startswith(f"{fold(pick.name)}-")
            ):
                label = pick.name
        if pick.source == "town" and kind == REGION:  # the region around a town: told by its name
            label, precision = self._compounds.bare(label), 2
        return PlaceMark(ent, label, pick.lat, pick.lon, pick.country, precision, pick.population)

    def _unknown(self, ent: Span, country: str | None, kind: str | None) -> PlaceMark:
        """A place that no gazetteer knows, in the country that is likeliest."""
        label = (name_of(ent) or Name()).name or ent.text
        if kind == REGION:
            return PlaceMark(ent, self._compounds.bare(label), None, None, country, 2)
        return PlaceMark(ent, label, None, None, country, 1)

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Found by overlap; of those found, the share within 161 km."""
        return score([(e.reference._.places, e.predicted._.places) for e in examples])


def _part_of(ent: Span, name: str) -> bool:
    """Whether the text goes on, before or behind, with the rest of a longer name."""
    around = text_at(ent.doc, max(0, ent.start - 1), ent.end + 1)
    return name != ent.text and ent.text in name and name in around


def _beside(ent: Span, known: list[tuple[int, str | None]]) -> str | None:
    """The country of the known town or region nearest to a name in its sentence."""
    sent = ent.sent
    near = [(abs(at - ent.start), country) for at, country in known if country and sent.start <= at < sent.end]
    return min(near)[1] if near else None


def _countries(doc: Doc) -> Counter[str]:
    """How often an article names each country, by itself or by its people, its headline included."""
    votes: Counter[str] = Counter()
    for code, times in countries_of(doc._.title, doc.lang_).items():
        votes[code] += 2 * times
    for ent in doc.ents:
        name: Name | None = name_of(ent)
        if name is None or name.country is None:
            continue
        if ent.label_ in ("GPE", "NORP"):
            votes[name.country] += 2
        elif ent.label_ == "ORG":
            votes[name.country] += 1
    return votes
