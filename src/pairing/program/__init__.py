"""What an association writes: the schema of a program file, strict, with every mistake named in one pass."""

from pairing.program.cohorts import CohortProgram
from pairing.program.goals import COHORT_GOALS, GOALS, GoalItem
from pairing.program.papers import Letters, Payment
from pairing.program.reading import outlined_tables, parse_program, read_program
from pairing.program.schema import (
    NO_MINIMUM,
    AnyProgram,
    Capacity,
    CriterionItem,
    LimitItem,
    PairLimitItem,
    Program,
    RightSide,
    RuleItem,
    ScreenItem,
    Side,
    parameters_of,
)

__all__ = [
    "COHORT_GOALS", "GOALS", "NO_MINIMUM", "AnyProgram", "Capacity", "CohortProgram", "CriterionItem", "GoalItem",
    "Letters", "LimitItem", "PairLimitItem", "Payment", "Program", "RightSide", "RuleItem", "ScreenItem", "Side",
    "outlined_tables", "parameters_of", "parse_program", "read_program",
]  # fmt: skip
