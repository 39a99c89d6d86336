"""One season of one program, frozen: the program, the tables of people, the decisions, what stands.

`season` is what it holds, `assembling` makes one of tables that were read, `changing` and
`peopling` make another one of it.
"""

from pairing.season.build import Parts, assembled
from pairing.season.season import Season, Standing, StandingCohort, StandingCohorts, capacities, nobody

__all__ = [
    "Parts", "Season", "Standing", "StandingCohort", "StandingCohorts", "assembled", "capacities", "nobody",
]  # fmt: skip
