"""One place turns what went wrong into a sentence and an exit code."""

from __future__ import annotations

import errno
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from pairing.errors import CheckerError, InputError, PairingError

EXIT_CODES = {"proved": 0, "bounded": 0, "infeasible": 3, "no_plan": 4}
"""The exit code of each outcome; bad input is 1, usage 2, a checker that disagrees 5."""


class Family(click.Group):
    """The commands, in the order in which they are used; every expected failure ends in a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands as they were written down."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and say what went wrong, if anything, on stderr."""
        try:
            return super().invoke(ctx)
        except PairingError as error:
            _say(error)
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = f" ({str(error.filename).removesuffix('.partial')})" if error.filename else ""
            click.echo(f"Error: {error.strerror or error}{place}", err=True)
            ctx.exit(1)


def _say(error: PairingError) -> None:
    if isinstance(error, InputError):
        if all(not problem.file for problem in error.problems):
            click.echo("\n".join(f"Error: {problem}" for problem in error.problems), err=True)
            return
        from pairing.program.wording import counted

        click.echo(f"{counted(len(error.problems), 'problem')} to mend before anything can be solved:", err=True)
        for problem in error.problems:
            click.echo(f"  {problem}", err=True)
    elif isinstance(error, CheckerError):
        click.echo("The independent checker disagrees:", err=True)
        for finding in error.findings:
            click.echo(f"  {finding}", err=True)
    else:
        click.echo(f"Error: {error}", err=True)


@contextmanager
def interruptible(says: str = "Ending with the best plan so far") -> Iterator[Any]:
    """The first Ctrl-C asks the work to end with what it has; the second ends it at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        click.echo(f"{says} (press Ctrl-C again to stop at once) ...", err=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
