"""Judges any plan of cohorts from season and plan alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pairing.check.claims import goals_agree, outcome_agrees
from pairing.check.cohort_claims import (
    as_claimed,
    bounds_stand,
    left_out_agrees,
    money_agrees,
    no_cohorts,
    numbered,
)
from pairing.check.cohort_goals import cohort_goals, cohort_values
from pairing.check.cohort_judging import CohortAt, CohortJudge
from pairing.check.exchanges import Exchanges
from pairing.check.goals import Goal
from pairing.check.report import Report
from pairing.check.waiting import Waiting
from pairing.cohort_plan import CohortPlan
from pairing.profiles import Table, key
from pairing.season import Season


def check_cohorts(season: Season, plan: CohortPlan) -> Report:
    """Every cohort, figure and goal of the plan is recomputed from the season.

    Bounds are tested by arithmetic: on the right side of the values, and not refuted by any single member who waits
    and could sit, nor by any exchange listed. That no plan exists is believed.
    """
    judge = CohortJudge(season)
    if not plan.found:
        return _report(judge, list(no_cohorts(plan)), {})
    groups, findings = _located(judge, [(cohort.ids, cohort.facilitators) for cohort in plan.cohorts])
    goals = cohort_goals(judge)
    sets = [_ordered(group) for group in groups]
    values = cohort_values(judge, goals, sets)
    whole = not findings
    findings.extend(_judged(judge, groups, [str(cohort.number) for cohort in plan.cohorts]))
    sound = not findings
    findings.extend(numbered(judge, plan, groups))
    if whole:
        for cohort, given, group in zip(plan.cohorts, groups, sets, strict=True):
            claims = as_claimed(judge, cohort, given.members, group)
            findings.extend(f"cohort {cohort.number}: {finding}" for finding in claims)
    findings.extend(_claims(judge, plan, goals, values, sets))
    if sound:
        stated = {goal.name: goal for goal in plan.goals}
        alike = next((stated.get(goal.name) for goal in goals if goal.kind == "alike"), None)
        findings.extend(Waiting(judge, goals, sets, values, stated).findings())
        findings.extend(Exchanges(judge, sets, values, alike).findings(plan.exchanges))
    return _report(judge, findings, values)


def judge_cohorts(season: Season, rows: Iterable[tuple[str, str, str]]) -> Report:
    """A plan made by hand breaks no rule, limit or decision; its goals are computed.

    rows: (label of the cohort, role, person's id). The role is "member" or "facilitator", or the program's word for
    it.
    """
    judge = CohortJudge(season)
    cohorts, findings = _rows(season, rows)
    groups, strangers = _located(judge, list(cohorts.values()))
    findings.extend(strangers)
    findings.extend(_judged(judge, groups, list(cohorts)))
    return _report(judge, findings, cohort_values(judge, cohort_goals(judge), [_ordered(group) for group in groups]))


def _report(judge: CohortJudge, findings: list[str], values: dict[str, int | None]) -> Report:
    members, facilitators = len(judge.season.left), len(judge.season.right)
    pairs = members * (members - 1) // 2 + members * facilitators
    return Report(tuple(findings), values, judge.company.judged, pairs)


def _located(
    judge: CohortJudge, cohorts: Sequence[tuple[Sequence[str], Sequence[str]]]
) -> tuple[list[CohortAt], list[str]]:
    """Where everybody stands in the tables, in the order given; with a finding for everyone who is nobody."""
    findings: list[str] = []
    groups = [
        CohortAt(
            tuple(_positions(judge.season.left, members, findings)),
            tuple(_positions(judge.season.right, leaders, findings)),
        )
        for members, leaders in cohorts
    ]
    return groups, findings


def _positions(table: Table, identifiers: Sequence[str], findings: list[str]) -> Iterator[int]:
    for identifier in identifiers:
        position = table.index.get(key(identifier))
        if position is None:
            findings.append(f"{identifier} is nobody in {table.name}")
        else:
            yield position


def _ordered(group: CohortAt) -> CohortAt:
    """Everybody once, in the order of the tables."""
    return CohortAt(tuple(sorted(set(group.members))), tuple(sorted(set(group.leaders))))


def _judged(judge: CohortJudge, groups: Sequence[CohortAt], labels: Sequence[str]) -> Iterator[str]:
    """What speaks against each cohort, and against all of them together."""
    for label, group in zip(labels, groups, strict=True):
        yield from (f"cohort {label}: {objection}" for objection in judge.objections(_ordered(group)))
    yield from judge.together(groups, labels)


def _claims(
    judge: CohortJudge, plan: CohortPlan, goals: list[Goal], values: dict[str, int | None], groups: Sequence[CohortAt]
) -> Iterator[str]:
    """What the plan says as a whole."""
    yield from goals_agree(plan, goals, values, "cohorts")
    yield from bounds_stand(plan, goals, values)
    yield from outcome_agrees(plan)
    yield from money_agrees(judge, plan, groups)
    yield from left_out_agrees(judge, plan, groups)


def _rows(
    season: Season, rows: Iterable[tuple[str, str, str]]
) -> tuple[dict[str, tuple[list[str], list[str]]], list[str]]:
    """Members and facilitators by the label of their cohort, with a finding for every row that cannot be read."""
    program = season.program
    sides = {"member": 0, "facilitator": 1, key(program.left.label): 0, key(program.right.label): 1}
    cohorts: dict[str, tuple[list[str], list[str]]] = {}
    shown: dict[str, str] = {}
    findings = []
    for label, role, identifier in rows:
        side = sides.get(key(role))
        if side is None:
            expected = f"{program.left.label} or {program.right.label}"
            findings.append(f'{identifier}: "{role}" is no role in a cohort, expected {expected}')
        elif not key(label):
            findings.append(f"{identifier}: no cohort is named")
        else:
            cohorts.setdefault(shown.setdefault(key(label), label.strip()), ([], []))[side].append(identifier)
    return cohorts, findings
