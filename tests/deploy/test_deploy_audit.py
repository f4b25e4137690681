"""The audit of dependencies: what is known is printed, what cannot be asked is no fault; and who must be named, is."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ci_audit", ROOT / ".ci/audit.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_a_known_weakness_is_printed_with_what_mends_it(audit: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    weakness = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.0"]}
    packages = [
        {"name": "good", "version": "1.0", "vulns": []},
        {"name": "weak", "version": "1.0", "vulns": [weakness]},
        {"name": "ours", "skip_reason": "not found"},
    ]
    assert audit.told(packages) == 1
    said = capsys.readouterr().out
    assert "weak 1.0: PYSEC-1, CVE-1; mended in 2.0" in said
    assert "1 known weaknesses in 2 packages; this registry does not say anything about 1" in said
    assert audit.told(packages[:1]) == 0
    assert audit.told(packages[2:]) == 2


def test_nobody_to_ask_is_said_and_is_not_a_finding(
    audit: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "CAN_ASK", ("-c", "raise OSError('no route to the network')"))
    assert audit.main() == 2
    assert "nobody could be asked" in capsys.readouterr().out
    assert "make audit || true" in (ROOT / ".ci/run").read_text("utf-8")


def test_every_licence_of_the_weights_is_in_the_notice() -> None:
    notice = " ".join((ROOT / "NOTICE").read_text("utf-8").split())
    rows = (ROOT / "models/LICENSES.md").read_text("utf-8").splitlines()
    sources = [row.split("|")[1].strip() for row in rows if row.startswith("|") and "---" not in row]
    named = [source for source in sources if source != "source"]
    assert len(named) == 12
    for source in named:
        words = source.replace(",", " ").split()
        assert " ".join(words[: 3 if words[0] == "UD" else 1]) in notice, source
    for other in ("GeoNames", "Unicode CLDR", "pycountry", "PLOVER", "CAMEO", "ACLED", "spaCy"):
        assert other in notice
