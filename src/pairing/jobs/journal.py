"""Finished results on disk, one line each, so that interrupted work goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Journal:
    """A file that only grows: first what was asked, then one line for each result. Values are plain JSON.

    done: the results that are there, by the number of their item. Each line ends with a check of its own: what was torn
    when the machine stopped, or changed afterwards, is taken off with all that follows, and its work is done again.
    """

    def __init__(self, path: Path, asked: Mapping[str, Any]) -> None:
        """Go on with the journal at `path`, or begin it. Whoever goes on compares `asked_in(path)` first."""
        self.path = path
        self.done: dict[int, Any] = {}
        length = 0
        if path.exists():
            lines = _whole_lines(path)
            self.done = {line["item"]: line["result"] for line, _ in lines[1:]}
            length = lines[-1][1] if lines else 0
        self._file = path.open("r+b" if path.exists() else "w+b")
        self._file.truncate(length)
        self._file.seek(length)
        if not length:
            self._write({"asked": asked})

    def add(self, number: int, result: Any) -> None:
        """Keep one result."""
        self._write({"item": number, "result": result})

    def close(self) -> None:
        """Nothing is added any more."""
        self._file.close()

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps({**line, CHECK: _check(line)}, ensure_ascii=False).encode() + b"\n")
        self._file.flush()


CHECK = "check"


def _check(line: Mapping[str, Any]) -> str:
    """A short fingerprint of a line."""
    rest = {name: value for name, value in line.items() if name != CHECK}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def asked_in(path: Path) -> Any:
    """What the work of a journal was; None where there is no journal, or none that says so."""
    lines = _whole_lines(path) if path.exists() else []
    return lines[0][0].get("asked") if lines else None


def _whole_lines(path: Path) -> list[tuple[dict[str, Any], int]]:
    """The lines up to the first that is torn, each with the place where it ends."""
    lines: list[tuple[dict[str, Any], int]] = []
    end = 0
    for raw in path.read_bytes().splitlines(keepends=True):
        try:
            line = json.loads(raw) if raw.endswith(b"\n") else None
        except (ValueError, RecursionError):
            line = None
        if (
            not isinstance(line, dict)
            or line.get(CHECK) != _check(line)
            or not (("asked" in line) if not lines else {"item", "result"} <= set(line))
        ):
            break
        end += len(raw)
        lines.append((line, end))
    return lines
