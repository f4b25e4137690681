"""Independent origins: five papers that print one agency's text are one voice."""

from __future__ import annotations

from collections.abc import Sequence

from processors.stories.linkable import Linkable


def origins_of(item: Linkable) -> list[str]:
    """The mouths an article goes back to: those it credits, else its outlet, else itself."""
    credited = [origin for origin in item.origins if origin]
    return credited or [item.source or item.id]


def independent(originals: Sequence[Linkable]) -> set[str]:
    """Distinct origins over the originals of a story; copies add none."""
    return {origin.casefold() for item in originals for origin in origins_of(item)}
