"""The commands of the committee's table: the report as one page, and opening it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pairing.cli.options import OUTPUT, SEASON
from pairing.cli.say import save, say


@click.command()
@SEASON
@click.argument("run", required=False)
@click.option("--redact", is_flag=True, help="Leave out names, mail addresses and notes.")
@click.option("--region", metavar="R", help="Only the pairs, cohorts and people of one region.")
@OUTPUT
def report(season: Path, run: str | None, redact: bool, region: str | None, output: Path | None) -> None:
    """Write a run's report.html again, redacted or for one region.

    RUN is the latest by default. Nothing is solved: pairs, prices and reasons are those of the run's files, and the
    page says so where the tables have changed since. Without -o the page goes into SEASON beside the tables.
    """
    from pairing.html_report import rebuilt, report_html
    from pairing.runs import file_names
    from pairing.storage import write_whole

    plan, folder, warnings = rebuilt(season, run)
    content = report_html(plan, redact=redact, region=region, warnings=warnings)
    if output is None:
        parts = ["report", folder.name, *([f"region {region}"] if region else []), *(["redacted"] if redact else [])]
        name = " ".join(parts)
        write_whole(output := season / f"{file_names([name])[name]}.html", content)
    else:
        save(output, content)
    for warning in warnings:
        say(f"Note: {warning}", err=True)
    say(output)


@click.command(name="open")
@SEASON
@click.argument("run", required=False)
def open_report(season: Path, run: str | None) -> None:
    """Open a run's report.html in the browser.

    RUN is the latest by default.
    """
    import webbrowser

    from pairing.errors import InputError, Problem
    from pairing.html_report import NAME
    from pairing.runs import find_run

    path = find_run(season, run) / NAME
    if not path.is_file():
        raise InputError([Problem(f"the run has no {NAME}; make one with: pairing report {season}", str(path.parent))])
    webbrowser.open(path.resolve().as_uri())
    say(path)


COMMANDS: Sequence[click.Command] = (report, open_report)
