"""Whether an event happened, is planned, denied, feared or long past."""
