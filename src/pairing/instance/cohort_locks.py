"""Locks of a cohort season that cannot hold, each with the rule, limit or decision it breaks."""

from __future__ import annotations

from collections.abc import Iterator

from pairing.errors import Problem
from pairing.instance.cohorts import Roster
from pairing.instance.evaluation import broken_rules
from pairing.program.rules import Status
from pairing.season.decisions import Decision, both_rows


def impossible_locks(roster: Roster) -> Iterator[Problem]:
    """Every lock that no plan can keep, looked at by itself."""
    season = roster.season
    for lock in (decision for decision in season.decisions if decision.action == "lock"):
        if lock.left is None:
            continue
        if lock.mate is not None:
            other, judged, status = (season.left.ids[lock.mate], roster.members, roster.member_status[lock.mate])
            reasons = [
                *_absent(roster, lock, other, status),
                *broken_rules(judged, lock.left, lock.mate),
                *_limits(roster, lock),
            ]
            may = bool(roster.may_sit[lock.left, lock.mate])
        else:
            j = lock.pair[1]
            other, judged, status = (season.right.ids[j], roster.with_facilitators, roster.facilitator_status[j])
            reasons = [*_absent(roster, lock, other, status), *broken_rules(judged, lock.left, j)]
            reasons += [] if roster.may_lead_most[j] or not status.takes_part else [f"{other} may lead no cohort"]
            may = bool(roster.may_lead[lock.pair])
        if not may and not reasons:
            reasons = list(_forbidden(roster, lock)) or ["another decision forbids the two"]
        for reason in reasons:
            message = f"{lock} locks {season.left.ids[lock.left]} with {other}, but {reason}"
            yield Problem(message, lock.file, row=lock.row)


def _forbidden(roster: Roster, lock: Decision) -> Iterator[str]:
    """The decisions that forbid what a lock asks, each with both rows."""
    people = {(lock.left, lock.mate, lock.right), (lock.mate, lock.left, lock.right)}
    for other in roster.season.decisions:
        if other.action == "forbid" and (other.left, other.mate, other.right) in people:
            yield f"{other} forbids the two{both_rows(lock, other)}"


def _absent(roster: Roster, lock: Decision, other: str, status: Status) -> Iterator[str]:
    assert lock.left is not None
    own = roster.member_status[lock.left]
    for identifier, one in ((roster.season.left.ids[lock.left], own), (other, status)):
        if not one.takes_part:
            yield f"{identifier} does not take part: {one.reason}"


def _limits(roster: Roster, lock: Decision) -> Iterator[str]:
    for item, limit in roster.limits:
        if limit.apart is not None and limit.apart[lock.left, lock.mate]:
            yield f'limit "{item.title}" keeps the two apart'
    if roster.theme[lock.left or 0] != roster.theme[lock.mate or 0]:
        yield "the two ask for different themes"
