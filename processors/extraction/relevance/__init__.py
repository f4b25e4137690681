"""Whether an article is about conflict, unrest or armed posture at all."""
