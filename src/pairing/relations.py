"""A season's relations as tables of pairs: what `check` counts and `candidates` writes, for programs of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pairing import candidates as candidates_of
from pairing import roster as roster_of
from pairing.candidates import Candidates
from pairing.decisions import Decision
from pairing.errors import InputError, Problem
from pairing.profiles import Table
from pairing.program import CriterionItem, RuleItem
from pairing.roster import Judged, Roster
from pairing.rules import Status
from pairing.season import Season

PAIRS = "pairs"


@dataclass(frozen=True)
class RelationView:
    """Every pair of one relation. left, right: tables; labels: what one person of each is called in headings.

    verdicts: (rule, left, right) int8; passes: the same, bool, True everywhere for soft rules; points, unknown:
    (criterion, left, right); fit, miles, eligible: (left, right). counted: (left, right) bool, one entry per pair of
    two people who take part. besides: what keeps pairs apart beside the rules, each (its name, (left, right) bool).
    missed: the same for soft rules, which keep no pair apart.
    """

    name: str
    left: Table
    right: Table
    labels: tuple[str, str]
    statuses: tuple[Sequence[Status], Sequence[Status]]
    rules: Sequence[RuleItem]
    criteria: Sequence[CriterionItem]
    verdicts: NDArray[np.int8]
    passes: NDArray[np.bool_]
    points: NDArray[np.int16]
    unknown: NDArray[np.bool_]
    fit: NDArray[np.int32]
    miles: NDArray[np.float64]
    eligible: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    besides: Sequence[tuple[str, NDArray[np.bool_]]] = ()
    missed: Sequence[tuple[str, NDArray[np.bool_]]] = ()


def views(season: Season) -> list[RelationView]:
    """The relations of a season, judged. Raises InputError for decisions that cannot hold."""
    if season.kind == "cohorts":
        return of_roster(roster_of.build(season))
    return [of_candidates(candidates_of.build(season))]


def view(season: Season, between: str | None) -> RelationView:
    """One relation by name; the first if none is named. Raises InputError for a relation that is not there."""
    known = views(season)
    for one in known:
        if between in (None, one.name):
            return one
    names = ", ".join(one.name for one in known)
    raise InputError([Problem(f'no relation "{between}"; this program has {names}')])


def of_candidates(candidates: Candidates) -> RelationView:
    """The one relation of a program of pairs."""
    season = candidates.season
    forbidden = [(f"forbidden by {d}", _only(candidates.relation.shape, d.pair)) for d in candidates.forbidden]
    rules = season.program.rules
    missed = [(rules[k].title, ~candidates.passes[k]) for k in np.flatnonzero(candidates.soft).tolist()]
    return RelationView(
        PAIRS, season.left, season.right, (season.program.left.label, season.program.right.label),
        (candidates.left_status, candidates.right_status), rules, season.program.criteria,
        candidates.verdicts, candidates.binding, candidates.points, candidates.unknown, candidates.fit,
        candidates.miles, candidates.eligible, _both(candidates.left_in, candidates.right_in), forbidden, missed,
    )  # fmt: skip


def of_roster(roster: Roster) -> list[RelationView]:
    """Members among themselves, each pair counted once, and members with facilitators."""
    season = roster.season
    label = season.program.left.label
    present = _present(roster.member_status)
    apart = [(item.title, limit.apart) for item, limit in roster.limits if limit.apart is not None]
    if len(set(roster.theme)) > 1:
        names = np.array(roster.theme, dtype=object)
        apart.append(("another theme", names[:, None] != names[None, :]))
    shape = roster.members.relation.shape
    apart += [(f"forbidden by {d}", _only(shape, (d.left, d.mate), (d.mate, d.left))) for d in _forbidden(season, True)]
    members = _view(
        roster.members, "members", (season.left, season.left), (label, f"other_{label}"),
        (roster.member_status, roster.member_status), roster.may_sit & ~np.eye(len(season.left), dtype=bool),
        np.triu(_both(present, present), 1), apart,
    )  # fmt: skip
    if not season.program.per_cohort:
        return [members]
    shape = roster.leading.relation.shape
    led = _view(
        roster.leading, "member-facilitator", (season.left, season.right), (label, season.program.right.label),
        (roster.member_status, roster.facilitator_status), roster.may_lead,
        _both(present, _present(roster.facilitator_status)),
        [(f"forbidden by {d}", _only(shape, d.pair)) for d in _forbidden(season, False)],
    )  # fmt: skip
    return [members, led]


def _view(
    judged: Judged,
    name: str,
    tables: tuple[Table, Table],
    labels: tuple[str, str],
    statuses: tuple[Sequence[Status], Sequence[Status]],
    eligible: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    besides: Sequence[tuple[str, NDArray[np.bool_]]],
) -> RelationView:
    return RelationView(
        name, *tables, labels, statuses, judged.rules, judged.criteria, judged.verdicts, judged.passes, judged.points,
        judged.unknown, judged.fit, judged.relation.miles, eligible, counted, besides,
    )  # fmt: skip


def _forbidden(season: Season, mates: bool) -> list[Decision]:
    return [d for d in season.decisions if d.action == "forbid" and (d.mate is not None) == mates]


def _only(shape: tuple[int, int], *pairs: tuple[int | None, int | None]) -> NDArray[np.bool_]:
    """(left, right): True for these pairs."""
    matrix = np.zeros(shape, dtype=bool)
    for pair in pairs:
        matrix[pair] = True
    return matrix


def _present(statuses: Sequence[Status]) -> NDArray[np.bool_]:
    return np.array([status.takes_part for status in statuses], dtype=bool)


def _both(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return left[:, None] & right[None, :]
