"""What the summaries of pairs and of cohorts say alike: the headline, no plan, an early end, who is left out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from pairing.cli.terminal import reasons, show
from pairing.plans.base import AnyPlan, LeftOut
from pairing.program.wording import counted

MOST_LEFT_OUT = 25
"""No more people than this are listed; the others stand in the file."""


def print_headline(console: Console, plan: AnyPlan, made: str, under: str = "") -> None:
    """What was made and whether it is the best; `under`: while what stands."""
    proved = plan.outcome == "proved"
    verdict = f"proved best{under}, and checked" if proved else f"not proved best ({plan.stopped}), but checked"
    console.print(f"{plan.season.program.name}: {made}, {verdict}\n", style="bold", markup=False)


def print_no_plan(console: Console, plan: AnyPlan) -> None:
    """Why there is no plan."""
    console.print(f"{plan.season.program.name}: no plan, because {plan.reason}.", markup=False, soft_wrap=True)


def print_ended_early(console: Console, plan: AnyPlan, then: str) -> None:
    """What an early end leaves open; nothing where all is proved."""
    if plan.outcome == "bounded":
        console.print(f"\nThe run was ended early ({plan.stopped}): {then}.", markup=False)


def print_left_out(console: Console, plan: AnyPlan, people: Sequence[LeftOut], label: str, without: str) -> None:
    """People of one side who are left out, with their reasons; nothing for nobody."""
    if people:
        title = f"{counted(len(people), label)} without a {without}"
        show(console, title, ["id", "name", "reason"], reasons(people[:MOST_LEFT_OUT]))
    if len(people) > MOST_LEFT_OUT:
        console.print(f"... and {len(people) - MOST_LEFT_OUT} more{' in unmatched.csv' if plan.found else ''}")
