"""Language work: words a CPU second beside the bare pipeline, linearity, cleaning, loading, memory."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable

import spacy
from spacy.language import Language

from benchmarks.suite.base import Options, Row, against, articles, below, cleaned
from processors.cleaning.clean import clean
from processors.extraction.extract import Extractor
from processors.extraction.load import trained
from tocsin.records import Article, CleanArticle

PROBE = """
import json, time, psutil
from processors import work
begin = time.process_time()
work.prepare({}, None, 0.0)
work.warm()
print(json.dumps([time.process_time() - begin, psutil.Process().memory_info().rss]))
"""
"""What a process of the pool does before its first article."""
WARM = 10
"""Articles before the clock starts: word lists are loaded when first needed."""
ROUNDS = 3
"""Of each article the best of them counts: a single one says more of what else runs."""
RULED = ("NATO", "KFOR", "MINUSCA", "Wagner", "Kremlin", "United Nations", "Kosovo", "Serbia", "Ukraine", "Mali")


def rows(options: Options) -> list[Row]:
    """All of it."""
    found: list[Row] = []
    extractor = Extractor()
    for language in ("en", "fr"):
        for length, full in (("articles as long as news", True), ("reports of some forty words", False)):
            texts = cleaned(options, language, options.size(40, 150), full)
            if texts:
                found += _beside(f"{language}, {length}", language, extractor, texts)
            if options.corpus is not None:
                break  # its articles are as long as they are
    found += _linear(extractor, cleaned(options, "en", 40))
    found.append(_cleaning(options))
    found += _load()
    return found


def _beside(what: str, language: str, extractor: Extractor, texts: list[CleanArticle]) -> list[Row]:
    """Interleaved article by article, of each the best of some rounds: whatever else runs here hits all alike."""
    bare, ruled = trained(language), _ruler(language)
    ways: dict[str, Callable[[CleanArticle], object]] = {
        "ours": extractor.extract,
        "bare": lambda one: bare(one.text),
        "ruler": lambda one: ruled(one.text),
    }
    for one in texts[:WARM]:
        for way in ways.values():
            way(one)
    gc.freeze()  # as a worker does with what it has loaded: no article pays for a walk through the word lists
    best = {name: [float("inf")] * len(texts) for name in ways}
    for _ in range(ROUNDS):
        for number, one in enumerate(texts):
            for name, way in ways.items():
                begin = time.process_time()
                way(one)
                best[name][number] = min(best[name][number], time.process_time() - begin)
    spent = {name: sum(seconds) for name, seconds in best.items()}
    words = sum(len(one.text.split()) for one in texts)
    on_top = spent["ours"] / spent["bare"] - 1
    rate = {name: words / seconds for name, seconds in spent.items()}
    return [
        against(f"{what}: whole analysis beside the trained pipeline", rate["ours"], rate["bare"], "words/CPU s",
                len(texts)),
        Row(f"{what}: our components, as a share on top", 100 * on_top, None, None, "%", len(texts), "< 30 %",
            on_top < 0.30),
        against(f"{what}: beside a blank pipeline with an entity ruler", rate["ours"], rate["ruler"],
                "words/CPU s", len(texts)),
    ]  # fmt: skip


def _ruler(language: str) -> Language:
    nlp = spacy.blank(language)
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in RULED])  # type: ignore[attr-defined]
    nlp.add_pipe("sentencizer")
    return nlp


def _linear(extractor: Extractor, texts: list[CleanArticle]) -> list[Row]:
    """Time for a text of so many articles, per word, over that of one length; in turns: noise hits all alike."""
    parts = [one.article.body for one in texts]
    costs = dict.fromkeys((1, 2, 4, 8), float("inf"))
    for _ in range(5):
        for factor, best in costs.items():
            body = "\n\n".join(parts[: 5 * factor])
            one = clean(Article(id=f"long-{factor}", body=body, language="en"))
            begin = time.process_time()
            extractor.extract(one)
            costs[factor] = min(best, (time.process_time() - begin) / len(body.split()))
    return [
        Row(f"en: cost of a word in a text {factor} times as long", 1e6 * costs[factor], 1e6 * costs[1],
            costs[factor] / costs[1], "CPU µs", 5, "ratio ≤ 1.3", costs[factor] <= 1.3 * costs[1])
        for factor in (2, 4, 8)
    ]  # fmt: skip


def _cleaning(options: Options) -> Row:
    """Articles of about 3 kB."""
    parts = [article.body for article in articles(options, 400)]
    made: list[Article] = []
    body = ""
    for part in parts:
        body += part + "\n\n"
        if len(body) >= 3000:
            made.append(Article(id=f"c-{len(made)}", body=body))
            body = ""
    for one in made[:10]:
        clean(one)
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        for one in made:
            clean(one)
        best = min(best, time.process_time() - begin)
    rate = len(made) / best
    return Row("cleaning, articles of 3 kB", rate, None, None, "articles/CPU s", len(made), "≥ 2000", rate >= 2000)


def _load() -> list[Row]:
    """A fresh process, as the pool starts it: both languages, components and word lists."""
    answer = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    seconds, memory = json.loads(answer.stdout.splitlines()[-1])
    return [
        below("both pipelines loaded", seconds, 3.0, "CPU s"),
        below("memory of a process with both pipelines", memory / 1e6, 600, "MB"),
    ]
