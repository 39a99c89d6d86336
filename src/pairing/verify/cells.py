"""Cells as they are compared: text without case and extra spaces, everything else by its value."""

from __future__ import annotations

from typing import Any

from pairing.profiles import Table, key


def comparable(value: Any) -> Any:
    """Two cells agree when their comparable forms are equal; None stays unknown."""
    if isinstance(value, str):
        return key(value)
    if isinstance(value, tuple):
        return tuple(key(entry) for entry in value)
    if isinstance(value, dict):
        return tuple(sorted((key(role), years) for role, years in value.items()))
    return value


def comparables(table: Table, column: str) -> list[Any]:
    """A column in comparable form, None where unknown."""
    return [comparable(value) for value in table.values(column)]


def sets(table: Table, column: str) -> list[set[str] | None]:
    """A list column's entries by `key`, None where unknown."""
    return [None if value is None else {key(entry) for entry in value} for value in table.values(column)]


def called(table: Table, *columns: str) -> list[set[str]]:
    """Everything that a list may call each person: the id and what stands in these columns."""
    names = [{identifier} for identifier in identity(table)]
    for column in columns:
        for known, value in zip(names, table.values(column), strict=True):
            if value is not None:
                known.add(key(str(value)))
    return names


def identity(table: Table) -> list[str]:
    """Everybody's id by `key`."""
    return [key(identifier) for identifier in table.ids]
