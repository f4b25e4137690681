"""Events: triggers and frames as data, arguments, merging, signals."""
