"""Words of grammar and bounds that several finders of quantities share; the words stand in ``function_words.yaml``."""

from __future__ import annotations

from processors.extraction.lexicon import function_words

ROW = 14
"""Tokens over which ages are followed; more bare numbers than that in a row count nobody."""
AND = function_words("and")
AND_THEN = AND | function_words("then")
AND_OR = AND | function_words("or")
TO = function_words("to")
"""Between the bounds of a range, and before what a number became ("from 4 to 6")."""
OF = function_words("of_what")
"""Prepositions of what something is of, contracted ones too ("des", "d'")."""
AGED = function_words("age")
"""Words before an age."""
YEARS = function_words("years")
BETWEEN_AGES = function_words("between_ages")
"""What stands between several ages."""
WITH = function_words("together")
AT = function_words("stands_at")
LIVES_OF = function_words("lives_of")
"""Behind "vie": "la vie à treize détenus"."""
NO = function_words("no")
"""Words before a noun of which there is none."""
EVERY = function_words("every")
"""And of which no new one is told."""
THAT = function_words("that")
"""Before a clause of its own."""
BEING = function_words("being")
REFLEXIVE = function_words("reflexive")
