"""Judges any plan from season and plan alone, by scalar code of its own; knows no solver.

Not judged: the tie-break among equally good plans, `change` other than locked and kept, `certain` of pairs not locked;
where limits are no part of the network, the bounds of plans that CP-SAT found and its word that there is none. Of
cohorts `change` is not judged at all, and bounds only by arithmetic.
"""

from pairing.verify.batch import Checker
from pairing.verify.claims import Report
from pairing.verify.cohorts.plan import check_cohorts, judge_cohorts
from pairing.verify.pairs.curves import judge_curve
from pairing.verify.pairs.plan import check, judge_pairs

__all__ = ["Checker", "Report", "check", "check_cohorts", "judge_cohorts", "judge_curve", "judge_pairs"]
