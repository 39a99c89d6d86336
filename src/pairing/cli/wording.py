"""Reasons as the terminal says them, and the words for values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pairing.plans.base import LeftOut
from pairing.plans.values import number, said

PLACE_IN_ORDER = re.compile(r"; number [\d,]+ of [\d,]+ in the order by [^;]*$")
__all__ = ["number", "reasons", "said"]


def reasons(people: Sequence[LeftOut]) -> Iterator[list[str]]:
    """One line each; a reason that several share is said once, also where they differ in their place in an order."""
    first: dict[str, str] = {}
    for person in people:
        shared, own = _in_order(person.reason)
        said = first.setdefault(shared, person.id)
        again = f"(the same reason as {said}){own}"
        yield [person.id, person.name, person.reason if said == person.id else again]


def _in_order(reason: str) -> tuple[str, str]:
    """A reason without its end that says where somebody stands in the order, and that end."""
    place = PLACE_IN_ORDER.search(reason)
    return (reason[: place.start()], place[0]) if place else (reason, "")
