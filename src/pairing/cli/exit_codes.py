"""One place turns what went wrong into a sentence and an exit code."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from pairing.cli.say import say
from pairing.errors import CheckerError, InputError, PairingError, shortened
from pairing.versions import versions

EXIT_CODES = {"proved": 0, "bounded": 0, "infeasible": 3, "no_plan": 4}
"""The exit code of each outcome; bad input is 1, usage 2, a checker that disagrees 5."""
UNFORESEEN = 70
"""The exit code of a mistake of this software's own."""


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
            say(f"Error: {error.strerror or error}{place}", err=True)
            ctx.exit(1)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            _say_unforeseen(error)
            ctx.exit(UNFORESEEN)


def _say_unforeseen(error: Exception) -> None:
    """A mistake of this software: a sentence, and a file with what a developer needs."""
    details = traceback.format_exception(error)
    try:
        number, name = tempfile.mkstemp(prefix="pairing-error-", suffix=".txt")
        with os.fdopen(number, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{versions()}\n{' '.join(sys.argv[1:2])}\n\n{''.join(details)}")
        where = f"what happened stands in {name}; read it before you send it to anybody, as it may hold names"
    except OSError:
        where = "and what happened could not be written down"
    what = shortened(" ".join(str(error).split()))
    said = f"{type(error).__name__}: {what}" if what else type(error).__name__
    say(f"Error: something unforeseen went wrong in this software ({said}); {where}.", err=True)


def _say(error: PairingError) -> None:
    if isinstance(error, InputError):
        if all(not problem.file for problem in error.problems):
            say("\n".join(f"Error: {problem}" for problem in error.problems), err=True)
            return
        from pairing.program.wording import counted

        say(f"{counted(len(error.problems), 'problem')} to mend before anything can be solved:", err=True)
        for problem in error.problems:
            say(f"  {problem}", err=True)
    elif isinstance(error, CheckerError):
        say("The independent checker disagrees:", err=True)
        for finding in error.findings:
            say(f"  {finding}", err=True)
    else:
        say(f"Error: {error}", err=True)


@contextmanager
def interruptible(says: str = "Ending with the best plan so far") -> Iterator[Any]:
    """The first Ctrl-C asks the work to end with what it has; the second ends it at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        say(f"{says} (press Ctrl-C again to stop at once) ...", err=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
