"""Files are whole or not there: full disks, Ctrl-C and kills at every write; and no text runs as a formula."""

from __future__ import annotations

import builtins
import csv
import errno
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import pairing
from pairing.html_report import NAME as NAME_OF_REPORT
from pairing.html_report import publish, report_html
from pairing.plans.pairs import Plan
from pairing.runs import find_run
from pairing.runs.folder import NAME, files_of, read_record

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMULA = '=HYPERLINK("http://example.org","click")'
FULL_DISK = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
INTERRUPTS = [FULL_DISK, KeyboardInterrupt()]


Files = dict[str, bytes]


@pytest.fixture(scope="module")
def plan(solved: Path) -> Plan:
    return pairing.solve(solved)


@pytest.fixture(scope="module")
def whole(plan: Plan) -> Files:
    """Every file of a run of that plan."""
    return {**files_of(plan), NAME_OF_REPORT: report_html(plan)}


class Breaks:
    """Lets `steps` operations that change files below a folder through and makes the next one fail, once."""

    def __init__(self, folder: Path, steps: int, error: BaseException) -> None:
        self.folder, self.left, self.error, self.broke = folder, steps, error, ""

    def step(self, name: str) -> None:
        self.left -= 1
        if self.left == -1:
            self.broke = name
            raise self.error

    def is_here(self, file: Any) -> bool:
        return isinstance(file, str | Path) and Path(file).is_relative_to(self.folder)

    def around(self, name: str) -> Callable[..., Any]:
        function = getattr(os, name)

        def operation(file: Any, *arguments: Any, **more: Any) -> Any:
            if name == "fsync" or (self.is_here(file) and not (name == "mkdir" and Path(file).exists())):
                self.step(name)
            return function(file, *arguments, **more)

        return operation

    def opener(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def opened(file: Any, mode: str = "r", *arguments: Any, **more: Any) -> Any:
            if not self.is_here(file) or not set(mode) & set("wax+"):
                return function(file, mode, *arguments, **more)
            self.step("open")
            return Written(function(file, mode, *arguments, **more), self)

        return opened


class Written:
    """A file of which half of a text may be written before the disk is full."""

    def __init__(self, file: Any, breaks: Breaks) -> None:
        self.file, self.breaks = file, breaks

    def write(self, content: Any) -> Any:
        try:
            self.breaks.step("write")
        except BaseException:
            self.file.write(content[: len(content) // 2])
            raise
        return self.file.write(content)

    def __enter__(self) -> Written:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


Breaking = Callable[[Path, int, BaseException], AbstractContextManager[Breaks]]


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Breaking:
    """Within the block the k-th operation that changes a file below the folder fails."""

    @contextmanager
    def block(folder: Path, steps: int, error: BaseException) -> Iterator[Breaks]:
        breaks = Breaks(folder, steps, error)
        with monkeypatch.context() as patch:
            for name in ("mkdir", "fsync", "rename", "replace", "link"):
                patch.setattr(os, name, breaks.around(name))
            for module in (io, builtins):
                patch.setattr(module, "open", breaks.opener(module.open))
            yield breaks

    return block


def contents(folder: Path) -> Files:
    """Every file in a folder and below it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def runs(season: Path) -> list[Path]:
    """What looks like a run, the latest last."""
    folder = season / "runs"
    found = [path for path in folder.iterdir() if NAME.fullmatch(path.name)] if folder.is_dir() else []
    return sorted(found, key=lambda path: int(path.name[11:]))


def visible(season: Path) -> set[str]:
    """What a person sees in the folder of the runs."""
    return {path.name for path in (season / "runs").glob("*") if not path.name.startswith(".")}


def is_complete(run: Path, files: Files) -> bool:
    """The run has every file, whole; run.json holds clock values and is read instead."""
    found = contents(run)
    assert read_record(run)["outcome"] == "proved"
    return sorted(found) == sorted(files) and all(found[name] == files[name] for name in files if name != "run.json")


# ---------------------------------------------------------------- full disks and Ctrl-C


@pytest.mark.first(1)
@pytest.mark.parametrize("error", INTERRUPTS, ids=["full disk", "Ctrl-C"])
@pytest.mark.parametrize("earlier", [True, False], ids=["second run", "first run"])
def test_a_failure_at_any_write_leaves_earlier_runs_and_nothing_else(
    own_run: Path, plan: Plan, whole: Files, breaking: Breaking, monkeypatch: pytest.MonkeyPatch,
    error: BaseException, earlier: bool,
):  # fmt: skip
    if not earlier:
        shutil.rmtree(own_run / "runs")
    before, broken = contents(own_run), []
    monkeypatch.setattr("pairing.runs.folder.files_of", lambda plan: whole)
    for k in range(1000):
        with breaking(own_run, k, error) as breaks:
            try:
                publish(plan, own_run)
            except type(error):
                assert breaks.broke
        if not breaks.broke:
            break
        broken.append(breaks.broke)
        assert contents(own_run) == before, f"after a failing {breaks.broke} ({k})"
        assert visible(own_run) == {run.name for run in runs(own_run)}
        assert len(list((own_run / "runs").glob("*"))) == earlier
        if not earlier:
            shutil.rmtree(own_run / "runs", ignore_errors=True)
    assert is_complete(runs(own_run)[-1], whole)  # the first without a failure
    assert len(runs(own_run)) == 1 + earlier
    writes = ["open", "write", "fsync", "replace"] * len(whole)
    assert broken == ["mkdir"] * (1 if earlier else 2) + writes + ["rename"]


@pytest.mark.first(1)
@pytest.mark.parametrize("step", range(0, 22, 7))
def test_a_full_disk_while_solving_is_said_in_a_sentence_and_the_next_solve_works(
    own_run: Path, whole: Files, cli: Callable, breaking: Breaking, step: int
):
    before = contents(own_run)
    with breaking(own_run, step, FULL_DISK) as breaks:
        result = cli("solve", own_run)
    assert breaks.broke
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: No space left on device")
    assert contents(own_run) == before
    assert cli("solve", own_run).exit_code == 0
    assert is_complete(find_run(own_run), whole)
    assert cli("verify", own_run).exit_code == 0


@pytest.mark.parametrize("error", INTERRUPTS, ids=["full disk", "Ctrl-C"])
def test_a_failure_while_candidates_are_written_leaves_the_earlier_file(
    own_run: Path, cli: Callable, tmp_path: Path, breaking: Breaking, error: BaseException
):
    target = tmp_path / "pairs.csv"
    target.write_text("earlier", encoding="utf-8")
    for k, operation in enumerate(["open", "write", "fsync", "replace"]):
        with breaking(tmp_path, k, error) as breaks:
            assert cli("candidates", own_run, "-o", target, "--force").exit_code == 1
        assert breaks.broke == operation
        assert target.read_text(encoding="utf-8") == "earlier"
        assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["pairs.csv"]
    assert cli("candidates", own_run, "-o", target, "--force").exit_code == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 1 + 40 * 70


def test_a_failure_while_a_season_is_made_leaves_only_whole_files(cli: Callable, tmp_path: Path, breaking: Breaking):
    cli("init", "missouri-amp", tmp_path / "whole", "--sample")
    season = contents(tmp_path / "whole")
    for k in range(1 + 4 * len(season)):
        with breaking(tmp_path / str(k), k, FULL_DISK) as breaks:
            result = cli("init", "missouri-amp", tmp_path / str(k), "--sample")
        assert breaks.broke
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: No space left on device")
        made = contents(tmp_path / str(k))
        assert made == {name: season[name] for name in made}


def test_a_full_disk_where_workbooks_are_put_together_is_said_in_a_sentence(
    own_run: Path, cli: Callable, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object, **__: object) -> None:
        raise FULL_DISK

    before = contents(own_run)
    with monkeypatch.context() as patch:
        patch.setattr("openpyxl.worksheet._writer.create_temporary_file", full)
        result = cli("solve", own_run)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: No space left on device")
    assert contents(own_run) == before


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(own_run: Path, cli: Callable, tmp_path: Path):
    (own_run / "runs").rename(tmp_path / "elsewhere")
    (own_run / "runs").write_text("a file where the folder should be", encoding="utf-8")
    result = cli("solve", own_run)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert str(own_run / "runs") in result.stderr


# ---------------------------------------------------------------- kills

PUBLISHER = """
    import sys, time
    from pathlib import Path
    import pairing
    from pairing import html_report
    from pairing.runs import folder
    plan = pairing.solve(sys.argv[1])
    files, page = folder.files_of(plan), html_report.report_html(plan)
    folder.files_of, html_report.report_html = lambda plan: files, lambda plan: page
    Path(sys.argv[2]).touch()
    while not Path(sys.argv[3]).exists():
        time.sleep(0.001)
    for _ in range(int(sys.argv[4])):
        pairing.publish(plan)
"""


def publisher(season: Path, ready: Path, go: Path, times: int) -> subprocess.Popen[bytes]:
    """A process that solves, says that it is ready, waits, and publishes so many times."""
    command = [sys.executable, "-c", textwrap.dedent(PUBLISHER), *map(str, (season, ready, go, times))]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def wait_for(*paths: Path) -> None:
    deadline = time.monotonic() + 60
    while not all(path.exists() for path in paths):
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.mark.first(1)
@pytest.mark.parametrize("chance", range(4))
def test_a_kill_at_a_random_moment_leaves_only_complete_runs(
    own_run: Path, whole: Files, tmp_path: Path, cli: Callable, chance: int
):
    before = contents(find_run(own_run))
    ready, go = tmp_path / "ready", tmp_path / "go"
    go.touch()
    process = publisher(own_run, ready, go, 10_000)
    wait_for(ready)
    time.sleep(random.Random(chance).uniform(0.1, 0.6))
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    found = runs(own_run)
    assert contents(found[0]) == before
    assert all(is_complete(run, whole) for run in found)
    assert visible(own_run) == {run.name for run in found}
    assert cli("solve", own_run).exit_code == 0
    assert is_complete(find_run(own_run), whole)
    assert len(runs(own_run)) == len(found) + 1


@pytest.mark.thorough
def test_processes_that_publish_at_once_get_a_run_each(own_run: Path, whole: Files, tmp_path: Path):
    go = tmp_path / "go"
    ready = [tmp_path / f"ready {n}" for n in range(3)]
    processes = [publisher(own_run, path, go, 8) for path in ready]
    wait_for(*ready)
    go.touch()
    assert [process.communicate(timeout=60)[1] for process in processes] == [b"", b"", b""]
    found = runs(own_run)
    assert len(found) == 1 + 3 * 8
    assert all(is_complete(run, whole) for run in found)
    assert visible(own_run) == {run.name for run in found}
    assert not [path for path in (own_run / "runs").iterdir() if path not in found]


@pytest.mark.thorough
def test_the_latest_of_more_than_99_runs_of_a_day_is_found(own_run: Path, plan: Plan):
    day = find_run(own_run).name[:10]
    find_run(own_run).rename(own_run / "runs" / f"{day}-99")
    assert publish(plan, own_run).name == f"{day}-100"
    assert find_run(own_run).name == f"{day}-100"
    assert publish(plan, own_run).name == f"{day}-101"


# ---------------------------------------------------------------- formulas


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every cell of a CSV file with its heading, headings included."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file)
    yield from (("heading", heading) for heading in headings)
    yield from ((heading, cell) for row in rows for heading, cell in zip(headings, row, strict=True))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def assert_inert(run: Path) -> None:
    """No cell of a run begins like a formula, and no cell of its workbook is one."""
    for path in run.glob("*.csv"):
        begun = [cell for cell in cells(path) if cell[1].startswith(DANGEROUS) and not is_number(cell[1])]
        assert not begun, path.name
    for sheet in load_workbook(run / "plan.xlsx"):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b", "inlineStr"), (sheet.title, cell.coordinate, cell.value)
                assert not (isinstance(cell.value, str) and cell.value.startswith(DANGEROUS))
                assert cell.hyperlink is None


@pytest.fixture
def poisoned(sample: Path, read_rows: Callable, write_rows: Callable) -> Callable[[str], Path]:
    """The sample season with a prefix before every text that is neither an id nor one of listed choices."""
    texts = ("name", "email", "district", "region", "county", "city", "role", "past_roles", "needs", "expertise",
             "notes", "Timestamp", "by", "note")  # fmt: skip

    def poison(prefix: str) -> Path:
        for table in ("mentees", "mentors", "decisions"):
            rows = read_rows(sample / f"{table}.csv")
            for row in rows:
                row.update({name: prefix + row[name] for name in texts if row.get(name)})
                if " of " in row.get("conflicts", ""):
                    row["conflicts"] = prefix + row["conflicts"]  # a district, by its name
            write_rows(sample / f"{table}.csv", rows)
        return sample

    return poison


@pytest.mark.first(2)
@pytest.mark.parametrize("prefix", ["=", "+", "-", "@", "\t=", "\r\n=", " =", "'=", "\u200b=", "=cmd|' /C calc'!A1 "])
def test_text_that_a_spreadsheet_would_run_comes_out_inert(
    poisoned: Callable, cli: Callable, prefix: str, read_rows: Callable, tmp_path: Path
):
    season = poisoned(prefix)
    result = cli("solve", season)
    assert result.exit_code == 0, result.stderr
    assert_inert(find_run(season))
    pairs = read_rows(find_run(season) / "assignments.csv")
    kept = prefix.strip().strip("'\u200b")
    assert len(pairs) > 30
    assert all(row["mentee_name"].startswith("'" + kept) for row in pairs)
    assert any(row["reason"].count(kept) for row in read_rows(find_run(season) / "unmatched.csv"))
    assert cli("verify", season).exit_code == 0
    cli("candidates", season, "-o", tmp_path / "pairs.csv")
    assert not [cell for cell in cells(tmp_path / "pairs.csv") if cell[1].startswith(DANGEROUS)]


@pytest.mark.first(1)
@pytest.mark.parametrize("prefix", [FORMULA, "\t=1", "@x", "-1"])
def test_names_that_the_program_gives_come_out_inert(
    sample: Path, cli: Callable, tmp_path: Path, read_rows: Callable, prefix: str
):
    program = sample / "program.toml"
    text = program.read_text(encoding="utf-8")
    for name in ("close by", "within 120 miles", "K-8 newcomers", "AMP for principals", "Missouri AMP"):
        assert f'"{name}"' in text
        text = text.replace(f'"{name}"', f"'{prefix} {name}'")
    program.write_text(text, encoding="utf-8")
    assert cli("solve", sample).exit_code == 0
    assert_inert(find_run(sample))
    assert cli("verify", sample).exit_code == 0
    cli("candidates", sample, "-o", tmp_path / "pairs.csv")
    rows = read_rows(tmp_path / "pairs.csv")
    assert any(row["failed_rules"].startswith("'" + prefix) for row in rows)
    assert not [cell for cell in cells(tmp_path / "pairs.csv") if cell[1].startswith(DANGEROUS)]


@pytest.mark.first(2)
@pytest.mark.parametrize("prefix", ["=", "+", "-", "@", "\t=", "'=", "'", "''", "'=\"", '="'])
def test_ids_that_begin_like_formulas_survive_the_round_trip(
    sample: Path, cli: Callable, tmp_path: Path, read_rows: Callable, write_rows: Callable, prefix: str
):
    """From the tables to a run and back through verify, and to a plan by hand and back."""
    ids = {f"E{n:03}" for n in range(1, 41)} | {f"M{n:03}" for n in range(1, 71)}

    within = prefix.removeprefix("'") if prefix[1:2] == "=" else prefix  # Excel puts the apostrophe before the cell

    def renamed(text: str) -> str:
        first, *more = [one if one.upper() in ids else None for one in text.split("; ")]
        return "; ".join([prefix + first, *(within + str(one) for one in more)]) if first else text

    for table in ("mentees", "mentors", "decisions"):
        rows = [row for row in read_rows(sample / f"{table}.csv") if row["id"]]
        write_rows(sample / f"{table}.csv", [{name: renamed(text or "") for name, text in row.items()} for row in rows])
    result = cli("solve", sample)
    assert result.exit_code == 0, result.stderr
    assert "34 pairs" in result.stdout
    run = find_run(sample)
    assert_inert(run)
    assert cli("verify", sample).exit_code == 0
    pairs = [(row["mentee_id"], row["mentor_id"]) for row in read_rows(run / "assignments.csv")]
    write_rows(tmp_path / "hand.csv", [{"mentee_id": left, "mentor_id": right} for left, right in pairs])
    shutil.copyfile(run / "plan.xlsx", tmp_path / "hand.xlsx")  # whose sheet Assignments holds the pairs
    for hand in ("hand.csv", "hand.xlsx"):
        result = cli("verify", sample, tmp_path / hand)
        assert result.exit_code == 0, result.stderr
        assert f"agrees with {hand}: 34 of 2,800 pairs" in result.stdout


@pytest.mark.thorough
def test_what_a_killed_run_left_is_removed_after_a_day(own_run: Path, cli: Callable):
    old, young = (own_run / "runs" / f".partial-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
        (folder / "assignments.csv").write_text("half", encoding="utf-8")
    os.utime(old, (0, 0))
    assert cli("solve", own_run).exit_code == 0
    assert not old.exists()
    assert young.exists()
