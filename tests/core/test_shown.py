"""What strangers wrote cannot act on a terminal."""

import pytest

from tocsin.shown import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred\nb", "a[31mred b"),
        ("x\u202etxt.exe", "xtxt.exe"),
        ("[bold]no[/]", r"\[bold]no\[/]"),
        ("Zvečan – « là »", "Zvečan – « là »"),
    ],
)
def test_control_characters_and_markup_are_harmless(text, shown):
    assert safe(text) == shown
