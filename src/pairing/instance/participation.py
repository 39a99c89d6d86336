"""Who takes part: the program's screens and the committee's withdrawals, person by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pairing.profiles import Table, key
from pairing.program import ScreenItem
from pairing.program.rules import SCREENS, Status
from pairing.program.rules.screens import Others
from pairing.season import Season
from pairing.season.decisions import Decision


def left_statuses(season: Season) -> tuple[Status, ...]:
    """Whether each left person takes part, and why not."""
    nobody = Others(season.program.right.label, frozenset(), frozenset())
    withdrawn = {d.left: _out(d) for d in season.decisions if d.action == "withdraw" and d.left is not None}
    return _screened(season.left, season.program.left.screens, nobody, withdrawn)


def right_statuses(season: Season, left: Sequence[Status]) -> tuple[Status, ...]:
    """Whether each right person takes part, and why not; the left side has been screened before."""
    serving = [i for i, status in enumerate(left) if status.takes_part]
    ids, emails = season.left.keys("id"), season.left.keys("email")
    others = Others(
        season.program.left.label,
        frozenset(x for i in serving if (x := ids[i]) is not None),
        frozenset(x for i in serving if (x := emails[i]) is not None),
    )
    withdrawn = {d.right: _out(d) for d in season.decisions if d.action == "withdraw" and d.right is not None}
    return _screened(season.right, season.program.right.screens, others, withdrawn)


def taking_part(statuses: Sequence[Status]) -> NDArray[np.bool_]:
    """(people,): which of them take part."""
    return np.array([status.takes_part for status in statuses], dtype=bool)


def already_matched(season: Season, left: Sequence[Status]) -> NDArray[np.int64]:
    """How many partners each right person already has: (right,).

    Only those count of whom an `already_matched` screen says so: someone who withdrew frees the seat.
    """
    had = np.zeros(len(season.right), dtype=np.int64)
    for status in left:
        for partner in {key(identifier) for identifier in status.partners}:
            had[season.right.index[partner]] += 1
    return had


def _out(decision: Decision) -> Status:
    """Withdrawn by the committee, or staying out of this run for a reason of its own."""
    if decision.reason:
        return Status("not eligible", decision.reason, decision.reason)
    return Status("withdrawn", f"withdrawn by {decision}", "withdrawn")


def _screened(
    people: Table, screens: Sequence[ScreenItem], others: Others, withdrawn: Mapping[int, Status]
) -> tuple[Status, ...]:
    """Each person's status: withdrawn, or what the first screen that decides says."""
    answers = [(screen.title, SCREENS[screen.kind](people, others, **screen.parameters)) for screen in screens]
    return tuple(
        withdrawn[i] if i in withdrawn else _first([(title, statuses[i]) for title, statuses in answers])
        for i in range(len(people))
    )


def _first(answers: list[tuple[str, Status]]) -> Status:
    """The first answer that keeps the person out; the questions asked up to there stay."""
    questions = []
    for title, status in answers:
        if status.question:
            questions.append(f"{title}: {status.question}")
        if not status.takes_part:
            return replace(status, screen=title, question="; ".join(questions))
    return Status(question="; ".join(questions))
