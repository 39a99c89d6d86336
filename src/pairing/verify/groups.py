"""Groups of people that a limit counts, and the words in which findings speak of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pairing.profiles import Table
from pairing.verify.conditions import Condition, answers
from pairing.verify.pairs.evaluation import Judge

SIDES = ("left", "right")
"""The two ends of a pair; a side's number is its place here."""
LEFT, RIGHT = range(2)

MOST_NAMED = 6
"""People or pairs named one by one; the rest are counted."""


class Group(NamedTuple):
    """Some people of one table as positions; their value as compared (empty for everybody), what they are called."""

    name: str
    words: str
    people: frozenset[int]


def groups(judge: Judge, side: int, who: Condition, by: str | None) -> list[Group]:
    """Those of a side known to meet `who`: all of them, or a group for each value of `by` of one who takes part.

    The groups hold those of them who do not take part too.
    """
    table = (judge.season.left, judge.season.right)[side]
    met = frozenset(i for i, answer in enumerate(answers(table, who)) if answer is True)
    asked = _traits(who)
    if by is None:
        return [Group("", _described(table, asked), met)]
    values, present = table.values(by), met.intersection((judge.people.served, judge.people.serving)[side])
    return [
        Group(name, _described(table, [f"{by} {_shown(values[people[0]])}", *asked]), met.intersection(people))
        for name, people in sharing(table, by).items()
        if not present.isdisjoint(people)
    ]


def sharing(table: Table, column: str) -> dict[str, list[int]]:
    """People with the same known value in a column, as positions, by that value as compared; in order of the table."""
    found: dict[str, list[int]] = defaultdict(list)
    for i, value in enumerate(table.keys(column)):
        if value is not None:
            found[value].append(i)
    return found


def named(names: Iterable[str]) -> str:
    """Names in a list; of many the first few, and how many more there are."""
    listed = list(names)
    more = [f"{len(listed) - MOST_NAMED} more"] if len(listed) > MOST_NAMED else []
    return ", ".join([*listed[:MOST_NAMED], *more])


def counted(number: int, word: str) -> str:
    """A number with its word, in the plural unless it is one."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _traits(who: Condition) -> list[str]:
    """What a condition asks: one entry per test, or one for all tables of which any must hold."""
    tables = [[f"{column} {_asked(test)}" for column, test in tests.items()] for tests in _tables(who)]
    return tables[0] if len(tables) == 1 else [" or ".join(" and ".join(traits) for traits in tables)]


def _tables(who: Condition) -> Sequence[Mapping[str, Any]]:
    return who if isinstance(who, Sequence) else [who]


def _described(table: Table, traits: Sequence[str]) -> str:
    return f"{table.name} with {' and '.join(traits)}" if traits else table.name


def _asked(test: Any) -> str:
    return " or ".join(map(_shown, test)) if isinstance(test, list) else _shown(test)


def _shown(value: Any) -> str:
    """A cell or a test as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | dict):
        return "; ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
