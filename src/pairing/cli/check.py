"""`pairing check`: what is wrong, what is worth a look, and what each rule takes away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from pairing.cli.terminal import out, show
from pairing.errors import InputError, Problem, errors_in
from pairing.explain import open_questions, unknown_counts
from pairing.explain.capacity import cohort_seats, pair_seats
from pairing.instance import cohort_builder as roster_of
from pairing.instance import pairs as candidates_of
from pairing.instance.tables import PAIRS, RelationView, of_candidates, of_roster
from pairing.profiles import Table
from pairing.program.rules import Status
from pairing.season import CohortSeason, PairSeason, by_kind
from pairing.season.loading import examine
from pairing.season.references import open_conflicts

TITLES = {
    "warning": "Worth a look",
    "question": "Questions to ask",
    "notice": "Mended or left aside",
}


def check_season(folder: Path) -> None:
    """Print everything that can be said about a season. Raises InputError when something must be mended."""
    season, problems = examine(folder)
    console = out()
    if season is None or errors_in(problems):
        _print_problems(console, problems)
        raise InputError(errors_in(problems))
    keeping_apart = [
        problem
        for table, other in ((season.left, season.right), (season.right, season.left))
        for problem in open_conflicts(season.program, table, other, season.asked)
    ]
    _print_open(console, keeping_apart)
    problems = [problem for problem in problems if problem not in keeping_apart]
    relations, seats = by_kind(season, _judged_pairs, _judged_cohorts)
    _print_people(console, relations)
    for view in relations:
        _print_rules(console, view)
        _print_unknowns(console, view)
    _print_limits(console, season.program)
    _print_payments(console, season.program)
    _print_problems(console, [*problems, *open_questions(relations)])
    console.print(seats, markup=False, soft_wrap=True)


def _print_open(console: Console, asked: list[Problem]) -> None:
    """What keeps nobody apart as long as it is not answered."""
    if asked:
        console.print("Open questions about who may not be together: until they are answered, nobody is", style="bold")
        console.print("kept apart by these cells", style="bold")
        for problem in asked:
            console.print(f"  {problem}", markup=False, soft_wrap=True)


def _judged_pairs(season: PairSeason) -> tuple[list[RelationView], str]:
    candidates = candidates_of.build(season)
    return [of_candidates(candidates)], pair_seats(candidates)


def _judged_cohorts(season: CohortSeason) -> tuple[list[RelationView], str]:
    roster = roster_of.build(season)
    return of_roster(roster), cohort_seats(roster)


def _print_problems(console: Console, problems: list[Problem]) -> None:
    for severity, title in TITLES.items():
        found = [problem for problem in problems if problem.severity == severity]
        if found:
            console.print(f"\n{title}", style="bold")
            for problem in found:
                console.print(f"  {problem}", markup=False, soft_wrap=True)


def _print_people(console: Console, relations: list[RelationView]) -> None:
    """Every table of people once, the left side first."""
    last = relations[-1]
    tables = {view.left.name: (view.left, view.statuses[0]) for view in relations}
    tables |= {last.right.name: (last.right, last.statuses[1])}
    rows = [_people(*side) for side in tables.values()]
    show(console, "Who takes part", ["table", "people", "take part", "why not"], rows, right=(1, 2))


def _people(people: Table, statuses: Sequence[Status]) -> list[object]:
    out_of = [status for status in statuses if not status.takes_part]
    screens = sorted({status.screen for status in out_of})
    why = ", ".join(f"{sum(status.screen == screen for status in out_of)} {screen}" for screen in screens)
    return [people.file, len(people), len(statuses) - len(out_of), why]


def _print_rules(console: Console, view: RelationView) -> None:
    """How many pairs of people who take part each rule removes, and how many it alone removes."""
    soft = {name for name, _ in view.missed}
    removed = [
        (rule.title + (" (soft)" if rule.title in soft else ""), ~view.passes[k], _warned(view, k, rule.title in soft))
        for k, rule in enumerate(view.judged.rules)
    ]
    removed += [(name, matrix, "") for name, matrix in view.besides if view.name != PAIRS]
    missed = np.sum([matrix & view.counted for _, matrix, _ in removed], axis=0)
    rows = [
        [name, f"{(matrix & view.counted).sum():,}", f"{(matrix & view.counted & (missed == 1)).sum():,}", warned]
        for name, matrix, warned in removed
    ]
    eligible = int((view.eligible & view.counted).sum())
    of = "" if view.name == PAIRS else f" ({view.name})"
    title = f"{int(view.counted.sum()):,} pairs of people who take part{of}, {eligible:,} eligible"
    show(console, title, ["rule", "pairs removed", "by it alone", "cannot tell"], rows, right=(1, 2, 3))


def _print_limits(console: Console, program: Any) -> None:
    """The limits and penalties, each with whose sentence it is."""
    soft: frozenset[str] = getattr(program, "soft_limits", frozenset())
    rows = [[item.title, "soft" if item.title in soft else "hard", item.source] for item in program.limits]
    rows += [[item.title, "penalty", item.source] for item in getattr(program, "penalties", ())]
    if rows:
        show(console, "Limits", ["limit", "it is", "source"], rows)


def _print_payments(console: Console, program: Any) -> None:
    """What is paid for whom, and whose sentence it is."""
    labels = {"left": program.left.label, "right": program.right.label}
    rows = [
        [item.name, f"{item.dollars:,.2f}", labels.get(item.per, item.per), item.source]
        for item in getattr(program, "payments", ())
    ]
    if rows:
        show(console, "Payments", ["payment", "dollars", "for each", "source"], rows, right=(1,))


def _warned(view: RelationView, k: int, soft: bool) -> str:
    unknown = (view.judged.verdicts[k] == -1) & view.counted
    if not unknown.any():
        return ""
    return f"{int(unknown.sum()):,} ({'let pass' if soft or view.judged.rules[k].unknown_passes else 'removed'})"


def _print_unknowns(console: Console, view: RelationView) -> None:
    rows = [[name, f"{count:,}", f"{share:.0%}"] for name, count, share in unknown_counts(view) if count]
    if rows:
        headings = ["criterion", "unknown pairs", "of eligible"]
        of = "" if view.name == PAIRS else f" ({view.name})"
        show(console, f"Where a criterion cannot tell{of}", headings, rows, right=(1, 2))
