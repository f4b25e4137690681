"""Placeholder."""

from processors.agents.shell import Context


def bind(ctx: Context) -> None:
    """Add the agent to the app."""
