"""The package's Word template: the text template's lines as paragraphs, so that both say the same."""

from __future__ import annotations

import io
import re

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
