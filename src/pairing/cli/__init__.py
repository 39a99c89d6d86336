"""The command `pairing`: parse, one call, print. Libraries are imported when a command needs them."""

import io
import sys

from pairing.cli.commands import pairing


def main() -> None:
    """Run the command with the arguments of the process. A console that lacks a letter shows `?` instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    pairing(prog_name="pairing")


__all__ = ["main"]
