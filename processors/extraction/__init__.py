"""Language work: what an article says, as spaCy components over data in ``lexicon/``."""
