"""What is printed and saved: text whose control characters no terminal obeys, and files that replace none unasked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from pairing.errors import plain

FORCE = "pairing.force"
Command = TypeVar("Command", bound=Callable[..., Any])


def say(message: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a line; what people typed into cells, arguments and file names is shown and not obeyed."""
    shown = message if isinstance(message, bytes) else plain(str(message))
    click.echo(shown, err=err, nl=nl)


def output_option(command: Command) -> Command:
    """The options -o and --force of a command."""
    forced = click.option(
        "--force", is_flag=True, expose_value=False, callback=_remember, is_eager=True,
        help="Replace the file of -o if it is there.",
    )  # fmt: skip
    named = click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
    )  # fmt: skip
    return named(forced(command))


def _remember(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    context.meta[FORCE] = value


def save(output: Path, content: bytes) -> None:
    """Write the file that -o names, asking before another one is replaced. Raises InputError where it may not be."""
    from pairing.storage import write_output

    context = click.get_current_context(silent=True)
    force = bool(context is not None and context.meta.get(FORCE))
    if not force and output.is_file() and sys.stdin.isatty() and sys.stderr.isatty():
        force = click.confirm(f"{plain(str(output))} is there already. Replace it?", err=True)
    write_output(output, content, force=force)
    say(f"Wrote {output}", err=True)
