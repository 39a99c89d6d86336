"""A cohort program solved on the grouping engine: seats, facilitators, meeting places, swap costs.

`solving.solve` is the way through; it loads the compiled engine, so only who solves cohorts imports it.
"""
