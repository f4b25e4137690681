"""Own sentences with slots: look-alikes, new leads and outlet boilerplate for the generator (``phrases.yaml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8"))

PLACES: list[str] = _DATA["places"]
PEOPLE: list[str] = _DATA["people"]
DAYS: list[str] = _DATA["days"]
OUTLETS: list[str] = _DATA["outlets"]
AGENCIES: list[str] = _DATA["agencies"]
TEMPLATES: list[str] = _DATA["templates"]
SERIES: list[str] = _DATA["series"]
LEADS: list[str] = _DATA["leads"]
STUB_NEWS: list[str] = _DATA["stub_news"]
BOILERPLATE: list[str] = _DATA["boilerplate"]
SYNONYMS: dict[str, str] = _DATA["synonyms"]
