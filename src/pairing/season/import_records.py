"""What a season's imports left to know: the questions that are open as long as their cells hold them, and the log."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from pairing.profiles import key
from pairing.season.references import Asked
from pairing.storage import held

FOLDER = "imports"
RECORD = "import.json"
ASKED = "questions.csv"


def asked_by_imports(folder: Path) -> Asked:
    """Entries of cells that an import has asked about; a folder that cannot be read asks nothing."""
    found: set[tuple[str, str, str, str]] = set()
    for path in sorted((folder / FOLDER).glob("*/" + ASKED)):
        with suppress(OSError, ValueError, csv.Error):
            for row in csv.DictReader(io.StringIO(held(path).data.decode("utf-8-sig"), newline="")):
                table, identifier, column, entry = (row.get(name) or "" for name in ("table", "id", "column", "entry"))
                found.add((table, key(identifier), column, key(entry)))
    return frozenset(found)


def imports_of(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every import by the name of its folder, undone ones too, with its record."""
    for path in sorted((folder / FOLDER).glob("*/" + RECORD)):
        with suppress(OSError, ValueError):
            said = json.loads(held(path).data)
            if isinstance(said, dict):
                yield path.parent.name, said
