"""The commands of the summer: what was decided, what stands, and matching again from there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.exit_codes import EXIT_CODES, interruptible
from pairing.cli.options import ALTERNATIVES, AS_JSON, OUTPUT, SEASON, SEED, TIME_LIMIT, Alternatives
from pairing.cli.say import say

ACTIONS = ("lock", "forbid", "decline", "withdraw", "reopen", "undo")


@click.command()
@SEASON
@click.argument("run", required=False)
@click.option("--by", default="", help="Who confirms.")
def confirm(season: Path, run: str | None, by: str) -> None:
    """Accept a run: it becomes standing.csv.

    RUN is the latest by default. What stood before is kept as standing-before.csv.
    """
    from pairing.errors import command
    from pairing.runs import confirm as confirm_run
    from pairing.runs import find_run, run_names

    written = confirm_run(season, run, by=by)
    chosen = find_run(season, run).name
    say(written)
    say(f"Run {chosen} is confirmed.", err=True)
    if (latest := run_names(season)[-1]) != chosen:
        say(f"A newer run is there: {latest}.", err=True)
    say(f"It stands. As people come and go: pairing decide, then {command('rerun', season)}", err=True)


@click.command()
@SEASON
@click.argument("action", type=click.Choice(ACTIONS), required=False)
@click.argument("person", required=False)
@click.argument("other", metavar="[WITH]", default="")
@click.option("--by", default="", help="Who decided.")
@click.option("--note", default="", help="Why.")
@click.option(
    "--from",
    "workbook",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Decide what was filled in on the sheet Assignments of a plan.xlsx.",
)
@click.option("--dry-run", is_flag=True, help="With --from: say what would be written, and write nothing.")
def decide(
    season: Path, action: str | None, person: str | None, other: str, by: str, note: str, workbook: Path | None,
    dry_run: bool,
) -> None:  # fmt: skip
    """Add one row to decisions.csv, and say what it means.

    lock, forbid and decline (PERSON said no) name two people, withdraw and reopen one; undo names a decision such as
    D7. Nothing is ever erased. What cannot hold is refused and not written. With --from all edits of a workbook are
    rows; those refused are named with their cells, and the exit code is 1.
    """
    if workbook is not None:
        if action or note:
            raise click.UsageError(f"--from goes without {'ACTION' if action else '--note'}: the workbook says it")
        from pairing.cli.decide import decide_by_workbook

        click.get_current_context().exit(decide_by_workbook(season, workbook, by, dry_run))
    if action is None or person is None or dry_run:
        missing = "--dry-run needs --from FILE" if action and person else "expected ACTION and PERSON, or --from FILE"
        raise click.UsageError(missing)
    from pairing.runs import decide as add

    decided = add(season, action, person, other, by=by, note=note)
    say(f"{decided}, written to the decisions of {season}.")
    for sentence in decided.meaning:
        say(f"  {sentence}")


@click.command()
@SEASON
@click.option("--frontier", is_flag=True, help="Print what each further move would buy, and write no run.")
@click.option("--points", type=click.IntRange(1, 100), default=10, show_default=True, help="So many with --frontier.")
@TIME_LIMIT
@SEED
@ALTERNATIVES
@AS_JSON
def rerun(
    season: Path, frontier: bool, points: int, time_limit: float | None, seed: int, alternatives: Alternatives,
    as_json: bool,
) -> None:  # fmt: skip
    """Match again from what stands: the smallest change.

    What stands is standing.csv, or the latest run as a proposal. Confirmed pairs move only for goals before `moves`: by
    default to place somebody. Every move is written to moves.csv with what it is for.
    """
    from pairing.cli.rerun import print_frontier
    from pairing.cli.solve import rerun_season

    with interruptible() as interrupted:
        if frontier:
            print_frontier(season, points, interrupted)
            return
        outcome = rerun_season(season, time_limit, seed, alternatives, as_json, interrupted)
    click.get_current_context().exit(EXIT_CODES[outcome])


@click.command()
@SEASON
@click.argument("first", required=False)
@click.argument("second", required=False)
@OUTPUT
def compare(season: Path, first: str | None, second: str | None, output: Path | None) -> None:
    """Put two runs side by side, person by person.

    By default the latest run and the one before it. With -o everybody's row is written as CSV, those kept too.
    """
    from pairing.cli.compare import print_comparison

    print_comparison(season, first, second, output)


@click.command()
@SEASON
@OUTPUT
def standby(season: Path, output: Path | None) -> None:
    """Say what would happen if each mentor (facilitator) dropped out.

    The best repair for every single loss, the losses that cannot be covered, and the smallest list of idle people that
    covers every loss that can be. Nothing is written but the table with -o.
    """
    from pairing.cli.standby import print_standby

    with interruptible() as interrupted:
        print_standby(season, output, interrupted)


@click.command()
@SEASON
@click.argument("person", required=False)
@OUTPUT
def history(season: Path, person: str | None, output: Path | None) -> None:
    """List every decision and plan that touched somebody, or anybody."""
    from pairing.cli.history import print_history

    print_history(season, person, output)


COMMANDS: Sequence[click.Command] = (confirm, decide, rerun, compare, standby, history)
