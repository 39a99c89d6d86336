"""The commands. Each parses, makes one call and prints; tables go to stdout, prose and progress to stderr."""

from __future__ import annotations

import codecs
from pathlib import Path

import click

from pairing.cli.calibrate import COMMANDS as CALIBRATION
from pairing.cli.exit_codes import EXIT_CODES, Family, interruptible
from pairing.cli.importing import COMMANDS as IMPORTING
from pairing.cli.letters import COMMANDS as MAILING
from pairing.cli.options import ALTERNATIVES, AS_JSON, OUTPUT, SEASON, SEED, TIME_LIMIT, Alternatives
from pairing.cli.report import COMMANDS as PAPERS
from pairing.cli.sample import COMMANDS as INVENTING
from pairing.cli.say import save, say
from pairing.cli.sensitivity import COMMANDS as WEIGHING
from pairing.cli.summer import COMMANDS as RERUNS
from pairing.cli.sweep import COMMANDS as SWEEPS


@click.group(cls=Family, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pairing")
def pairing() -> None:
    """Match mentors with new school leaders, group leaders into cohorts, and prove and explain it.

    Everything happens on this machine; no command sends anything anywhere, but sweep --cluster to the cluster it names.
    """


@pairing.command()
def programs() -> None:
    """List the built-in programs, one line each."""
    from pairing.program import read_program
    from pairing.setup.built_in import programs

    for name, path in programs().items():
        program, _ = read_program(path)
        say(f"{name}  {program.source if program else ''}")


@pairing.command()
@click.argument("program")
@SEASON
@click.option("--sample", is_flag=True, help="Fill the tables with the program's sample people.")
@click.option("--xlsx", is_flag=True, help="Make Excel workbooks instead of CSV files.")
@click.option("--from", "files", multiple=True, metavar="TABLE=FILE", help="Import a form's export into a table.")
def init(program: str, season: Path, sample: bool, xlsx: bool, files: tuple[str, ...]) -> None:
    """Make a season folder: a program and its tables.

    The tables have the right headings and, with --sample, invented people.
    """
    if files:
        from pairing.cli.importing import init_from

        if sample or xlsx:
            raise click.UsageError("--from fills the tables itself: leave out --sample and --xlsx")
        init_from(program, season, files)
        return
    from pairing.errors import command as suggested
    from pairing.setup.built_in import create_season

    for path in create_season(program, season, filled=sample, xlsx=xlsx):
        say(path)
    after = "The tables hold invented people; try" if sample else "Now fill the tables, then run"
    say(f"{after}: {suggested('check', season)}", err=True)


for command in (*INVENTING, *IMPORTING):
    pairing.add_command(command)


@pairing.command()
@SEASON
def check(season: Path) -> None:
    """Name every problem, and what each rule removes.

    Every problem in the program and the tables comes in one pass, then the questions to ask somebody.
    """
    from pairing.cli.check import check_season

    check_season(season)


def _column_and_value(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[str, str] | None:  # fmt: skip
    """A column and the value that is wanted in it."""
    if value is None:
        return None
    column, equals, wanted = value.partition("=")
    if not (column.strip() and equals and wanted.strip()):
        raise click.BadParameter(f'expected COLUMN=VALUE such as region=3, got "{value}"')
    return column.strip(), wanted.strip()


@pairing.command()
@SEASON
@TIME_LIMIT
@SEED
@ALTERNATIVES
@click.option(
    "--only",
    metavar="COLUMN=VALUE",
    callback=_column_and_value,
    help="Match only those with this value anew; all others' pairs stand as standing.csv, or the latest run, says.",
)
@AS_JSON
def solve(
    season: Path,
    time_limit: float | None,
    seed: int,
    alternatives: Alternatives,
    only: tuple[str, str] | None,
    as_json: bool,
) -> None:
    """Find the best plan, prove it, and write it under runs/.

    The plan is re-judged by the independent checker before anything is written.
    """
    from pairing.cli.solve import solve_season

    with interruptible() as interrupted:
        outcome = solve_season(season, time_limit, seed, alternatives, only, as_json, interrupted)
    click.get_current_context().exit(EXIT_CODES[outcome])


@pairing.command()
@SEASON
@click.argument("plan", required=False)
@click.option("--prove", is_flag=True, help="Solve again what no certificate shows, however long it takes.")
def verify(season: Path, plan: str | None, prove: bool) -> None:
    """Judge a plan by the independent checker.

    PLAN is a run (the latest by default) or a CSV file made by hand: a column of ids for each side, or the columns
    cohort, role and person_id. Every file of a run is compared with what was written, and it is said what is not
    checked.
    """
    from pairing.cli.verify import verify_plan

    with interruptible() as interrupted:
        verify_plan(season, plan, prove, interrupted)


for command in (*PAPERS, *RERUNS, *MAILING, *SWEEPS, *WEIGHING, *CALIBRATION):
    pairing.add_command(command)


@pairing.command()
@SEASON
@OUTPUT
@click.option(
    "--between",
    metavar="RELATION",
    type=click.Choice(["members", "member-facilitator"]),
    help="For cohorts: members (default) or member-facilitator.",
)
def candidates(season: Path, output: Path | None, between: str | None) -> None:
    """Write every pair with failed rules and points, as CSV.

    One row per pair: eligible or not, the rules it fails, miles, fit and the points for each criterion.
    """
    from pairing.instance.tables import view
    from pairing.runs import candidate_table, csv_bytes
    from pairing.season.loading import load

    content = csv_bytes(candidate_table(view(load(season), between)))
    if output is None:
        say(content.removeprefix(codecs.BOM_UTF8), nl=False)
    else:
        save(output, content)


@pairing.command()
@SEASON
@click.argument("dest", type=click.Path(path_type=Path))
@click.option("--to", metavar="NAME", help="Where to, if people are routed to several places.")
def route(season: Path, dest: Path, to: str | None) -> None:
    """Make a season of the people routed elsewhere.

    DEST gets their rows as they stand in SEASON's table, the other table with headings only, and the built-in program
    that serves them if the screen names one.
    """
    from pairing.cli.route import route_people

    route_people(season, dest, to)


@pairing.command()
@click.argument("what", type=click.Choice(["program", "tables"]), required=False)
def schema(what: str | None) -> None:
    """Print the vocabulary: the kinds and the columns.

    Kinds with their parameters for the program file, columns with their types for the tables.
    """
    from pairing.cli.schema import columns_text, kinds_text

    if what != "tables":
        say(kinds_text())
    if what != "program":
        say(columns_text())
