"""What nobody knows: questions to ask, and where a criterion had to guess."""

from __future__ import annotations

from pairing.errors import Problem
from pairing.instance.tables import RelationView
from pairing.program.wording import counted, listed


def open_questions(views: list[RelationView]) -> list[Problem]:
    """Every question that a screen had to leave open, with the people about whom it is asked."""
    asked: dict[tuple[str, str, str, str], list[str]] = {}
    for table, label, statuses in {
        table.name: (table, view.labels[k], view.statuses[k])
        for view in reversed(views)
        for k, table in ((1, view.right), (0, view.left))
    }.values():
        for identifier, row, status in zip(table.ids, table.rows, statuses, strict=True):
            if status.question:
                place = (status.question, label, table.file, table.sheet)
                asked.setdefault(place, []).append(f"{identifier} (row {row})")
    return [
        Problem(f"{question} {counted(len(people), label)}: {listed(people)}", file, sheet, severity="question")
        for (question, label, file, sheet), people in asked.items()
    ]


def unknown_counts(view: RelationView) -> list[tuple[str, int, float]]:
    """For each criterion how many eligible pairs it could not tell about, and their share of them."""
    eligible = view.eligible & view.counted
    pairs = int(eligible.sum())
    counts = [int((unknown & eligible).sum()) for unknown in view.judged.unknown]
    titles = [criterion.title for criterion in view.judged.criteria]
    return [(title, count, count / pairs if pairs else 0.0) for title, count in zip(titles, counts, strict=True)]
