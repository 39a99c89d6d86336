"""What a setting is: a value for each thing that is varied."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pairing.instance.evaluation import worths
from pairing.program.editing import with_values
from pairing.season import Season

RELATIONS = ("members", "member-facilitator")


@dataclass(frozen=True)
class Axis:
    """One thing that is varied: a key of an item of the program, such as the weight of a criterion."""

    table: str
    name: str
    key: str

    @property
    def is_weight(self) -> bool:
        """Whether it is the weight of a criterion."""
        return self.table == "criterion" and self.key == "weight"

    @property
    def title(self) -> str:
        """The heading of its column: `weight: close by`, `within 120 miles: max_miles`."""
        return f"weight: {self.name}" if self.is_weight else f"{self.name}: {self.key}"


@dataclass(frozen=True)
class Settings:
    """Many settings of one program. rows: for each a value of every axis. asked: how they were chosen."""

    axes: tuple[Axis, ...]
    rows: tuple[tuple[Any, ...], ...]
    asked: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many settings there are."""
        return len(self.rows)


def season_at(season: Season, axes: Sequence[Axis], row: Sequence[Any]) -> Season:
    """The season under one setting. Raises InputError for values that cannot be."""
    values: dict[tuple[str, str], dict[str, Any]] = {}
    for axis, value in zip(axes, row, strict=True):
        values.setdefault((axis.table, axis.name), {})[axis.key] = value
    return season.under(with_values(season.program, values))


def meaning(program: Any, axes: Sequence[Axis], row: Sequence[Any]) -> Hashable:
    """What two settings have in common whose plans are the same by definition.

    The worth of every criterion in every relation and theme, in hundredths of a point, and the values of all other
    axes. program: under the setting.
    """
    if program.kind == "pairs":
        worth = [tuple(worths(program.criteria))]
    else:
        worth = [tuple(worths(program.criteria_between(relation))) for relation in RELATIONS]
        worth += [tuple(worths(program.criteria_between("members"), theme.weights)) for theme in program.themes]
    return (*worth, *(repr(value) for axis, value in zip(axes, row, strict=True) if not axis.is_weight))
