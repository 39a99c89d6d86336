"""What a solver sees of a season: every pair judged once, who takes part, seats, which pairs may be made.

`evaluation` judges a relation of two tables; `pairs` (Candidates) and `cohorts` (Roster) are the instances of the two
kinds of program. Knows no solver and no plan.
"""
