"""The best plan of a season: pairs as a network (CP-SAT beyond it), cohorts by set partitioning.

Hands out `pairs` and `cohorts`, by what they are asked for. Must not know the checker, run folders or words of reports.
"""
