"""What a rerun changes, what further moves would buy, runs compared, standby and history in the terminal."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
import pandas as pd
from rich.console import Console

from pairing.cli.screen import cells, out, show
from pairing.errors import Interrupted
from pairing.plans.pair_parts import Change
from pairing.plans.pairs import Plan

MOST = 25
"""No more rows than this are listed; the others stand in the file."""


def print_changes(console: Console, plan: Plan) -> None:
    """How many pairs stay and how many change, and every change with its reason."""
    standing = plan.season.standing
    if standing is None:
        return
    kept = sum(pair.change in ("kept", "locked") for pair in plan.pairs)
    kinds = Counter(one.move for one in plan.changes)
    parts = [f"{kept} stay as they were"]
    parts += [f"{kinds[kind]} {words}" for kind, words in KINDS.items() if kinds[kind]]
    console.print(f"  from {standing.file}: {', '.join(parts)}", markup=False, soft_wrap=True)
    if plan.changes:
        headings = ["id", "before", "now", "", "why", "miles"]
        rows = [_row(one) for one in plan.changes[:MOST]]
        show(console, "What changes", headings, rows, right=(5,))
    if len(plan.changes) > MOST:
        console.print(f"... and {len(plan.changes) - MOST} more in moves.csv")


KINDS = {
    "new": "new", "forced": "forced to change", "chosen": "moved by choice", "ended": "ended",
}  # fmt: skip


def _row(one: Change) -> list[object]:
    miles = "" if one.miles is None else f"{abs(one.miles):.0f} {'farther' if one.miles >= 0 else 'nearer'}"
    return [one.left, one.before, one.after or "nobody", one.move, one.why, miles]


def print_frontier(folder: Path, points: int, interrupted: Interrupted) -> None:
    """The price list: what so many moves buy."""
    from pairing.run import frontier

    found = frontier(folder, points=points, interrupted=interrupted)
    rows = [
        [point.moves, point.unplaced, f"{point.fit / 100:,.2f}",
         "proved" if point.proved else f"at most {point.bound / 100:,.2f}", ", ".join(point.moved)]
        for point in found
    ]  # fmt: skip
    show(out(), "What each further move buys", ["moves", "unplaced", "fit", "", "who moves"], rows, right=(0, 1, 2))
    click.echo("Nothing is written; pairing rerun takes what the program's goals say.", err=True)


def print_comparison(folder: Path, first: str | None, second: str | None, output: Path | None) -> None:
    """Goals side by side, and everybody who is not kept."""
    from pairing.runs import compare

    found = compare(folder, first, second)
    console = out()
    show(console, f"{found.first} and {found.second}", ["goal", "before", "now"], cells(found.goals), right=(1, 2))
    console.print(f"\n{found.summary}", markup=False, soft_wrap=True)
    changed = found.changed
    if len(changed):
        columns = ["role", "id", "name", "change", "before", "now", "why"]
        show(console, "Who is elsewhere", columns, cells(changed[columns].head(MOST)))
    if len(changed) > MOST:
        console.print(f"... and {len(changed) - MOST} more: write them to a file with -o")
    _write(found.people, output)


def print_standby(folder: Path, output: Path | None, interrupted: Interrupted) -> None:
    """Every single loss with its repair, and whom to keep on standby."""
    from pairing.run import standby

    found = standby(folder, interrupted=interrupted)
    console, table = out(), found.table
    columns = [f"{found.label}_id", "serves", "covered", "moves", "repair"]
    show(console, f"If one {found.label} drops out", columns, cells(table[columns]), right=(3,))
    open_losses = [loss for loss in found.losses if loss.uncovered]
    covered = len(found.losses) - len(open_losses)
    console.print(f"\n{covered} of {len(found.losses)} such losses can be covered.", markup=False)
    if open_losses:
        names = ", ".join(loss.right for loss in open_losses)
        console.print(
            f"Not to be covered, as nobody else can take all they serve: {names}", markup=False, soft_wrap=True
        )
    listed = ", ".join(found.listed) or "nobody: those who serve already have room"
    aside = " (by seats and rules alone: the program's limits are left aside)" if found.limits_aside else ""
    console.print(f"Enough on standby, of {found.idle} idle{aside}: {listed}", markup=False, soft_wrap=True)
    _write(table, output)


def print_history(folder: Path, person: str | None, output: Path | None) -> None:
    """Decisions and places in the order in which they happened."""
    from pairing.runs import history

    found = history(folder, person)
    if output is None:
        show(out(), f"History of {person or 'everybody'}", list(found.columns), cells(found))
    _write(found, output)


def _write(frame: pd.DataFrame, output: Path | None) -> None:
    from pairing.runs import csv_bytes, write_whole

    if output is not None:
        write_whole(output, csv_bytes(frame))
        click.echo(f"Wrote {output}", err=True)
