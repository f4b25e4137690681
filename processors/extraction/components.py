"""The domain components in the order in which they run. Each folder registers its own factory."""

from __future__ import annotations

from importlib import import_module

COMPONENTS: tuple[str, ...] = (
    "tocsin_opening",
    "tocsin_days",
    "tocsin_sentences",
    "tocsin_headlines",
    "tocsin_names",
    "tocsin_places",
    "tocsin_dates",
    "tocsin_quantities",
    "tocsin_events",
    "tocsin_realis",
    "tocsin_attribution",
    "tocsin_relevance",
)
"""Factory names; every one takes ``lexicon`` (language folder) and ``overlay`` (folder or None)."""

_MODULES: tuple[str, ...] = (
    "processors.extraction.opening",
    "processors.extraction.trees",
    "processors.extraction.sentences",
    "processors.extraction.headlines",
    "processors.extraction.names.component",
    "processors.extraction.places.component",
    "processors.extraction.dates.component",
    "processors.extraction.quantities.component",
    "processors.extraction.events.component",
    "processors.extraction.realis.component",
    "processors.extraction.attribution.component",
    "processors.extraction.relevance.component",
)


def register() -> None:
    """Import the component modules so that spaCy knows their factories."""
    for module in _MODULES:
        import_module(module)
