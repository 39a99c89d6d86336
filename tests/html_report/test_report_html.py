"""The committee's report: what it says, that it is one inert file, that redacted it names nobody."""

from __future__ import annotations

import json
import re
import webbrowser
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hostile import HOSTILE, hostile_season, many_pairs
from pairing.errors import InputError
from pairing.html_report import NAME, rebuilt, report_html
from pairing.html_report.map import Point, drawn
from pairing.html_report.people import size
from pairing.html_report.plots import against, strip
from pairing.plans.pairs import Plan
from pairing.run import solve
from pairing.runs import find_run
from pairing.season.loading import load
from pairing.setup.built_in import create_season, programs

MEGABYTE = 1_000_000
LARGEST = 5 * MEGABYTE
VOID = {"meta", "img", "br", "link", "input"}
PAIRS = [name for name in programs() if name not in ("massachusetts-mssn", "missouri-collaboration-cohorts")]


class Page(HTMLParser):
    """A page as a browser would read it: elements, attributes, texts, scripts."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.crossed: list[str] = []
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        (self.scripts if inside == "script" else self.texts).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]


@pytest.fixture(scope="module")
def plan(solved: Path) -> Plan:
    found = solve(solved)
    assert isinstance(found, Plan)
    return found


@pytest.fixture(scope="module")
def page(plan: Plan) -> Page:
    return Page(report_html(plan))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return report_html(solve(hostile_season(tmp_path_factory.mktemp("hostile") / "season")))


# ---------------------------------------------------------------- what it says


def test_a_run_has_the_report_and_the_same_plan_gives_the_same_bytes(solved: Path, plan: Plan):
    assert (find_run(solved) / NAME).read_bytes() == report_html(plan) == report_html(plan)


def test_every_pair_is_a_card_with_both_people_points_prices_and_decisions(page: Page, plan: Plan):
    cards = [
        attributes for tag, attributes in page.tags if tag == "article" and re.fullmatch(r"c\d+", attributes["id"])
    ]
    assert len(cards) == len(plan.pairs) == 34
    assert "Met at the spring conference and have talked every week since" in page.text
    assert "M059 (K. Doe, 2026-04-02): Both apply for the same board seat" in page.text
    for pair in plan.pairs:
        assert f"{pair.fit / 100:,.1f}" in page.text
    for criterion in plan.season.program.criteria:
        assert page.text.count(criterion.title) >= len(plan.pairs)
    assert "Without this pair the plan loses:" in page.text


def test_it_says_what_was_asked_found_and_not_found(page: Page, plan: Plan):
    assert "34 of 36 mentees who take part have a mentor; no plan under these rules places more." in page.text
    assert "Magnolia Pretend and Ginkgo Example: shortage: 6 mentees" in page.text
    for item in (*plan.season.program.rules, *plan.season.program.left.screens, *plan.season.program.criteria):
        assert item.source in page.text
    for fingerprint in plan.season.inputs.values():
        assert fingerprint in page.text


def test_the_funnel_of_somebody_left_out_adds_up(page: Page):
    assert "−62 leaves 2" in page.text
    assert "only “within 120 miles” stands in the way of 62" in page.text


def test_elements_are_closed_in_their_order_and_ids_and_links_are_sound(page: Page):
    assert (page.open, page.crossed) == ([], [])
    assert len(set(page.ids)) == len(page.ids)
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links
    assert all(link.startswith("#") and link[1:] in page.ids for link in links)


def test_every_place_on_the_map_leads_to_somebody(page: Page):
    marks = [attributes["data-card"] for _, attributes in page.tags if "data-card" in attributes]
    assert len(marks) > 100
    assert set(marks) <= set(page.ids)


def test_the_script_gets_json_with_every_card(page: Page, plan: Plan):
    cards = json.loads(page.scripts[0])["cards"]
    assert len(cards) == len(plan.pairs)
    assert {"regions", "fit", "miles", "change"} == set(cards["c1"])


@pytest.mark.parametrize("name", PAIRS)
def test_every_program_of_pairs_has_its_report(name: str, tmp_path: Path):
    create_season(name, tmp_path / "season", filled=True)
    found = solve(tmp_path / "season")
    read = Page(report_html(found))
    assert (read.open, read.crossed) == ([], [])
    assert len(set(read.ids)) == len(read.ids)
    assert found.season.program.name in read.text
    assert isinstance(found, Plan)
    assert sum(re.fullmatch(r"c\d+", name) is not None for name in read.ids) == len(found.pairs)


# ---------------------------------------------------------------- hostile data


def test_no_text_of_the_tables_becomes_an_element_or_an_attribute(hostile: bytes):
    read = Page(hostile)
    assert (read.open, read.crossed) == ([], [])
    assert [tag for tag, _ in read.tags if tag in ("img", "b", "i")].count("img") == 0
    assert sum(tag == "script" for tag, _ in read.tags) == 2
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]
    assert not [a for _, attributes in read.tags for a in (attributes.get("src"), attributes.get("action")) if a]
    for text in HOSTILE:
        assert " ".join(text.replace(";", ",").split())[:500] in read.text


def test_only_our_own_script_may_run_and_nothing_may_be_fetched(hostile: bytes):
    [policy] = [a["content"] for t, a in Page(hostile).tags if t == "meta" and "http-equiv" in a]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'sha256-" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1]


def test_nothing_in_the_page_names_another_address(page: Page):
    for _, attributes in page.tags:
        for value in attributes.values():
            assert not re.search(r"(https?:)?//", value)
    assert not re.search(r"https?://|@import|url\(", "".join(page.scripts))


# ---------------------------------------------------------------- redacted, and for one region


@pytest.mark.first(1)
@pytest.mark.parametrize("program", ["missouri-amp", "minnesota-masa-mentors", "massachusetts-asls"])
def test_a_redacted_report_has_no_name_mail_or_note(program: str, tmp_path: Path):
    create_season(program, tmp_path / "season", filled=True)
    season = load(tmp_path / "season")
    text = Page(report_html(solve(season), redact=True)).text.casefold()
    for table in (season.left, season.right):
        for column in ("name", "email", "notes"):
            for value in filter(None, table.values(column)):
                assert not re.search(rf"(?<!\w){re.escape(value.casefold())}(?!\w)", text), f"{column}: {value}"
    assert "gouda placeholder" not in text  # who supervises somebody
    for decision in season.decisions:
        for private in (decision.by, decision.note):
            assert not private or private.casefold() not in text
    assert season.left.ids[0].casefold() in text


def test_a_redacted_report_cites_a_decision_without_who_made_it(plan: Plan):
    assert "withdrawn by decision D3 (" not in Page(report_html(plan, redact=True)).text
    assert "withdrawn by decision D3" in Page(report_html(plan, redact=True)).text


def test_a_region_s_report_has_its_pairs_alone(plan: Plan):
    read = Page(report_html(plan, region="southeast"))
    season = plan.season
    mine = [
        pair for pair in plan.pairs
        if "Southeast" in (season.left.values("region")[season.left.ids.index(pair.left)],
                           season.right.values("region")[season.right.ids.index(pair.right)])
    ]  # fmt: skip
    cards = [name for name in read.ids if re.fullmatch(r"c\d+", name)]
    assert 0 < len(cards) == len(mine) < len(plan.pairs)
    assert "Missouri AMP: region Southeast" in read.text
    assert "Rowan Placeholder" not in read.text


def test_a_region_that_nobody_is_in_is_refused_with_those_there_are(plan: Plan):
    with pytest.raises(InputError, match='nobody is in region "Southwets"; did you mean "Southwest"'):
        report_html(plan, region="Southwets")
    with pytest.raises(InputError, match="the regions are Central, Kansas City"):
        report_html(plan, region="9")


# ---------------------------------------------------------------- size


@pytest.mark.thorough
def test_six_hundred_pairs_stay_under_five_megabytes(tmp_path: Path):
    found = solve(many_pairs(tmp_path / "many"))
    assert isinstance(found, Plan)
    assert len(found.pairs) == 600
    assert len(report_html(found)) < LARGEST
    assert len(report_html(found, redact=True)) < LARGEST


# ---------------------------------------------------------------- read back


def test_a_stored_run_gives_the_same_page(solved: Path, plan: Plan):
    again, run, warnings = rebuilt(solved)
    assert (run, warnings) == (find_run(solved), [])
    assert report_html(again) == report_html(plan)


def test_a_run_whose_tables_changed_says_so(own_run: Path, edit: Callable):
    edit(own_run / "mentors.csv", "M010", "enrollment", "123")
    again, _, warnings = rebuilt(own_run)
    assert warnings[0].startswith("mentors.csv changed since run")
    assert warnings[0] in Page(report_html(again, warnings=warnings)).text


def test_the_command_writes_a_page_beside_the_tables(own_run: Path, cli: Callable, tmp_path: Path):
    done = cli("report", own_run, "--redact", "--region", "Southeast")
    assert done.exit_code == 0, done.output
    path = Path(done.stdout.strip())
    assert path.parent == own_run
    assert path.name == f"report {find_run(own_run).name} region Southeast redacted.html"
    assert "without names, mail addresses and notes" in Page(path.read_bytes()).text
    assert cli("report", own_run, "-o", tmp_path / "x.html").exit_code == 0
    assert (tmp_path / "x.html").read_bytes() == (find_run(own_run) / NAME).read_bytes()
    assert cli("report", own_run, "--region", "9").exit_code == 1


def test_open_opens_the_latest_report(own_run: Path, cli: Callable, monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    assert cli("open", own_run).exit_code == 0
    assert opened == [(find_run(own_run) / NAME).as_uri()]
    (find_run(own_run) / NAME).unlink()
    done = cli("open", own_run)
    assert (done.exit_code, len(opened)) == (1, 1)
    assert "make one with: pairing report" in done.stderr


# ---------------------------------------------------------------- drawings


def test_a_place_is_drawn_inside_its_state_and_neighbors_do_not_hide_each_other():
    st_louis = (38.63, -90.2)
    points = [Point(st_louis, "MO", "left", "c1", "a")] * 3 + [Point(None, "MO", "left", "c1", "nowhere")]
    found = drawn(points, [(0, 1, True, "c1")])
    assert found is not None
    assert found.unplaced == 1
    assert len({(mark.x, mark.y) for mark in found.marks}) == 3
    assert all(0 <= mark.x <= found.width and 0 <= mark.y <= found.height for mark in found.marks)
    assert found.lines[0].dashed


def test_a_state_is_found_by_its_outline_where_the_table_does_not_say():
    told, found = (drawn([Point((44.95, -93.1), state, "left", "c1", "St. Paul")], []) for state in ("MN", ""))
    assert told == found


def test_nobody_from_afar_shrinks_the_map():
    here = [Point((38.5, -92.0), "MO", "left", "c1", "x")] * 200
    far = [Point((21.3, -157.8), "HI", "left", "c1", "y")]
    alone, both = drawn(here, []), drawn([*here, *far], [])
    assert alone is not None
    assert both is not None
    assert alone.states == both.states


def test_without_any_place_there_is_no_map():
    assert drawn([Point(None, "", "left", "c1", "x")], []) is None


def test_a_strip_ends_at_a_round_number_and_says_medians():
    made = strip("miles", [("a", [1.0, 3.0, 80.0]), ("b", [0.0])])
    assert [label for _, label in made.ticks] == ["0", "25", "50", "75", "100"]
    assert [(row.count, row.median) for row in made.rows] == [(3, "3"), (1, "0")]


def test_a_cohort_s_numbers_stand_against_everybody_s():
    made = against([10.0, 20.0], [0.0, 10.0, 20.0, 40.0])
    assert made is not None
    assert (made.low, made.high, made.middle) == (25.0, 50.0, 37.5)
    assert against([], [1.0]) is None


@pytest.mark.parametrize(("enrollment", "name"), [(None, "unknown"), (499, "under 500"), (500, "500 to 999"),
                                                  (10_000, "10,000 and more")])  # fmt: skip
def test_districts_fall_into_groups_by_enrollment(enrollment: float | None, name: str):
    assert size(enrollment) == name
