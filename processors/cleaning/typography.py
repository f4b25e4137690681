"""Typography made plain: markup, entities, no-break spaces, decomposed letters, line breaks.

Each step is one linear scan and is skipped when the text holds nothing for it.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from html.entities import html5

from processors.cleaning.mapped import Edit, Mapped

_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hr", "html", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "table", "tbody", "td",
    "tfoot", "th", "thead", "title", "tr", "ul",
))  # fmt: skip
_INLINE = frozenset((
    "a", "abbr", "acronym", "amp-img", "audio", "b", "bdi", "bdo", "big", "button", "canvas", "cite", "code",
    "del", "dfn", "em", "embed", "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "link", "mark",
    "meta", "noscript", "object", "param", "picture", "q", "s", "samp", "small", "source", "span", "strike",
    "strong", "sub", "sup", "svg", "time", "tt", "u", "var", "video", "wbr",
))  # fmt: skip
_SWALLOWED = ("script", "style", "template", "noscript")
"""Elements whose content is no text at all."""

_MARKUP = re.compile(
    r"(?P<open><!--|<!\[CDATA\[|<!doctype[^<>]{0,200}>|\]\]>)"
    r"|(?:<|&lt;)/?(?P<tag>[a-zA-Z][a-zA-Z0-9-]{0,11})(?=[\s/>&])(?:[^<>&]|&(?!gt;)){0,4000}(?:>|&gt;)"
    r"|&(?:amp;){0,3}(?P<entity>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});",
    re.IGNORECASE,
)
_TO_SPACE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufff9-\ufffb\t\x1f]")
_ASCII = {code: " " for code in range(128) if _TO_SPACE.match(chr(code))}
_LONE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]+"
    "|(?<![\u0600-\u1fff\U0001f000-\U0001ffff\u2600-\u27bf\ufe0f])[\u200c\u200d]+"
)
_ODD = re.compile("[\ud800-\udfff\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Half surrogates and what may be invisible: few texts hold any, and one class is looked for several times as fast."""
_BREAK = re.compile(r"[^\S ]+")
_SPACE = re.compile(r"\s(?:\s+|(?<! )|(?<=^ )|$)")
"""Any white space but one space between words; begins with one class so that the search can skip to it."""
_NEWLINE = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""White space but the blank: what is left of it once the rest has become blanks."""
_TERMINAL = re.compile(r"[.!?…:;»”\"'’)\]。！？]$")


def plain(body: str) -> Mapped:
    """The body with plain typography; paragraphs stand apart by an empty line."""
    mapped = Mapped.whole(body)
    odd = not body.isascii() and _ODD.search(body) is not None
    if odd and _LONE.search(body):
        mapped = mapped.same_length(_LONE.sub("\ufffd", body))
    if "<" in body or "&" in body:
        mapped = mapped.replace(_markup(mapped.text))
        odd = True  # entities may write anything
    ascii = mapped.text.isascii()
    mapped = mapped.same_length(mapped.text.translate(_ASCII) if ascii else _TO_SPACE.sub(" ", mapped.text))
    if not mapped.text.isascii():
        if odd and _INVISIBLE.search(mapped.text):
            mapped = mapped.replace((m.start(), m.end(), "") for m in _INVISIBLE.finditer(mapped.text))
        if not unicodedata.is_normalized("NFC", mapped.text):
            mapped = mapped.replace(_composed(mapped.text))
    return mapped.replace(_spaces(mapped.text))


def _markup(text: str) -> Iterator[Edit]:
    """Tags and comments go (block tags leave a line break), entities become their characters."""
    position = 0
    missing: set[str] = set()
    while (match := _MARKUP.search(text, position)) is not None:
        position = match.end()
        if match["entity"]:
            if (character := _entity(match["entity"])) is not None:
                yield match.start(), match.end(), character
            continue
        if match["open"]:
            if match["open"] == "<!--" and "-->" not in missing:
                end = text.find("-->", position)
                if end < 0:
                    missing.add("-->")
                else:
                    position = end + 3
            yield match.start(), position, ""
            continue
        tag = match["tag"].lower()
        if tag in _SWALLOWED and match.group()[1] != "/" and tag not in missing:
            end = text.find(f"</{tag}", position)
            if end < 0:
                missing.add(tag)
            else:
                close = text.find(">", end)
                position = close + 1 if 0 <= close <= end + 40 else end + len(tag) + 2
        if tag in _BLOCK:
            yield match.start(), position, "\n\n" if tag != "br" else "\n"
        elif tag in _INLINE or tag in _SWALLOWED:
            yield match.start(), position, ""


def _entity(name: str) -> str | None:
    if name[0] != "#":
        return html5.get(name + ";")
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0x80 <= code <= 0x9F:  # what browsers do: these mean Windows-1252
        return bytes([code]).decode("cp1252", "replace")
    if code > sys.maxunicode or 0xD800 <= code <= 0xDFFF or code == 0:
        return "\ufffd"
    return chr(code)


@cache
def _composing() -> re.Pattern[str]:
    """Clusters that canonical composition may change: a letter with its marks, or a singleton."""
    marks: list[str] = []
    singletons: list[str] = []
    for code in range(0x80, 0x30000):
        character = chr(code)
        decomposed = unicodedata.decomposition(character)
        if unicodedata.combining(character):
            marks.append(character)
        elif unicodedata.normalize("NFC", character) != character:
            singletons.append(character)
        if decomposed and decomposed[0] != "<" and " " in decomposed:
            second = chr(int(decomposed.split()[1], 16))
            if not unicodedata.combining(second):
                marks.append(second)
    marks.extend(map(chr, [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]))  # Hangul vowels and finals
    mark = "[" + "".join(sorted(set(marks))) + "]"
    return re.compile(f"[^\\s]?{mark}+|[{''.join(singletons)}]{mark}*")


def _composed(text: str) -> Iterator[Edit]:
    for match in _composing().finditer(text):
        composed = unicodedata.normalize("NFC", match.group())
        if composed != match.group():
            yield match.start(), match.end(), composed


def _spaces(text: str) -> Iterator[Edit]:
    """One space between words, an empty line between paragraphs, none at the ends."""
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if begin:
        yield 0, begin, ""
    if begin < end:
        yield from _inner_spaces(text, begin, end)
    if begin <= end < len(text):
        yield end, len(text), ""


def _inner_spaces(text: str, begin: int, end: int) -> Iterator[Edit]:
    """The same for what lies between the ends, which are no white space."""
    inner = text[begin:end]
    tidy = _is_tidy(inner)
    if tidy and _is_parted(inner):
        return
    wrapped = _is_wrapped(text)
    for match in (_BREAK if tidy else _SPACE).finditer(text, begin, end):
        start, stop = match.span()
        if match.group() == "\n\n":
            continue
        lines = len(_NEWLINE.findall(match.group()))
        wraps = wrapped or (text[stop].islower() and not _TERMINAL.match(text[start - 1]))
        new = " " if lines == 0 or (lines == 1 and wraps) else "\n\n"
        if new != match.group():
            yield start, stop, new


def _is_tidy(text: str) -> bool:
    """Is every blank a single one between two words, so that only the breaks of lines need be looked at?"""
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        return False
    return not any(f"{end} " in text or f" {end}" in text for end in _ENDS if end in text)


def _is_parted(text: str) -> bool:
    """Does one empty line stand wherever a line breaks, so that nothing is left to do?"""
    breaks = text.count("\n")
    return (
        breaks == 2 * text.count("\n\n")
        and (breaks < 3 or "\n\n\n" not in text)
        and not any(end in text for end in _ENDS[1:])
    )


def _is_wrapped(text: str) -> bool:
    """Does each line break only wrap a paragraph (empty lines part them), as in old wires and mails?

    Said of texts whose single breaks come after 40 to 110 characters and mostly inside a sentence.
    """
    sample = text[:20_000]
    inside = total = 0
    for block in sample.split("\n\n"):
        lines = block.split("\n")
        for line in lines[:-1]:
            if not (stripped := line.strip()):
                continue
            total += 1
            inside += 40 <= len(stripped) <= 110 and not _TERMINAL.search(stripped[-1])
    return total >= 2 and inside >= 0.6 * total
