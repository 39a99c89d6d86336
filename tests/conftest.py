"""Season folders to work on, and the command `pairing` in this process or in one of its own."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pairing.cli.commands import pairing

ROOT = Path(__file__).resolve().parents[1]
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # processes that tests start would compile the package each time
COMMAND = Path(sys.executable).with_name("pairing")

Rows = list[dict[str, str]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test marked `first(n)` the first n cases are in the fast tier; the others are thorough."""
    seen: Counter[tuple[Path, str]] = Counter()
    for item in items:
        marker = item.get_closest_marker("first")
        if marker is not None:
            name = (item.path, item.name.partition("[")[0])
            seen[name] += 1
            if seen[name] > marker.args[0]:
                item.add_marker(pytest.mark.thorough)


@pytest.fixture(autouse=True)
def _no_browser_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test opens a browser on somebody's screen."""
    monkeypatch.setattr("webbrowser.open", lambda address: True)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample season of Missouri AMP, as `pairing init --sample` makes it."""
    return _copy_of_sample(tmp_path / "amp")


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample season with one run in it; only to be read."""
    folder = _copy_of_sample(tmp_path_factory.mktemp("solved") / "amp")
    assert _invoke("solve", folder).exit_code == 0
    return folder


@pytest.fixture
def own_run(solved: Path, tmp_path: Path) -> Path:
    """A copy of the solved sample season that a test may spoil."""
    return Path(shutil.copytree(solved, tmp_path / "own"))


@pytest.fixture(scope="session")
def cli() -> Callable[..., Result]:
    """Run the command in this process: `cli("solve", folder)`."""
    return _invoke


@pytest.fixture(scope="session")
def process() -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command in a process of its own, with more variables in its environment."""

    def run(*arguments: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, **(env or {})}
        command = [str(COMMAND), *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)

    return run


@pytest.fixture(scope="session")
def read_rows() -> Callable[[Path], Rows]:
    """The rows of a CSV file by heading."""
    return _read_rows


@pytest.fixture(scope="session")
def write_rows() -> Callable[[Path, Iterable[Mapping[str, object]]], None]:
    """Write rows as a CSV file; the first row has every heading."""
    return _write_rows


@pytest.fixture(scope="session")
def edit() -> Callable[[Path, str, str, str], None]:
    """Change one cell: `edit(folder / "mentors.csv", "M001", "capacity", "3")`; a new heading adds a column."""

    def change(path: Path, identifier: str, column: str, value: str) -> None:
        rows = _read_rows(path)
        for row in rows:
            row.setdefault(column, "")
            if row["id"] == identifier:
                row[column] = value
        assert any(row["id"] == identifier for row in rows)
        _write_rows(path, rows)

    return change


def _copy_of_sample(folder: Path) -> Path:
    shutil.copytree(ROOT / "data" / "missouri-amp", folder)
    shutil.copyfile(ROOT / "models" / "missouri-amp.toml", folder / "program.toml")
    return folder


def _invoke(*arguments: object) -> Result:
    return CliRunner().invoke(pairing, list(map(str, arguments)), prog_name="pairing", terminal_width=80)


def _read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    rows = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
