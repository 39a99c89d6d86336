"""`pairing check`: what is wrong, what is worth a look, and what each rule takes away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rich.console import Console

from pairing import candidates as candidates_of
from pairing.candidates import Candidates
from pairing.cli.screen import out, show
from pairing.errors import InputError, Problem, errors_in
from pairing.explain import open_questions, unknown_counts
from pairing.explain.wording import listed
from pairing.profiles import Table
from pairing.rules import Status
from pairing.season import examine

TITLES = {
    "warning": "Worth a look",
    "question": "Questions to ask",
    "notice": "Mended or left aside",
}


def check_season(folder: Path) -> int:
    """Print everything that can be said about a season; the exit code is 1 when something must be mended."""
    season, problems = examine(folder)
    console = out()
    if season is None or errors_in(problems):
        _print_problems(console, problems)
        raise InputError(errors_in(problems))
    candidates = candidates_of.build(season)
    _print_people(console, candidates)
    _print_rules(console, candidates)
    _print_unknowns(console, candidates)
    _print_problems(console, [*problems, *open_questions(candidates)])
    console.print(_seats(candidates))
    return 0


def _print_problems(console: Console, problems: list[Problem]) -> None:
    for severity, title in TITLES.items():
        found = [problem for problem in problems if problem.severity == severity]
        if found:
            console.print(f"\n{title}", style="bold")
            for problem in found:
                console.print(f"  {problem}", markup=False, soft_wrap=True)


def _print_people(console: Console, candidates: Candidates) -> None:
    season = candidates.season
    rows = [
        *_people(season.left, candidates.left_status),
        *_people(season.right, candidates.right_status),
    ]
    show(console, "Who takes part", ["table", "people", "take part", "why not"], rows, right=(1, 2))


def _people(people: Table, statuses: tuple[Status, ...]) -> list[list[object]]:
    out_of = [status for status in statuses if not status.takes_part]
    screens = sorted({status.screen for status in out_of})
    why = ", ".join(f"{sum(status.screen == screen for status in out_of)} {screen}" for screen in screens)
    return [[people.file, len(people), len(statuses) - len(out_of), why]]


def _print_rules(console: Console, candidates: Candidates) -> None:
    """How many pairs of people who take part each rule removes, and how many it alone removes."""
    there = np.ix_(candidates.left_in, candidates.right_in)
    fails = ~candidates.passes[:, candidates.left_in][:, :, candidates.right_in]
    missed = fails.sum(axis=0)
    rows = [
        [rule.title, f"{fails[k].sum():,}", f"{(fails[k] & (missed == 1)).sum():,}", _warned(candidates, k)]
        for k, rule in enumerate(candidates.season.program.rules)
    ]
    pairs = fails[0].size if len(fails) else candidates.eligible[there].size
    title = f"{pairs:,} pairs of people who take part, {int(candidates.eligible.sum()):,} eligible"
    headings = ["rule", "pairs removed", "by it alone", "cannot tell"]
    show(console, title, headings, rows, right=(1, 2, 3))


def _warned(candidates: Candidates, k: int) -> str:
    unknown = candidates.verdicts[k][np.ix_(candidates.left_in, candidates.right_in)] == -1
    if not unknown.any():
        return ""
    return f"{int(unknown.sum()):,} ({'let pass' if candidates.season.program.rules[k].unknown_passes else 'removed'})"


def _print_unknowns(console: Console, candidates: Candidates) -> None:
    rows = [[name, f"{count:,}", f"{share:.0%}"] for name, count, share in unknown_counts(candidates) if count]
    if rows:
        headings = ["criterion", "unknown pairs", "of eligible"]
        show(console, "Where a criterion cannot tell", headings, rows, right=(1, 2))


def _seats(candidates: Candidates) -> str:
    program = candidates.season.program
    people = int(candidates.left_in.sum())
    seats = int(candidates.seats[candidates.right_in].sum())
    alone = np.flatnonzero(candidates.left_in & ~candidates.eligible.any(axis=1)).tolist()
    text = f"\n{people} {program.left.table} take part, {seats} seats."
    if people > seats:
        text += f" At least {people - seats} cannot be placed."
    if alone:
        text += (
            f" Without any eligible {program.right.label}: {listed([candidates.season.left.ids[i] for i in alone])}."
        )
    return text
