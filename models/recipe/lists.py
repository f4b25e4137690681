"""Word lists written as running text, and the list files."""

from __future__ import annotations

from pathlib import Path


def listed(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


def sections(path: Path) -> dict[str, list[str]]:
    """Read ``[name]`` headed lists whose entries are parted by semicolons."""
    out: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
            out[name] = []
        elif line and not line.startswith("#"):
            out[name] += [entry.strip() for entry in line.split(";") if entry.strip()]
    return out
