"""The article (input) and its cleaned form, as they travel on the topics."""

from __future__ import annotations

import hashlib
import re
from typing import Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from tocsin.records.base import Part, Record, Time

_SURROGATE = re.compile("[\ud800-\udfff]")
MAX_BODY_CHARS = 4_000_000
"""Upper limit at every door; longer than any news text, short enough for one Kafka message."""


class Article(Record):
    """One published text. Only ``body`` is compulsory at the door; ``id`` is derived when absent."""

    id: str = ""
    url: str | None = None
    source: str | None = Field(default=None, description="domain or name of the outlet")
    title: str | None = None
    body: str = Field(max_length=MAX_BODY_CHARS)
    language: str | None = Field(default=None, description="ISO 639-1; detected when absent")
    published_at: Time | None = None
    published_at_estimated: bool = False
    fetched_at: Time | None = None

    @field_validator("url", "source", "title", "language", mode="after")
    @classmethod
    def _empty_is_unknown(cls, value: str | None) -> str | None:
        return value.strip() or None if value is not None else None

    @field_validator("id", "published_at_estimated", mode="before")
    @classmethod
    def _null_is_absent(cls, value: object, info: ValidationInfo) -> object:
        return cls.model_fields[info.field_name or ""].default if value is None else value

    @field_validator("id", "url", "source", "title", "body", "language", mode="before")
    @classmethod
    def _no_lone_surrogates(cls, value: object) -> object:
        # A lone surrogate cannot be written as UTF-8; the replacement keeps every offset.
        return _SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _derive_id(self) -> Self:
        if not self.id.strip():
            self.id = article_id(self.url, self.body)
        return self


def article_id(url: str | None, body: str) -> str:
    """Stable id of an article: from its url, else from its content (16 hex digits)."""
    basis = f"url\0{url}" if url else f"body\0{body}"
    return hashlib.sha256(basis.encode("utf-8", "replace")).hexdigest()[:16]


class Segment(Part):
    """``length`` characters of clean text at ``text`` stand at ``body`` in the article's body.

    ``body_length`` differs from ``length`` only where one form was replaced by another
    (an HTML entity, a decomposed letter); offsets inside such a segment map to its ends.
    """

    text: int
    body: int
    length: int
    body_length: int


class CleanArticle(Record):
    """An article ready to be read: boilerplate dropped, typography made plain, language known.

    ``text`` is what language work sees; ``segments`` lead every offset back into ``article.body``.
    """

    article: Article
    text: str
    segments: list[Segment]
    language: str = Field(description="ISO 639-1, or 'und' when nothing can be said")
    language_confidence: float = 0.0
    origins: list[str] = Field(default_factory=list, description="agencies and outlets credited by the text")
    duplicate_of: str | None = None
    similarity: float | None = None
    verdict_revision: int = 0

    def to_body(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of ``text[start:end]`` in ``article.body``; the range covers what lies between."""
        return self._locate(start, last=False), self._locate(end, last=True)

    def _locate(self, offset: int, *, last: bool) -> int:
        low, high = 0, len(self.segments)
        while low < high:  # last segment that begins before (or at, for a start) the offset
            middle = (low + high) // 2
            begin = self.segments[middle].text
            if begin < offset or (begin == offset and not last):
                low = middle + 1
            else:
                high = middle
        if low == 0:
            return self.segments[0].body if self.segments else 0
        segment = self.segments[low - 1]
        inside = offset - segment.text
        if segment.length == segment.body_length:
            return segment.body + min(inside, segment.length)
        return segment.body + (segment.body_length if inside >= segment.length or last else 0)


class Verdict(Record):
    """What deduplication says of one article; the highest ``revision`` of an article holds."""

    article_id: str
    duplicate_of: str | None = None
    similarity: float | None = None
    revision: int = 0
