"""Names: the statistical model's and known ones merged, with one id across spellings; actors."""
