"""Many pieces of work: in order, wherever they are done, and with what is done kept."""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from pairing.errors import CheckerError, InputError, PairingError, Problem
from pairing.jobs import Journal, UnfinishedError, crews, on_cluster, parcels, run_all
from pairing.jobs.journal import asked_in


def plus(shared: int, item: int) -> int:
    return shared + item


def dies_once(marker: str, item: int) -> int:
    if item == 3 and not Path(marker).exists():
        Path(marker).touch()
        os._exit(1)
    return item


def always_dies(shared: None, item: int) -> int:
    os._exit(1)


def complains(shared: str, item: int) -> int:
    raise InputError([Problem(shared, "mentees.csv", row=item)])


def slow(shared: float, item: int) -> int:
    time.sleep(shared)
    return item


def test_results_are_in_the_order_of_the_items_wherever_they_are_done():
    items = list(range(40))
    here = run_all(plus, 100, items)
    assert here == [100 + item for item in items]
    assert run_all(plus, 100, items, executor=2) == here
    with ThreadPoolExecutor(3) as pool:
        assert run_all(plus, 100, items, executor=pool) == here
    assert run_all(plus, 100, [], executor=2) == []


def test_processes_that_die_are_replaced_and_nothing_is_lost(tmp_path):
    assert run_all(dies_once, str(tmp_path / "died"), list(range(8)), executor=2) == list(range(8))
    assert (tmp_path / "died").exists()


def test_processes_that_keep_dying_end_in_a_sentence(monkeypatch):
    monkeypatch.setattr(parcels, "MOST_DEATHS", 1)
    with pytest.raises(PairingError, match=r"died 2 times in a row.*if __name__.*too little memory"):
        run_all(always_dies, None, [1, 2], executor=1)


def test_a_script_without_a_guard_is_told_so(tmp_path):
    script = (
        "import os\nfrom pairing.errors import PairingError\nfrom pairing.jobs import parcels, run_all\n"
        "parcels.MOST_DEATHS = 0\n"
        "try:\n    run_all(os.path.join, 'a', ['b'], executor=1)\n"
        "except PairingError as error:\n    print(error)\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(tmp_path / "script.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert 'the call must stand under `if __name__ == "__main__":`' in done.stdout


@pytest.mark.parametrize(("name", "said"), [("numpy", "numpy 0.1"), ("scipy", "scipy 0.1"), ("python", "python 0.1")])
def test_workers_with_other_versions_are_refused(monkeypatch, name, said):
    ours = parcels._own_versions()
    monkeypatch.setattr(parcels, "_own_versions", lambda: {**ours, name: "0.1"})
    with pytest.raises(PairingError, match=f"a worker has {said}, here is {name} {ours[name]}: install the same"):
        parcels._unpacked("x", b"", [], ours)


def test_only_windows_limits_the_number_of_processes(monkeypatch):
    monkeypatch.setattr(crews, "Processes", lambda number: number)
    assert crews.crew_of(80, 100) == (61 if os.name == "nt" else 80)


def test_an_executor_that_was_handed_over_is_not_replaced():
    with ProcessPoolExecutor(1) as pool, pytest.raises(PairingError, match="the workers are gone"):
        run_all(always_dies, None, [1], executor=pool)


def test_what_the_work_raises_arrives_whole():
    with pytest.raises(InputError) as raised:
        run_all(complains, "is odd", [7], executor=1)
    assert raised.value.problems == (Problem("is odd", "mentees.csv", row=7),)
    assert str(raised.value) == "mentees.csv, row 7: is odd"


@pytest.mark.parametrize(
    "error", [InputError([Problem("a"), Problem("b")]), CheckerError(["a", "b"]), UnfinishedError({1: "x"}, 3)]
)
def test_errors_travel_between_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize("executor", [None, 1])
def test_interrupted_work_keeps_what_is_done_and_goes_on_from_there(tmp_path, executor):
    path, asked = tmp_path / "done.jsonl", {"numbers": 20}
    journal = Journal(path, asked)
    with pytest.raises(UnfinishedError) as ended:
        run_all(
            slow, 0.005, list(range(20)), executor=executor, journal=journal,
            interrupted=lambda: path.read_bytes().count(b"\n") > 3,
        )  # fmt: skip
    journal.close()
    assert 3 <= len(ended.value.done) < 20
    assert ended.value.of == 20
    again = Journal(path, asked)
    assert again.done == ended.value.done
    assert run_all(plus, 0, list(range(20)), journal=again) == list(range(20))
    again.close()
    assert len(Journal(path, asked).done) == 20


def test_ctrl_c_is_an_interruption():
    def stops(shared: None, item: int) -> int:
        if item == 2:
            raise KeyboardInterrupt
        return item

    with pytest.raises(UnfinishedError) as ended:
        run_all(stops, None, [0, 1, 2, 3])
    assert ended.value.done == {0: 0, 1: 1}
    assert ended.value.exit_code == 4


@pytest.mark.skipif(os.name == "nt", reason="a signal to a group of processes")
def test_ctrl_c_in_a_terminal_reaches_every_process_and_only_the_parent_ends_the_work(tmp_path):
    path = tmp_path / "done.jsonl"
    script = (
        "import test_jobs, pathlib, signal, sys\n"
        "from pairing.jobs import Journal, UnfinishedError, run_all\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in the background of a shell\n"
        f"    journal = Journal(pathlib.Path({str(path)!r}), {{}})\n"
        "    try:\n"
        "        run_all(test_jobs.slow, 0.01, list(range(1000)), executor=1, journal=journal)\n"
        "    except UnfinishedError as unfinished:\n"
        "        print(unfinished)\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, str(tmp_path / "script.py")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, start_new_session=True, **pipes) as running:
        while not path.exists() or path.read_bytes().count(b"\n") < 4:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGINT)
        said, errors = running.communicate(timeout=30)
    assert running.returncode == 0
    assert said.startswith(b"interrupted: ")
    assert b"Traceback" not in errors
    assert len(Journal(path, {}).done) > 2


@pytest.mark.parametrize("torn", [b'{"item": 2, "resu', b'{"item": 2}\n', b"\xff\xfe\n", b"[]\n"])
def test_a_torn_last_line_is_taken_off(tmp_path, torn):
    path = tmp_path / "done.jsonl"
    journal = Journal(path, {"n": 1})
    journal.add(0, "zero")
    journal.add(1, {"one": [1, None]})
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    again = Journal(path, {"n": 1})
    assert again.done == {0: "zero", 1: {"one": [1, None]}}
    again.add(2, "two")
    again.close()
    added = json.loads(path.read_bytes().removeprefix(whole))
    assert (added["item"], added["result"]) == (2, "two")
    assert asked_in(path) == {"n": 1}


def test_a_journal_torn_in_its_first_line_begins_anew(tmp_path):
    path = tmp_path / "done.jsonl"
    path.write_bytes(b'{"ask')
    assert asked_in(path) is None
    Journal(path, {"n": 2}).close()
    assert asked_in(path) == {"n": 2}


def test_no_bar_is_shown_where_nobody_looks(capsys):
    run_all(plus, 1, [1, 2], doing="numbers")
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_shown_in_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    run_all(plus, 1, [1, 2], doing="numbers")
    shown = capsys.readouterr()
    assert "numbers" in shown.err
    assert "2/2" in shown.err
    assert not shown.out


def test_a_cluster_that_is_not_there_is_a_sentence(monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(InputError, match=r"no scheduler answers.*expected an address"), on_cluster(address, 0.3):
        pass
    with pytest.raises(InputError, match="no scheduler answers"), on_cluster("nonsense://x", 0.3):
        pass
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'pairing\[cluster\]'"), on_cluster(address):
        pass
