"""The one error of this package."""


class LocalStackError(RuntimeError):
    """A local server that could not be fetched, started or stopped; says what to do."""
