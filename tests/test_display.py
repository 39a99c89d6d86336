"""What notebooks show: short, escaped, without scripts or requests, and what is there to see."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import pairing
from cohort_build import cohort_season
from hostile import hostile_season
from pairing import display
from pairing.plans.base import AnyPlan

TAGS = {
    "style", "div", "h3", "h4", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "wbr", "details",
    "summary",
}  # fmt: skip


class Page(HTMLParser):
    """The tags, attributes and texts of a card."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= set(attrs)
        self.open += [] if tag == "wbr" else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(thing: object) -> Page:
    html = thing._repr_html_()  # type: ignore[attr-defined]
    shown = Page(html)
    assert not shown.open
    assert shown.tags <= TAGS
    assert shown.attributes <= {("class", "pairing-card"), ("class", "n"), ("class", "more")}
    assert not re.search(r"url\(|@import|//", display.STYLE)
    assert len(html) < 25_000
    return shown


@pytest.fixture(scope="module")
def plan() -> AnyPlan:
    return pairing.solve(pairing.sample_season(), alternatives=0)


def test_a_season_shows_its_people_decisions_rules_and_what_is_worth_a_look():
    season = pairing.sample_season()
    shown = page(season)
    for text in (
        "Missouri AMP", "40 mentees, 70 mentors", "1 forbid, 1 lock, 1 withdraw", "M028", "within 120 miles",
        "max_miles 120", "close by", "even load",
    ):  # fmt: skip
        assert text in shown.text, text
    changed = page(season.with_weights({"close by": 50}))
    assert 'Changed in memory, not in the filescriterion "close by": weight 50 (was 35)' in changed.text
    assert "43.48" in changed.text


def test_a_plan_shows_its_outcome_goals_first_pairs_and_who_is_left_out(plan: AnyPlan):
    shown = page(plan)
    for text in ("no plan under these rules does better", "2,320.62", "E019", "and 26 more", "can reach only 4 free"):
        assert text in shown.text, text
    worse = pairing.solve(plan.season.with_rule("within 120 miles", max_miles=20), alternatives=0)
    shown = page(worse)
    assert "see plan.season.changed" in shown.text
    shown = page(plan.compare(worse))
    assert "left out" in shown.text
    assert "before: this plan" in shown.text


def test_cohorts_are_shown_one_by_one(tmp_path: Path):
    season = cohort_season(tmp_path / "s", ["a", "b", "c"], [{"id": "x"}], venues=[{"id": "v"}])
    assert "3 members, 1 facilitator, 1 venue" in page(season).text
    assert "1 facilitator, 1 venue" in repr(season)
    assert "between" in page(season).text
    shown = page(pairing.solve(season))
    assert "1 cohortcohort" in shown.text
    assert "alike (smaller is better)" in shown.text
    assert "x" in shown.text


def test_a_rerun_and_its_frontier_are_shown(own_run: Path):
    season = pairing.load(own_run).without_people("M058")
    again = pairing.rerun(season, alternatives=0)
    assert "pairs stand in runs/" in page(again.season).text
    frontier = pairing.frontier(season)
    assert "What each further move buys" in page(frontier).text
    assert list(frontier.table) == ["moves", "unplaced", "fit", "bound", "proved", "moved"]
    assert [point.moves for point in frontier] == frontier.table["moves"].tolist()


def test_hostile_texts_stay_texts(tmp_path: Path):
    season = pairing.load(hostile_season(tmp_path / "s"))
    plan = pairing.solve(season, alternatives=0)
    criterion = season.program.criteria[0].title
    results = (
        pairing.sweep(season, weights={criterion: [1, 2]}, progress=False),
        pairing.weight_ranges(plan, [criterion]),
        pairing.tradeoff(plan, "placed", "worst fit"),
        pairing.calibrate(season, plan=plan),
    )
    for thing in (season, plan, plan.compare(plan), *results):
        shown = page(thing)
        assert "\u202e" not in shown.text
    assert "<script>window.hacked=1</script>" in page(season).text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""), (float("nan"), ""), (pd.NA, ""), (pd.NaT, ""), (True, "yes"), (False, "no"), (0, "0"),
        (1234, "1,234"), (1234.5, "1,234.50"), (12.0, "12"), ("<b>&", "&lt;b&gt;&amp;"), ("a\u202eb\x00c", "abc"),
        (float("inf"), "any"), ("x" * 24, "x" * 24 + "<wbr>"),
    ],
    ids=repr,
)  # fmt: skip
def test_values_are_shown_as_people_read_them(value: object, text: str):
    assert display.text(value) == text


def test_only_cells_are_cut():
    long = "no " * 200 + "warning"
    assert "warning" in display.sentence(long)
    assert "warning" in display.listing([long])
    assert f"<td>{long[:299]}…</td>" in display.table("t", ["a"], [[long]])


def test_nothing_is_shown_of_nothing():
    assert display.table("t", ["a"], []) == display.listing([]) == display.sentence("", "") == ""
    assert display.folded("t", "") == display.heading("") == display.fixed(None, 2) == display.fixed(float("nan"), 1)
    assert "<thead>" not in display.table("t", ["", ""], [["a", "b"]])
