"""`pairing history`: every decision and plan that touched somebody."""

from __future__ import annotations

from pathlib import Path

from pairing.cli.terminal import cells, out, show, write_table


def print_history(folder: Path, person: str | None, output: Path | None) -> None:
    """Decisions and places in the order in which they happened."""
    from pairing.runs import history

    found = history(folder, person)
    if output is None:
        show(out(), f"History of {person or 'everybody'}", list(found.columns), cells(found))
    write_table(found, output)
