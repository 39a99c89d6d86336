"""The notebooks run as they are: they import and never define, keep no outputs, and every plot has a caption."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from render_notebooks import executed, page, read

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Any:
    return read(request.param)


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_are_six():
    assert [path.stem[0] for path in NOTEBOOKS] == list("123456")


def test_a_notebook_imports_and_never_defines(notebook: Any):
    for cell in code(notebook):
        assert not [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, DEFINITIONS)]


def test_a_notebook_is_stored_without_outputs(notebook: Any):
    assert not any(cell.outputs or cell.execution_count for cell in code(notebook))
    assert not any(cell.metadata for cell in notebook.cells)


def test_a_notebook_asks_one_question_in_its_title_and_is_short(notebook: Any):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert len(notebook.cells) <= 24


@pytest.mark.thorough
def test_a_notebook_runs_and_its_copy_shows_captioned_plots_without_scripts_and_requests(notebook: Any, tmp_path: Path):
    done = executed(notebook, tmp_path)
    shown = [output for cell in code(done) for output in cell.outputs]
    assert not [output for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    plots = [cell for cell in code(done) if any("image/svg+xml" in one.get("data", {}) for one in cell.outputs)]
    assert plots
    assert all(re.search(r"alt\.Title\(\s*\"[^\"]+\",\s*subtitle=\"", cell.source) for cell in plots)
    html = page(done)
    assert f"<title>{notebook.cells[0].source.splitlines()[0].removeprefix('# ')}</title>".replace("'", "&#39;") in html
    assert html.count("data:image/svg+xml") == len(plots)
    assert not re.search(r"<script|<link|(?:src|href)=.http|@import", html)
