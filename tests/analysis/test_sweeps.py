"""A sweep is as many solves as it has settings: the same plans, wherever they are solved, and all of them checked."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import pickle
import pickletools
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import pairing
from build import OTHER_GOALS, PLACED, random_case, raw_program, season_of
from cohort_build import cohort_season
from pairing.analysis.sweeps import one_setting
from pairing.analysis.sweeps.anonymize import travelling
from pairing.errors import CheckerError, InputError
from pairing.instance import pairs as candidates_of
from pairing.jobs import on_cluster
from pairing.program.editing import with_values, with_weights
from pairing.solver import pairs
from pairing.verify import Checker, batch, check

MILES = {"within 120 miles": {"max_miles": [60, 120]}}
TABLES = ["pairs.csv", "settings.csv", "sweep.json"]
FILES = ["done.jsonl", *TABLES]


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    folder = tmp_path_factory.mktemp("swept") / "amp"
    root = Path(__file__).resolve().parents[2]
    shutil.copytree(root / "data" / "missouri-amp", folder)
    shutil.copyfile(root / "models" / "missouri-amp.toml", folder / "program.toml")
    return pairing.load(folder)


@pytest.fixture(scope="module")
def grid(season):
    return pairing.sweep(season, weights={"close by": [0, 35, 70], "experience": [0, 5]}, rules=MILES)


def without_clock(folder):
    """The files of a sweep, without the columns of clock values."""
    record = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
    content = {}
    for name in TABLES:
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        clock = [rows[0].index(column) for column in record["clock_columns"].get(name, [])]
        content[name] = [[cell for k, cell in enumerate(row) if k not in clock] for row in rows]
    return content


# ---------------------------------------------------------------- the same as separate solves


def test_a_sweep_is_as_many_separate_solves(season, grid):
    program = season.program
    numbers = {}
    for row in grid.table.to_dict("records"):
        weights = {name: row[f"weight: {name}"] for name in ("close by", "experience")}
        most = {"max_miles": row["within 120 miles: max_miles"]}
        changed = with_values(with_weights(program, weights), {("rule", "within 120 miles"): most})
        plan = pairing.solve(dataclasses.replace(season, program=changed), alternatives=0)
        assert row["outcome"] == plan.outcome == "proved"
        assert row["placed"] == len(plan.pairs)
        for goal in plan.goal_results:
            found = [row[f"{word}: {goal.name}"] for word in ("value", "bound", "proved")]
            assert found == [goal.shown(goal.value), goal.shown(goal.bound), goal.proved]
        made = tuple((pair.left, pair.right) for pair in plan.pairs)
        assert grid.plans[row["plan"] - 1] == made
        numbers.setdefault(made, row["plan"])
        assert numbers[made] == row["plan"]
    assert len(grid.plans) == len(numbers)


def test_the_pairs_that_hold_and_the_contested_ones_are_counted(grid):
    made = [set(grid.plans[number - 1]) for number in grid.table["plan"]]
    for row in grid.pairs.itertuples(index=False):
        count = sum((row.mentee_id, row.mentor_id) in plan for plan in made)
        assert row.settings == count > 0
        assert row.share == round(count / 12, 4)
        assert row.holds == ("always" if count == 12 else "contested")
    assert len(grid.pairs) == len(set.union(*made))
    assert 0 < (grid.pairs["holds"] == "always").sum() < len(grid.pairs)
    order = list(zip(-grid.pairs["settings"], grid.pairs["mentee_id"], grid.pairs["mentor_id"], strict=True))
    assert order == sorted(order)
    assert f"{(grid.pairs['holds'] == 'always').sum()} pairs in all of them" in repr(grid)
    assert "12 settings" in grid._repr_html_()


@pytest.mark.parametrize("seed", range(30))
def test_random_seasons_under_other_weights_and_parameters(seed):
    rng = random.Random(seed)
    case = random_case(rng, [PLACED, *rng.sample(OTHER_GOALS, 2)] if seed % 2 else [PLACED, OTHER_GOALS[2]])
    season = case.season
    candidates, checker = candidates_of.build(season), Checker(season)
    for _ in range(4):
        changed = with_weights(season.program, {c.title: rng.randint(0, 5) for c in season.program.criteria})
        changed = with_values(changed, {("criterion", "proximity"): {"half_at_miles": rng.choice([10.0, 30.0, 50.0])}})
        if "within_miles" in [rule.title for rule in changed.rules]:
            changed = with_values(changed, {("rule", "within_miles"): {"max_miles": rng.choice([20.0, 40.0, 70.0])}})
        other = dataclasses.replace(season, program=changed)
        again, afresh = candidates_of.rejudged(candidates, other), candidates_of.build(other)
        for name in ("verdicts", "passes", "grades", "unknown", "points", "fit", "eligible", "seats", "seats_min"):
            assert (getattr(again, name) == getattr(afresh, name)).all(), name
        plan = pairs.solve(again)
        assert plan == pairs.solve(afresh)
        report = checker.check(other, plan, (again.eligible, again.fit))
        assert report == check(other, plan, claimed=(afresh.eligible, afresh.fit))
        assert not report.findings


def test_settings_of_equal_worths_are_solved_once(season, monkeypatch):
    solves = []
    monkeypatch.setattr(one_setting.pairs, "solve", lambda *a, **k: solves.append(1) or pairs.driver.solve(*a, **k))
    names = [criterion.title for criterion in season.program.criteria]
    found = pairing.sweep(season, weights={"close by": [1, 2], **{name: [0] for name in names[1:]}})
    assert len(solves) == 1
    assert found.table["plan"].tolist() == [1, 1]
    assert found.table["seconds"].tolist()[1] == 0


def test_a_setting_can_be_solved_alone(grid):
    plan = pairing.solve(grid.under(12), alternatives=0)
    assert tuple((pair.left, pair.right) for pair in plan.pairs) == grid.plans[grid.table["plan"][11] - 1]
    with pytest.raises(ValueError, match="from 1 to 12"):
        grid.under(13)


def test_a_setting_under_which_a_lock_breaks_a_rule_has_no_plan(season):
    found = pairing.sweep(season, rules={"within 120 miles": {"max_miles": [1, 120]}}).table
    assert found["outcome"].tolist() == ["infeasible", "proved"]
    assert 'the pair breaks rule "within 120 miles"' in found["reason"][0]
    assert found["plan"].isna().tolist() == [True, False]
    assert found["placed"].isna().tolist() == [True, False]
    assert found["stopped"].tolist() == ["", ""]


def near_and_far():
    """A mentee locked to the mentor who lives too far away, beside another one."""
    here, there = {"lat": 38.0, "lon": -92.0}, {"lat": 38.0, "lon": -93.0}  # 54 miles
    rules = [{"name": "near", "kind": "within_miles", "max_miles": 30.0}]
    program = raw_program(rules=rules, criteria=[{"name": "close", "kind": "proximity", "half_at_miles": 40.0}])
    return season_of(
        program, [{"id": "e1", **here}], [{"id": "m1", **here}, {"id": "m2", **there}],
        [{"id": "D1", "action": "lock", "person": "e1", "with": "m2"}],
    )  # fmt: skip


def test_a_setting_may_relax_a_rule_for_a_locks_sake():
    found = pairing.sweep(near_and_far(), rules={"near": {"max_miles": [30, 60]}})
    assert found.table["outcome"].tolist() == ["infeasible", "proved"]
    assert found.plans == ((("e1", "m2"),),)
    assert pairing.solve(found.under(2)).pairs[0].right == "m2"


def test_a_lock_that_no_setting_can_keep_is_said_before_anything_is_written(tmp_path):
    with pytest.raises(InputError, match='locks e1 with m2, but the pair breaks rule "near"'):
        pairing.sweep(near_and_far(), weights={"close": [1, 2]}, output=tmp_path / "s")
    people = [{"id": f"m{n}", "region": "r"} for n in range(4)]
    season = cohort_season(
        tmp_path, people, criteria=[{"kind": "same", "column": "region", "between": "members", "weight": 1}],
        rules=[{"kind": "different", "column": "region", "between": "members"}], size=(2, 2),
        decisions=[{"id": "D1", "action": "lock", "person": "m0", "with": "m1"}],
    )  # fmt: skip
    with pytest.raises(InputError, match="locks m0 with m1, but the pair breaks"):
        pairing.sweep(season, weights={"same": [1, 2]}, output=tmp_path / "s")
    assert not (tmp_path / "s").exists()


def test_a_setting_out_of_time_says_so_and_counts_nobody(season):
    found = pairing.sweep(season, weights={"close by": [1]}, time_limit=0).table
    assert found["stopped"].tolist() == ["time limit"]
    assert found["outcome"].tolist() == ["no_plan"]
    assert found["placed"].isna().all()


def test_a_plan_that_the_checker_doubts_ends_the_sweep(season, monkeypatch):
    def wrong(candidates, **more):
        plan = pairs.driver.solve(candidates, **more)
        first, second, *rest = plan.pairs
        swapped = dataclasses.replace(first, right=second.right), dataclasses.replace(second, right=first.right)
        return dataclasses.replace(plan, pairs=(*swapped, *rest))

    monkeypatch.setattr(one_setting.pairs, "solve", wrong)
    with pytest.raises(CheckerError, match="is claimed"):
        pairing.sweep(season, weights={"close by": [1]})


def test_what_is_claimed_of_pairs_outside_the_plan_is_compared_too(season):
    candidates = candidates_of.build(season)
    plan = pairs.solve(candidates)
    claimed = candidates.fit.copy()
    claimed[candidates.eligible] += 1
    findings = Checker(season).check(season, plan, (candidates.eligible, claimed)).findings
    assert "is claimed, judged fit" in findings[0]
    assert findings[20].endswith("more pairs differ from what is claimed")
    assert not Checker(season, judge_at_most=50).check(season, plan, (candidates.eligible, candidates.fit)).findings


def test_cohorts_are_swept_too(tmp_path):
    """Two members share a cohort where the criterion with the weight says so."""
    same = {"kind": "same", "between": "members", "weight": 1}
    criteria = [{**same, "name": name, "column": name} for name in ("region", "county")]
    people = [
        {"id": f"m{n}", "region": "north" if n % 2 else "south", "county": "a" if n < 4 else "b"} for n in range(8)
    ]
    season = cohort_season(tmp_path, people, criteria=criteria, size=(4, 4))
    found = pairing.sweep(season, weights={"region": [0, 1], "county": [0, 1]}, seed=1)
    nothing, county, region, both = found.table.to_dict("records")
    assert nothing["outcome"] == "infeasible"
    assert "has a weight above 0" in nothing["reason"]
    assert list(found.pairs.columns[:2]) == ["member_id", "with_id"]
    assert ("m0", "m1") in found.plans[county["plan"] - 1]
    assert ("m0", "m2") in found.plans[region["plan"] - 1]
    for row in (county, region, both):
        plan = pairing.solve(found.under(row["setting"]), seed=1)
        assert row["placed"] == 8
        assert [row[f"value: {goal.name}"] for goal in plan.goal_results] == [
            goal.shown(goal.value) for goal in plan.goal_results
        ]


# ---------------------------------------------------------------- files, processes, interruptions


@pytest.mark.thorough
def test_any_number_of_processes_writes_the_same_files(season, tmp_path):
    asked = {"sampler": "dirichlet", "n": 8, "seed": 5, "rules": MILES, "progress": False}
    for name, executor in (("one", None), ("two", 2)):
        pairing.sweep(season, output=tmp_path / name, executor=executor, **asked)
        assert sorted(path.name for path in (tmp_path / name).iterdir()) == FILES
    assert without_clock(tmp_path / "one") == without_clock(tmp_path / "two")
    for name in ("pairs.csv", "sweep.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_an_interrupted_sweep_goes_on_to_the_same_files(season, tmp_path):
    asked = {"weights": {"close by": range(0, 60, 10)}, "progress": False}
    whole = pairing.sweep(season, output=tmp_path / "whole", **asked)
    journal = tmp_path / "cut" / "done.jsonl"
    cut = pairing.sweep(
        season, output=tmp_path / "cut", interrupted=lambda: journal.read_bytes().count(b"\n") > 2, **asked
    )
    assert cut.stopped == "interrupted"
    assert len(cut.table) == 2
    assert "4 not solved (interrupted)" in repr(cut)
    assert [path.name for path in (tmp_path / "cut").iterdir()] == ["done.jsonl"]
    with journal.open("ab") as file:
        file.write(b'{"item": 4, "re')
    again = pairing.sweep(season, output=tmp_path / "cut", resume=True, **asked)
    assert again.table.drop(columns="seconds").equals(whole.table.drop(columns="seconds"))
    assert without_clock(tmp_path / "cut") == without_clock(tmp_path / "whole")


def test_a_sweep_is_gone_on_with_only_as_it_was(season, tmp_path):
    asked = {"weights": {"close by": [1, 2]}, "progress": False, "output": tmp_path / "s"}
    pairing.sweep(season, interrupted=lambda: True, **asked)
    with pytest.raises(InputError, match=r"is not empty: .* go on with --resume \(Python: resume=True\)"):
        pairing.sweep(season, **asked)
    other = dataclasses.replace(season, inputs={**season.inputs, "mentees.csv": "changed"})
    with pytest.raises(InputError, match=r"holds another sweep: mentees\.csv differ"):
        pairing.sweep(other, resume=True, **asked)
    nearer, near = (season.with_rule("within 120 miles", max_miles=miles) for miles in (60, 90))
    with pytest.raises(InputError, match=r"holds another sweep: changed, program\.toml, program differ"):
        pairing.sweep(nearer, resume=True, **asked)
    asked_near = {**asked, "output": tmp_path / "near"}
    pairing.sweep(near, interrupted=lambda: True, **asked_near)
    with pytest.raises(InputError, match="holds another sweep: changed, program differ"):
        pairing.sweep(nearer, resume=True, **asked_near)
    people = season.mentors
    people.loc[0, "years_as_superintendent"] = 1
    with pytest.raises(InputError, match="mentors differ"):
        pairing.sweep(near.with_people(mentors=people), resume=True, **asked_near)
    with pytest.raises(InputError, match="holds another sweep: seed, close by differ"):
        pairing.sweep(season, resume=True, seed=1, **{**asked, "weights": {"close by": [1, 3]}})
    whole = pairing.sweep(season, resume=True, **asked)
    before = {path.name: path.read_bytes() for path in asked["output"].iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_setting.pairs, "solve", lambda *a, **k: pytest.fail("solved again"))
        back = pairing.sweep(season, resume=True, **asked)
    assert (back.table.equals(whole.table), back.pairs.equals(whole.pairs), back.plans) == (True, True, whole.plans)
    assert {path.name: path.read_bytes() for path in asked["output"].iterdir()} == before
    for changed, more in ((season, {"weights": {"close by": [1, 3]}}), (nearer, {})):
        with pytest.raises(InputError, match=r"holds another sweep: .* differ; name another folder"):
            pairing.sweep(changed, resume=True, **{**asked, **more})
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").touch()
    with pytest.raises(InputError, match="holds no sweep"):
        pairing.sweep(season, resume=True, **{**asked, "output": tmp_path / "other"})
    with pytest.raises(InputError, match="is a file"):
        pairing.sweep(season, **{**asked, "output": tmp_path / "other" / "notes.txt"})


def test_what_cannot_work_leaves_no_folder(season, tmp_path):
    with pytest.raises(InputError, match="executor cannot be a str"):
        pairing.sweep(season, weights={"close by": [1]}, executor="2", output=tmp_path / "s")
    with pytest.raises(InputError, match="a season or its folder is needed, not a DataFrame"):
        pairing.sweep(season.mentors, weights={"close by": [1]})
    with pytest.raises(InputError, match=r'but a program; its sample is pairing\.sample_season\("missouri-amp"\)'):
        pairing.load("missouri-amp")
    assert not (tmp_path / "s").exists()


def test_two_runs_do_not_write_to_the_same_folder(season, tmp_path):
    asked = {"weights": {"close by": [1, 2]}, "progress": False, "output": tmp_path / "s", "resume": True}
    said = []

    def second():
        with pytest.raises(InputError) as raised:
            pairing.sweep(season, **asked)
        said.append(str(raised.value))
        return True

    pairing.sweep(season, interrupted=second, **asked)
    assert "another run is writing there" in said[0]
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["done.jsonl"]
    assert len(pairing.sweep(season, **asked).table) == 2


# ---------------------------------------------------------------- what travels


def test_what_travels_can_be_unpacked_on_any_system(season):
    content = pickle.dumps(one_setting.Task(season, ()))
    words = {word for _, word, _ in pickletools.genops(content) if isinstance(word, str)}
    assert "PurePosixPath" in words
    assert not {"PosixPath", "WindowsPath", str(season.folder)} & words


def test_nobodys_name_mail_address_or_note_travels(season):
    content = pickle.dumps(one_setting.Task(season, ()))
    for table in (season.left, season.right):
        for column in ("name", "email", "notes"):
            said = [value for value in table.values(column) if value is not None]
            assert not any(value.encode() in content for value in said), column


def test_a_season_that_travelled_has_the_same_plan(season):
    far = pickle.loads(pickle.dumps(one_setting.Task(season, ()))).season
    assert far.right.values("email")[0].isdigit()
    one, other = candidates_of.build(season), candidates_of.build(far)
    for name in ("verdicts", "passes", "grades", "points", "eligible", "seats"):
        assert (getattr(one, name) == getattr(other, name)).all(), name
    assert pairs.solve(one).pairs == pairs.solve(other).pairs


@pytest.mark.parametrize(
    ("more", "stay"),
    [
        ({}, {"email"}),
        ({"rules": [{"kind": "not_supervisor"}]}, {"name", "email"}),
        ({"rules": [{"kind": "different", "column": "email"}]}, {"email"}),
        ({"goals": [{"kind": "placed", "who": {"name": "Ann"}}, {"kind": "placed"}, {"kind": "fit"}]}, {"name"}),
        ({"criteria": [{"kind": "same", "column": "name"}]}, {"name"}),
    ],
)
def test_what_the_program_reads_travels(more, stay):
    season = season_of(raw_program(**more), [{"id": "e1", "name": "Ann", "email": "a@x", "notes": "n"}], [{"id": "m1"}])
    frame = travelling(season).left.frame
    assert set(frame) == {"id", "email"} | stay
    assert (frame["email"][0] == "a@x") == ("email" in stay and bool(more))


def test_the_checker_forgets_what_was_asked_longest_ago(season, monkeypatch):
    monkeypatch.setattr(batch, "KEPT", 0)
    checker = Checker(season)
    for miles in (60, 70, 120):
        other = season.with_rule("within 120 miles", max_miles=miles)
        candidates = candidates_of.judge_pairs(other)
        plan = pairs.solve(candidates)
        assert not checker.check(other, plan, (candidates.eligible, candidates.fit)).findings
    assert len(checker._known) == len(season.program.rules) + len(season.program.criteria)


# ---------------------------------------------------------------- the command


def test_the_command_writes_the_files(season, tmp_path, cli, read_rows):
    done = cli(
        "sweep", season.folder, "--grid", "close by=0:50:25", "--grid", "within 120 miles.max_miles=60,120", "-o",
        tmp_path / "s",
    )  # fmt: skip
    assert done.exit_code == 0
    assert "6 settings" in done.stderr
    assert not done.stdout
    rows = read_rows(tmp_path / "s" / "settings.csv")
    assert [row["weight: close by"] for row in rows] == ["0", "0", "25", "25", "50", "50"]
    record = json.loads((tmp_path / "s" / "sweep.json").read_text(encoding="utf-8"))
    assert record["inputs"] == season.inputs
    assert record["weights"] == {"close by": [0, 25, 50]}
    assert record["clock_columns"] == {"settings.csv": ["seconds"]}


def test_the_command_draws(season, tmp_path, cli, read_rows):
    shares = ["--dirichlet", "--among", "experience", "--among", "close by"]
    for name, options in (("s", ["--sobol", "close by=0:50", "--seed", "2"]), ("d", shares)):
        assert cli("sweep", season.folder, *options, "-n", "3", "-o", tmp_path / name).exit_code == 0
        assert len(read_rows(tmp_path / name / "settings.csv")) == 3


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--grid", "close bye=0:1:1"], 1, 'did you mean "close by"?'),
        (["--grid", "close by=0:1"], 1, "expected NAME=FIRST:LAST:STEP"),
        (["--sobol", "close by=0:1"], 1, "sobol needs n"),
        ([], 1, "nothing is varied"),
        (["--dirichlet", "--sobol", "close by=0:1"], 2, "by --sobol or by --dirichlet"),
        (["--dirichlet", "--grid", "close by=0,1", "-n", "2"], 2, "either drawn or given"),
        (["--among", "close by"], 2, "--among goes with --dirichlet"),
        (["--jobs", "2", "--cluster", "tcp://x:1"], 2, "choose one"),
        (["--grid", "close by=0,1", "--cluster", "nonsense://x"], 1, "no scheduler answers"),
    ],
)
def test_the_command_says_what_cannot_be(season, tmp_path, cli, options, code, said):
    done = cli("sweep", season.folder, *options, "-o", tmp_path / "s")
    assert done.exit_code == code
    assert said in done.stderr
    assert not (tmp_path / "s").exists()


def test_ctrl_c_keeps_what_is_done(season, tmp_path, cli, monkeypatch):
    solves = []

    def interrupted_in_the_second(candidates, **more):
        solves.append(candidates)
        if len(solves) == 2:
            signal.raise_signal(signal.SIGINT)
        return pairs.driver.solve(candidates, **more)

    asked = ["sweep", season.folder, "--grid", "close by=0:20:5", "-o", tmp_path / "s"]
    monkeypatch.setattr(one_setting.pairs, "solve", interrupted_in_the_second)
    done = cli(*asked)
    assert done.exit_code == 4
    assert "Ending with what is done so far" in done.stderr
    assert "2 of 5 settings are kept; the same command with --resume goes on" in done.stderr
    assert cli(*asked).exit_code == 1
    assert cli(*asked, "--resume").exit_code == 0
    assert len(solves) == 5
    again = cli(*asked, "--resume")
    assert (again.exit_code, "complete: nothing was left to do" in again.stderr) == (0, True)
    assert len(solves) == 5
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == FILES


# ---------------------------------------------------------------- a cluster


def lines(path):
    return path.read_bytes().count(b"\n") if path.exists() else 0


def wait_for(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


@contextmanager
def cluster(folder):
    """The address of a scheduler with two workers, each a process of its own, and the workers."""
    environment = {**os.environ, "PYTHONPATH": str(Path(pairing.__file__).parents[1])}
    there = folder / "scheduler.json"

    def start(stack, *words):
        with (folder / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1"], env=environment, stdout=log, stderr=log
            )
        stack.callback(process.wait)
        stack.callback(process.kill)
        return process

    with ExitStack() as stack:
        start(stack, "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(there))
        options = "--nthreads", "1", "--no-nanny", "--no-dashboard", "--scheduler-file", str(there)
        workers = [start(stack, "worker", *options, "--local-directory", str(folder / f"w{n}")) for n in range(2)]
        wait_for(lambda: (folder / "worker.log").read_bytes().count(b"Starting established connection") == 2)
        yield json.loads(there.read_text(encoding="utf-8"))["address"], workers


@pytest.mark.cluster
@pytest.mark.skipif(os.name == "nt", reason="processes are killed as on Linux")
def test_a_worker_of_a_cluster_is_killed_and_nothing_is_lost(season, tmp_path):
    asked = {"weights": {"close by": range(25)}, "rules": MILES, "progress": False}
    with cluster(tmp_path) as (address, workers), on_cluster(address) as executor:
        killed = []

        def kill_one():
            if not killed and lines(tmp_path / "far" / "done.jsonl") > 5:
                killed.append(workers[0].pid)
                workers[0].kill()
            return False

        far = pairing.sweep(season, output=tmp_path / "far", executor=executor, interrupted=kill_one, **asked)
        assert killed
        assert workers[0].wait(timeout=10) == -signal.SIGKILL
    near = pairing.sweep(season, output=tmp_path / "near", **asked)
    assert far.table.drop(columns="seconds").equals(near.table.drop(columns="seconds"))
    assert without_clock(tmp_path / "far") == without_clock(tmp_path / "near")
