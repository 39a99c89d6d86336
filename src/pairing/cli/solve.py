"""`pairing solve`: a summary that a committee's chair can read, or the run's record as JSON."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
from rich.console import Console

from pairing.cli.cohort_summary import print_cohorts
from pairing.cli.rerun import print_changes
from pairing.cli.say import say
from pairing.cli.summary import print_ended_early, print_headline, print_left_out, print_no_plan
from pairing.cli.terminal import out, said
from pairing.errors import command
from pairing.html_report import publish
from pairing.instance.participation import already_matched, left_statuses
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pair_parts import Alternative
from pairing.plans.pairs import Plan
from pairing.plans.payments import TOTAL
from pairing.plans.values import price
from pairing.profiles import find_table
from pairing.program.wording import counted
from pairing.run import rerun, solve
from pairing.runs import record
from pairing.runs.folder import read_record

MOST_SOFT = 3


def solve_season(
    folder: Path,
    time_limit: float | None,
    seed: int,
    alternatives: int | Literal["exact"] | None,
    only: tuple[str, str] | None,
    as_json: bool,
    interrupted: Callable[[], bool],
) -> str:
    """Solve, publish and print; returns the outcome."""
    _say_preparing()
    plan = solve(
        folder, time_limit=time_limit, seed=seed, alternatives=alternatives, only=only, interrupted=interrupted
    )
    outcome = _publish(plan, folder, as_json)
    if not as_json and only is None and find_table(folder, "standing")[0] is not None:
        say(f"This matches everybody anew; from standing.csv goes: {command('rerun', folder)}", err=True)
    return outcome


def rerun_season(
    folder: Path,
    time_limit: float | None,
    seed: int,
    alternatives: int | Literal["exact"] | None,
    as_json: bool,
    interrupted: Callable[[], bool],
) -> str:
    """Match again from what stands, publish and print; returns the outcome."""
    _say_preparing()
    plan = rerun(folder, time_limit=time_limit, seed=seed, alternatives=alternatives, interrupted=interrupted)
    return _publish(plan, folder, as_json)


def _publish(plan: Plan | CohortPlan, folder: Path, as_json: bool) -> str:
    run = publish(plan, folder) if plan.found else None
    if as_json:
        say(
            json.dumps(
                {**(record(plan) if run is None else read_record(run)), "reason": plan.reason, "run": run and str(run)}
            )
        )
        return plan.outcome
    console = out()
    if isinstance(plan, CohortPlan):
        print_cohorts(console, plan)
    else:
        _print_pairs(console, plan)
    doubts = sum(problem.severity == "warning" for problem in plan.season.problems)
    if doubts:
        worth = f"{counted(doubts, 'thing')} in the tables worth a look"
        console.print(f"\n{worth}: {command('check', folder)}", markup=False)
    if run is not None:
        console.print(f"\nFiles: {run}", markup=False, soft_wrap=True)
    return plan.outcome


def _say_preparing() -> None:
    """What the grouping engine reports while it gets ready goes to the terminal."""
    log = logging.getLogger("pairing.grouping")
    if not log.handlers:
        log.addHandler(_Terminal())
        log.setLevel(logging.INFO)


class _Terminal(logging.Handler):
    """Messages as lines on stderr, whatever that is by then."""

    def emit(self, record: logging.LogRecord) -> None:
        say(self.format(record), err=True)


def _print_pairs(console: Console, plan: Plan) -> None:
    if plan.found:
        _print_plan(console, plan)
    else:
        print_no_plan(console, plan)
    if plan.found or not plan.certificate:
        _print_left_out(console, plan)
    print_ended_early(console, plan, "ties and prices are not known")


def _print_plan(console: Console, plan: Plan) -> None:
    season, program = plan.season, plan.season.program
    while_others = " while the pairs of others stand" if season.only is not None else ""
    print_headline(console, plan, counted(len(plan.pairs), "pair"), while_others)
    if season.only is not None:
        stand = len(season.only.pairs)
        words = f"{counted(stand, 'pair')} of others {'stands' if stand == 1 else 'stand'}"
        console.print(
            f"  only {season.only.column} {season.only.value}; {words} ({season.only.standing})", markup=False
        )
        aside = sum(bool(decision.reason) and decision.left is not None for decision in season.decisions)
        if aside:
            others = counted(aside, program.left.label)
            console.print(f"  {others} of others have no pair that stands and stay out of this run", markup=False)
    for goal in plan.goal_results:
        console.print(f"  {said(goal, plan.goal_results)}", markup=False, soft_wrap=True)
    print_changes(console, plan)
    if plan.pairs:
        worst = min(plan.pairs, key=lambda pair: (pair.fit, pair.left))
        miles = [pair.miles for pair in plan.pairs if pair.miles is not None]
        console.print(f"  worst fit {worst.fit / 100:.2f} ({worst.left} with {worst.right})", markup=False)
        if miles:
            console.print(f"  median {np.median(miles):.0f} miles, longest {max(miles):.0f}", markup=False)
    for lock in (decision for decision in season.decisions if decision.id in plan.lock_costs):
        console.print(f"  {lock}, a lock, costs {price(plan.goal_results, plan.lock_costs[lock.id])}", markup=False)
    if program.payments:
        _print_payments(console, plan)
    for rule, count in Counter(one.rule for one in plan.departures).items():
        keep = f"{counted(count, 'pair')} {'does' if count == 1 else 'do'} not keep '{rule}'"
        console.print(f"  {keep}: see exceptions.csv", markup=False, soft_wrap=True)
    _print_soft_spots(console, plan)


def _print_payments(console: Console, plan: Plan) -> None:
    """Each payment's total, and for how many."""
    program, table = plan.season.program, plan.payments
    labels = {"left": program.left.label, "right": program.right.label, "pair": "pair"}
    totals = table[(table["value"] == TOTAL) & (table["by"] == "")]
    for payment, people, dollars in zip(program.payments, totals["people"], totals["dollars"], strict=True):
        amount = f"${dollars:,.2f}".removesuffix(".00")
        who = counted(people, labels[payment.per])
        console.print(f"  {payment.name}: {amount} for {who}", markup=False, soft_wrap=True)


def _print_soft_spots(console: Console, plan: Plan) -> None:
    """The ties, and the pairs that the committee could change at the least cost."""
    best = {option.left: option for option in reversed(plan.left_options)}
    ties = [pair for pair in plan.pairs if pair.certain == "no"]
    if ties:
        others = [f"{pair.left} with {pair.right}" + _instead(best.get(pair.left)) for pair in ties[:MOST_SOFT]]
        others += [f"and {len(ties) - MOST_SOFT} more"] if len(ties) > MOST_SOFT else []
        console.print(f"\n{counted(len(ties), 'pair')} tied: {'; '.join(others)}", markup=False, soft_wrap=True)
    loose = [p for p in reversed(plan.ranked) if p.certain == "yes" and p.change != "locked" and p.left in best]
    if loose:
        console.print("\nCheapest to change", style="bold")
        for pair in loose[:MOST_SOFT]:
            option = best[pair.left]
            moves = f" ({'; '.join(map(str, option.moves))})" if option.moves else ""
            cost = price(plan.goal_results, option.price)
            line = f"  {pair.left} from {pair.right} to {option.right}{moves} costs {cost}"
            console.print(line, markup=False, soft_wrap=True)


def _instead(option: Alternative | None) -> str:
    return f", as well with {option.right}" if option is not None and not any(option.price.values()) else ""


def _print_left_out(console: Console, plan: Plan) -> None:
    """The left side's people without a partner; the right side's are a number, their reasons in the file.

    On the right side those who already serve somebody are not without a partner.
    """
    season, program = plan.season, plan.season.program
    left = [person for person in plan.left_out if person.side == program.left.label]
    had = already_matched(season, left_statuses(season))
    serving = {season.right.ids[j] for j in had.nonzero()[0].tolist()}
    right = sum(person.side != program.left.label and person.id not in serving for person in plan.left_out)
    print_left_out(console, plan, left, program.left.label, program.right.label)
    if right and plan.found:
        idle = f"{counted(right, program.right.label)} without a {program.left.label}"
        console.print(f"\n{idle}: reasons in unmatched.csv")
