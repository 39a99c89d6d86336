"""`pairing calibrate`: weights learned from a plan or from ratings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pairing.cli.options import JOBS, OUTPUT, SEASON, cluster_option, workers
from pairing.cli.say import save, say

if TYPE_CHECKING:
    from pairing.analysis.calibration import Calibration


@click.command()
@SEASON
@click.option("--plan", metavar="FILE|RUN", help="Learn from a plan: a file with a column of ids per side, or a run.")
@click.option("--ratings", metavar="FILE", help="Learn from ratings: the two ids and a rating from 1 to 5 per row.")
@click.option(
    "--bootstrap", type=click.IntRange(min=1), default=500, show_default=True, metavar="N",
    help="Ratings: so many resamples say how sure the weights are.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Ratings: draws the resamples.")
@JOBS
@cluster_option("Only numbers are sent to it: grades and ratings of pairs, without ids or names.")
@OUTPUT
def calibrate(
    season: Path, plan: str | None, ratings: str | None, bootstrap: int, seed: int, jobs: int | None,
    cluster: str | None, output: Path | None,
) -> None:  # fmt: skip
    """Learn the weights from what people did or said.

    From a committee's own plan, or from ratings of pairs: for each criterion the weight now, the one that fits best,
    and from where to where it may be. The program file is not changed. With -o the weights are written as CSV.
    """
    if (plan is None) == (ratings is None):
        raise click.UsageError("expected --plan FILE|RUN or --ratings FILE" + (", not both" if plan else ""))
    from pairing.analysis.calibration import calibrate as learn

    with workers(jobs, cluster) as executor:
        found = learn(season, plan=plan, ratings=ratings, bootstrap=bootstrap, seed=seed, executor=executor)
    _print(found, season)
    if output is not None:
        import pandas as pd

        from pairing.cli.terminal import cells
        from pairing.display import exactly
        from pairing.runs import csv_bytes

        table = pd.DataFrame(cells(found.weights, exactly), columns=found.weights.columns)
        save(output, csv_bytes(table))


def _print(found: Calibration, season: Path) -> None:
    """The tables, the sentences, and how to try the weights."""
    from pairing.analysis.calibration.result import LEGEND
    from pairing.cli.terminal import cells, out, show
    from pairing.display import exactly

    if found.verdict:
        say(found.verdict)
    headings = ["criterion", "now", "fits best", "from", "to", *(["clearer"] if "clearer" in found.weights else [])]
    show(out(), f"Weights, from {found.what}", headings, cells(found.weights, exactly), right=(1, 2, 3, 4, 5))
    if found.predictors is not None:
        headings = ["criterion", "known", "tau", "from", "to", "ordered rightly", "says"]
        rows = cells(found.predictors, exactly)
        show(out(), "What each criterion says by itself", headings, rows, right=(1, 2, 3, 4, 5))
        say(LEGEND)
    if found.differences is not None and len(found.differences):
        names = [name.replace("_", " ") for name in found.differences.columns]
        show(out(), "Pairs that the best plan is without", names, cells(found.listed), right=(3, 4))
    say()
    for sentence in found.in_words[1 if found.verdict else 0 :]:
        say(sentence)
    if found.weights["found"].equals(found.weights["present"]):
        return
    which = "clearer" if "clearer" in found.weights else "found"
    them = "the clearer ones" if which == "clearer" else "them"
    say(f"\nTo try {them}, give these weights to the criteria in {season / 'program.toml'}:", err=True)
    for name, weight in zip(found.weights["criterion"], found.weights[which], strict=True):
        say(f'  name = "{name}"  weight = {exactly(weight)}', err=True)


COMMANDS: Sequence[click.Command] = (calibrate,)
