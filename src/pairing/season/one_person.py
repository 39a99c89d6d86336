"""One person in two rows: twice in a table, or on both sides under two ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pairing.errors import Problem
from pairing.profiles import Table, key
from pairing.season.person_names import address_in, district_key, name_key

Marks = dict[tuple[str, ...], list[int]]


def in_two_rows(left: Table, right: Table) -> Iterator[Problem]:
    """Everybody of whom two rows may be: the same mail address, or the same name and district or town."""
    for table in (left, right):
        yield from _twice(table)
    if right.file and left.file:
        yield from _on_both_sides(left, right)


def _marks(table: Table) -> Marks:
    found: Marks = {}
    columns = (table.values(name) for name in ("email", "name", "district", "city"))
    for i, (email, name, district, city) in enumerate(zip(*columns, strict=True)):
        if address := address_in(str(email or "")):
            found.setdefault(("the mail address", address), []).append(i)
        where = district_key(str(district or "")) or key(str(city or ""))
        if name and where and name_key(str(name)):
            found.setdefault(("the name and district or town", name_key(str(name)), where), []).append(i)
    return found


def _twice(table: Table) -> Iterator[Problem]:
    said: set[tuple[int, ...]] = set()
    for mark, people in _marks(table).items():
        if len(people) > 1 and tuple(people) not in said:
            said.add(tuple(people))
            yield _problem(table, people[1], f"has {mark[0]} of {_who(table, people[0])}: the same person twice?")


def _on_both_sides(left: Table, right: Table) -> Iterator[Problem]:
    theirs, said = _marks(right), set()
    for mark, people in _marks(left).items():
        for i in people:
            for j in theirs.get(mark, ()):
                if key(left.ids[i]) != key(right.ids[j]) and (i, j) not in said:
                    said.add((i, j))
                    message = f"has {mark[0]} of {_who(right, j)} in {right.file}: the same person on both sides?"
                    known = mark[0] == "the mail address"  # rules and screens know them by it
                    yield replace(_problem(left, i, message), severity="notice" if known else "warning")


def _who(table: Table, i: int) -> str:
    return f"{table.ids[i]} (row {table.rows[i]})"


def _problem(table: Table, i: int, message: str) -> Problem:
    expected = "one row, or one id on both sides, where it is one person"
    column = table.headings.get("id", "id")
    return Problem(message, table.file, table.sheet, table.rows[i], column, table.ids[i], expected, "warning")
