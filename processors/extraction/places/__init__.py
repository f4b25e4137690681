"""Places: an offline gazetteer, the choice among homonyms, and the scene of an event."""
