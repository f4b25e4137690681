"""Measure a finished pipeline: tags, trees, lemmas, names, speed, load time and size."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import spacy
import ud
from names import Folders, own_articles, public_tests
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spans import Item, to_doc

Scores = dict[str, Any]


def trees(nlp: Language, folders: Folders, lang: str, name: str) -> Scores:
    """Score tags, trees and lemmas on raw text of one treebank file (own tokenizer and sentence ends)."""
    rnd = random.Random(0)
    sentences = ud.load(folders.treebanks, [name], lang)
    gold = [ud.to_doc(nlp.vocab, batch, 0.0, rnd) for batch in ud.group(sentences, rnd, 8)]
    examples = [Example(nlp(doc.text), doc) for doc in gold]
    scores = Scorer(nlp).score(examples)
    return {
        "POS": scores["pos_acc"],
        "UAS": scores["dep_uas"],
        "LAS": scores["dep_las"],
        "lemma": _lemmas(examples, ""),
        "verb lemma": _lemmas(examples, "VERB"),
        "sentences F": scores["sents_f"],
        "tokens": sum(len(doc) for doc in gold),
    }


def _lemmas(examples: list[Example], only: str) -> float:
    """Return the share of right lemmas, whatever their case, over all words or one part of speech."""
    right = seen = 0
    for example in examples:
        tags = example.get_aligned("POS", as_string=True)
        lemmas = example.get_aligned("LEMMA", as_string=True)
        for token, pos, lemma in zip(example.predicted, tags, lemmas, strict=True):
            if lemma and pos != "PUNCT" and (not only or pos == only):
                seen += 1
                right += token.lemma_.lower() == lemma.lower()
    return right / seen


def _coarse(label: str) -> str | None:
    if label in {"GPE", "LOC", "FAC"}:
        return "place"
    return {"PERSON": "person", "ORG": "organisation"}.get(label)


def names(nlp: Language, items: list[Item]) -> Scores:
    """Score exact spans per label, and over person, organisation and place together."""
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for item in items:
        want = to_doc(nlp.vocab, item)
        unknown = {c for t in want if t.ent_iob == 0 for c in range(t.idx, t.idx + len(t))}
        for get in (str, _coarse):
            have = _spans(nlp(want.text), get, unknown)
            need = _spans(want, get, set())
            for counter, spans in ((found, have), (gold, need), (both, have & need)):
                counter.update(label for _, _, label in spans)
    return {label: _prf(both[label], found[label], gold[label]) for label in sorted(gold)} | {
        "person+organisation+place": _prf(
            *(sum(c[k] for k in ("person", "organisation", "place")) for c in (both, found, gold))
        )
    }


def _spans(doc: Doc, get: Any, unknown: set[int]) -> set[tuple[int, int, str]]:
    return {
        (e.start_char, e.end_char, get(e.label_))
        for e in doc.ents
        if get(e.label_) and not unknown & set(range(e.start_char, e.end_char))
    }


def _prf(right: int, found: int, gold: int) -> dict[str, float]:
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * right / (found + gold) if found + gold else 0.0
    return {"P": precision, "R": recall, "F1": f1, "n": gold}


def speed(nlp: Language, texts: list[str]) -> float:
    """Return words per second of processor time."""
    words = sum(len(text.split()) for text in texts)
    list(nlp.pipe(texts[:20]))
    begin = time.process_time()
    list(nlp.pipe(texts))
    return words / (time.process_time() - begin)


def measure(package: Path, lang: str, folders: Folders) -> Scores:
    """Measure everything about one package."""
    begin = time.perf_counter()
    nlp = spacy.load(package)
    load = time.perf_counter() - begin
    sets = public_tests(lang, folders)
    texts = [to_doc(nlp.vocab, item).text for item in next(iter(sets.values()))]
    odd = own_articles(lang, nlp, folders, odd=True)
    if odd:
        sets["own articles, odd half"] = odd
    return {
        "load_seconds": load,
        "megabytes": sum(f.stat().st_size for f in package.rglob("*") if f.is_file()) / 1e6,
        "words_per_second": speed(nlp, [" ".join(texts[i : i + 8]) for i in range(0, len(texts), 8)]),
        "trees": {name: trees(nlp, folders, lang, name) for name in ud.TREEBANKS[lang]["test"]},
        "names": {name: names(nlp, items) for name, items in sets.items()},
    }


def main() -> None:
    """Print the scores of a package as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("lang", choices=["en", "fr"])
    parser.add_argument("data", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("--articles", type=Path, default=Path("none"), help="folder with own_<lang>.jsonl")
    args = parser.parse_args()
    scores = measure(args.package, args.lang, Folders.of(args.data, args.articles))
    print(json.dumps(scores, indent=1))


if __name__ == "__main__":
    main()
