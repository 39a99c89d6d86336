"""What the checker says about a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


class Stated(str):
    """A finding about what a plan states: a figure, a goal's value, a bound, a proof; no breach of anything."""

    __slots__ = ()


def stated(findings: Iterable[str]) -> Iterator[Stated]:
    """Findings about what a plan states."""
    return map(Stated, findings)


@dataclass(frozen=True)
class Report:
    """What the checker found: nothing, where it agrees.

    `values`: every goal's value by name, recomputed (fits in hundredths). `judged`: pairs judged by scalar code, of
    `pairs` that there are; in a cohort program pairs of two members, or of a member and a facilitator.
    """

    findings: tuple[str, ...]
    values: dict[str, int | None]
    judged: int
    pairs: int

    @property
    def breaches(self) -> tuple[str, ...]:
        """The findings about people, rules, limits and decisions."""
        return tuple(finding for finding in self.findings if not isinstance(finding, Stated))
