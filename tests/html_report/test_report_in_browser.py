"""The committee's report in a real browser, with the network closed: hostile data, accessibility, keyboard, search."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cohort_build import cohort_season
from hostile import hostile_season, many_pairs
from pairing.html_report import report_html
from pairing.run import solve

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
GENEROUS = 30.0
"""Seconds for hundreds of pairs on a busy machine; the real figure is in benchmarks/RESULTS.md."""
DESKTOP, TABLET = {"width": 1280, "height": 900}, {"width": 820, "height": 1180}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Opened:
    """A page opened from a file, with what it asked of a network and what it complained about."""

    def __init__(self, browser: Any, path: Path, viewport: dict[str, int]) -> None:
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page = browser.new_page(viewport=viewport)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.route("**/*", lambda route: route.continue_() if route.request.url == url else route.abort())
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        url = path.as_uri()
        self.page.goto(url)


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[..., Opened]]:
    made: list[Opened] = []

    def make(path: Path, viewport: dict[str, int] = DESKTOP) -> Opened:
        made.append(Opened(browser, path, viewport))
        return made[-1]

    yield make
    for one in made:
        one.page.close()
        assert one.complaints == []
        assert all(url.startswith("file:") for url in one.asked), one.asked
        assert len(one.asked) == 1


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, solved: Path) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(report_html(solve(solved)))
    return path


def shown(page: Any) -> int:
    return int(page.locator("article.card[id^=c]:visible").count())


def until(page, condition):
    """Wait for a condition; the page itself may evaluate no text (Content Security Policy)."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(condition)


def test_it_opens_without_a_network_and_everything_is_there(report: Path, opened: Callable[..., Opened]):
    page = opened(report).page
    assert shown(page) == 34
    assert page.locator("#count").text_content() == "34 of 34"
    assert page.locator("#map svg .state").bounding_box()["width"] > 300


@pytest.mark.browser
def test_hostile_texts_stay_texts(tmp_path: Path, opened: Callable[..., Opened]):
    path = tmp_path / "report.html"
    path.write_bytes(report_html(solve(hostile_season(tmp_path / "season"))))
    for viewport in (DESKTOP, TABLET):
        page = opened(path, viewport).page
        assert page.evaluate("window.hacked") is None
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        page.locator(".mark").first.click(force=True)
        page.fill("#search", "</script>")
        assert 0 < shown(page) < 34
        assert page.evaluate("window.hacked") is None


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [DESKTOP, TABLET], ids=["desktop", "tablet"])
def test_axe_finds_nothing_serious(report: Path, opened: Callable[..., Opened], viewport: dict[str, int]):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(report, viewport).page
    page.add_style_tag(content=".card{content-visibility:visible!important}")
    found = axe.Axe().run(page).response["violations"]
    bad = [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
    assert bad == []


EVIL = '"><script>document.title="run"</script>=1+1 \u202eevil'


@pytest.fixture(scope="module")
def cohort_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of cohorts whose people have hostile names."""
    zips = ("65251", "64075", "63101", "65801", "65201", "65401")
    members = [
        {"id": f"S{k}", "name": EVIL, "district": EVIL, "region": "NS"[k % 2], "zip": zips[k], "state": "MO",
         "enrollment": 500 * (k + 1), "notes": EVIL}
        for k in range(6)
    ]  # fmt: skip
    leaders = [{"id": f"F{k}", "name": EVIL, "zip": zips[k], "state": "MO"} for k in range(3)]
    folder = tmp_path_factory.mktemp("cohorts")
    path = folder / "report.html"
    path.write_bytes(report_html(solve(cohort_season(folder / "season", members, leaders, size=(3, 3)))))
    return path


@pytest.mark.browser
def test_axe_finds_nothing_serious_on_a_page_of_cohorts(cohort_report: Path, opened: Callable[..., Opened]):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(cohort_report).page
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


@pytest.mark.browser
def test_hostile_texts_of_cohorts_stay_texts(cohort_report: Path, opened: Callable[..., Opened]):
    page = opened(cohort_report).page
    assert page.title() != "run"
    assert page.locator("text=document.title").count() > 0
    assert page.locator("script:not([type])").count() + page.locator("script[type=module]").count() <= 1


@pytest.mark.browser
def test_search_and_filters_leave_what_matches(report: Path, opened: Callable[..., Opened]):
    page = opened(report).page
    page.keyboard.press("/")
    page.keyboard.type("rowan placeholder")
    assert shown(page) == 1
    assert page.locator("#table tbody tr:visible").count() == 1
    assert page.locator("#map .line.dim").count() == 33
    page.click("text=Clear")
    until(page, "document.getElementById('count').textContent === '34 of 34'")
    page.select_option("#region", "Southeast")
    assert shown(page) == 5
    page.select_option("#region", "")
    page.select_option("#change", "locked")
    assert shown(page) == 1
    page.select_option("#change", "")
    page.fill("#fit", "60")
    assert 0 < shown(page) < 10
    page.fill("#fit", "")
    page.fill("#miles", "60")
    assert 0 < shown(page) < 10
    page.fill("#search", "nobody at all")
    assert shown(page) == 0
    assert page.locator("#none").is_visible()


@pytest.mark.browser
def test_columns_sort_and_cards_are_put_in_order(report: Path, opened: Callable[..., Opened]):
    page = opened(report).page
    fits = "[...document.querySelectorAll('#table tbody tr')].map((row) => Number(row.cells[4].textContent))"
    page.click("#table th button >> text=fit")
    up = page.evaluate(fits)
    assert up == sorted(up)
    page.keyboard.press("Enter")
    assert page.evaluate(fits) == sorted(up, reverse=True)
    page.select_option("#order", "fit")
    first = page.locator("article.card[id^=c]").first.locator(".facts b").first.text_content()
    assert float(first) == min(up)


@pytest.mark.browser
def test_a_person_on_the_map_leads_to_the_card(report: Path, opened: Callable[..., Opened]):
    page = opened(report).page
    mark = page.locator(".mark[data-card=c1]").first
    mark.scroll_into_view_if_needed()
    mark.hover(force=True)
    assert page.locator("#tip").is_visible()
    mark.click(force=True)
    assert page.evaluate("document.activeElement.id") == "c1"
    until(page, "document.getElementById('c1').getBoundingClientRect().top < 400")


@pytest.mark.browser
def test_the_map_zooms_and_pans_by_keyboard_and_buttons(report: Path, opened: Callable[..., Opened]):
    page = opened(report).page
    box = "document.querySelector('#map svg').getAttribute('viewBox').split(' ').map(Number)"
    whole = page.evaluate(box)
    page.focus("#map")
    page.keyboard.press("+")
    zoomed = page.evaluate(box)
    assert zoomed != whole
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(box) != zoomed
    page.click("[data-zoom=all]")
    assert page.evaluate(box) == whole
    page.click("[data-zoom=in]")
    assert page.evaluate(box) != whole


@pytest.mark.browser
def test_it_works_on_a_tablet_without_moving_sideways(report: Path, opened: Callable[..., Opened]):
    page = opened(report, TABLET).page
    assert page.evaluate("document.documentElement.scrollWidth") <= TABLET["width"]


@pytest.mark.browser
def test_a_region_begins_on_a_page_of_its_own_in_print(report: Path, opened: Callable[..., Opened]):
    page = opened(report).page
    page.emulate_media(media="print")
    breaks = "[...document.querySelectorAll('.region')].map((one) => getComputedStyle(one).breakBefore)"
    assert set(page.evaluate(breaks)) == {"page"}
    assert not page.locator("#tools").is_visible()


@pytest.mark.browser
def test_hundreds_of_pairs_open(tmp_path: Path, browser: Any):
    path = tmp_path / "report.html"
    path.write_bytes(report_html(solve(many_pairs(tmp_path / "many", 240))))
    started = time.monotonic()
    one = Opened(browser, path, DESKTOP)
    assert one.page.locator("#count").text_content() == "240 of 240"
    assert time.monotonic() - started < GENEROUS
    started = time.monotonic()
    one.page.fill("#search", "southeast")
    assert time.monotonic() - started < GENEROUS
    assert 0 < shown(one.page) < 240
    one.page.close()
