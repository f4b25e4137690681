"""Telling people: an outbox that forgets nothing and sends nothing twice, and the ways out of the house."""

from sinks.notify.config import ConfigError, NotifyConfig, load_config
from sinks.notify.notifier import Notifier, Sent
from sinks.notify.outbox import Outbox

__all__ = ["ConfigError", "Notifier", "NotifyConfig", "Outbox", "Sent", "load_config"]
