"""`pairing standby`: what every single loss would mean, and whom to keep on standby."""

from __future__ import annotations

from pathlib import Path

from pairing.cli.terminal import cells, out, show, write_table
from pairing.errors import Interrupted


def print_standby(folder: Path, output: Path | None, interrupted: Interrupted) -> None:
    """Every single loss with its repair, and whom to keep on standby."""
    from pairing.run import standby

    found = standby(folder, interrupted=interrupted)
    console, table = out(), found.table
    columns = [f"{found.label}_id", "serves", "covered", "moves", "repair"]
    show(console, f"If one {found.label} drops out", columns, cells(table[columns]), right=(3,))
    open_losses = [loss for loss in found.losses if loss.uncovered]
    covered = len(found.losses) - len(open_losses)
    console.print(f"\n{covered} of {len(found.losses)} such losses can be covered.", markup=False)
    if open_losses:
        names = ", ".join(loss.right for loss in open_losses)
        console.print(
            f"Not to be covered, as nobody else can take all they serve: {names}", markup=False, soft_wrap=True
        )
    listed = ", ".join(found.listed) or "nobody: those who serve already have room"
    aside = " (by seats and rules alone: the program's limits are left aside)" if found.limits_aside else ""
    console.print(f"Enough on standby, of {found.idle} idle{aside}: {listed}", markup=False, soft_wrap=True)
    write_table(table, output)
