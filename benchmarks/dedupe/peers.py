"""The libraries measured beside ours, used as their manuals show: MinHash over word shingles of the whole text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from time import process_time

WIDTH, PERMUTATIONS = 5, 128


def _shingles(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return [" ".join(words[i : i + WIDTH]) for i in range(max(1, len(words) - WIDTH + 1))]


def _clusters(pairs: list[tuple[str, str]], ids: Sequence[str]) -> dict[str, str]:
    """Union of all matches, as the manuals do."""
    parent = {name: name for name in ids}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, other in pairs:
        parent[root(one)] = root(other)
    return {name: root(name) for name in ids}


def datasketch(texts: Sequence[tuple[str, str]], threshold: float) -> tuple[dict[str, str], float]:
    """Clusters by datasketch's MinHashLSH, and articles a second."""
    from datasketch import MinHash, MinHashLSH

    start = process_time()
    index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
    pairs = []
    for name, text in texts:
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([s.encode() for s in _shingles(text)])
        pairs += [(name, other) for other in index.query(sketch)]
        index.insert(name, sketch)
    rate = len(texts) / (process_time() - start)
    return _clusters(pairs, [name for name, _ in texts]), rate


def rensa(texts: Sequence[tuple[str, str]], threshold: float) -> tuple[dict[str, str], float]:
    """Clusters by rensa's RMinHashLSH, and articles a second."""
    from rensa import RMinHash, RMinHashLSH

    start = process_time()
    index = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=32)
    sketches: list[RMinHash] = []
    pairs = []
    for number, (name, text) in enumerate(texts):
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=7)
        sketch.update(_shingles(text))
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= threshold:
                pairs.append((name, texts[other][0]))
        index.insert(number, sketch)
        sketches.append(sketch)
    rate = len(texts) / (process_time() - start)
    return _clusters(pairs, [name for name, _ in texts]), rate
