"""What can be wrong, said so that a person finds the place and knows what to type instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "question", "notice"]
"""error: nothing is solved. warning: solved, and worth a look. question: somebody should ask the person.
notice: something was mended or ignored."""
Interrupted = Callable[[], bool]
"""Asked again and again while work goes on: whether it is to end."""


MOST_SHOWN = 80
"""So many characters of a value are shown; the rest is counted."""
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it, or what turns the order of letters round; half characters too."""


def plain(text: str) -> str:
    """Text as a terminal may print it: control characters are written out (`\\x1b`), new lines and tabs stay."""
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def shortened(value: str) -> str:
    """The beginning of a long value, and how long it is."""
    return value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}... ({len(value):,} characters)"


@dataclass(frozen=True)
class Problem:
    """One thing found in the input: where it stands, what stands there, and what is expected.

    `row` counts as the spreadsheet shows it: the headings are row 1. `cell` is an address such as M7, where that is
    what a person looks for. `value` is what was typed.
    """

    message: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    expected: str = ""
    severity: Severity = "error"
    cell: str = ""

    @property
    def place(self) -> str:
        """File, sheet, row and column or cell as far as they are known: `mentees.csv, row 7, column "zip"`."""
        parts = [self.file]
        if self.sheet:
            parts.append(f'sheet "{self.sheet}"')
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f'column "{self.column}"')
        if self.cell:
            parts.append(f"cell {self.cell}")
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        value = f', got "{shortened(self.value)}"' if self.value else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        return plain(f"{place}{_bounded(self.message)}{value}{_bounded(expected)}")


def _bounded(text: str) -> str:
    """A sentence in which every word of somebody's is shortened."""
    return text if len(text) < 4 * MOST_SHOWN else re.sub(r"\S{100,}", lambda word: shortened(word[0]), text)


class PairingError(Exception):
    """Anything the user is told in a sentence instead of a traceback; `exit_code` is the command's."""

    exit_code = 1


class InputError(PairingError):
    """The season or program cannot be used; `problems` holds every error found in one pass."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class CheckerError(PairingError):
    """The independent checker disagrees with a plan; `findings` says in what."""

    exit_code = 5

    def __init__(self, findings: Iterable[str]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(self.findings))

    def __reduce__(self) -> tuple[type[CheckerError], tuple[tuple[str, ...]]]:
        return type(self), (self.findings,)


class EndedEarlyError(PairingError):
    """The work was interrupted before it had an answer; the exit code is the one of running out of time."""

    exit_code = 4


def errors_in(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop the work."""
    return [problem for problem in problems if problem.severity == "error"]


def command(*words: object) -> str:
    """A command to copy: `pairing check "my season"`; double quotes hold a path together in every shell."""
    return " ".join(["pairing", *(_quoted(str(word)) for word in words)])


def _quoted(word: str) -> str:
    return word if re.fullmatch(r"[\w./\\:~+,=@%-]+", word) else f'"{word}"'


def nearest(name: str, known: Collection[str]) -> str:
    """A hint for a name that is none of those known: the nearest, or else all of them; empty where there are none."""
    return did_you_mean(name, known) or (f"they are {', '.join(known)}" if known else "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word` as a hint `did you mean "..."?`, or an empty string."""
    lowered = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(word.casefold(), lowered, n=1, cutoff=0.6)
    return f'did you mean "{lowered[near[0]]}"?' if near else ""
