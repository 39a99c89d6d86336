"""Names of files that every system takes, and text that no spreadsheet runs as a formula."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from typing import Any

import pandas as pd

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", ";=", ";+", ";-", ";@")
"""Excel also runs what begins with a full-width sign, and where `;` separates cells what follows one."""

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
RESERVED_NAMES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Windows opens a device instead of a file of such a name."""
LONGEST_NAME = 60
"""Characters of a name; few systems take more than 255 bytes."""


def inert(value: Any) -> Any:
    """Text that a spreadsheet would run is preceded by an apostrophe; everything else stays."""
    return "'" + value if isinstance(value, str) and value.startswith(RUNS_AS_FORMULA) else value


def inert_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts and headings no spreadsheet runs as formulas."""
    safe = frame.copy()
    for column in safe.columns:
        if safe[column].dtype.kind not in "biuf":
            safe[column] = safe[column].map(inert, na_action="ignore")
    safe.columns = pd.Index([inert(name) for name in safe.columns])
    return safe


def file_names(texts: Iterable[str]) -> dict[str, str]:
    """A name for each text that every file system takes; no two are the same where capitals or accents are folded.

    A text that is such a name already keeps it, whichever others come out alike.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for text in sorted(texts, key=lambda text: _file_name(text) != text):
        name, number = _file_name(text), 1
        while _folded(name) in taken:
            number += 1
            name = f"{_file_name(text)}-{number}"
        taken.add(_folded(name))
        names[text] = name
    return names


def _file_name(text: str) -> str:
    name = NOT_IN_NAMES.sub("-", text)[:LONGEST_NAME].strip(" .") or "unnamed"
    return f"_{name}" if RESERVED_NAMES.fullmatch(name) else name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def csv_bytes(frame: pd.DataFrame, *, decimals: int = 2) -> bytes:
    """A table as CSV: UTF-8 with a byte order mark, so that Excel shows names as they are; two decimals."""
    text: str = inert_frame(frame).to_csv(index=False, float_format=f"%.{decimals}f", lineterminator="\n")
    return text.encode("utf-8-sig")


MOMENT = (1980, 1, 1, 0, 0, 0)
STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def without_clock(document: bytes) -> bytes:
    """The same workbook or Word document without the moments at which it and its parts were made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = STAMPS.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
