"""The folder of a sweep: two tables, what was asked, and a journal of what is done, from which all can be read back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from pairing.analysis.sweeps.axes import Settings
from pairing.analysis.sweeps.result import CLOCK, Sweep
from pairing.errors import InputError, Problem
from pairing.jobs import Journal
from pairing.jobs.journal import asked_in
from pairing.profiles import Table
from pairing.runs.atomic_files import inert_frame
from pairing.season import Season
from pairing.storage import write_whole
from pairing.versions import versions

JOURNAL, RECORD, LOCK = "done.jsonl", "sweep.json", ".lock"


@contextmanager
def opened(output: Path, asked: Mapping[str, Any], *, resume: bool) -> Iterator[Journal]:
    """The journal in the folder, which is made where there is none; nobody else writes there meanwhile.

    Raises InputError for a folder that holds anything, unless `resume` finds there what is asked for now, and
    for one that another run is writing to.
    """
    if output.exists() and not output.is_dir():
        raise InputError([Problem("is a file; a sweep needs a folder", str(output))])
    output.mkdir(parents=True, exist_ok=True)
    with _alone(output):
        problem = _kept_from(output, json.loads(json.dumps(asked)), resume)
        if problem is not None:
            raise InputError([problem])
        with closing(Journal(output / JOURNAL, asked)) as journal:
            yield journal


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    lock = FileLock(str(output / LOCK), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise InputError([Problem("another run is writing there: wait until it ends", str(output))]) from None
    try:
        yield
    finally:
        held = os.name != "nt"  # elsewhere a file goes while it is held, so that no other run's lock is taken off
        if not held:
            lock.release()
        with suppress(OSError):  # Windows keeps what another run holds
            (output / LOCK).unlink()
        if held:
            lock.release()


def _kept_from(output: Path, asked: Mapping[str, Any], resume: bool) -> Problem | None:
    """Why nothing can be written there."""
    if all(path.name == LOCK for path in output.iterdir()):
        return None
    if not resume:
        return Problem(_GO_ON, str(output))
    if (output / JOURNAL).exists():
        before = asked_in(output / JOURNAL)
        differ = ", ".join(_differing(before or {}, asked))
        said = f"holds another sweep: {differ} differ" if before else "holds no sweep that can be gone on with"
        return Problem(f"{said}; name another folder", str(output)) if differ else None
    return Problem("is not empty and holds no sweep: name another folder", str(output))


_GO_ON = "is not empty: name another folder, or go on with --resume (Python: resume=True) if it holds this sweep"


def is_complete(output: Path) -> bool:
    """Whether a sweep in the folder has come to its end."""
    return (output / RECORD).exists()


def _differing(before: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    """What is not as it was when the sweep began; files by their names."""
    for name in dict.fromkeys([*before, *asked]):
        was, now = before.get(name), asked.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            yield from _differing(was, now)
        elif was != now:
            yield name


def write(sweep: Sweep, journal: Journal) -> None:
    """Write the tables and the record, which says that all is done; the journal stays, for who asks again."""
    output = journal.path.parent
    write_whole(output / "settings.csv", _csv(sweep.table))
    write_whole(output / "pairs.csv", _csv(sweep.pairs))
    write_whole(output / RECORD, (json.dumps(_record(sweep), indent=1, ensure_ascii=False) + "\n").encode())


def _record(sweep: Sweep) -> dict[str, Any]:
    holds = sweep.pairs["holds"]
    return {
        **sweep.asked,
        "solved": len(set(sweep.first)),
        "plans": len(sweep.plans),
        "pairs": {word: int((holds == word).sum()) for word in ("always", "contested")},
        "clock_columns": {"settings.csv": list(CLOCK)},
    }


def _csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV with every number whole: a setting can be read back and solved again."""
    text: str = inert_frame(frame).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def asked_of(season: Season, settings: Settings, time_limit: float | None) -> dict[str, Any]:
    """What a sweep is: the same words make the same tables.

    inputs: SHA-256 of files whose content is in the season; content: of what the season holds, changed in memory or
    not: its program, its tables, decisions, what stands and earlier years. Values are plain JSON.
    """
    return {
        "program": season.program.name,
        "kind": season.kind,
        **settings.asked,
        "time_limit": time_limit,
        "settings": len(settings),
        "only": None if season.only is None else [season.only.column, season.only.value],
        "standing": None if season.standing is None else season.standing.file,
        "changed": list(season.changed),
        "inputs": season.inputs,
        "content": _content(season),
        "versions": versions("scipy"),
    }


def _content(season: Season) -> dict[str, str]:
    """The SHA-256 of everything that decides a plan, by what it is."""
    parts: dict[str, object] = {
        "program": season.program.model_dump_json(),
        **{table.name: _cells(table) for table in season.tables},
        "decisions": season.decisions,
        "what stands": _fields(season.only) + _fields(season.standing),
        "history": season.history,
    }
    return {name: hashlib.sha256(repr(part).encode()).hexdigest() for name, part in parts.items()}


def _cells(table: Table) -> list[tuple[str, list[Any]]]:
    return [(column, table.values(column)) for column in map(str, table.frame)]


def _fields(item: Any) -> list[tuple[str, Any]]:
    """The fields of what stands, sets in order."""
    values = [] if item is None else [(field.name, getattr(item, field.name)) for field in fields(item)]
    return [(name, sorted(value) if isinstance(value, frozenset) else value) for name, value in values]
