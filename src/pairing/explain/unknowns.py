"""What nobody knows: questions to ask, and where a criterion had to guess."""

from __future__ import annotations

from pairing.candidates import Candidates
from pairing.errors import Problem
from pairing.explain.wording import listed, named


def open_questions(candidates: Candidates) -> list[Problem]:
    """Every question that a screen had to leave open, with the people about whom it is asked."""
    season = candidates.season
    problems = []
    program = season.program
    for side, table, statuses in (
        (program.left, season.left, candidates.left_status),
        (program.right, season.right, candidates.right_status),
    ):
        asked: dict[str, list[str]] = {}
        for identifier, row, status in zip(table.ids, table.rows, statuses, strict=True):
            if status.question:
                asked.setdefault(status.question, []).append(f"{identifier} (row {row})")
        for question, people in asked.items():
            message = f"{question} {len(people)} {named(len(people), side.label)}: {listed(people)}"
            problems.append(Problem(message, table.file, table.sheet, severity="question"))
    return problems


def unknown_counts(candidates: Candidates) -> list[tuple[str, int, float]]:
    """For each criterion how many eligible pairs it could not tell about, and their share of them."""
    pairs = int(candidates.eligible.sum())
    counts = [int((unknown & candidates.eligible).sum()) for unknown in candidates.unknown]
    titles = [criterion.title for criterion in candidates.season.program.criteria]
    return [(title, count, count / pairs if pairs else 0.0) for title, count in zip(titles, counts, strict=True)]
