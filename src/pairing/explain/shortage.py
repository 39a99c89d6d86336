"""A Hall set: people who together can reach fewer seats than they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing.instance.pairs import Candidates
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.program.wording import counted, listed, named, plural


@dataclass(frozen=True)
class Shortage:
    """`people` (left ids) can be matched only with `partners` (right ids), who have `seats` for them.

    `everyone`: the people are all who take part and are not locked.
    """

    people: Sequence[str]
    partners: Sequence[str]
    seats: int
    everyone: bool

    def counts(self, label: str) -> dict[str, int]:
        """The counts as columns of `unmatched.csv`."""
        return {f"{plural(label)} in shortage": len(self.people), "seats in shortage": self.seats}

    def sentence(self, left: str, right: str) -> str:
        """The shortage as a committee would say it."""
        people = f"{'all ' if self.everyone else ''}{counted(len(self.people), left)}"
        people += " who take part" if self.everyone else f" ({listed(self.people)})"
        if not self.partners:
            return f"shortage: {people} can reach no free seat"
        seats = counted(self.seats, "free seat")
        owners = f"{named(len(self.partners), right)} {listed(self.partners)}"
        return f"shortage: {people} can reach only {seats} ({owners}), all taken"


def shortage_of(candidates: Candidates, plan: Plan, i: int) -> Shortage | None:
    """The Hall set around an unplaced left person; None when a free seat can be reached, so that no shortage exists.

    From the person follow eligible pairs to right people and the plan's pairs back; locked pairs do not move.
    Others who can go nowhere else are counted in.
    """
    season = candidates.season
    locked = {lock.pair[0] for lock in candidates.locks}
    partners: dict[int, list[int]] = {}
    for pair in plan.pairs:
        who = season.left.index[key(pair.left)]
        if who not in locked:
            partners.setdefault(season.right.index[key(pair.right)], []).append(who)
    free = candidates.seats.copy()
    for lock in candidates.locks:
        free[lock.pair[1]] -= 1
    people, reached, fresh = {i}, set[int](), [i]
    while fresh:
        person = fresh.pop()
        for j in candidates.eligible[person].nonzero()[0].tolist():
            if j in reached:
                continue
            if len(partners.get(j, ())) < free[j]:
                return None
            reached.add(j)
            fresh.extend(k for k in partners.get(j, ()) if k not in people)
            people.update(partners.get(j, ()))
    confined = ~candidates.eligible[:, [j for j in range(len(free)) if j not in reached]].any(axis=1)
    people |= {k for k in np.flatnonzero(confined & candidates.eligible.any(axis=1)).tolist() if k not in locked}
    seats = int(sum(free[j] for j in reached))
    everyone = people == {k for k in np.flatnonzero(candidates.left_in).tolist() if k not in locked}
    with_seats = sorted(j for j in reached if free[j])
    return Shortage(
        [season.left.ids[k] for k in sorted(people)], [season.right.ids[j] for j in with_seats], seats, everyone
    )
