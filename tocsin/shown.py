"""Text of strangers on a terminal: nothing in it can move the cursor, colour the screen or turn the reading order."""

from __future__ import annotations

import unicodedata

from rich.markup import escape as escape_markup


def safe(text: str) -> str:
    """``text`` on one line, without control and format characters, its square brackets harmless to rich."""
    plain = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")
    )
    return escape_markup(" ".join(plain.split()))
