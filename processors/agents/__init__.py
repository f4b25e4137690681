"""The Faust agents: thin shells around the pure steps. See ``shell`` for the pattern that loses nothing."""
