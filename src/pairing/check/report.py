"""What the checker says about a plan."""

from __future__ import annotations

from dataclasses import dataclass


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
