"""What the committee's report says, as plain values: no HTML, no coordinates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pairing.html_report.people import SIZE_NAMES, People, Person
from pairing.html_report.redaction import Redaction
from pairing.plans.base import AnyPlan, LeftOut
from pairing.plans.values import number, said
from pairing.profiles import key
from pairing.program.condition_grammar import condition_in_words
from pairing.program.goals import MEANINGS
from pairing.program.rules import Status
from pairing.program.wording import counted, plural
from pairing.season.decisions import Decision
from pairing.season.groups import UNKNOWN, sorted_groups
from pairing.versions import versions as versions_of


@dataclass(frozen=True)
class Sentence:
    """One thing that was asked: its kind, its name, what it says exactly, and whose sentence it is."""

    kind: str
    name: str
    exactly: str
    source: str
    effect: str = ""


@dataclass(frozen=True)
class Points:
    """One criterion in one pair: the most it can give, what it gave, what it gives the runner-up, all in points."""

    name: str
    most: float
    given: float
    instead: float | None
    unknown: bool = False


@dataclass(frozen=True)
class Step:
    """One step of a funnel: what it is called, how many it took, how many are still there."""

    name: str
    took: int
    rest: int


@dataclass(frozen=True)
class Unmatched:
    """Somebody who is left out: why, the funnel, and what else was counted. waits: takes part."""

    anchor: str
    person: Person
    side: str
    waits: bool
    reason: str
    total: int | None
    steps: tuple[Step, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """What was proved: (goal, value, bound, proved), what made it, what was checked, and the inputs' fingerprints."""

    goals: tuple[tuple[str, str, str, str], ...]
    about: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Facts:
    """A report's contents, whatever its kind. groups: the cards by region, or a list without a name for cohorts."""

    program: str
    kind: str
    source: str
    outcome: str
    region: str
    redacted: bool
    labels: tuple[str, str]
    warnings: tuple[str, ...]
    people: tuple[str, ...]
    order: tuple[str, ...]
    asked: tuple[Sentence, ...]
    found: tuple[str, ...]
    missed: tuple[str, ...]
    cards: tuple[Any, ...]
    left_out: tuple[Unmatched, ...]
    idle: tuple[Unmatched, ...]
    proof: Proof
    spreads: tuple[tuple[str, tuple[tuple[str, list[float]], ...]], ...] = ()
    changes: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def asked_by_kind(self) -> list[tuple[str, list[Sentence]]]:
        """What was asked, each kind with its sentences."""
        kinds: dict[str, list[Sentence]] = {}
        for sentence in self.asked:
            kinds.setdefault(sentence.kind, []).append(sentence)
        return list(kinds.items())


def asked(season: Any, statuses: tuple[Sequence[Status], Sequence[Status]], redact: bool = False) -> Iterator[Sentence]:
    """The program's screens, rules, limits, criteria and goals in sentences, with their sources.

    redact: without the sources, and without what is exactly asked where that is about columns that are not shown.
    """
    hidden = Redaction(season).hidden_headings if redact else []
    hidden = [*hidden, *(name.replace(" ", "_") for name in hidden)]
    for sentence in _asked(season, statuses):
        if redact:
            exactly = "" if any(name in sentence.exactly for name in hidden) else sentence.exactly
            yield replace(sentence, source="", exactly=exactly)
        else:
            yield sentence


def _asked(season: Any, statuses: tuple[Sequence[Status], Sequence[Status]]) -> Iterator[Sentence]:
    program = season.program
    for side, status in zip((program.left, program.right), statuses, strict=True):
        out = Counter(key(one.screen) for one in status if not one.takes_part)
        for screen in side.screens:
            yield _sentence(f"{side.label}: who takes part", screen, _took(out[key(screen.title)], side.label))
    for rule in program.rules:
        soft = rule.title in getattr(program, "soft_rules", ())
        yield _sentence("wanted of every pair" if soft else f"rule for {_relation(program, rule)}", rule)
    for limit in program.limits:
        soft = limit.title in getattr(program, "soft_limits", ())
        yield _sentence("wanted of the plan" if soft else "limit on the plan", limit)
    for penalty in getattr(program, "penalties", ()):
        yield _sentence("what makes a cohort costly", penalty)
    for criterion in program.criteria:
        fit = f"what makes a good fit of {_relation(program, criterion)}"
        yield _sentence(fit, criterion, f"weight {criterion.weight:g}")
    for place, goal in enumerate(program.goals, start=1):
        yield Sentence(
            "what is optimized, in this order",
            f"{place}. {goal.title.replace('_', ' ')}",
            _goal(goal, (program.left.label, program.right.label)),
            "",
        )


def _relation(program: Any, item: Any) -> str:
    """Whom a rule or criterion is about."""
    left, right = program.left.label, program.right.label
    between = getattr(item, "between", None)
    return f"two {plural(left)}" if between == "members" else f"{left} and {right}"


def _took(count: int, label: str) -> str:
    return f"leaves out {counted(count, label)}" if count else "leaves out nobody"


def _sentence(kind: str, item: Any, effect: str = "") -> Sentence:
    return Sentence(kind, str(item.title), _exactly(item), str(item.source), effect)


def _exactly(item: Any) -> str:
    """A screen, rule, limit or criterion as the program file states it, in words."""
    parts = [_parameter(name, value) for name, value in item.parameters.items() if value not in (None, "", (), [], {})]
    words = str(item.kind).replace("_", " ")
    return words + (f": {'; '.join(parts)}" if parts else "")


def _parameter(name: str, value: Any) -> str:
    heading = name.replace("_", " ")
    if isinstance(value, dict) or (isinstance(value, list) and value and isinstance(value[0], dict)):
        return f"{heading} {condition_in_words(value)}"
    if isinstance(value, (list, tuple)):
        return f"{heading} {', '.join(map(str, value))}".replace("_", " ")
    if isinstance(value, bool):
        return f"{heading} {'yes' if value else 'no'}"
    return f"{heading} {value:g}" if isinstance(value, (int, float)) else f"{heading} {str(value).replace('_', ' ')}"


def _goal(goal: Any, labels: tuple[str, str]) -> str:
    """What a goal means in a few words, about whom the program is about."""
    if goal.kind == "keep":
        return f"break “{goal.limit or goal.rule}” as little as possible"
    words = MEANINGS[type(goal)]
    for side, label in zip(("left", "right"), labels, strict=True):
        words = words.replace(f"{side} people", plural(label)).replace(f"{side} person", label)
    who = getattr(goal, "who", None)
    return f"{words} with {condition_in_words(who)}" if who else words


def order_of(program: Any) -> tuple[str, ...]:
    """The goals in their order; one without a name of its own with what it means."""
    labels = program.left.label, program.right.label
    return tuple(goal.name or f"{goal.title.replace('_', ' ')}: {_goal(goal, labels)}" for goal in program.goals)


def goal_lines(plan: AnyPlan) -> Iterator[str]:
    """The goals in words: their values and that no plan does better, or what is possible at most."""
    if all(goal.proved for goal in plan.goal_results):
        values = ", ".join(f"{goal.name.replace('_', ' ')} {number(goal, goal.value)}" for goal in plan.goal_results)
        yield f"Proved: no plan does better in any goal, taken in their order ({values})."
        return
    for goal in plan.goal_results:
        line = said(goal, plan.goal_results).replace("_", " ")
        yield f"{line[0].upper()}{line[1:]}."


def ended_early(plan: AnyPlan) -> Iterator[str]:
    """What an early end leaves open."""
    if plan.outcome == "bounded":
        ended = f"The run was ended early ({plan.stopped})"
        yield f"{ended}: a better plan may exist; the bounds below say how much better."


def proof_of(plan: AnyPlan) -> Proof:
    """What was proved, by what, from which inputs; nothing here is a clock's."""
    goals = tuple(
        (
            goal.name, number(goal, goal.value), number(goal, goal.bound),
            ("yes" if goal.proved else "no") + (f", given {goal.given}" if goal.given else ""),
        )
        for goal in plan.goal_results
    )  # fmt: skip
    checked = ", ".join(f"{name} {count:,}" for name, count in plan.checked.items())
    versions = ", ".join(f"{name} {number}" for name, number in versions_of().items())
    about = [
        ("outcome", plan.outcome + (f" ({plan.stopped})" if plan.stopped else "")), ("engine", plan.engine),
        ("re-judged by the independent checker", checked or "before this run was published; see run.json"),
        ("seed", str(plan.seed)), ("versions", versions),
        *(("changed in memory, not in the files", change) for change in plan.season.changed),
    ]  # fmt: skip
    return Proof(goals, tuple(about), tuple(sorted(plan.season.inputs.items())))


def unmatched(people: People, left_out: Sequence[LeftOut], label: str) -> list[tuple[Person, LeftOut]]:
    """Those of one side who are left out, with their profile."""
    left = label == people.season.program.left.label
    known = people.left if left else people.right
    return [(known[key(one.id)], one) for one in left_out if one.side == label and key(one.id) in known]


def as_unmatched(people: People, anchor: str, person: Person, one: LeftOut, waits: bool) -> Unmatched:
    """A reason with its counts told apart: the steps of the funnel, and the rest."""
    counts = dict(one.counts)
    total = counts.pop("partners", None)
    rest, steps = total or 0, []
    for name in [name for name in counts if name.startswith("removed: ")]:
        took = counts.pop(name)
        rest -= took
        if took:
            steps.append(Step(name.removeprefix("removed: "), took, rest))
    others = tuple(_counted(name, count) for name, count in counts.items() if count and name != "eligible")
    return Unmatched(anchor, person, one.side, waits, people.said(one.reason), total, tuple(steps), others)


def _counted(name: str, count: int) -> str:
    if name.startswith("only: "):
        return f"only “{name.removeprefix('only: ')}” stands in the way of {count:,}"
    return f"{name}: {count:,}"


def decided(people: People, decisions: Sequence[Decision]) -> tuple[str, ...]:
    """Decisions in words: who was locked with whom, by whom and why; without names and notes where redacted."""
    return tuple(_decided(people, decision) for decision in decisions)


def _decided(people: People, decision: Decision) -> str:
    season = people.season
    left = [season.left.ids[i] for i in (decision.left, decision.mate) if i is not None]
    right = (
        [season.right.ids[decision.right]] if decision.right is not None and decision.right < len(season.right) else []
    )
    by = "" if people.redact else decision.by
    signed = ", ".join(part for part in (by, decision.on) if part)
    note = f": {decision.note}" if decision.note and not people.redact else ""
    who = " with ".join(dict.fromkeys((*left, *right)))
    stands = f" (stands in {decision.standing})" if decision.standing else ""
    return f"{decision.id} {decision.action} {who}{stands}" + (f" ({signed})" if signed else "") + note


def spread(cells: Sequence[tuple[str, float | None]]) -> tuple[tuple[str, list[float]], ...]:
    """Numbers by group, groups in order, those of enrollments by enrollment; unknown numbers are left out."""
    groups: dict[str, list[float]] = {}
    for group, value in cells:
        if value is not None:
            groups.setdefault(group, []).append(value)
    names = sorted_groups(groups)
    if set(names) <= {*SIZE_NAMES, UNKNOWN}:
        names.sort(key=[*SIZE_NAMES, UNKNOWN].index)
    return tuple((name, sorted(groups[name])) for name in names)
