"""Judges any plan of cohorts from season and plan alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pairing.plans.base import GoalResult
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import Table, key
from pairing.season import CohortSeason
from pairing.verify.claims import Report, Values, goals_agree, nothing_claimed, outcome_agrees, stated
from pairing.verify.cohorts.claims import as_claimed, bounds_stand, left_out_agrees, money_agrees, numbered
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge
from pairing.verify.cohorts.exchanges import Exchanges
from pairing.verify.cohorts.goals import cohort_goals, cohort_values
from pairing.verify.cohorts.rerun import continues_rightly, fewer_moves
from pairing.verify.cohorts.waiting import Waiting
from pairing.verify.pairs.goals import Goal
from pairing.verify.participation import located


def check_cohorts(season: CohortSeason, plan: CohortPlan) -> Report:
    """Every cohort, figure and goal of the plan is recomputed from the season.

    Bounds are tested by arithmetic: on the right side of the values, and not refuted by any single member who waits
    and could sit, nor by any exchange listed. That no plan exists is believed.
    """
    judge = CohortJudge(season)
    if not plan.found:
        return _report(judge, list(nothing_claimed(plan, cohorts=plan.cohorts, exchanges=plan.exchanges)), {})
    listed, findings = _located(season, [(cohort.ids, cohort.facilitators) for cohort in plan.cohorts])
    listed = [at._replace(continues=cohort.continues) for at, cohort in zip(listed, plan.cohorts, strict=True)]
    labels = [str(cohort.number) for cohort in plan.cohorts]
    goals = cohort_goals(judge)
    cohorts = [_ordered(one) for one in listed]
    values = cohort_values(judge, goals, cohorts)
    whole = not findings
    findings.extend(_against(judge, listed, labels))
    findings.extend(continues_rightly(judge, cohorts, labels))
    sound = not findings
    findings.extend(stated(numbered(judge, plan, listed)))
    if whole:
        for cohort, given, at in zip(plan.cohorts, listed, cohorts, strict=True):
            claims = as_claimed(judge, cohort, given.members, at)
            findings.extend(stated(f"cohort {cohort.number}: {finding}" for finding in claims))
    findings.extend(stated(_claims(judge, plan, goals, values, cohorts)))
    if sound:
        claims_of = {goal.name: goal for goal in plan.goal_results}
        alike = next((claims_of.get(goal.name) for goal in goals if goal.kind == "alike"), None)
        numbers = [cohort.number for cohort in plan.cohorts] if season.standing is not None else []
        findings.extend(stated(Waiting(judge, goals, cohorts, values, claims_of, numbers).findings()))
        findings.extend(stated(Exchanges(judge, cohorts, values, alike, numbers).findings(plan.exchanges)))
        findings.extend(stated(_moves_possible(judge, goals, values, claims_of, cohorts)))
    return _report(judge, findings, values)


def _moves_possible(
    judge: CohortJudge, goals: list[Goal], values: Values, claims: Mapping[str, GoalResult], cohorts: Sequence[CohortAt]
) -> Iterator[str]:
    """Nobody who moved could simply go back where the plan says that no fewer can move."""
    for goal in goals:
        claim, value = claims.get(goal.name), values[goal.name]
        if goal.kind == "moves" and claim is not None and claim.bound is not None and claim.bound >= (value or 0):
            for way in fewer_moves(judge, cohorts):
                yield f'goal "{goal.name}": bound {claim.bound} is claimed, yet {way}'


def judge_cohorts(season: CohortSeason, rows: Iterable[tuple[str, str, str]]) -> Report:
    """A plan made by hand breaks no rule, limit or decision; its goals are computed.

    rows: (label of the cohort, role, person's id). The role is "member" or "facilitator", or the program's word for
    it.
    """
    judge = CohortJudge(season)
    by_label, findings = _rows(season, rows)
    listed, strangers = _located(season, list(by_label.values()))
    findings.extend(strangers)
    findings.extend(_against(judge, listed, list(by_label)))
    return _report(judge, findings, cohort_values(judge, cohort_goals(judge), [_ordered(one) for one in listed]))


def _report(judge: CohortJudge, findings: list[str], values: Values) -> Report:
    members, facilitators = len(judge.season.left), len(judge.season.right)
    pairs = members * (members - 1) // 2 + members * facilitators
    return Report(tuple(findings), values, judge.company.judged, pairs)


def _located(
    season: CohortSeason, cohorts: Sequence[tuple[Sequence[str], Sequence[str]]]
) -> tuple[list[CohortAt], list[str]]:
    """Where everybody stands in the tables, in the order given; with a finding for everyone who is nobody."""
    findings: list[str] = []
    listed = [
        CohortAt(_positions(season.left, members, findings), _positions(season.right, leaders, findings))
        for members, leaders in cohorts
    ]
    return listed, findings


def _positions(table: Table, identifiers: Sequence[str], findings: list[str]) -> tuple[int, ...]:
    positions = (located(table, identifier, findings) for identifier in identifiers)
    return tuple(position for position in positions if position is not None)


def _ordered(cohort: CohortAt) -> CohortAt:
    """Everybody once, in the order of the tables."""
    return CohortAt(tuple(sorted(set(cohort.members))), tuple(sorted(set(cohort.leaders))), cohort.continues)


def _against(judge: CohortJudge, cohorts: Sequence[CohortAt], labels: Sequence[str]) -> Iterator[str]:
    """Everything that keeps these cohorts from being a plan, one by one and together."""
    for label, cohort in zip(labels, cohorts, strict=True):
        yield from (f"cohort {label}: {objection}" for objection in judge.objections(_ordered(cohort)))
    yield from judge.together(cohorts, labels)


def _claims(
    judge: CohortJudge, plan: CohortPlan, goals: list[Goal], values: Values, cohorts: Sequence[CohortAt]
) -> Iterator[str]:
    """What the plan says as a whole."""
    yield from goals_agree(plan, goals, values, "cohorts")
    yield from bounds_stand(plan, goals, values)
    yield from outcome_agrees(plan)
    yield from money_agrees(judge, plan, cohorts)
    yield from left_out_agrees(judge, plan, cohorts)


def _rows(
    season: CohortSeason, rows: Iterable[tuple[str, str, str]]
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
