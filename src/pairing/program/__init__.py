"""What an association writes: the schema of a program file, strict, with every mistake named in one pass."""

from pairing.program.goals import GOALS, GoalItem
from pairing.program.reading import outlined_tables, parse_program, read_program
from pairing.program.schema import Capacity, CriterionItem, Program, RuleItem, ScreenItem, Side, parameters_of

__all__ = [
    "GOALS", "Capacity", "CriterionItem", "GoalItem", "Program", "RuleItem", "ScreenItem", "Side",
    "outlined_tables", "parameters_of", "parse_program", "read_program",
]  # fmt: skip
