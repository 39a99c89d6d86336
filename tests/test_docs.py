"""What the documents tell a user to do works when it is done, in the order in which it is told."""

from __future__ import annotations

import doctest
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner
from test_cli import in_order

from pairing.cli.commands import pairing

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NEW_PROGRAM = ROOT / "docs" / "guide-new-program.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


LONG = ("guide-coordinators.md", "guide-analysts.md")
"""A summer and an autumn of commands: not for every day."""


def tiered(document: Path) -> Any:
    """A document as a case, in the tier it belongs to."""
    marks = [pytest.mark.thorough] if document.name in LONG else []
    return pytest.param(document, id=document.name, marks=marks)


def blocks(path: Path, language: str) -> list[str]:
    return [text for name, text in FENCE.findall(path.read_text(encoding="utf-8")) if name == language]


def commands(path: Path) -> list[str]:
    lines = [line for block in blocks(path, "console") for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]


def write_hand_made_plan(folder: Path) -> None:
    """The plan `my-plan.csv` of the guide: the best plan's pairs, as somebody would type them."""
    runs = sorted((folder / "my-season" / "runs").iterdir())
    pairs = pd.read_csv(runs[-1] / "assignments.csv")[["mentee_id", "mentor_id"]]
    pairs.to_csv(folder / "my-season" / "my-plan.csv", index=False)
    pairs.to_csv(folder / "my-plan.csv", index=False)


@pytest.mark.parametrize("document", [tiered(d) for d in DOCUMENTS if commands(d)])
def test_commands_of_a_document_work_in_their_order(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(document):
        program, *arguments = shlex.split(command)
        assert program == "pairing"
        if "my-plan.csv" in arguments:
            write_hand_made_plan(tmp_path)
        result = CliRunner().invoke(pairing, arguments)
        assert result.exit_code == 0, f"{command}\n{result.output}"


PYTHON = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
"""A block of Python; a block of text right below it is what it prints, with `...` for what may differ."""
ALIKE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d, "python")], ids=lambda path: path.name)
def test_python_of_a_document_works_and_prints_what_is_shown(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one namespace, in a folder with the sample season `my-season`."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(pairing, ["init", "missouri-amp", "my-season", "--sample"])
    namespace: dict[str, object] = {"__name__": "a_document"}
    for code, shown in PYTHON.findall(document.read_text(encoding="utf-8")):
        exec(compile(code, document.name, "exec"), namespace)
        printed = capsys.readouterr().out
        assert not shown or doctest.OutputChecker().check_output(shown, printed, ALIKE), printed
    assert "plan" in namespace


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d, "toml")], ids=lambda path: path.name)
def test_toml_in_documents_is_valid(document: Path) -> None:
    for block in blocks(document, "toml"):
        assert tomllib.loads(block)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


# ---------------------------------------------------------------- the guide to a program of one's own


@pytest.fixture
def our_season(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The season that the guide's first command makes, where its other commands look for it."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(pairing, commands(NEW_PROGRAM)[0].split()[1:]).exit_code == 0
    return tmp_path / "our-season"


def test_the_guide_s_blocks_one_below_the_other_are_the_shipped_program():
    shipped = ROOT / "models" / "example-principals.toml"
    assert "\n".join(blocks(NEW_PROGRAM, "toml")) == shipped.read_text(encoding="utf-8")


def test_the_sentences_the_guide_begins_with_are_the_program_s_sources():
    program = tomllib.loads((ROOT / "models" / "example-principals.toml").read_text(encoding="utf-8"))
    sides = [*program["left"]["screen"], *program["right"]["screen"]]
    items = [*sides, *program["rule"], *program["limit"], *program["criterion"], *program["payment"]]
    table = NEW_PROGRAM.read_text(encoding="utf-8").partition("| what the Exchange says |")[2].partition("###")[0]
    assert [item["name"] for item in items if item["source"] not in table] == []


def test_what_the_guide_shows_is_what_the_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for example in "".join(blocks(NEW_PROGRAM, "console")).removeprefix("$ ").split("\n$ "):
        command, *shown = example.splitlines()
        printed = CliRunner().invoke(pairing, shlex.split(command)[1:]).output.splitlines()
        wanted = [line for line in shown if line != "..."]
        assert in_order(wanted, [line.rstrip() for line in printed]), command


def test_the_guide_s_mistake_is_told_as_the_guide_shows_it(our_season: Path):
    program = our_season / "program.toml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace('column = "school_level"', 'column = "school_levl"'), encoding="utf-8")
    result = CliRunner().invoke(pairing, ["check", "our-season"])
    assert result.exit_code == 1
    assert [result.output] == blocks(NEW_PROGRAM, "text")
