"""Tables and lines for a terminal or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

PIPE_WIDTH = 200


def out() -> Console:
    """Where tables go: as wide as the terminal, or wide enough in a pipe. NO_COLOR is respected by rich."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, highlight=False, soft_wrap=False)


def show(
    console: Console, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()
) -> None:
    """Print a plain table under its title; the columns numbered in `right` hold numbers."""
    console.print(f"\n{title}", style="bold", markup=False)
    made = Table(box=None, pad_edge=False, header_style="underline")
    for position, heading in enumerate(headings):
        made.add_column(Text(heading), justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console.print(made)
