"""Rules about what somebody has completed and what a seminar section asks for."""

from __future__ import annotations

import numpy as np

from pairing.program.condition_grammar import Condition
from pairing.program.parameters import ListColumn, TextColumn
from pairing.program.relation import UNKNOWN, Answers, Relation, all_of, answers_of, any_of, overlap
from pairing.program.rules.conditions import NEVER, excused, holds

EVERYWHERE: Condition = {}
"""A `where` that every right person meets."""


def prepared(
    two: Relation, *, left_column: ListColumn = "completed", right_column: ListColumn = "requires",
    unless: Condition = NEVER, where: Condition = EVERYWHERE,
) -> Answers:  # fmt: skip
    """The left person's list holds all that the right person's names, or they meet `unless` and the other `where`."""
    by_left, by_right = answers_of(excused(unless, two.left)), answers_of(holds(where, two.right))
    return any_of(_holds_all(two, left_column, right_column), all_of(by_left[:, None], by_right[None, :]))


def _holds_all(two: Relation, left_column: str, right_column: str) -> Answers:
    """Yes where nothing is required, whatever the left person has completed; else unknown if either list is blank."""
    held, required = two.left.sets(left_column), two.right.sets(right_column)
    many = np.array([-1 if entries is None else len(entries) for entries in required], dtype=np.int64)[None, :]
    blank = np.array([entries is None for entries in held], dtype=bool)[:, None]
    answers: Answers = (overlap(held, required) == many).astype(np.int8)
    answers[(blank & (many != 0)) | (many < 0)] = UNKNOWN
    return answers


def not_listed(two: Relation, *, left_column: ListColumn = "completed", right_column: TextColumn = "level") -> Answers:
    """The left person's list does not hold what stands in the right person's `right_column`."""
    held = two.left.sets(left_column)
    named = [None if text is None else frozenset([text]) for text in two.right.keys(right_column)]
    answers: Answers = (overlap(held, named) == 0).astype(np.int8)
    answers[[entries is None for entries in held], :] = UNKNOWN
    answers[:, [text is None for text in named]] = UNKNOWN
    return answers
