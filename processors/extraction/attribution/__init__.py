"""Who says so, who denies it, and which event a quantity belongs to."""
