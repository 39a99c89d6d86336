"""Reads a program file: every mistake with the key it stands at, and what was probably meant."""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from pairing.display import exactly
from pairing.errors import Problem, did_you_mean
from pairing.profiles import Column, columns_with
from pairing.program import schema
from pairing.program.cohorts import CohortProgram, Facilitators, Members, Money, Sizes, Theme, Venues
from pairing.program.consistency import inconsistencies
from pairing.program.goals import COHORT_GOALS, GOALS
from pairing.program.imports import ImportFile, ImportTable, Source
from pairing.program.papers import Letters, Payment
from pairing.program.schema import Program
from pairing.storage import Held, held

KINDS: dict[str, type[Program] | type[CohortProgram]] = {"pairs": Program, "cohorts": CohortProgram}
UTF8 = 'text saved as UTF-8: in Notepad, "Save as" with the encoding UTF-8'
NOT_IN_QUOTES = ("float_type", "int_type")
"""What pydantic calls a value that should have been a number."""
BOUNDS = {
    "greater_than": ("must be more than {}", "gt"),
    "greater_than_equal": ("must be {} or more", "ge"),
    "less_than_equal": ("must be at most {}", "le"),
    "too_short": ("needs at least {}", "min_length"),
}
"""What is said of a value that is too small, too large or too few, by what pydantic calls it; and the bound's name."""


def outlined_tables(path: Path | Held) -> list[tuple[str, dict[str, str], dict[str, Any]]]:
    """What a program with mistakes still says about its tables: name, mapping of headings and extra columns.

    So that the tables can be checked in the same pass.
    """
    try:
        raw = tomllib.loads(_text(held(path).data))
    except (OSError, ValueError, RecursionError):
        return []
    columns, extra = _entries(raw.get("columns")), _extra_columns(raw)
    sides = ("members", "facilitators", "venues") if raw.get("kind") == "cohorts" else ("left", "right")
    default = {"members": "members", "facilitators": "facilitators", "venues": "venues"}
    names = [_entries(raw.get(side)).get("table", default.get(side)) for side in sides if side in raw]
    return [
        (name, _words(columns) | _words(_entries(columns.get(name))), extra)
        for name in names
        if isinstance(name, str) and name
    ]


def read_program(path: Path | Held) -> tuple[Program | CohortProgram | None, list[Problem]]:
    """The program in a TOML file (UTF-8 with or without BOM, or Windows-1252), with every problem found in it."""
    try:
        raw = held(path).data
    except OSError as error:
        return None, [Problem(f"cannot be read ({error.strerror})", path.name)]
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw:
        return None, [Problem('is not saved as UTF-8, but probably as UTF-16 ("Unicode")', path.name, expected=UTF8)]
    return parse_program(_text(raw), path.name)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _entries(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(table: dict[str, Any]) -> dict[str, str]:
    """The entries of a table that are text."""
    return {key: value for key, value in table.items() if isinstance(value, str)}


def parse_program(text: str, file: str = "program.toml") -> tuple[Program | CohortProgram | None, list[Problem]]:
    """The program in a text, with every problem found in it; None when there is an error."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib lets pass on what int() says of thousands of digits
        return None, [_not_toml(text, error, file)]
    return validate(raw, file)


def validate(raw: dict[str, Any], file: str = "program.toml") -> tuple[Program | CohortProgram | None, list[Problem]]:
    """The program in the tables of a program file, with every problem found in it; None when there is an error."""
    schema_of = KINDS.get(str(raw.get("kind")))
    if schema_of is None:
        return None, [_unknown_kind(raw.get("kind"), file)]
    columns = columns_with(_extra_columns(raw))
    try:
        program = schema_of.model_validate(raw, context={"columns": columns})
    except ValidationError as error:
        found = error.errors(include_url=False)[: MOST + 1]
        return None, _bounded([_problem(raw, one, file) for one in found], error)
    problems = [Problem(message, file) for message in inconsistencies(program, columns)]
    return (None if problems else program), problems


def parse_imports(
    text: str, columns: Mapping[str, Column], file: str = "import.toml"
) -> tuple[dict[str, ImportTable], list[Problem]]:
    """The tables of `[import.<table>]` in a file that holds nothing else, with every problem found in it."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, [_not_toml(text, error, file)]
    try:
        return ImportFile.model_validate(raw, context={"columns": columns}).imports, []
    except ValidationError as error:
        found = error.errors(include_url=False)[: MOST + 1]
        return {}, _bounded([_problem(raw, one, file) for one in found], error)


MOST = 200
"""So many mistakes of one program are told; nobody mends more in one go."""


def _bounded(problems: list[Problem], error: ValidationError) -> list[Problem]:
    if len(problems) <= MOST:
        return problems
    more = Problem(f"and {error.error_count() - MOST:,} more mistakes", problems[0].file)
    return [*problems[:MOST], more]


def _not_toml(text: str, error: Exception, file: str) -> Problem:
    """Where a text stops being TOML, with the line itself and the usual causes."""
    place = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines()
    line = lines[int(place[1]) - 1].strip() if place and int(place[1]) <= len(lines) else ""
    expected = 'name = value, text in straight quotes ("..."), numbers without quotes or units'
    return Problem(f"is not valid TOML: {error}", file, value=line, expected=expected)


def _extra_columns(raw: dict[str, Any]) -> dict[str, Any]:
    """The columns that a program declares, as far as their types are known ones."""
    declared = _entries(raw.get("extra_columns"))
    return {name: kind for name, kind in declared.items() if kind in get_args(schema.DeclaredType)}


def _unknown_kind(kind: Any, file: str) -> Problem:
    """A program is of kind pairs or cohorts."""
    if kind is None:
        return Problem('kind is missing: write kind = "pairs" or kind = "cohorts"', file)
    hint = did_you_mean(str(kind), KINDS) or f"expected one of {', '.join(KINDS)}"
    return Problem(f"kind: unknown kind of program; {hint}", file, value=str(kind))


def _problem(raw: dict[str, Any], found: Any, file: str) -> Problem:
    """One of pydantic's findings in the words of a program file."""
    place, last = _place(raw, found["loc"])
    message, value = found["msg"].removeprefix("Value error, "), found["input"]
    kind = found["type"]
    if kind == "missing":
        return Problem(f"{place}is missing", file)
    if kind == "extra_forbidden":
        known = _known_keys()
        hint = (did_you_mean(last, known) if last not in known else "") or "this key is not known here"
        return Problem(f"{place}unknown key; {hint}", file)
    if kind == "union_tag_invalid":
        tags = [tag.strip(" '") for tag in found["ctx"]["expected_tags"].split(",")]
        hint = did_you_mean(found["ctx"]["tag"], tags) or f"expected one of {', '.join(tags)}"
        return Problem(f'{place}unknown kind "{found["ctx"]["tag"]}"; {hint}', file)
    if kind == "union_tag_not_found":
        return Problem(f"{place}kind is missing", file)
    if kind in NOT_IN_QUOTES and isinstance(value, str):
        message = "must be a number, without quotes"
    elif kind in BOUNDS:
        words, limit = BOUNDS[kind]
        message = words.format(exactly(found["ctx"][limit]))
    shown = "" if isinstance(value, dict | list) or kind == "value_error" else str(value)
    return Problem(f"{place}{message[:1].lower()}{message[1:]}", file, value=shown)


def _place(raw: dict[str, Any], loc: tuple[str | int, ...]) -> tuple[str, str]:
    """Where a finding stands, as `rule 2 "close enough", max_miles: `, and its last key."""
    parts: list[str] = []
    node: Any = raw
    for step in loc:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and step < len(node) else None
            name = node.get("name") if isinstance(node, dict) else None
            parts[-1:] = [f"{parts[-1] if parts else 'item'} {step + 1}" + (f' "{name}"' if name else "")]
        elif _is_tag(node, step):
            continue
        else:
            node = node.get(step) if isinstance(node, dict) else None
            parts.append(step)
    return (", ".join(parts) + ": " if parts else ""), (parts[-1] if parts else "")


def _is_tag(node: Any, step: str) -> bool:
    """pydantic puts the kind, or the type tried, into the place; a reader of the file does not need it."""
    return (isinstance(node, dict) and node.get("kind") == step and step not in node) or not isinstance(node, dict)


def _known_keys() -> list[str]:
    """Every key that stands anywhere in the schema of a program file."""
    models: list[type[BaseModel]] = [
        schema.Program,
        schema.LeftSide,
        schema.RightSide,
        schema.Capacity,
        Payment,
        Letters,
        CohortProgram,
        Members,
        Facilitators,
        Venues,
        Sizes,
        Money,
        Theme,
        ImportTable,
        Source,
        *GOALS.values(),
        *COHORT_GOALS.values(),
    ]
    for base in schema.CATALOGUE:
        models.extend(base.__subclasses__())
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})


HERE = Path(__file__).resolve().parents[1]


def programs() -> dict[str, Path]:
    """The built-in programs by name."""
    return {path.stem: path for path in sorted(shipped_folder("models").glob("*.toml"))}


def shipped_folder(name: str) -> Path:
    """A shipped folder: inside the installed package, or at the top of a source checkout."""
    installed = HERE / name
    return installed if installed.is_dir() else HERE.parents[1] / name
