"""A season as a notebook shows it: what it is, what was decided, what is worth a look, its criteria and rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pairing import display
from pairing.program.editing import words_of
from pairing.season.season import Season, Standing

MOST = 4
"""So many problems are shown at once."""
MOST_FOLDED = 40
"""So many more unfold; a card stays a card."""
SEVERITIES = ("warning", "question")


def season_html(season: Season) -> str:
    """The card of a season."""
    return display.card(
        season.program.name,
        display.sentence(season.counts, *_decided(season)),
        display.heading("Changed in memory, not in the files") if season.changed else "",
        display.listing(season.changed),
        _worth_a_look(season),
        _criteria(season),
        _rules(season),
        display.heading("Goals, in this order"),
        display.listing([goal.title for goal in season.program.goals], numbered=True),
    )


def _decided(season: Season) -> Iterator[str]:
    """What is fixed and what stands, in short."""
    counts = Counter(decision.action for decision in season.decisions if not decision.standing and not decision.reason)
    if counts:
        yield "decisions: " + ", ".join(f"{number} {action}" for action, number in sorted(counts.items()))
    if season.history:
        yield "earlier years: " + ", ".join(str(past.year) for past in season.history)
    if season.only is not None:
        yield f"only {season.only.column} {season.only.value} is matched, {len(season.only.pairs)} pairs stand"
    if isinstance(season.standing, Standing):
        yield f"{len(season.standing.partners)} pairs stand in {season.standing.file}"
    elif season.standing is not None:
        yield f"{len(season.standing.cohorts)} cohorts stand in {season.standing.file}"


def _worth_a_look(season: Season) -> str:
    found = [str(problem) for problem in season.problems if problem.severity in SEVERITIES]
    if not found:
        return ""
    title = "Worth a look"
    rest = found[MOST:]
    listed = [*rest[:MOST_FOLDED], *([f"... and {len(rest) - MOST_FOLDED} more"] if len(rest) > MOST_FOLDED else [])]
    more = display.folded(f"and {len(rest)} more", display.listing(listed)) if rest else ""
    return display.heading(title) + display.listing(found[:MOST]) + more


def _criteria(season: Season) -> str:
    """Each criterion with its weight and the most points it can give: its share of the weights of its relation."""
    cohorts = season.kind == "cohorts"
    items = season.program.criteria
    sums: dict[Any, float] = defaultdict(float)
    for item in items:
        sums[item.between] += item.weight
    rows = [
        [item.title, *([item.between] if cohorts else []), words_of(item), item.weight, _share(item, sums)]
        for item in items
    ]
    headings = ["criterion", *(["between"] if cohorts else []), "", "weight", "of 100 points"]
    return display.table("What makes a good match", headings, rows, numbers=[len(headings) - 2, len(headings) - 1])


def _share(item: Any, sums: Mapping[Any, float]) -> float:
    return round(100 * item.weight / sums[item.between], 2) if sums[item.between] else 0.0


def _rules(season: Season) -> str:
    program = season.program
    rows = [["rule", item.title, words_of(item)] for item in program.rules]
    rows += [["limit", item.title, words_of(item)] for item in program.limits]
    rows += [["penalty", item.title, words_of(item)] for item in getattr(program, "penalties", [])]
    return display.table("What is kept", ["", "", ""], rows)
