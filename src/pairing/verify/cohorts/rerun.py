"""Who of the cohorts that stand is still there: what a rerun of a cohort program is judged by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pairing.season import CohortSeason
from pairing.verify.cohorts.evaluation import CohortAt, CohortJudge


def standing_cohort(season: CohortSeason, name: str) -> Any:
    """The cohort of that name which stands; None where there is none."""
    standing: Any = season.standing
    known = [] if standing is None else standing.cohorts
    return next((cohort for cohort in known if cohort.name == name), None) if name else None


def stood(season: CohortSeason) -> dict[int, str]:
    """The name of the cohort in which each member stands."""
    standing: Any = season.standing
    return {} if standing is None else {i: cohort.name for cohort in standing.cohorts for i in cohort.members}


def seats_that_stand(season: CohortSeason) -> set[int]:
    """The members who sit already."""
    return set(stood(season))


def moved(season: CohortSeason, cohort: CohortAt) -> list[int]:
    """The members of a cohort who stand in another one and were not opened again."""
    standing: Any = season.standing
    before = stood(season)
    return [i for i in cohort.members if i in before and before[i] != cohort.continues and i not in standing.reopened]


def could_lead_on(judge: CohortJudge, name: str) -> list[int]:
    """The facilitators of a cohort that stands who may still lead, and everyone of it who still takes part."""
    cohort = standing_cohort(judge.season, name)
    if cohort is None:
        return []
    there = [i for i in cohort.members if judge.people.left[i] is None]
    standing: Any = judge.season.standing
    return [
        f
        for f in cohort.facilitators
        if f not in standing.reopened_leaders
        and judge.people.right[f] is None
        and judge.people.seats[f]
        and all(judge.company.may_lead(i, f) for i in there)
    ]


def continues_rightly(judge: CohortJudge, cohorts: Sequence[CohortAt], labels: Sequence[str]) -> Iterator[str]:
    """A cohort goes on as one other at most, with somebody who was in it."""
    season, taken = judge.season, dict[str, str]()
    for label, at in zip(labels, cohorts, strict=True):
        if not at.continues:
            continue
        before = standing_cohort(season, at.continues)
        if before is None:
            yield f'cohort {label}: continues "{at.continues}", which is no cohort that stands'
        elif not set(before.members) & set(at.members):
            yield f'cohort {label}: continues "{at.continues}", yet nobody of it is here'
        if at.continues in taken:
            yield f'cohort {label}: continues "{at.continues}", as cohort {taken[at.continues]} does'
        taken.setdefault(at.continues, label)


def change_of(season: CohortSeason, i: int, at: CohortAt) -> str:
    """Kept in the cohort that stands, moved from another one, or new."""
    before = stood(season).get(i)
    return "new" if before is None else "kept" if before == at.continues else "moved"


def expected_numbers(season: CohortSeason, cohorts: Sequence[CohortAt]) -> list[int]:
    """The number that a name of digits says; the others follow all these in the order of their first members."""
    standing: Any = season.standing
    said: dict[str, int] = {}
    names = [] if standing is None else [one.name for one in standing.cohorts] + [name for name, *_ in standing.ended]
    for name in names:
        if name.isdecimal() and 1 <= int(name) < 10_000 and int(name) not in said.values():
            said[name] = int(name)
    highest = max(said.values(), default=0)
    others = sorted(min(at.members) for at in cohorts if at.continues not in said and at.members)
    return [
        said[at.continues]
        if at.continues in said
        else highest + 1 + others.index(min(at.members, default=-1))
        if at.members
        else highest
        for at in cohorts
    ]


def fewer_moves(judge: CohortJudge, cohorts: Sequence[CohortAt]) -> Iterator[str]:
    """Members who moved and could have stayed with everyone else where they are: alone, or in exchange for another."""
    season, before = judge.season, stood(judge.season)
    by_name = {at.continues: at for at in cohorts if at.continues}
    for at in cohorts:
        for i in moved(season, at):
            home = by_name.get(before[i])
            if home is None:
                continue
            for other in (None, *home.members):
                here, there = at.less(i), home.more(i)
                if other is not None and before.get(other) == home.continues:
                    continue
                if other is not None:
                    here, there = here.more(other), there.less(other)
                if _sound(judge, here, at) and _sound(judge, there, home):
                    back = f" in exchange for {season.left.ids[other]}" if other is not None else ""
                    yield f"{season.left.ids[i]} could go back to cohort {home.continues}{back}"
                    break


def _sound(judge: CohortJudge, after: CohortAt, before: CohortAt) -> bool:
    """Whether a cohort may be so, and still goes on as the one it did."""
    one = standing_cohort(judge.season, before.continues)
    return judge.allowed(after) and (one is None or bool(set(one.members) & set(after.members)))
