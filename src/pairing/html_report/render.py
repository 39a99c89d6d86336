"""`report.html`: one file with everything in it, the same bytes for the same plan."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pairing.errors import InputError, Problem, did_you_mean
from pairing.html_report.cohort_facts import cohort_facts
from pairing.html_report.facts import Facts
from pairing.html_report.map import Map, Point, drawn
from pairing.html_report.pair_facts import pair_facts
from pairing.html_report.people import Person
from pairing.html_report.plots import against, strip
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan
from pairing.profiles import key
from pairing.season.groups import UNKNOWN, sorted_groups

TEMPLATES = Path(__file__).with_name("templates")


def report_html(
    plan: Plan | CohortPlan, *, redact: bool = False, region: str | None = None, warnings: Sequence[str] = ()
) -> bytes:
    """The committee's report of a plan.

    redact: without names, mail addresses and notes. region: only the pairs, cohorts and people of one region; raises
    InputError for one that nobody is in. warnings: what the reader should know first.
    """
    region = None if region is None else _region(plan, region)
    facts = (
        cohort_facts(plan, redact, region, warnings)
        if isinstance(plan, CohortPlan)
        else pair_facts(plan, redact, region, warnings)
    )
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    page = _templates().get_template("report.html.j2")
    text: str = page.render(
        facts=facts, groups=_groups(facts), map=_map(facts), strips=[strip(*plot) for plot in facts.spreads],
        against=against, css=(TEMPLATES / "report.css").read_text(encoding="utf-8"), script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(), data=_data(facts),
        regions=sorted_groups(region for card in facts.cards for region in _regions(card)),
    )  # fmt: skip
    return text.encode()


def _region(plan: Plan | CohortPlan, wanted: str) -> str:
    """A region as the tables spell it. Raises InputError for one that nobody is in."""
    tables = (plan.season.left, plan.season.right)
    known = {
        name: str(value)
        for table in tables
        for name, value in zip(table.keys("region"), table.values("region"), strict=True)
        if name
    }
    if key(wanted) not in known:
        hint = did_you_mean(wanted, known.values()) or f"the regions are {', '.join(sorted_groups(known.values()))}"
        raise InputError([Problem(f'nobody is in region "{wanted}"; {hint if known else "no table says regions"}')])
    return known[key(wanted)]


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
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


def _rest(facts: Facts) -> list[Point]:
    """Those who are left out."""
    left, right = facts.labels
    without = ("a cohort", "a cohort") if facts.kind == "cohorts" else (f"a {right}", f"a {left}")
    sides = (
        ("idle", facts.idle, f"{right} without {without[1]}"),
        ("alone", facts.left_out, f"{left} without {without[0]}"),
    )
    return [_point(one.person, shape, one.anchor, words) for shape, people, words in sides for one in people]


def _point(person: Person, shape: str, card: str, words: str, number: int = 0) -> Point:
    text = ", ".join(part for part in (person.called, person.district, words) if part)
    return Point(person.spot, person.state, shape, card, text, str(number or ""), number)


def _pair_map(facts: Facts) -> Map | None:
    left, right = facts.labels
    points, joined = _rest(facts), []
    at: dict[str, int] = {}
    for card in facts.cards:
        if card.right.id not in at:
            at[card.right.id] = len(points)
            points.append(_point(card.right, "right", card.anchor, right))
        joined.append((len(points), at[card.right.id], card.certain == "no", card.anchor))
        points.append(_point(card.left, "left", card.anchor, f"{left}, with {card.right.called}"))
    return drawn(points, joined)


def _cohort_map(facts: Facts) -> Map | None:
    right = facts.labels[1]
    points, joined = _rest(facts), []
    for card in facts.cards:
        where, number = len(points), card.number
        meets = f"{card.place}, where cohort {number} meets"
        points.append(Point(card.spot, "", "place", card.anchor, meets, str(number), number))
        people = [(member.person, "left", f"cohort {number}") for member in card.members]
        people += [(person, "right", f"{right} of cohort {number}") for person in card.facilitators]
        for person, shape, words in people:
            joined.append((len(points), where, shape == "right", card.anchor))
            points.append(_point(person, shape, card.anchor, words, number))
    return drawn(points, joined)
