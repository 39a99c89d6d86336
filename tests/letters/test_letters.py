"""Letters of introduction: what they say, what hostile text can do, whose template is used, what a mistake leaves."""

from __future__ import annotations

import csv
import io
import json
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

import pairing
from cohort_build import cohort_season, toml
from pairing.errors import InputError
from pairing.letters.facts import _file_names, letters_of, plain
from pairing.letters.sharing import of_many, of_two
from pairing.program import Letters, parse_program, read_program
from pairing.runs import find_run
from pairing.runs.atomic_files import RESERVED_NAMES, RUNS_AS_FORMULA
from pairing.setup.built_in import create_season, programs
from small_program import PROGRAM

HOSTILE = [
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% for x in y %}", "=HYPERLINK(1)", "+1 & -1 <w:p>", "@SUM(A1)",
    "\u202egro.elpmaxe", "\u05d9\u05e2\u05dc \u05db\u05d4\u05df", "x" * 5000, "a]]>b", "{_{ 7 * 7 }_}", "#}{#",
    "\U0001f600",
]  # fmt: skip
TWICE_49 = "49"


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "letters.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def words_in(path: Path) -> str:
    """The text of a Word document, paragraph by paragraph."""
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def small_season(
    folder: Path, mentees: list[dict[str, str]], mentors: list[dict[str, str]], more: str = "", solve: bool = True
) -> Path:
    """A season of pairs with one run in it."""
    folder.mkdir()
    (folder / "program.toml").write_text(PROGRAM + more, encoding="utf-8")
    for name, people in (("mentees", mentees), ("mentors", mentors)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(people[0]))
            writer.writeheader()
            writer.writerows(people)
    if solve:
        pairing.publish(pairing.solve(pairing.load(folder)))
    return folder


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A season of two pairs."""
    mentees = [{"id": f"E{n}", "name": f"Mentee {n}", "email": f"e{n}@example.org", "region": f"{n}"} for n in (1, 2)]
    mentors = [{"id": f"M{n}", "name": f"Mentor {n}", "email": f"m{n}@example.org", "region": f"{n}"} for n in (1, 2)]
    return small_season(tmp_path / "two", mentees, mentors)


# ---------------------------------------------------------------- the shipped programs


@pytest.fixture(scope="module", params=sorted(programs()))
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, solved: Path) -> Path:
    """The sample season of each built-in program with a run in it."""
    folder = tmp_path_factory.mktemp("shipped") / request.param
    if request.param == "missouri-amp":
        shutil.copytree(solved, folder)
    else:
        create_season(request.param, folder, filled=True)
        plan = pairing.solve(pairing.load(folder), time_limit=20, alternatives=0)
        assert plan.found
        pairing.publish(plan)
    return folder


@pytest.mark.first(2)
def test_every_pair_or_cohort_gets_a_letter_with_names_mails_miles_and_duties(shipped: Path, read_rows: Callable):
    season, run = pairing.load(shipped), find_run(shipped)
    folder = pairing.letters.write(shipped)
    assert folder == run / "letters"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    assigned = read_rows(run / "assignments.csv")
    letters = letters_of(season, run)
    groups = len(assigned) if season.kind == "pairs" else len({row["cohort"] for row in assigned})
    assert len(texts) == len(letters) == groups > 0
    for facts in letters:
        text = texts[f"{facts['letter']}.txt"]
        assert season.program.name in text
        for person in facts["recipients"]:
            assert person["name"] in text
            assert person["email"] in text
        for duty in season.program.letters.duties if season.program.letters else ():
            assert duty in text
        assert all(sentence in text for sentence in facts["shared"])
        if season.kind == "pairs":
            assert facts["right"]["name"] in text
            assert facts["miles"] is None or facts["distance"] in text
        else:
            assert facts["meeting_place"] in text
            assert all(f"{person['miles']} miles" in text for person in facts["members"] if person["miles"] is not None)


@pytest.mark.first(2)
def test_the_table_has_one_row_per_recipient_and_no_letter_knows_a_fit(shipped: Path):
    season, run = pairing.load(shipped), find_run(shipped)
    rows = rows_of(pairing.letters.write(shipped))
    people = [person["id"] for facts in letters_of(season, run) for person in facts["recipients"]]
    assert [row["recipient_id"] for row in rows] == people
    known = {
        key: value
        for table in (season.left, season.right)
        for key, value in zip(table.ids, table.values("email"), strict=True)
    }
    assert [row["recipient_email"] for row in rows] == [known[person] or "" for person in people]
    assert sum("@" in row["recipient_email"] for row in rows) >= len(rows) - 1
    headings = set(rows[0])
    assert {"letter", "shared", "program", "hours", "log_by", "dates", "duties", "contact"} <= headings
    assert not [name for name in headings if "fit" in name or "points" in name or "loss" in name]


def test_what_programs_say_in_letters_are_strings_with_a_source():
    said = {name: read_program(path)[0].letters for name, path in programs().items()}
    assert [name for name, letters in said.items() if letters is None] == ["massachusetts-asls"]
    assert said["missouri-amp"].log_by == "April 30"
    assert all(letters.source for letters in said.values() if letters)


def test_words_and_texts_say_the_same(two: Path):
    folder = pairing.letters.write(two, docx=True)
    assert sorted(path.name for path in folder.iterdir()) == [
        "E1 with M1.docx", "E1 with M1.txt", "E2 with M2.docx", "E2 with M2.txt", "letters.csv",
    ]  # fmt: skip
    for path in folder.glob("*.docx"):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        lines = [line.removeprefix("- ") for line in text.splitlines() if line]
        assert words_in(path).splitlines() == lines
    assert {row["letter"] for row in rows_of(folder)} == {"E1 with M1.docx", "E2 with M2.docx"}


def test_a_cohort_s_letter_in_word_names_everybody(tmp_path: Path):
    folder = season_of_cohorts(tmp_path)
    made = pairing.letters.write(folder, docx=True)
    for path in made.glob("*.docx"):
        lines = [line.removeprefix("- ") for line in path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()]
        assert words_in(path).splitlines() == [line for line in lines if line]
    assert {path.stem for path in made.glob("*.txt")} == {"cohort 1", "cohort 2"}


# ---------------------------------------------------------------- what people share


def season_of_cohorts(tmp_path: Path, **more: Any) -> Path:
    members = [
        {"id": f"S{n}", "name": f"Member {n}", "email": f"s{n}@example.org", "region": "ab"[n % 2], "locale": "rural",
         "pressing_issues": ("Budget", f"issue {n}"), "enrollment": 100 * n}
        for n in range(1, 5)
    ]  # fmt: skip
    leaders = [
        {"id": f"F{n}", "name": f"Leader {n}", "email": f"f{n}@example.org", "expertise": ("budget",)} for n in (1, 2)
    ]
    season = cohort_season(tmp_path / "cohorts", members, leaders, size=(2, 2), **more)
    pairing.publish(pairing.solve(season))
    return season.folder


def test_two_people_read_what_they_share(tmp_path: Path):
    mentee = {
        "id": "E1", "region": "1", "needs": "Budget; staffing; budget", "goals": "equity", "interests": "chess",
        "job_components": "curriculum*; grants", "grade_span": "K-8", "locale": "rural", "enrollment": "1000",
    }  # fmt: skip
    mentor = {
        "id": "M1", "region": "1", "expertise": "budget; Equity; law", "goals": "none", "interests": "Chess; golf",
        "job_components": "Curriculum", "grade_span": "K-8", "locale": "rural", "enrollment": "2000",
    }  # fmt: skip
    season = pairing.load(small_season(tmp_path / "two", [mentee], [mentor], solve=False))
    assert of_two(season, 0, 0, "M. Entor") == [
        "M. Entor can help with Budget and equity.",
        "Both of you named these interests: chess.",
        "Both of you named these parts of the job: curriculum.",
        "Both districts serve grades K-8.",
        "Both districts are rural.",
        "Both districts are of similar size: 1,000 to 2,000 students.",
    ]


def test_people_of_whom_nothing_is_known_share_nothing(two: Path):
    season = pairing.load(two)
    assert of_two(season, 0, 0, "somebody") == []
    assert of_many(season, [0, 1], [(0, "somebody")]) == []


def test_a_cohort_reads_what_several_named_and_nobody_is_named_with_it(tmp_path: Path):
    season = pairing.load(season_of_cohorts(tmp_path))
    assert of_many(season, [0, 1, 2], [(0, "Leader 1")]) == [
        "Several of you named these pressing issues: Budget (3 of you).",
        "Leader 1 can help with Budget.",
        "All districts are rural.",
    ]
    assert of_many(season, [1, 2], [])[-1] == "All districts are of similar size: 200 to 300 students."


# ---------------------------------------------------------------- hostile text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Letters of people whose every cell tries something, and of a program that does too."""
    mentees = [
        {"id": f"E{n}", "name": f"{text} mentee", "email": text, "district": text, "role": text, "needs": text,
         "region": f"{n}"}
        for n, text in enumerate(HOSTILE)
    ]  # fmt: skip
    mentors = [
        {"id": f"M{n}", "name": text, "email": text, "district": f"of {text}", "expertise": text, "region": f"{n}"}
        for n, text in enumerate(HOSTILE)
    ]
    says = {
        "duties": [*HOSTILE, "\x00\x07\x0b\x1b bell", "two\nlines", "tab\tbed"],
        "hours": "{{ 7 * 7 }}",
        "source": "test",
    }
    folder = tmp_path_factory.mktemp("hostile") / "season"
    small_season(folder, mentees, mentors, f"\n[letters]\n{toml(says)}")
    return pairing.letters.write(folder, docx=True)


def test_text_of_people_and_programs_is_never_a_template(hostile: Path):
    text = (hostile / "E1 with M1.txt").read_text(encoding="utf-8")
    assert "Dear {{ 7 * 7 }} mentee and {{ 7 * 7 }}," in text
    for path in hostile.glob("*.*"):
        words = words_in(path) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
        assert TWICE_49 not in words, path.name


def test_hostile_text_stands_in_word_as_it_was_written(hostile: Path):
    documents = sorted(hostile.glob("*.docx"))
    assert len(documents) == len(HOSTILE)
    for n, text in enumerate(HOSTILE):
        [path] = hostile.glob(f"E{n} with *.docx")
        words, wanted = words_in(path), plain(text)
        if "{_{" in text:
            wanted = text.replace("{_{", "{{").replace("}_}", "}}")
        assert f"Dear {wanted} mentee and {wanted}," in words
        assert wanted in words.splitlines()
        assert "bell" in words
        assert "two\nlines" in words
        assert not [c for c in words if unicodedata.category(c) == "Cc" and c not in "\n\t"]


def test_no_cell_of_the_table_is_a_formula_and_nothing_turns_the_line_around(hostile: Path):
    for row in rows_of(hostile):
        assert not [cell for cell in row.values() if cell.startswith(RUNS_AS_FORMULA)]
    for path in hostile.glob("*.txt"):
        assert "\u202e" not in path.read_text(encoding="utf-8")
    assert "\u05d9\u05e2\u05dc" in (hostile / "E7 with M7.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["a\ud800b", "a\ufffeb", "a\x00b", "a\u2066b", "a\x85b"])
def test_characters_that_no_letter_can_hold_are_left_out(text: str):
    assert plain({"x": [text, 3, None]}) == {"x": ["ab", 3, None]}


# ---------------------------------------------------------------- templates


def word_template(path: Path, *paragraphs: str) -> None:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def test_a_season_s_own_templates_are_used(two: Path):
    text = "Hi {{ mentee.name }}!\r\n{% for m in recipients %}\r\n* {{ m.email }}\r\n{% endfor %}\r\n"
    (two / "letter.txt.j2").write_bytes(b"\xef\xbb\xbf" + text.encode())
    word_template(two / "letter.docx", "Ours: {{ right.name }}", "{%p if miles is none %}", "far", "{%p endif %}")
    folder = pairing.letters.write(two, docx=True)
    assert (folder / "E2 with M2.txt").read_text(
        encoding="utf-8"
    ) == "Hi Mentee 2!\n* e2@example.org\n* m2@example.org\n"
    assert words_in(folder / "E2 with M2.docx") == "Ours: Mentor 2\nfar"


def test_a_template_in_windows_letters_is_read(two: Path):
    (two / "letter.txt.j2").write_bytes("Gr\u00fc\u00dfe \u2013 {{ left.name }}".encode("cp1252"))
    folder = pairing.letters.write(two)
    assert (folder / "E1 with M1.txt").read_text(encoding="utf-8") == "Gr\u00fc\u00dfe \u2013 Mentee 1"


@pytest.mark.first(4)
@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Dear\n{{ left.nam }}", 2, "nam"),
        ("{{ somebody }}", 1, "somebody"),
        ("a\nb\n{% if left %}", 3, "end of template"),
        ("a\n{{ 1 / 0 }}", 2, "zero"),
        ("a\n{% nonsense %}", 2, "nonsense"),
        ("a\n\n{{ left.name | shouted }}", 3, "shouted"),
        ("{{ left.name.__class__.__mro__ }}", 1, "unsafe"),
        ("x\n{% include 'mentees.csv' %}", 2, "loader"),
        ("{% set x = left.update({}) %}", 1, "unsafe"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", 1, "[Rr]ange"),
    ],
)
def test_a_mistake_in_a_template_names_file_and_line_and_leaves_everything_as_it_was(
    two: Path, cli: Callable, text: str, line: int, said: str
):
    before = {path.name: path.read_bytes() for path in pairing.letters.write(two).iterdir()}
    (two / "letter.txt.j2").write_text(text, encoding="utf-8")
    result = cli("letters", two)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: letter.txt.j2, line {line}: ")
    with pytest.raises(InputError, match=said):
        pairing.letters.write(two)
    run = find_run(two)
    assert {path.name: path.read_bytes() for path in (run / "letters").iterdir()} == before
    assert not list(run.glob(".letters*"))


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["Hello", "Dear {{ lft.name }}"], "\"Dear {{ lft.name }}\": 'lft' is undefined"),
        (["Hello", "Dear {{ left.name"], "Dear {{ left.name"),
        (["Hello", "{% nonsense %} here"], "nonsense"),
        (["{%p if left %}", "x"], "endif|end of template"),
    ],
)
def test_a_mistake_in_a_word_template_is_named_with_its_paragraph(
    two: Path, cli: Callable, paragraphs: list[str], said: str
):
    word_template(two / "letter.docx", *paragraphs)
    result = cli("letters", two, "--docx")
    assert result.exit_code == 1
    assert "Error: letter.docx, line " in result.stderr
    with pytest.raises(InputError, match=said):
        pairing.letters.write(two, docx=True)
    assert not (find_run(two) / "letters").exists()
    assert cli("letters", two).exit_code == 0


def test_a_word_template_that_is_none_is_named(two: Path, cli: Callable):
    (two / "letter.docx").write_bytes(b"not a document")
    result = cli("letters", two, "--docx")
    assert result.exit_code == 1
    assert "letter.docx: cannot be read as a Word document" in result.stderr


# ---------------------------------------------------------------- files


def test_names_of_files_are_taken_by_windows_and_differ(tmp_path: Path):
    ids = ["CON", "a/b", "a:b", "NUL.txt", "x" * 200, "dots...", "ae", "AE with M"]
    mentees = [{"id": one, "region": f"{n}"} for n, one in enumerate(ids)]
    mentors = [{"id": f"{one}>", "region": f"{n}"} for n, one in enumerate(ids)]
    folder = pairing.letters.write(small_season(tmp_path / "s", mentees, mentors))
    names = [path.name for path in folder.glob("*.txt")]
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert not set(name) & set('<>:"/\\|?*')
        assert not RESERVED_NAMES.fullmatch(name)
        assert len(name) < 80
        assert not name.removesuffix(".txt").endswith((".", " "))
    assert {row["letter"] for row in rows_of(folder)} == set(names)


def test_letters_that_would_have_the_same_name_get_numbers():
    names = _file_names(["a with b with c", "a with b with c", "A with b with c"])
    assert len({name.casefold() for name in names}) == 3


def test_the_same_run_gives_the_same_bytes(two: Path):
    def made() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in pairing.letters.write(two, docx=True).iterdir()}

    first = made()
    assert made() == first
    with zipfile.ZipFile(io.BytesIO(first["E1 with M1.docx"])) as packed:
        assert {info.date_time[0] for info in packed.infolist()} == {1980}


def test_earlier_letters_are_replaced_as_a_whole_and_kept_when_writing_fails(
    two: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = pairing.letters.write(two, docx=True)
    pairing.letters.write(two)
    assert not list(folder.glob("*.docx"))
    before = sorted(path.name for path in folder.iterdir())

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("pairing.storage.write_whole", full)
    with pytest.raises(OSError, match="No space"):
        pairing.letters.write(two)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert not list(folder.parent.glob(".letters*"))


def test_a_run_is_chosen_by_name_and_its_people_must_be_there(two: Path, cli: Callable, edit: Callable):
    run = find_run(two)
    assert cli("letters", two, run.name).stdout.strip() == str(run / "letters")
    assert cli("letters", two, "2020-01-01-01").exit_code == 1
    text = (two / "mentors.csv").read_text(encoding="utf-8").replace("M2", "M3")
    (two / "mentors.csv").write_text(text, encoding="utf-8")
    result = cli("letters", two)
    assert result.exit_code == 1
    assert 'assignments.csv, row 3: no letter can be written of it: "M2" names nobody in mentors.csv' in result.stderr


def test_people_are_as_today_s_tables_have_them_and_what_changed_is_said(two: Path, cli: Callable, edit: Callable):
    edit(two / "mentors.csv", "M1", "email", "new@example.org")
    result = cli("letters", two)
    assert "mentors.csv" in result.stderr
    assert "Without a mail address" not in result.stderr
    edit(two / "mentees.csv", "E2", "email", "")
    assert "Without a mail address: E2." in cli("letters", two).stderr
    assert "2 letters and letters.csv for a mail merge; nothing was sent." in result.stderr
    assert "new@example.org" in (find_run(two) / "letters" / "E1 with M1.txt").read_text(encoding="utf-8")


# ---------------------------------------------------------------- only what is new


def changed_to(two: Path, changes: dict[str, str], standing: list[list[object]] | None = None) -> None:
    """The run as if its pairs had changed so, from what stood."""
    run = find_run(two)
    with (run / "assignments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (run / "assignments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"change": changes[row.get("mentee_id") or row["person_id"]]} for row in rows)
    if standing is not None:
        record = json.loads((run / "run.json").read_text(encoding="utf-8"))
        what = "pairs" if "mentee_id" in rows[0] else "seats"
        record["standing"] = {
            "file": "standing.csv",
            "sha256": "",
            "columns": ["mentee_id", "mentor_id"],
            what: standing,
        }
        (run / "run.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "standing", "written"),
    [
        (("new", "kept"), None, ["E1"]),
        (("moved", "kept"), [], ["E1"]),
        (("kept", "kept"), [], []),
        (("locked", "new"), None, ["E1", "E2"]),
        (("locked", "kept"), [[2, "E1", "m1", "confirmed", ""]], []),
        (("locked", "kept"), [[2, "E1", "M2", "confirmed", ""]], ["E1"]),
    ],
)
def test_only_new_writes_of_pairs_that_were_not_together_before(
    two: Path, cli: Callable, changes: tuple[str, str], standing: list[list[object]] | None, written: list[str]
):
    changed_to(two, dict(zip(("E1", "E2"), changes, strict=True)), standing)
    assert cli("letters", two, "--only-new").exit_code == 0
    folder = find_run(two) / "letters"
    assert sorted(path.name[:2] for path in folder.glob("*.txt")) == written
    assert len(rows_of(folder)) == 2 * len(written)
    assert len(list(pairing.letters.write(two).glob("*.txt"))) == 2


def test_only_new_writes_to_cohorts_that_somebody_joined(tmp_path: Path, read_rows: Callable, write_rows: Callable):
    folder = season_of_cohorts(tmp_path)
    kept = dict.fromkeys(("S1", "S2", "S3", "S4", "F1", "F2"), "kept")
    run = find_run(folder)
    with_s4 = next(row["cohort"] for row in read_rows(run / "assignments.csv") if row["person_id"] == "S4")
    named = [row | {"continues": "North" if row["cohort"] == with_s4 else ""} for row in read_rows(run / "cohorts.csv")]
    write_rows(run / "cohorts.csv", named)
    changed_to(folder, kept | {"S4": "new"})
    made = pairing.letters.write(folder, only_new=True)
    [letter] = made.glob("*.txt")
    assert letter.name == "cohort North.txt"
    assert "Dear members of cohort North," in letter.read_text(encoding="utf-8")
    assert "Member 4" in letter.read_text(encoding="utf-8")
    assert {row["recipient_id"] for row in rows_of(made)} >= {"S2", "S4"}
    changed_to(folder, kept | {"F1": "moved"})
    assert len(list(pairing.letters.write(folder, only_new=True).glob("*.txt"))) == 1
    seats = [[2, "1", "member", "S4", "confirmed", ""]]
    changed_to(folder, kept | {"S4": "locked"}, seats)
    assert not list(pairing.letters.write(folder, only_new=True).glob("*.txt"))


# ---------------------------------------------------------------- the program file


def test_a_program_may_say_what_letters_say():
    program, problems = parse_program(PROGRAM + '\n[letters]\nhours = "ten"\ndates = ["May 1"]\nsource = "s"\n')
    assert not problems
    assert program.letters == Letters(hours="ten", dates=["May 1"], source="s")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('hours = "ten"', "letters, source: is missing"),
        ('source = "s"\nhour = "ten"', 'unknown key; did you mean "hours"?'),
        ('source = "s"\nhours = 10', "letters, hours: "),
        ('source = "s"\nduties = "one"', "letters, duties: "),
        ('source = "s"\ndates = [""]', "letters, dates 1: "),
        ('source = " "', "letters, source: "),
    ],
)
def test_a_mistake_in_what_letters_say_is_named(table: str, said: str):
    program, problems = parse_program(f"{PROGRAM}\n[letters]\n{table}\n")
    assert program is None
    assert [problem for problem in map(str, problems) if said in problem], problems


def test_a_misspelt_table_is_named():
    _, problems = parse_program(f'{PROGRAM}\n[letter]\nsource = "s"\n')
    assert 'did you mean "letters"?' in str(problems[0])


def test_the_vocabulary_names_every_key(cli: Callable):
    text = cli("schema", "program").stdout.partition("[letters]")[2]
    assert all(f"      {name} (" in text for name in Letters.model_fields)
