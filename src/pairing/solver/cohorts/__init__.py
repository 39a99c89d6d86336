"""Knows how a cohort program is solved: who sits, cohorts as alike as can be, facilitators and later goals, reruns.

Hands out `driver.solve` (a roster to a `CohortPlan`; it loads the compiled engine) and to `explain` `counting_bounds`.
Must not know how groups are searched for (that is `grouping`) nor why somebody waits (that is `explain`).
"""
