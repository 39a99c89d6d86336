"""The command that writes letters. It sends none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.options import SEASON


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
    from pairing.explain.wording import counted
    from pairing.letters import write
    from pairing.report import changed_inputs
    from pairing.season import load

    folder = write(season, run, docx, only_new)
    changed = changed_inputs(load(season), folder.parent)
    if changed:
        click.echo(f"Changed since {folder.parent.name} was made: {', '.join(changed)}.", err=True)
    click.echo(folder)
    number = len(list(folder.glob("*.txt")))
    click.echo(f"{counted(number, 'letter')} and letters.csv for a mail merge; nothing was sent.", err=True)


COMMANDS: Sequence[click.Command] = (letters,)
