"""`imports/<date>-<nn>/`: the original file, the account, what was read, and the table as it was before."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem
from pairing.profiles import key
from pairing.runs.atomic_files import file_names
from pairing.season.import_records import FOLDER, RECORD
from pairing.storage import held, partial_folder, write_whole

READ = "read.csv"
ASKED = "questions.csv"


@dataclass(frozen=True)
class Record:
    """One import that was applied: its folder and what `import.json` says."""

    path: Path
    said: Mapping[str, Any]

    @property
    def table(self) -> str:
        """The table it was about."""
        return str(self.said.get("table", ""))


def applied(folder: Path) -> list[Record]:
    """The imports of a season that hold, in the order in which they were made."""
    found = []
    for path in sorted((folder / FOLDER).glob("*/" + RECORD), key=lambda one: _order(one.parent.name)):
        with suppress(OSError, ValueError):
            said = json.loads(held(path).data)
            if isinstance(said, dict) and not said.get("undone"):
                found.append(Record(path.parent, said))
    return found


def _order(name: str) -> tuple[str, int]:
    date, _, number = name.rpartition("-")
    return (date, int(number)) if number.isdecimal() else (name, 0)


def last_read(folder: Path, table: str) -> tuple[dict[str, dict[str, str]], dict[str, str], set[str]]:
    """What the last import of a table left to compare with: values by id (compared), the ids as written, and who was
    in that export.
    """
    ours = [record for record in applied(folder) if key(record.table) == key(table)]
    if not ours:
        return {}, {}, set()
    rows = csv.DictReader(io.StringIO(held(ours[-1].path / READ).data.decode("utf-8-sig"), newline=""))
    values: dict[str, dict[str, str]] = {}
    written: dict[str, str] = {}
    present: set[str] = set()
    for row in rows:
        identifier = row.pop("id", "") or ""
        if row.pop("in the export", "") == "yes":
            present.add(key(identifier))
        values[key(identifier)] = {name: text for name, text in row.items() if name and text}
        written[key(identifier)] = identifier
    return values, written, present


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV, in UTF-8 with a byte order mark."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8-sig")


def keep(folder: Path, files: Mapping[str, bytes], target: Path, content: bytes, day: dt.date) -> Path:
    """Write an import's folder and the season's table: the table by one rename, the folder by another one after it.

    Whatever happens in between, the table is whole, as it was or as it is to be.
    """
    imports = folder / FOLDER
    imports.mkdir(exist_ok=True)
    hidden = partial_folder(imports)
    try:
        for name, one in files.items():
            (hidden / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(hidden / name, one)
        write_whole(target, content)
        number = 1 + max([_order(path.name)[1] for path in imports.glob(f"{day}-*")], default=0)
        kept = imports / f"{day}-{number:02}"
        os.rename(hidden, kept)
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise
    return kept


def original_name(name: str) -> str:
    """The name under which the original file is kept: one that every system takes and that is none of ours."""
    return next(iter(file_names([re.sub(r"^\.+", "", name) or "file"]).values()))


def undo(folder: Path, table: str = "") -> tuple[Record, Path]:
    """Put back the table as it was before the last import, and say so in its record.

    Raises InputError where there is none, or where the table was edited since, which would be lost.
    """
    found = [record for record in applied(folder) if not table or key(record.table) == key(table)]
    if not found:
        raise InputError([Problem("there is no import to undo", str(folder))])
    record = found[-1]
    target = folder / str(record.said["file"])
    if not target.is_file() or held(target).sha256 != record.said["after"]:
        said = f"was edited since the import {record.path.name}: undoing it would lose that"
        raise InputError(
            [Problem(said, target.name, expected=f"the edits taken back, or the file in {record.path}/before")]
        )
    before = next((record.path / "before").glob("*"), None)
    if before is not None:
        write_whole(target, held(before).data)
    else:
        target.unlink()
    undone = {**record.said, "undone": dt.date.today().isoformat()}
    write_whole(record.path / RECORD, (json.dumps(undone, indent=2, ensure_ascii=False) + "\n").encode())
    return record, target
