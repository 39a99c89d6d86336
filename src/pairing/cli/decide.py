"""`pairing decide --from`: what became of each edit of a workbook."""

from __future__ import annotations

from pathlib import Path

from pairing.cli.say import say
from pairing.program.wording import counted
from pairing.runs import decide_from


def decide_by_workbook(season: Path, workbook: Path, by: str, dry_run: bool) -> int:
    """Decide, and print what each edit means and what is refused; returns the exit code."""
    done = decide_from(season, workbook, by=by, dry_run=dry_run)
    written = "would be written" if dry_run else "written"
    for one in done.decided:
        say(f"{one} (cell {done.cells[one.id]}), {written} to the decisions of {season}.")
        for sentence in one.meaning:
            say(f"  {sentence}")
    for sentence in done.passed_over:
        say(sentence)
    if not (done.decided or done.passed_over or done.refused):
        say(f'Nothing is filled in on the sheet "Assignments" of {workbook.name}.')
    if done.refused:
        refused = counted(len({problem.cell for problem in done.refused}), "edit")
        kept = f"{len(done.decided)} {written}" if done.decided else "nothing is written"
        say(f"{refused} refused, {kept}:", err=True)
        for problem in done.refused:
            say(f"  {problem}", err=True)
    return 1 if done.refused else 0
