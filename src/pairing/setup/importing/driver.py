"""An import from end to end: read, map, find out who is who, merge, and write it where that is wanted."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem, errors_in, nearest
from pairing.profiles import Column, columns_with, find_table, key, read_table
from pairing.program import CohortProgram, Program, read_program
from pairing.program.consistency import tables
from pairing.program.imports import ImportTable
from pairing.runs.new_decisions import writing
from pairing.season.directory import Directory, Person, people_of
from pairing.season.import_records import RECORD
from pairing.season.references import referring
from pairing.setup.importing import records
from pairing.setup.importing.account import Import, Question
from pairing.setup.importing.answers import Cell, named_in, read_answers
from pairing.setup.importing.export import Asked, read_export
from pairing.setup.importing.mapping_file import mapping_of
from pairing.setup.importing.merge import Change, merged, remembered
from pairing.setup.importing.people import Doubt, Known, Someone, identified, same_people
from pairing.setup.importing.table_file import Today, read_today, written
from pairing.storage import Held, held, refuse_strange
from pairing.versions import VERSION

AnyKind = Program | CohortProgram


def import_table(
    season_folder: str | Path, table: str, file: str | Path, apply: bool = False, *, take: Iterable[str] = (),
    today: dt.date | None = None,
) -> Import:  # fmt: skip
    """What a form's export would make of one table of a season; with apply it does, and keeps what undoes it.

    take: ids (or id.column) of people of whom the export counts where the table was edited by hand. today: the day on
    which "since 2015" is counted and under which the import is kept. Raises InputError for a table that the program
    does not have, a mapping or a file that cannot be read, and for headings that the file does not have.

    >>> print(pairing.import_table("my-season", "mentees", "responses.csv"))
    mentees from responses.csv: 3 answers of 3 people, 3 new, 0 changed
    """
    folder, path = Path(season_folder), Path(file)
    day = today or dt.date.today()
    if apply:
        with writing(folder):
            work = _worked(folder, table, path, take, day)
            return _applied(work, day)
    return _worked(folder, table, path, take, day).account


@dataclass(frozen=True)
class _Work:
    """An account, and what would be written."""

    account: Import
    today: Today
    original: Held
    changed: Mapping[str, Mapping[str, str]]
    new: Sequence[tuple[str, Mapping[str, str]]]
    read: Mapping[str, Mapping[str, str]]
    ids: Mapping[str, str]
    order: Sequence[str]
    before: Mapping[str, Mapping[str, str]]
    mapping: ImportTable


def program_of(folder: Path) -> AnyKind:
    """The season's program. Raises InputError where it has none or a faulty one."""
    if not (folder / "program.toml").is_file():
        raise InputError([Problem(f'"{folder}" has no program.toml; make a season with: pairing init PROGRAM FOLDER')])
    refuse_strange(folder)
    program, problems = read_program(folder / "program.toml")
    if program is None:
        raise InputError(errors_in(problems))
    return program


def of_program(program: AnyKind, table: str) -> str:
    """A table's name as the program writes it. Raises InputError for one that it does not have."""
    known = tables(program)
    found = next((one for one in known if key(one) == key(table)), None)
    if found is None:
        raise InputError([Problem(f'the program has no table "{table}"; {nearest(table, known)}')])
    return found


def _worked(folder: Path, table: str, path: Path, take: Iterable[str], day: dt.date) -> _Work:
    program = program_of(folder)
    table = of_program(program, table)
    mapping = mapping_of(folder, program, table)
    columns = columns_with(program.extra_columns)
    try:
        original = held(path)
    except OSError as error:
        raise InputError([Problem(f"the file cannot be opened ({error.strerror})", str(path))]) from error
    export = read_export(original, table, Asked(mapping.sheet, mapping.headings_in_row, mapping.rows_of_headings))
    answers = read_answers(export, mapping, columns, program.states, day.year)
    people, doubts = same_people(answers, mapping.key)
    today = read_today(folder, table, columns, program.mapping(table))
    before, ids, present = records.last_read(folder, table)
    others = _others(folder, program, table)
    doubts += _identified(people, today, before, ids, mapping, program, table, others)
    cells = [cell for one in people for answer in one.answers for cell in answer.cells]
    asked = _looked_up(people, program, mapping, table, others, cells)
    changes, changed, new, left_out = _merged(people, today, before, columns, take)
    here = {key(one.id) for one in people}
    gone = [one for one in today.ids if key(one) in present - here]
    names = {one: today.values[key(one)].get("name", "") for one in today.ids} | {
        one.id: one.values.get("name", "") for one in people
    }
    read = {one: dict(values) for one, values in before.items()}
    for one in people:
        read[key(one.id)] = remembered(before.get(key(one.id), {}), one.values)
    account = Import(
        folder, table, export, tuple(people), tuple(doubts), tuple(sorted(cells, key=lambda cell: cell.row)),
        tuple(asked), tuple(changes), tuple(gone), tuple(left_out), names,
        changes_anything=bool(changed or new or read != before),
    )  # fmt: skip
    written_ids = {**ids, **{key(one.id): one.id for one in people}}
    return _Work(account, today, original, changed, new, read, written_ids, list(columns), before, mapping)


def _others(folder: Path, program: AnyKind, table: str) -> dict[str, list[Person]]:
    """The people of the program's other tables, as far as these can be read."""
    found: dict[str, list[Person]] = {}
    for name in tables(program):
        path = find_table(folder, name)[0] if name != table else None
        if path is not None:
            other, _ = read_table(path, name, mapping=program.mapping(name), extra=program.extra_columns)
            found[name] = list(people_of(other)) if other is not None else []
    return found


def _identified(
    people: Sequence[Someone], today: Today, before: Mapping[str, Mapping[str, str]], ids: Mapping[str, str],
    mapping: ImportTable, program: AnyKind, table: str, others: Mapping[str, Sequence[Person]],
) -> list[Doubt]:  # fmt: skip
    known = [
        Known(written, tuple(v for v in (today.values.get(one), before.get(one)) if v))
        for one, written in {**ids, **{key(one): one for one in today.ids}}.items()
    ]
    taken = [person.id for people_there in others.values() for person in people_there]
    shape = mapping.ids or default_ids(program, table)
    return identified(people, known, mapping.key, mapping.same, shape, taken, bool(mapping.number))


def default_ids(program: AnyKind, table: str) -> str:
    """How ids are made where the mapping does not say: E001 for mentees, M001 for mentors."""
    labels = {program.left.table: program.left.label, getattr(program.right, "table", ""): program.right.label}
    letter = labels.get(table, table)[0].upper()
    if table == program.left.table and letter == program.right.label[0].upper():
        letter = "E"
    return f"{letter}{{n:03}}"


def _looked_up(
    people: Sequence[Someone], program: AnyKind, mapping: ImportTable, table: str,
    others: Mapping[str, Sequence[Person]], cells: list[Cell],
) -> list[Question]:  # fmt: skip
    """Names in cells become ids where they are one person's; what is in doubt is a question and stays as it is."""
    own = [
        Person(table, one.id, *(one.values.get(name, "") for name in ("name", "district", "email"))) for one in people
    ]
    asked: list[Question] = []
    for column, partners in referring(program).items():
        where = mapping.people.get(column, [*others, *([] if partners else [table])])
        known = {name: others.get(name, own if name == table else ()) for name in where}
        directories = [Directory(found) for found in known.values() if found]
        for one in people if directories else ():
            if value := one.values.get(column):
                one.values[column] = _with_ids(one, column, value, directories, program, cells, asked)
    return asked


def _with_ids(
    one: Someone, column: str, value: str, directories: Sequence[Directory], program: AnyKind, cells: list[Cell],
    asked: list[Question],
) -> str:  # fmt: skip
    row, names = one.rows[-1], []
    for entry in named_in(value):
        if key(entry) == "none":
            names.append(entry)
            continue
        every = [directory.find_all(entry, one.id) for directory in directories]
        found = next((some for some in every if any(f.how != "nobody" for f in some)), every[0])
        for some in found:
            if some.person is None:
                names.append(some.text)
                asked.append(Question(one.id, row, column, some.text, f"who is meant? {some.doubt}"))
                continue
            names.append(some.person.id)
            if some.how != "id":
                how = "the mail address" if some.how == "address" else "the name"
                cells.append(Cell(row, column, some.text, some.person.id, f"{how} of {some.person}"))
    return "; ".join({key(name): name for name in names}.values())


def _merged(
    people: Sequence[Someone], today: Today, before: Mapping[str, Mapping[str, str]], columns: Mapping[str, Column],
    take: Iterable[str],
) -> tuple[list[Change], dict[str, dict[str, str]], list[tuple[str, dict[str, str]]], list[str]]:  # fmt: skip
    taken = [key(one) for one in take]
    known = {key(one.id) for one in people} | set(today.values)
    if strange := [one for one in taken if one.partition(".")[0] not in known]:
        raise InputError([Problem(f'--take theirs: "{one}" is nobody\'s id') for one in strange])
    changes: list[Change] = []
    changed: dict[str, dict[str, str]] = {}
    new: list[tuple[str, dict[str, str]]] = []
    left_out: list[str] = []
    for one in people:
        identifier = key(one.id)
        ours = today.values.get(identifier)
        if ours is None:
            if identifier in before and identifier not in taken:
                left_out.append(one.id)
            else:
                new.append((one.id, remembered(before.get(identifier, {}), one.values)))
            continue
        wanted = frozenset(columns) if identifier in taken else frozenset(
            name.partition(".")[2] for name in taken if name.startswith(f"{identifier}.")
        )  # fmt: skip
        found = merged(one.id, before.get(identifier, {}), one.values, ours, columns, wanted)
        changes += found
        cells = {change.column: change.theirs for change in found if change.what == "changed"}
        if cells:
            changed[identifier] = cells
    return changes, changed, new, left_out


# ------------------------------------------------------------ writing


def _applied(work: _Work, day: dt.date) -> Import:
    account, today = work.account, work.today
    if not account.changes_anything:
        return account
    unchanged = today.file is not None and not (work.changed or work.new)
    content = today.file.data if unchanged and today.file else written(today, work.changed, work.new, work.order)
    after = Held(today.path.name, content)
    used = [name for name in work.order if any(name in values for values in work.read.values())]
    here = {key(one.id) for one in account.persons}
    rows = [
        [work.ids.get(one, one), *(values.get(name, "") for name in used), "yes" if one in here else "no"]
        for one, values in sorted(work.read.items())
    ]
    asked = [[account.table, one.id, one.column, one.entry, one.said] for one in account.asked]
    text = "\n".join(
        [str(account), *(f"\n{title}\n" + "\n".join(f"  {s}" for s in said) for title, said in account.lines() if said)]
    )
    files = {
        f"original/{records.original_name(work.original.name)}": work.original.data,
        records.READ: records.csv_text(["id", *used, "in the export"], rows),
        records.ASKED: records.csv_text(["table", "id", "column", "entry", "question"], asked),
        "account.txt": (text + "\n").encode(),
        "mapping.json": (work.mapping.model_dump_json(by_alias=True, exclude_unset=True, indent=2) + "\n").encode(),
        RECORD: (json.dumps(_record(work, after, day), indent=2, ensure_ascii=False) + "\n").encode(),
        **({f"before/{today.path.name}": today.file.data} if today.file is not None else {}),
    }
    kept = records.keep(account.season, files, today.path, content, day)
    return replace(account, kept=kept)


def _record(work: _Work, after: Held, day: dt.date) -> dict[str, Any]:
    account = work.account
    return {
        "table": account.table, "file": work.today.path.name, "from": work.original.name, "on": day.isoformat(),
        "said": str(account), "original": work.original.sha256,
        "before": work.today.file.sha256 if work.today.file else "", "after": after.sha256, "version": VERSION,
    }  # fmt: skip


def undo_import(season_folder: str | Path, table: str = "") -> str:
    """Put a table back as it was before the last import; says what was undone. Raises InputError where it cannot be."""
    folder = Path(season_folder)
    program_of(folder)
    with writing(folder):
        record, target = records.undo(folder, table)
    return f"{target.name} is as it was before the import {record.path.name} ({record.said['said']})"
