"""py3langid's model, restricted to some languages, loaded without unpacking it again at each start.

The library unpacks 68 MB each time, half a second. Here the restricted arrays are kept as they are in the user's
cache folder; whatever is wrong with that file, the library's own way is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from array import array
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from processors.extraction.cache import cache_folder, is_whole, write

_FORMAT = 1


def load(languages: Sequence[str]) -> LanguageIdentifier:
    """The identifier of these languages, giving probabilities."""
    digest = hashlib.sha256(" ".join(languages).encode()).hexdigest()[:8]
    path = cache_folder() / f"langid-{_FORMAT}-{version('py3langid')}-{digest}.npz"
    with contextlib.suppress(Exception):
        if is_whole(path):
            return _kept(path)
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    # The restricted table comes out with its columns together, while it is read by rows: three times as slow.
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    with contextlib.suppress(Exception):
        _keep(identifier, path)
    return identifier


def _kept(path: Path) -> LanguageIdentifier:
    with np.load(path, allow_pickle=False) as data:
        return LanguageIdentifier(
            data["ptc"], data["pc"], data["classes"].tolist(), _array(data["nextmove"]), data["output"].tolist(),
            norm_probs=True, tk_row=_array(data["row"]),
        )  # fmt: skip


def _keep(identifier: LanguageIdentifier, path: Path) -> None:
    packed = io.BytesIO()
    np.savez(
        packed,
        ptc=identifier.nb_ptc,
        pc=identifier.nb_pc,
        classes=np.array(identifier.nb_classes),
        nextmove=np.asarray(identifier.tk_nextmove),
        row=np.asarray(identifier.tk_row),
        output=np.asarray(identifier.tk_output, dtype=np.int32),
    )
    write(path, packed.getvalue())


def _array(values: Any) -> array[int]:
    """An array of the standard library, from which single numbers are read faster."""
    out: array[int] = array(values.dtype.char)
    out.frombytes(values.tobytes())
    return out
