"""The package's Word template: the text template's lines as paragraphs, so that both say the same."""

from __future__ import annotations

import io
import re
import zipfile

MOMENT = (1980, 1, 1, 0, 0, 0)
STATEMENT = re.compile(r"\{%\s*(.*?)\s*%\}")
BULLET = "- "


def document_of(template: bytes) -> bytes:
    """A Word document that docxtpl fills in as Jinja2 fills in the text: a heading, paragraphs, lists."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    first = True
    for line in template.decode("utf-8").splitlines():
        statement = STATEMENT.fullmatch(line)
        if statement:
            document.add_paragraph("{%p " + statement[1] + " %}")
        elif line:
            style = "Title" if first else "List Bullet" if line.startswith(BULLET) else "Normal"
            document.add_paragraph(line.removeprefix(BULLET), style)
            first = False
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def without_clock(document: bytes) -> bytes:
    """The same document without the moments at which its parts were packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as made, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, MOMENT), made.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
