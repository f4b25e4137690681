"""Settings → the configurations of the pure steps."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from processors.alerting.config import AlertConfig
from processors.alerting.loader import RuleSet
from processors.alerting.loader import load_rules as load
from processors.dedupe.deduplicator import DedupeConfig
from processors.stories.config import StoryConfig
from tocsin.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def dedupe_config(settings: Settings) -> DedupeConfig:
    """Window and lateness of deduplication."""
    return DedupeConfig(window_hours=settings.dedupe_window_hours, lateness_hours=settings.lateness_hours)


def story_config(settings: Settings) -> StoryConfig:
    """How stories age and figures are reconciled."""
    return StoryConfig(window_days=settings.story_window_days, convention=settings.story_convention)


def alert_config(settings: Settings) -> AlertConfig:
    """What is too late to wake anyone."""
    return AlertConfig(allowed_lateness=timedelta(hours=settings.lateness_hours))


def load_rules(settings: Settings) -> RuleSet:
    """The rules of the folder in the settings; a relative path that is not there means the rules that ship."""
    folder = Path(settings.rules_path)
    if not folder.is_absolute() and not folder.is_dir():
        folder = ROOT / folder
    return load(folder)
