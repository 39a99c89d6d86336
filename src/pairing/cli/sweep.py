"""`pairing sweep`: what other weights and other parameters would change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pairing.cli.exit_codes import interruptible
from pairing.cli.options import JOBS, SEASON, cluster_option, workers
from pairing.cli.say import say

if TYPE_CHECKING:
    from pairing.analysis.sweeps import Sampler


@click.command()
@SEASON
@click.option(
    "--grid",
    "grids",
    multiple=True,
    metavar="NAME=0:100:10",
    help="A criterion's weights, or NAME.PARAMETER=60,90,120 of a rule or limit.",
)
@click.option("--sobol", "ranges", multiple=True, metavar="NAME=0:100", help="Draw this weight evenly; needs -n.")
@click.option("--dirichlet", is_flag=True, help="Share all weights out at random; needs -n.")
@click.option("--among", "names", multiple=True, metavar="NAME", help="With --dirichlet: only these share theirs.")
@click.option("-n", "number", type=click.IntRange(min=1), help="How many weights are drawn.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of what is drawn.")
@click.option("--time-limit", type=click.FloatRange(min=0), metavar="S", help="For each setting (cohorts: 120).")
@JOBS
@cluster_option(
    "The season, personal data included, is sent to it, but no names, mail addresses or notes without need."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder to write to."
)
@click.option("--resume", is_flag=True, help="Go on with what the folder holds.")
def sweep(
    season: Path, grids: Sequence[str], ranges: Sequence[str], dirichlet: bool, names: Sequence[str],
    number: int | None, seed: int, time_limit: float | None, jobs: int | None, cluster: str | None, output: Path,
    resume: bool,
) -> None:  # fmt: skip
    """Solve a season under many weights and parameters.

    Every plan is proved and checked. The folder gets settings.csv, a row for each setting; pairs.csv, in how many of
    them each pair is made; and sweep.json, what was asked. Ctrl-C keeps what is done, and --resume goes on with it.
    """
    if ranges and dirichlet:
        raise click.UsageError("weights are drawn by --sobol or by --dirichlet, not by both")
    if names and not dirichlet:
        raise click.UsageError("--among goes with --dirichlet")
    from pairing.analysis import sweeps
    from pairing.analysis.sweeps.folder import is_complete
    from pairing.analysis.sweeps.parse import grid_of, range_of
    from pairing.jobs import UnfinishedError
    from pairing.season import loading

    loaded = loading.load(season)
    weights, rules = grid_of(loaded.program, grids)
    if weights and (ranges or dirichlet):
        raise click.UsageError(
            "weights are either drawn or given by --grid; parameters can be given beside drawn weights"
        )
    sampler: Sampler = "dirichlet" if dirichlet else "sobol" if ranges else "grid"
    complete = resume and is_complete(output)
    given = (names or None) if dirichlet else range_of(ranges) if ranges else weights
    with interruptible("Ending with what is done so far") as interrupted, workers(jobs, cluster) as executor:
        found = sweeps.sweep(
            loaded, weights=given, rules=rules, sampler=sampler, n=number, seed=seed, time_limit=time_limit,
            executor=executor, output=output, resume=resume, interrupted=interrupted,
        )  # fmt: skip
    if found.stopped:
        done = f"{len(found.table)} of {len(found.settings)} settings are kept"
        say(f"Interrupted: {done}; the same command with --resume goes on.", err=True)
        click.get_current_context().exit(UnfinishedError.exit_code)
    if complete:
        say("The sweep there is complete: nothing was left to do.", err=True)
    say(f"{found!r}\nFiles: {output}", err=True)


COMMANDS: Sequence[click.Command] = (sweep,)
