"""Invented seasons: what each option promises is counted on the loaded season; every program's loads and solves."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import pairing
from pairing.errors import InputError
from pairing.geo.zips import zips_of
from pairing.instance.participation import already_matched, left_statuses, right_statuses, taking_part
from pairing.program import Program, read_program
from pairing.setup.built_in import create_season, programs
from pairing.setup.synthetic import seats_of
from pairing.setup.synthetic.names import SURNAMES

NEVER_BLANK = {"id", "name", "district", "capacity", "capacity_min", "max_cohorts", "seats"}
FILES = ("mentees.csv", "mentors.csv")
KINDS = {name: read_program(path)[0] for name, path in programs().items()}
PAIRS = [name for name, program in KINDS.items() if isinstance(program, Program)]
SEATS = {"missouri-collaboration-cohorts": 10, "massachusetts-mssn": 4}
"""Members whom one unit of a facilitator's capacity serves at most: sizes.max by facilitators of a cohort."""


def cells(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# ---------------------------------------------------------------- every program


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("n", "others"), [(1, 1), (25, 12)])
def test_every_program_s_invented_season_loads_with_so_many_people(name: str, n: int, others: int, tmp_path: Path):
    season = pairing.sample(name, tmp_path / "new", n=n, others=others, seed=3, missing=0.1 * (n > 1))
    assert (len(season.left), len(season.right)) == (n, others)
    made = {path.name for path in (tmp_path / "new").iterdir()}
    assert made >= {"program.toml", "decisions.csv", *(table.file for table in season.tables)}
    for table in season.tables:
        assert set(cells(tmp_path / "new" / table.file)[0]) == set(table.frame.columns)


@pytest.mark.parametrize("name", PAIRS)
def test_every_program_of_pairs_is_solved_and_the_checker_agrees(name: str, tmp_path: Path):
    season = pairing.sample(name, tmp_path / "new", n=20, others=12, seed=1)
    plan = pairing.solve(season, alternatives=0)
    assert plan.outcome == "proved"
    assert len(plan.assignments)


@pytest.mark.parametrize("name", sorted(set(KINDS) - set(PAIRS)))
def test_every_cohort_program_is_solved_or_says_why_not(name: str, tmp_path: Path):
    season = pairing.sample(name, tmp_path / "new", n=8, others=8, seed=1)
    plan = pairing.solve(season, time_limit=20)
    assert plan.outcome in ("proved", "infeasible")
    assert len(plan.assignments) or all(person.reason for person in plan.unmatched.itertuples())


@pytest.mark.parametrize("name", PAIRS)
def test_screens_pass_about_as_many_as_in_the_sample(name: str, tmp_path: Path):
    create_season(name, tmp_path / "sample", filled=True)
    before = pairing.load(tmp_path / "sample")
    after = pairing.sample(name, tmp_path / "new", n=150, others=150)
    shares = [(seats_of(s).left / len(s.left), seats_of(s).right / len(s.right)) for s in (before, after)]
    np.testing.assert_allclose(shares[1], shares[0], atol=0.15)


# ---------------------------------------------------------------- plausible


def test_people_live_in_real_towns_and_a_town_has_one_district_and_region(tmp_path: Path):
    season = pairing.sample("missouri-amp", tmp_path / "new", n=200, others=200)
    towns = {}
    for table in (season.left, season.right):
        for row in cells(tmp_path / "new" / table.file):
            if not row["city"]:  # as a few are in the sample
                continue
            assert row["city"] in zips_of("MO").town_names
            fields = ("district", "district_id", "region", "county", "enrollment", "grade_span", "locale")
            known = towns.setdefault(row["city"], {})
            for field in fields:
                assert not row[field] or known.setdefault(field, row[field]) == row[field]
    assert len({district["district"] for district in towns.values()}) == len(towns)
    assert not {problem.message for problem in season.problems if problem.column == "zip"}


def test_enrollment_follows_the_kind_of_place(tmp_path: Path):
    season = pairing.sample("missouri-amp", tmp_path / "new", n=400, others=400)
    frame = season.mentors.dropna(subset=["enrollment"])
    median = frame.groupby("locale")["enrollment"].median()
    assert median["city"] > median["suburb"] > median["town"] > median["rural"]


@pytest.mark.parametrize("n", [30, 3000])
def test_names_are_invented_and_nobody_has_another_s(n: int, tmp_path: Path):
    season = pairing.sample("example-principals", tmp_path / "new", n=n, others=5)
    names = season.mentees["name"]
    assert len(set(names)) == n
    assert all(name.split()[-1] in SURNAMES for name in names)
    mails = [mail for mail in season.mentees["email"] if mail is not None]
    assert len(set(mails)) == len(mails)
    assert all(mail.endswith("@example.org") for mail in mails)


def test_wishes_and_conflicts_name_people_who_are_there(tmp_path: Path):
    season = pairing.sample("missouri-amp", tmp_path / "new", n=150, others=90)
    there = set(season.right.ids)
    wishes = [name for named in season.mentees["prefers"] for name in named or ()]
    assert len(wishes) > 20
    assert set(wishes) <= there
    assert any(season.mentees["conflicts"]) and any(season.mentors["conflicts"])  # noqa: PT018


def test_nothing_that_says_who_somebody_is_is_copied(tmp_path: Path, write_rows: Callable):
    """A season of one's own as the pattern: names, mail addresses, districts and notes are other ones."""
    create_season("missouri-amp", tmp_path / "own", filled=True)
    said = ("name", "district", "notes", "employer", "supervisor", "requested_by")
    ways = ("Real {}", "real {}, of the Real", "Real Person, Superintendent of {}", "real of {}", "the Real of {}")
    ids = {row["id"]: f"Real{row['id']}" for file in FILES for row in cells(tmp_path / "own" / file)}
    for file in FILES:
        rows = [row for row in cells(tmp_path / "own" / file) if row["id"]]
        wishes = [column for column in ("prefers", "declines", "conflicts", "current_mentor") if column in rows[0]]
        real = [
            {**row, "id": ids[row["id"]], **dict.fromkeys(wishes, ""),
             **{column: ways[i % len(ways)].format(row["id"]) for column in said}}
            for i, row in enumerate(rows)
        ]  # fmt: skip
        for row in real:
            del row["email"]
        write_rows(tmp_path / "own" / file, real)
    (tmp_path / "own" / "decisions.csv").unlink()
    pairing.sample(tmp_path / "own" / "program.toml", tmp_path / "new", n=60, others=60)
    for file in FILES:
        text = (tmp_path / "new" / file).read_text(encoding="utf-8-sig")
        assert "real" not in text.lower()
        assert all(row["supervisor"].split()[-1] in SURNAMES for row in cells(tmp_path / "new" / file))


def test_what_names_nobody_stays_and_so_does_what_the_program_asks_for(tmp_path: Path, write_rows: Callable):
    create_season("minnesota-masa-mentors", tmp_path / "own", filled=True)
    (tmp_path / "own" / "decisions.csv").unlink()
    like = next(row for row in cells(tmp_path / "own" / "mentees.csv") if row["id"])
    said = ["The School Board", "the superintendent of Real", "nobody, retired"]
    wishes = dict.fromkeys(("prefers", "declines", "conflicts", "current_mentor"), "")
    rows = [
        {**like, **wishes, "id": f"E{i}", "supervisor": text, "employer": "retired", "requested_by": "mentor"}
        for i, text in enumerate(said)
    ]
    write_rows(tmp_path / "own" / "mentees.csv", rows)
    season = pairing.sample(tmp_path / "own", tmp_path / "new", n=30, others=5)
    kept = {
        text.replace(district, "Real") for text, district in zip(season.mentees.supervisor, season.mentees.district,
        strict=True)
    }  # fmt: skip
    assert kept == set(said)
    assert (set(season.mentees.employer), set(season.mentees.requested_by)) == ({"retired"}, {"mentor"})


@pytest.mark.parametrize("name", ["massachusetts-asls", "massachusetts-mssn"])
def test_sections_and_places_to_meet_are_called_after_towns(name: str, tmp_path: Path):
    season = pairing.sample(name, tmp_path / "new", n=30, others=6)
    places = season.sections if name == "massachusetts-asls" else season.venues
    assert not {called.split()[-1] for called in places["name"]} & set(SURNAMES)


# ---------------------------------------------------------------- what the options promise


@pytest.mark.first(8)
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("shortage", [0.2, -0.5])
def test_seats_fall_short_by_as_much_as_asked_for(name: str, shortage: float, tmp_path: Path):
    season = pairing.sample(name, tmp_path / "new", n=100, others=60, seed=5, missing=0.05, shortage=shortage)
    left = left_statuses(season)
    left_in, right_in = taking_part(left), taking_part(right_statuses(season, left))
    had = already_matched(season, left) if name in PAIRS else 0
    capacity = season.right.numbers(season.program.right.capacity.column)
    capacity = np.where(np.isnan(capacity), season.program.right.capacity.default, capacity)
    unit = SEATS.get(name, 1)
    whole = 1 if name in PAIRS else season.program.sizes.max
    seats = unit * np.maximum(capacity - had, 0)[right_in].sum()
    assert abs(seats - (1 - shortage) * left_in.sum()) <= whole / 2
    assert seats_of(season) == (left_in.sum(), right_in.sum(), seats)


def test_without_the_option_capacities_are_as_the_sample_s(tmp_path: Path):
    season = pairing.sample("missouri-amp", tmp_path / "new", n=50, others=300)
    capacity = season.right.numbers("capacity")
    assert set(capacity[~np.isnan(capacity)]) <= {0, 1, 2, 3, 4}
    assert np.isnan(capacity).any()


def test_one_mentor_s_seats_are_as_many_as_a_cell_may_say(tmp_path: Path):
    season = pairing.sample("massachusetts-asls", tmp_path / "new", n=1400, others=1, shortage=0)
    assert seats_of(season).seats == min(seats_of(season).left, 10_000)
    season = pairing.sample("missouri-amp", tmp_path / "few", n=1400, others=1, shortage=0)
    assert seats_of(season).right == 1
    assert season.capacity.tolist() == [1000]


@pytest.mark.parametrize("name", ["missouri-amp", "massachusetts-mssn"])
@pytest.mark.parametrize("share", [0.1, 1])
def test_exactly_the_share_of_filled_cells_is_missing_and_no_other_cell_changes(
    name: str, share: float, tmp_path: Path
):
    pairing.sample(name, tmp_path / "whole", n=60, others=40, seed=2)
    season = pairing.sample(name, tmp_path / "part", n=60, others=40, seed=2, missing=share)
    for table in season.tables:
        filled = gone = 0
        whole, part = cells(tmp_path / "whole" / table.file), cells(tmp_path / "part" / table.file)
        for before, after in zip(whole, part, strict=True):
            for column, text in before.items():
                if text and column not in NEVER_BLANK | {"lon"}:
                    filled += 1
                    gone += not after[column]
                assert after[column] in ("", text)
                assert after[column] == text or column not in NEVER_BLANK
        assert gone == round(share * filled)


def test_a_minimum_in_another_column_is_never_missing(tmp_path: Path, write_rows: Callable):
    create_season("missouri-amp", tmp_path / "own", filled=True)
    program = tmp_path / "own" / "program.toml"
    stated = 'capacity_min = { column = "least", default = 0 }'
    text = re.sub(r"^capacity_min .*$", stated, program.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert stated in text
    program.write_text(text + '\n[extra_columns]\nleast = "integer"\n', encoding="utf-8")
    mentors = [row for row in cells(tmp_path / "own" / "mentors.csv") if row["id"]]
    write_rows(tmp_path / "own" / "mentors.csv", [{**row, "least": "0"} for row in mentors])
    pairing.sample(tmp_path / "own", tmp_path / "new", missing=1)
    assert {row["least"] for row in cells(tmp_path / "new" / "mentors.csv")} == {"0"}


def test_the_same_arguments_give_the_same_bytes_and_another_seed_others(tmp_path: Path):
    options = {"n": 40, "others": 30, "missing": 0.1, "shortage": 0.1}
    for folder, seed in (("a", 4), ("b", 4), ("c", 5)):
        pairing.sample("minnesota-masa-mentors", tmp_path / folder, seed=seed, **options)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") != contents(tmp_path / "c")


def test_by_default_there_are_as_many_as_in_the_sample_and_in_its_proportion(tmp_path: Path):
    season = pairing.sample("missouri-amp", tmp_path / "new")
    assert (len(season.left), len(season.right)) == (40, 70)
    season = pairing.sample("missouri-amp", tmp_path / "twice", n=80)
    assert (len(season.left), len(season.right)) == (80, 140)


def test_a_program_may_play_in_another_state(tmp_path: Path):
    season = pairing.sample("missouri-amp", tmp_path / "new", n=20, others=20, state="ks")
    assert set(season.mentees["state"]) | set(season.mentors["state"]) == {"KS"}


# ---------------------------------------------------------------- bad input


def test_every_bad_option_is_named_in_one_pass(tmp_path: Path):
    bad = {"n": 0, "others": -1, "seed": -1, "missing": 2.0, "shortage": float("nan"), "state": "QQ"}
    with pytest.raises(InputError) as caught:
        pairing.sample("missouri-amp", tmp_path / "new", **bad)
    messages = "\n".join(map(str, caught.value.problems))
    assert len(caught.value.problems) == len(bad)
    for value in ("number of mentees", "number of mentors", "got -1", "got 2", "got nan", '"QQ"'):
        assert value in messages
    assert not (tmp_path / "new").exists()


def test_a_program_without_facilitators_can_be_asked_for_none(tmp_path: Path):
    create_season("massachusetts-mssn", tmp_path / "own", filled=True)
    text = (tmp_path / "own" / "program.toml").read_text(encoding="utf-8")
    alone = without_facilitators(text)
    (tmp_path / "own" / "program.toml").write_text(alone, encoding="utf-8")
    for option in ({"others": 3}, {"shortage": 0.1}):
        with pytest.raises(InputError, match="has members only"):
            pairing.sample(tmp_path / "own", tmp_path / "new", **option)
    assert len(pairing.sample(tmp_path / "own", tmp_path / "new", n=9).left) == 9


def without_facilitators(text: str) -> str:
    """A cohort program's file without its tables about facilitators."""
    parts = ("\n" + text).split("\n[")
    about = (
        "facilitators",
        'between       = "member-facilitator',
        'between = "member-facilitator',
        "member-facilitator",
    )
    kept = [part for part in parts if not (part.startswith("facilitators") or any(word in part for word in about))]
    return "\n[".join(kept).lstrip("\n")


def test_a_program_of_one_s_own_needs_tables_with_people(tmp_path: Path):
    create_season("missouri-amp", tmp_path / "own")
    with pytest.raises(InputError, match=r"mentees\.csv.*has no people in it") as caught:
        pairing.sample(tmp_path / "own", tmp_path / "new")
    assert "mentors.csv" in str(caught.value)
    with pytest.raises(InputError, match=r'no program "missouri-anp"; did you mean "missouri-amp"\?'):
        pairing.sample("missouri-anp", tmp_path / "new")
    with pytest.raises(InputError, match="no such program file"):
        pairing.sample(tmp_path / "none.toml", tmp_path / "new")


def test_the_command_says_what_it_made_and_refuses_what_it_cannot(
    cli: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    options = ("-n", 30, "--mentors", 50, "--seed", 7, "--missing", 0.1, "--shortage", 0.2)
    result = cli("sample", "missouri-amp", *options)
    season = pairing.load("missouri-amp-invented")
    left, right, seats = seats_of(season)
    assert (result.exit_code, result.stdout.split()) == (
        0, [str(Path("missouri-amp-invented") / f"{table}.csv") for table in ("mentees", "mentors")],
    )  # fmt: skip
    assert f"{left} mentees; {right} mentors with {seats} free seats" in result.stderr
    again = cli("sample", "missouri-amp", *options)
    assert (again.exit_code, "not empty" in again.stderr) == (1, True)
    unknown = cli("sample", "missouri-am")
    assert (unknown.exit_code, 'did you mean "missouri-amp"?' in unknown.stderr) == (1, True)
    assert cli("sample", "massachusetts-mssn", "cohorts", "--facilitators", 7).exit_code == 0
    assert len(pairing.load("cohorts").right) == 7
