"""What takes a person's possible partners away, step by step, so that the steps add up to all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pairing.instance.pairs import Candidates
from pairing.profiles import Table
from pairing.program.relation import UNKNOWN
from pairing.program.rules import Status

NOT_TAKING_PART = "not taking part"
FORBIDDEN = "forbidden by decision"


@dataclass(frozen=True)
class Funnel:
    """One person against everyone on the other side.

    steps: what took how many away, in order, each counted among those still there; with `eligible` they add up
    to `total`; soft rules take nobody away and are no steps. alone: for each rule and forbid how many would be
    eligible but for that one thing. absent: who would be eligible if they took part, and why they do not. untold: how
    many of those whom a rule took away it took because it cannot tell, by the rule; no rule without any.
    """

    label: str
    total: int
    steps: tuple[tuple[str, int], ...]
    alone: tuple[tuple[str, int], ...]
    eligible: int
    absent: tuple[tuple[str, str], ...] = ()
    untold: Mapping[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The counts as columns of `unmatched.csv`."""
        steps = {f"removed: {step}": count for step, count in self.steps}
        return (
            {"partners": self.total}
            | steps
            | {"eligible": self.eligible}
            | {f"only: {step}": count for step, count in self.alone}
        )


def left_funnel(candidates: Candidates, i: int) -> Funnel:
    """Right people, step by step, for one left person."""
    forbidden = np.zeros(len(candidates.season.right), dtype=bool)
    forbidden[[d.pair[1] for d in candidates.forbidden if d.pair[0] == i]] = True
    label = candidates.season.program.right.label
    table, statuses = candidates.season.right, candidates.right_status
    verdicts, passes = candidates.verdicts[:, i, :], candidates.passes[:, i, :]
    return _funnel(candidates, label, table, statuses, verdicts, passes, forbidden)


def right_funnel(candidates: Candidates, j: int) -> Funnel:
    """Left people, step by step, for one right person."""
    forbidden = np.zeros(len(candidates.season.left), dtype=bool)
    forbidden[[d.pair[0] for d in candidates.forbidden if d.pair[1] == j]] = True
    label = candidates.season.program.left.label
    table, statuses = candidates.season.left, candidates.left_status
    verdicts, passes = candidates.verdicts[:, :, j], candidates.passes[:, :, j]
    return _funnel(candidates, label, table, statuses, verdicts, passes, forbidden)


def _funnel(
    candidates: Candidates,
    label: str,
    others: Table,
    statuses: Sequence[Status],
    verdicts: NDArray[np.int8],
    passes: NDArray[np.bool_],
    forbidden: NDArray[np.bool_],
) -> Funnel:
    """verdicts: (rule, others) int8. passes: the same, bool."""
    takes_part = np.array([status.takes_part for status in statuses], dtype=bool)
    hard = np.flatnonzero(~candidates.soft_rules).tolist()
    names = [NOT_TAKING_PART, *(candidates.season.program.rules[k].title for k in hard), FORBIDDEN]
    hurdles = np.vstack([takes_part, passes[hard], ~forbidden])
    there = np.ones(len(others), dtype=bool)
    known = np.ones(len(others), dtype=bool)
    unknown = [~known, *(verdicts[hard] == UNKNOWN), ~known]
    steps, untold = [], {}
    for name, clears, unsure in zip(names, hurdles, unknown, strict=True):
        steps.append((name, int((there & ~clears).sum())))
        if (there & ~clears & unsure).any():
            untold[name] = int((there & ~clears & unsure).sum())
        there &= clears
    missed = (~hurdles).sum(axis=0)
    alone = [(name, int(((missed == 1) & ~clears).sum())) for name, clears in zip(names, hurdles, strict=True)]
    absent = [(others.ids[k], statuses[k].reason) for k in np.flatnonzero((missed == 1) & ~takes_part).tolist()]
    return Funnel(label, len(others), tuple(steps), tuple(alone[1:]), int(there.sum()), tuple(absent), untold)
