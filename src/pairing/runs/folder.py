"""The folder of a run: written whole under a temporary name, then renamed."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pairing.errors import InputError, Problem, command
from pairing.plans.base import AnyPlan, GoalResult
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan
from pairing.runs.atomic_files import csv_bytes, file_names
from pairing.runs.plan_workbook import plan_workbook
from pairing.season.standing import Strength, recorded
from pairing.storage import partial_folder, refuse_strange, refuse_strange_place, tidy, write_whole
from pairing.versions import versions

RECORD = "run.json"
NAME = re.compile(r"\d{4}-\d{2}-\d{2}-\d{2,}")


def publish(plan: AnyPlan, folder: Path | None = None, more: Mapping[str, bytes] = MappingProxyType({})) -> Path:
    """Write a plan as a new run of its season and return the run's folder. more: further files of the run by name.

    A crash or a full disk leaves earlier runs as they are and nothing that looks like a run. Raises ValueError
    for a plan that was not found, InputError for one of a season that was changed in memory, of which the folder's
    files would tell nothing, and OSError when the folder cannot be written.
    """
    if not plan.found:
        raise ValueError(f"a plan with outcome {plan.outcome} is not published")
    _refuse_changed(plan, folder)
    runs = (folder or plan.season.folder) / "runs"
    runs.mkdir(exist_ok=True)
    refuse_strange_place(runs.parent, runs)
    tidy(runs)
    partial = partial_folder(runs)
    try:
        files = {**files_of(plan), **more}
        files[RECORD] = _sealed(files, (run_names(runs.parent) or [""])[-1])
        for name, content in files.items():
            (partial / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(partial / name, content)
        return _take_name(partial, runs)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _refuse_changed(plan: AnyPlan, folder: Path | None) -> None:
    """A run stems from the files of its folder, so that it can be verified against them."""
    season = plan.season
    if season.changed:
        said = "; ".join(season.changed)
        expected = "the same changes made in the files of the season, which is then loaded and solved"
        raise InputError([Problem(f"the season was changed in memory: {said}", expected=expected)])
    if folder is None and season.inputs and not (season.folder / "program.toml").is_file():
        expected = f"a season folder; make one with: {command('init', 'PROGRAM', 'FOLDER', '--sample')}"
        raise InputError([Problem(f"{season.folder} is no season folder", expected=expected)])


def files_of(plan: AnyPlan) -> dict[str, bytes]:
    """Every file of a run by name, those in folders too. Only run.json holds clock values."""
    return {
        **{f"{name}.csv": csv_bytes(frame) for name, frame in plan.tables.items()},
        **_list_files(plan),
        "plan.xlsx": plan_workbook(plan),
        RECORD: (json.dumps(record(plan), indent=1, ensure_ascii=False) + "\n").encode(),
    }


def _sealed(files: Mapping[str, bytes], after: str) -> bytes:
    """The record of a run, last what was written: fingerprints of all other files, when, after which run, its own."""
    record = json.loads(files[RECORD])
    prints = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items()) if name != RECORD}
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    record[WRITTEN] = {"files": prints, "at": now, "after": after}
    record[WRITTEN]["fingerprint"] = seal_of(record)
    return (json.dumps(record, indent=1, ensure_ascii=False) + "\n").encode()


def seal_of(record: Mapping[str, Any]) -> str:
    """The fingerprint of a record, its clock's values and the fingerprint itself aside."""
    written = {name: value for name, value in record[WRITTEN].items() if name in ("files", "after")}
    rest = {name: value for name, value in record.items() if name not in (WRITTEN, "seconds")}
    return hashlib.sha256(json.dumps([rest, written], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


WRITTEN = "written"


def _list_files(plan: AnyPlan) -> dict[str, bytes]:
    """Each group's own assignments, in a folder of the group's name."""
    if not isinstance(plan, Plan):
        return {}
    lists = plan.lists
    names = file_names(lists)
    return {
        f"{plan.season.program.lists_by}s/{names[group]}/assignments.csv": csv_bytes(frame)
        for group, frame in lists.items()
    }


def record(plan: AnyPlan) -> dict[str, Any]:
    """What `run.json` holds: what was proved, from which inputs, with which versions."""
    return {
        "outcome": plan.outcome,
        "stopped": plan.stopped,
        "goals": [_goal(goal) for goal in plan.goal_results],
        "engine": plan.engine,
        "checked": dict(plan.checked),
        "program": plan.season.program.name,
        **(_of_cohorts(plan) if isinstance(plan, CohortPlan) else {}),
        **_of_only(plan),
        **({"standing": recorded(plan.season.stood)} if plan.season.stood is not None else {}),
        "inputs": plan.season.inputs,
        "seed": plan.seed,
        "versions": versions(),
        "seconds": {name: round(seconds, 3) for name, seconds in plan.seconds.items()},
        "certificate": [dict(proof) for proof in plan.certificate],
    }


def _of_cohorts(plan: CohortPlan) -> dict[str, Any]:
    """What only a plan of cohorts has."""
    repaired = {"repairs": list(plan.repairs)} if plan.repairs else {}
    return {"dollars": plan.dollars, "notes": list(plan.notes), **repaired}


def _of_only(plan: AnyPlan) -> dict[str, Any]:
    """Whom the run is about, where it is not about everybody, and which file says how the others stand."""
    only = plan.season.only
    return {} if only is None else {"only": {"column": only.column, "value": only.value, "standing": only.standing}}


def run_names(folder: Path) -> list[str]:
    """The names of a season's runs, in the order in which they were made."""
    runs = folder / "runs"
    names = sorted((p.name for p in runs.iterdir() if NAME.fullmatch(p.name)), key=_order) if runs.is_dir() else []
    return sorted(names, key=lambda name: (_depth(name, runs, names), _order(name)))


def _depth(name: str, runs: Path, names: Sequence[str]) -> int:
    """How many runs a run follows, one upon the other, whatever the clocks said; by dates where it does not say."""
    steps, seen = 0, {name}
    while (follows := _after(runs / name)) is not None and follows in names and follows not in seen:
        name, steps = follows, steps + 1
        seen.add(name)
    return names.index(name) + steps


_AFTER = re.compile(rb'"after": "([0-9-]*)"')


def _after(run: Path) -> str | None:
    """The run that was the latest when this one was written; empty for the first, None for runs of old."""
    try:
        with (run / RECORD).open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 400))
            found = _AFTER.findall(file.read())
    except OSError:
        return None
    return found[-1].decode() if found else None


def in_future(run: Path) -> bool:
    """Whether a run is dated later than today: some clock was wrong."""
    return run.name[:10] > datetime.date.today().isoformat()


def find_run(folder: Path, name: str | None = None) -> Path:
    """A run of a season by name, the latest if none is named. Raises InputError if there is none."""
    runs = folder / "runs"
    names = run_names(folder)
    if name in names or (name is None and names):
        run = runs / (name or names[-1])
        refuse_strange(folder, run)
        return run
    none = f"there is none yet; make one with: {command('solve', folder)}"
    known = f"the runs are {', '.join(names)}" if names else none
    message = f'"{name}" is neither a run of this season nor a file' if name else "no run"
    raise InputError([Problem(f"{message}: {known}", str(runs))])


def _goal(goal: GoalResult) -> dict[str, Any]:
    """A goal as people see it: fits in points."""
    return {
        "name": goal.name, "kind": goal.kind, "value": goal.shown(goal.value), "bound": goal.shown(goal.bound),
        "proved": goal.proved,
        **({"given": goal.given} if goal.given else {}),
    }  # fmt: skip


def _order(name: str) -> tuple[str, int]:
    return name[:10], int(name[11:])


def _take_name(partial: Path, runs: Path) -> Path:
    """Rename the finished folder to the first free name of today; another run may take one in between."""
    today = datetime.date.today().isoformat()
    taken = [_order(p.name)[1] for p in runs.iterdir() if NAME.fullmatch(p.name) and p.name.startswith(today)]
    number = max(taken, default=0) + 1
    while True:
        target = runs / f"{today}-{number:02d}"
        if not target.exists():
            try:
                os.rename(partial, target)
                return target
            except OSError:
                if not target.exists():
                    raise
        number += 1


class _Proof(BaseModel):
    """What every proof of a certificate must hold; its potentials are the checker's to judge."""

    model_config = ConfigDict(strict=True)
    shows: str
    goals: list[str]
    least_fit: int = 0


class _Goal(BaseModel):
    """A goal as people see it: fits in points."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)
    name: str
    kind: str
    value: Annotated[float, Field(ge=-1e12, le=1e12)] | None
    bound: Annotated[float, Field(ge=-1e12, le=1e12)] | None
    proved: bool
    given: str = ""


class _Only(BaseModel):
    """Whom a run was about; the file stands in the season's folder or in an earlier run's."""

    model_config = ConfigDict(strict=True, extra="forbid")
    column: str
    value: str
    standing: Annotated[str, Field(pattern=r"^(?i:standing\.(csv|xlsx)|runs/[0-9-]+/assignments\.csv)$")]


class _Standing(BaseModel):
    """What stood when a run was made."""

    model_config = ConfigDict(strict=True, extra="forbid")
    file: str
    sha256: str
    columns: list[str]
    pairs: list[tuple[int, str, str, Strength, str]] = []
    seats: list[tuple[int, str, str, str, Strength, str]] = []


class _Judged(BaseModel):
    """What a run.json must hold so that the run can be judged."""

    model_config = ConfigDict(strict=True)
    outcome: Literal["proved", "bounded"]
    stopped: str
    goals: list[_Goal]
    engine: str
    inputs: dict[str, str]
    seed: int
    certificate: list[_Proof]
    checked: dict[str, int] = {}
    notes: list[str] = []
    dollars: float | None = None
    only: _Only | None = None
    standing: _Standing | None = None


def read_record(run: Path) -> Mapping[str, Any]:
    """The contents of a run's run.json. Raises InputError if it is missing or damaged."""
    path = run / "run.json"
    try:
        text = path.read_text(encoding="utf-8")
        _Judged.model_validate_json(text)
        found: Mapping[str, Any] = json.loads(text)
    except ValidationError as error:
        damaged = [(".".join(map(str, found["loc"])), found["msg"]) for found in error.errors()]
        raise InputError([Problem(f"is damaged: {place}: {said}", str(path)) for place, said in damaged]) from error
    except (OSError, ValueError) as error:
        raise InputError([Problem(f"cannot be read ({error})", str(path))]) from error
    return found
