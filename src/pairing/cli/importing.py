"""`pairing import`: from a form's export to a table of the season, shown first and written when asked."""

from __future__ import annotations

from pathlib import Path

import click

from pairing.cli.options import SEASON
from pairing.cli.say import say

MOST_LINES = 40


@click.command("import")
@SEASON
@click.argument("table", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--apply", is_flag=True, help="Write the table, and keep the original under imports/.")
@click.option("--suggest", "suggested", is_flag=True, help="Write a first mapping into import.toml.")
@click.option("--undo", is_flag=True, help="Put back the table as it was before the last import.")
@click.option(
    "--take", nargs=2, multiple=True, metavar="theirs ID", help="Of ID the export counts (ID.column: a cell)."
)
@click.option("--all", "everything", is_flag=True, help="Show every line of the account.")
def import_command(
    season: Path, table: str | None, file: Path | None, apply: bool, suggested: bool, undo: bool,
    take: tuple[tuple[str, str], ...], everything: bool,
) -> None:  # fmt: skip
    """Make a table of a form's export, shown cell by cell.

    FILE is the export of a form, or a workbook kept by hand: .csv, .xlsx, .xls, .ods or .xlsb. Nothing is written
    without --apply. [import.TABLE] in program.toml or import.toml says which heading is which column.
    """
    if undo:
        if file is not None or apply or suggested or take:
            raise click.UsageError("--undo stands alone, or with the table")
        from pairing.setup.importing import undo_import

        say(undo_import(season, table or ""))
        return
    if table is None or file is None:
        raise click.UsageError("name the table and the file: pairing import SEASON TABLE FILE")
    if suggested:
        _suggest(season, table, file)
        return
    strange = [word for word, _ in take if word != "theirs"]
    if strange:
        raise click.UsageError(f'--take theirs ID: expected "theirs", got "{strange[0]}"')
    show_import(season, table, file, apply, [identifier for _, identifier in take], everything)


def _suggest(season: Path, table: str, file: Path) -> None:
    from pairing.errors import command
    from pairing.setup.importing.suggest import suggest

    target, text = suggest(season, table, file)
    say(text, nl=False)
    say(
        f"\nWritten to {target}. Read it, change what is not right, then: {command('import', season, table, file)}",
        err=True,
    )


def show_import(season: Path, table: str, file: Path, apply: bool, take: list[str], everything: bool = False) -> None:
    """Import, and print the account."""
    from pairing.cli.terminal import out
    from pairing.errors import command
    from pairing.setup.importing import import_table

    done = import_table(season, table, file, apply, take=take)
    console = out()
    console.print(str(done), style="bold", markup=False, soft_wrap=True)
    for title, lines in done.lines():
        if not lines:
            continue
        console.print(f"\n{title}", style="bold", markup=False)
        shown = lines if everything else lines[:MOST_LINES]
        for line in shown:
            console.print(f"  {line}", markup=False, soft_wrap=True)
        if len(lines) > len(shown):
            console.print(f"  ... and {len(lines) - len(shown)} more; --all shows them", markup=False)
    if done.kept is not None:
        say(
            f"\nWritten. The original and this account are kept in {done.kept}. Now: {command('check', season)}",
            err=True,
        )
    elif not done.changes_anything:
        say("\nThis changes nothing; nothing is written.", err=True)
    else:
        say(f"\nNothing is written. To write it: {command('import', season, table, file, '--apply')}", err=True)


def init_from(program: str, season: Path, files: tuple[str, ...]) -> None:
    """Make a season of exports at once: suggest, show, apply; those who serve first, whom the others name."""
    from pairing.errors import InputError, Problem
    from pairing.setup.built_in import create_season
    from pairing.setup.importing.driver import of_program, program_of
    from pairing.setup.importing.suggest import suggest

    named = [one.partition("=") for one in files]
    if strange := [one for one, (table, _, file) in zip(files, named, strict=True) if not (table and file)]:
        raise click.UsageError(f'--from expects TABLE=FILE, got "{strange[0]}"')
    if missing := [file for _, _, file in named if not Path(file).is_file()]:
        raise InputError([Problem(f'"{file}" is not a file') for file in missing])
    create_season(program, season)
    made = program_of(season)
    tables = {of_program(made, table): Path(file) for table, _, file in named}
    for table in sorted(tables, key=lambda one: one == made.left.table):
        suggest(season, table, tables[table])
        show_import(season, table, tables[table], True, [])
    say(f"How each heading was read stands in {season / 'import.toml'}, every line with its reason.", err=True)


COMMANDS = (import_command,)
