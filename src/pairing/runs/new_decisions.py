"""One more decision: checked as if it stood in the file already, then appended; nobody else's is lost."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from pairing.errors import InputError, Problem, did_you_mean, errors_in
from pairing.instance import cohort_builder as roster_of
from pairing.instance import pairs as candidates_of
from pairing.profiles import read_cells
from pairing.runs.decision_file import appended, decisions_file, new_file
from pairing.runs.overview import named
from pairing.runs.standing_file import standing_file
from pairing.season import CohortSeason, PairSeason, Season, by_kind
from pairing.season.decisions import ACTIONS, PAIR_ACTIONS, Decision, read_decisions
from pairing.season.loading import load
from pairing.season.standing import StandingFile
from pairing.storage import Held, held, write_whole

LOCK = ".decisions.lock"
"""Whoever writes decisions or what stands holds this file in the season's folder meanwhile."""
SECONDS = 30.0
"""How long a writer waits for another one."""


@dataclass(frozen=True)
class Decided:
    """A decision as it was written, and in sentences what it means for what stands."""

    id: str
    cells: Mapping[str, str]
    meaning: tuple[str, ...]

    def __str__(self) -> str:
        words = [self.cells[name] for name in ("action", "person") if self.cells[name]]
        if self.cells["with"]:
            words += [self.cells["with"]] if self.cells["action"] == "undo" else ["with", self.cells["with"]]
        return f"{self.id}: {' '.join(words)}"


def decide(
    folder: str | Path, action: str, person: str, other: str = "", *, by: str = "", note: str = "",
    on: datetime.date | None = None,
) -> Decided:  # fmt: skip
    """Append one decision to the season's `decisions.csv` (or `.xlsx`).

    action: one of lock, forbid, decline, withdraw, reopen, undo. person: an id of the tables; for undo the id of a
    decision. other: the second person of a lock, forbid or decline. on: today unless given. Raises InputError where it
    names nobody or cannot hold; then nothing is written.

    >>> print(pairing.decide("my-season", "withdraw", "M022", by="K. Doe", note="on leave"))
    D4: withdraw M022
    """
    folder = Path(folder)
    if action not in ACTIONS:
        hint = did_you_mean(action, ACTIONS)
        raise InputError(
            [Problem(f'no action "{action}"', expected=f"one of {', '.join(ACTIONS)}; {hint}".rstrip("; "))]
        )
    if action in PAIR_ACTIONS and not other:
        raise InputError(
            [Problem(f"{action} names two people", expected=f"pairing decide SEASON {action} PERSON WITH")]
        )
    with writing(folder):
        season = load(folder)
        path = decisions_file(folder)
        before = held(path) if path.exists() else new_file(path)
        rows = written_rows(before)
        cells = {
            "id": next_id(rows), "action": action, "person": person, "with": other, "by": by,
            "on": (on or datetime.date.today()).isoformat(), "note": note,
        }  # fmt: skip
        if action == "undo":
            cells |= {"with": person, "person": _person_of(rows, person)}
        content = appended(before, cells)
        after = season_after(season, Held(path.name, content))
        decided = Decided(cells["id"], cells, tuple(meaning(season, after, cells)))
        write_whole(path, content)
    return decided


def writing(folder: Path) -> FileLock:
    """Nobody else writes the season's record meanwhile."""
    if not folder.is_dir():
        raise InputError([Problem(f'"{folder}" is not a folder')])
    return FileLock(str(folder / LOCK), timeout=SECONDS)


def last_decision(folder: Path) -> str:
    """The id in the last row of the season's decisions; blank where there is none."""
    rows = written_rows(decisions_file(folder))
    return rows[-1].get("id", "") if rows else ""


def written_rows(file: Path | Held) -> list[dict[str, str]]:
    """Every row as it is written, whether it still holds or not; none where there is no such file."""
    there = isinstance(file, Held) or file.exists()
    raw, _ = read_cells(file, "decisions") if there else (None, [])
    return [] if raw is None else [cells for _, cells in raw.texts(_positions(raw.headings))]


def _positions(headings: tuple[str, ...]) -> dict[str, int]:
    return {heading.strip().casefold(): position for position, heading in enumerate(headings)}


def next_id(rows: list[dict[str, str]]) -> str:
    """The id of one more decision."""
    numbers = [int(found[1]) for row in rows if (found := re.fullmatch(r"[Dd](\d{1,9})", row.get("id", "")))]
    return f"D{max(numbers, default=0) + 1}"


def _person_of(rows: list[dict[str, str]], decision: str) -> str:
    """Whom the decision to undo is about; blank where there is none, which is then said when it is read."""
    return next((row.get("person", "") for row in rows if row.get("id", "").casefold() == decision.casefold()), "")


def season_after(season: Season, file: Held) -> Season:
    """The season with the decisions of a file that is not written yet. Raises InputError for what cannot hold."""
    decisions, problems = read_decisions(file, season.left, season.right, mates=season.kind == "cohorts")
    if errors_in(problems):
        raise InputError(errors_in(problems))
    after = replace(season, decisions=decisions)
    by_kind(after, _raise_for_pairs, _raise_for_cohorts)
    return after


def _raise_for_pairs(season: PairSeason) -> None:
    candidates_of.build(season)


def _raise_for_cohorts(season: CohortSeason) -> None:
    roster_of.build(season)


def meaning(season: Season, after: Season, cells: Mapping[str, str]) -> Iterator[str]:
    """What a decision changes, in sentences; first in the record, then in what stands."""
    before, now = ({decision.id for decision in one.decisions} for one in (season, after))
    for decision in season.decisions:
        if decision.id not in now:
            yield f"{decision} no longer holds ({decision.action} {_named(season, decision)})"
    for decision in after.decisions:
        if decision.id not in before and decision.id != cells["id"]:
            yield f"{decision} holds again ({decision.action} {_named(season, decision)})"
    try:
        stands = standing_file(season)
    except InputError:
        return
    decided = next((decision for decision in after.decisions if decision.id == cells["id"]), None)
    if decided is not None:
        yield from _against(season, stands, decided) if season.kind == "pairs" else _seats(season, stands, decided)


def _named(season: Season, decision: Decision) -> str:
    return " with ".join(filter(None, named(season, decision)))


def _against(season: Season, stands: StandingFile, decided: Decision) -> Iterator[str]:
    """What a decision means for the pairs that stand."""
    left, right = season.left.index, season.right.index
    partner = {
        left[row.left.casefold()]: right[row.right.casefold()]
        for row in stands.rows
        if row.left.casefold() in left and row.right.casefold() in right
    }
    people, others = season.left.ids, season.right.ids
    for i, j in sorted(partner.items()):
        mine, theirs = decided.left == i, decided.right is not None and decided.right == j
        if decided.action == "withdraw" and theirs:
            yield f"{people[i]} has no {season.program.right.label} until the next rerun"
        elif decided.action == "withdraw" and mine:
            yield f"a seat of {others[j]} is free"
        elif decided.action == "forbid" and mine and theirs:
            yield f"{people[i]} with {others[j]} stands: the next rerun ends it"
        elif decided.action == "lock" and mine and not theirs:
            yield f"{people[i]} stands with {others[j]}: the next rerun moves them"
        elif decided.action == "reopen" and (mine or theirs):
            yield f"{people[i]} with {others[j]} may change in the next rerun"


def _seats(season: Season, stands: StandingFile, decided: Decision) -> Iterator[str]:
    """What a decision means for the cohorts that stand."""
    program = season.program
    for label, table, position in (
        (program.left.label, season.left, decided.left),
        (program.right.label, season.right, decided.right),
    ):
        for seat in stands.seats if position is not None else ():
            if seat.role.casefold() == label and table.index.get(seat.person.casefold()) == position and seat.cohort:
                leaves = "leaves" if decided.action == "withdraw" else "is in"
                yield f"{label} {seat.person} {leaves} cohort {seat.cohort}"
