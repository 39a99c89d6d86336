"""Options that say who works: this process, so many others, or a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any, TypeVar

import click

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
