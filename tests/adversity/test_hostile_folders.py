"""A season folder from a stranger leads nowhere else, and nothing in it takes the computer with it."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pairing.runs import find_run
from pairing.storage import Held, held, replace_folder, tidy, write_output, write_whole

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a permission there")
COMMANDS = (
    ("check",), ("solve",), ("verify",), ("rerun",), ("letters",), ("confirm",), ("report",), ("history",),
    ("candidates",), ("decide", "withdraw", "M022"), ("standby",), ("compare",),
)  # fmt: skip


@needs_links
@pytest.mark.parametrize("name", ["mentees.csv", "decisions.csv", "program.toml", "standing.csv", "letter.txt.j2"])
def test_a_file_that_is_a_link_out_of_the_season_is_refused_by_name(own_run: Path, cli: Callable, tmp_path, name: str):
    secret = tmp_path / "secret"
    secret.write_text("id\nsecret of somebody\n")
    (own_run / name).unlink(missing_ok=True)
    (own_run / name).symlink_to(secret)
    for command in COMMANDS[:6]:
        result = cli(command[0], own_run, *command[1:])
        assert result.exit_code == 1, command
        assert f"{name}: is a link that leads out of the season's folder" in result.stderr
        assert "secret of somebody" not in result.output
    assert secret.read_text() == "id\nsecret of somebody\n"


@needs_links
@pytest.mark.parametrize("place", ["decisions.csv.partial", ".decisions.lock", "runs", "history"])
def test_a_link_planted_where_files_are_written_fills_nothing(own_run: Path, cli: Callable, tmp_path: Path, place: str):
    outside = tmp_path / "outside"
    outside.mkdir()
    target = outside / "startup"
    target.write_text("as it was")
    if place in ("runs", "history"):
        os.rename(own_run / "runs", own_run / "old-runs")
        (own_run / place).symlink_to(outside)
    else:
        (own_run / place).symlink_to(target)
    for command in (("decide", "withdraw", "M022"), ("solve",), ("confirm",)):
        assert cli(command[0], own_run, *command[1:]).exit_code == 1
    assert target.read_text() == "as it was"
    assert [path.name for path in outside.iterdir()] == ["startup"]


@needs_links
def test_a_link_that_stays_inside_is_read(sample: Path, cli: Callable):
    (sample / "kept").mkdir()
    os.rename(sample / "mentees.csv", sample / "kept" / "people.csv")
    (sample / "mentees.csv").symlink_to(sample / "kept" / "people.csv")
    assert cli("check", sample).exit_code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_among_the_files_is_refused_and_not_waited_for(sample: Path, cli: Callable):
    (sample / "mentors.csv").unlink()
    os.mkfifo(sample / "mentors.csv")
    result = cli("check", sample)
    assert result.exit_code == 1
    assert "mentors.csv: is a pipe or a device, not a file" in result.stderr


@needs_links
def test_a_link_inside_a_run_is_refused(own_run: Path, cli: Callable, tmp_path: Path):
    run = find_run(own_run)
    (tmp_path / "elsewhere.csv").write_bytes((run / "assignments.csv").read_bytes())
    (run / "assignments.csv").unlink()
    (run / "assignments.csv").symlink_to(tmp_path / "elsewhere.csv")
    for command in ("verify", "confirm", "report", "letters"):
        result = cli(command, own_run)
        assert result.exit_code == 1, command
        assert "is a link that leads out" in result.stderr


# ---------------------------------------------------------------- what stands


def test_what_stood_before_alone_stops_every_command(own_run: Path, cli: Callable):
    assert cli("confirm", own_run).exit_code == 0
    os.rename(own_run / "standing.csv", own_run / "standing-before.csv")
    for command in ("check", "solve", "rerun", "confirm"):
        result = cli(command, own_run)
        assert result.exit_code == 1
        assert "standing-before.csv: is there, but nothing says what stands now" in result.stderr


def test_a_kill_between_any_two_steps_of_confirm_leaves_something_that_stands(
    own_run: Path, cli: Callable, monkeypatch
):
    assert cli("confirm", own_run, "--by", "first").exit_code == 0
    before = (own_run / "standing.csv").read_bytes()

    class Killed(BaseException):
        pass

    for step in range(8):
        calls = iter(range(100))

        def dying(*arguments: object, real=os.replace, step=step, calls=calls) -> None:
            if next(calls) == step:
                raise Killed
            real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", dying)
            try:
                cli("confirm", own_run, "--by", "second")
            except Killed:
                assert (own_run / "standing.csv").read_bytes() == before
                continue
        break
    assert b"second" in (own_run / "standing.csv").read_bytes()
    assert (own_run / "standing-before.csv").read_bytes() == before


def test_runs_come_in_the_order_in_which_they_follow_each_other(own_run: Path, cli: Callable):
    first = find_run(own_run)
    assert cli("solve", own_run).exit_code == 0
    wrong = first.with_name("2199-01-01-01")
    os.rename(find_run(own_run), wrong)
    refused = cli("confirm", own_run)
    assert refused.exit_code == 1
    assert "the latest run, 2199-01-01-01, is dated in the future" in refused.stderr
    assert cli("solve", own_run).exit_code == 0
    assert find_run(own_run).name not in (wrong.name, first.name)
    told = cli("confirm", own_run, wrong.name)
    assert "A newer run is there" in told.stderr


# ---------------------------------------------------------------- outputs


def test_an_output_replaces_no_file_of_the_season_and_others_only_when_asked(
    solved: Path, own_run: Path, cli, tmp_path
):
    for name in ("mentees.csv", "program.toml", "decisions.csv"):
        before = (own_run / name).read_bytes()
        result = cli("candidates", own_run, "-o", own_run / name, "--force")
        assert result.exit_code == 1
        assert "which no output replaces" in result.stderr
        assert (own_run / name).read_bytes() == before
    other = tmp_path / "pairs.csv"
    other.write_text("mine")
    assert cli("candidates", own_run, "-o", other).exit_code == 1
    assert other.read_text() == "mine"
    assert cli("candidates", own_run, "-o", other, "--force").exit_code == 0
    assert other.read_text() != "mine"


@needs_links
def test_an_output_is_never_a_link_or_a_device(tmp_path: Path):
    (tmp_path / "target").write_text("as it was")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(Exception, match="is a link, a folder or a device"):
        write_output(tmp_path / "link", b"x", force=True)
    with pytest.raises(Exception, match="is a link, a folder or a device"):
        write_output(Path(os.devnull), b"x", force=True)
    assert (tmp_path / "target").read_text() == "as it was"


def test_a_replaced_file_keeps_who_may_read_it(tmp_path: Path):
    path = tmp_path / "private.csv"
    path.write_text("a")
    path.chmod(0o600)
    write_whole(path, b"b")
    assert path.read_text() == "b"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 or os.name == "nt"
    assert [one.name for one in tmp_path.iterdir()] == ["private.csv"]


def test_folders_that_a_killed_command_left_are_put_back_or_removed(tmp_path: Path):
    target = tmp_path / "letters"
    replace_folder(target, {"a.txt": b"first"})
    gone = 2**22 + 1  # no process has this number
    os.rename(target, tmp_path / f".letters-before-{gone}-abc")
    (tmp_path / f".letters-new-{gone}-abc").mkdir()
    (tmp_path / f".letters-new-{os.getpid()}-abc").mkdir()
    tidy(tmp_path)
    assert (target / "a.txt").read_bytes() == b"first"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".letters-new-{os.getpid()}-abc", "letters"]


# ---------------------------------------------------------------- size


def book(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["id", "name"])
    made.active.append(["E1", "One"])
    fill(made.active)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.mark.parametrize(("row", "column", "said"), [
    (1_048_576, 16_384, "blank rows away"), (1_048_576, 1, "blank rows away"), (2, 16_384, "blank columns away"),
])  # fmt: skip
def test_a_stray_cell_far_away_is_named(sample: Path, cli: Callable, row: int, column: int, said: str):
    (sample / "mentees.csv").unlink()
    (sample / "mentees.xlsx").write_bytes(book(lambda sheet: sheet.cell(row, column, "x")))
    result = cli("check", sample)
    assert result.exit_code == 1
    assert said in result.stderr
    assert openpyxl.utils.get_column_letter(column) in result.stderr


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(sample: Path, cli: Callable):
    content = io.BytesIO(book(lambda sheet: None))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/more.xml", b" " * 250_000_000)
    (sample / "mentees.csv").unlink()
    (sample / "mentees.xlsx").write_bytes(content.getvalue())
    result = cli("check", sample)
    assert result.exit_code == 1
    assert "unpacks to" in result.stderr


def test_what_is_hashed_is_what_was_read(sample: Path, monkeypatch: pytest.MonkeyPatch):
    """A decision that lands while the season is read is not recorded as used."""
    import pairing
    from pairing.season import loading

    real = loading.read_decisions
    seen = held(sample / "decisions.csv").sha256

    def slow(*arguments, **more):
        found = real(*arguments, **more)
        with (sample / "decisions.csv").open("a") as file:
            file.write("D9,withdraw,M001,,,,\n")
        return found

    monkeypatch.setattr(loading, "read_decisions", slow)
    season = pairing.load(sample)
    assert season.inputs["decisions.csv"] == seen != held(sample / "decisions.csv").sha256


@pytest.mark.parametrize("template", [
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}", "{{ 'x' * 10**9 }}",
    "{{ 9 ** 9 ** 9 }}", "{% for i in range(90000) %}{{ 'xxxxxxxxxxxxxxxxxxxxxxxxxxx' }}{% endfor %}",
])  # fmt: skip
def test_a_template_without_an_end_is_refused(own_run: Path, cli: Callable, template: str):
    (own_run / "letter.txt.j2").write_text(template)
    result = cli("letters", own_run)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: letter.txt.j2") or "letter.txt.j2" in result.stderr


# ---------------------------------------------------------------- what nobody foresaw


def test_what_nobody_foresaw_is_a_sentence_a_file_and_a_code_of_its_own(sample: Path, cli: Callable, monkeypatch):
    def breaks(*arguments: object, **more: object) -> None:
        raise KeyError("something\x1b[31m of E001")

    monkeypatch.setattr("pairing.season.loading.read_program", breaks)
    result = cli("check", sample)
    assert result.exit_code == 70
    assert "Traceback" not in result.output
    assert "\x1b" not in result.output
    name = result.stderr.split("stands in ")[1].split(";")[0]
    assert "KeyError" in Path(name).read_text(encoding="utf-8")
    Path(name).unlink()


DAMAGES = {
    "an integer of 5,000 digits": ("program.toml", "schema = 1", f"schema = {'9' * 5000}"),
    "a bell in the program's name": ("program.toml", 'name   = "Missouri AMP"', 'name = "Missouri\\u0007 AMP"'),
    "no character in the program's name": ("program.toml", 'name   = "Missouri AMP"', 'name = "Missouri\\uFFFE AMP"'),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_a_sentence(sample: Path, cli: Callable, damage: str):
    file, old, new = DAMAGES[damage]
    text = (sample / file).read_text(encoding="utf-8")
    assert old in text
    (sample / file).write_text(text.replace(old, new), encoding="utf-8")
    for command in ("check", "solve"):
        result = cli(command, sample)
        assert result.exit_code == 1, result.output
        assert file in result.stderr
        assert len(result.stderr) < 2000


def test_a_hundred_thousand_unknown_keys_are_told_in_a_few(sample: Path, cli: Callable):
    text = (sample / "program.toml").read_text(encoding="utf-8")
    (sample / "program.toml").write_text("".join(f"key{n} = 1\n" for n in range(20_000)) + text, encoding="utf-8")
    result = cli("check", sample)
    assert result.exit_code == 1
    assert "more mistakes" in result.stderr
    assert len(result.stderr.splitlines()) < 300


def test_a_heading_that_is_gone_from_a_run_is_a_sentence(own_run: Path, cli: Callable):
    run = find_run(own_run)
    assert cli("solve", own_run).exit_code == 0
    for name in ("assignments.csv", "unmatched.csv", "alternatives.csv"):
        path = run / name
        path.write_text(path.read_text(encoding="utf-8-sig").replace("mentee_id", "who", 1).replace("reason", "why", 1))
    for command in (("compare", run.name, find_run(own_run).name), ("report", run.name), ("verify", run.name)):
        result = cli(command[0], own_run, *command[1:])
        assert result.exit_code in (0, 1, 5), result.output
        assert "unforeseen" not in result.stderr


def test_a_long_value_is_cut_and_counted(sample: Path, cli: Callable, edit: Callable):
    edit(sample / "mentees.csv", "E001", "enrollment", "9x" * 500_000)
    result = cli("check", sample)
    assert result.exit_code == 1
    assert "(1,000,000 characters)" in result.stderr
    assert len(result.stderr) < 3000


def test_held_knows_its_name():
    assert (Held("a.b.csv", b"").suffix, Held("a.b.csv", b"").stem) == (".csv", "a.b")
