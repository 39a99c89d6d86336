"""What the documents tell a user to do works when it is done, in the order in which it is told."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from pairing.cli.commands import pairing

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


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


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if commands(d)], ids=lambda path: path.name)
def test_commands_of_a_document_work_in_their_order(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(document):
        program, *arguments = command.split()
        assert program == "pairing"
        if "my-plan.csv" in arguments:
            write_hand_made_plan(tmp_path)
        result = CliRunner().invoke(pairing, arguments)
        assert result.exit_code == 0, f"{command}\n{result.output}"


def test_the_readme_s_python_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(pairing, ["init", "missouri-amp", "my-season", "--sample"])
    [code] = blocks(ROOT / "README.md", "python")
    exec(compile(code, "README.md", "exec"), {})
    assert "E008" in capsys.readouterr().out


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d, "toml")], ids=lambda path: path.name)
def test_toml_in_documents_is_valid(document: Path) -> None:
    for block in blocks(document, "toml"):
        assert tomllib.loads(block)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target
