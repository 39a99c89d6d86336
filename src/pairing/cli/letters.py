"""The command that writes letters. It sends none."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.options import SEASON
from pairing.cli.say import say


@click.command()
@SEASON
@click.argument("run", required=False)
@click.option("--docx", is_flag=True, help="Write Word documents beside the texts.")
@click.option("--only-new", is_flag=True, help="Only letters about people who are new to each other.")
def letters(season: Path, run: str | None, docx: bool, only_new: bool) -> None:
    """Write letters that introduce people to each other.

    One letter per pair or cohort of RUN (the latest by default), and a table for a mail merge with one row per
    recipient, in the run's folder. Nothing is sent. letter.txt.j2 and letter.docx in SEASON replace the built-in
    templates.
    """
    from pairing.letters import write
    from pairing.program.wording import counted, listed
    from pairing.runs import changed_inputs
    from pairing.season.loading import load

    folder = write(season, run, docx, only_new)
    changed = changed_inputs(load(season), folder.parent)
    if changed:
        say(f"Changed since {folder.parent.name} was made: {', '.join(changed)}.", err=True)
    say(folder)
    if without := _without_mail(folder):
        say(f"Without a mail address: {listed(without)}.", err=True)
    number = len(list(folder.glob("*.txt")))
    say(f"{counted(number, 'letter')} and letters.csv for a mail merge; nothing was sent.", err=True)


def _without_mail(folder: Path) -> list[str]:
    """The ids of recipients of whom no mail address is known."""
    with (folder / "letters.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return list(dict.fromkeys(row["recipient_id"] for row in rows if not row["recipient_email"]))


COMMANDS: Sequence[click.Command] = (letters,)
