"""Another season made of one: other weights, rules and goals. The one that was stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pairing.errors import InputError, Problem, errors_in
from pairing.profiles import key
from pairing.program import editing
from pairing.season.build import cross_checks
from pairing.season.references import resolved
from pairing.season.season import AProgram, Season

ADDED = "Added in a notebook"
"""Whose sentence an item is that was added in memory."""
WITH_SOURCE = ("rule", "criterion", "limit")


def with_weights(season: Season[AProgram], weights: Mapping[str, float]) -> Season[AProgram]:
    """Other weights by the criteria's names."""
    return under(season, editing.with_weights(season.program, weights))


def with_item(season: Season[AProgram], table: str, name: str, values: Mapping[str, Any]) -> Season[AProgram]:
    """Other values of an item, or one item more: one without a source was added here."""
    if name not in editing.named(season.program).get(table, []) and table in WITH_SOURCE:
        values = {"source": ADDED, **values}
    return under(season, editing.with_named(season.program, table, name, values))


def with_goals(season: Season[AProgram], goals: Sequence[str | Mapping[str, Any]]) -> Season[AProgram]:
    """These goals, in this order."""
    return under(season, editing.with_goals(season.program, [goals] if isinstance(goals, str) else goals))


def without(season: Season[AProgram], names: Iterable[str | Iterable[str]], table: str | None) -> Season[AProgram]:
    """Some items of the program less."""
    names = flat(names)
    people = {**season.left.index, **season.right.index}
    for name in names:
        if key(name) in people and not editing.tables_of(season.program, name):
            raise InputError([Problem(f'"{name}" is a person; write season.without_people("{name}")')])
    return under(season, editing.without(season.program, names, table))


def under(season: Season[AProgram], program: Any) -> Season[AProgram]:
    """The season under a changed program, with what is otherwise in it.

    Raises InputError for a program by which the files would be read otherwise, or which contradicts the tables.
    """
    if not isinstance(program, type(season.program)):
        refused = f"a season is under a program of {season.kind}, not under a {type(program).__name__}"
        raise InputError([Problem(refused, expected="season.program, changed")])
    if others := [part for part, before in _read_by(season.program).items() if _read_by(program).get(part) != before]:
        refused = f"the program has another {' and another '.join(others)}, by which the season's files are read"
        raise InputError([Problem(refused, expected="that change in the program file, and the season loaded again")])
    said = tuple(editing.differences(season.program, program))
    if not said:
        return replace(season)
    meant = resolved(program, season.left, season.right)  # a rule may be the first to ask for a column
    season = replace(season, left=meant.tables[0], right=meant.tables[1], problems=(*season.problems, *meant.problems))
    if not set(editing.otherwise(season.program, program)) <= set(editing.TABLES):
        season = replace(season, problems=_problems_under(season, program))
    inputs = {file: sha256 for file, sha256 in season.inputs.items() if not file.endswith(".toml")}
    return replace(season, program=program, changed=(*season.changed, *said), inputs=inputs)


def _read_by(program: Any) -> dict[str, Any]:
    """All of a program by which tables, decisions and earlier years are read."""
    sides = (program.left, getattr(program, "facilitators", program.right), getattr(program, "venues", None))
    return {
        "kind": program.kind,
        "mapping of columns": program.columns,
        "set of extra columns": program.extra_columns,
        "list of roles": program.roles,
        "set of tables and labels": [side and (side.table, getattr(side, "label", "")) for side in sides],
    }


def _problems_under(season: Season, program: Any) -> tuple[Problem, ...]:
    """What is worth a look in the tables under another program. Raises InputError for what contradicts them."""
    before, after = (
        list(cross_checks(one, season.left, season.right, season.asked)) for one in (season.program, program)
    )
    raise_errors([problem for problem in after if problem not in before])
    told = [problem for problem in season.problems if problem in after or problem not in before]
    return tuple(dict.fromkeys([*told, *(problem for problem in after if problem.severity != "error")]))


def flat(names: Iterable[Any]) -> list[str]:
    """Names that are given one by one, or several together."""
    return [str(one) for some in names for one in (some if _several(some) else [some])]


def _several(given: Any) -> bool:
    return isinstance(given, Iterable) and not isinstance(given, str)


def raise_errors(problems: Sequence[Problem]) -> None:
    """Raises InputError with the errors among problems, if there are any."""
    if errors := errors_in(problems):
        raise InputError(errors)
