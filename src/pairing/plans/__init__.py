"""Who is matched with whom, plus what was proved about it: the results of both kinds of program, as plain values.

`base` is what both say, `pairs` and `cohorts` are the two. Knows no solver, no files and no reasons.
"""
