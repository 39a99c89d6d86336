"""Data frames in memory as the tables that a file would hold: headings, and cells as a person would type them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pairing.errors import Problem
from pairing.profiles.layout import Grid, lay_out
from pairing.profiles.raw import Cell, RawTable, cell_text

_NONE = "none"
"""What a cell says that holds a known empty list."""


def file_of(name: str) -> str:
    """What messages call a table that stands in no file."""
    return f"{name} in memory"


def frame_cells(frame: pd.DataFrame, name: str) -> tuple[RawTable | None, list[Problem]]:
    """The cells of a data frame; its first row is row 2, as if it were written to a file.

    Ids may stand in the index, if it is named so.
    """
    if frame.index.name is not None and frame.index.name not in frame.columns:
        frame = frame.reset_index()
    columns = [[cell_of(value) for value in frame.iloc[:, k].tolist()] for k in range(frame.shape[1])]
    rows: list[tuple[Cell, ...]] = list(zip(*columns, strict=True))
    headings: tuple[Cell, ...] = tuple(str(heading) for heading in frame.columns)
    return lay_out(Grid([headings, *rows]), name, file_of(name))


def cell_of(value: Any) -> Cell:
    """A value as the cell of a file: lists with semicolons, years per role as `role: years`, unknown as blank."""
    if isinstance(value, Mapping):
        return "; ".join(f"{role}: {_text(years)}" for role, years in value.items()) or _NONE
    if isinstance(value, (set, frozenset)):
        return cell_of(sorted(value))
    if isinstance(value, (list, tuple, np.ndarray, pd.Series)):
        return "; ".join(map(_text, value)) or _NONE
    if isinstance(value, np.generic):
        value = pd.Timestamp(value) if isinstance(value, np.datetime64) else value.item()
    if isinstance(value, str | bool):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    return value if isinstance(value, (float, dt.date, dt.time, dt.timedelta)) else str(value)


def _text(entry: Any) -> str:
    return cell_text(cell_of(entry))
