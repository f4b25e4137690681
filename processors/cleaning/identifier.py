"""py3langid's model (Lui and Baldwin 2012), restricted to some languages, loaded without unpacking it again.

The library unpacks 68 MB at each start, half a second. Here the restricted arrays are kept as they are in the user's
cache folder; whatever is wrong with that file, they are made anew. The library is left to read its model; the sum over
it is ours, with the same results to the last bit in half the time: its list of Python numbers and its table of short
ones, which are converted for each text, cost as much as the rest.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import unicodedata
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from processors.extraction.cache import cache_folder, is_whole, tidy, write

KIND = "langid"
_FORMAT = 2


@dataclass(slots=True)
class Identifier:
    """Naive Bayes over groups of bytes, which an automaton finds in a text.

    Args:
        classes: languages; one may stand twice, for two scripts.
        weights: one row for each group of bytes, one column for each class.
        priors: one for each class.
        following: the next state, at 256 times the row of a state plus the byte that is read.
        rows: where the row of each state begins in ``following``.
        groups: the group of bytes that a state has found, below 0 for none.
    """

    classes: list[str]
    weights: np.ndarray[Any, np.dtype[np.float32]]
    priors: np.ndarray[Any, np.dtype[np.float32]]
    following: array[int]
    rows: array[int]
    groups: array[int]
    twice: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the classes of one language."""
        self.twice = [(self.classes.index(name), i) for i, name in enumerate(self.classes) if name in self.classes[:i]]

    def classify(self, text: str) -> tuple[str, float, float]:
        """The most probable language, its probability and that of the second."""
        scores = self.probabilities(text)
        best = int(scores.argmax())
        second = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 0.0
        return self.classes[best], float(scores[best]), second

    def probabilities(self, text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        """One for each class; a language that stands twice has all of it where it stands first."""
        data = unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf-8", "surrogatepass")
        found = self._found(data)
        size = len(found)
        if size:
            numbers = np.fromiter(found.values(), np.float32, size)
            scores = np.log1p(numbers) @ self.weights[np.fromiter(found, np.intp, size)] + self.priors
        else:
            scores = np.zeros(len(self.classes), np.float32)
        scores *= 1.0 / math.sqrt(len(data) or 1)
        np.exp(scores - scores.max(), out=scores)
        scores /= scores.sum()
        for first, again in self.twice:
            scores[first] += scores[again]
            scores[again] = 0.0
        return scores

    def _found(self, data: bytes) -> Counter[int]:
        """How often each group of bytes stands in the text."""
        following, rows, groups = self.following, self.rows, self.groups
        state = 0
        found: list[int] = []
        for byte in data:
            state = following[rows[state] + byte]
            group = groups[state]
            if group >= 0:
                found.append(group)
        return Counter(found)


def load(languages: Sequence[str]) -> Identifier:
    """The identifier of these languages."""
    digest = hashlib.sha256(" ".join(languages).encode()).hexdigest()[:8]
    path = cache_folder() / f"{KIND}-{_FORMAT}-{version('py3langid')}-{digest}.npz"
    with contextlib.suppress(Exception):
        if is_whole(path):
            return _kept(path)
    whole = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    whole.set_languages(languages)
    identifier = Identifier(
        classes=whole.nb_classes,
        # The restricted table comes out with its columns together, while it is read by rows: three times as slow.
        weights=np.ascontiguousarray(whole.nb_ptc, np.float32),
        priors=np.asarray(whole.nb_pc),
        following=_array(np.asarray(whole.tk_nextmove)),
        rows=_array(np.asarray(whole.tk_row, np.uint32) << 8),
        groups=_array(np.asarray(whole.tk_output, np.int32)),
    )
    with contextlib.suppress(Exception):
        _keep(identifier, path)
    return identifier


def _kept(path: Path) -> Identifier:
    with np.load(path, allow_pickle=False) as data:
        return Identifier(
            data["classes"].tolist(), data["weights"], data["priors"],
            _array(data["following"]), _array(data["rows"]), _array(data["groups"]),
        )  # fmt: skip


def _keep(identifier: Identifier, path: Path) -> None:
    packed = io.BytesIO()
    np.savez(
        packed,
        classes=np.array(identifier.classes),
        weights=identifier.weights,
        priors=identifier.priors,
        following=np.asarray(identifier.following),
        rows=np.asarray(identifier.rows),
        groups=np.asarray(identifier.groups),
    )
    write(path, packed.getvalue())
    tidy(path.parent, KIND)


def _array(values: np.ndarray[Any, Any]) -> array[int]:
    """An array of the standard library: single numbers are read faster from it than from one of numpy."""
    out: array[int] = array(values.dtype.char)
    out.frombytes(values.tobytes())
    return out
