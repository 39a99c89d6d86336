"""Whether a run's files are those that were written: each by its fingerprint, and the record by its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem
from pairing.runs.folder import RECORD, WRITTEN, read_record, seal_of
from pairing.storage import held

LATER = ("letters",)
"""Folders that commands add to a run afterwards."""


def tampered(run: Path) -> list[str]:
    """What is not as it was written, in sentences; nothing can be said of runs of versions before 0.2.

    Raises InputError where the record cannot be read.
    """
    record = read_record(run)
    written = record.get(WRITTEN)
    return list(_differences(run, record, written)) if isinstance(written, dict) else []


def is_sealed(run: Path) -> bool:
    """Whether a run holds fingerprints of its files; those of versions before 0.2 do not."""
    return isinstance(read_record(run).get(WRITTEN), dict)


def _differences(run: Path, record: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[str]:
    prints = written.get("files")
    if not isinstance(prints, dict) or written.get("fingerprint") != _seal(record):
        yield f"{RECORD} was changed after the run was written"
    prints = prints if isinstance(prints, dict) else {}
    here = {path.relative_to(run).as_posix(): path for path in sorted(run.rglob("*")) if path.is_file()}
    for name in sorted({*prints, *here} - {RECORD}):
        if name.split("/")[0] in LATER:
            continue
        if name not in here:
            yield f"{name} is missing"
        elif name not in prints:
            yield f"{name} was added after the run was written"
        elif _print(here[name]) != prints[name]:
            yield f"{name} was changed after the run was written"


def _seal(record: Mapping[str, Any]) -> str:
    try:
        return seal_of(record)
    except (AttributeError, TypeError):
        return ""


def _print(path: Path) -> str:
    try:
        return held(path).sha256
    except OSError:
        return ""


def refuse_tampered(run: Path) -> None:
    """Raises InputError where a run's files are not those that were written."""
    if found := tampered(run):
        expected = "the files as the run wrote them; solve again, or take them from a copy"
        raise InputError([Problem(said, f"run {run.name}", expected=expected) for said in found])
