"""The kept model of languages is the library's own, and a broken one does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from processors.cleaning.identifier import load

TEXTS = ("Deux soldats ont été tués lundi.", "Two soldiers were killed on Monday.", "Погибли двое солдат.", "?")


def test_the_kept_model_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path))
    languages = ["en", "fr", "ru", "sr"]
    plain = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    plain.set_languages(languages)
    made = load(languages)
    (kept,) = tmp_path.glob("langid-*.npz")
    read = load(languages)
    assert read.classes == made.classes == plain.nb_classes
    for text in TEXTS:
        (best, sure), (_, second), *_ = plain.rank(text)
        assert read.classify(text) == made.classify(text) == (best, sure, second)
    kept.write_bytes(b"PK broken")
    assert load(languages).classify(TEXTS[0]) == made.classify(TEXTS[0])
    assert load(languages).classify(TEXTS[1]) == made.classify(TEXTS[1])
