"""Plans of cohorts read back from files: a run's own, and cohorts that somebody wrote by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pairing.errors import InputError, Problem
from pairing.plans.base import LeftOut
from pairing.plans.cohort_parts import Cohort, Exchange, Seat
from pairing.plans.cohorts import CohortPlan
from pairing.runs.folder import read_record
from pairing.runs.read_pairs import CHANGES, Cells, hundredths, known, one_of, rows_of, stored_goals
from pairing.season import CohortSeason

Row = tuple[str, str, str]
"""A cohort's name, a role, a person's id."""


def stored_cohorts(season: CohortSeason, run: Path) -> CohortPlan:
    """A run as it was published, for the checker to judge against the season as it is now.

    Raises InputError where a file is missing or damaged.
    """
    record = read_record(run)
    problems: list[Problem] = []
    seats: dict[str, list[Seat]] = {}
    cohorts, options, out = [], [], []
    for row, cells in _rows(run / "assignments.csv", problems):
        _read(problems, "assignments.csv", row, lambda cells=cells: _seat(season, cells, seats))
    for row, cells in _rows(run / "cohorts.csv", problems):
        _read(problems, "cohorts.csv", row, lambda cells=cells: cohorts.append(_cohort(season, cells, seats)))
    for row, cells in _rows(run / "alternatives.csv", problems):
        _read(problems, "alternatives.csv", row, lambda cells=cells: options.append(_option(season, cells)))
    for row, cells in _rows(run / "unmatched.csv", problems):
        left = LeftOut(cells["side"], cells["id"], cells["name"], cells["reason"])
        _read(problems, "unmatched.csv", row, lambda left=left: out.append(left))
    if problems:
        raise InputError(problems)
    return CohortPlan(
        season, record["outcome"], stored_goals(record), tuple(cohorts), record["engine"], left_out=tuple(out),
        stopped=record["stopped"], seed=record["seed"], exchanges=tuple(options), dollars=record.get("dollars"),
    )  # fmt: skip


def cohort_names(run: Path) -> dict[str, str]:
    """What a rerun's cohorts that went on were called, by number, where they had names."""
    rows, _ = rows_of(run / "cohorts.csv") if (run / "cohorts.csv").is_file() else ([], [])
    return {cells["cohort"]: cells["continues"] for _, cells in rows if cells.get("cohort") and cells.get("continues")}


def written_cohorts(path: Path) -> list[Row]:
    """The rows of a hand-made plan: cohort, role, person_id. Raises InputError for missing columns or no rows."""
    problems: list[Problem] = []
    rows = _rows(path, problems)
    if not rows:
        raise InputError(problems or [Problem("has no people in it", path.name, expected="one row per person")])
    missing = [name for name in ("cohort", "role", "person_id") if name not in rows[0][1]]
    if missing:
        expected = "the columns cohort, role and person_id"
        raise InputError([Problem(f"has no column {', '.join(missing)}", path.name, expected=expected)])
    return [(cells["cohort"], cells["role"], cells["person_id"]) for _, cells in rows]


def _rows(path: Path, problems: list[Problem]) -> list[tuple[int, Cells]]:
    rows, found = rows_of(path)
    problems.extend(found)
    return rows


def _read(problems: list[Problem], file: str, row: int, action: object) -> None:
    try:
        action()  # type: ignore[operator]
    except (KeyError, ValueError, OverflowError) as error:
        problems.append(Problem(f"is damaged: {error}", file, row=row))


def _seat(season: CohortSeason, cells: Cells, seats: dict[str, list[Seat]]) -> None:
    """One person of assignments.csv; facilitators stand in cohorts.csv again."""
    if cells["role"] != season.program.left.label:
        return
    identifier = known(season.left, cells["person_id"])
    seat = Seat(
        identifier, _optional_hundredths(cells["fit"]), _optional_hundredths(cells["facilitator_fit"]),
        _optional(cells["miles_to_meeting"]), one_of(CHANGES, cells["change"]),  # type: ignore[arg-type]
    )  # fmt: skip
    seats.setdefault(cells["cohort"], []).append(seat)


def _cohort(season: CohortSeason, cells: Cells, seats: Mapping[str, list[Seat]]) -> Cohort:
    leaders = [known(season.right, name) for name in cells["facilitator_ids"].split("; ") if name]
    least, most = _optional(cells["enrollment_min"]), _optional(cells["enrollment_max"])
    return Cohort(
        int(cells["cohort"]), tuple(seats[cells["cohort"]]), tuple(leaders), hundredths(cells["cost"]),
        hundredths(cells["penalty"]), _worst_pair(cells["worst_pair"]),
        None if least is None or most is None else (least, most), cells["meeting_place"], cells["meeting_place_id"],
        _optional(cells["longest_drive"]), _optional(cells["median_drive"]), cells["theme"],
        cells.get("continues", ""),
    )  # fmt: skip


def _worst_pair(text: str) -> tuple[str, str, int] | None:
    if not text:
        return None
    people, fit = text.rsplit(": ", 1)
    one, other = people.split(" with ")
    return one, other, hundredths(fit)


def _option(season: CohortSeason, cells: Cells) -> Exchange:
    other = cells["in_exchange_for"]
    return Exchange(
        known(season.left, cells[f"{season.program.left.label}_id"]), int(cells["cohort"]),
        known(season.left, other) if other else None, hundredths(cells["swap_cost: alike"]),
        hundredths(cells["swap_cost: facilitators"]), hundredths(cells["fit"]),
    )  # fmt: skip


def _optional(text: str) -> float | None:
    return float(text) if text else None


def _optional_hundredths(text: str) -> int | None:
    return hundredths(text) if text else None
