"""A program with other weights, other parameters, an item more or less: a new program, checked like any file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pairing.errors import InputError, Problem, did_you_mean
from pairing.program.cohorts import CohortProgram
from pairing.program.reading import validate
from pairing.program.schema import Program

AnyKind = TypeVar("AnyKind", Program, CohortProgram)
Raw = dict[str, Any]
TABLES = ("rule", "criterion", "limit", "penalty", "goal", "payment")
"""The tables of a program file whose items can be named. An item's name in every output is its name here."""


def with_weights(program: AnyKind, weights: Mapping[str, float]) -> AnyKind:
    """Other weights by the criteria's names. Raises InputError for an unknown criterion or a weight that cannot be."""
    return with_values(program, {("criterion", name): {"weight": weight} for name, weight in weights.items()})


def with_values(program: AnyKind, values: Mapping[tuple[str, str], Mapping[str, Any]]) -> AnyKind:
    """Other values of items' keys, by (table, name). Raises InputError for what is not there or cannot be."""
    raw: Raw = _raw(program)
    for (table, name), keys in values.items():
        place = _place(program, table, name)
        raw[table][place] = {**raw[table][place], **keys}
    return _validated(program, raw)


def with_item(program: AnyKind, table: str, item: Mapping[str, Any]) -> AnyKind:
    """One item more, behind the others of its table. Raises InputError for an item that cannot be."""
    raw: Raw = _raw(program)
    raw[table] = [*raw.get(table, []), dict(item)]
    return _validated(program, raw)


def without(program: AnyKind, name: str, table: str | None = None) -> AnyKind:
    """One item less, whatever its table. Raises InputError for a name that is not there, or there more than once."""
    found = [where for where, names in named(program).items() if name in names and table in (None, where)]
    if len(found) > 1:
        raise InputError([Problem(f'"{name}" is a {" and a ".join(found)}; say which')])
    if not found:
        everything = [known for names in named(program).values() for known in names]
        raise InputError([Problem(f'nothing in the program is named "{name}"{_hint(name, everything)}')])
    raw: Raw = _raw(program)
    del raw[found[0]][_place(program, found[0], name)]
    return _validated(program, raw)


def named(program: Program | CohortProgram) -> dict[str, list[str]]:
    """The names of a program's items by table, in the program's order."""
    return {table: [item.title for item in items] for table, items in _items(program)}


def _items(program: Program | CohortProgram) -> Iterator[tuple[str, list[Any]]]:
    for attribute, field in type(program).model_fields.items():
        if field.alias in TABLES:
            yield str(field.alias), getattr(program, attribute)


def _raw(program: Program | CohortProgram) -> Raw:
    """The tables of the program file, as far as they say anything."""
    return program.model_dump(by_alias=True, exclude_unset=True)


def _place(program: Program | CohortProgram, table: str, name: str) -> int:
    names = named(program).get(table, [])
    if name not in names:
        raise InputError([Problem(f'no {table} of the program is named "{name}"{_hint(name, names)}')])
    return names.index(name)


def _hint(name: str, known: list[str]) -> str:
    return f"; {did_you_mean(name, known) or 'they are ' + ', '.join(known)}" if known else ""


def _validated(program: AnyKind, raw: Raw) -> AnyKind:
    changed, problems = validate(raw, "the changed program")
    if not isinstance(changed, type(program)):
        raise InputError(problems)
    return changed
