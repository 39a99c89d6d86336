"""`report.html`: one file with everything in it, the same bytes for the same plan."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pairing.cohort_plan import CohortPlan
from pairing.errors import InputError, Problem, did_you_mean
from pairing.groups import UNKNOWN, sorted_groups
from pairing.paper.cohort_facts import cohort_facts
from pairing.paper.facts import Facts
from pairing.paper.map import Map, Point, drawn
from pairing.paper.pair_facts import pair_facts
from pairing.paper.people import Person
from pairing.paper.plots import against, strip
from pairing.plan import Plan
from pairing.profiles import key

TEMPLATES = Path(__file__).with_name("templates")


def report_html(
    plan: Plan | CohortPlan, *, redact: bool = False, region: str | None = None, warnings: Sequence[str] = ()
) -> bytes:
    """The committee's report of a plan.

    redact: without names, mail addresses and notes. region: only the pairs, cohorts and people of one region; raises
    InputError for one that nobody is in. warnings: what the reader should know first.
    """
    region = None if region is None else _region(plan, region)
    make = cohort_facts if isinstance(plan, CohortPlan) else pair_facts
    facts: Facts = make(plan, redact, region, warnings)  # type: ignore[operator]
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    page = _templates().get_template("report.html.j2")
    return page.render(
        facts=facts, groups=_groups(facts), map=_map(facts), strips=[strip(*plot) for plot in facts.spreads],
        against=against, css=(TEMPLATES / "report.css").read_text(encoding="utf-8"), script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(), data=_data(facts),
        regions=sorted_groups(region for card in facts.cards for region in _regions(card)),
    ).encode()  # fmt: skip


def _region(plan: Plan | CohortPlan, wanted: str) -> str:
    """A region as the tables spell it. Raises InputError for one that nobody is in."""
    tables = (plan.season.left, plan.season.right)
    known = {name: str(value) for table in tables for name, value in zip(table.keys("region"), table.values("region"), strict=True) if name}
    if key(wanted) not in known:
        hint = did_you_mean(wanted, known.values()) or f"the regions are {', '.join(sorted_groups(known.values()))}"
        raise InputError([Problem(f'nobody is in region "{wanted}"; {hint if known else "no table says regions"}')])
    return known[key(wanted)]


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters["points"] = lambda value: "" if value is None else f"{value:,.1f}"
    made.filters["whole"] = lambda value: "" if value is None else f"{value:,.0f}"
    made.filters["exact"] = lambda value: "" if value is None else f"{value:,.2f}"
    return made


def _regions(card: Any) -> tuple[str, ...]:
    return card.regions if hasattr(card, "regions") else (card.region,)


def _groups(facts: Facts) -> list[tuple[str, list[Any]]]:
    """Pairs by region, each region a page of its own in print; cohorts are pages of their own."""
    if facts.kind == "cohorts":
        return [("", list(facts.cards))]
    names = sorted_groups(card.region for card in facts.cards)
    if names == [UNKNOWN]:
        return [("", list(facts.cards))]
    return [(name, [card for card in facts.cards if card.region == name]) for name in names]


def _data(facts: Facts) -> str:
    """What the script filters and sorts by, as JSON that cannot end its element."""
    if facts.kind == "cohorts":
        cards = {
            card.anchor: {"regions": card.regions, "fit": card.mean_fit, "miles": card.longest,
                          "change": sorted({member.change for member in card.members})}
            for card in facts.cards
        }  # fmt: skip
    else:
        cards = {
            card.anchor: {"regions": [card.region], "fit": card.fit, "miles": card.miles, "change": [card.change]}
            for card in facts.cards
        }
    text = json.dumps({"cards": cards}, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _map(facts: Facts) -> Map | None:
    return _cohort_map(facts) if facts.kind == "cohorts" else _pair_map(facts)


def _said(person: Person, *more: str) -> str:
    return ", ".join(part for part in (person.called, person.district, *more) if part)


def _rest(facts: Facts) -> list[Point]:
    """Those who are left out."""
    left, right = facts.labels
    return [
        *(Point(one.person.spot, one.person.state, "idle", one.anchor, _said(one.person, f"{right}, free")) for one in facts.idle),
        *(Point(one.person.spot, one.person.state, "alone", one.anchor, _said(one.person, f"{left}, left out")) for one in facts.left_out),
    ]  # fmt: skip


def _pair_map(facts: Facts) -> Map | None:
    left, right = facts.labels
    points, joined = _rest(facts), []
    at: dict[str, int] = {}
    for card in facts.cards:
        if card.right.id not in at:
            at[card.right.id] = len(points)
            points.append(Point(card.right.spot, card.right.state, "right", card.anchor, _said(card.right, right)))
        joined.append((len(points), at[card.right.id], card.certain == "no", card.anchor))
        text = _said(card.left, left) + f", with {card.right.called}"
        points.append(Point(card.left.spot, card.left.state, "left", card.anchor, text))
    return drawn(points, joined)


def _cohort_map(facts: Facts) -> Map | None:
    left, right = facts.labels
    points, joined = _rest(facts), []
    for card in facts.cards:
        where = len(points)
        number = f"cohort {card.number}"
        points.append(Point(card.spot, "", "place", card.anchor, f"{card.place}, where {number} meets", str(card.number), card.number))
        for member in card.members:
            joined.append((len(points), where, False, card.anchor))
            person = member.person
            points.append(Point(person.spot, person.state, "left", card.anchor, _said(person, number), str(card.number), card.number))
        for person in card.facilitators:
            joined.append((len(points), where, True, card.anchor))
            points.append(Point(person.spot, person.state, "right", card.anchor, _said(person, f"{right} of {number}"), str(card.number), card.number))
    return drawn(points, joined)
