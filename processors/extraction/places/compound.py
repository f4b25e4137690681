"""Places made of a name and words around it: "northern Kosovo", "the border between A and B"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from spacy.tokens import Doc

from processors.extraction import lexicon
from processors.extraction.marks import PlaceMark, lowers
from processors.extraction.places.gazetteer import Candidate, populations
from processors.extraction.places.score import kilometres

SIDES = "tocsin_border_sides"
"""Key of ``doc.user_data``: start token of a border's span → the two countries."""

BORDER = " border"
"""How the names of borders end."""
_NEIGHBOURS_KM = 2500.0
"""Between the middles of two countries that may have a border."""


class Compounds:
    """The words of a language that make parts and borders."""

    def __init__(self, language: str, overlay: str | None) -> None:
        data: dict[str, Any] = lexicon.load(language, "places", overlay)
        self._parts: dict[str, str] = data.get("parts", {})
        self._border = frozenset(data.get("border", []))
        self._between = frozenset(data.get("border_of", []))
        self._generic = tuple(data.get("generic", []))
        self._begins, self._ends = tuple(f"{w} " for w in self._generic), tuple(f" {w}" for w in self._generic)
        regional = data.get("regional", [])
        self._regional = tuple(f"{w} " for w in regional), tuple(f" {w}" for w in regional)
        self._of = frozenset(data.get("part_of", []))
        self._post = frozenset(data.get("border_post", []))
        self._sides = tuple(f"{side} " for side in set(self._parts.values()))

    def bare(self, text: str) -> str:
        """A name without the word for what it is: "Idlib province", "ville de Goma"."""
        if not text.startswith(self._begins) and not text.endswith(self._ends):
            return text
        for word in self._generic:
            if text.endswith(f" {word}") and len(text) > len(word) + 3:
                return text[: -len(word) - 1]
            if text.startswith(f"{word} ") and len(text) > len(word) + 3:
                return text[len(word) + 1 :]
        return text

    def regional(self, text: str) -> bool:
        """Whether a name says that it is one of a region: "Idlib province", "région de Donetsk"."""
        begins, ends = self._regional
        return text.startswith(begins) or text.endswith(ends)

    def apply(self, doc: Doc, places: list[PlaceMark], countries: list[Candidate]) -> list[PlaceMark]:
        """Replace names by the compounds they are part of.

        Args:
            doc: the document.
            places: its resolved names.
            countries: the countries it tells of, most told first: the untold side of a border.
        """
        out = [self._part(doc, place) for place in places]
        borders = self._borders(doc, out, countries)
        return sorted([*out, *borders], key=lambda place: (place.span.start, place.span.end))

    def _part(self, doc: Doc, place: PlaceMark) -> PlaceMark:
        """ "northern Kosovo", "le nord du Kosovo", "the east of Ukraine": precision 2."""
        if place.precision is None or place.precision == 1:
            return place
        start, end = place.span.start, place.span.end
        i = start - 1
        while i >= 0 and doc[i].lower_ in self._of and start - i <= 3:
            i -= 1
        word = doc[i].lower_ if i >= 0 else ""
        behind = doc[end].lower_ if end < len(doc) else ""
        if word in self._parts and (i == start - 1 or doc[i + 1].lower_ in self._of):
            start, part = i, self._parts[word]
        elif behind in self._parts and doc[end].pos_ == "ADJ":
            end, part = end + 1, self._parts[behind]
        else:
            return place
        name = f"{part} {place.name}"
        return PlaceMark(doc[start:end], name, place.lat, place.lon, place.country, 2, 0)

    def _borders(self, doc: Doc, places: list[PlaceMark], countries: list[Candidate]) -> list[PlaceMark]:
        """ "the border between A and B", "the A-B border", "the border with B" (one side)."""
        found: list[PlaceMark] = []
        starts = [place.span.start for place in places]
        for i, lower in enumerate(lowers(doc)):
            if lower not in self._border:
                continue
            token = doc[i]
            around = places[bisect_left(starts, token.i - 6) : bisect_right(starts, token.i + 9)]
            near = [
                p for p in around
                if p.country and p.precision in (2, 3) and -6 <= p.span.start - token.i <= 9
                and _together(doc, token.i, p.span.start)
            ]  # fmt: skip
            after = [p for p in near if p.span.start > token.i]
            before = [p for p in near if p.span.end <= token.i]
            pair = self._pair(doc, token.i, before, after) or self._one_side(doc, token.i, after, countries)
            if pair is None:
                continue
            first, second = sorted(pair, key=lambda p: -populations().get(p.country or "", 0))
            start = min(token.i, first.span.start, second.span.start)
            end = max(token.i + 1, first.span.end, second.span.end)
            lat = None if first.lat is None or second.lat is None else (first.lat + second.lat) / 2
            lon = None if first.lon is None or second.lon is None else (first.lon + second.lon) / 2
            name = f"{self._land(first.name)}–{self._land(second.name)}{BORDER}"
            found.append(PlaceMark(doc[start:end], name, lat, lon, None, 2))
            doc.user_data.setdefault(SIDES, {})[start] = (first.country, second.country)
        return found

    def _pair(
        self, doc: Doc, at: int, before: list[PlaceMark], after: list[PlaceMark]
    ) -> tuple[PlaceMark, PlaceMark] | None:
        if len(after) >= 2 and any(doc[i].lower_ in self._between for i in range(at + 1, after[0].span.start)):
            return after[0], after[1]
        if len(before) >= 2 and before[-1].span.end == at and before[-2].span.end == before[-1].span.start - 1:
            return before[-2], before[-1]
        joined = any(doc[i].lower_ in self._between for i in range(at + 1, after[0].span.start)) if after else False
        if joined and before and before[-1].span.end >= at - 2:
            return before[-1], after[0]
        return None

    def _one_side(
        self, doc: Doc, at: int, after: list[PlaceMark], countries: list[Candidate]
    ) -> tuple[PlaceMark, PlaceMark] | None:
        """ "the border with B", "the border": an untold side is a country that the article tells of most."""
        told = after[:1]
        if (
            told
            and told[0].span.start - at > 3
            and not any(doc[i].lower_ in self._between for i in range(at + 1, told[0].span.start))
        ):
            told = []
        if not told:
            behind = doc[at + 1] if at + 1 < len(doc) else None
            post = at > 0 and (doc[at - 1].text == "-" or doc[at - 1].lower_ in self._post)
            if post or (behind is not None and behind.pos_ in ("NOUN", "PROPN")):
                return None  # "border guards", "poste frontière"
            if len(countries) < 2 or kilometres(*_point(countries[0]), *_point(countries[1])) > _NEIGHBOURS_KM:
                return None
            told = [_as_mark(doc, at, countries[1])]
        for other in countries:
            if other.country != told[0].country:
                return _as_mark(doc, at, other), told[0]
        return None

    def _land(self, name: str) -> str:
        """A country without its part: of "northern Kosovo" Kosovo."""
        return next((name.removeprefix(side) for side in self._sides if name.startswith(side)), name)


def _together(doc: Doc, a: int, b: int) -> bool:
    """Whether no sentence begins between two near tokens (``Token.sent`` costs the length of the sentence)."""
    low, high = min(a, b), max(a, b)
    return not any(doc[i].is_sent_start for i in range(low + 1, high + 1))


def _as_mark(doc: Doc, at: int, country: Candidate) -> PlaceMark:
    return PlaceMark(doc[at : at + 1], country.name, country.lat, country.lon, country.country, 3)


def _point(candidate: Candidate) -> tuple[float | None, float | None]:
    return candidate.lat, candidate.lon
