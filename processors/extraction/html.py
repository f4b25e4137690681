"""A text with its spans marked: names, triggers, quantities; then events and claims below. Everything is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tocsin.records import Analysis, Article, Event, Quantity

STYLE = """
body { font: 16px/1.7 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }
.text { white-space: pre-wrap } mark { padding: .1em .25em; border-radius: .3em; background: #e8eef7 }
mark small { font-size: .65em; font-weight: 600; margin-left: .35em; opacity: .75 }
mark.event { background: #ffd9d0 } mark.quantity { background: #fff0b8 }
table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; width: 100% }
td, th { border-bottom: 1px solid #d8dee4; padding: .3rem .6rem; text-align: left; vertical-align: top }
.summary { font-size: 1.1rem; font-weight: 600 } .facts { color: #57606a }
"""


def page(analysed: Sequence[tuple[Article, Analysis]]) -> str:
    """One self-contained page for these articles; no script, nothing loaded from elsewhere."""
    parts = "\n<hr>\n".join(_article(article, analysis) for article, analysis in analysed)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Tocsin</title>'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}</style></head>\n<body>\n{parts}\n</body></html>\n"
    )


def _article(article: Article, analysis: Analysis) -> str:
    day = f"{article.published_at:%Y-%m-%d}" if article.published_at else "no date"
    facts = f"{analysis.article_id} · {analysis.language} · {day} · relevance {analysis.relevance:.2f}"
    if analysis.duplicate_of:
        facts += f" · duplicate of {analysis.duplicate_of}"
    return "\n".join(
        (
            f"<h1>{escape(article.title or analysis.article_id)}</h1>",
            f'<p class="facts">{escape(facts)}</p>',
            f'<p class="summary">{escape(analysis.summary or "")}</p>',
            f'<div class="text" lang="{escape(analysis.language)}">{marked(article.body, analysis)}</div>',
            _events(analysis.events, analysis.quantities),
            _claims(analysis.quantities),
        )
    )


def marked(body: str, analysis: Analysis) -> str:
    """The body with marks; where spans overlap the first, then the longest, is shown."""
    spans = [(q.start, q.end, "quantity", f"{q.kind} {_range(q)}") for q in analysis.quantities]
    spans += [
        (e.trigger.start, e.trigger.end, "event", f"{e.type}{'/' + e.mode if e.mode else ''}") for e in analysis.events
    ]
    spans += [(e.start, e.end, "entity", e.label) for e in analysis.entities]
    rank = {"quantity": 0, "event": 1, "entity": 2}
    spans.sort(key=lambda s: (s[0], rank[s[2]], -s[1]))
    out, at = [], 0
    for start, end, kind, label in spans:
        if start < at or end <= start:
            continue
        out.append(escape(body[at:start]))
        out.append(f'<mark class="{kind}">{escape(body[start:end])}<small>{escape(label)}</small></mark>')
        at = end
    out.append(escape(body[at:]))
    return "".join(out)


def _range(quantity: Quantity) -> str:
    if quantity.low == quantity.high and quantity.best is not None:
        return str(quantity.best)
    ends = ["?" if value is None else str(value) for value in (quantity.low, quantity.best, quantity.high)]
    return "/".join(ends)


def _row(*cells: object) -> str:
    return "<tr>" + "".join(f"<td>{escape(str(cell if cell is not None else '–'))}</td>" for cell in cells) + "</tr>"


def _events(events: Sequence[Event], quantities: Sequence[Quantity]) -> str:
    if not events:
        return ""
    names = ("event", "realis", "who → whom", "where", "when", "says", "how many")
    head = "<tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>"
    rows = []
    for event in events:
        who = ", ".join(a.name or a.text for a in event.actors)
        whom = ", ".join(a.name or a.text for a in event.recipients)
        counts = "; ".join(
            f"{quantities[i].kind} {_range(quantities[i])}" for i in event.quantities if i < len(quantities)
        )
        contested = f" (denied by {event.contested_by})" if event.contested_by else ""
        name = f"{event.type}{'/' + event.mode if event.mode else ''} {event.signal or ''}"
        rows.append(
            _row(
                name,
                event.realis,
                f"{who} → {whom}",
                event.place.name if event.place else None,
                event.date.start if event.date else None,
                f"{event.attributed_to or '–'}{contested}",
                counts,
            )
        )
    return f"<table>{head}{''.join(rows)}</table>"


def _claims(quantities: Sequence[Quantity]) -> str:
    if not quantities:
        return ""
    head = "<tr><th>claim</th><th>low/best/high</th><th>mode</th><th>side</th><th>says</th><th>text</th></tr>"
    rows = [_row(q.kind, _range(q), q.mode, q.side, q.attributed_to, q.text) for q in quantities]
    return f"<table>{head}{''.join(rows)}</table>"
