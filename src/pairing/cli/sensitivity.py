"""The commands of analysts that say what weights decide: ranges and trade-off curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pairing.cli.exit_codes import interruptible
from pairing.cli.options import OUTPUT, SEASON, finite
from pairing.cli.say import say
from pairing.errors import EndedEarlyError

if TYPE_CHECKING:
    pass

ENDING = "Ending with what is known so far"
MOST = 40
"""No more rows of a curve than this are listed; the others stand in the file."""


@click.command()
@SEASON
@click.option("--criterion", "criteria", multiple=True, metavar="NAME", help="Only this one; may be repeated.")
@click.option("--without-pairs", is_flag=True, help="Only the plan's ranges, not each pair's: much faster.")
@click.option("--halvings", type=click.IntRange(1, 30), default=7, show_default=True, help="How fine a bisection is.")
@click.option("--time-limit", type=click.FloatRange(min=0), metavar="S", help="Cohorts: seconds for each solve.")
@OUTPUT
def ranges(
    season: Path, criteria: tuple[str, ...], without_pairs: bool, halvings: int, time_limit: float | None,
    output: Path | None,
) -> None:  # fmt: skip
    """Say how far each weight can move.

    For every criterion the weights between which the best plan stays the best, all other weights as they are, and who
    changes beyond them. With -o the same for every pair is written as CSV. Exact where the limits allow it; else plans
    are solved at other weights, which takes longer.
    """
    from pairing.analysis.sensitivity import weight_ranges
    from pairing.cli.terminal import cells, out, show, write_table

    with interruptible(ENDING) as interrupted:
        found = weight_ranges(
            season, criteria or None, pairs=not without_pairs, halvings=halvings, time_limit=time_limit,
            interrupted=interrupted,
        )  # fmt: skip
    rows = cells(found.weights[["criterion", "weight", "from", "to", "how"]])
    show(out(), "Weights at which the plan stays the best", ["criterion", "weight", "from", "to", ""], rows, (1, 2, 3))
    say()
    for sentence in found.sentences:
        say(sentence)
    if found.solves:
        say(f"Solved {found.solves} times; ends by bisection are the outermost weights tried.", err=True)
    write_table(found.pairs if len(found.pairs) else found.weights, output, decimals=4)
    _end(stopped=found.stopped)


@click.command()
@SEASON
@click.argument("first")
@click.argument("second")
@click.option("--points", type=click.IntRange(2, 100), default=9, show_default=True, help="Cohorts: solves, at most.")
@click.option("--time-limit", type=click.FloatRange(min=0), default=120, show_default=True, help="Cohorts: seconds.")
@click.option(
    "--unknown-miles",
    type=click.FloatRange(0, 1_000_000),
    callback=finite,
    metavar="M",
    help="What unknown miles count as.",
)
@OUTPUT
def tradeoff(
    season: Path, first: str, second: str, points: int, time_limit: float, unknown_miles: float | None,
    output: Path | None,
) -> None:  # fmt: skip
    """Say what one thing costs in another.

    FIRST and SECOND are two of "fit", "miles" and the names of criteria, or "placed" and "worst fit"; for cohorts two
    criteria. One row per plan of the curve, the best in FIRST first. With -o the table is written as CSV.
    """
    from pairing.analysis.sensitivity import tradeoff as curve
    from pairing.cli.terminal import cells, out, show, write_table

    with interruptible(ENDING) as interrupted:
        found = curve(
            season, first, second, points=points, time_limit=time_limit, unknown_miles=unknown_miles,
            interrupted=interrupted,
        )  # fmt: skip
    title, columns = f"What {found.second.title} costs in {found.first.title}", list(found.table.columns)
    show(out(), title, columns, cells(found.table.head(MOST)), right=range(len(columns)))
    say()
    for sentence in found.sentences:
        say(sentence)
    if len(found) > MOST:
        say(f"... and {len(found) - MOST} more: write them to a file with -o", err=True)
    write_table(found.table, output, decimals=4)
    _end(stopped=found.stopped)


def _end(*, stopped: bool) -> None:
    """What was interrupted is shown, and ends with the code of what is not complete."""
    if stopped:
        say("Interrupted: this is what was known by then.", err=True)
        click.get_current_context().exit(EndedEarlyError.exit_code)


COMMANDS: Sequence[click.Command] = (ranges, tradeoff)
