"""Arguments and options that several commands share."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from pairing.cli.say import output_option

Alternatives = int | Literal["exact"] | None


def how_many(context: click.Context, parameter: click.Parameter, value: str) -> Alternatives:
    """A whole number, None for all, or "exact"."""
    if value == "all":
        return None
    if value == "exact":
        return "exact"
    if value.isdecimal() and len(value) < 10:
        return int(value)
    raise click.BadParameter(f'expected a whole number, "all" or "exact", got "{value}"')


def finite(context: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    """A number that is one: a range lets `nan` pass."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f'expected a number, got "{value}"')
    return value


SEASON = click.argument("season", type=click.Path(path_type=Path))
TIME_LIMIT = click.option(
    "--time-limit", type=click.FloatRange(min=0), metavar="S", callback=finite,
    help="Take the best plan after S seconds (cohorts: 120).",
)  # fmt: skip
SEED = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True,
    help="Cohorts: where the search starts; pairs do not use chance.",
)  # fmt: skip
ALTERNATIVES = click.option(
    "--alternatives", metavar="N|all|exact", default="10", show_default=True, callback=how_many,
    help="How many priced alternatives each person gets; exact: all, solved again where limits need it.",
)  # fmt: skip
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print the run's record as JSON instead of a summary.")
OUTPUT = output_option


Command = TypeVar("Command", bound=Callable[..., Any])

JOBS = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Work in N processes on this machine.")


def cluster_option(sent: str) -> Callable[[Command], Command]:
    """The option --cluster of a command; sent: the sentence that says what of people's data goes there."""
    return click.option(
        "--cluster", metavar="ADDRESS", help=f"Work on the Dask cluster there, tcp://scheduler:8786. {sent}"
    )


@contextmanager
def workers(jobs: int | None, cluster: str | None) -> Iterator[Executor | int | None]:
    """Who works, as `jobs.run_all` takes it. Raises UsageError for both, and InputError for no such cluster."""
    if jobs and cluster:
        raise click.UsageError("--jobs works on this machine, --cluster on others: choose one")
    if cluster is None:
        yield jobs
        return
    from pairing.jobs import on_cluster

    with on_cluster(cluster) as executor:
        yield executor
