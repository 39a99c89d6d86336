"""OR-Tools and SciPy as this project sets them up: CP-SAT, linear programs, flows, and the deadline they all heed.

Hands out one front end for each, by files, as each loads a solver of its own. Must not know programs, people or groups.
"""
