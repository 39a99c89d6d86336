"""Whatever is changed in a run after it was written, `verify` says so; what it cannot know it says it did not check."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pairing.cli.say import plain
from pairing.runs import find_run
from pairing.runs.folder import read_record, seal_of

Change = Callable[[Path], None]


def columns_of(run: Path) -> list[tuple[str, str]]:
    """Every column of every table of a run."""
    found = []
    for path in sorted(run.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            found += [(path.relative_to(run).as_posix(), column) for column in next(csv.reader(file))]
    return found


def tampered_cell(path: Path, column: str) -> None:
    """The first cell of a column says something else, of the same kind."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    row = next((row for row in rows if row[column]), rows[0])
    old = row[column]
    row[column] = other(old)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def other(text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return {"yes": "no", "no": "yes", "new": "kept", "exact": "bound"}.get(text, f"{text} or not")
    return f"{number + 1:.2f}" if "." in text else str(int(number) + 1)


def resealed(run: Path) -> None:
    """As somebody does it who knows how runs are sealed."""
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    record["written"]["files"] = {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in run.rglob("*") if path.is_file() and path.name != "run.json"
    }  # fmt: skip
    record["written"]["fingerprint"] = seal_of(record)
    (run / "run.json").write_text(json.dumps(record), encoding="utf-8")


def refused(result: Any) -> bool:
    return result.exit_code in (1, 5) and "Traceback" not in result.output


def test_a_run_as_it_was_written_is_agreed_with(solved: Path, cli: Callable):
    result = cli("verify", solved)
    assert result.exit_code == 0, result.output
    assert "proved best" in result.stdout


@pytest.fixture(scope="session")
def columns(solved: Path) -> list[tuple[str, str]]:
    return columns_of(find_run(solved))


def test_a_few_columns_changed_by_somebody_who_knows_the_seals(solved: Path, tmp_path: Path, cli: Callable):
    for number, column in enumerate(("mentee_name", "rank", "certain", "loss: fit")):
        season = Path(shutil.copytree(solved, tmp_path / str(number)))
        tampered_cell(find_run(season) / "assignments.csv", column)
        resealed(find_run(season))
        assert refused(cli("verify", season)), column


@pytest.mark.thorough
@pytest.mark.parametrize("sealed", [False, True], ids=["as in Excel", "with the fingerprints made anew"])
def test_every_column_of_every_table(
    solved: Path, tmp_path: Path, cli: Callable, columns: list[tuple[str, str]], sealed: bool
):
    silent = []
    for number, (file, column) in enumerate(columns):
        season = Path(shutil.copytree(solved, tmp_path / str(number)))
        run = find_run(season)
        tampered_cell(run / file, column)
        if sealed:
            resealed(run)
        if not refused(cli("verify", season)):
            silent.append((file, column))
        shutil.rmtree(season)
    assert not silent


KEYS = ("outcome", "stopped", "goals", "engine", "checked", "program", "inputs", "seed", "versions", "certificate")


@pytest.mark.parametrize("key", KEYS)
def test_every_part_of_the_record(own_run: Path, cli: Callable, key: str):
    run = find_run(own_run)
    record = dict(read_record(run))
    record[key] = changed(record[key])
    (run / "run.json").write_text(json.dumps(record), encoding="utf-8")
    assert refused(cli("verify", own_run)), key


def changed(value: Any) -> Any:
    if isinstance(value, dict):
        return {**value, next(iter(value), "more"): "0"}
    if isinstance(value, list):
        return value[1:] if value else [value]
    return value + 1 if isinstance(value, int) else f"{value} changed"


@pytest.mark.parametrize("file", ["plan.xlsx", "report.html"])
def test_papers_are_known_by_their_fingerprints(own_run: Path, cli: Callable, file: str):
    path = find_run(own_run) / file
    path.write_bytes(path.read_bytes() + b" ")
    result = cli("verify", own_run)
    assert refused(result)
    assert f"{file} was changed after the run was written" in result.stderr


def test_a_file_that_is_gone_and_one_that_was_added(own_run: Path, cli: Callable):
    run = find_run(own_run)
    (run / "unmatched.csv").unlink()
    (run / "extra.csv").write_text("a\n1\n")
    said = cli("verify", own_run).stderr
    assert "unmatched.csv is missing" in said
    assert "extra.csv was added" in said


@pytest.mark.parametrize("file", ["assignments.csv", "unmatched.csv"])
def test_what_verify_refuses_is_not_confirmed(own_run: Path, cli: Callable, file: str):
    tampered_cell(find_run(own_run) / file, "mentee_name" if file == "assignments.csv" else "reason")
    result = cli("confirm", own_run)
    assert result.exit_code == 1
    assert f"{file} was changed after the run was written" in result.stderr
    assert not (own_run / "standing.csv").exists()


def test_a_mentee_who_stands_twice_and_a_heading_that_is_gone_are_not_confirmed(own_run: Path, cli: Callable):
    run = find_run(own_run)
    path = run / "assignments.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for content in ([*lines, lines[1]], [lines[0].replace("mentee_id", "mentee_key"), *lines[1:]]):
        path.write_text("\n".join(content) + "\n", encoding="utf-8")
        resealed(run)
        assert cli("confirm", own_run).exit_code == 1
        assert not (own_run / "standing.csv").exists()


def test_a_cohort_run_without_a_certificate_is_never_called_proved_unless_solved_again(tmp_path: Path, cli: Callable):
    season = tmp_path / "mssn"
    cli("init", "massachusetts-mssn", season, "--sample")
    assert cli("solve", season).exit_code == 0
    result = cli("verify", season)
    assert result.exit_code == 0, result.output
    assert "its record says proved best" in result.stdout
    assert "Not checked: that no plan is better" in result.stdout
    again = cli("verify", season, "--prove")
    assert "proved best by solving again" in again.stdout
    run = find_run(season)
    record = dict(read_record(run))
    for goal in record["goals"]:
        if goal["kind"] == "alike":
            goal["value"] = goal["bound"] = goal["value"] + 1
    (run / "run.json").write_text(json.dumps(record), encoding="utf-8")
    resealed(run)
    assert refused(cli("verify", season, "--prove"))


def test_what_people_typed_is_shown_and_not_obeyed():
    assert plain("\x1b[31mred\x07") == "\\x1b[31mred\\x07"
    assert plain("a\u202eb\tc\n") == "a\\u202eb\tc\n"
