"""Tables and lines for a terminal or a pipe."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pairing.cli.say import save
from pairing.errors import plain
from pairing.plans.base import LeftOut
from pairing.plans.values import number, said

if TYPE_CHECKING:
    import pandas as pd

PIPE_WIDTH = 200


class _Plain(Console):
    """A console on which what people typed is shown and not obeyed."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print, control characters in texts written out."""
        super().print(*(plain(one) if isinstance(one, str) else one for one in objects), **options)


def out() -> Console:
    """Where tables go: as wide as the terminal, or wide enough in a pipe. NO_COLOR is respected by rich."""
    return _Plain(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False, soft_wrap=False)


def show(
    console: Console, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()
) -> None:
    """Print a plain table under its title; the columns numbered in `right` hold numbers."""
    console.print(f"\n{title}", style="bold", markup=False)
    made = Table(box=None, pad_edge=False, header_style="underline")
    for position, heading in enumerate(headings):
        made.add_column(Text(plain(heading)), justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else plain(str(cell))) for cell in row))
    console.print(made)


def decimal(value: float) -> str:
    """Two decimals, none where both are 0; four for what would be hardly anything."""
    return f"{value:,.4f}" if 0 < abs(value) < 0.1 else f"{value:,.2f}".removesuffix(".00")


def cells(frame: pd.DataFrame, number: Callable[[float], str] = decimal) -> list[list[object]]:
    """The rows of a table for people, blank for unknown. number: how one that need not be whole is written."""
    return [[_cell(value, number) for value in row] for row in frame.itertuples(index=False, name=None)]


def _cell(value: object, number: Callable[[float], str]) -> object:
    if value is None or type(value).__name__ == "NAType" or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "any" if value == float("inf") else number(value)
    return value


def write_table(frame: pd.DataFrame, output: Path | None, decimals: int = 2) -> None:
    """A table as CSV where a file is named, and said so."""
    from pairing.runs import csv_bytes

    if output is not None:
        save(output, csv_bytes(frame, decimals=decimals))


PLACE_IN_ORDER = re.compile(r"; number [\d,]+ of [\d,]+ in the order by [^;]*$")
__all__ = ["number", "reasons", "said"]


def reasons(people: Sequence[LeftOut]) -> Iterator[list[str]]:
    """One line each; a reason that several share is said once, also where they differ in their place in an order."""
    first: dict[str, str] = {}
    for person in people:
        shared, own = _in_order(person.reason)
        said = first.setdefault(shared, person.id)
        again = f"(the same reason as {said}){own}"
        yield [person.id, person.name, person.reason if said == person.id else again]


def _in_order(reason: str) -> tuple[str, str]:
    """A reason without its end that says where somebody stands in the order, and that end."""
    place = PLACE_IN_ORDER.search(reason)
    return (reason[: place.start()], place[0]) if place else (reason, "")
