import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import pairing.verify
from pairing.program.goals import SMALLER_IS_BETTER
from pairing.verify.cohorts.goals import COHORT_GOALS
from pairing.verify.cohorts.limits import LIMITS, PENALTIES
from pairing.verify.criteria import CRITERIA
from pairing.verify.pairs.goals import GOALS, MINIMIZED
from pairing.verify.pairs.limits import PAIR_LIMITS
from pairing.verify.pairs.network import COSTS
from pairing.verify.participation import JUDGES
from pairing.verify.rules import RULES, WORDS

SOURCE = Path(pairing.verify.__file__).parents[2]
MATH = SOURCE.parent / "docs" / "math.md"


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        ("screen", JUDGES),
        ("rule", RULES),
        ("rule", WORDS),
        ("criterion", CRITERIA),
        ("goal", {**GOALS, **COHORT_GOALS}),
        ("limit", {**LIMITS, **PAIR_LIMITS}),
        ("penalty", PENALTIES),
    ],
)
def test_every_kind_of_the_specification_has_its_judge(group, kinds):
    assert sorted(re.findall(rf"^### {group}: (\w+)$", MATH.read_text(encoding="utf-8"), re.MULTILINE)) == sorted(kinds)


def test_no_goal_but_moves_and_no_limit_is_of_both_kinds_of_programs():
    assert set(GOALS) & set(COHORT_GOALS) == {"moves"}, "reruns move people in both, and each judge counts its own"
    assert not set(LIMITS) & set(PAIR_LIMITS)


def test_every_goal_of_the_network_but_the_bottleneck_has_a_cost():
    assert sorted(COSTS) == sorted({*GOALS, "minimum"} - {"worst_fit"})


def test_the_checkers_own_list_of_goals_to_minimize_says_what_the_program_says():
    assert set(MINIMIZED) == set(SMALLER_IS_BETTER)
    assert set(MINIMIZED) <= {*GOALS, *COHORT_GOALS}


def test_the_checker_imports_no_solver():
    assert (
        loaded_with_the_checker(
            "ortools", "scipy", "pairing.solver.pairs", "pairing.grouping", "pairing.solver.cohorts"
        )
        == "[]"
    )


def test_the_checker_imports_geopy_only_where_a_pair_asks_for_it():
    assert loaded_with_the_checker("geopy.distance") == "[]"


def loaded_with_the_checker(*modules):
    """Which of these modules are there once the checker is imported."""
    script = f"import sys, pairing.verify; print(sorted({set(modules)} & set(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_checker_shares_no_judgment_with_the_model():
    allowed = {"errors", "profiles", "geo", "season", "plans", "verify"}
    for path in Path(pairing.verify.__file__).parent.rglob("*.py"):
        used = set(re.findall(r"^\s*(?:from|import) pairing\.(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
        assert used <= allowed, path.name
