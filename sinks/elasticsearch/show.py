"""What is found, for people on a terminal. Text from articles is shown as text: no markup, no control codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sinks.elasticsearch.lists import Explained
from sinks.elasticsearch.search import Highlight, Hit
from tocsin.records import Alert, Claim, Reconciled, Story


def plain(text: object) -> str:
    """One line without control characters, which could do things to a terminal."""
    shown = "" if text is None else str(text)
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in shown).split())


def figure(one: Reconciled | None) -> str:
    """``4``, ``≥ 80``, ``100–999``; a star when contested."""
    if one is None:
        return ""
    low, best, high = one.low, one.best, one.high
    if best is not None and (low, high) in ((best, best), (None, None)):
        text = f"{best}"
    elif low is not None and high is not None:
        text = f"{low}–{high}" if low != high else f"{low}"
    elif low is not None:
        text = f"≥ {low}"
    elif high is not None:
        text = f"≤ {high}"
    else:
        text = str(best) if best is not None else "?"
    return text + ("*" if one.contested else "")


def marked(piece: Highlight) -> Text:
    """A highlight with the words asked for in bold."""
    text, at = Text("  … "), 0
    for start, end in piece.marks:
        text.append(_flat(piece.text[at:start]))
        text.append(_flat(piece.text[start:end]), style="bold")
        at = end
    text.append(_flat(piece.text[at:]) + " …")
    return text


def _flat(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text)


def hits(console: Console, found: Sequence[Hit]) -> None:
    """Articles found."""
    for hit in found:
        source = hit.source
        day = str(source.get("published_at", "no date"))[:10]
        head = Text(f"{hit.id}  ", style="bold")
        head.append(f"{day}  {plain(source.get('language'))}  {plain(source.get('source') or '')}  ")
        head.append(plain(source.get("title") or source.get("summary") or str(source.get("body", ""))[:90]))
        console.print(head)
        if source.get("duplicate_of"):
            console.print(Text(f"  copy of {plain(source['duplicate_of'])}", style="dim"))
        for piece in hit.highlights:
            console.print(marked(piece))
    console.print(Text(f"{len(found)} found", style="dim"))


def stories(console: Console, found: Iterable[Story]) -> None:
    """A table of stories."""
    table = Table("story", "first seen", "where", "what", "killed", "injured", "troops", "articles", "severity")
    for one in found:
        where = f"{one.place.name} {one.place.country or ''}" if one.place else ""
        day = f"{one.first_seen:%Y-%m-%d}" if one.first_seen else ""
        figures = [figure(one.quantities.get(kind)) for kind in ("killed", "injured", "troops")]
        copies = f"{len(one.articles)}" + (f" ({len(one.duplicates)} copies)" if one.duplicates else "")
        row = [one.id, day, where, one.title or one.signal or one.type, *figures, copies, one.severity]
        table.add_row(*(Text(plain(cell)) for cell in row))
    console.print(table)
    console.print(Text("* contested; 'tocsin explain STORY' shows every claim", style="dim"))


def alerts(console: Console, found: Iterable[Alert]) -> None:
    """Alerts with the sentence each rests on."""
    for one in found:
        style = {"critical": "bold red", "warning": "yellow"}.get(one.severity, "")
        head = Text(f"{plain(one.severity):8} ", style=style)
        head.append(f"{plain(one.id)}  {one.created_at:%Y-%m-%d %H:%M}  " if one.created_at else f"{plain(one.id)}  ")
        head.append(plain(one.title), style="bold")
        console.print(head)
        console.print(Text(f"         {plain(one.rule)}: {plain(one.reason)} ({plain(one.state)})"))
        for evidence in one.evidence[:1]:
            console.print(Text(f"         “{plain(evidence.text)}” {plain(evidence.source or evidence.article_id)}"))


def explained(console: Console, chain: Explained) -> None:
    """Alert → story → claims → sentences."""
    if chain.alert:
        alerts(console, [chain.alert])
        for evidence in chain.alert.evidence[1:]:
            console.print(Text(f"         “{plain(evidence.text)}” {plain(evidence.source or evidence.article_id)}"))
    if chain.story:
        stories(console, [chain.story])
        for change in chain.story.timeline:
            when = f"{change.at:%Y-%m-%d %H:%M}  " if change.at else ""
            console.print(Text(f"  {when}{plain(change.what)}  {plain(change.article_id)}", style="dim"))
    for kind, claim in chain.claims:
        console.print(_claim(kind, claim))
        quoted = claim.evidence
        console.print(Text(f"      “{plain(quoted.text)}” {plain(quoted.source or '')} {plain(quoted.article_id)} "
                           f"[{quoted.start}:{quoted.end}]"))  # fmt: skip
    for article in chain.articles:
        console.print(_article(article))


def _claim(kind: str, claim: Claim) -> Text:
    figures = figure(Reconciled(low=claim.low, best=claim.best, high=claim.high))
    text = Text(f"  {kind} {figures}", style="bold")
    parts = {"side": claim.side, "said by": claim.attributed_to, "origin": claim.origin, "status": claim.status,
             "part of": claim.part_of, "same as": claim.same_as, "superseded by": claim.superseded_by}  # fmt: skip
    text.append("".join(f"  {name}: {plain(value)}" for name, value in parts.items() if value), style="default")
    return text


def _article(article: Mapping[str, Any]) -> Text:
    text = Text(f"  article {plain(article['id'])}  {str(article.get('published_at', ''))[:10]}  ")
    text.append(plain(article.get("title") or article.get("summary") or article.get("url") or ""))
    if article.get("duplicate_of"):
        text.append(f"  (copy of {plain(article['duplicate_of'])})")
    return text
