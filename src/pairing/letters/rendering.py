"""Letters from templates: Jinja2 text, and Word documents by docxtpl; a mistake names the template and its line.

Templates run in Jinja2's sandbox: they read what a letter may say, and reach nothing else.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from pairing.errors import InputError, Problem, shortened

TEXT = "letter.txt.j2"
WORD = "letter.docx"
Facts = Mapping[str, Any]
MOST_CHARACTERS = 1_000_000
MOST_TURNS = 100_000
"""Turns of all loops over numbers in one template."""
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Template:
    """A template as it was read: its name in messages, and its bytes."""

    name: str
    content: bytes


def text_letter(folder: Path, kind: str) -> Callable[[Facts], bytes]:
    """What makes a letter of facts by the season's `letter.txt.j2`, or the one that the package has for this kind."""
    template = _own(folder, TEXT) or Template(f"{_stem(kind)}.txt.j2 (of the package)", _shipped(kind))
    source = _decoded(template.content)
    environment = _environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    try:
        compiled = environment.from_string(source)
    except Exception as error:
        _refuse(template.name, error)

    def letter(facts: Facts) -> bytes:
        try:
            return _text_of(compiled, facts).encode("utf-8", errors="replace")
        except Exception as error:
            _refuse(template.name, error)

    return letter


def _text_of(compiled: Any, facts: Facts) -> str:
    """A letter's text. Raises ValueError where it has no end."""
    pieces, length = [], 0
    for piece in compiled.generate(facts):
        pieces.append(piece)
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise ValueError(f"the letter has more than {MOST_CHARACTERS:,} characters")
    return "".join(pieces)


def word_letter(folder: Path, kind: str) -> Callable[[Facts], bytes]:
    """What makes a Word document of facts by the season's `letter.docx`, or the one that the package has."""
    from docxtpl import DocxTemplate

    from pairing.letters.rendering import document_of
    from pairing.runs.atomic_files import without_clock

    template = _own(folder, WORD) or Template(f"{_stem(kind)}.docx (of the package)", document_of(_shipped(kind)))
    try:
        DocxTemplate(io.BytesIO(template.content)).get_docx()
    except Exception as error:
        raise InputError([Problem(f"{template.name}: cannot be read as a Word document ({error})")]) from error

    def letter(facts: Facts) -> bytes:
        environment = _environment(autoescape=True)
        document = DocxTemplate(io.BytesIO(template.content))
        try:
            document.render(dict(facts), environment)
        except Exception as error:
            _refuse(template.name, error, environment.latest)
        buffer = io.BytesIO()
        document.save(buffer)
        return without_clock(buffer.getvalue())

    return letter


def _own(folder: Path, name: str) -> Template | None:
    """The season's own template, if it has one."""
    path = folder / name
    return Template(name, path.read_bytes()) if path.is_file() else None


def _stem(kind: str) -> str:
    return "cohort" if kind == "cohorts" else "pair"


def _shipped(kind: str) -> bytes:
    """The package's text template for programs of this kind."""
    return files("pairing.letters").joinpath(f"{_stem(kind)}.txt.j2").read_bytes()


def _decoded(content: bytes) -> str:
    """Text as editors save it: UTF-8, or what Windows calls ANSI."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _environment(**options: Any) -> Any:
    """A sandbox in which a name that does not exist is a mistake; it remembers the latest text that it compiled."""
    from jinja2 import StrictUndefined

    return _sandbox()(undefined=StrictUndefined, **options)


@cache
def _sandbox() -> type[Any]:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        latest = ""
        intercepted_binops = frozenset(["*", "**"])

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.turns = 0
            self.globals["range"] = self._bounded_range
            self.globals.pop("lipsum", None)

        def _bounded_range(self, *ends: int) -> range:
            numbers = range(*ends)
            self.turns += len(numbers)
            if self.turns > MOST_TURNS:
                raise ValueError(f"range makes the loops of the template take more than {MOST_TURNS:,} turns")
            return numbers

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            sizes = [len(one) if hasattr(one, "__len__") else abs(one) for one in (left, right)]
            if (operator == "*" and sizes[0] * sizes[1] > MOST_CHARACTERS) or (operator == "**" and max(sizes) > 1000):
                raise ValueError(f"{operator} makes more than any letter holds")
            return super().call_binop(context, operator, left, right)

        def from_string(self, source: Any, *arguments: Any, **more: Any) -> Any:
            self.latest = str(source)
            return super().from_string(source, *arguments, **more)

    return Sandbox


def _refuse(name: str, error: Exception, xml: str | None = None) -> NoReturn:
    """The mistake in a sentence. xml: what docxtpl made of the document, in which one line is one paragraph."""
    line = _line_of(error)
    said = str(getattr(error, "message", "") or error) or type(error).__name__
    place = name
    if line is not None and xml is None:
        place += f", line {line}"
    elif line is not None and xml is not None:
        lines = xml.splitlines()
        words = " ".join(TAG.sub(" ", lines[line - 1]).split()) if line <= len(lines) else ""
        place += f', line {line - 1} "{shortened(words)}"'
    raise InputError([Problem(f"{place}: {said}")]) from error


def _line_of(error: Exception) -> int | None:
    """The template's line at which an error came about."""
    found: int | None = getattr(error, "lineno", None)
    traceback = error.__traceback__
    while found is None and traceback is not None:
        if "__jinja_exception__" in traceback.tb_frame.f_globals:
            return traceback.tb_lineno
        traceback = traceback.tb_next
    return found


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
