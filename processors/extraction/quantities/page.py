"""What the finders need to know about a doc: sentence bounds, and which mention covers a token."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Doc

from processors.extraction.quantities.mentions import Mention


@dataclass(slots=True)
class Page:
    """What frames need to know about a doc: sentence bounds and which mention covers a token."""

    doc: Doc
    mentions: list[Mention]
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)
    cover: dict[int, Mention] = field(default_factory=dict)
    starts: dict[int, Mention] = field(default_factory=dict)
    lower: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc, mentions: list[Mention]) -> Page:
        """Index a doc once."""
        page = cls(doc, mentions)
        for sent in doc.sents:
            page.left.extend([sent.start] * len(sent))
            page.right.extend([sent.end] * len(sent))
        for mention in mentions:
            page.add(mention)
        page.lower = [t.lower_ for t in doc]
        return page

    def add(self, mention: Mention) -> None:
        """Register a mention."""
        self.starts[mention.start] = mention
        for i in range(mention.start, mention.end):
            self.cover[i] = mention
