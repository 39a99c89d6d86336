"""Which settings are looked at: all of a grid, or so many drawn; one small function per sampler, in one dict."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from pairing.analysis.sweeps.axes import Axis, Settings
from pairing.errors import InputError, Problem, nearest
from pairing.program import CohortProgram, Program
from pairing.program.editing import named, with_values

Sampler = Literal["grid", "sobol", "dirichlet"]
Weights = Mapping[str, Sequence[Any] | float] | Iterable[str] | None
Rules = Mapping[str, Any]
Rows = list[tuple[Any, ...]]

MOST = 100_000
"""Settings of one sweep."""
UNITS = 10_000
"""Steps into which the range of a drawn weight, or what weights share, is divided: those of a criterion's worth."""
WITH_PARAMETERS = ("rule", "criterion", "limit", "penalty")


def settings_of(
    program: Program | CohortProgram,
    weights: Weights = None,
    rules: Rules | None = None,
    *,
    sampler: str = "grid",
    n: int | None = None,
    seed: int = 0,
) -> Settings:
    """The settings that are asked for; weights as the sampler takes them, each with every combination of `rules`.

    Raises InputError with every problem: unknown names, values that cannot be, too many or no settings.
    """
    _given_by_name(weights, rules)
    if weights is None and sampler == "dirichlet":
        weights = named(program)["criterion"]
    given = _listed(weights)
    weight_axes, problems = _weight_axes(program, given)
    grids, more = _rule_axes(program, rules or {})
    problems += [*more, *_wrongly_drawn(sampler, n, given)]
    problems += _unfit(program, [*((axis, given[axis.name]) for axis in weight_axes), *grids])
    many = _count(given, grids, sampler, n)
    if many > MOST:
        problems.append(Problem(f"these are {many:,} settings; at most {MOST:,} are looked at in one sweep"))
    if not problems and not weight_axes and not grids:
        problems.append(Problem("nothing is varied: name weights or parameters"))
    if problems:
        raise InputError(problems)
    drawn = SAMPLERS[sampler](program, given, n or 0, seed) if weight_axes else [()]
    rows = [(*row, *others) for row in drawn for others in itertools.product(*(values for _, values in grids))]
    asked = {"sampler": sampler, "n": n, "seed": seed, "weights": given, "rules": _by_name(grids)}
    return Settings((*weight_axes, *(axis for axis, _ in grids)), tuple(rows), asked)


def _given_by_name(weights: Any, rules: Any) -> None:
    """Raise InputError for what names nothing."""
    if rules is not None and not isinstance(rules, Mapping):
        example = 'such as {"within 120 miles": {"max_miles": [60, 120]}}'
        raise InputError([Problem("rules are given by their names and parameters", expected=example)])
    named_alone = isinstance(weights, Iterable) and all(isinstance(name, str) for name in _listed(weights))
    if weights is not None and not named_alone:
        example = 'such as {"close by": [20, 40]}'
        raise InputError([Problem("weights are given by the criteria's names", expected=example)])


def _wrongly_drawn(sampler: str, n: int | None, given: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with the sampler itself."""
    if sampler not in SAMPLERS:
        hint = nearest(sampler, SAMPLERS) or f"expected one of {', '.join(SAMPLERS)}"
        yield Problem(f'there is no sampler "{sampler}"; {hint}')
    elif sampler == "grid" and n is not None:
        yield Problem("a grid has as many settings as its values make: n is for sobol and dirichlet")
    elif sampler != "grid" and (n is None or n < 1):
        yield Problem(f"{sampler} needs n, how many settings are drawn", value="" if n is None else str(n))
    elif sampler != "grid" and not given:
        yield Problem(f"{sampler} draws weights: name some")


def _by_name(grids: Iterable[tuple[Axis, list[Any]]]) -> dict[str, dict[str, list[Any]]]:
    rules: dict[str, dict[str, list[Any]]] = {}
    for axis, values in grids:
        rules.setdefault(axis.name, {})[axis.key] = values
    return rules


def _listed(weights: Weights) -> dict[str, list[Any] | None]:
    """The values of each named weight; None for a name alone. Of numbers numpy made, Python's own."""
    if isinstance(weights, Mapping):
        return {name: _values(values) for name, values in weights.items()}
    return dict.fromkeys([weights] if isinstance(weights, str) else weights or ())


def _values(given: Any) -> list[Any]:
    """A list of values; one value alone, a text or a condition too, is a list of one."""
    one = isinstance(given, str | Mapping) or not isinstance(given, Iterable)
    return [_plain(value) for value in ([given] if one else given)]


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _weight_axes(
    program: Program | CohortProgram, given: dict[str, list[Any] | None]
) -> tuple[list[Axis], list[Problem]]:  # fmt: skip
    known = named(program)["criterion"]
    problems = [
        Problem(f'no criterion is named "{name}"; {nearest(name, known)}') for name in given if name not in known
    ]
    return [Axis("criterion", name, "weight") for name in given if name in known], problems


def _rule_axes(program: Any, rules: Rules) -> tuple[list[tuple[Axis, list[Any]]], list[Problem]]:
    axes: list[tuple[Axis, list[Any]]] = []
    problems: list[Problem] = []
    items = {table: names for table, names in named(program).items() if table in WITH_PARAMETERS}
    for name, parameters in rules.items():
        tables = [table for table, names in items.items() if name in names]
        if len(tables) != 1:
            said = f"is a {' and a '.join(tables)}" if tables else "is nothing with parameters"
            hint = "rename one" if tables else nearest(name, [one for names in items.values() for one in names])
            problems.append(Problem(f'"{name}" {said}; {hint}'))
            continue
        known = _parameters(program, tables[0], name)
        if not isinstance(parameters, Mapping):
            example = f'such as {{"{name}": {{"{known[0] if known else "parameter"}": [...]}}}}'
            problems.append(Problem(f'{tables[0]} "{name}": values are given by parameter', expected=example))
            continue
        for key, values in parameters.items():
            if key in known:
                axes.append((Axis(tables[0], name, key), _values(values)))
            else:
                problems.append(
                    Problem(f'{tables[0]} "{name}" has no parameter "{key}"; {nearest(key, known) or "there are none"}')
                )
    return axes, problems


def _parameters(program: Any, table: str, name: str) -> list[str]:
    fields = {"rule": "rules", "criterion": "criteria", "limit": "limits", "penalty": "penalties"}
    [item] = [item for item in getattr(program, fields[table]) if item.title == name]
    return list(item.parameters)


def _unfit(program: Any, axes: Iterable[tuple[Axis, list[Any] | None]]) -> Iterator[Problem]:
    """The first value of each axis that its item cannot have, each tried alone."""
    for axis, values in axes:
        if values is None:
            continue
        if not values:
            yield Problem(f"{axis.title}: no values")
        for value in values:
            if axis.is_weight and value in (0, False):
                continue  # what else has a weight decides whether 0 can be
            try:
                with_values(program, {(axis.table, axis.name): {axis.key: value}})
            except InputError as error:
                yield from error.problems
                break


def _count(given: Mapping[str, list[Any] | None], grids: list[tuple[Axis, list[Any]]], sampler: str, n: Any) -> int:
    many = int(np.prod([float(len(values)) for _, values in grids])) if grids else 1
    if sampler != "grid":
        return many * (n or 1)
    return many * int(np.prod([float(len(values or ())) for values in given.values()])) if given else many


def _grid(program: Any, given: Mapping[str, list[Any] | None], n: int, seed: int) -> Rows:
    """Every combination, the last weight changing fastest."""
    return list(itertools.product(*_all_with_values(given, "grid", "a list of weights")))


def _sobol(program: Any, given: Mapping[str, list[Any] | None], n: int, seed: int) -> Rows:
    """Points of a scrambled Sobol sequence, which fill the ranges evenly; in ten-thousandths of each range."""
    from scipy.stats import qmc

    ranges = _all_with_values(given, "sobol", "(lowest, highest)")
    wrong = [name for name, ends in given.items() if ends is None or len(ends) != 2 or not ends[0] <= ends[1]]
    if wrong:
        raise InputError([Problem(f'weight "{name}": sobol takes a range (lowest, highest)') for name in wrong])
    points = qmc.Sobol(len(ranges), seed=seed).random_base2((n - 1).bit_length())[:n]
    return [
        tuple(
            _step(low, high, int(np.floor(UNITS * share + 0.5)))
            for (low, high), share in zip(ranges, point, strict=True)
        )
        for point in points.tolist()
    ]


def _step(low: float, high: float, units: int) -> float:
    return round(low + (high - low) * units / UNITS, 10)


def _dirichlet(program: Any, given: Mapping[str, list[Any] | None], n: int, seed: int) -> Rows:
    """Every way to share out is as likely: what the named criteria weigh together, in ten-thousandths of it."""
    wrong = [name for name, values in given.items() if values is not None]
    if wrong:
        raise InputError([Problem(f'weight "{name}": dirichlet takes names alone, not values') for name in wrong])
    if len(given) < 2:
        said = (
            f'weight "{next(iter(given))}": dirichlet shares weights out among several, so that one alone never changes'
        )
        raise InputError([Problem(said, expected="two names or more")])
    total = sum(criterion.weight for criterion in program.criteria if criterion.title in given) or 100
    shares = np.random.default_rng(seed).dirichlet(np.ones(len(given)), n)
    return [tuple(round(total * units / UNITS, 10) for units in _whole(row)) for row in shares.tolist()]


def _whole(shares: Sequence[float]) -> list[int]:
    """Shares of 1 as whole units that add up to all of them, by largest remainder."""
    exact = [UNITS * share for share in shares]
    units = [int(entry) for entry in exact]
    by_remainder = sorted(range(len(units)), key=lambda k: (units[k] - exact[k], k))
    for k in by_remainder[: UNITS - sum(units)]:
        units[k] += 1
    return units


def _all_with_values(given: Mapping[str, list[Any] | None], sampler: str, expected: str) -> list[list[Any]]:
    wrong = [name for name, values in given.items() if values is None]
    if wrong:
        raise InputError([Problem(f'weight "{name}": {sampler} takes {expected}') for name in wrong])
    return [values for values in given.values() if values is not None]


SAMPLERS: dict[str, Callable[[Any, Mapping[str, list[Any] | None], int, int], Rows]] = {
    "grid": _grid,
    "sobol": _sobol,
    "dirichlet": _dirichlet,
}
"""How weights are chosen: for each setting one weight for each that is named."""
