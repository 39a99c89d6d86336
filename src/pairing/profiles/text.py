"""Text as people mean it: without stray spaces, invisible characters and what spreadsheets put around it."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_CONTROL = [code for code in (*range(32), *range(127, 160)) if not chr(code).isspace()]
_DELETED = dict.fromkeys([*_CONTROL, *map(ord, INVISIBLE)])
_NOTHING_TO_SEE = INVISIBLE + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_GUARDED_FORMULA = re.compile(r"'[=+\-@]")
_TEXT_AS_FORMULA = re.compile(r'="([^"]*)"')
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")

WRITTEN_BLANKS = frozenset({
    "n/a", "na", "n.a.", "not available", "not applicable", "unknown", "unk", "not known", "null",
    "?", "??", "-", "--", "\u2013", "\u2014", "tbd", "tba",
})  # fmt: skip
"""What people write instead of leaving a cell blank, in compared form."""

NOBODY = frozenset({"none", "no", "nobody"})
"""What people write to say that a list is empty, in compared form."""

NO_ENTRY = "there are separators but no entries; this is taken as unknown"


def is_blank(text: str) -> bool:
    """Text is blank when nothing in it can be seen."""
    return not text.strip(_NOTHING_TO_SEE)


def clean(text: str) -> str:
    """Text loses outer, double and invisible spaces, and what only keeps a spreadsheet from misreading it.

    That is the apostrophe in `'=x` and the formula around the text in `="01005"`. Composed and decomposed
    accents become the same characters, so that equal names compare equal.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text.translate(_DELETED))
    text = " ".join(text.split())
    if wrapped := _TEXT_AS_FORMULA.fullmatch(text):
        return wrapped[1].strip()
    return text[1:] if _GUARDED_FORMULA.match(text) else text


def hyphenated(text: str) -> str:
    """Every kind of dash becomes a plain hyphen without spaces around it."""
    return _DASHES.sub("-", text)


def shortened(text: str, length: int = 80) -> str:
    """A long text is cut, so that a message stays readable."""
    return text if len(text) <= length else text[: length - 1] + "\u2026"
