"""Run the notebooks and write copies with their outputs as plain web pages, without scripts and requests.

python tools/render_notebooks.py notebooks docs/rendered
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import Template
from nbclient import NotebookClient
from nbconvert import HTMLExporter

WIDGET = "application/vnd.jupyter.widget-view+json"
PAGE = Template(
    autoescape=True,
    source="""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
body { color: #1c1c1c; background: #fff; }
pre { background: #f5f5f3; padding: .6rem .8rem; overflow-x: auto; font-size: .85rem; border-radius: 4px; }
table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0 1.5rem; display: block; overflow-x: auto; }
th, td { padding: .15rem .6rem; text-align: left; border-bottom: 1px solid #e3e3df; }
svg { max-width: 100%; height: auto; }
.prompt, .anchor-link, colgroup { display: none; }
{{ styles | safe }}
</style>
</head>
<body>
{{ body | safe }}
</body>
</html>
""",
)


def read(path: Path) -> Any:
    """A notebook as nbformat knows it."""
    return nbformat.read(path, as_version=4)


def executed(notebook: Any, folder: Path) -> Any:
    """The notebook with its outputs, run in a folder."""
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
    return notebook


def page(notebook: Any) -> str:
    """A notebook with outputs as one web page."""
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _blank(output)]
    exporter = HTMLExporter(template_name="basic")
    body, resources = exporter.from_notebook_node(notebook)
    title = next(line for cell in notebook.cells for line in cell.source.splitlines() if line.startswith("# "))
    return PAGE.render(title=title.removeprefix("# "), body=body, styles="\n".join(resources["inlining"]["css"][:1]))


def _blank(output: Any) -> bool:
    """Whether a page shows nothing of an output: of a progress bar, which is a widget, or gone."""
    data = output.get("data", {"text/plain": "-"})
    return WIDGET in data or not data.get("text/plain", "-").strip()


def main(notebooks: Path, pages: Path) -> None:
    """Render every notebook of a folder."""
    pages.mkdir(parents=True, exist_ok=True)
    for path in sorted(notebooks.glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as folder:
            done = executed(read(path), Path(folder))
        target = pages / f"{path.stem}.html"
        target.write_text(page(done), encoding="utf-8")
        print(f"Wrote {target}", file=sys.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", type=Path)
    parser.add_argument("pages", type=Path)
    main(**vars(parser.parse_args()))
