"""CP-SAT's answers, told apart; what ends a search; and that Ctrl-C is still Python's afterwards."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest
from ortools.sat.python import cp_model

from pairing.optimizers.cp_sat import solve
from pairing.optimizers.deadline import Deadline, Stopped


def knapsack(weights: list[int], most: int) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The heaviest choice of at most so much."""
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in weights]
    total = sum(weight * variable for weight, variable in zip(weights, taken, strict=True))
    model.add(total <= most)
    model.maximize(total)
    return model, taken


def endless() -> cp_model.CpModel:
    """A market split: no solution, and nobody finds that out in a test's time."""
    rng = random.Random(1)
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(50)]
    for _ in range(6):
        weights = [rng.randrange(100) for _ in x]
        short = model.new_int_var(0, 10**6, "")
        over = model.new_int_var(0, 10**6, "")
        model.add(sum(w * v for w, v in zip(weights, x, strict=True)) + short - over == sum(weights) // 2)
        x += [short, over]
    model.minimize(sum(x[50:]))
    return model


def test_an_optimum_with_its_values():
    model, taken = knapsack([7, 5, 4], 10)
    answer = solve(model)
    assert (answer.found, answer.optimal, answer.infeasible, answer.interrupted) == (True, True, False, False)
    assert (answer.objective, answer.at_most) == (9, 9)
    assert [answer.value(variable) for variable in taken] == [0, 1, 1]
    assert answer.status == "OPTIMAL"


def test_a_minimum_is_bounded_from_below():
    model = cp_model.CpModel()
    x = model.new_int_var(3, 9, "")
    model.minimize(x)
    answer = solve(model)
    assert (answer.objective, answer.at_least) == (3, 3)


def test_a_proof_that_there_is_nothing():
    model = cp_model.CpModel()
    model.add_bool_or([])
    answer = solve(model)
    assert (answer.found, answer.optimal, answer.infeasible) == (False, False, True)


def test_an_invalid_model_is_a_mistake_and_no_answer():
    model = cp_model.CpModel()
    x = model.new_int_var(0, 2**62, "")
    model.add(2**62 * x + 2**62 * x >= 1)
    with pytest.raises(RuntimeError, match="CP-SAT calls the model invalid"):
        solve(model)


def test_effort_ends_a_search_alike_every_time():
    first, second = (solve(endless(), effort=0.2, seed=5) for _ in range(2))
    assert (first.found, first.optimal) == (True, False)
    assert first.effort < 2
    assert (first.objective, first.at_least) == (second.objective, second.at_least)


def test_the_deadline_ends_a_search():
    started = time.perf_counter()
    answer = solve(endless(), Deadline(0.5))
    assert time.perf_counter() - started < 30
    assert not answer.optimal
    assert not answer.interrupted
    answer.check()


def test_a_search_that_is_late_has_its_grace():
    model, _ = knapsack([7, 5, 4], 10)
    answer = solve(model, Deadline(0, interrupted=lambda: True), grace=30)
    assert (answer.optimal, answer.interrupted) == (True, False)


def test_whoever_interrupts_gets_what_was_found():
    asked = []

    def interrupted() -> bool:
        asked.append(1)
        return len(asked) > 3

    answer = solve(endless(), Deadline(60, interrupted=interrupted))
    assert len(asked) == 4
    assert (answer.interrupted, answer.optimal) == (True, False)
    with pytest.raises(Stopped, match="interrupted"):
        answer.check()


def test_ctrl_c_is_still_python_s_after_a_search():
    script = (
        "import signal, sys\n"
        "from ortools.sat.python import cp_model\n"
        "from pairing.optimizers.cp_sat import solve\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(9))\n"
        "solve(cp_model.CpModel())\n"
        "signal.raise_signal(signal.SIGINT)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 9
