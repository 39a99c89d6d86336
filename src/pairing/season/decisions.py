"""What is fixed: `decisions.csv`, one decision per row, with who, when and why; and the pairs that stand already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pairing.errors import Problem, did_you_mean, errors_in
from pairing.profiles import COLUMNS, Table, key, match_headings, read_cells
from pairing.profiles.quantities import read_date
from pairing.profiles.readings import Wanted
from pairing.storage import Held

FIELDS = ("id", "action", "person", "with", "by", "on", "note")
REQUIRED = ("id", "action", "person")
NEARLY = 0.75
"""Headings this similar to one of these short names (1 is equal) are taken for misspelt: whit, noet."""
PAIR_ACTIONS = ("lock", "forbid", "decline")
ACTIONS = (*PAIR_ACTIONS, "withdraw", "reopen", "undo")


@dataclass(frozen=True)
class Decision:
    """One decision. `left` and `right` are positions in the two tables, None where the decision names nobody there.

    A lock or forbid names one person of each side, or, where left people may be together, two left people: then
    `mate` is the second of them. Somebody who declines is forbidden the pair for good; `declined_by` says who said no.
    A withdrawal names one person, on one side or (the same person in both tables) on both. A reopening likewise:
    earlier withdrawals and locks of the person no longer hold, and their standing pair may change. Two kinds stand in
    no file of decisions: the lock of a pair that stands, with the place where `standing` says so, and the withdrawal of
    somebody who stays out of this run, with the `reason`.
    """

    id: str
    action: str
    left: int | None
    right: int | None
    by: str = ""
    on: str = ""
    note: str = ""
    row: int | None = None
    mate: int | None = None
    standing: str = ""
    reason: str = ""
    file: str = "decisions.csv"
    declined_by: str = ""

    def about(self, other: Decision) -> bool:
        """Whether another decision names one of the same people."""
        left = {self.left, self.mate} & {other.left, other.mate} - {None}
        return bool(left) or (self.right is not None and self.right == other.right)

    @property
    def pair(self) -> tuple[int, int]:
        """The left and the right person of a lock or forbid."""
        if self.left is None or self.right is None:
            raise ValueError(f"decision {self.id} names no pair")
        return self.left, self.right

    def __str__(self) -> str:
        """The decision as reasons cite it: `decision D3 (K. Doe, 2026-04-02)`."""
        if self.standing:
            return f"the standing pair in {self.standing}"
        declined = f"{self.declined_by} declined" if self.declined_by else ""
        signed = ", ".join(part for part in (declined, self.by, self.on) if part)
        return f"decision {self.id}" + (f" ({signed})" if signed else "")


@dataclass(frozen=True)
class Only:
    """A season of which only the left people with one value are matched; everyone else's pairs stand.

    standing: the file that says which pairs stand, inside the season's folder. pairs: their positions (left, right).
    """

    column: str
    value: str
    standing: str
    pairs: frozenset[tuple[int, int]]


def both_rows(one: Decision, other: Decision) -> str:
    """Where two decisions that contradict each other stand; nothing where they are in no common file."""
    if one.row is None or other.row is None or one.file != other.file:
        return ""
    return f" (rows {min(one.row, other.row)} and {max(one.row, other.row)})"


def read_decisions(
    path: Path | Held, left: Table, right: Table, *, mates: bool = False
) -> tuple[tuple[Decision, ...], list[Problem]]:
    """Every decision in the file that holds, with the problems of all that cannot be read.

    A later row may undo an earlier one, or reopen what was decided about a person. mates: whether a lock or forbid may
    also name two left people.
    """
    raw, problems = read_cells(path, "decisions")
    if raw is None:
        return (), problems
    matched = match_headings(raw, FIELDS, mapping=None, required=REQUIRED, nearly=NEARLY)
    problems += matched.problems
    if errors_in(problems) and not {*REQUIRED, "with"} <= set(matched.positions):
        return (), problems  # what the rows lack is in a column that could not be told
    reader = _Reader(path.name, raw.sheet, left, right, mates)
    rows = list(raw.texts(matched.positions))
    for row, cells in rows:
        reader.check_id(cells.get("id", ""), row)
    undone = _undone(rows, reader)
    decisions = [reader.decision(cells, row) for row, cells in rows if row not in undone]
    problems += sorted(reader.problems, key=lambda problem: problem.row or 0)
    return tuple(_not_reopened([d for d in decisions if d is not None])), problems


Rows = Sequence[tuple[int, Mapping[str, str]]]
"""Row numbers and cells by heading."""


def _undone(rows: Rows, reader: _Reader) -> set[int]:
    """The rows that no longer hold: those a later row undoes, and every undo itself, which is no decision.

    An undo may be undone too: the last word counts.
    """
    held: set[int] = set()
    for number, (row, cells) in reversed(list(enumerate(rows))):
        if key(cells.get("action", "")) != "undo":
            continue
        target = reader.undoes(cells, row, rows[:number])
        if target is not None and row not in held:
            held.add(target)
    return held | {row for row, cells in rows if key(cells.get("action", "")) == "undo"}


def _not_reopened(decisions: Sequence[Decision]) -> Iterator[Decision]:
    """Without the withdrawals and locks of people who are reopened later."""
    for number, decision in enumerate(decisions):
        later = [other for other in decisions[number + 1 :] if other.action == "reopen"]
        if decision.action not in ("withdraw", "lock") or not any(map(decision.about, later)):
            yield decision


class _Reader:
    """Reads rows and remembers what was wrong and which ids are taken."""

    def __init__(self, file: str, sheet: str, left: Table, right: Table, mates: bool) -> None:
        self.file, self.sheet, self.left, self.right, self.mates = file, sheet, left, right, mates
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}

    def decision(self, cells: Mapping[str, str], row: int) -> Decision | None:
        before = len(self.problems)
        action = key(cells.get("action", ""))
        if action not in ACTIONS:
            hint = did_you_mean(action, ACTIONS)
            expected = f"one of {', '.join(ACTIONS)}" + (f"; {hint}" if hint else "")
            self._wrong("is no action" if action else "is blank", row, "action", cells.get("action", ""), expected)
            return None
        left, right, mate = self._people(action, cells, row)
        declined_by = cells.get("person", "") if action == "decline" else ""
        on = self._day(cells.get("on", ""), row)
        if len(self.problems) > before:
            return None
        by, note = cells.get("by", ""), cells.get("note", "")
        action = "forbid" if declined_by else action
        return Decision(
            cells["id"], action, left, right, by, on, note, row, mate, file=self.file, declined_by=declined_by
        )

    def undoes(self, cells: Mapping[str, str], row: int, earlier: Rows) -> int | None:
        """The earlier row that an undo names; a problem where there is none."""
        self._day(cells.get("on", ""), row)
        wanted, person = cells.get("with", ""), cells.get("person", "")
        known = {key(other.get("id", "")): (number, other) for number, other in earlier}
        if key(wanted) not in known:
            hint = did_you_mean(wanted, (other.get("id", "") for _, other in earlier)) if wanted else ""
            expected = "the id of the decision to undo, from a row above" + (f"; {hint}" if hint else "")
            self._wrong("names no decision above" if wanted else "is blank", row, "with", wanted, expected)
            return None
        target, decided = known[key(wanted)]
        if person and key(person) != key(decided.get("person", "")):
            named = decided.get("person", "") or "blank"
            self._wrong(f"is not whom {wanted} is about", row, "person", person, f"{named}, or blank")
        return target

    def check_id(self, identifier: str, row: int) -> None:
        if not identifier:
            self._wrong("is blank", row, "id", "", "an id of its own for every decision, such as D7")
        elif key(identifier) in self.seen:
            self._wrong(f"already names the decision in row {self.seen[key(identifier)]}", row, "id", identifier)
        self.seen.setdefault(key(identifier), row)

    def _day(self, text: str, row: int) -> str:
        """The day of a decision in ISO form."""
        reading = read_date(text, Wanted(COLUMNS["hired_on"])) if text else None
        if reading is not None and reading.value is None:
            self._wrong("is not a date", row, "on", text, "a date such as 2026-04-30 or 4/30/2026")
        return str(reading.value) if reading is not None and reading.value is not None else ""

    def _people(self, action: str, cells: Mapping[str, str], row: int) -> tuple[int | None, int | None, int | None]:
        """Positions on the left, on the right, and of a second left person."""
        person, other = cells.get("person", ""), cells.get("with", "")
        known = self._known(person, row, "person")
        if action not in PAIR_ACTIONS:
            if other:
                self._wrong(f"must be blank for {action}, which names one person", row, "with", other)
            return self._position(self.left, person), self._position(self.right, person), None
        if not self._known(other, row, "with") or not known:
            return None, None, None
        for one, two in ((person, other), (other, person)):
            left, right = self._position(self.left, one), self._position(self.right, two)
            if left is not None and right is not None:
                return left, right, None
        return self._mates(person, other, row)

    def _mates(self, person: str, other: str, row: int) -> tuple[int | None, int | None, int | None]:
        """Two people of the same side: fine for two different left people where they may be together."""
        left, mate = self._position(self.left, person), self._position(self.left, other)
        if self.mates and left is not None and mate is not None and left != mate:
            return left, None, mate
        if self.mates and left is not None and left == mate:
            self._wrong(f"is {person} again", row, "with", other, "somebody else")
            return None, None, None
        sides = f"one id of {self.left.file} and one of {self.right.file}"
        self._wrong(f"stands on the same side as {person}", row, "with", other, sides)
        return None, None, None

    def _known(self, identifier: str, row: int, column: str) -> bool:
        if key(identifier) in self.left.index or key(identifier) in self.right.index:
            return True
        if not identifier:
            self._wrong("is blank", row, column, "", "the id of a person")
        else:
            hint = did_you_mean(identifier, [*self.left.ids, *self.right.ids])
            expected = "the id of a person in the tables" + (f"; {hint}" if hint else "")
            self._wrong("names nobody", row, column, identifier, expected)
        return False

    @staticmethod
    def _position(table: Table, identifier: str) -> int | None:
        return table.index.get(key(identifier))

    def _wrong(self, message: str, row: int, column: str, value: str, expected: str = "") -> None:
        self.problems.append(Problem(message, self.file, self.sheet, row, column, value, expected))
