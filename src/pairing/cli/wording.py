"""Reasons as the terminal says them, and the words for values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pairing.any_plan import LeftOut
from pairing.explain.values import number, said

__all__ = ["number", "reasons", "said"]


def reasons(people: Sequence[LeftOut]) -> Iterator[list[str]]:
    """One line each; a reason that several share is said once."""
    first: dict[str, str] = {}
    for person in people:
        said = first.setdefault(person.reason, person.id)
        yield [person.id, person.name, person.reason if said == person.id else f"(the same reason as {said})"]
