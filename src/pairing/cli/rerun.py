"""`pairing rerun`: what changes and why, and what further moves would buy."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console

from pairing.cli.say import say
from pairing.cli.terminal import out, show
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
    say("Nothing is written; pairing rerun takes what the program's goals say.", err=True)
