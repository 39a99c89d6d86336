"""Preparing: before the deadline, said only where something is compiled, and complete: nothing is compiled after it."""

from __future__ import annotations

import logging
import sys
import threading
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from filelock import FileLock
from numba import njit
from numba.core import event
from numba.core.dispatcher import Dispatcher

import pairing
from pairing.grouping import compile_kernels, prepare
from pairing.grouping.problem import Count, Drive, Spread
from pairing.grouping.request import read
from pairing.grouping.solve import solve
from pairing.optimizers.deadline import Deadline


def compiled() -> dict[str, set[Any]]:
    """The signatures that every kernel is compiled for by now."""
    modules = [module for name, module in sys.modules.items() if name.startswith("pairing.grouping.")]
    kernels = [kernel for module in modules for kernel in vars(module).values() if isinstance(kernel, Dispatcher)]
    return {f"{kernel.py_func.__module__}.{kernel.__name__}": set(kernel.overloads) for kernel in kernels}


def test_preparing_is_silent_where_everything_is_there(caplog):
    prepare()
    caplog.set_level(logging.INFO, "pairing.grouping")
    prepare.__wrapped__()
    assert not caplog.messages


def test_compiling_is_said_once_and_before_it_begins(caplog):
    caplog.set_level(logging.INFO, "pairing.grouping")
    seen = []

    class Watching(event.Listener):
        def on_start(self, event):
            seen.append(list(caplog.messages))

        def on_end(self, event):
            pass

    def double(x):
        return 2 * x

    double.__module__ = "pairing.grouping.double"
    kernel = njit(double)
    announcing = compile_kernels.Announcing()
    with event.install_listener("numba:compile", announcing), event.install_listener("numba:compile", Watching()):
        assert kernel(1) + kernel(1.0) == 4
    assert caplog.messages == [compile_kernels.FIRST_USE]
    assert all(messages == [compile_kernels.FIRST_USE] for messages in seen)


@pytest.mark.thorough
def test_nothing_is_compiled_after_preparing():
    prepare()
    before = compiled()
    assert any(before.values())
    rng = np.random.default_rng(3)
    matrix = np.triu(np.round(rng.uniform(0, 100, (24, 24)), 1), 1)
    matrix += matrix.T
    for cost, cohorts, together in (("mean", None, [(0, 1)]), ("sum", (5, 7), [])):
        plain = read(matrix, (3, 5), cohorts, cost, "min", together, [(2, 3)], None, None, 100)
        solve(plain, Deadline(2), 0)
        solve(replace(plain, apart=np.zeros_like(plain.apart)), Deadline(2), 0)
        solve(replace(plain, spread=Spread(rng.integers(0, 3, 24), 1, 50)), Deadline(1), 0)
        solve(replace(plain, counts=(Count(rng.random(24) < 0.5, np.ones(6, dtype=bool)),)), Deadline(1), 0)
        solve(replace(plain, drive=Drive(np.ones((24, 24), dtype=bool), np.arange(24))), Deadline(1), 0)
    assert compiled() == before


def test_parts_that_another_process_is_at_come_last_and_are_waited_for(tmp_path):
    done, held = [], threading.Event()

    def other() -> None:
        with FileLock(tmp_path / "b.lock"):
            held.set()
            time.sleep(0.3)
            done.append("other")

    thread = threading.Thread(target=other)
    thread.start()
    held.wait(10)
    compile_kernels.share({name: lambda name=name: done.append(name) for name in "abc"}, tmp_path)
    thread.join()
    assert done == ["a", "c", "other", "b"]


def test_parts_are_done_where_nothing_can_be_written(tmp_path):
    (tmp_path / "file").touch()
    done = []
    compile_kernels.share({name: lambda name=name: done.append(name) for name in "abc"}, tmp_path / "file")
    assert done == ["a", "b", "c"]


def test_the_time_limit_of_a_season_starts_after_preparing(tmp_path, cli, monkeypatch):
    assert cli("init", "missouri-collaboration-cohorts", tmp_path / "s", "--sample").exit_code == 0
    steps = []

    class Enough(Exception):  # noqa: N818
        pass

    def starts_the_clock(*_: Any, **__: Any) -> None:
        steps.append("clock")
        raise Enough

    monkeypatch.setattr("pairing.grouping.compile_kernels.prepare", lambda: steps.append("prepared"))
    monkeypatch.setattr("pairing.solver.cohorts.driver.solve", starts_the_clock)
    with pytest.raises(Enough):
        pairing.solve(tmp_path / "s")
    assert steps == ["prepared", "clock"]
