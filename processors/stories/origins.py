"""Independent origins: five papers that print one agency's text are one voice."""

from __future__ import annotations

from collections.abc import Sequence

from processors.stories.linkable import Linkable


def origins_of(item: Linkable) -> list[str]:
    """The mouths an article goes back to: those it credits, else its outlet, else itself."""
    credited = [origin for origin in item.origins if origin]
    return credited or [item.source or item.id]


def voices(originals: Sequence[Linkable]) -> list[list[str]]:
    """Origins that stand on their own: articles that share a credited agency or an outlet are one voice.

    Copies are not among ``originals`` and so add none. Counted low on purpose: two articles that both
    credit one agency count once, whatever else they credit.
    """
    groups: list[set[str]] = []
    for item in originals:
        own = {origin.casefold() for origin in origins_of(item)}
        touching = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own]
        groups.append(own.union(*touching))
    return sorted(sorted(group) for group in groups)


def independent(originals: Sequence[Linkable]) -> set[str]:
    """One name for each voice."""
    return {group[0] for group in voices(originals)}
