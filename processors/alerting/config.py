"""What holds for all rules unless one says otherwise."""

from __future__ import annotations

from datetime import timedelta

from processors.alerting.values import Duration, Strict


class AlertConfig(Strict):
    """Settings of the engine. All times are event time: the clock is the newest article seen."""

    relevance: float = 0.5
    """Stories below are not about conflict at all."""
    allowed_lateness: Duration = timedelta(hours=72)
    """A story that last changed so long before the newest article is a back-fill and wakes no one."""
    max_age: Duration = timedelta(days=31)
    """A happening dated so long before it was first reported is history."""
    resolve_after: Duration = timedelta(days=14)
    """Open alerts without news for so long are resolved by the engine."""
    forget_after: Duration = timedelta(days=60)
    """Alerts without news for so long leave the memory (not the index)."""
    max_evidence: int = 8
    """Quoted sentences an alert carries."""
