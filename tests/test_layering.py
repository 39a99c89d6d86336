"""The house has floors: every room imports only from rooms above it, and the public names cost nothing to import."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import pairing

SOURCE = Path(pairing.__file__).parent
ROOT = Path(__file__).parent.parent
ROOMS = [
    "errors", "versions", "display", "storage", "jobs", "optimizers", "profiles", "grouping", "cohorts", "geo",
    "program", "season", "instance", "plans", "solver", "verify", "explain", "runs", "html_report", "letters", "setup",
    "run", "analysis", "cli", "__main__",
]  # fmt: skip
"""From the top of the house down: a room imports only from those before it."""
HIDDEN_FROM_VERIFY = {"pairing.grouping", "pairing.cohorts", "pairing.instance", "pairing.solver", "pairing.program"}
"""The checker judges in other words: it asks neither the engine nor the vocabulary, whose policies are its own."""
SOLVERS = {"ortools", "scipy"}
HEAVY = {
    "pandas",
    "numpy",
    "ortools",
    "scipy",
    "pydantic",
    "openpyxl",
    "geopy",
    "zipcodes",
    "rich",
    "jinja2",
    "docxtpl",
    "docx",
    "lxml",
    "distributed",
    "rapidfuzz",
    "python_calamine",
    "tomlkit",
    "altair",
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the package with the room it is in."""
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts != ("__init__",):
            yield parts[0], path


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Every name that a module imports, with its line, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno} imports by a relative path"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def rooms_of(path: Path) -> Iterator[tuple[str, int]]:
    for name, line in imported(path):
        package, _, rest = name.partition(".")
        if package == "pairing" and rest:
            yield rest.split(".")[0], line


MODULES = {str(path.relative_to(SOURCE)): (room, path) for room, path in modules()}


def count_arrows() -> set[tuple[str, str]]:
    """Every pair of rooms of which the first imports the second."""
    return {(room, other) for room, path in MODULES.values() for other, _ in rooms_of(path) if other != room}


def test_every_room_has_a_folder_of_tests_of_its_name():
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    missing = {room for room in folders if not list((ROOT / "tests" / room).glob("test_*.py"))}
    assert not missing


def test_every_folder_of_tests_is_that_of_a_room_or_of_adversity():
    folders = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert folders <= {*ROOMS, "adversity"}


def test_the_rooms_are_listed_in_this_order():
    listed = [
        name
        for line in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([a-z_]+)(?:\.py|/)`", line.split("|")[1])
        if name in ROOMS
    ]
    assert listed == ROOMS


def test_every_room_has_its_floor():
    assert {room for room, _ in MODULES.values()} <= set(ROOMS)


@pytest.mark.parametrize(("room", "path"), MODULES.values(), ids=MODULES)
def test_a_module_imports_only_from_the_floors_above_and_its_own_room(room, path):
    allowed = {*ROOMS[: ROOMS.index(room) + 1]}
    for other, line in rooms_of(path):
        assert other in allowed, f"{path.name}:{line} ({room}) imports {other}"


def test_the_checker_asks_neither_the_engine_nor_the_vocabulary():
    for name, (room, path) in MODULES.items():
        if room == "verify":
            for asked, line in imported(path):
                assert not any(f"{asked}.".startswith(f"{hidden}.") for hidden in HIDDEN_FROM_VERIFY), f"{name}:{line}"


def top_imports(path: Path) -> Iterator[str]:
    """The modules of the package that a module needs before it can be used: imports at its top, not for types alone."""
    known = {".".join(("pairing", *Path(name).with_suffix("").parts)).removesuffix(".__init__") for name in MODULES}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pairing"):
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in known else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)


def test_no_files_need_each_other_in_a_circle():
    """Packages aside: an `__init__` hands out what its files hold."""
    needs = {}
    for name, (_, path) in MODULES.items():
        if path.name != "__init__.py":
            needs[".".join(("pairing", *Path(name).with_suffix("").parts))] = set(top_imports(path))
    order = TopologicalSorter({one: others & needs.keys() for one, others in needs.items()})
    try:
        order.prepare()
    except CycleError as error:
        pytest.fail(f"these files import each other in a circle: {' > '.join(error.args[1])}")


def test_the_scan_sees_imports_of_every_form(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        "import pairing.geo\nfrom pairing import rules as r, explain\n"
        "def f():\n    from pairing.verify.rules import RULES\n    import pairing.solver.pairs.network as net\n"
    )
    assert list(rooms_of(module)) == [("geo", 1), ("rules", 2), ("explain", 2), ("verify", 4), ("solver", 5)]


def test_the_checker_knows_no_solver():
    for name, (room, path) in MODULES.items():
        if room == "verify":
            used = {module.split(".")[0] for module, _ in imported(path)}
            assert not used & SOLVERS, name


def test_only_the_rooms_of_assignment_know_a_solver():
    users = {room for room, path in MODULES.values() for name, _ in imported(path) if name.split(".")[0] in SOLVERS}
    assert "solver" in users
    assert users <= {"optimizers", "grouping", "plans", "solver", "explain", "analysis"}


# ---------------------------------------------------------------- what an import costs


def loaded_by(statement: str) -> set[str]:
    """The top-level packages, and the rooms as `pairing.room`, that a fresh interpreter has after a statement."""
    script = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return {".".join(name.split(".")[: 2 if name.startswith("pairing.") else 1]) for name in done.stdout.split()}


@pytest.mark.parametrize("statement", ["import pairing", "import pairing; dir(pairing)", "import pairing.cli"])
def test_importing_the_package_or_its_command_loads_nothing_heavy(statement):
    loaded = loaded_by(statement)
    assert "pairing" in loaded
    assert not loaded & HEAVY


def test_a_public_name_loads_what_it_needs():
    assert "pandas" in loaded_by("import pairing; pairing.load")


def test_the_checker_runs_without_a_solver_or_the_rooms_hidden_from_it():
    loaded = loaded_by("import pairing.verify")
    assert "pairing.verify" in loaded
    assert not loaded & SOLVERS
    assert not loaded & {"pairing.instance", "pairing.solver", "pairing.explain", "pairing.grouping"}


def test_every_public_name_is_there():
    for name in pairing.__all__:
        assert getattr(pairing, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'solv'"):
        _ = pairing.solv


def test_no_room_has_the_name_of_a_public_function():
    rooms = {room for room, _ in MODULES.values()}
    assert rooms & {*pairing.__all__} == {"letters"}, "importing the room would hide the function"


def test_the_old_name_of_the_grouping_engine_still_works_and_says_the_new_one():
    with pytest.warns(DeprecationWarning, match=r"pairing\.cohorts\.group is pairing\.group now"):
        from pairing.cohorts import group
    assert group is pairing.group


def test_the_package_runs_as_the_command():
    done = subprocess.run([sys.executable, "-m", "pairing", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("pairing, version ")
