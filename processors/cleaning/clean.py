"""Article → clean article: boilerplate dropped, typography made plain, language and origins found."""

from __future__ import annotations

import re
from datetime import timedelta

from processors.cleaning.boilerplate import PARAGRAPH, dropped
from processors.cleaning.language import settled
from processors.cleaning.mapped import Edit, Mapped
from processors.cleaning.origins import credited
from processors.cleaning.typography import plain
from tocsin.records import Article, CleanArticle, Segment

FUTURE = timedelta(days=1)
_CODE = re.compile(r"[a-z]{2}\b", re.IGNORECASE)


def clean(article: Article) -> CleanArticle:
    """Clean one article. Offsets of the result lead back into ``article.body`` by its segments.

    A pure function, linear in the length of the body.
    """
    article = sanely_dated(article)
    whole = plain(article.body)
    mapped = _without_boilerplate(whole)
    given = _CODE.match(article.language or "")
    language, confidence = settled(mapped.text, article.title, given.group().lower() if given else None)
    return CleanArticle.model_construct(
        schema_=1,
        article=article,
        text=mapped.text,
        segments=[
            Segment.model_construct(text=text, body=body, length=length, body_length=body_length)
            for text, body, length, body_length in mapped.cuts
        ],
        language=language,
        language_confidence=confidence,
        origins=credited(whole.text, mapped.text),
    )


def sanely_dated(article: Article) -> Article:
    """An article that claims to be published more than a day after it was fetched is dated by its fetching.

    One date in the future would otherwise make all news after it look late.
    """
    fetched, published = article.fetched_at, article.published_at
    if fetched is None or published is None or published <= fetched + FUTURE:
        return article
    return article.model_copy(update={"published_at": fetched, "published_at_estimated": True})


def _without_boilerplate(mapped: Mapped) -> Mapped:
    lines = mapped.text.split(PARAGRAPH)
    drop = dropped(lines)
    if not any(drop):
        return mapped
    edits: list[Edit] = []
    position = 0
    kept = False
    for line, gone in zip(lines, drop, strict=True):
        end = position + len(line)
        if gone:
            # a dropped line takes the empty line before it along, or the one after it at the very beginning
            start = position - len(PARAGRAPH) if kept else position
            stop = end if kept else min(end + len(PARAGRAPH), len(mapped.text))
            if edits and edits[-1][1] >= start:
                edits[-1] = (edits[-1][0], stop, "")
            else:
                edits.append((start, stop, ""))
        else:
            kept = True
        position = end + len(PARAGRAPH)
    return mapped.replace(edits)
