"""The examples in the docstrings of what the package offers do what they show."""

from __future__ import annotations

import doctest
import importlib
import shutil
from pathlib import Path
from typing import Any

import pytest

import pairing

INSIDE = (
    "season.season", "letters.writing", "runs.confirmation", "runs.new_decisions", "runs.timeline",
    "analysis.sweeps.driver", "analysis.sensitivity.tradeoffs", "analysis.sensitivity.weights",
    "setup.importing.driver", "analysis.calibration.dispatch", "setup.synthetic.season_folder", "grouping.request",
)  # fmt: skip
MODULES = sorted({"pairing", *(f"pairing.{home}" for home in (*pairing._HOME.values(), *INSIDE))})
"""Where the public names live."""


EXPORT = "Your name,E-mail\nAn Sample,a@x.example\nBo Sample,b@x.example\nCy Sample,c@x.example\n"
MAPPING = """[import.mentees]
key = "email"
ids = "N{n:03}"
[import.mentees.from]
name = "Your name"
email = "E-mail"
"""


def examples(module: str) -> list[doctest.DocTest]:
    found = doctest.DocTestFinder(exclude_empty=True).find(importlib.import_module(module))
    return [test for test in found if test.examples]


@pytest.fixture(scope="session")
def namespace() -> dict[str, Any]:
    season = pairing.sample_season()
    return {"pairing": pairing, "season": season, "plan": pairing.solve(season)}


@pytest.mark.parametrize("module", [module for module in MODULES if examples(module)])
def test_examples(module: str, namespace: dict[str, Any], solved: Path, tmp_path: Path, monkeypatch: Any):
    """Each finds a season with one run in `my-season`, and the sample as `season` with its `plan`."""
    for number, test in enumerate(examples(module)):
        place = tmp_path / str(number)
        shutil.copytree(solved, place / "my-season")
        (place / "responses.csv").write_text(EXPORT, encoding="utf-8")
        (place / "my-season" / "import.toml").write_text(MAPPING, encoding="utf-8")
        monkeypatch.chdir(place)
        test.globs = dict(namespace)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        result = runner.run(test)
        assert not result.failed, test.name


def test_every_public_function_has_an_example():
    named = {test.name.rsplit(".", 1)[-1] for module in MODULES for test in examples(module)}
    functions = {name for name in pairing.__all__ if name[0].islower() and name != "letters"}
    assert functions - named == set()
