"""Three ways to one table: the last import, the new export, and the table as it was edited since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pairing.profiles import Column, key
from pairing.profiles.cells import read_cell
from pairing.profiles.readings import Wanted

What = Literal["changed", "kept", "differs"]
"""changed: taken from the export. kept: edited here, and the export is as before. differs: edited here and there, and
what stands here is kept."""


@dataclass(frozen=True)
class Change:
    """One cell of somebody who is known. before: in the last import. theirs: in the export. ours: in the table."""

    id: str
    column: str
    before: str
    theirs: str
    ours: str
    what: What

    @property
    def result(self) -> str:
        """What stands in the table afterwards."""
        return self.theirs if self.what == "changed" else self.ours


def merged(
    identifier: str, before: Mapping[str, str], theirs: Mapping[str, str], ours: Mapping[str, str],
    columns: Mapping[str, Column], take: frozenset[str],
) -> list[Change]:  # fmt: skip
    """What the export changes about one person. A blank never erases; an edit by hand is kept.

    take: the columns of which the export counts all the same.
    """
    changes = []
    for name, text in theirs.items():
        mine, then = ours.get(name, ""), before.get(name, "")
        if not text or _same(text, mine, columns[name]):
            continue
        untouched = _same(mine, then, columns[name]) or (not mine and not then)
        what: What = "changed" if untouched or name in take or not (mine or then) else "differs"
        if what == "differs" and _same(text, then, columns[name]):
            what = "kept"
        changes.append(Change(identifier, name, then, text, mine, what))
    return changes


def _same(one: str, other: str, column: Column) -> bool:
    """Two texts say the same: 2,100 and 2100, Yes and y, however lists are spaced."""
    if key(one) == key(other):
        return True
    if not one or not other or column.type in ("text", "id"):
        return False
    mine, theirs = (read_cell(text, Wanted(column)) for text in (one, other))
    return mine.value is not None and not mine.fault and mine.value == theirs.value


def remembered(before: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """What the next import compares with: what was read now, and where that is blank what was read before."""
    return {**before, **{name: text for name, text in theirs.items() if text}}
