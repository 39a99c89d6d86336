"""A run ends at its limit or when somebody interrupts, and says which."""

from __future__ import annotations

import signal
import time

import pytest

from pairing.optimizers.deadline import UNLIMITED, Deadline, Stopped, noting_ctrl_c


def test_without_a_limit_a_run_goes_on():
    assert UNLIMITED.why == ""
    assert UNLIMITED.left == float("inf")
    UNLIMITED.check()


@pytest.mark.parametrize(("ago", "why", "left"), [(4.9, "", 0.1), (5.0, "time limit", 0.0), (60.0, "time limit", 0.0)])
def test_the_limit_counts_from_the_start(monkeypatch, ago, why, left):
    monkeypatch.setattr(time, "perf_counter", lambda: 1000.0 + ago)
    deadline = Deadline(5, start=1000.0)
    assert deadline.why == why
    assert deadline.seconds == pytest.approx(ago)
    assert deadline.left == pytest.approx(left)


def test_who_interrupts_is_named_before_the_time_limit():
    with pytest.raises(Stopped, match=r"^interrupted$"):
        Deadline(0, interrupted=lambda: True).check()
    with pytest.raises(Stopped, match=r"^time limit$"):
        Deadline(0).check()


def test_time_alone_is_the_same_end_without_anybody_interrupting():
    deadline = Deadline(60, interrupted=lambda: True)
    assert deadline.why == "interrupted"
    assert deadline.by_time_alone().why == ""
    assert (deadline.by_time_alone().limit, deadline.by_time_alone().start) == (deadline.limit, deadline.start)


def test_the_first_ctrl_c_is_noted_and_the_second_ends_at_once():
    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with noting_ctrl_c(lambda: False) as stop:
            assert not stop()
            signal.raise_signal(signal.SIGINT)
            assert stop()
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_whoever_handles_ctrl_c_goes_on_doing_so():
    noted = []
    before = signal.signal(signal.SIGINT, lambda *_: noted.append("theirs"))
    try:
        with noting_ctrl_c(lambda: False) as stop:
            signal.raise_signal(signal.SIGINT)
            assert not stop()
        assert noted == ["theirs"]
    finally:
        signal.signal(signal.SIGINT, before)
