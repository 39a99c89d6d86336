"""The committee's record: decisions appended and never lost, a run confirmed, runs compared, history."""

from __future__ import annotations

import csv
import io
import random
import shutil
import threading
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import pairing
from pairing.errors import InputError
from pairing.runs import compare, confirm, decide, find_run, history, season_of_run, stored_plan
from pairing.storage import write_whole
from pairing.verify import check

LATE = {"id": "E900", "name": "Late Sample", "city": "Fulton", "state": "MO", "first_year": "yes", "grade_span": "K-12"}


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def effective(folder: Path) -> list[tuple[object, ...]]:
    return [(d.id, d.action, d.left, d.right) for d in pairing.load(folder).decisions]


# ---------------------------------------------------------------- one more decision


def test_a_decision_is_appended_with_the_next_id_and_todays_date(sample: Path):
    before = (sample / "decisions.csv").read_text(encoding="utf-8")
    decided = decide(sample, "withdraw", "M022", by="K. Doe", note="ill, until May")
    after = (sample / "decisions.csv").read_text(encoding="utf-8")
    assert after.startswith(before)
    row = rows_of(sample / "decisions.csv")[-1]
    assert (row["id"], row["action"], row["person"], row["by"], row["note"]) == (
        "D4", "withdraw", "M022", "K. Doe", "ill, until May",
    )  # fmt: skip
    assert str(decided) == "D4: withdraw M022"


def test_a_season_without_decisions_gets_a_file_that_excel_reads(sample: Path):
    (sample / "decisions.csv").unlink()
    decide(sample, "forbid", "E002", "M059", note="Müller")
    assert (sample / "decisions.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(sample / "decisions.csv")[-1]["note"] == "Müller"


@pytest.mark.parametrize(
    ("content", "tail"),
    [
        ("id;action;person;with;by;on;note\r\nD1;withdraw;M050;;;;été\r\n".encode("cp1252"), b";withdraw;M022;;"),
        ("\ufeffid,action,person,with,by,on,note\r\n".encode(), b",withdraw,M022,,"),
        (b"sep=;\nid;action;person;with\nD1;withdraw;M050;", b";withdraw;M022;\n"),
        (b"action,id,person,with\nwithdraw,D1,M050,\n", b"withdraw,D2,M022,\n"),
    ],
    ids=["semicolons in cp1252", "headings only", "a first line that names the separator", "another order"],
)
def test_the_file_keeps_its_separator_line_ends_and_columns(sample: Path, content: bytes, tail: bytes):
    (sample / "decisions.csv").write_bytes(content)
    decide(sample, "withdraw", "M022")
    after = (sample / "decisions.csv").read_bytes()
    assert after.startswith(content)
    assert tail in after.removeprefix(content)
    assert after.count(b"\r\n") in (0, after.count(b"\n"))
    assert {entry[1] for entry in effective(sample)} == {"withdraw"}


def test_a_letter_that_the_encoding_lacks_turns_the_file_into_utf_8(sample: Path):
    (sample / "decisions.csv").write_bytes(
        "id,action,person,with,by,on,note\nD1,withdraw,M050,,,,été\n".encode("cp1252")
    )
    decide(sample, "withdraw", "M022", note="Łódź")
    assert [row["note"] for row in rows_of(sample / "decisions.csv")] == ["été", "Łódź"]


def test_a_workbook_gets_the_row_and_keeps_its_other_sheets(sample: Path):
    (sample / "decisions.csv").unlink()
    book = Workbook()
    book.active.title = "decisions"
    book.active.append(["id", "action", "person", "with", "by", "on", "note"])
    book.active.append(["D1", "withdraw", "M050"])
    book.create_sheet("ours").append(["a note"])
    book.save(sample / "decisions.xlsx")
    decide(sample, "lock", "E014", "M021", note="=1+1")
    again = load_workbook(sample / "decisions.xlsx")
    assert again.sheetnames == ["decisions", "ours"]
    assert [cell.value for cell in again["decisions"][3]][:4] == ["D2", "lock", "E014", "M021"]
    assert again["decisions"][3][6].data_type == "s"
    assert [entry[:2] for entry in effective(sample)] == [("D1", "withdraw"), ("D2", "lock")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lock", "E014", "M101"), 'names nobody, got "M101"'),
        (("lock", "E014", "M050"), "M050 does not take part: withdrawn by decision D3"),
        (("lock", "E002", "M059"), "decision D2 (K. Doe, 2026-04-02) forbids the pair"),
        (("lock", "E014"), "lock names two people"),
        (("marry", "E014", "M001"), 'no action "marry"'),
        (("undo", "D9"), 'names no decision above, got "D9"'),
        (("withdraw", "E014", "M001"), "must be blank for withdraw"),
    ],
    ids=["nobody", "withdrawn", "forbidden", "one person", "no action", "nothing to undo", "one too many"],
)
def test_what_cannot_hold_is_refused_and_nothing_is_written(sample: Path, arguments: tuple[str, ...], said: str):
    before = (sample / "decisions.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        decide(sample, *arguments)
    assert said in str(caught.value)
    assert (sample / "decisions.csv").read_bytes() == before


def test_undo_restores_what_held_before_and_says_so(sample: Path):
    before = effective(sample)
    decide(sample, "withdraw", "M022")
    undone = decide(sample, "undo", "D4")
    assert effective(sample) == before
    assert undone.meaning[0].startswith("decision D4")
    assert "no longer holds (withdraw M022)" in undone.meaning[0]
    again = decide(sample, "undo", "D5")
    assert [entry[0] for entry in effective(sample)] == ["D1", "D2", "D3", "D4"]
    assert "holds again" in again.meaning[0]
    assert [row["person"] for row in rows_of(sample / "decisions.csv")][-2:] == ["M022", "M022"]


def test_writers_at_once_lose_no_decision(sample: Path):
    people = [f"M{number:03d}" for number in range(1, 9)]
    threads = [threading.Thread(target=decide, args=(sample, "withdraw", one)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = rows_of(sample / "decisions.csv")[3:]
    assert sorted(row["person"] for row in rows) == people
    assert [row["id"] for row in rows] == [f"D{number}" for number in range(4, 12)]


@pytest.mark.parametrize("dies_at", ["open", "rename"])
def test_a_kill_during_a_write_leaves_the_season_as_it_was(sample: Path, monkeypatch, dies_at: str):
    before, held = (sample / "decisions.csv").read_bytes(), effective(sample)

    def die(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pairing.storage.os.fsync" if dies_at == "open" else "pathlib.Path.replace", die)
    with pytest.raises(KeyboardInterrupt):
        decide(sample, "withdraw", "M022")
    monkeypatch.undo()
    assert (sample / "decisions.csv").read_bytes() == before
    assert effective(sample) == held


# ---------------------------------------------------------------- what stands


def test_a_confirmed_run_stands_and_those_who_wait_stand_without_a_partner(own_run: Path):
    confirm(own_run, by="K. Doe")
    rows = rows_of(own_run / "standing.csv")
    plan = pairing.rerun(own_run)
    assert {row["mentee_id"]: row["mentor_id"] for row in rows if row["mentor_id"]} == {
        pair.left: pair.right for pair in plan.pairs
    }
    assert {row["strength"] for row in rows if row["mentor_id"]} == {"confirmed"}
    assert {row["mentee_id"] for row in rows if not row["mentor_id"]} == {"E009", "E027"}
    assert {row["by"] for row in rows} == {"K. Doe"}
    assert not plan.changes


def test_what_stood_before_is_kept(own_run: Path):
    confirm(own_run)
    first = (own_run / "standing.csv").read_bytes()
    pairing.publish(pairing.rerun(own_run))
    confirm(own_run)
    assert (own_run / "standing-before.csv").read_bytes() == first
    assert {row["run"] for row in rows_of(own_run / "standing.csv")} == {find_run(own_run).name}


def test_an_earlier_run_can_be_confirmed_again(own_run: Path):
    first = find_run(own_run).name
    decide(own_run, "withdraw", "M022")
    pairing.publish(pairing.rerun(own_run))
    confirm(own_run)
    confirm(own_run, first)
    assert "M022" in {row["mentor_id"] for row in rows_of(own_run / "standing.csv")}


def test_a_strength_that_is_none_is_an_error_at_its_cell(own_run: Path):
    confirm(own_run)
    text = (own_run / "standing.csv").read_text(encoding="utf-8-sig")
    (own_run / "standing.csv").write_text(text.replace("confirmed", "certain", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r'standing.csv, row 2, column "strength": is no strength, got "certain"'):
        pairing.rerun(own_run)


# ---------------------------------------------------------------- from run to run


def test_a_rerun_is_a_run_that_verify_agrees_with_even_when_something_else_stands_by_then(own_run: Path):
    confirm(own_run)
    decide(own_run, "withdraw", "M022")
    run = pairing.publish(pairing.rerun(own_run))
    confirm(own_run)
    season = season_of_run(pairing.load(own_run), run)
    assert not check(season, stored_plan(season, run)).findings


def test_two_runs_side_by_side_say_who_is_elsewhere_and_why(own_run: Path):
    first = find_run(own_run).name
    decide(own_run, "withdraw", "M058", note="moved away")
    pairing.publish(pairing.rerun(own_run))
    found = compare(own_run, first)
    people = found.people.set_index("id")
    assert people.loc["E019", "change"] == "left out"
    assert people.loc["E019", "before"] == "M058"
    assert people.loc["E019", "why"]
    assert (people.loc["M058", "change"], people.loc["E001", "change"]) == ("left out", "kept")
    placed = found.goals.set_index("goal").loc["placed"]
    assert (placed["before"], placed["now"]) == (34, 33)
    assert compare(own_run, first, first).counts["moved"] == 0


def test_history_tells_a_persons_decisions_and_places_in_order(own_run: Path):
    run = find_run(own_run).name
    confirm(own_run, by="K. Doe")
    decide(own_run, "forbid", "E005", "M022", by="R. Roe")
    told = history(own_run, "e005")
    assert told["what"].tolist() == [run, "D4", "standing.csv"] or set(told["what"]) == {run, "D4", "standing.csv"}
    assert set(told["with"]) == {"M022"}
    everything = history(own_run)
    assert {"D1", "D2", "D3", "D4"} <= set(everything["what"])
    with pytest.raises(InputError, match='nothing is known of "E999"'):
        history(own_run, "E999")


# ---------------------------------------------------------------- a whole summer


@pytest.mark.first(2)
@pytest.mark.parametrize("seed", range(6))
def test_any_summer_of_decisions_loads_solves_or_explains_and_verify_agrees(solved: Path, tmp_path: Path, seed: int):
    folder = Path(shutil.copytree(solved, tmp_path / "summer"))
    rng = random.Random(seed)
    mentees, mentors = ([row["id"] for row in rows_of(folder / f"{name}.csv")] for name in ("mentees", "mentors"))
    confirm(folder)
    for _ in range(8):
        action = rng.choice(["lock", "forbid", "decline", "withdraw", "reopen", "undo", "hire", "leave"])
        before = (folder / "decisions.csv").read_bytes()
        try:
            if action == "undo":
                decide(folder, "undo", rng.choice([row["id"] for row in rows_of(folder / "decisions.csv")]))
            elif action in ("withdraw", "reopen"):
                decide(folder, action, rng.choice([*mentees, *mentors]))
            elif action in ("lock", "forbid", "decline"):
                decide(folder, action, rng.choice(mentees), rng.choice(mentors))
            else:
                edit_mentees(folder, action, rng)
        except InputError:
            assert (folder / "decisions.csv").read_bytes() == before
    try:
        plan = pairing.rerun(folder)
    except InputError as error:
        told = error.problems
        assert all(problem.file and problem.message for problem in told)
        return
    if not plan.found:
        assert plan.reason
        return
    run = pairing.publish(plan)
    season = season_of_run(pairing.load(folder), run)
    assert not check(season, stored_plan(season, run)).findings
    confirm(folder)
    assert not any(one.move == "chosen" for one in pairing.rerun(folder).changes)


def edit_mentees(folder: Path, action: str, rng: random.Random) -> None:
    """A late hire, or a mentee whose row is deleted although decisions may name them."""
    rows = rows_of(folder / "mentees.csv")
    if action == "hire":
        rows.append(dict.fromkeys(rows[0], "") | LATE | {"id": f"E{rng.randrange(900, 999)}"})
    else:
        decided = {row["person"] for row in rows_of(folder / "decisions.csv")}
        rows.remove(rng.choice([row for row in rows if row["id"] not in decided]))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows({row["id"]: row for row in rows}.values())
    write_whole(folder / "mentees.csv", text.getvalue().encode())
