"""Train, join, measure and document both pipelines: one command from raw data to loadable folders.

    python models/recipe/train.py DATA --articles DEV --out models

DATA holds ``ud/`` and ``ner/``; DEV (optional) holds our annotated articles. The seed is fixed.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import card
import evaluate
import names
import package
import spans
import ud
from conjugate import swap_verbs
from spacy.cli.init_config import fill_config
from spacy.cli.train import train as spacy_train
from tokenizing import blank

HERE = Path(__file__).parent
SEED = 0
TREE_COPIES = 3


def prepare(lang: str, folders: names.Folders, work: Path) -> None:
    """Write the blank pipeline and the training and development documents of a language."""
    nlp = blank(lang)
    nlp.to_disk(work / f"{lang}-blank")
    banks = ud.TREEBANKS[lang]
    change = swap_verbs if lang == "fr" else None
    train = ud.load(folders.treebanks, banks["train"], lang)
    ud.write(nlp.vocab, train, lang, work / f"{lang}-parser-train.spacy", copies=TREE_COPIES, change=change, seed=SEED)
    dev = ud.load(folders.treebanks, banks["dev"], lang)
    ud.write(nlp.vocab, dev[::3] if lang == "en" else dev, lang, work / f"{lang}-parser-dev.spacy", seed=SEED)
    items, held = names.training(lang, nlp, folders, SEED)
    spans.write(nlp.vocab, items, work / f"{lang}-ner-train.spacy")
    spans.write(nlp.vocab, held, work / f"{lang}-ner-dev.spacy")


def train(lang: str, part: str, work: Path, steps: int) -> None:
    """Train the parser part or the ner part of a language; the best state ends in ``model-best``."""
    config = work / f"{part}.cfg"
    fill_config(config, HERE / f"{part}.cfg", silent=True)
    overrides = {
        "paths.train": str(work / f"{lang}-{part}-train.spacy"),
        "paths.dev": str(work / f"{lang}-{part}-dev.spacy"),
        "paths.base": str(work / f"{lang}-blank"),
        "nlp.lang": lang,
        "system.seed": SEED,
        "training.max_steps": steps,
    }
    spacy_train(config, work / f"{lang}-{part}", overrides=overrides)


def finish(lang: str, folders: names.Folders, work: Path, out: Path, steps: dict[str, int]) -> None:
    """Join the two parts, measure the whole and write its model card."""
    target = out / f"{lang}_tocsin_news"
    package.join(work / f"{lang}-parser" / "model-best", work / f"{lang}-ner" / "model-best", lang, target)
    scores = evaluate.measure(target, lang, folders)
    (work / f"{lang}-scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    (target / "README.md").write_text(card.render(lang, scores, steps), encoding="utf-8")


def main() -> None:
    """Run every step for the chosen languages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with ud/ and ner/")
    parser.add_argument("--articles", type=Path, default=Path("none"), help="folder with own_<lang>.jsonl")
    parser.add_argument("--out", type=Path, default=HERE.parent)
    parser.add_argument("--work", type=Path, default=Path("build/models"))
    parser.add_argument("--langs", nargs="+", default=["en", "fr"])
    parser.add_argument("--parser-steps", type=int, default=10_000)
    parser.add_argument("--ner-steps", type=int, default=6_000)
    parser.add_argument("--jobs", type=int, default=2, help="trainings side by side")
    args = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    folders = names.Folders.of(args.data, args.articles)
    args.work.mkdir(parents=True, exist_ok=True)
    steps = {"parser": args.parser_steps, "ner": args.ner_steps}
    for lang in args.langs:
        prepare(lang, folders, args.work)
    with ProcessPoolExecutor(args.jobs, max_tasks_per_child=1) as pool:
        runs = [pool.submit(train, lang, part, args.work, n) for part, n in steps.items() for lang in args.langs]
        for run in runs:
            run.result()
    for lang in args.langs:
        finish(lang, folders, args.work, args.out, steps)


if __name__ == "__main__":
    main()
