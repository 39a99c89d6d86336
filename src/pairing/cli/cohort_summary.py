"""A plan of cohorts in the terminal: what was proved, who sits with whom, who waits and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.console import Console

from pairing.cli.summary import print_ended_early, print_headline, print_left_out, print_no_plan
from pairing.cli.terminal import said, show
from pairing.plans.cohort_parts import Cohort
from pairing.plans.cohorts import CohortPlan
from pairing.program.wording import counted, plural

MOST_CHANGES = 40


def print_cohorts(console: Console, plan: CohortPlan) -> None:
    """A summary that a committee's chair can read."""
    program = plan.season.program
    if not plan.found:
        print_no_plan(console, plan)
    else:
        _print_plan(console, plan)
    if plan.season.standing is not None and plan.found:
        _print_changes(console, plan)
    for note in plan.notes:
        console.print(f"\nA way out: {note}", markup=False, soft_wrap=True)
    for side, without in ((program.left, "seat"), (program.right, "cohort")):
        people = [person for person in plan.left_out if person.side == side.label]
        print_left_out(console, plan, people, side.label, without)
    print_ended_early(console, plan, "the bounds say how much better a plan could be")


def _print_plan(console: Console, plan: CohortPlan) -> None:
    print_headline(console, plan, counted(len(plan.cohorts), "cohort"))
    for goal in plan.goal_results:
        console.print(f"  {said(goal, plan.goal_results)}", markup=False, soft_wrap=True)
    if plan.dollars is not None:
        console.print(f"  money: ${plan.dollars:,.0f}", markup=False)
    headings = [
        "cohort",
        "size",
        plural(plan.season.program.right.label),
        "enrollment",
        "ratio",
        "unlike",
        "meets at",
        "longest drive",
    ]
    show(console, "Cohorts", headings, [list(_line(cohort)) for cohort in plan.cohorts], right=(0, 1, 4, 5, 7))


def _print_changes(console: Console, plan: CohortPlan) -> None:
    """How many stay and change, what becomes of cohorts that are too small, and every move with why."""
    program = plan.season.program
    counts = Counter(seat.change for cohort in plan.cohorts for seat in cohort.seats)
    left = sum(one.side == program.left.label and one.after is None for one in plan.changes)
    said = [f"{counts[change]} {change}" for change in ("kept", "locked", "moved", "new") if counts[change]]
    console.print(f"\n{plural(program.left.label).capitalize()}: {', '.join([*said, f'{left} left'])}", markup=False)
    for repair in plan.repairs:
        console.print(f"  {repair}", markup=False, soft_wrap=True)
    rows = [[one.side, one.id, one.before or "", one.after or "", one.move, one.why] for one in plan.changes]
    if rows:
        headings = ["role", "id", "before", "now", "move", "why"]
        show(console, "Changes against what stood", headings, rows[:MOST_CHANGES])
    if len(rows) > MOST_CHANGES:
        console.print(f"... and {len(rows) - MOST_CHANGES} more in moves.csv")


def _line(cohort: Cohort) -> Iterator[object]:
    yield cohort.number
    yield len(cohort.seats)
    yield ", ".join(cohort.facilitators)
    if cohort.enrollment is None:
        yield from ("unknown", "")
    else:
        smallest, largest = cohort.enrollment
        yield f"{smallest:,.0f} to {largest:,.0f}"
        yield f"{max(largest, 1) / max(smallest, 1):.1f}"
    yield f"{(cohort.cost - cohort.penalty) / len(cohort.seats) / 100:.1f}"
    yield cohort.place
    yield "" if cohort.longest is None else f"{cohort.longest:.0f} miles"
