"""Ranges of weights and trade-off curves in the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pandas as pd

from pairing.cli.screen import out, show

MOST = 40
"""No more rows than this are listed; the others stand in the file."""


def print_ranges(
    season: Path, criteria: tuple[str, ...], pairs: bool, halvings: int, time_limit: float | None, output: Path | None,
    interrupted: Callable[[], bool],
) -> None:  # fmt: skip
    """The range of every weight, then what changes beyond, in sentences."""
    from pairing.weighing import weight_ranges

    found = weight_ranges(
        season, criteria or None, pairs=pairs, halvings=halvings, time_limit=time_limit, interrupted=interrupted
    )  # fmt: skip
    rows = _cells(found.weights[["criterion", "weight", "from", "to", "how"]])
    show(out(), "Weights at which the plan stays the best", ["criterion", "weight", "from", "to", ""], rows, (1, 2, 3))
    for sentence in found.sentences:
        click.echo(f"  {sentence}", err=True)
    if found.solves:
        click.echo(f"Solved {found.solves} times; ends by bisection are the outermost weights tried.", err=True)
    _write(found.pairs if len(found.pairs) else found.weights, output)


def print_tradeoff(
    season: Path, two: tuple[str, str], points: int, time_limit: float, unknown_miles: float | None,
    output: Path | None, interrupted: Callable[[], bool],
) -> None:  # fmt: skip
    """The curve as a table, and what is proved of it."""
    from pairing.weighing import tradeoff

    found = tradeoff(
        season, *two, points=points, time_limit=time_limit, unknown_miles=unknown_miles, interrupted=interrupted
    )
    title = f"What {found.second.title} costs in {found.first.title}"
    show(out(), title, list(found.table.columns), _cells(found.table.head(MOST)), right=range(len(found.table.columns)))
    if len(found) > MOST:
        click.echo(f"... and {len(found) - MOST} more: write them to a file with -o", err=True)
    for sentence in found.sentences:
        click.echo(sentence, err=True)
    _write(found.table, output)


def _cells(frame: pd.DataFrame) -> list[list[object]]:
    return [[_cell(value) for value in row] for row in frame.itertuples(index=False)]


def _cell(value: object) -> object:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "any" if value == float("inf") else _decimal(value)
    return value


def _decimal(value: float) -> str:
    """Two decimals; four for what would be hardly anything."""
    return f"{value:,.4f}" if 0 < abs(value) < 0.1 else f"{value:,.2f}".removesuffix(".00")


def _write(frame: pd.DataFrame, output: Path | None) -> None:
    """As CSV with four decimals; a range without an end has a blank."""
    from pairing.report import csv_bytes, write_whole

    if output is not None:
        endless = frame.replace(float("inf"), float("nan"))
        write_whole(output, csv_bytes(endless, decimals=4))
        click.echo(f"Wrote {output}", err=True)
