"""The best plan of a season, proved: `pairs` as a network (`pairs.cpsat` beyond it), `cohorts` on the grouping engine.

Takes an instance and hands back a plan with its proof; knows no files and no words for people.
"""
