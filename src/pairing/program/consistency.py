"""What is wrong with a program although every single value in it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pairing.errors import did_you_mean, nearest
from pairing.profiles import COLUMNS, Column
from pairing.program.cohorts import CohortProgram
from pairing.program.goals import STAYING, Keep
from pairing.program.schema import AnyProgram, Program

Columns = Mapping[str, Column]
AFTER_PLACED = {
    "worst_fit": "the best worst fit of all is to place nobody",
    "miles": "the fewest miles of all are to place nobody",
    "in_order": "it says who stays without a partner once as many as possible have one",
}
"""Goals that stand after a `placed` goal that counts everyone, and why."""


def inconsistencies(program: Program | CohortProgram, columns: Columns) -> Iterator[str]:
    """Every contradiction, in a sentence. columns: the vocabulary with the program's own."""
    for word, items in _named(program).items():
        for name, times in Counter(item.title for item in items).items():
            if times > 1:
                yield f'{times} items of [[{word}]] are named "{name}"; give each a name of its own'
    yield from _of_pairs(program) if isinstance(program, Program) else _of_cohorts(program)
    yield from _columns_mapped_wrongly(program, columns)
    for name in sorted(set(program.extra_columns) & set(COLUMNS)):
        yield f'[extra_columns] declares "{name}", which is already a column of the vocabulary'


def tables(program: Program | CohortProgram) -> list[str]:
    """The tables that a program reads, venues included."""
    if isinstance(program, Program):
        return [program.left.table, program.right.table]
    more = [side.table for side in (program.facilitators, program.venues) if side is not None]
    return [program.members.table, *more]


def _named(program: Program | CohortProgram) -> dict[str, Sequence[Any]]:
    items: dict[str, Sequence[Any]] = {"rule": program.rules, "criterion": program.criteria, "goal": program.goals}
    items["limit"] = program.limits
    if isinstance(program, CohortProgram):
        items["penalty"] = program.penalties
    else:
        items["payment"] = program.payments
    return items


def _of_pairs(program: Program) -> Iterator[str]:
    if any(goal.title == "minimum" for goal in program.goals):
        yield 'a [[goal]] cannot be named "minimum": that is what proofs call the minimums of [right]'
    if sum(criterion.weight for criterion in program.criteria) <= 0:
        yield "every [[criterion]] has weight 0; at least one weight must be above 0"
    if program.left.label == program.right.label or program.left.table == program.right.table:
        yield "[left] and [right] must have different labels and tables"
    items: list[Any] = [*program.rules, *program.criteria]
    for item in items:
        if item.between is not None:
            yield f'"{item.name}" has between, which only programs of kind cohorts know'
    yield from _misplaced_screens(program, "left", "right")
    yield from _pairs_goal_order(program)
    yield from _kept(program)
    yield from _pair_limits(program)


def _kept(program: Program) -> Iterator[str]:
    """A goal of kind keep names one limit or one rule, and nothing is kept twice."""
    known = {"limit": [limit.title for limit in program.limits], "rule": [rule.title for rule in program.rules]}
    kept: Counter[tuple[str, str]] = Counter()
    for number, goal in enumerate(program.goals, 1):
        if not isinstance(goal, Keep):
            continue
        named = [(word, name) for word, name in (("limit", goal.limit), ("rule", goal.rule)) if name]
        if len(named) != 1:
            lacking = "limit: is missing" if not named else "rule: stands beside a limit"
            yield f"goal {number}, {lacking}; a goal of kind keep names a limit or a rule"
        yield from (_not_there(word, name, known[word]) for word, name in named if name not in known[word])
        kept.update(named)
    for (word, name), times in kept.items():
        if times > 1:
            yield f'{times} goals of kind keep name {word} "{name}"; once is enough'


def _not_there(word: str, name: str, names: Sequence[str]) -> str:
    hint = nearest(name, names) or "there is none"
    return f'goal keep names {word} "{name}", which is no [[{word}]]; {hint}'


def _pair_limits(program: Program) -> Iterator[str]:
    for limit in program.limits:
        given = limit.parameters
        if limit.kind in ("quota", "serving") and not given["at_least"] and given["at_most"] is None:
            yield f'limit "{limit.name}" needs at_least or at_most'
        if given.get("at_most") is not None and given.get("at_least", 0) > given["at_most"]:
            yield f'limit "{limit.name}": at_least {given["at_least"]} is above at_most {given["at_most"]}'
        if limit.kind == "budget" and given["per_mile"] and given["unknown_miles"] is None:
            yield f'limit "{limit.name}" has per_mile, so it needs unknown_miles: what an unknown distance counts as'


def _of_cohorts(program: CohortProgram) -> Iterator[str]:
    names = tables(program)
    if len(set(names)) < len(names) or program.left.label == program.right.label:
        yield "[members], [facilitators] and [venues] must have different labels and tables"
    yield from _relations(program)
    yield from _misplaced_screens(program, "members", "facilitators")
    yield from _cohort_goal_order(program)
    yield from _themes(program)
    for kind, times in Counter(item.kind for item in (*program.limits, *program.penalties)).items():
        if times > 1 and kind in ("drive", "enrollment_ratio"):
            yield f"{kind} stands {times} times among [[limit]] and [[penalty]]; once is enough"


def _relations(program: CohortProgram) -> Iterator[str]:
    known = ["members", *(["member-facilitator"] if program.facilitators else [])]
    items: list[Any] = [*program.rules, *program.criteria]
    for item in items:
        if item.between is None:
            yield f'"{item.name}" needs between = "members" or "member-facilitator"'
        elif item.between not in known:
            yield f'"{item.name}" is between members and facilitators, and the program has no [facilitators]'
    for relation in known:
        weights = [criterion.weight for criterion in program.criteria if criterion.between == relation]
        needed = relation == "members" or any(goal.kind == "facilitators" for goal in program.goals)
        if needed and sum(weights) <= 0:
            yield f'no [[criterion]] with between = "{relation}" has a weight above 0'


def _misplaced_screens(program: Program | CohortProgram, left: str, right: str) -> Iterator[str]:
    if any(screen.kind == "one_side" for screen in program.left.screens):
        yield f"a screen of kind one_side belongs to [{right}]: it keeps {left} people off the {right} side"
    if isinstance(program, CohortProgram):
        if any(screen.kind == "already_matched" for screen in (*program.left.screens, *program.right.screens)):
            yield "a screen of kind already_matched belongs to programs of pairs: it names a partner"
    elif any(screen.kind == "already_matched" for screen in program.right.screens):
        yield "a screen of kind already_matched belongs to [left]: it names the partner on the right"


def _pairs_goal_order(program: Program) -> Iterator[str]:
    kinds = [goal.kind for goal in program.goals]
    yield from _repeated(kinds, "placed", "keep")
    everyone = [k for k, goal in enumerate(program.goals) if goal.kind == "placed" and not getattr(goal, "who", {})]
    if not everyone:
        yield '[[goal]] of kind placed without "who" is missing: without it a plan may leave anyone out'
        return
    for kind, reason in AFTER_PLACED.items():
        if kind in kinds and kinds.index(kind) < everyone[0]:
            yield f'goal {kind} must stand after placed (without "who"): {reason}'


def _cohort_goal_order(program: CohortProgram) -> Iterator[str]:
    kinds = [goal.kind for goal in program.goals]
    if not any(goal.kind == "seated" and not getattr(goal, "who", {}) for goal in program.goals):
        yield '[[goal]] of kind seated without "who" is missing: without it a plan may leave anyone out'
    if "alike" not in kinds:
        yield "[[goal]] of kind alike is missing: it says which cohorts are best"
    seated = [k for k, kind in enumerate(kinds) if kind == "seated"]
    if seated and max(seated) >= len(seated):
        yield "goals of kind seated must stand before all others: nobody waits so that others are more alike"
    elif "alike" in kinds and not set(kinds[len(seated) : kinds.index("alike")]) <= set(STAYING):
        yield "goal alike must stand right after the seated goals; facilitators, worst_cohort and continuity follow it"
    elif "alike" in kinds and set(kinds[kinds.index("alike") :]) & set(STAYING):
        yield "goals moves and facilitator_changes must stand before alike: cohorts are made alike of those who stay"
    if "moves" in kinds and "facilitator_changes" in kinds[: kinds.index("moves")]:
        yield "goal facilitator_changes must stand after moves: a cohort that goes on under no name changes nobody"
    for kind in ("facilitators", "facilitator_changes"):
        if kind in kinds and program.facilitators is None:
            yield f"goal {kind} needs [facilitators]"
    yield from _repeated(kinds, "seated")


def _repeated(kinds: Sequence[str], *except_for: str) -> Iterator[str]:
    for kind, times in Counter(kinds).items():
        if times > 1 and kind not in except_for:
            yield f"goal {kind} stands {times} times; once is enough"


def _themes(program: CohortProgram) -> Iterator[str]:
    known = {criterion.title: criterion for criterion in program.criteria_between("members")}
    for name, times in Counter(theme.name for theme in program.themes).items():
        if times > 1:
            yield f'{times} items of [[theme]] are named "{name}"; give each a name of its own'
    for theme in program.themes:
        for name in theme.weights:
            if name not in known:
                said = f'theme "{theme.name}" weighs "{name}", which is no criterion between members'
                yield f"{said}; {nearest(name, known)}"
        if sum(theme.weights.get(name, criterion.weight) for name, criterion in known.items()) <= 0:
            yield f'theme "{theme.name}" leaves every criterion with weight 0'


def _columns_mapped_wrongly(program: AnyProgram, columns: Columns) -> Iterator[str]:
    names = tables(program)  # type: ignore[arg-type]
    for key, value in program.columns.items():
        if isinstance(value, dict) and key not in names:
            yield f"[columns.{key}] names no table of this program ({', '.join(sorted(names))})"
        for heading, name in (value if isinstance(value, dict) else {key: value}).items():
            if name not in columns and name != "ignore":
                hint = did_you_mean(name, columns) or 'expected a column name or "ignore"'
                yield f'[columns] maps "{heading}" onto "{name}", which is no column; {hint}'
