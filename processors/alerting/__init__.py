"""Alert rules over stories: one alert per real-world happening, again only on material change."""

from processors.alerting.config import AlertConfig
from processors.alerting.control import AlertCommand, Silence
from processors.alerting.engine import AlertEngine
from processors.alerting.loader import RuleError, RuleSet, load_rules
from processors.alerting.rule import Rule

__all__ = ["AlertCommand", "AlertConfig", "AlertEngine", "Rule", "RuleError", "RuleSet", "Silence", "load_rules"]
