"""The command that invents a season."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.say import say


@click.command()
@click.argument("program")
@click.argument("season", required=False, type=click.Path(path_type=Path))
@click.option(
    "-n", "n", type=int, metavar="N", help="So many mentees (members); by default as many as the program's sample has."
)
@click.option(
    "--mentors", "--facilitators", "--others", "others", type=int, metavar="N",
    help="So many on the other side; by default in the sample's proportion.",
)  # fmt: skip
@click.option(
    "--seed", type=int, metavar="N", default=0, show_default=True, help="Other people for every other number."
)
@click.option(
    "--missing", type=float, metavar="SHARE", default=0.0, help="Leave this share of cells blank, such as 0.1."
)
@click.option(
    "--shortage",
    type=float,
    metavar="SHARE",
    help="Seats fall short by this share of those who take part, such as 0.2.",
)
@click.option("--state", metavar="ST", help="Two letters, where it is not the sample's.")
def sample(
    program: str, season: Path | None, n: int | None, others: int | None, seed: int, missing: float,
    shortage: float | None, state: str | None,
) -> None:  # fmt: skip
    """Make a season of invented people on real towns, to practice with.

    PROGRAM is a built-in one, or a program file of your own with tables of a few people beside it. SEASON is a new
    folder; by default it is called PROGRAM-invented.
    """
    from pairing.errors import command
    from pairing.program.wording import counted
    from pairing.setup.synthetic import sample as invented
    from pairing.setup.synthetic import seats_of

    folder = season or Path(f"{_named(program)}-invented")
    made = invented(
        program, folder, n=n, others=others, seed=seed, missing=missing, shortage=shortage, state=state
    )  # fmt: skip
    for table in made.tables:
        say(folder / table.file)
    left, right, seats = seats_of(made)
    labels = made.program.left.label, made.program.right.label
    serve = f"; {counted(right, labels[1])} with {seats:g} free seats" if made.right.file else ""
    say(f"They take part: {counted(left, labels[0])}{serve}. Now try: {command('check', folder)}", err=True)


def _named(program: str) -> str:
    """A program's name, or that of its file, or of the folder of its program.toml."""
    path = Path(program)
    return path.resolve().parent.name if path.name == "program.toml" else path.resolve().stem


COMMANDS: Sequence[click.Command] = (sample,)
