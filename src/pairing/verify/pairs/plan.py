"""Judges any plan of pairs from season and plan alone."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator

from pairing.plans.pairs import Plan
from pairing.season import PairSeason
from pairing.verify.claims import Report, goals_agree, outcome_agrees, stated
from pairing.verify.pairs.claims import as_claimed, bounds_agree, in_order, no_plan_agrees
from pairing.verify.pairs.evaluation import Judge, Positions, Verdict
from pairing.verify.pairs.goals import Goal, Made, expanded, values
from pairing.verify.pairs.limits import PairLimits
from pairing.verify.pairs.network import Arcs, Eligible, Fits, arcs_of, claimed_arcs, network
from pairing.verify.pairs.proofs import Certificate
from pairing.verify.participation import located

Claimed = tuple[Eligible, Fits]
"""Which pairs are eligible and their fits in hundredths, both of shape (left, right)."""

MOST_NAMED = 20
"""Differing pairs named one by one; the rest are counted."""


def check(season: PairSeason, plan: Plan, *, claimed: Claimed | None = None, judge_at_most: int = 100_000) -> Report:
    """Every pair, goal, bound and proof of the plan is recomputed from the season.

    Where the season has more than `judge_at_most` pairs and `claimed` is given, the plan's pairs and a random
    sample of that size are judged and compared with it, and the certificate is tested on the claimed pairs.
    """
    judge = Judge(season)
    spots, findings = located_pairs(season, ((pair.left, pair.right) for pair in plan.pairs))
    known = [spot for spot in spots if spot is not None]
    size = len(season.left) * len(season.right)
    everything = claimed is None or size <= judge_at_most
    verdicts = _verdicts(judge, None if everything else judge_at_most, known, plan.seed)
    if claimed is not None:
        findings.extend(capped(_differing(season, claimed, verdicts)))
    arcs = arcs_of(verdicts) if claimed is None or everything else claimed_arcs(*claimed)
    return judged_plan(judge, plan, arcs, spots, findings, len(verdicts))


def judged_plan(
    judge: Judge, plan: Plan, arcs: Arcs, spots: list[tuple[int, int] | None], findings: list[str], judged: int
) -> Report:
    """What is found beside `findings`: the plan's pairs one by one and together, its goals, bounds and proofs.

    arcs: the eligible pairs. spots: where the plan's pairs stand in the tables. judged: pairs judged so far.
    """
    season = judge.season
    known = [spot for spot in spots if spot is not None]
    findings.extend(stated(in_order(season, plan.pairs)))
    for pair, spot in zip(plan.pairs, spots, strict=True):
        if spot is not None:
            findings.extend(judge.objections(*spot))
            findings.extend(stated(as_claimed(judge, pair, *spot)))
    limits = PairLimits(judge)
    made, fixed = (_made(judge, limits, pairs) for pairs in (known, list(judge.people.locks)))
    goals = expanded(season, judge.people)
    certificate = Certificate(
        network(judge, arcs), goals, made if plan.found else None, fixed,
        (season.left, season.right), plan.certificate,
    )  # fmt: skip
    findings.extend(stated(certificate.findings))
    if plan.found:
        findings.extend(_together(judge, limits, made.pairs))
        findings.extend(stated(_claims(plan, goals, made, certificate)))
    else:
        locks_alone = bool(fixed.pairs) and not any(_against(judge, limits, fixed.pairs))
        findings.extend(stated(no_plan_agrees(plan, certificate, locks_alone=locks_alone)))
    return Report(
        tuple(findings), values(goals, made) if plan.found else {}, judged, len(season.left) * len(season.right)
    )


def judge_pairs(season: PairSeason, pairs: list[tuple[str, str]]) -> Report:
    """A plan made by hand, as (left id, right id), breaks no rule, limit or decision; its goals are computed."""
    judge = Judge(season)
    spots, findings = located_pairs(season, pairs)
    known = [spot for spot in spots if spot is not None]
    limits = PairLimits(judge)
    findings.extend(_against(judge, limits, known))
    reached = values(expanded(season, judge.people), _made(judge, limits, known))
    return Report(tuple(findings), reached, len(known), len(season.left) * len(season.right))


def located_pairs(
    season: PairSeason, pairs: Iterable[tuple[str, str]]
) -> tuple[list[tuple[int, int] | None], list[str]]:
    """Where the two people of each pair stand in the tables, None with a finding where one is nobody."""
    spots: list[tuple[int, int] | None] = []
    findings: list[str] = []
    for left, right in pairs:
        i, j = located(season.left, left, findings), located(season.right, right, findings)
        spots.append(None if i is None or j is None else (i, j))
    return spots, findings


def _verdicts(judge: Judge, sample: int | None, chosen: Positions, seed: int) -> list[Verdict]:
    """The verdict on all pairs, or on the chosen ones and a sample of so many others."""
    rows, columns = len(judge.season.left), len(judge.season.right)
    pairs: Iterable[tuple[int, int]] = itertools.product(range(rows), range(columns))
    if sample is not None:
        numbers = random.Random(seed).sample(range(rows * columns), min(sample, rows * columns))
        pairs = sorted({*chosen, *(divmod(number, columns) for number in numbers)})
    return [(i, j, judge.verdict(i, j)) for i, j in pairs]


def _made(judge: Judge, limits: PairLimits, pairs: Positions) -> Made:
    fits = [sum(judge.points(i, j)) for i, j in pairs]
    return Made(pairs, fits, judge.people.already, limits.units(pairs))


def _against(judge: Judge, limits: PairLimits, pairs: Positions) -> Iterator[str]:
    """Everything that keeps these pairs from being a plan, one by one and together."""
    for pair in pairs:
        yield from judge.objections(*pair)
    yield from _together(judge, limits, pairs)


def _together(judge: Judge, limits: PairLimits, pairs: Positions) -> Iterator[str]:
    """The pairs as a whole."""
    yield from judge.together(pairs)
    yield from limits.findings(pairs)


def _claims(plan: Plan, goals: list[Goal], made: Made, certificate: Certificate) -> Iterator[str]:
    """What the plan says of its goals, bounds and outcome, where there is a plan."""
    reached = values(goals, made)
    yield from goals_agree(plan, goals, reached, "pairs")
    yield from bounds_agree(plan, goals, reached, certificate)
    yield from outcome_agrees(plan)


def _differing(season: PairSeason, claimed: Claimed, verdicts: list[Verdict]) -> Iterator[str]:
    """Eligibility and fit of the judged pairs are as claimed."""
    eligible, fit = claimed
    for i, j, mine in verdicts:
        theirs = int(fit[i, j]) if eligible[i, j] else None
        if theirs != mine:
            shown = ["not eligible" if value is None else f"fit {value}" for value in (theirs, mine)]
            yield f"{season.left.ids[i]} with {season.right.ids[j]}: {shown[0]} is claimed, judged {shown[1]}"


def capped(findings: Iterator[str]) -> list[str]:
    """The first findings, and how many more there are."""
    named = list(itertools.islice(findings, MOST_NAMED))
    more = sum(1 for _ in findings)
    return [*named, f"{more} more pairs differ from what is claimed"] if more else named
