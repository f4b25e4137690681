"""Text under edit that still knows where each of its characters stood at first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Cut = tuple[int, int, int, int]
"""(offset in text, offset in body, length in text, length in body), as ``tocsin.records.Segment``."""

Edit = tuple[int, int, str]
"""(start, end, replacement) in the text; edits are sorted and do not overlap."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and the cuts that lead it back into the body; every character lies in exactly one cut."""

    text: str
    cuts: tuple[Cut, ...]

    @classmethod
    def whole(cls, body: str) -> Mapped:
        """The body itself."""
        return cls(body, ((0, 0, len(body), len(body)),) if body else ())

    def replace(self, edits: Iterable[Edit]) -> Mapped:
        """Apply edits; linear in text, cuts and edits.

        A cut whose lengths agree maps letter by letter; any other maps only as a whole, so a part of it
        keeps the whole body range.
        """
        pieces: list[str] = []
        out: list[Cut] = []
        length = position = index = 0
        for start, end, new in edits:
            if start > position:
                pieces.append(self.text[position:start])
                index, length = self._keep((position, start), index, length, out)
            if new:
                index, body, body_end = self._span(start, end, index)
                pieces.append(new)
                _push(out, (length, body, len(new), body_end - body))
                length += len(new)
            position = end
        if position == 0 and not out:
            return self
        if position < len(self.text):
            pieces.append(self.text[position:])
            self._keep((position, len(self.text)), index, length, out)
        return Mapped("".join(pieces), tuple(out))

    def same_length(self, text: str) -> Mapped:
        """The same cuts over a text changed character by character."""
        if len(text) != len(self.text):
            raise ValueError("a text of the same length is needed")
        return Mapped(text, self.cuts)

    def _keep(self, span: tuple[int, int], index: int, length: int, out: list[Cut]) -> tuple[int, int]:
        """Carry the cuts over ``span`` on to ``out``; gives the index of the last and the new length."""
        start, end = span
        cuts = self.cuts
        while cuts[index][0] + cuts[index][2] <= start:
            index += 1
        while True:
            at, body, size, body_size = cuts[index]
            low, high = max(at, start), min(at + size, end)
            if size == body_size:
                _push(out, (length, body + low - at, high - low, high - low))
            else:
                _push(out, (length, body, high - low, body_size))
            length += high - low
            if at + size >= end:
                return index, length
            index += 1

    def _span(self, start: int, end: int, index: int) -> tuple[int, int, int]:
        """Body range of ``text[start:end]`` and the index of the cut it begins in."""
        cuts = self.cuts
        while index < len(cuts) - 1 and cuts[index][0] + cuts[index][2] <= start:
            index += 1
        if not cuts:
            return index, 0, 0
        at, body, size, body_size = cuts[index]
        low = body + min(start - at, size) if size == body_size else body
        last = index
        while last < len(cuts) - 1 and cuts[last][0] + cuts[last][2] < end:
            last += 1
        at, body, size, body_size = cuts[last]
        high = body + min(end - at, size) if size == body_size else body + body_size
        return index, low, max(low, high)


def _push(out: list[Cut], cut: Cut) -> None:
    """Append, joining letter-by-letter cuts that follow on each other in text and body."""
    if out:
        text, body, size, body_size = out[-1]
        if size == body_size and cut[2] == cut[3] and body + size == cut[1] and text + size == cut[0]:
            out[-1] = (text, body, size + cut[2], size + cut[2])
            return
    out.append(cut)
