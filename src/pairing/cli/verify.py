"""`pairing verify`: the independent checker on a run or on a plan made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pairing.cli.resolve import differing_tables, proved_again
from pairing.cli.say import say
from pairing.cli.terminal import out, show
from pairing.errors import CheckerError, InputError, Interrupted, Problem, errors_in
from pairing.plans.base import IN_HUNDREDTHS, AnyPlan
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.program.wording import listed
from pairing.runs import (
    changed_inputs,
    find_run,
    people_gone,
    run_names,
    season_of_run,
    stored_cohorts,
    stored_plan,
    written_cohorts,
    written_pairs,
)
from pairing.runs.integrity import is_sealed, tampered
from pairing.season import CohortSeason, PairSeason, Season, by_kind
from pairing.season.loading import examine, load
from pairing.verify import Report, check, check_cohorts, judge_cohorts, judge_pairs
from pairing.verify.pairs.claims import LIMITS_ENGINE

OF_RUNS = ("assignments.csv", "cohorts.csv", "alternatives.csv", "unmatched.csv")
"""What a run's files say of people who are gone goes without saying."""


def verify_plan(folder: Path, plan: str | None, prove: bool, interrupted: Interrupted) -> None:
    """Judge a plan and print what the checker found. Raises CheckerError when it disagrees.

    prove: solve again what no certificate shows, however long it takes.
    """
    path = Path(plan) if plan else None
    if path is not None and path.is_file():
        season, what = load(folder), path.name
        report = _judged(season, path)
    else:
        season, report, what = _of_run(folder, plan, prove, interrupted)
    if report.findings:
        raise CheckerError(report.findings)
    say(f"The checker agrees with {what}: {report.judged:,} of {report.pairs:,} pairs judged one by one.")
    for sentence in report.unchecked:
        say(f"Not checked: {sentence}.")
    _print_values(season, report)


def _of_run(folder: Path, plan: str | None, prove: bool, interrupted: Interrupted) -> tuple[Season, Report, str]:
    """The season as a run was made from it, the report on the run, and what the run is called.

    Raises CheckerError with what today's files break, where they are not those of the run.
    """
    season, problems = examine(folder)
    errors = errors_in(problems)
    if season is None or (errors and not run_names(folder)):
        raise InputError(errors)
    run = _run(folder, plan)
    try:
        if errors:
            raise InputError(errors)
        season = season_of_run(season, run)
        changed = changed_inputs(season, run)
        report, stored = _checked(season, run)
    except InputError as error:
        raise InputError(_since(season, run, error.problems)) from None
    if changed:
        again = "; solve again for a plan of today's files" if report.findings else ""
        say(f"Changed since {run.name} was made: {', '.join(changed)}{again}.", err=True)
        if report.findings:
            raise CheckerError(_breaches(report))
    report, proved = _beyond_the_checker(season, run, stored, report, not changed, prove, interrupted)
    part = f", only {season.only.column} {season.only.value}" if season.only else ""
    return season, report, f"run {run.name} ({proved}{part})"


def _run(folder: Path, plan: str | None) -> Path:
    """A run by its name, or by its folder from here or from the season."""
    for path in (Path(plan), folder / plan) if plan else ():
        if (path / "run.json").is_file():
            return path
    return find_run(folder, plan)


def _breaches(report: Report) -> list[str]:
    """What today's files break; what the plan states of earlier files is only counted."""
    stated = len(report.findings) - len(report.breaches)
    if not stated:
        return list(report.breaches)
    more = "and" if report.breaches else "no rule, limit or decision of today's files, but"
    about = f"{stated} about its figures and its proof; solve again for a plan of today's files"
    return [*report.breaches, f"{more} {about}"]


def _since(season: Season, run: Path, problems: Sequence[Problem]) -> list[Problem]:
    """People of the run who are no longer in the tables come first; no other person is meant instead of them."""
    changed = changed_inputs(season, run)
    gone = {file: people for file, people in people_gone(season, run).items() if file in changed}
    said = [
        Problem(
            f"{file} changed since run {run.name}; {listed(people)} {'is' if len(people) == 1 else 'are'} no longer "
            f"in it; solve again"
        )
        for file, people in gone.items()
    ]
    missing = {key(person) for people in gone.values() for person in people}
    if not gone:
        return list(problems)
    others = [problem for problem in problems if problem.file not in OF_RUNS]
    return said + [
        replace(problem, expected=problem.expected.split("; did you mean")[0])
        if key(problem.value) in missing
        else problem
        for problem in others
    ]


def _judged(season: Season, path: Path) -> Report:
    """A plan made by hand."""
    return by_kind(
        season,
        lambda pairs: judge_pairs(pairs, written_pairs(pairs, path)),
        lambda cohorts: judge_cohorts(cohorts, written_cohorts(path)),
    )


def _checked(season: Season, run: Path) -> tuple[Report, AnyPlan]:
    """A run as the checker sees it, and the plan in it."""
    return by_kind(season, lambda pairs: _checked_pairs(pairs, run), lambda cohorts: _checked_cohorts(cohorts, run))


def _checked_pairs(season: PairSeason, run: Path) -> tuple[Report, AnyPlan]:
    stored = stored_plan(season, run)
    return check(season, stored), stored


def _checked_cohorts(season: CohortSeason, run: Path) -> tuple[Report, AnyPlan]:
    stored = stored_cohorts(season, run)
    return check_cohorts(season, stored), stored


def _beyond_the_checker(
    season: Season, run: Path, stored: AnyPlan, report: Report, as_it_was: bool, prove: bool, interrupted: Interrupted
) -> tuple[Report, str]:
    """The run's files by their fingerprints, its tables by solving again, and what is proved by what.

    as_it_was: today's files are those of the run. Without `prove` only what a certificate shows is solved again.
    """
    findings, unchecked = [*report.findings, *tampered(run)], []
    certified = stored.outcome == "proved" and isinstance(stored, Plan) and LIMITS_ENGINE not in stored.engine
    said = "proved best" if certified else f"not proved best: {stored.stopped}"
    if not is_sealed(run):
        unchecked.append("whether the files are those that were written: the run holds no fingerprints of them")
    if stored.outcome == "proved" and not certified:
        said = "its record says proved best"
        if prove and as_it_was and not findings:
            more, again = proved_again(season, stored, interrupted)
            findings += more
            said = "proved best by solving again" if again else "its record says proved best, solving again did not"
        else:
            unchecked.append("that no plan is better: there is no certificate of it, and --prove solves again")
    if certified and as_it_was and not findings:
        findings += differing_tables(season, run, stored, interrupted)
        unchecked.append("what plan.xlsx and report.html show, but for their fingerprints")
    else:
        unchecked.append("prices, reasons, papers and what else follows from the plan, but for their fingerprints")
    return replace(report, findings=tuple(findings), unchecked=tuple(unchecked)), said


def _print_values(season: Season, report: Report) -> None:
    fits = {goal.title for goal in season.program.goals if goal.kind in IN_HUNDREDTHS}
    rows = [
        [name, f"{value / 100:,.2f}" if name in fits and value is not None else value]
        for name, value in report.values.items()
    ]
    show(out(), "Goals, recomputed", ["goal", "value"], rows, right=(1,))
