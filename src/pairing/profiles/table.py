"""A table of people as the rest of the project sees it: sorted by id, typed, blank is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from pairing.profiles.columns import COLUMNS, Column

NUMERIC = ("number", "integer", "percent")


def key(text: str) -> str:
    """Text as it is compared: without case and extra spaces."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Table:
    """One table of profiles, one row per person, sorted by id.

    `frame` holds the columns that the file has, under vocabulary names. Numbers are float64 with NaN for
    unknown. Every other column is of dtype object: str, True/False, datetime.date, tuple[str, ...] for
    lists and ids, dict[str, float] for years per role (its keys already compared-form), and None for
    unknown. `rows[i]` is person i's row as the spreadsheet shows it. `headings` maps a vocabulary name to
    the heading in the file.
    """

    name: str
    file: str
    frame: pd.DataFrame
    rows: tuple[int, ...]
    sheet: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=lambda: COLUMNS)

    def __len__(self) -> int:
        """How many people there are."""
        return len(self.rows)

    @cached_property
    def ids(self) -> list[str]:
        """The ids in order."""
        return [str(value) for value in self.frame["id"]]

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each id, compared without case and extra spaces."""
        return {key(identifier): i for i, identifier in enumerate(self.ids)}

    def values(self, column: str) -> list[Any]:
        """The column's values, one per person; None where unknown, and everywhere if the file lacks it."""
        if column not in self.frame:
            return [None] * len(self)
        values = self.frame[column].tolist()
        if self.frame[column].dtype == np.float64:
            return [None if value != value else value for value in values]
        return values

    def numbers(self, column: str) -> np.ndarray:
        """A numeric column as float64 of shape (people,), NaN where unknown."""
        if column not in self.frame:
            return np.full(len(self), np.nan)
        return np.asarray(self.frame[column].to_numpy(dtype=np.float64))

    def keys(self, column: str) -> list[str | None]:
        """A column's values in the form in which they are compared, None where unknown."""
        return [None if value is None else compared(value) for value in self.values(column)]

    def sets(self, column: str) -> list[frozenset[str] | None]:
        """A list column's entries in the form in which they are compared, None where unknown."""
        return [None if value is None else frozenset(map(key, value)) for value in self.values(column)]


def compared(value: object) -> str:
    """A single value as it is compared: text by `key`, numbers without trailing zeros, yes/no as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return key(str(value))
