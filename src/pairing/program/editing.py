"""A program with other weights, other parameters, an item more or less: a new program, checked like any file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from pairing.errors import InputError, Problem, nearest
from pairing.program.cohorts import CohortProgram
from pairing.program.reading import validate
from pairing.program.schema import Item, Program

AnyKind = TypeVar("AnyKind", bound=Program | CohortProgram)
Raw = dict[str, Any]
TABLES = ("rule", "criterion", "limit", "penalty", "goal", "payment")
"""The tables of a program file whose items can be named. An item's name in every output is its name here."""
KEPT = ("name", "source", "between")
"""What an item keeps when it becomes one of another kind."""


def with_weights(program: AnyKind, weights: object) -> AnyKind:
    """Other weights by the criteria's names. Raises InputError for an unknown criterion or a weight that cannot be."""
    if not isinstance(weights, Mapping):
        said = f"weights are given by the criteria's names, not as a {type(weights).__name__}"
        raise InputError([Problem(said, expected='such as {"close by": 50}')])
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


def with_named(program: AnyKind, table: str, name: str, values: Mapping[str, Any]) -> AnyKind:
    """Other values of the item of that name, or one item more.

    None takes a value back to its default. Another kind leaves only the name, the source and what the item is between.
    Raises InputError for a new item without a kind and for what cannot be.
    """
    given = {key: value for key, value in values.items() if value is not None}
    names = named(program).get(table, [])
    if name not in names:
        if "kind" not in given:
            told = f'no {table} of the program is named "{name}"{_hint(name, names)}'
            add = f'{"" if told.endswith("?") else "."} To add one, give its kind, as in kind="..."'
            raise InputError([Problem(told + add)])
        return with_item(program, table, {"name": name, **given})
    raw: Raw = _raw(program)
    place = names.index(name)
    item = raw[table][place]
    if given.get("kind", item["kind"]) != item["kind"]:
        item = {key: item[key] for key in KEPT if key in item}
    raw[table][place] = {**{key: value for key, value in item.items() if key not in values}, **given}
    return _validated(program, raw)


def with_goals(program: AnyKind, goals: Sequence[str | Mapping[str, Any]]) -> AnyKind:
    """These goals, in this order: a goal's name, a kind, or a goal's keys. Raises InputError for what cannot be."""
    raw: Raw = _raw(program)
    stated = dict(zip(named(program)["goal"], raw["goal"], strict=True))
    raw["goal"] = [
        stated.get(goal, {"kind": goal.replace(" ", "_")}) if isinstance(goal, str) else _plain(goal) for goal in goals
    ]
    return _validated(program, raw)


def without(program: AnyKind, names: Sequence[str], table: str | None = None) -> AnyKind:
    """Some items less, whatever their table, and with them what only says something about them.

    A goal keep goes with its rule or limit, a theme's weight with its criterion. Raises InputError with every name that
    is not there, or there more than once.
    """
    found = {name: [where for where in tables_of(program, name) if table in (None, where)] for name in names}
    problems = [_not_one(program, name, places, table) for name, places in found.items() if len(places) != 1]
    if problems:
        raise InputError(problems)
    raw: Raw = _raw(program)
    titles = named(program)
    for where in {places[0] for places in found.values()}:
        raw[where] = [
            item for title, item in zip(titles[where], raw[where], strict=True) if found.get(title) != [where]
        ]
    for name, [where] in found.items():
        raw["goal"] = [goal for goal in raw["goal"] if goal.get("kind") != "keep" or goal.get(where) != name]
        for theme in raw.get("theme", []) if where == "criterion" else []:
            theme["weights"] = {other: weight for other, weight in theme.get("weights", {}).items() if other != name}
    return _validated(program, raw)


def _not_one(program: AnyKind, name: str, places: Sequence[str], table: str | None) -> Problem:
    """Why a name is not that of one item to leave out; places: where it is, of the tables that are meant."""
    if places:
        return Problem(f'"{name}" is a {" and a ".join(places)}; say which, with table="{places[0]}"')
    elsewhere = tables_of(program, name)
    if elsewhere:
        return Problem(f'"{name}" is a {" and a ".join(elsewhere)}, but table says "{table}"')
    known = [one for where, titles in named(program).items() if table in (None, where) for one in titles]
    return Problem(f'nothing in the program is named "{name}"{_hint(name, known)}')


def tables_of(program: Program | CohortProgram, name: str) -> list[str]:
    """The tables in which something has this name."""
    return [table for table, names in named(program).items() if name in names]


def differences(before: Program | CohortProgram, after: Program | CohortProgram) -> Iterator[str]:
    """What a program says otherwise than another of its kind, in sentences; none only where they say the same.

    One for each item, one for all goals, and one that names the other parts of the file that differ, be it only in the
    order of their items.
    """
    old, new = _by_name(before), _by_name(after)
    unsaid = []
    for part in otherwise(before, after):
        said = list(_of_items(part, old.get(part, {}), new.get(part, {}))) if part in TABLES else []
        unsaid += [] if said else [part]
        yield from said
    if unsaid:
        yield f"the program otherwise: {', '.join(unsaid)}"


def otherwise(before: Program | CohortProgram, after: Program | CohortProgram) -> list[str]:
    """The parts in which two programs differ, as the keys and tables of a program file are called."""
    old, new = _raw(before), _raw(after)
    parts = sorted({*old, *new}, key=[*TABLES, *old, *new].index)
    return [part for part in parts if old.get(part) != new.get(part)]


def _by_name(program: Program | CohortProgram) -> dict[str, Raw]:
    """What the program says of each item, by table and name."""
    raw = _raw(program)
    return {table: dict(zip(names, raw.get(table, []), strict=True)) for table, names in named(program).items()}


def _of_items(table: str, then: Raw, now: Raw) -> Iterator[str]:
    """What one table's items say otherwise."""
    if table == "goal":
        yield f"goals: {', '.join(now)} (were {', '.join(then)})"
        return
    yield from (f'{table} "{name}" left out' for name in then if name not in now)
    yield from (text for name, item in now.items() if (text := _difference(table, name, then.get(name), item)))


def words_of(item: Item) -> str:
    """An item's kind and what the program says about it, but for its name, source and weight."""
    raw = item.model_dump(by_alias=True, exclude_unset=True)
    said = [f"{key} {_shown(value)}" for key, value in raw.items() if key not in UNSAID]
    return ", ".join([item.kind.replace("_", " "), *said])


UNSAID = ("kind", "name", "source", "between", "weight")


def _difference(table: str, name: str, then: Raw | None, now: Raw) -> str:
    """What one item says otherwise; empty where that is nothing."""
    if then is None:
        said = ", ".join(f"{key} {_shown(value)}" for key, value in now.items() if key not in ("name", "source"))
        return f'{table} "{name}" added: {said}'
    changed = [key for key in dict.fromkeys([*then, *now]) if then.get(key) != now.get(key)]
    said = ", ".join(f"{key} {_shown(now.get(key))} (was {_shown(then.get(key))})" for key in changed)
    return f'{table} "{name}": {said}' if said else ""


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(_shown, value))
    if isinstance(value, dict):
        return "; ".join(f"{key} = {_shown(one)}" for key, one in value.items())
    if isinstance(value, float):
        return f"{value:.15g}"
    return "the default" if value is None else str(value)


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
    return f"; {nearest(name, known)}" if known else ""


def _plain(value: Any) -> Any:
    """A value as a program file would give it: numpy's numbers as Python's, sequences as lists."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value.item() if isinstance(value, np.generic) else value


def _validated(program: AnyKind, raw: Raw) -> AnyKind:
    changed, problems = validate(_plain(raw), "the changed program")
    if not isinstance(changed, type(program)):
        raise InputError(problems)
    return changed
