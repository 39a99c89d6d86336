"""Files that are whole or not there, and text that no spreadsheet runs as a formula."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


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


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 with a byte order mark, so that Excel shows names as they are; two decimals."""
    text: str = inert_frame(frame).to_csv(index=False, float_format="%.2f", lineterminator="\n")
    return text.encode("utf-8-sig")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and rename it, so that it is whole or not there."""
    temporary = path.with_name(path.name + ".partial")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
