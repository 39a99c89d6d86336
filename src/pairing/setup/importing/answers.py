"""The rows of people by the mapping: what each of them answered, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pairing.errors import InputError, Problem, did_you_mean
from pairing.profiles import Column, key
from pairing.program.imports import LISTS, ImportTable, Source
from pairing.setup.importing import cells
from pairing.setup.importing.cells import Mended
from pairing.setup.importing.export import Export, Row

WORTH_A_LOOK = re.compile(
    r"no longer|not available|unavailable|withdr[ae]w|do not use|deceased|moved away|on leave|declined|surgery|"
    r"\bnot with\b|\bconflict|\bavoid\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cell:
    """What became of one cell. kind: mended, question, or look (worth a look and left as it is)."""

    row: int
    column: str
    was: str
    became: str
    said: str
    kind: str = "mended"


@dataclass
class Answer:
    """One row's values by column, as the season's table would hold them; blank columns are left out."""

    row: int
    values: dict[str, str] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    newest: str = ""
    number: str = ""


def read_answers(
    export: Export, mapping: ImportTable, columns: Mapping[str, Column], states: Sequence[str], year: int
) -> list[Answer]:
    """Every person's answers. Raises InputError with every heading that the file does not have."""
    places = _places(export, mapping)
    constants = mapping.constant.get("state")
    known = [constants] if constants else list(states)
    wanted = {key(name): set(map(key, words)) for name, words in mapping.leave_out.items()}
    answers = []
    for row in export.rows:
        if any(key(row.text(export.position(name) or 0)) in words for name, words in wanted.items()):
            continue
        answer = Answer(row.number)
        for name, source in mapping.sources.items():
            _fill(answer, row, columns[name], source, places[name], known, year, export)
        if mapping.sections and row.section:
            region = re.sub(r"\s*region$", "", row.section, flags=re.IGNORECASE).strip().title()
            answer.values.setdefault(mapping.sections, region)
        for name, value in mapping.constant.items():
            answer.values.setdefault(name, value)
        for name, attribute in ((mapping.newest, "newest"), (mapping.number, "number")):
            position = export.position(name) if name else None
            if position is not None:
                setattr(answer, attribute, row.text(position))
        answers.append(answer)
    return answers


def _places(export: Export, mapping: ImportTable) -> dict[str, list[int]]:
    """Where each column's headings stand; a heading with `*` stands for all that fit."""
    problems: list[Problem] = []
    found: dict[str, list[int]] = {}
    for name, source in mapping.sources.items():
        found[name] = []
        for heading in source.named:
            at = _matching(export, heading)
            found[name] += [i for i in at if i not in found[name]]
            if not at:
                problems.append(_missing(export, f"import, from, {name}", heading))
    for what, heading in (("newest", mapping.newest), ("number", mapping.number)):
        if heading and export.position(heading) is None:
            problems.append(_missing(export, what, heading))
    problems += [_missing(export, "leave_out", one) for one in mapping.leave_out if export.position(one) is None]
    if problems:
        raise InputError(problems)
    return found


def _matching(export: Export, heading: str) -> list[int]:
    exact = export.position(heading)
    if exact is not None:
        return [exact]
    if "*" not in heading:
        return []
    pattern = re.sub(r"([\[\]?])", r"[\1]", key(heading))
    return [i for i, one in enumerate(export.headings) if fnmatchcase(key(one), pattern)]


def _missing(export: Export, place: str, heading: str) -> Problem:
    hint = did_you_mean(heading, export.headings) or "its headings are " + ", ".join(f'"{h}"' for h in export.headings)
    return Problem(f'{place}: the file has no heading "{heading}"', export.file, export.sheet, expected=hint)


def _fill(
    answer: Answer, row: Row, column: Column, source: Source, at: Sequence[int], states: Sequence[str], year: int,
    export: Export,
) -> None:  # fmt: skip
    """One column of one answer."""
    if source.checked:
        mended, was = _checked(row, source, at, export), ""
    else:
        texts = [text for i in at if (text := row.text(i))]
        texts = texts[:1] if source.first_filled else texts
        if not texts:
            return
        if source.place:
            _place(answer, texts[0], states)
            return
        was = "; ".join(texts) if column.type in LISTS else " ".join(texts)
        mended = _joined(texts, column, source, year) if column.type in LISTS else cells.read(was, column, source, year)
    if mended.text:
        answer.values[column.name] = mended.text
    if mended.question:
        answer.cells.append(Cell(row.number, column.name, was, "", mended.question, "question"))
    elif mended.why:
        answer.cells.append(Cell(row.number, column.name, was, mended.text, mended.why))
    if column.name == "notes" and WORTH_A_LOOK.search(mended.text):
        said = "worth a look: nothing is done about it"
        answer.cells.append(Cell(row.number, column.name, was, mended.text, said, "look"))


def _joined(texts: Sequence[str], column: Column, source: Source, year: int) -> Mended:
    """Several cells as one list, in the order of the headings."""
    read = [cells.read(text, column, source, year) for text in texts]
    entries = [entry for one in read for entry in one.text.split("; ") if entry and key(entry) != "none"]
    distinct = list({key(entry): entry for entry in entries}.values())
    none = "none" if any(key(one.text) == "none" for one in read) else ""
    return Mended("; ".join(distinct) or none, "; ".join(one.why for one in read if one.why))


def _checked(row: Row, source: Source, at: Sequence[int], export: Export) -> Mended:
    """The options whose column is checked; an option's name is the part of its heading for which `*` stands."""
    words = None if isinstance(source.checked, bool) else set(map(key, source.checked))
    names, others = [], []
    mapped = {key(old): new for old, new in source.values.items()}
    for i in at:
        text = row.text(i)
        option = _option(export.headings[i], source)
        if not text or (words is None and key(text) in ("no", "false", "0", "unchecked")):
            continue
        if words is not None and not words & {key(part) for part in re.split(r"[,;\n]", text)}:
            continue
        other = words is None and re.match("other", option, re.IGNORECASE) and key(text) not in ("yes", "true", "1")
        others += [text] if other else []
        entry = text if other else option
        names.append(mapped.get(key(entry), entry).replace(";", ","))
    return Mended("; ".join(names), f"written beside the options: {', '.join(others)}" if others else "")


def _option(heading: str, source: Source) -> str:
    for named in source.named:
        before, star, after = named.partition("*")
        if star and key(heading).startswith(key(before)) and heading.endswith(after.strip()):
            return heading[len(before.rstrip()) : len(heading) - len(after.strip()) or None].strip(" []:-")
    return heading


def _place(answer: Answer, text: str, states: Sequence[str]) -> None:
    found, said = cells.place(text, states)
    for name, value in found.items():
        if name == "city" or name not in answer.values:
            answer.values[name] = value
    if said:
        answer.cells.append(Cell(answer.row, "city", text, found.get("city", ""), said))


def named_in(value: str) -> Iterator[str]:
    """The entries of a list."""
    yield from (entry for part in value.split(";") if (entry := part.strip()))
