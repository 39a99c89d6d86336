"""`pairing compare`: two runs side by side."""

from __future__ import annotations

from pathlib import Path

from pairing.cli.terminal import cells, out, show, write_table

MOST = 25
"""No more rows than this are listed; the others stand in the file."""


def print_comparison(folder: Path, first: str | None, second: str | None, output: Path | None) -> None:
    """Goals side by side, and everybody who is not kept."""
    from pairing.runs import compare

    found = compare(folder, first, second)
    console = out()
    show(console, f"{found.first} and {found.second}", ["goal", "before", "now"], cells(found.goals), right=(1, 2))
    console.print(f"\n{found.summary}", markup=False, soft_wrap=True)
    changed = found.changed
    if len(changed):
        columns = ["role", "id", "name", "change", "before", "now", "why"]
        show(console, "Who is elsewhere", columns, cells(changed[columns].head(MOST)))
    if len(changed) > MOST:
        console.print(f"... and {len(changed) - MOST} more: write them to a file with -o")
    write_table(found.people, output)
