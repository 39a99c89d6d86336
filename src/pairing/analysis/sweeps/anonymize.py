"""The season as it travels to other processes and machines: without what no setting needs to be solved and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, cast

import pandas as pd

from pairing.profiles import Table, key
from pairing.season import Season

READ_BY_KIND = {"not_supervisor": ("name", "email")}
"""Columns that a kind reads without being told to. That mail addresses are compared with each other is no reading."""
NOT_ABOUT_PLANS = ("columns", "letters", "payments")
"""Tables of a program that say nothing about who may be with whom."""


def travelling(season: Season) -> Season:
    """The season with equal plans, checks and reasons, that can be unpacked on any system.

    Names and notes are left out, and mail addresses replaced by numbers, equal ones by equal numbers, unless the
    program says something about them. Left out too: notes of decisions, what was found when the files were read, and
    where they are.
    """
    read = set(_read(season.program.model_dump(mode="json", exclude=set(NOT_ABOUT_PLANS))))
    if season.only is not None:
        read.add(season.only.column)
    numbers = _numbers(season.left, season.right)
    left, right = (_without(table, read, numbers) for table in (season.left, season.right))
    decisions = tuple(replace(decision, note="") for decision in season.decisions)
    nowhere = cast("Path", PurePosixPath())
    return replace(
        season, folder=nowhere, left=left, right=right, decisions=decisions, problems=(), stood=None, years=()
    )


def _read(item: Any) -> Iterator[str]:
    """Every word of a program that may be a column: keys of conditions, texts, and what its kinds read untold."""
    if isinstance(item, Mapping):
        yield from READ_BY_KIND.get(item.get("kind", ""), ())
        yield from item.keys() - ({"name"} if _is_named(item) else set())
        for value in item.values():
            yield from _read(value)
    elif isinstance(item, str):
        yield item
    elif isinstance(item, Sequence):
        for value in item:
            yield from _read(value)


def _is_named(item: Mapping[str, Any]) -> bool:
    """Whether a table is an item (or the program, or a theme) that has a name, and no condition about names."""
    return "kind" in item or "weights" in item


def _numbers(*tables: Table) -> dict[str, str]:
    """A number for each mail address, as addresses are compared."""
    addresses = sorted({key(address) for table in tables for address in table.values("email") if address is not None})
    return {address: str(number) for number, address in enumerate(addresses)}


def _without(table: Table, read: set[str], numbers: Mapping[str, str]) -> Table:
    frame = table.frame.drop(columns=[c for c in ("name", "notes") if c in table.frame and c not in read])
    if "email" in frame and "email" not in read:
        said = [None if value is None else numbers[key(value)] for value in table.values("email")]
        frame["email"] = pd.Series(said, index=frame.index, dtype=object)
    return replace(table, frame=frame)
