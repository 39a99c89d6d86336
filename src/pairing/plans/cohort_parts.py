"""What a plan of cohorts is made of: seats, cohorts, exchanges, what is otherwise than it stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WHO_WAITS = "who waits"
"""What the goals after `seated` are given where the order of waiting is not proved."""


@dataclass(frozen=True)
class Seat:
    """A member in a cohort. fit: mean fit with the mates, hundredths rounded half up; None for somebody alone.

    facilitator_fit: mean fit with the facilitators; None without any. drive: miles to the meeting place, None where
    unknown.
    """

    id: str
    fit: int | None
    facilitator_fit: int | None
    drive: float | None
    change: Literal["new", "kept", "moved", "locked"] = "new"


@dataclass(frozen=True)
class Cohort:
    """One cohort: its number, seats in the table's order, and the ids of its facilitators in their table's order.

    cost: hundredths (docs/math.md, "Cost of a cohort"), `penalty` of it. worst_pair: the two ids with the least fit,
    and that fit. enrollment: smallest and largest known, None where none is. place: where they meet, a name;
    place_of: the id of the member or venue it is. longest, median: drives in miles, None without a place.
    continues: in a rerun the name of the cohort that stood and goes on as this one.
    """

    number: int
    seats: tuple[Seat, ...]
    facilitators: tuple[str, ...]
    cost: int
    penalty: int = 0
    worst_pair: tuple[str, str, int] | None = None
    enrollment: tuple[float, float] | None = None
    place: str = ""
    place_of: str = ""
    longest: float | None = None
    median: float | None = None
    theme: str = ""
    continues: str = ""

    @property
    def name(self) -> str:
        """As people call it: the name of the one that it continues, else its number."""
        return self.continues or str(self.number)

    @property
    def ids(self) -> tuple[str, ...]:
        """The members' ids."""
        return tuple(seat.id for seat in self.seats)


@dataclass(frozen=True)
class Exchange:
    """A member in another cohort: by a move, or in exchange for `other`; what it changes with all others staying put.

    cost: by which the sum of costs grows, hundredths (negative: falls). facilitators: by which their fit falls. fit:
    the member's mean fit with the new mates.
    """

    id: str
    cohort: int
    other: str | None
    cost: int
    facilitators: int
    fit: int


@dataclass(frozen=True)
class Shift:
    """Somebody who sits in, or leads, another cohort than the one that stood; None for none.

    side: the label of members or of facilitators. before, after: the cohorts' names. move: new (sat in none), forced
    (could not stay), chosen (could), ended (takes part no more).
    """

    side: str
    id: str
    before: str | None
    after: str | None
    move: str
    why: str
