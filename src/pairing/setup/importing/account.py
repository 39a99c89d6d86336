"""What became of an export, as data frames and in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pairing.program.wording import counted
from pairing.setup.importing.answers import Cell
from pairing.setup.importing.export import Export
from pairing.setup.importing.merge import Change
from pairing.setup.importing.people import Doubt, Someone


@dataclass(frozen=True)
class Question:
    """An entry of a cell for which nobody is found, or several are."""

    id: str
    row: int
    column: str
    entry: str
    said: str


@dataclass(frozen=True)
class Import:
    """One import: what would become, or became, of an export; nothing is written unless it was applied.

    kept: the folder `imports/<date>-<nn>`, None where nothing was written. gone: ids of people who were in the last
    export and are not in this one. left_out: ids of people who were taken out of the table by hand and stay out.
    """

    season: Path
    table: str
    export: Export
    persons: tuple[Someone, ...]
    doubts: tuple[Doubt, ...]
    mended: tuple[Cell, ...]
    asked: tuple[Question, ...]
    changed: tuple[Change, ...]
    gone: tuple[str, ...]
    left_out: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)
    kept: Path | None = None
    changes_anything: bool = True

    @property
    def people(self) -> pd.DataFrame:
        """One row per person of the export: id, name, what (new, changed, same, left out) and the rows of the file."""
        touched = {one.id for one in self.changed if one.what == "changed"}
        rows = [
            [
                one.id, one.values.get("name", ""),
                "left out" if one.id in self.left_out
                else "new" if one.new else "changed" if one.id in touched else "same",
                ", ".join(map(str, one.rows)),
            ]
            for one in self.persons
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["id", "name", "what", "rows"])

    @property
    def cells(self) -> pd.DataFrame:
        """One row per mended cell: row, column, was, became, said."""
        rows = [[one.row, one.column, one.was, one.became, one.said] for one in self.mended if one.kind == "mended"]
        return pd.DataFrame(rows, columns=["row", "column", "was", "became", "said"])

    @property
    def questions(self) -> pd.DataFrame:
        """One row per question: row, column, what stands there, and what is to be asked."""
        rows: list[list[object]] = [[one.row, one.column, one.entry, one.said] for one in self.asked]
        rows += [[one.row, one.column, one.was, one.said] for one in self.mended if one.kind != "mended"]
        rows += [[one.row, "", one.text, one.why] for one in self.export.aside if one.asked]
        rows += [[one.rows[-1], "", f"rows {', '.join(map(str, one.rows))}", one.said] for one in self.doubts]
        return pd.DataFrame(rows, columns=["row", "column", "value", "question"])

    @property
    def set_aside(self) -> pd.DataFrame:
        """One row per row of the file that is no person, with the reason."""
        rows = [[one.row, one.text, one.why] for one in self.export.aside]
        return pd.DataFrame(rows, columns=["row", "text", "why"])

    @property
    def changes(self) -> pd.DataFrame:
        """One row per cell of somebody known that differs: id, column, last_import, export, table, what."""
        rows = [[one.id, one.column, one.before, one.theirs, one.ours, one.what] for one in self.changed]
        return pd.DataFrame(rows, columns=["id", "column", "last_import", "export", "table", "what"])

    @property
    def conflicts_open(self) -> int:
        """How many questions are about whom somebody may not be with."""
        return sum(one.column in ("conflicts", "declines") for one in self.asked)

    def __str__(self) -> str:
        new = sum(one.new for one in self.persons)
        touched = len({one.id for one in self.changed if one.what == "changed"})
        answers = len(self.export.rows)
        parts = [f"{counted(answers, 'answer')} of {len(self.persons)} people", f"{new} new", f"{touched} changed"]
        parts += [f"{len(self.gone)} gone from the export"] if self.gone else []
        parts += [f"{counted(len(self.questions), 'question')}"] if len(self.questions) else []
        return f"{self.table} from {self.export.file}: " + ", ".join(parts)

    def lines(self) -> Iterator[tuple[str, list[str]]]:
        """The account in sentences, under their titles; what has to be looked at stands first."""
        yield "Questions", list(self._questions())
        differs = [self._change(one) for one in self.changed if one.what == "differs"]
        yield "Edited here and there (what stands here is kept; --take theirs ID takes the export's)", differs
        changed = [self._change(one) for one in self.changed if one.what == "changed"]
        yield "Changed since the last import", changed
        kept = [self._change(one) for one in self.changed if one.what == "kept"]
        yield "Edited here, and kept", kept
        yield (
            "Gone from the export (they stay; this takes one out)",
            [f"{one} {self.names.get(one, '')}: pairing decide {self.season} withdraw {one}" for one in self.gone],
        )
        yield "Taken out of the table by hand (they stay out)", [f"{i} {self.names.get(i, '')}" for i in self.left_out]
        yield "Answered more than once (the later answer counts, cell by cell)", list(self._twice())
        yield "Rows that are no people", [f"row {one.row}: {one.why}: {one.text}" for one in self.export.aside]
        yield "Mended cells", list(self._mended())

    def _questions(self) -> Iterator[str]:
        owner = {row: one for one in self.persons for row in one.rows}
        for row, column, value, asked in self.questions.itertuples(index=False):
            who = f" ({owner[row].id} {owner[row].values.get('name', '')})".replace(" )", ")") if row in owner else ""
            yield f'row {row}{who}{f", {column}" if column else ""}: "{_short(str(value))}": {asked}'

    def _change(self, one: Change) -> str:
        who = f"{one.id} {self.names.get(one.id, '')}".strip()
        was = f'"{_short(one.ours)}" here' if one.ours else "blank here"
        then = f', "{_short(one.before)}" in the last import' if one.before and one.before != one.ours else ""
        return f'{who}, {one.column}: "{_short(one.theirs)}" in the export, {was}{then}'

    def _twice(self) -> Iterator[str]:
        for one in self.persons:
            if len(one.rows) > 1:
                name = one.values.get("name", one.id)
                yield f"rows {' and '.join(map(str, one.rows))}: {name}{_differing(one)}"

    def _mended(self) -> Iterator[str]:
        for one in self.mended:
            if one.kind == "mended":
                became = f'"{_short(one.became)}"' if one.became else "unknown"
                yield f'row {one.row}, {one.column}: "{_short(one.was)}" becomes {became}: {one.said}'


def _differing(one: Someone) -> str:
    """What the answers of one person say otherwise."""
    parts = []
    for name in dict.fromkeys(name for answer in one.answers for name in answer.values):
        said = list(dict.fromkeys(answer.values[name] for answer in one.answers if name in answer.values))
        if len(said) > 1 and len({text.casefold() for text in said}) > 1:
            parts.append(f'{name} "{_short(one.values[name])}", not ' + ", ".join(f'"{_short(t)}"' for t in said[:-1]))
    return ": " + "; ".join(parts) if parts else ": the same answers"


def _short(text: str) -> str:
    flat = " / ".join(text.splitlines())
    return flat if len(flat) <= 60 else flat[:57] + "..."
