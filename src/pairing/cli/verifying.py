"""`pairing verify`: the independent checker on a run or on a plan made by hand."""

from __future__ import annotations

from pathlib import Path

import click

from pairing.any_plan import IN_HUNDREDTHS, AnyPlan
from pairing.check import Report, check, check_cohorts, judge_cohorts, judge_pairs
from pairing.cli.screen import out, show
from pairing.errors import CheckerError
from pairing.report import (
    changed_inputs,
    find_run,
    season_of_run,
    stored_cohorts,
    stored_plan,
    written_cohorts,
    written_pairs,
)
from pairing.season import Season, load


def verify_plan(folder: Path, plan: str | None) -> None:
    """Judge a plan and print what the checker found. Raises CheckerError when it disagrees."""
    season = load(folder)
    path = Path(plan) if plan else None
    if path is not None and path.is_file():
        report, what = _judged(season, path), path.name
    else:
        run = path if path is not None and (path / "run.json").is_file() else find_run(folder, plan)
        season = season_of_run(season, run)
        changed = changed_inputs(season, run)
        report, proved = _checked(season, run)
        part = f", only {season.only.column} {season.only.value}" if season.only else ""
        what = f"run {run.name} ({proved}{part})"
        if changed:
            again = "; solve again for a plan of today's files" if report.findings else ""
            click.echo(f"Changed since {run.name} was made: {', '.join(changed)}{again}.", err=True)
    if report.findings:
        raise CheckerError(report.findings)
    click.echo(f"The checker agrees with {what}: {report.judged:,} of {report.pairs:,} pairs judged one by one.")
    _print_values(season, report)


def _judged(season: Season, path: Path) -> Report:
    """A plan made by hand."""
    if season.kind == "cohorts":
        return judge_cohorts(season, written_cohorts(path))
    return judge_pairs(season, written_pairs(season, path))


def _checked(season: Season, run: Path) -> tuple[Report, str]:
    """A run, and whether it was proved."""
    if season.kind == "cohorts":
        cohorts = stored_cohorts(season, run)
        return check_cohorts(season, cohorts), _proved_or_not(cohorts)
    stored = stored_plan(season, run)
    return check(season, stored), _proved_or_not(stored)


def _proved_or_not(plan: AnyPlan) -> str:
    """Whether a run's plan was proved best."""
    return "proved best" if plan.outcome == "proved" else f"not proved best: {plan.stopped}"


def _print_values(season: Season, report: Report) -> None:
    fits = {goal.title for goal in season.program.goals if goal.kind in IN_HUNDREDTHS}
    rows = [
        [name, f"{value / 100:,.2f}" if name in fits and value is not None else value]
        for name, value in report.values.items()
    ]
    show(out(), "Goals, recomputed", ["goal", "value"], rows, right=(1,))
