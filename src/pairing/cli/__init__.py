"""The command `pairing`: parse, one call, print. Libraries are imported when a command needs them."""

import io
import sys
from collections.abc import Sequence

import click

from pairing.cli.commands import pairing
from pairing.errors import plain


def main() -> None:
    """Run the command with the arguments of the process. A console that lacks a letter shows `?` instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    _refuse_unreadable(sys.argv[1:])
    pairing(prog_name="pairing")


def _refuse_unreadable(arguments: Sequence[str]) -> None:
    """An argument that is no text, or that a terminal would obey, is a mistake of usage."""
    for argument in arguments:
        if plain(argument) != argument:
            click.echo(f"Error: an argument is no plain text: {plain(argument)}", err=True)
            raise SystemExit(2)


__all__ = ["main"]
