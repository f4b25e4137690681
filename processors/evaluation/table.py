"""The scorecard as a table: for a terminal and for docs/accuracy.md, from which CI reads the last figures."""

from __future__ import annotations

import re

from processors.evaluation.evaluate import Line, Scorecard

ROW = re.compile(r"^\| (\w+) \| ([^|]+?) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| (\d+) \|$", re.M)
LOWER_IS_BETTER = ("alarms", "history taken")
BEGIN, END = "<!-- scorecard -->", "<!-- /scorecard -->"


def markdown(card: Scorecard) -> str:
    """The table, one line per figure, then the confusion of types."""
    lines = ["| language | what | precision | recall | F1 | n |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {line.language} | {line.name} | {line.precision:.3f} | {line.recall:.3f} | {line.f1:.3f} | {line.n} |"
        for line in card.lines
    ]
    lines += [
        "",
        "Events missed (–: nothing put out) and put out wrongly (–: nothing there), the ten most frequent:",
        "",
    ]
    lines += ["| should be | put out | n |", "|---|---|---|"]
    worst = sorted(card.confusion.items(), key=lambda item: (-item[1], item[0]))[:10]
    lines += [
        f"| {wanted.replace('-', '–')} | {found.replace('-', '–')} | {count} |" for (wanted, found), count in worst
    ]
    return "\n".join(lines)


def insert(page: str, table: str) -> str:
    """The page with its table replaced."""
    block = f"{BEGIN}\n{table}\n{END}"
    if BEGIN in page and END in page:
        return page[: page.index(BEGIN)] + block + page[page.index(END) + len(END) :]
    return page.rstrip() + "\n\n" + block + "\n"


def read(page: str) -> dict[tuple[str, str], Line]:
    """The figures that stand in a page."""
    return {
        (language, name): Line(language, name, float(p), float(r), float(f), int(n))
        for language, name, p, r, f, n in ROW.findall(page)
    }


def fallen(card: Scorecard, page: str, points: float = 0.02, fewest: int = 20) -> list[str]:
    """Figures that are worse than in the page by more than ``points``; those of few things are not compared."""
    before = read(page)
    said = []
    for line in card.lines:
        old = before.get((line.language, line.name))
        if old is None or line.n < fewest:
            continue
        loss = line.f1 - old.f1 if line.name.startswith(LOWER_IS_BETTER) else old.f1 - line.f1
        if loss > points:
            said.append(f"{line.language} {line.name}: {old.f1:.3f} → {line.f1:.3f} (n {line.n})")
    return said
