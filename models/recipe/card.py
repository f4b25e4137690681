"""Write a model card from measured scores."""

from __future__ import annotations

from typing import Any

TITLES = {"en": "English", "fr": "French"}
NOTES = {
    "en": """- Trained on web text, Wikipedia, open news and our own sentences; no large press corpus was to be had.
- MILUNIT and WEAPON were learnt from our own sentences and a few articles only; the rule layer must add to them.
- NORP comes from a word list put over the data: an adjective of nationality is found, a rare people is not.""",
    "fr": """- The name data are old newspapers read by machine, proper nouns of treebanks typed by list, and our own
  sentences: no modern annotated French press was to be had. "Sequoia test (silver)" has guessed types: a check only.
- `armée russe`, `armée israélienne` are ORG in some articles and a common noun with NORP in others; so is the model.
- MILUNIT and WEAPON were learnt from our own sentences and a few articles only; the rule layer must add to them.
- The treebanks' sentence ends are partly those of titles and notices; lines without a stop are cut less well.""",
}
VERB_TABLE = (
    "`verb_lemmas`, another `attribute_ruler` behind the lemmatizer, sets right verb forms it is known to miss."
)
LICENCES = {
    "en": "CC BY-SA 4.0; sources and attributions in [../LICENSES.md](../LICENSES.md).",
    "fr": "CC BY-SA 4.0, with the LGPL-LR notice for Sequoia and FQB; see [../LICENSES.md](../LICENSES.md).",
}


def _percent(value: float) -> str:
    return f"{100 * value:.1f}"


def render(lang: str, scores: dict[str, Any], steps: dict[str, int]) -> str:
    """Return the card as Markdown."""
    lines = [
        f"# {lang}_tocsin_news",
        "",
        f"{TITLES[lang]} news pipeline for spaCy, trained from scratch for Tocsin by `models/recipe/train.py`.",
        "",
        "`tok2vec → morphologizer → blank_lines → parser → trainable_lemmatizer → ner`. Tags, trees and lemmas share",
        "one tok2vec; `ner` has its own. Labels are Universal Dependencies (`nsubj:pass`, `obj`, `obl:agent`), names",
        "are PERSON, ORG, GPE, LOC, FAC, NORP, MILUNIT, WEAPON. `blank_lines` is an `attribute_ruler` that begins a",
        "sentence after every empty line, which the parser keeps. No vectors, no custom code: `spacy.load(folder)`.",
        *([VERB_TABLE] if lang == "fr" else []),
        "",
        f"Trained for {steps['parser']:,} steps (parser part) and {steps['ner']:,} (names).",
        "",
        "| | |",
        "|---|---|",
        f"| size | {scores['megabytes']:.1f} MB |",
        f"| load time | {scores['load_seconds']:.1f} s, spaCy imported already, on a busy machine |",
        f"| speed | {scores['words_per_second']:,.0f} words per second of one core's time, on a busy machine |",
        "",
        "## Tags, trees, lemmas",
        "",
        "On raw text: own tokenizer, own sentence ends, up to eight sentences at a time. Lemmas without punctuation,",
        "letter case not counted.",
        "",
        "| test set | tokens | POS | UAS | LAS | lemma | lemma of verbs | sentences F1 |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, row in scores["trees"].items():
        cells = [_percent(row[key]) for key in ("POS", "UAS", "LAS", "lemma", "verb lemma", "sentences F")]
        lines.append(f"| {name} | {row['tokens']:,} | {' | '.join(cells)} |")
    lines += ["", "## Names", "", "Exact spans."]
    for name, rows in scores["names"].items():
        lines += ["", f"**{name}**", "", "| label | P | R | F1 | n |", "|---|--:|--:|--:|--:|"]
        for label, row in rows.items():
            cells = " | ".join(_percent(row[key]) for key in ("P", "R", "F1"))
            lines.append(f"| {label} | {cells} | {row['n']} |" if "n" in row else "")
    lines += ["", "`place` is GPE, LOC and FAC as one label. The data sets' one LOC was parted by word lists.", ""]
    lines += ["## Limits", "", NOTES[lang], "", "## Licence", "", LICENCES[lang], ""]
    return "\n".join(lines)
