"""Invented seasons: plausible invented people on real towns, as many as wanted, for practice and for stress tests.

patterns    a program and tables with people in it, whose cells are what is drawn from
names       names that nobody takes for real
districts   a district for each real town near the people of the patterns
cells       one function per column that needs sense; all other cells are as the pattern's
tables      the people of both sides, and their cells
seats       capacities, so that seats fall short by as much as wanted
season_folder  all of it as a season
"""

from pairing.setup.synthetic.season_folder import sample
from pairing.setup.synthetic.seats import Seats, seats_of

__all__ = ["Seats", "sample", "seats_of"]
