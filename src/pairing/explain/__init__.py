"""Why, why not, why left out: reasons that anyone can count.

Of pairs: `unmatched` (why somebody has no partner) from `funnel` (what took the possible partners away, step by step)
and `shortage` (people who can reach fewer seats than they are); `exceptions` (pairs that do not keep a soft rule).

Of cohorts: `waiting` (why somebody has no seat) from `groups` (members who could share cohorts, by
name, and what is wrong with a group) and `ways` (the ways out), which are tried out in `joining`.

Of both: `capacity` (seats against people before anything is solved), `unknowns` (questions to ask, and where a
criterion guesses).
"""

from pairing.explain.unknowns import open_questions, unknown_counts
from pairing.explain.unmatched import left_out

__all__ = ["left_out", "open_questions", "unknown_counts"]
