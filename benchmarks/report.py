"""The committee's report of 600 pairs: bytes, seconds to write, seconds to open in Chromium with the network closed.

python benchmarks/report.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hostile import many_pairs
from pairing.html_report import report_html
from pairing.run import solve

TIMES = 5
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = solve(many_pairs(Path(folder) / "many"))
        started = time.perf_counter()
        page = report_html(plan)
        print(f"{len(plan.pairs)} pairs: {len(page) / 1e6:.2f} MB written in {time.perf_counter() - started:.1f} s")
        path = Path(folder) / "report.html"
        path.write_bytes(page)
        for what, seconds in opened(path).items():
            middle, least, most = sorted(seconds)[TIMES // 2], min(seconds), max(seconds)
            print(f"{what}: {middle:.2f} s (median of {TIMES}, {least:.2f} to {most:.2f})")


def opened(path: Path) -> dict[str, list[float]]:
    """Seconds until the page is painted, and until a search and another order are."""
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {"open": [], "search": [], "order": []}
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for _ in range(TIMES):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.context.set_offline(True)
            for what, act in (
                ("open", lambda page=page: page.goto(path.as_uri())),
                ("search", lambda page=page: page.fill("#search", "southeast")),
                ("order", lambda page=page: page.select_option("#order", "fit")),
            ):
                started = time.perf_counter()
                act()
                page.evaluate(PAINTED)
                found[what].append(time.perf_counter() - started)
            page.close()
        browser.close()
    return found


if __name__ == "__main__":
    main()
