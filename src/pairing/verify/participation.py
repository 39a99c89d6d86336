"""Who takes part: screens in the order of the program, the first that decides gives the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pairing.profiles import Table, key
from pairing.season import Season
from pairing.verify import written
from pairing.verify.cells import identity, sets
from pairing.verify.conditions import Answer, answers, both, either, opposite
from pairing.verify.written import Item

Reasons = list[str | None]
"""For each person why they do not take part; None for those who do."""


@dataclass(frozen=True)
class People:
    """Who takes part, and what each right person can still do.

    `left`, `right`: reasons. `already`: the partners each right person had before. `seats` and `minimum`: the
    most and the fewest pairs of each right person in this plan, or the most cohorts to lead; 0 for those who do not
    take part. `locks`: positions (left, right) that the committee fixed together, by the decision's id.
    """

    left: Reasons
    right: Reasons
    already: list[int]
    seats: list[int]
    minimum: list[int]
    locks: dict[tuple[int, int], str]

    @property
    def served(self) -> list[int]:
        """Positions of the left people who take part."""
        return [i for i, reason in enumerate(self.left) if reason is None]

    @property
    def serving(self) -> list[int]:
        """Positions of the right people who take part."""
        return [j for j, reason in enumerate(self.right) if reason is None]


def people(season: Season) -> People:
    """First all screens of all left people are asked, then those of the right."""
    already = [0] * len(season.right)
    left = _screened(season, season.left, written.screens(season.program.left), [], already)
    taking_part = [i for i, reason in enumerate(left) if reason is None]
    side = season.program.right
    right = _screened(season, season.right, written.screens(season.program.right), taking_part, already)
    most, fewest = (
        [max(0, size - had) if reason is None else 0 for size, had, reason in zip(sizes, already, right, strict=True)]
        for sizes in (seats(season.right, *written.seats(side)), seats(season.right, *written.required(side)))
    )
    locks = {(d.left, d.right): d.id for d in season.decisions if d.action == "lock" and None not in (d.left, d.right)}
    return People(left, right, already, most, fewest, locks)  # type: ignore[arg-type]


def located(table: Table, identifier: str, findings: list[str]) -> int | None:
    """Where somebody stands in the table; for somebody who is nobody there None, and one more finding."""
    position = table.index.get(key(identifier))
    if position is None:
        findings.append(f"{identifier} is nobody in {table.name}")
    return position


def staying_out(season: Season, people: People, left: Iterable[int], right: Iterable[int]) -> Iterator[str]:
    """Those of some left and right people who do not take part, each with the reason."""
    program = season.program
    for label, table, reasons, positions in (
        (program.left.label, season.left, people.left, left),
        (program.right.label, season.right, people.right, right),
    ):
        for position in positions:
            if reasons[position] is not None:
                yield f"{label} {table.ids[position]} does not take part: {reasons[position]}"


def seats(table: Table, column: str, default: int) -> list[int]:
    """How many people each may serve: the cell, or the program's default where it is blank."""
    return [
        default if cell is None else int(cell) for cell in (table.values(column) if column else [None] * len(table))
    ]


def _screened(
    season: Season, table: Table, screens: Iterable[Item], taking_part: list[int], already: list[int]
) -> Reasons:
    """Withdrawals come before every screen; a partner named to `already_matched` is counted when it decides."""
    reasons = _withdrawn(season, table)
    numbers = {name: j for j, name in enumerate(identity(season.right))}
    for screen in screens:
        verdicts = JUDGES[screen.kind](season, table, taking_part, screen.parameters)
        for i, verdict in enumerate(verdicts):
            if reasons[i] is None and verdict is not None:
                reasons[i] = f'screen "{screen.title}": {verdict}'
                if screen.kind == "already_matched":
                    for name in _partners(table, screen.parameters)[i] or ():
                        if name in numbers:
                            already[numbers[name]] += 1
    return reasons


def _withdrawn(season: Season, table: Table) -> Reasons:
    reasons: Reasons = [None] * len(table)
    for decision in season.decisions:
        position = decision.left if table is season.left else decision.right
        if decision.action == "withdraw" and position is not None:
            reasons[position] = f"withdrawn by decision {decision.id}"
    return reasons


def _routed(season: Season, table: Table, taking_part: list[int], parameters: Mapping[str, Any]) -> Reasons:
    """Someone for whom `when and not unless` holds is routed to `to`."""
    when, unless = _when_unless(table, parameters)
    applies = [both((yes, opposite(no))) for yes, no in zip(when, unless, strict=True)]
    counts = {True: True, False: False, None: parameters["unknown"] == "is routed"}
    return [f"is routed to {parameters['to']}" if counts[answer] else None for answer in applies]


def _only(season: Season, table: Table, taking_part: list[int], parameters: Mapping[str, Any]) -> Reasons:
    """Only people for whom `when or unless` holds take part."""
    when, unless = _when_unless(table, parameters)
    allowed = [either((yes, too)) for yes, too in zip(when, unless, strict=True)]
    reasons: dict[Answer, str | None] = {True: None, False: "is not eligible", None: None}
    if parameters["unknown"] == "is not eligible":
        reasons[None] = "is not eligible (unknown)"
    return [reasons[answer] for answer in allowed]


def _barred(season: Season, table: Table, taking_part: list[int], parameters: Mapping[str, Any]) -> Reasons:
    """Someone for whom `when and not unless` holds is not eligible."""
    when, unless = _when_unless(table, parameters)
    reasons: dict[Answer, str | None] = {True: "is not eligible", False: None, None: None}
    if parameters["unknown"] == "is not eligible":
        reasons[None] = "is not eligible (unknown)"
    return [reasons[both((yes, opposite(no)))] for yes, no in zip(when, unless, strict=True)]


def _already_matched(season: Season, table: Table, taking_part: list[int], parameters: Mapping[str, Any]) -> Reasons:
    """Someone whose column names a partner is not eligible: the pair already exists."""
    return [
        f"is already matched with {', '.join(sorted(names))}" if names else None
        for names in _partners(table, parameters)
    ]


def _one_side(season: Season, table: Table, taking_part: list[int], parameters: Mapping[str, Any]) -> Reasons:
    """Someone who takes part on the left, by id or known e-mail address, cannot take part on the right."""
    ids, emails = identity(season.left), season.left.values("email")
    taken = {ids[i] for i in taking_part}
    addresses = {key(emails[i]) for i in taking_part if emails[i] is not None}
    return [
        f"takes part as {season.program.left.label}"
        if name in taken or (email is not None and key(email) in addresses)
        else None
        for name, email in zip(identity(table), table.values("email"), strict=True)
    ]


def _when_unless(table: Table, parameters: Mapping[str, Any]) -> tuple[list[Answer], list[Answer]]:
    """An empty `unless` is no."""
    unless = parameters["unless"]
    return answers(table, parameters["when"]), answers(table, unless) if unless else [False] * len(table)


def _partners(table: Table, parameters: Mapping[str, Any]) -> list[set[str] | None]:
    return sets(table, parameters["column"])


JUDGES: dict[str, Callable[[Season, Table, list[int], Mapping[str, Any]], Reasons]] = {
    "routed": _routed,
    "only": _only,
    "barred": _barred,
    "already_matched": _already_matched,
    "one_side": _one_side,
}
"""Every kind of screen: for each person the reason to stay out, None for taking part."""
