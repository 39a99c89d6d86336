"""What the report says about a plan of pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pairing.html_report.facts import (
    Facts,
    Points,
    Unmatched,
    as_unmatched,
    asked,
    decided,
    ended_early,
    goal_lines,
    order_of,
    proof_of,
    spread,
    unmatched,
)
from pairing.html_report.people import People, Person, in_region, side_by_side
from pairing.instance.evaluation import worths
from pairing.instance.pairs import Candidates, judge_pairs
from pairing.plans.pair_parts import Alternative, Pair
from pairing.plans.pairs import Plan
from pairing.plans.values import price
from pairing.profiles import key
from pairing.program.wording import counted, listed
from pairing.season import PairSeason
from pairing.season.decisions import Decision

MOST_OPTIONS = 5
"""Alternatives on a card; the others stand in alternatives.csv."""
MOST_REASONS = 4
MOST_NAMED = 6
"""People named in a summary."""


@dataclass(frozen=True)
class Option:
    """An alternative: with whom, fit, miles, what it costs in words, who would go where. partner: the id, if any."""

    who: str
    fit: float
    miles: float | None
    costs: str
    then: str
    partner: str = ""


@dataclass(frozen=True)
class PairCard:
    """One pair. certain: yes, no (tied) or unknown. loss: what the plan loses without the pair, in words."""

    anchor: str
    rank: int
    left: Person
    right: Person
    region: str
    fit: float
    miles: float | None
    change: str
    certain: str
    loss: str
    profile: list[tuple[str, str, str]]
    points: tuple[Points, ...]
    runner_up: str
    options: tuple[Option, ...]
    decisions: tuple[str, ...]
    remarks: tuple[str, ...]
    runner_up_id: str = ""
    decided_about: tuple[tuple[str, ...], ...] = ()


def pair_facts(plan: Plan, redact: bool, region: str | None, warnings: Sequence[str]) -> Facts:
    """The facts of a plan of pairs."""
    season, program = plan.season, plan.season.program
    candidates, people = judge_pairs(season), People(season, redact)
    cards = [
        _within(card, people, region)
        for card in _cards(plan, candidates, people)
        if in_region((card.left, card.right), region)
    ]
    left, right = (
        [
            as_unmatched(people, f"{letter}{k}", *found, bool(there[table.index[key(found[1].id)]]))
            for k, found in enumerate(unmatched(people, plan.left_out, side.label))
            if in_region([found[0]], region)
        ]
        for letter, side, table, there in (
            ("u", program.left, season.left, candidates.left_in),
            ("i", program.right, season.right, candidates.right_in),
        )
    )  # fmt: skip
    labels, statuses = (program.left.label, program.right.label), (candidates.left_status, candidates.right_status)
    made = Facts(
        program.name, "pairs", "" if redact else program.source, plan.outcome, region or "", redact, labels,
        tuple(warnings),
        tuple(_people(candidates)), order_of(program), tuple(asked(season, statuses, redact)),
        tuple(_found(plan, candidates, cards, region)), tuple(_missed(left, right, labels)),
        tuple(cards), tuple(left), tuple(right), proof_of(plan), _spreads(cards), _changes(plan, people, region),
    )  # fmt: skip
    return people.shown(made)


def _people(candidates: Candidates) -> Iterator[str]:
    program = candidates.season.program
    seats = int(candidates.seats[candidates.right_in].sum())
    for label, taking, all_of in (
        (program.left.label, candidates.left_in, candidates.season.left),
        (program.right.label, candidates.right_in, candidates.season.right),
    ):
        many = int(taking.sum())
        yield f"{many:,} of {counted(len(all_of), label)} take part" + (
            f", with {counted(seats, 'free seat')}" if label == program.right.label else ""
        )
    pairs = int(candidates.eligible.sum())
    yield f"{counted(pairs, 'pair')} may be made under the rules"


def _cards(plan: Plan, candidates: Candidates, people: People) -> Iterator[PairCard]:
    season = plan.season
    most = [worth / 100 for worth in worths(candidates.criteria)]
    options: dict[str, list[Alternative]] = {}
    for option in plan.left_options:
        options.setdefault(option.left, []).append(option)
    for rank, pair in enumerate(plan.ranked, start=1):
        i, j = season.left.index[key(pair.left)], season.right.index[key(pair.right)]
        own = options.get(pair.left, [])
        instead = next((option for option in own if option.right is not None), None)
        k = None if instead is None else season.right.index[key(instead.right or "")]
        points = tuple(
            Points(
                criterion.title, most[c], pair.points[criterion.title] / 100,
                None if k is None else int(candidates.points[c, i, k]) / 100, bool(candidates.unknown[c, i, j]),
            )
            for c, criterion in enumerate(candidates.criteria)
        )  # fmt: skip
        left, right = people.of_left(pair.left), people.of_right(pair.right)
        about = [d for d in season.decisions if d.left == i or (d.right == j and d.right is not None)]
        yield PairCard(
            f"c{rank}", rank, left, right, left.region, pair.fit / 100, pair.miles, pair.change, pair.certain,
            _loss(plan, pair), side_by_side(left, right), points, "" if instead is None else _who(people, instead),
            tuple(_option(plan, people, option) for option in own[:MOST_OPTIONS]), decided(people, _own(about, i, j)),
            tuple(_remarks(plan, people, pair)), "" if instead is None else instead.right or "",
            tuple(_named(season, decision) for decision in _own(about, i, j)),
        )  # fmt: skip


def _within(card: PairCard, people: People, region: str | None) -> PairCard:
    """A card as a region's own page shows it: who else could be the partner is named where that is in the region."""
    if region is None:
        return card
    far = f"a {people.season.program.right.label} of another region"
    own = (card.left.id, card.right.id)
    return replace(
        card,
        options=tuple(_option_within(option, people, region, own, far) for option in card.options),
        runner_up=card.runner_up if _is_near(card.runner_up_id, people, region) else far,
        decisions=tuple(
            one
            for one, names in zip(card.decisions, card.decided_about, strict=True)
            if all(name in own or _is_near(name, people, region) for name in names)
        ),
    )


def _option_within(option: Option, people: People, region: str, own: tuple[str, str], far: str) -> Option:
    moved = re.findall(r"[^\s;]+", option.then)
    known = all(name in own or _is_near(name, people, region) for name in moved)
    others = f"{option.then.count(';') + 1} of another region would change"
    return replace(
        option,
        who=option.who if _is_near(option.partner, people, region) else far,
        then=option.then if known or not option.then else others,
    )


def _is_near(identifier: str, people: People, region: str) -> bool:
    """Whether somebody is in the region, or nobody is meant."""
    known = [side[key(identifier)] for side in (people.left, people.right) if key(identifier) in side]
    return in_region(known, region) if known else True


def _named(season: PairSeason, decision: Decision) -> tuple[str, ...]:
    """The ids of those whom a decision names."""
    left = [season.left.ids[i] for i in (decision.left, decision.mate) if i is not None]
    return (*left, *([] if decision.right is None else [season.right.ids[decision.right]]))


def _own(decisions: Sequence[Decision], i: int, j: int) -> list[Decision]:
    """Those about the left person, and those about the right person with nobody else's name, or with this one's."""
    return [d for d in decisions if d.left in (i, None) or d.right == j]


def _who(people: People, option: Alternative) -> str:
    person = people.of_right(option.right or "")
    return person.id if not person.name else f"{person.name} ({person.id})"


def _option(plan: Plan, people: People, option: Alternative) -> Option:
    least = "" if option.exact else "at least "
    who = f"no {plan.season.program.right.label}" if option.right is None else _who(people, option)
    then = "; ".join(map(str, option.moves))
    return Option(
        who, option.fit / 100, option.miles, least + price(plan.goal_results, option.price), then, option.right or ""
    )


def _loss(plan: Plan, pair: Pair) -> str:
    return price(plan.goal_results, pair.loss) if any(loss is not None for loss in pair.loss.values()) else ""


def _remarks(plan: Plan, people: People, pair: Pair) -> Iterator[str]:
    for one in plan.departures:
        if (one.left, one.right) == (pair.left, pair.right):
            values = f"{one.left_value or 'unknown'}, {one.right_value or 'unknown'}"
            yield f"Does not keep “{one.rule}” ({values}): {people.said(one.reason)}"
    for change in plan.changes:
        if change.left == pair.left:
            yield f"Before: {change.before or 'nobody'} ({change.move}). {people.said(change.why)}"


def _changes(plan: Plan, people: People, region: str | None) -> tuple[tuple[str, str, str, str], ...]:
    return tuple(
        (change.left, change.before or "nobody", change.after or "nobody", people.said(change.why))
        for change in plan.changes
        if key(change.left) not in people.left or in_region([people.of_left(change.left)], region)
    )


def _found(plan: Plan, candidates: Candidates, cards: Sequence[PairCard], region: str | None) -> Iterator[str]:
    left, right = plan.season.program.left.label, plan.season.program.right.label
    whole, people = len(plan.pairs), int(candidates.left_in.sum())
    if region is None:
        best = next((goal for goal in plan.goal_results if goal.kind == "placed"), None)
        bound = "; no plan under these rules places more" if best is not None and plan.outcome == "proved" else ""
        yield f"{whole} of {counted(people, left)} who take part have a {right}{bound}."
    else:
        yield f"{counted(len(cards), 'pair')} with somebody of region {region}, of {whole} in the whole plan."
    yield from ended_early(plan)
    if cards:
        worst = min(cards, key=lambda card: (card.fit, card.rank))
        mean = sum(card.fit for card in cards) / len(cards)
        yield f"A pair fits with {mean:.1f} of 100 points on average; the worst fit is {worst.fit:.1f}: {_both(worst)}."
    yield from _far(cards)
    sure = sum(card.certain == "yes" for card in cards)
    tied = sum(card.certain == "no" for card in cards)
    if sure or tied:
        yield f"{sure} of the pairs are in every best plan; {tied} could be exchanged for others at no cost."
    if region is None:
        yield from goal_lines(plan)


def _far(cards: Sequence[PairCard]) -> Iterator[str]:
    known = sorted((card for card in cards if card.miles is not None), key=lambda card: (card.miles or 0, card.rank))
    if known:
        far = known[-1]
        half = known[(len(known) - 1) // 2].miles or 0
        yield f"Half of them are within {half:.0f} miles; the farthest are {far.miles:.0f} apart: {_both(far)}."
    if len(known) < len(cards):
        yield f"Of {counted(len(cards) - len(known), 'pair')} the distance is unknown."


def _both(card: PairCard) -> str:
    return f"{card.left.called} with {card.right.called}"


def _missed(left: Sequence[Unmatched], right: Sequence[Unmatched], labels: tuple[str, str]) -> Iterator[str]:
    """Who has nobody, and why, in few words."""
    waiting = [one for one in left if one.waits]
    away = len(left) - len(waiting)
    if not waiting:
        yield f"Every {labels[0]} who takes part has a {labels[1]}."
    reasons: dict[str, list[str]] = {}
    for one in waiting:
        reasons.setdefault(one.reason.partition("; ")[0], []).append(one.person.called)
    for reason, who in list(reasons.items())[:MOST_REASONS]:
        yield f"{listed(who, MOST_NAMED)}: {reason}."
    if len(reasons) > MOST_REASONS:
        yield f"{len(reasons) - MOST_REASONS} more reasons stand under “Without a {labels[1]}”."
    if away:
        yield f"{counted(away, labels[0])} do not take part; their reasons stand below."
    free = sum(one.waits for one in right)
    if free:
        yield f"{counted(free, labels[1])} who take part have no {labels[0]}; each reason stands below."


def _spreads(cards: Sequence[PairCard]) -> tuple[tuple[str, tuple[tuple[str, list[float]], ...]], ...]:
    """Fit and miles by region, size of district and locale of the left person."""
    found = []
    for group, title in (("region", "region"), ("size", "district enrollment"), ("locale", "locale")):
        for what in ("fit", "miles"):
            cells = [(card.left.groups[group], getattr(card, what)) for card in cards]
            rows = spread(cells)
            if len(rows) > 1:
                found.append((f"{what} by {title}", rows))
    return tuple(found)
