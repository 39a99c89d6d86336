"""People by the value of one column: the value as people read it, the same word for values that compare equal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pairing.profiles import Table, compared, key, shown
from pairing.profiles.table import NUMERIC
from pairing.season import Season

UNKNOWN = "unknown"
"""The group of those whose cell is blank."""


def groups_of(season: Season, column: str) -> tuple[list[str], list[str]]:
    """The group of each left and of each right person; a value is spelled as the first person spells it."""
    spelled: dict[str, str] = {}

    def word(value: Any) -> str:
        return UNKNOWN if value is None else spelled.setdefault(compared(value), shown_value(value))

    left, right = ([word(value) for value in table.values(column)] for table in (season.left, season.right))
    return left, right


def sorted_groups(groups: Iterable[str]) -> list[str]:
    """Every group once: numbers in words count as numbers, so that region 2 comes before region 10; unknown last."""
    return sorted(set(groups), key=place_of)


def having(table: Table, column: str, value: str) -> list[bool]:
    """Who has this value in a column of single values; "unknown" means a blank cell."""
    wanted = _number(value) if table.columns[column].type in NUMERIC else key(value)
    return [wanted == (UNKNOWN if cell is None else compared(cell)) for cell in table.values(column)]


def _number(text: str) -> str:
    """A number as numbers are compared: `3.0` is `3`; what is no number stays as it is."""
    try:
        return compared(float(text))
    except ValueError:
        return key(text)


def shown_value(value: Any) -> str:
    """A cell's value as people read it: yes and no, numbers without trailing zeros, ISO dates, lists with `; `."""
    if isinstance(value, bool):
        return compared(value)
    if isinstance(value, dict):
        return "; ".join(f"{role}: {shown(years)}" for role, years in value.items()) or "none"
    if isinstance(value, tuple):
        return "; ".join(value) or "none"
    return " ".join(shown(value).split())


def place_of(group: str) -> tuple[bool, list[tuple[int, str]], str]:
    """What sorts words so that numbers in them count as numbers; unknown comes last."""
    parts = re.split(r"([0-9]+)", group.casefold())
    return group == UNKNOWN, [(int(part), "") if part.isdigit() else (-1, part) for part in parts if part], group
