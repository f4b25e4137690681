"""Made-up news with known stories, copies and poison: the same seed gives the same stream."""

from benchmarks.corpus.generate import Corpus, generate

__all__ = ["Corpus", "generate"]
