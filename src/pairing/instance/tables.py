"""A season's relations as tables of pairs: what `check` counts and `candidates` writes, for programs of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.errors import InputError, Problem
from pairing.instance import cohort_builder as roster_of
from pairing.instance import pairs as candidates_of
from pairing.instance.cohorts import Roster
from pairing.instance.evaluation import Bools, Judged
from pairing.instance.pairs import Candidates
from pairing.instance.participation import taking_part
from pairing.profiles import Table
from pairing.program.rules import Status
from pairing.season import Season, by_kind
from pairing.season.decisions import Decision

PAIRS = "pairs"


@dataclass(frozen=True)
class RelationView:
    """Every pair of one relation. labels: what one person of each side is called in headings.

    judged: what rules and criteria say. passes: (rule, left, right) bool, whether each rule lets a pair be made; True
    everywhere for soft rules. eligible: (left, right). counted: (left, right) bool, one entry per pair of two people
    who take part. besides: what keeps pairs apart beside the rules, each (its name, (left, right) bool). missed: the
    same for soft rules, which keep no pair apart.
    """

    name: str
    judged: Judged
    labels: tuple[str, str]
    statuses: tuple[Sequence[Status], Sequence[Status]]
    passes: Bools
    eligible: Bools
    counted: Bools
    besides: Sequence[tuple[str, Bools]] = ()
    missed: Sequence[tuple[str, Bools]] = ()

    @property
    def left(self) -> Table:
        """The left people."""
        return self.judged.relation.left

    @property
    def right(self) -> Table:
        """The right people; the left ones again for a relation among members."""
        return self.judged.relation.right


def views(season: Season) -> list[RelationView]:
    """The relations of a season, judged. Raises InputError for decisions that cannot hold."""
    return by_kind(
        season,
        lambda pairs: [of_candidates(candidates_of.build(pairs))],
        lambda cohorts: of_roster(roster_of.build(cohorts)),
    )


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
    soft = np.flatnonzero(candidates.soft_rules).tolist()
    missed = [(candidates.rules[k].title, ~candidates.passes[k]) for k in soft]
    return RelationView(
        PAIRS, candidates, (season.program.left.label, season.program.right.label),
        (candidates.left_status, candidates.right_status), candidates.binding, candidates.eligible,
        _both(candidates.left_status, candidates.right_status), forbidden, missed,
    )  # fmt: skip


def of_roster(roster: Roster) -> list[RelationView]:
    """Members among themselves, each pair counted once, and members with facilitators."""
    season, members, leading = roster.season, roster.members, roster.with_facilitators
    label = season.program.left.label
    apart = [(item.title, limit.apart) for item, limit in roster.limits if limit.apart is not None]
    if len(set(roster.theme)) > 1:
        names = np.array(roster.theme, dtype=object)
        apart.append(("another theme", names[:, None] != names[None, :]))
    shape = members.relation.shape
    apart += [(f"forbidden by {d}", _only(shape, (d.left, d.mate), (d.mate, d.left))) for d in _forbidden(season, True)]
    among = RelationView(
        "members", members, (label, f"other_{label}"), (roster.member_status, roster.member_status), members.passes,
        roster.may_sit & ~np.eye(len(season.left), dtype=bool),
        np.triu(_both(roster.member_status, roster.member_status), 1), apart,
    )  # fmt: skip
    if not season.program.per_cohort:
        return [among]
    led = RelationView(
        "member-facilitator", leading, (label, season.program.right.label),
        (roster.member_status, roster.facilitator_status), leading.passes, roster.may_lead,
        _both(roster.member_status, roster.facilitator_status),
        [(f"forbidden by {d}", _only(leading.relation.shape, d.pair)) for d in _forbidden(season, False)],
    )  # fmt: skip
    return [among, led]


def _forbidden(season: Season, mates: bool) -> list[Decision]:
    return [d for d in season.decisions if d.action == "forbid" and (d.mate is not None) == mates]


def _only(shape: tuple[int, int], *pairs: tuple[int | None, int | None]) -> Bools:
    """(left, right): True for these pairs."""
    matrix = np.zeros(shape, dtype=bool)
    for pair in pairs:
        matrix[pair] = True
    return matrix


def _both(left: Sequence[Status], right: Sequence[Status]) -> Bools:
    """(left, right): whether both take part."""
    return taking_part(left)[:, None] & taking_part(right)[None, :]
