"""Why someone waits, in words and numbers, and the ways out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pairing.cohort_plan import WHO_WAITS, CohortPlan
from pairing.explain.wording import named
from pairing.plan import LeftOut
from pairing.profiles import key
from pairing.roster import Roster
from pairing.seating.strata import largest_split, led_at_most, most_cohorts, strata


def explained(roster: Roster, plan: CohortPlan) -> CohortPlan:
    """The plan with a reason for everyone who is in no cohort, and the ways out for those who wait."""
    season = roster.season
    seated = [season.left.index[key(i)] for cohort in plan.cohorts for i in cohort.ids]
    leading = [season.right.index[key(f)] for cohort in plan.cohorts for f in cohort.facilitators]
    in_order = all(goal.proved or goal.kind != "seated" for goal in plan.goals) and all(
        goal.given != WHO_WAITS for goal in plan.goals
    )
    waiting = len(roster.taking_part) - len(seated)
    return replace(
        plan, left_out=_left_out(roster, seated, leading, in_order and plan.outcome != "no_plan"),
        notes=tuple(ways_out(roster, waiting)),
    )  # fmt: skip


def _left_out(roster: Roster, seated: Sequence[int], leading: Sequence[int], in_order: bool) -> tuple[LeftOut, ...]:
    """Every member without a cohort and every facilitator without one. seated, leading: positions."""
    season, program = roster.season, roster.program
    names = season.left.values("name")
    members = [
        LeftOut(program.left.label, season.left.ids[i], names[i] or "", *_member(roster, i, seated, in_order))
        for i in range(len(season.left))
        if i not in set(seated)
    ]
    names = season.right.values("name")
    facilitators = [
        LeftOut(program.right.label, season.right.ids[f], names[f] or "", *_facilitator(roster, f, seated))
        for f in range(len(season.right))
        if f not in set(leading)
    ]
    return (*members, *facilitators)


def _member(roster: Roster, i: int, seated: Sequence[int], in_order: bool) -> tuple[str, dict[str, int]]:
    status = roster.member_status[i]
    if not status.takes_part:
        return status.reason, {}
    sizes = roster.program.sizes
    mates = int(roster.may_sit[i].sum()) - 1
    place = roster.sequence.index(i) + 1
    counts = {
        "take part": len(roster.sequence),
        "seated": len(seated),
        "place in order": place,
        "possible mates": mates,
    }
    if mates < sizes.min - 1:
        reason = (
            f"waits: only {mates} {named(mates, 'member')} may share a cohort, and a cohort has at least {sizes.min}"
        )
        return reason + _removed(roster, i), counts
    own = next(stratum for stratum in strata(roster) if i in stratum.members)
    inside = [j for j in seated if j in set(own.members)]
    if inside and len(inside) == largest_split(len(own.members), sizes.min, sizes.max, most_cohorts(roster)):
        first = f"waits: of {len(own.members)} {named(len(own.members), 'member')} who could share cohorts"
        return (
            f"{first} {len(inside)} can be seated ({_cause(roster, own.members)}); number {place} in the order",
            counts,
        )
    proof = "no plan" if in_order else "no plan that was found"
    return f"waits: {proof} seats them beside those before them in the order (number {place})", counts


def _removed(roster: Roster, i: int) -> str:
    """How many members each rule keeps from one member: `; kept away by: same region 40`."""
    present = roster.may_sit.diagonal()
    parts = []
    for k, rule in enumerate(roster.members.rules):
        failed = ~roster.members.passes[k, i] & present
        failed[i] = False
        if failed.any():
            parts.append(f"{rule.title} {int(failed.sum())}")
    for item, limit in roster.limits:
        if limit.apart is not None and (limit.apart[i] & present).any():
            parts.append(f"{item.title} {int((limit.apart[i] & present).sum())}")
    return f"; kept away by: {', '.join(parts)}" if parts else ""


def _cause(roster: Roster, people: Sequence[int]) -> str:
    """What keeps everyone of a stratum from being seated."""
    program = roster.program
    sizes, size = program.sizes, len(people)
    if program.per_cohort and led_at_most(roster) * sizes.max < len(roster.taking_part):
        led = led_at_most(roster)
        return f"the facilitators can lead {led} {named(led, 'cohort')} of at most {sizes.max}"
    if most_cohorts(roster) * sizes.max < len(roster.taking_part):
        most = most_cohorts(roster)
        return f"at most {most} {named(most, 'cohort')} of at most {sizes.max} are allowed"
    return f"{size} do not split into cohorts of {sizes.min} to {sizes.max}"


def _facilitator(roster: Roster, f: int, seated: Sequence[int]) -> tuple[str, dict[str, int]]:
    status = roster.facilitator_status[f]
    if not status.takes_part:
        return status.reason, {}
    able = int(roster.may_lead[list(seated), f].sum())
    if not roster.leads[f]:
        return "not needed: may lead no cohort", {}
    counts = {"seated": len(seated), "may lead": able}
    if able < roster.program.sizes.min:
        return f"may lead only {able} of the {len(seated)} members seated", counts
    return "not needed: enough others lead", counts


def ways_out(roster: Roster, waiting: int) -> Iterator[str]:
    """What would seat those who wait: other sizes, more facilitators, more cohorts."""
    if not waiting:
        return
    program = roster.program
    sizes, people = program.sizes, len(roster.taking_part)
    most = most_cohorts(roster)
    if program.per_cohort and led_at_most(roster) * sizes.max < people:
        short = -(-people // sizes.max) - led_at_most(roster)
        more = short * program.per_cohort
        needed = f"{more} more {named(more, 'place')} among the facilitators"
        yield f"{needed} (another person, or a higher max_cohorts) would seat everyone"
    elif most * sizes.max < people:
        yield f"{-(-people // sizes.max)} cohorts would seat everyone; the program or its money allows {most}"
    else:
        yield from _odd_sizes(roster)


def _odd_sizes(roster: Roster) -> Iterator[str]:
    """For a stratum that does not split: one cohort of another size that would seat everyone."""
    sizes = roster.program.sizes
    for stratum in strata(roster):
        size = len(stratum.members)
        seats = largest_split(size, sizes.min, sizes.max, most_cohorts(roster))
        if seats == size:
            continue
        below = size - (size // sizes.min) * sizes.min
        short = size - (size // sizes.max) * sizes.min
        whose = f" (theme {stratum.theme})" if stratum.theme else ""
        odd = [short] if 0 < short < sizes.min else [below] if 0 < below < sizes.min else []
        ways = [f"seat {seats} and {size - seats} wait", *(f"allow one cohort of {number}" for number in odd)]
        yield f"{size} people{whose}: {', or '.join(ways)}"
