"""What `plan.xlsx` shows beside a run's tables: the summary, everybody, the decisions in force, the proof."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

import pandas as pd

from pairing.instance.participation import left_statuses, right_statuses
from pairing.plans.base import AnyPlan
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan
from pairing.program.wording import counted, screened
from pairing.season import Season
from pairing.season.decisions import FIELDS, Decision
from pairing.season.groups import place_of

Fact = tuple[str, str | int | float]
"""What is stated, and its value."""


def facts(plan: AnyPlan) -> list[Fact]:
    """What was found, as a committee's chair asks for it."""
    verdict = "proved best, and checked" if plan.outcome == "proved" else "not proved best, but checked"
    found = verdict + (f" (ended early: {plan.stopped})" if plan.stopped else "")
    measured = _of_cohorts(plan) if isinstance(plan, CohortPlan) else _of_pairs(plan) if isinstance(plan, Plan) else []
    return [("found", found), *measured]


def _of_pairs(plan: Plan) -> Iterator[Fact]:
    program = plan.season.program
    yield "placed", counted(len(plan.pairs), program.left.label)
    yield f"left out ({program.left.label})", _left_out(plan, program.left.label)
    yield f"without anybody ({program.right.label})", _left_out(plan, program.right.label)
    if plan.pairs:
        worst = min(plan.pairs, key=lambda pair: (pair.fit, pair.left))
        yield "worst fit", f"{worst.fit / 100:.2f} ({worst.left} with {worst.right})"
    yield from _miles("median miles", [pair.miles for pair in plan.pairs])


def _of_cohorts(plan: CohortPlan) -> Iterator[Fact]:
    program = plan.season.program
    seats = [seat for cohort in plan.cohorts for seat in cohort.seats]
    yield "placed", f"{counted(len(seats), program.left.label)} in {counted(len(plan.cohorts), 'cohort')}"
    yield f"left out ({program.left.label})", _left_out(plan, program.left.label)
    if program.per_cohort:
        yield f"without a cohort ({program.right.label})", _left_out(plan, program.right.label)
    fits = [(seat.fit, seat.id) for seat in seats if seat.fit is not None]
    if fits:
        yield "worst fit", f"{min(fits)[0] / 100:.2f} ({min(fits)[1]} with the mates)"
    yield from _miles("median miles to the meeting", [seat.drive for seat in seats])


def _left_out(plan: AnyPlan, side: str) -> int:
    return sum(person.side == side for person in plan.left_out)


def _miles(name: str, miles: list[float | None]) -> Iterator[Fact]:
    known = [one for one in miles if one is not None]
    if known:
        yield name, f"{median(known):.1f}"


def goals(plan: AnyPlan) -> pd.DataFrame:
    """Each goal with its value, the best any plan could have, and whether that is proved."""
    frame = plan.goals
    frame["proved"] = frame["proved"].map({True: "yes", False: "no"})
    return frame if frame["given"].any() else frame.drop(columns="given")


def people(season: Season) -> pd.DataFrame:
    """Everybody in both tables: whether they take part, and why not."""
    left = left_statuses(season)
    sides = (
        (season.program.left.label, season.left, left),
        (season.program.right.label, season.right, right_statuses(season, left)),
    )
    rows = [
        [label, *person, "yes" if status.takes_part else "no", screened(status)]
        for label, table, statuses in sides
        for *person, status in zip(
            table.ids, *(table.values(column) for column in ("name", "district", "region")), statuses, strict=True
        )
    ]
    return pd.DataFrame(rows, columns=["side", "id", "name", "district", "region", "takes_part", "reason"])


def decisions(season: Season) -> pd.DataFrame:
    """The decisions in force, in the order of their ids: D2 before D10."""
    written = [decision for decision in season.decisions if not decision.standing and not decision.reason]
    written.sort(key=lambda one: place_of(one.id))
    rows = [
        [
            one.id, "decline" if one.declined_by else one.action, *named(season, one), one.by, one.on, one.note,
        ]
        for one in written
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIELDS))


def named(season: Season, decision: Decision) -> tuple[str, str]:
    """Whom a decision names: the person, and with whom or blank."""
    ids = [
        table.ids[position]
        for table, position in (
            (season.left, decision.left), (season.left, decision.mate), (season.right, decision.right)
        )
        if position is not None
    ]  # fmt: skip
    if decision.declined_by:
        ids.sort(key=lambda one: one.casefold() != decision.declined_by.casefold())
    one, *others = dict.fromkeys(ids)
    return one, others[0] if others else ""


def proof(plan: AnyPlan) -> pd.DataFrame:
    """By what the plan was found and proved, what was judged again, and from which files."""
    rows = [
        ["engine", plan.engine],
        ["outcome", plan.outcome],
        ["certificate in run.json", "yes" if plan.certificate else "no"],
        *([f"checked: {what}", f"{number:,}"] for what, number in plan.checked.items()),
        ["seed", str(plan.seed)],
        *(["changed in memory, not in the files", change] for change in plan.season.changed),
        *([f"SHA-256 of {file}", sha256] for file, sha256 in plan.season.inputs.items()),
    ]
    return pd.DataFrame(rows, columns=["what", "value"])
