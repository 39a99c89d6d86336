"""Why someone waits, in words and numbers, and the ways out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pairing.explain.cohort_moves import changes, repairs, run_small
from pairing.explain.groups import Group
from pairing.explain.ways import Ways
from pairing.instance.cohorts import Roster
from pairing.plans.base import LeftOut
from pairing.plans.cohort_parts import WHO_WAITS
from pairing.plans.cohorts import CohortPlan
from pairing.profiles import key
from pairing.program.wording import counted, of_size, plural, screened


def explained(roster: Roster, plan: CohortPlan) -> CohortPlan:
    """The plan with a reason for everyone who is in no cohort, and the ways out for those who wait."""
    season = roster.season
    seated = [season.left.index[key(i)] for cohort in plan.cohorts for i in cohort.ids]
    leading = [season.right.index[key(f)] for cohort in plan.cohorts for f in cohort.facilitators]
    in_order = all(goal.proved or goal.kind != "seated" for goal in plan.goal_results) and all(
        goal.given != WHO_WAITS for goal in plan.goal_results
    )
    ways = Ways(roster, sorted(set(roster.taking_part) - set(seated)))
    settled = _Settled(roster, ways, frozenset(seated), frozenset(leading), in_order and plan.outcome != "no_plan")
    notes = [*(ways.notes() if ways.waiting else ()), *run_small(roster, plan)]
    return replace(
        plan, left_out=tuple(_left_out(settled)), notes=tuple(notes), changes=changes(roster, plan),
        repairs=repairs(roster, plan),
    )  # fmt: skip


@dataclass(frozen=True)
class _Settled:
    """Who sits and who leads: positions. in_order: whether the order of waiting is proved."""

    roster: Roster
    ways: Ways
    seated: frozenset[int]
    leading: frozenset[int]
    in_order: bool

    @cached_property
    def place(self) -> dict[int, int]:
        """Everyone's number in the order of waiting, from 1."""
        return {i: number for number, i in enumerate(self.roster.sequence, start=1)}


def _left_out(settled: _Settled) -> list[LeftOut]:
    """Every member without a cohort and every facilitator without one."""
    season, program = settled.roster.season, settled.roster.program
    names = season.left.values("name")
    members = [
        LeftOut(program.left.label, identifier, names[i] or "", *_member(settled, i))
        for i, identifier in enumerate(season.left.ids)
        if i not in settled.seated
    ]
    names = season.right.values("name")
    facilitators = [
        LeftOut(program.right.label, identifier, names[f] or "", *_facilitator(settled, f))
        for f, identifier in enumerate(season.right.ids)
        if f not in settled.leading
    ]
    return [*members, *facilitators]


# ---------------------------------------------------------------- members


def _member(settled: _Settled, i: int) -> tuple[str, dict[str, int]]:
    roster = settled.roster
    status = roster.member_status[i]
    if not status.takes_part:
        return screened(status), {}
    counts = {
        "take part": len(roster.sequence),
        "seated": len(settled.seated),
        "place in order": settled.place[i],
        "possible mates": int(roster.may_sit[i].sum()) - 1,
    }
    group = settled.ways.group_of(i)
    reason = _alone(settled, group, i) or _unled(roster, group, i) or _too_many(settled, group, i)
    return f"waits: {reason or _order(settled, group, i)}", counts


def _alone(settled: _Settled, group: Group, i: int) -> str:
    """Why nobody of a group sits, or somebody with too few mates does not; empty for others."""
    roster, program = settled.roster, settled.roster.program
    mates = int(roster.may_sit[i].sum()) - 1
    nobody = group.members in settled.ways.wrong and settled.seated.isdisjoint(group.members)
    if nobody and (group.shared or group.blank):
        return f"{group.name}{':' if group.blank else ' has'} {settled.ways.told(group)}"
    if mates < program.sizes.min - 1:
        few = f"only {counted(mates, program.left.label)} may share a cohort"
        return f"{few}, and a cohort has at least {program.sizes.min}{_kept_away(roster, i, roster.taking_part)}"
    return settled.ways.told(group) if nobody else ""


def _unled(roster: Roster, group: Group, i: int) -> str:
    """That too few may lead somebody, of those who may lead the others; empty where enough may."""
    needed, label = roster.program.per_cohort, roster.program.right.label
    able = [f for f in group.leaders if roster.may_lead[i, f]]
    if len(able) >= needed or len(group.leaders) < needed:
        return ""
    few = f"only {counted(len(able), label)}" if able else f"no {label}"
    others = [f for f in group.leaders if f not in able]
    failed = [
        (rule.title, ~roster.with_facilitators.passes[k, i, others])
        for k, rule in enumerate(roster.with_facilitators.rules)
    ]
    away = ", ".join(f"{title} {int(fails.sum())}" for title, fails in failed if fails.any())
    said = f"{few} may lead a cohort with them in it, and a cohort has {needed}"
    return f"{said}; kept away by: {away}" if away else said


def _too_many(settled: _Settled, group: Group, i: int) -> str:
    """How many of a group, or of all, counting lets be seated; empty where that is not what keeps somebody out."""
    ways, label, place = settled.ways, settled.roster.program.left.label, settled.place
    seated = [j for j in group.members if j in settled.seated]
    if any(place[j] > place[i] for j in seated):
        return ""
    number = f"number {place[i]} of {len(place)} in the order of waiting"
    could = f"{counted(group.size, label)}{f' of {group.name}' if group.shared else ''} who could share cohorts"
    if group.members in ways.wrong and len(seated) == ways.most_of(group):
        way = f"; {ways.of_group(group)}" if group.name else ""
        return f"of {could} {len(seated)} can be seated ({_own_cause(settled, group)}); {number}{way}"
    cause = _few_cohorts(settled)
    if len(settled.seated) < ways.seats or not cause:
        return ""
    if len(ways.groups) > 1:
        could = f"{counted(len(settled.roster.sequence), label)} who take part"
    if any(place[j] > place[i] for j in settled.seated):
        number = "no plan that seats as many has room for them beside those before them in the order"
    return f"of {could} {ways.seats} can be seated ({cause}); {number}"


def _own_cause(settled: _Settled, group: Group) -> str:
    program = settled.roster.program
    if group.seats < group.size:
        return f"{group.size} do not split into cohorts of {of_size(program.sizes)}"
    cohorts = f"{counted(group.led, 'cohort')} of at most {program.sizes.max}"
    return f"the {plural(program.right.label)} who may lead them can lead {cohorts}"


def _few_cohorts(settled: _Settled) -> str:
    """What bounds the number of cohorts most; empty where there may be as many as people are enough for."""
    ways, program = settled.ways, settled.roster.program
    number, name = min(((number, name) for name, number in ways.caps.items()), default=(ways.needed, ""))
    if number >= ways.needed:
        return ""
    cohorts = f"{counted(number, 'cohort')} of at most {program.sizes.max}"
    if name == "facilitators":
        return f"the {plural(program.right.label)} can lead {cohorts}"
    return f"{'the program allows' if name == 'program' else 'the money is enough for'} {cohorts}"


def _order(settled: _Settled, group: Group, i: int) -> str:
    proof = "no plan" if settled.in_order else "no plan that was found"
    away = _kept_away(settled.roster, i, group.members)
    number = f"number {settled.place[i]} of {len(settled.place)}"
    return f"{proof} seats them beside those before them in the order ({number}){away}"


def _kept_away(roster: Roster, i: int, others: Collection[int]) -> str:
    """How many of the others each rule and limit keeps from one member: `; kept away by: same region 40`."""
    inside = [j for j in others if j != i]
    away = [(rule.title, ~roster.members.passes[k, i]) for k, rule in enumerate(roster.members.rules)]
    away += [(item.title, limit.apart[i]) for item, limit in roster.limits if limit.apart is not None]
    parts = [f"{title} {int(apart[inside].sum())}" for title, apart in away if apart[inside].any()]
    return f"; kept away by: {', '.join(parts)}" if parts else ""


# ---------------------------------------------------------------- facilitators


def _facilitator(settled: _Settled, f: int) -> tuple[str, dict[str, int]]:
    roster, seated = settled.roster, sorted(settled.seated)
    status = roster.facilitator_status[f]
    if not status.takes_part:
        return screened(status), {}
    able = int(roster.may_lead[seated, f].sum())
    if not roster.may_lead_most[f]:
        return "not needed: may lead no cohort", {}
    counts = {"seated": len(seated), "may lead": able}
    if able < roster.program.sizes.min:
        away = ", ".join(_kept_from(settled, f))
        said = f"may lead only {able} of the {counted(len(seated), roster.program.left.label)} seated"
        return said + (f"; kept away by: {away}" if away else ""), counts
    return (_by_themselves(settled, f) or "not needed: enough others lead"), counts


def _kept_from(settled: _Settled, f: int) -> Iterator[str]:
    """How many of the members seated each rule keeps from a facilitator."""
    roster = settled.roster
    for k, rule in enumerate(roster.with_facilitators.rules):
        if away := int((~roster.with_facilitators.passes[k, sorted(settled.seated), f]).sum()):
            yield f"{rule.title} {away}"


def _by_themselves(settled: _Settled, f: int) -> str:
    """That a cohort more would need more facilitators than are free, where facilitators are what is short."""
    roster, ways = settled.roster, settled.ways
    needed, label = roster.program.per_cohort, roster.program.right.label
    free = sum(int(number) > 0 for g, number in enumerate(roster.may_lead_most) if g not in settled.leading)
    if ways.caps["facilitators"] >= ways.needed or free >= needed or not ways.waiting:
        return ""
    return f"a cohort has {needed} {plural(label)}, and only {counted(free, label)} {'is' if free == 1 else 'are'} free"
