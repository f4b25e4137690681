"""Simulated wire traffic: originals, copies of every kind, and look-alikes that must stay apart.

Originals come from any JSON Lines file with ``body`` or ``text`` given by argument, and from our own phrases.
The gold cluster of every article is known, so pair F1, recall by kind and merged look-alikes can be counted.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.dedupe import phrases as p
from tocsin.records import Article

START = datetime(2024, 3, 4, tzinfo=UTC)
COPY_KINDS = (
    "credit", "boilerplate", "edits", "lead", "dropped", "cut60", "cut40", "cut25", "typography", "several",
    "several-deep",
)  # fmt: skip
LOOKALIKE_KINDS = ("template", "renamed", "stub", "digest", "series")


@dataclass(frozen=True, slots=True)
class Case:
    """One article with its gold cluster and the kind of thing it is."""

    article: Article
    cluster: str
    kind: str


def load(paths: list[Path], half: int | None = None) -> list[str]:
    """Texts of at least 80 words; ``half`` 0 or 1 takes every other one, to tune on one and report on the other."""
    texts = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = str(row.get("body") or row.get("text") or "")
            if len(text.split()) >= 80:
                texts.append(text)
    return distinct(texts if half is None else texts[half::2])


def distinct(texts: list[str], most: float = 0.15) -> list[str]:
    """Without texts that share more than ``most`` of their four-word rows with one kept before: real reprints in the
    corpus would count as errors. By plain sets, so as not to judge ourselves with our own means."""
    seen: dict[tuple[str, ...], int] = {}
    kept: list[str] = []
    for text in texts:
        words = re.findall(r"[^\W_]+", text.lower())
        rows = {tuple(words[i : i + 4]) for i in range(len(words) - 3)}
        hits = Counter(seen[row] for row in rows if row in seen)
        if hits and max(hits.values()) > most * len(rows):
            continue
        for row in rows:
            seen.setdefault(row, len(kept))
        kept.append(text)
    return kept


class Generator:
    """Seeded: the same seed and texts give the same traffic."""

    def __init__(self, texts: list[str], seed: int) -> None:
        self.random = random.Random(seed)
        self.texts = texts[:]
        self.random.shuffle(self.texts)
        self.count = 0

    def traffic(self, originals: int, copies: float = 1.0, lookalikes: float = 1.0) -> list[Case]:
        """Originals with copies (per original, on average) and look-alikes (per original), in order of time."""
        cases: list[Case] = []
        kinds = list(COPY_KINDS)
        for number, text in enumerate(self.texts[:originals]):
            at = START + timedelta(minutes=self.random.randrange(5 * 24 * 60))
            cluster = f"c{number}"
            cases.append(self._case(self._paragraphs(text), at, cluster, "original"))
            whole = int(copies) + (self.random.random() < copies - int(copies))
            for _ in range(whole):
                kind = kinds[(self.count + number) % len(kinds)]
                later = at + timedelta(minutes=self.random.randrange(5, 48 * 60))
                cases.append(self._case(self.copy(text, kind), later, cluster, kind))
        for number in range(int(originals * lookalikes)):
            kind = LOOKALIKE_KINDS[number % len(LOOKALIKE_KINDS)]
            at = START + timedelta(minutes=self.random.randrange(5 * 24 * 60))
            cases.append(self._case(self.lookalike(kind), at, f"l{number}", kind))
        cases.sort(key=lambda case: (case.article.published_at, case.article.id))
        return cases

    def copy(self, text: str, kind: str) -> str:
        """A copy of one kind."""
        body = self._paragraphs(text)
        match kind:
            case "credit":
                return self._credit(body)
            case "boilerplate":
                return self._wrap(body)
            case "edits":
                return self._edit(body)
            case "lead":
                return self._lead(body)
            case "dropped":
                return self._drop(body)
            case "typography":
                return self._typography(body)
            case "several":
                return self._typography(self._wrap(self._credit(self._edit(self._cut(body, 0.6)))))
            case "several-deep":
                return self._typography(self._lead(self._edit(self._cut(body, self.random.choice((0.25, 0.4))))))
            case _:
                return self._cut(body, int(kind.removeprefix("cut")) / 100)

    def lookalike(self, kind: str) -> str:
        """A text that shares much with others and is news of its own."""
        r = self.random
        match kind:
            case "template":
                return self.filled(r.choice(p.TEMPLATES))
            case "series":
                return self.filled(r.choice(p.SERIES))
            case "stub":
                outlet = p.OUTLETS[r.randrange(2)]
                tail = [line.format(outlet=outlet) for line in p.BOILERPLATE[:2]]
                return "\n\n".join([self.filled(r.choice(p.STUB_NEWS)), *tail])
            case "digest":
                leads = [" ".join(r.choice(self.texts).split()[: r.randrange(30, 50)]) for _ in range(6)]
                return "\n\n".join(leads)
            case _:
                return self._renamed(self._paragraphs(r.choice(self.texts)))

    def _case(self, body: str, at: datetime, cluster: str, kind: str) -> Case:
        self.count += 1
        article = Article(id=f"a{self.random.getrandbits(40):010x}{self.count}", body=body, published_at=at)
        return Case(article, cluster, kind)

    def filled(self, template: str) -> str:
        """A template with random places, people, days and numbers."""
        r = self.random
        return template.format(
            place=r.choice(p.PLACES), person=r.choice(p.PEOPLE), day=r.choice(p.DAYS), outlet=r.choice(p.OUTLETS),
            n=r.randrange(2, 60), m=r.randrange(60, 900), k=r.randrange(2, 99),
        )  # fmt: skip

    def _paragraphs(self, text: str) -> str:
        if "\n" in text.strip():
            return text
        sentences = re.split(r"(?<=[.!?”\"]) (?=[A-ZÀ-Þ“\"«])", text)
        return "\n\n".join(" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2))

    def _credit(self, body: str) -> str:
        agency = self.random.choice(p.AGENCIES)
        place = self.random.choice(p.PLACES)
        head = self.random.choice([f"{place.upper()} ({agency}) - ", f"{place}, March 5 ({agency}) — ", ""])
        return head + body + self.random.choice([f"\n\nWith {agency}", f"\n\n({agency})", f"\n\n© {agency}"])

    def _wrap(self, body: str) -> str:
        outlet = self.random.choice(p.OUTLETS)
        lines = [line.format(outlet=outlet) for line in self.random.sample(p.BOILERPLATE, 5)]
        return "\n\n".join([lines[0], body, *lines[1:]])

    def _edit(self, body: str) -> str:
        words = body.split(" ")
        out = []
        for word in words:
            chance = self.random.random()
            if word.isalpha() and word.islower() and chance < 0.02:
                continue
            if word in p.SYNONYMS and chance < 0.3:
                word = p.SYNONYMS[word]
            out.append(word)
            if chance > 0.985:
                out.append(self.random.choice(["reportedly", "meanwhile", "then", "there"]))
        return " ".join(out)

    def _lead(self, body: str) -> str:
        lead = self.filled(self.random.choice(p.LEADS))
        parts = body.split("\n\n")
        if self.random.random() < 0.5 and len(parts) > 4:
            parts = parts[1:]  # in place of the old one
        return "\n\n".join([lead, *parts])

    def _drop(self, body: str) -> str:
        parts = re.split(r"\n+", body)
        gone = set(self.random.sample(range(len(parts)), max(1, len(parts) * 3 // 10))) if len(parts) > 2 else set()
        return "\n\n".join(part for i, part in enumerate(parts) if i not in gone)

    def _cut(self, body: str, share: float) -> str:
        aim = int(len(body) * share)
        end = max((m.end() for m in re.finditer(r"[.!?][”\"]?(?=\s|$)", body[: aim + 60])), default=aim)
        return body[: end if end > aim * 0.7 else aim]

    def _typography(self, body: str) -> str:
        r = self.random
        if r.random() < 0.6:
            body = unicodedata.normalize("NFD", body)
        if r.random() < 0.5:
            body = body.replace("&", "&amp;").replace("’", "&#8217;").replace("“", "&ldquo;").replace("”", "&rdquo;")
            body = "".join(f"<p>{part}</p>\n" for part in body.split("\n\n"))
        if r.random() < 0.5:
            body = body.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "-")
        return re.sub(r" (?=[0-9»:;!?])", "\u00a0", body)

    def _renamed(self, body: str) -> str:
        """The same report about other places, people and numbers."""
        names: dict[str, str] = {}

        def other(match: re.Match[str]) -> str:
            word = match.group()
            if word.isdigit():
                return str(max(2, int(word) + self.random.randrange(1, 30)))
            if word not in names:
                pool = p.PLACES + [part for name in p.PEOPLE for part in name.split()]
                names[word] = self.random.choice(pool)
            return names[word]

        return re.sub(r"(?<=[a-z,] )[A-ZÀ-Þ][\w’-]{2,}|\b\d+\b", other, body)
