"""`sweep`: many settings of a season, solved here or on many machines, with every plan checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from pairing.analysis.sweeps import folder
from pairing.analysis.sweeps.axes import Axis, Settings, meaning, season_at
from pairing.analysis.sweeps.folder import asked_of
from pairing.analysis.sweeps.one_setting import Task, solved
from pairing.analysis.sweeps.result import Sweep
from pairing.analysis.sweeps.samplers import Sampler, settings_of
from pairing.errors import InputError
from pairing.jobs import Journal, UnfinishedError, run_all
from pairing.jobs.crews import check_executor
from pairing.season import Season
from pairing.season.loading import load


def sweep(
    season: Season | str | Path,
    *,
    weights: Mapping[str, Sequence[float] | float] | Iterable[str] | None = None,
    rules: Mapping[str, Mapping[str, Any]] | None = None,
    sampler: Sampler = "grid",
    n: int | None = None,
    seed: int = 0,
    time_limit: float | None = None,
    executor: Executor | int | None = None,
    output: str | Path | None = None,
    resume: bool = False,
    progress: bool = True,
    interrupted: Callable[[], bool] = lambda: False,
) -> Sweep:
    """The best plan under every setting, proved and checked, and what they have in common.

    weights: by the criterion's name its values (sampler "grid"), its range (lowest, highest) ("sobol"), or names
    alone, two or more, None for all ("dirichlet": what they weigh together is shared out anew). rules: by the name of
    a rule, criterion or limit values for its parameters, such as `{"within 120 miles": {"max_miles": [60, 120]}}`;
    every choice of weights is taken with every combination of these. One value may stand alone. n: how many weights are
    drawn, by `seed`. time_limit: seconds for each setting; cohort programs have one of 120 by default.

    executor: None solves here, a number in so many processes, anything else is a `concurrent.futures.Executor`: with
    that of a cluster the season, people's data too, travels to its machines, without names, mail addresses and notes
    where no rule reads them. output: a folder for `settings.csv`, `pairs.csv` and `sweep.json`, which keeps what is
    done when the work is interrupted, and afterwards; resume goes on there, or reads a complete sweep back. progress:
    whether a terminal or a notebook shows a bar.

    Interrupted, by Ctrl-C or `interrupted`, the result holds what is done. Raises InputError for what cannot be, such
    as names that are not there, a lock that no setting can keep or a folder with another sweep, and CheckerError when
    the independent checker disagrees.

    >>> pairing.sweep(season, weights={"close by": [0, 35, 70]})
    <Sweep Missouri AMP: 3 settings, 3 different plans; 15 pairs in all of them, 38 contested>
    """
    check_executor(executor)
    season = season if isinstance(season, Season) else load(season)
    settings = settings_of(season.program, weights, rules, sampler=sampler, n=n, seed=seed)
    asked = asked_of(season, settings, time_limit)
    task = Task(season, settings.axes, seed, time_limit)
    task.check_locks()
    place = nullcontext() if output is None else folder.opened(Path(output), asked, resume=resume)
    with place as journal:
        first = _first_of_equals(season, settings)
        to_solve = sorted(set(first))
        rows = [settings.rows[k] for k in to_solve]
        results, stopped = _results(task, rows, executor, journal, "settings" if progress else "", interrupted)
        by_first = dict(zip(to_solve, results, strict=True))
        found = Sweep(season, settings, asked, [by_first[k] for k in first], first, stopped)
        if journal is not None and not stopped:
            folder.write(found, journal)
    return found


def _results(
    task: Task, rows: Sequence[Any], executor: Executor | int | None, journal: Journal | None, doing: str,
    interrupted: Callable[[], bool],
) -> tuple[Sequence[Any], str]:  # fmt: skip
    """What was found for each row, None where it was not solved, and what stopped the work."""
    try:
        return run_all(
            solved, task, rows, executor=executor, journal=journal, doing=doing, interrupted=interrupted
        ), ""  # fmt: skip
    except UnfinishedError as unfinished:
        return [unfinished.done.get(number) for number in range(len(rows))], "interrupted"


def _first_of_equals(season: Season, settings: Settings) -> list[int]:
    """For each setting the first one whose plans are the same by definition."""
    seen: dict[Any, int] = {}
    return [seen.setdefault(_meaning(season, settings.axes, row), number) for number, row in enumerate(settings.rows)]


def _meaning(season: Season, axes: Sequence[Axis], row: Sequence[Any]) -> Any:
    """What settings with the same plan have in common; of a setting that cannot be, why."""
    try:
        return meaning(season_at(season, axes, row).program, axes, row)
    except InputError as error:
        return str(error)
