"""The commands of analysts that say what weights decide: ranges and trade-off curves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.family import interruptible
from pairing.cli.options import OUTPUT, SEASON


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
    from pairing.cli.curves import print_ranges

    with interruptible() as interrupted:
        print_ranges(season, criteria, not without_pairs, halvings, time_limit, output, interrupted)


@click.command()
@SEASON
@click.argument("first")
@click.argument("second")
@click.option("--points", type=click.IntRange(2, 100), default=9, show_default=True, help="Cohorts: at most so many.")
@click.option("--time-limit", type=click.FloatRange(min=0), default=120, show_default=True, help="Cohorts: seconds.")
@click.option("--unknown-miles", type=click.FloatRange(0, 1_000_000), metavar="M", help="What unknown miles count as.")
@OUTPUT
def tradeoff(
    season: Path, first: str, second: str, points: int, time_limit: float, unknown_miles: float | None,
    output: Path | None,
) -> None:  # fmt: skip
    """Say what one thing costs in another.

    FIRST and SECOND are two of "fit", "miles" and the names of criteria, or "placed" and "worst fit"; for cohorts two
    criteria. One row per plan of the curve, the best in FIRST first. With -o the table is written as CSV.
    """
    from pairing.cli.curves import print_tradeoff

    with interruptible() as interrupted:
        print_tradeoff(season, (first, second), points, time_limit, unknown_miles, output, interrupted)


COMMANDS: Sequence[click.Command] = (ranges, tradeoff)
