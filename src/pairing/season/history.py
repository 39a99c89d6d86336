"""What earlier years say: the files in `history/`, one per year, and who was together in each of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from pathlib import Path
from typing import NamedTuple

from pairing.errors import Problem, did_you_mean, errors_in
from pairing.profiles import RawTable, Table, key, read_cells
from pairing.profiles.headings import heading_key
from pairing.storage import Held, held

FOLDER = "history"
SHEET = "assignments"
"""The sheet that counts where a workbook has one of that name, as a run's plan.xlsx does."""
EXPECTED = "one file per year, named after it: 2025.csv or 2025.xlsx"
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")

Positions = tuple[tuple[int, int], ...]
"""Two people each, as positions in tables."""


@dataclass(frozen=True)
class Past:
    """Who was together in one earlier year; people are positions in today's tables.

    pairs: left people with right people, in cohorts members with their facilitators. mates: members of one cohort with
    each other, both ways. Both are sorted.
    """

    year: int
    file: str
    pairs: Positions
    mates: Positions = ()

    @property
    def among_left(self) -> Past:
        """The same year as left people beside themselves see it."""
        return replace(self, pairs=self.mates, mates=())


class Entry(NamedTuple):
    """One row that says who was with whom: the group it belongs to, and whom it adds on either side, by id or none."""

    group: str
    left: str
    right: str


@dataclass(frozen=True)
class YearFile:
    """One file of `history/` as it is written, inside the season's folder."""

    year: int
    file: str
    entries: tuple[Entry, ...]
    sha256: str = ""


class Labels(NamedTuple):
    """What a program calls its two sides, and whether it sorts people into cohorts."""

    left: str
    right: str
    cohorts: bool


def read_history(folder: Path, labels: Labels) -> tuple[tuple[YearFile, ...], list[Problem]]:
    """The files of earlier years in a season's folder, newest first, and everything that is wrong with them."""
    problems: list[Problem] = []
    files: dict[int, YearFile] = {}
    named: dict[int, str] = {}
    for path, name in _files(folder, problems):
        year = _year(path, name, problems)
        if year in named:
            message = f'two files are of the year {year}: "{named[year]}" and "{name}"'
            problems.append(Problem(message, name, expected="one file per year; move the other away"))
            continue
        try:
            content: Path | Held = held(path)
        except OSError:
            content = path  # said below
        entries = _entries(content, name, labels, problems)
        if year is not None:
            named[year] = name
            if entries is not None:
                files[year] = YearFile(year, name, entries, content.sha256 if isinstance(content, Held) else "")
    return tuple(files[year] for year in sorted(files, reverse=True)), problems


def placed(files: Sequence[YearFile], left: Table, right: Table) -> tuple[tuple[Past, ...], list[Problem]]:
    """Who of today's people was together in each year, and a notice for each file that names people who are gone."""
    found = [_placed(file, left, right) for file in files]
    return tuple(past for past, _ in found), [
        Problem(f"people who are not in today's tables are passed over: {gone}", past.file, severity="notice")
        for past, gone in found
        if gone
    ]


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Every file of the folder `history`, however capitals are used in that name, with its name in the season."""
    try:
        inside = sorted(folder.iterdir())
        found = [path for path in inside if path.name.casefold() == FOLDER]
        if not found:
            problems.extend(_nearly(path.name for path in inside if path.is_dir()))
        for place in found:
            if not place.is_dir():
                problems.append(Problem("is a file", place.name, expected=f"a folder with {EXPECTED}"))
                continue
            for path in sorted(place.iterdir()):
                name = f"{place.name}/{path.name}"
                if path.name.startswith((".", "~$")):
                    continue
                if path.is_dir():
                    problems.append(Problem("is a folder", name, expected=EXPECTED))
                else:
                    yield path, name
    except OSError as error:
        problems.append(Problem(f"the folder cannot be read ({error.strerror})", FOLDER))


def _nearly(folders: Iterator[str]) -> Iterator[Problem]:
    """A folder that may be meant for the history is worth a look."""
    others = [name for name in folders if name.casefold() != "runs"]
    if hint := did_you_mean(FOLDER, others):
        yield Problem(f'there is no folder "{FOLDER}"', FOLDER, expected=f"nothing, or {hint}", severity="warning")


def _year(path: Path, name: str, problems: list[Problem]) -> int | None:
    """The year that a file's name holds."""
    years = sorted(set(_YEAR.findall(path.stem)))
    if len(years) == 1:
        return int(years[0])
    message = f"its name holds several years, {', '.join(years)}" if years else "its name holds no year"
    problems.append(Problem(message, name, expected=EXPECTED))
    return None


def _entries(path: Path | Held, name: str, labels: Labels, problems: list[Problem]) -> tuple[Entry, ...] | None:
    """What a file's rows say; None, with the problems, for a file that cannot be read."""
    raw, found = read_cells(path, SHEET)
    found = [replace(problem, file=name) for problem in found]
    if raw is not None:
        raw = replace(raw, file=name)
        columns, missing = _columns(raw, labels)
        found += missing
        if not missing:
            rows = list(raw.texts(columns))
            entries = [_entry(raw, row, cells, labels, found) for row, cells in rows]
    problems.extend(found)
    if raw is None or errors_in(found):
        return None
    return tuple(entry for entry in entries if entry is not None)


def _columns(raw: RawTable, labels: Labels) -> tuple[dict[str, int], list[Problem]]:
    """Where the columns of ids stand; what a run writes, or for pairs the label alone."""
    if labels.cohorts:
        accepted = {name: [name] for name in ("cohort", "role", "person_id")}
    else:
        accepted = {f"{label}_id": [f"{label}_id", label] for label in (labels.left, labels.right)}
    headings = [heading_key(heading) for heading in raw.headings]
    columns, problems = {}, []
    for name, spellings in accepted.items():
        spelled = next((s for s in map(heading_key, spellings) if s in headings), None)
        if spelled is None:
            message = f"has no column {name}; its headings are {', '.join(raw.headings)}"
            problems.append(raw.problem(message, expected=f"the columns {', '.join(accepted)}, as a run writes them"))
            continue
        columns[name] = headings.index(spelled)
        if headings.count(spelled) > 1:
            problems.append(raw.problem(f"has the column {name} more than once", expected="one of them"))
    return columns, problems


def _entry(raw: RawTable, row: int, cells: Mapping[str, str], labels: Labels, problems: list[Problem]) -> Entry | None:
    """One row; None where it says of nobody that they were together (a blank cell)."""
    if not labels.cohorts:
        left, right = cells.values()
        return Entry(f"row {row}", left, right) if left and right else None
    role, person = key(cells["role"]), cells["person_id"]
    if not (key(cells["cohort"]) and person):
        return None
    roles = {"facilitator": "right", "member": "left", key(labels.right): "right", key(labels.left): "left"}
    if role not in roles:
        position = [heading_key(heading) for heading in raw.headings].index("role")
        expected = f"{labels.left} or {labels.right}"
        problems.append(raw.problem("is no role", row=row, position=position, value=cells["role"], expected=expected))
        return None
    is_left = roles[role] == "left"
    return Entry(key(cells["cohort"]), person if is_left else "", "" if is_left else person)


def _placed(file: YearFile, left: Table, right: Table) -> tuple[Past, int]:
    """A year's groups among today's people, and how many of those it names are not there."""
    groups: dict[str, tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    gone: set[tuple[int, str]] = set()
    for entry in file.entries:
        for side, (table, name) in enumerate(((left, entry.left), (right, entry.right))):
            if key(name) in table.index:
                groups[entry.group][side].add(table.index[key(name)])
            elif name and table.file:
                gone.add((side, key(name)))
    pairs = {pair for served, serving in groups.values() for pair in product(served, serving)}
    mates = {pair for served, _ in groups.values() for pair in permutations(served, 2)}
    return Past(file.year, file.file, tuple(sorted(pairs)), tuple(sorted(mates))), len(gone)
