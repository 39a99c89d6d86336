"""One season of one program, frozen: the program, the tables of people, the decisions, what stands.

`season` is what it holds, `assembling` makes one of tables that were read, `changing` and
`peopling` make another one of it.
"""

from pairing.season.build import Parts, assembled
from pairing.season.season import (
    CohortSeason,
    PairSeason,
    Season,
    Standing,
    StandingCohort,
    StandingCohorts,
    as_cohorts,
    as_pairs,
    by_kind,
    capacities,
    is_of_pairs,
    nobody,
)

__all__ = [
    "CohortSeason",
    "PairSeason",
    "Parts",
    "Season",
    "Standing",
    "StandingCohort",
    "StandingCohorts",
    "as_cohorts", "as_pairs", "assembled", "by_kind",
    "capacities",
    "is_of_pairs",
    "nobody",
]  # fmt: skip
