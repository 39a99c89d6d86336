"""A run as it was published, with what the committee's report shows of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pairing.errors import InputError, Problem
from pairing.plans.base import IN_HUNDREDTHS, GoalResult, LeftOut
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pair_parts import Alternative, Change, Departure, Move, Pair
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.runs import changed_inputs, find_run, season_of_run, stored_cohorts, stored_plan
from pairing.runs.folder import read_record
from pairing.runs.read_pairs import Cells, hundredths, known, rows_of
from pairing.season import CohortSeason, PairSeason, by_kind
from pairing.season.loading import load

NOT_COUNTS = ("side", "id", "name", "reason")


def rebuilt(folder: Path, name: str | None = None) -> tuple[Plan | CohortPlan, Path, list[str]]:
    """A season's run (the latest if none is named) without solving anything, its folder, and what is to be known.

    Pairs are judged by today's tables, prices and reasons are those in the run's files. Raises InputError where a file
    is missing or damaged.
    """
    run = find_run(folder, name)
    season = season_of_run(load(folder), run)
    changed = [file for file in changed_inputs(season, run) if not file.startswith("standing")]
    warnings = []
    if changed:
        warnings.append(
            f"{', '.join(changed)} changed since run {run.name} was made: pairs, prices and reasons are the run's, "
            "profiles and points of alternatives are those of today."
        )
    plan: Plan | CohortPlan = by_kind(season, lambda pairs: _pairs(pairs, run), lambda cohorts: _cohorts(cohorts, run))
    return plan, run, warnings


def _cohorts(season: CohortSeason, run: Path) -> CohortPlan:
    record = read_record(run)
    return replace(
        stored_cohorts(season, run), left_out=tuple(_left_out(run)), checked=record.get("checked", {}),
        notes=tuple(record.get("notes", ())),
    )  # fmt: skip


def _pairs(season: PairSeason, run: Path) -> Plan:
    plan = stored_plan(season, run)
    try:
        return replace(
            plan,
            pairs=_with_losses(plan, run),
            left_options=tuple(_options(plan, run)),
            left_out=tuple(_left_out(run, [rule.title for rule in season.program.rules])),
            departures=tuple(_departures(plan, run)),
            changes=tuple(_changes(plan, run)),
            checked=read_record(run).get("checked", {}),
        )
    except (KeyError, ValueError, OverflowError) as error:
        raise InputError([Problem(f"a file is damaged: {error}", str(run))]) from error


def _rows(path: Path) -> Iterator[Cells]:
    rows, problems = rows_of(path)
    if problems:
        raise InputError(problems)
    yield from (cells for _, cells in rows)


def _amount(goal: GoalResult, text: str) -> int | None:
    """A price as it is written, in the goal's unit."""
    return None if not text else hundredths(text) if goal.kind in IN_HUNDREDTHS else round(float(text))


def _amounts(plan: Plan, word: str, cells: Cells) -> Mapping[str, int | None]:
    return {goal.name: _amount(goal, cells[key(f"{word}: {goal.name}")]) for goal in plan.goal_results}


def _with_losses(plan: Plan, run: Path) -> tuple[Pair, ...]:
    left = key(f"{plan.season.program.left.label}_id")
    losses = {key(cells[left]): _amounts(plan, "loss", cells) for cells in _rows(run / "assignments.csv")}
    return tuple(replace(pair, loss=losses[key(pair.left)]) for pair in plan.pairs)


def _options(plan: Plan, run: Path) -> Iterator[Alternative]:
    season = plan.season
    left, right = (key(f"{side.label}_id") for side in (season.program.left, season.program.right))
    for cells in _rows(run / "alternatives.csv"):
        yield Alternative(
            known(season.left, cells[left]), known(season.right, cells[right]) if cells[right] else None,
            hundredths(cells["fit"]), float(cells["miles"]) if cells["miles"] else None, _amounts(plan, "price", cells),
            cells["price_is"] == "exact", tuple(map(_move, filter(None, cells["displaced"].split("; ")))),
        )  # fmt: skip


def _move(text: str) -> Move:
    left, _, to = text.rpartition(" to ")
    return Move(left, None, None if to == "nobody" else to)


def _left_out(run: Path, rules: Sequence[str] = ()) -> Iterator[LeftOut]:
    """Who is left out, with the counts; headings are compared without case, so rules' names are put back."""
    spelled = {key(f"{what}: {rule}"): f"{what}: {rule}" for what in ("removed", "only") for rule in rules}
    for cells in _rows(run / "unmatched.csv"):
        counts = {
            spelled.get(name, name): int(float(text)) for name, text in cells.items() if name not in NOT_COUNTS and text
        }
        yield LeftOut(cells["side"], cells["id"], cells["name"], cells["reason"], counts)


def _departures(plan: Plan, run: Path) -> Iterator[Departure]:
    path = run / "exceptions.csv"
    if path.exists():
        left, right = (side.label for side in (plan.season.program.left, plan.season.program.right))
        for cells in _rows(path):
            yield Departure(
                cells[key(f"{left}_id")], cells[key(f"{right}_id")], cells["rule"], cells["left_value"],
                cells["right_value"], cells["reason"],
            )  # fmt: skip


def _changes(plan: Plan, run: Path) -> Iterator[Change]:
    path = run / "moves.csv"
    if path.exists():
        left, right = (side.label for side in (plan.season.program.left, plan.season.program.right))
        for cells in _rows(path):
            before, after = (cells[key(f"{right}_{when}")] or None for when in ("before", "now"))
            fit, miles = cells["fit_change"], cells["miles_change"]
            yield Change(
                cells[key(f"{left}_id")], before, after, cells["move"], cells["why"], hundredths(fit) if fit else None,
                float(miles) if miles else None,
            )  # fmt: skip
