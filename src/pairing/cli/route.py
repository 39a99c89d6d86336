"""`pairing route`: a season of the people routed elsewhere, and what to do with it."""

from __future__ import annotations

from pathlib import Path

from pairing.cli.say import say
from pairing.errors import command
from pairing.season.loading import load
from pairing.setup.routing import Routed, route


def route_people(folder: Path, dest: Path, to: str | None) -> None:
    """Write the season, print its files and say what is left to do."""
    season = load(folder)
    routed = route(season, dest, to)
    if routed is None:
        say(f"Nobody is routed {f'to {to}' if to else 'elsewhere'}: nothing was written.")
        return
    for path in routed.made:
        say(path)
    count = len(routed.people)
    who = season.program.left.label if count == 1 else season.program.left.table
    say(f"{count} {who} routed to {routed.to}: {', '.join(routed.people)}", err=True)
    say(_next(routed, dest), err=True)


def _next(routed: Routed, dest: Path) -> str:
    """What is left to do."""
    steps = [f"fill {path.name}" for path in routed.fill]
    note = ""
    if not routed.program:
        note = "The screen names no built-in program, so the folder has no program.toml. "
        steps.insert(0, f"put the program file of {routed.to} there as program.toml")
    return f"{note}Now {', '.join(steps)}, then run: {command('check', dest)}"
