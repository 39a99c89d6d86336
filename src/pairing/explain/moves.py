"""What changed against what stood, person by person: forced or chosen, and for chosen moves what they buy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.instance.evaluation import broken_rules
from pairing.instance.pairs import Candidates
from pairing.plans.pair_parts import Change
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.season import Standing


def changes(candidates: Candidates, plan: Plan) -> tuple[Change, ...]:
    """Everyone whose partner is another than the one who stood, in the table's order, then those who are gone."""
    standing = candidates.season.standing
    if not isinstance(standing, Standing) or not plan.found:
        return ()
    left, right = candidates.season.left.index, candidates.season.right.index
    made = {left[key(pair.left)]: right[key(pair.right)] for pair in plan.pairs}
    return tuple(_Rerun(candidates, standing, made).changes())


@dataclass(frozen=True)
class _Rerun:
    """What stood and what is now: right by left people, positions in the tables."""

    candidates: Candidates
    standing: Standing
    now: dict[int, int]

    def changes(self) -> Iterator[Change]:
        season = self.candidates.season
        for i, identifier in enumerate(season.left.ids):
            before = self._before(i)
            after = season.right.ids[self.now[i]] if i in self.now else None
            if before != after:
                move, why = self._why(i)
                yield Change(identifier, before, after, move, why, *self._differences(i))
        for identifier, partner in self.standing.ended:
            yield Change(
                identifier, partner, None, "ended", f"{identifier} is no longer in {season.left.file}", None, None
            )

    def _before(self, i: int) -> str | None:
        if i in self.standing.partners:
            return self.candidates.season.right.ids[self.standing.partners[i]]
        return self.standing.gone.get(i)

    def _why(self, i: int) -> tuple[str, str]:
        """Which kind of move it is, and why."""
        status = self.candidates.left_status[i]
        if not status.takes_part:
            return "ended", status.reason
        if self._before(i) is None:
            return "new", self._seat(i)
        if i in self.hindered:
            return "forced", self.hindered[i] + ("" if i in self.now else "; nobody else is free")
        return "chosen", self._bought(i)

    @cached_property
    def hindered(self) -> dict[int, str]:
        """Why the pair that stood cannot stay, for those whose cannot."""
        season = self.candidates.season
        found = {i: f"{partner} is no longer in {season.right.file}" for i, partner in self.standing.gone.items()}
        for i, j in self.standing.partners.items():
            reason = next(self._against(i, j), "")
            if reason and self.candidates.left_status[i].takes_part:
                found[i] = reason
        return found

    def _against(self, i: int, j: int) -> Iterator[str]:
        """Everything that keeps a pair from staying."""
        candidates, partner = self.candidates, self.candidates.season.right.ids[j]
        if not candidates.right_status[j].takes_part:
            yield f"{partner} does not take part: {candidates.right_status[j].reason}"
        yield from (f"{decision} forbids the pair" for decision in candidates.forbidden if decision.pair == (i, j))
        yield from broken_rules(candidates, i, j, but=candidates.soft_rules)
        locked = [lock for lock in candidates.locks if lock.pair[0] == i and lock.pair[1] != j]
        yield from (f"{lock} gives them {candidates.season.right.ids[lock.pair[1]]}" for lock in locked)
        taken = sum(lock.pair[1] == j for lock in candidates.locks if lock.pair[0] != i)
        if candidates.seats[j] <= taken:
            yield f"{partner} has no seat left"

    @cached_property
    def displaced(self) -> dict[int, int]:
        """For left people who made room the one who came for it: only where no seat of that right person was free."""
        found: dict[int, int] = {}
        for j, seats in enumerate(self.candidates.seats.tolist()):
            stood = [i for i, partner in self.standing.partners.items() if partner == j and i not in self.hindered]
            leavers = sorted(i for i in stood if self.now.get(i) != j and self.candidates.left_status[i].takes_part)
            arrivals = [i for i, partner in self.now.items() if partner == j and self.standing.partners.get(i) != j]
            arrivals.sort(key=lambda i: (i in self.standing.partners and i not in self.hindered, i))
            needed = max(0, len(stood) + len(arrivals) - seats)
            found.update(zip(leavers[:needed], arrivals, strict=False))
        return found

    def _seat(self, i: int) -> str:
        """How somebody came to a first partner."""
        movers = [other for other, newcomer in self.displaced.items() if newcomer == i]
        if not movers:
            return "a free seat: nobody moves for it"
        ids = self.candidates.season.left.ids
        return f"{', '.join(ids[other] for other in sorted(movers))} made room"

    def _bought(self, i: int) -> str:
        """What somebody moves for who could have stayed."""
        chain, seen = [i], {i}
        while chain[-1] in self.displaced and self.displaced[chain[-1]] not in seen:
            chain.append(self.displaced[chain[-1]])
            seen.add(chain[-1])
        if len(chain) > 1:
            return ", so that ".join(map(self._step, chain))
        if i in self.standing.reopened:
            return f"{self._step(i)}: their pair was opened again"
        return f"{self._step(i)}: {self._gain(i)}"

    def _step(self, i: int) -> str:
        ids = self.candidates.season
        return f"{ids.left.ids[i]} to {ids.right.ids[self.now[i]] if i in self.now else 'nobody'}"

    def _gain(self, i: int) -> str:
        """What the people who change seats with somebody gain together in fit."""
        component, grown = {i}, True
        while grown:
            seats = {j for k in component for j in (self.standing.partners.get(k), self.now.get(k)) if j is not None}
            movers = {
                k
                for k in self.standing.partners
                if k not in component and k not in self.hindered and self.now.get(k) != self.standing.partners[k]
                and (self.standing.partners[k] in seats or self.now.get(k) in seats)
            }  # fmt: skip
            grown = bool(movers)
            component |= movers
        gained = sum(self._differences(k)[0] or 0 for k in component)
        who = "they gain" if len(component) == 1 else f"the {len(component)} who change gain"
        return f"{who} {gained / 100:,.2f} points of fit together" if gained > 0 else "an earlier goal asks for it"

    def _differences(self, i: int) -> tuple[int | None, float | None]:
        """By how much the fit and the miles are larger than before, None where one of the two is not known."""
        if i not in self.now or i not in self.standing.partners:
            return None, None
        old, new = (i, self.standing.partners[i]), (i, self.now[i])
        miles = float(self.candidates.miles[new]) - float(self.candidates.miles[old])
        return int(self.candidates.fit[new]) - int(self.candidates.fit[old]), None if np.isnan(miles) else round(
            miles, 2
        )
