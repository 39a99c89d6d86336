"""Machine code is kept where only this engine looks; importing the engine changes nothing for other users of numba."""

from __future__ import annotations

import os
import subprocess
import sys

import numba
import pytest

from pairing.grouping.kernels import annealing, compiled


def test_numba_s_own_settings_stay_as_they_are():
    script = (
        "import numba; before = numba.config.CACHE_DIR; import pairing.grouping.local_search; "
        "print(before == numba.config.CACHE_DIR)"
    )
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "True"


def test_a_kernel_s_machine_code_is_in_the_folder_of_this_engine():
    assert str(compiled.cache_folder()) in annealing.descend._cache.cache_path


def test_the_name_of_the_folder_follows_every_source_of_the_engine(tmp_path, monkeypatch):
    engine = tmp_path / "grouping"
    (engine / "kernels").mkdir(parents=True)
    (engine / "costs.py").write_text("A = 1\n")
    monkeypatch.setattr(compiled, "HERE", engine / "kernels")
    before = compiled.fingerprint.__wrapped__()
    (engine / "costs.py").write_text("A = 2\n")
    assert compiled.fingerprint.__wrapped__() != before


def test_where_nothing_can_be_written_kernels_still_work(monkeypatch):
    monkeypatch.setattr(compiled._OurFolder, "ensure_cache_path", _refuse)

    @compiled.njit()
    def twice(number):
        return 2 * number

    assert isinstance(twice, numba.core.dispatcher.Dispatcher)
    assert twice(21) == 42


def _refuse(self):
    raise PermissionError("nothing can be written here")


@pytest.mark.parametrize("place", ["beside the source", "where NUMBA_CACHE_DIR says"])
def test_where_it_is(place, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    if place != "beside the source":
        environment["NUMBA_CACHE_DIR"] = str(tmp_path)
    script = "from pairing.grouping.kernels import compiled; print(compiled.cache_folder())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    assert (str(tmp_path) in done.stdout) == (place != "beside the source")
    assert ("compiled-" in done.stdout) == (place == "beside the source")
