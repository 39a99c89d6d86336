"""A first `[import.<table>]` from the headings and values of an export, with a reason beside every line."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit

from pairing.errors import InputError, Problem
from pairing.profiles import COLUMNS, Column, Type, cell_text, columns_with, key
from pairing.profiles.cells import read_cell
from pairing.profiles.headings import OTHER_WORDS, heading_key
from pairing.profiles.readings import WRITTEN_BLANKS, Wanted
from pairing.profiles.words import NO, YES
from pairing.program import CohortProgram, Program
from pairing.program.imports import LISTS, NUMBERS
from pairing.setup.importing.driver import default_ids, of_program, program_of
from pairing.setup.importing.export import Export, moment, read_export
from pairing.setup.importing.mapping_file import FILE, stated
from pairing.storage import held, write_whole

Values = Sequence[str]
SAID = "the heading says so"

PATTERNS: dict[str, str] = {
    "email": r"e ?mail",
    "name": r"^(?:your |full |mentor(?:'s)? |participant(?:'s)? )*name\b|your (?:full )?name|^name$",
    "conflicts": r"not (?:be )?(?:match|pair)|conflict|should not|avoid",
    "prefers": r"choice of|choice.*mentor|mentors? you would like|prefer|would like (?:to work|as)|requested mentor",
    "declines": r"declin",
    "past_roles": r"(?:been|former|previously|ever) a?n? ?(?:principal|teacher)|(?:roles|positions) held|past roles",
    "first_year": r"first[- ]year",
    "new_to_state": r"new to (?:the )?(?:state|missouri|minnesota|massachusetts)",
    "enrollment": r"enroll|how many students|number of students|students$",
    "grade_span": r"grades?\b|grade span",
    "needs": r"help|support|needs|topics|want to (?:learn|work)",
    "expertise": r"strength|expertise|can help|skills",
    "years_as_superintendent": r"(?:years|yrs).*(?:supt|superintend|experience)|experience.*years",
    "capacity": r"how many\??$|capacity|how many mentees|max(?:imum)?\b|number of mentees",
    "status": r"active or retired|retired\?|^status$",
    "city": r"^(?!.*district).*(?:\bcity\b|\btown\b)",
    "zip": r"\bzip\b|postal",
    "county": r"county",
    "region": r"region",
    "state": r"^state$",
    "district_id": r"district (?:number|code|id)",
    "district": r"district",
    "low_income_pct": r"free and reduced|low[- ]income|poverty|\bfrl\b",
    "locale": r"locale|rural|community type",
    "hired_on": r"hire[d]? (?:date|on)|date of hire",
    "notes": r"notes?$|comments?|anything else|remarks",
}
"""What a heading says that means a column, the most telling columns first."""
FIRST, LAST = re.compile(r"first name|given name", re.I), re.compile(r"last name|surname|family name", re.I)
MOMENTS = re.compile(
    r"timestamp|completion time|end ?date|recorded ?date|submission date|submitted|date created|created", re.I
)
TOOLS = re.compile(
    r"^(?:respondent|collector|response|submission|entry|recipient)\b.*(?:id|name|email|first|last)?$|^ip ?address|"
    r"^custom data|^start (?:time|date)|^startdate|^enddate|^duration|^progress|^finished|^status$|^user ?language|"
    r"^location(?:latitude|longitude)|^distributionchannel|^externalreference|^id$|^recorded",
    re.I,
)
"""Headings of a tool's own, which say nothing about a person."""


@dataclass
class Suggestion:
    """Lines of a mapping, in order: the key, its value and why."""

    top: list[tuple[str, object, str]] = field(default_factory=list)
    sources: dict[str, tuple[object, str]] = field(default_factory=dict)
    people: dict[str, tuple[object, str]] = field(default_factory=dict)
    constant: dict[str, tuple[object, str]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)


def suggest(season_folder: str | Path, table: str, file: str | Path) -> tuple[Path, str]:
    """Write a first mapping for a table into import.toml; returns the file and what was written.

    Raises InputError where the season has a mapping of that table already.
    """
    folder = Path(season_folder)
    program = program_of(folder)
    table = of_program(program, table)
    if table in stated(folder, program):
        said = f"[import.{table}] is there already"
        raise InputError([Problem(said, FILE, expected="that table taken out of it first, for a new suggestion")])
    export = read_export(Path(file), table)
    text = as_toml(suggestion(export, program, table), table, export)
    target = folder / FILE
    before = held(target).data.decode("utf-8-sig") if target.is_file() else ""
    whole = f"{before.rstrip()}\n\n{text}" if before.strip() else text
    tomlkit.parse(whole)  # what is written can be read
    write_whole(target, whole.encode())
    return target, text


def suggestion(export: Export, program: Program | CohortProgram, table: str) -> Suggestion:
    """The mapping that an export's headings and values make likely."""
    made = Suggestion()
    columns = columns_with(program.extra_columns)
    values = {i: export.column(i) for i in range(len(export.headings))}
    free = [i for i in values if any(values[i])]
    _top(made, export, program, table, free, values)
    free = [i for i in free if not TOOLS.search(export.headings[i]) and not _is_tool(export, i)]
    _names(made, export, free, values)
    _options(made, export, program, table, free, columns)
    for likely, pattern in {**_declared(program), **PATTERNS}.items():
        name = _on_this_side(likely, program, table)
        hits = [i for i in free if re.search(pattern, heading_key(export.headings[i])) or _spells(export, i, name)]
        hits = [i for i in hits if _plausible(columns[name], values[i])]
        if not hits or name in made.sources:
            continue
        column = columns[name]
        taken = hits if column.type == "ids" else hits[:1]
        _source(made, export, column, taken, values, program)
        free = [i for i in free if i not in taken]
    _town_beside(made, export, free, values)
    made.unused = [export.headings[i] for i in free if export.headings[i] not in _mentioned(made)]
    _people(made, program, table)
    return made


def _is_tool(export: Export, i: int) -> bool:
    return bool(MOMENTS.fullmatch(export.headings[i]))


def _top(
    made: Suggestion, export: Export, program: Program | CohortProgram, table: str, free: list[int],
    values: dict[int, list[str]],
) -> None:  # fmt: skip
    addresses = [i for i in free if sum("@" in text for text in values[i]) * 2 > len(values[i])]
    if addresses:
        made.top.append(("key", "email", f'"{export.headings[addresses[0]]}" holds mail addresses'))
    else:
        made.top.append(("key", ["name", "district"], "there are no mail addresses"))
    shape = default_ids(program, table)
    few = len(export.rows) < 60 and table != program.left.table
    made.top.append(
        ("ids", shape.replace("03", "02") if few else shape, "new people are numbered; ids given once stay")
    )
    when = [i for i in free if MOMENTS.search(export.headings[i]) and all(moment(t) for t in values[i] if t)]
    if when:
        best = next((i for i in when if not re.search("start", export.headings[i], re.I)), when[0])
        made.top.append(("newest", export.headings[best], "of two answers of one person the later counts"))
    numbered = [i for i in free if export.headings[i].strip().casefold() in ("#", "no", "no.", "nr", "number")]
    if numbered and all(text.isdecimal() for text in values[numbered[0]] if text):
        made.top.append(("number", export.headings[numbered[0]], "the number that people have in this list"))
        free.remove(numbered[0])
    sections = [one for one in export.aside if one.why.startswith("a section")]
    if sections and all("region" in one.text.casefold() for one in sections):
        rows = ", ".join(str(one.row) for one in sections)
        made.top.append(("sections", "region", f"row {rows} stands between people and names a region"))
    if export.sheet:
        made.top.append(("sheet", export.sheet, "the sheet with the people"))
    if len(program.states) == 1:
        made.constant["state"] = (program.states[0], "the program is one state's")


def _names(made: Suggestion, export: Export, free: list[int], values: dict[int, list[str]]) -> None:
    parts = [[i for i in free if pattern.search(export.headings[i])] for pattern in (FIRST, LAST)]
    if all(parts):
        best = [max(some, key=lambda i: sum(map(bool, values[i]))) for some in parts]
        made.sources["name"] = ([export.headings[i] for i in best], "first and last name, joined by a space")
        free[:] = [i for i in free if i not in best]


def _options(
    made: Suggestion, export: Export, program: Program | CohortProgram, table: str, free: list[int],
    columns: dict[str, Column],
) -> None:  # fmt: skip
    """Several columns that begin alike are one question with a column per option."""
    groups: dict[str, list[int]] = {}
    for i in free:
        heading = export.headings[i]
        for mark in (": ", " [", " - "):
            before, found, _ = heading.rpartition(mark) if mark == " - " else heading.partition(mark)
            if found:
                groups.setdefault(before + mark, []).append(i)
                break
    for before, at in groups.items():
        if len(at) < 2:
            continue
        name = next(
            (_on_this_side(one, program, table) for one in ("conflicts", "prefers", "needs", "expertise")
             if re.search(PATTERNS[one], heading_key(before))), "",
        )  # fmt: skip
        if not name or name in made.sources or columns[name].type not in LISTS:
            continue
        pattern = before.rstrip() + ("*]" if before.endswith(" [") else " *")
        source = {"headings": pattern, "checked": True} if columns[name].type == "list" else {"headings": pattern}
        made.sources[name] = (source, f"one column for each of {len(at)} answers")
        free[:] = [i for i in free if i not in at]


def _on_this_side(name: str, program: Program | CohortProgram, table: str) -> str:
    """Help that is asked for by the left side is offered by the right."""
    if name in ("needs", "expertise"):
        return "needs" if table == program.left.table else "expertise"
    return name


def _declared(program: Program | CohortProgram) -> dict[str, str]:
    """Columns of the program's own, by their names."""
    return {name: rf"\b{re.escape(heading_key(name))}\b" for name in program.extra_columns}


def _spells(export: Export, i: int, name: str) -> bool:
    heading = heading_key(export.headings[i])
    return heading == heading_key(name) or OTHER_WORDS.get(heading) == name


def _plausible(column: Column, values: Values) -> bool:
    """At least a third of the values can be what the column wants."""
    known = [text for text in values if text and key(text) not in WRITTEN_BLANKS]
    if not known:
        return False
    check: Callable[[str], bool] = _CHECKS.get(column.type, lambda text: True)
    if column.name == "email":
        return sum("@" in text for text in known) * 2 > len(known)
    if column.name == "name":
        return not any("@" in text for text in known)
    if column.name == "grade_span":
        return sum(bool(re.search(r"\d|elementary|high", text, re.I)) for text in known) * 2 > len(known)
    return sum(map(check, known)) * 3 >= len(known)


_CHECKS: dict[Type, Callable[[str], bool]] = {
    "number": lambda text: bool(re.search(r"\d", text)),
    "integer": lambda text: bool(re.search(r"\d|\bone\b|\btwo\b", text)),
    "yes/no": lambda text: bool(re.match(r"(?:y|n|yes|no|true|false|x|1|0)\b", text, re.I)),
    "zip": lambda text: bool(re.search(r"\b\d{5}\b", text)),
    "date": lambda text: moment(text) is not None,
}


def _source(
    made: Suggestion, export: Export, column: Column, at: Sequence[int], values: dict[int, list[str]],
    program: Program | CohortProgram,
) -> None:  # fmt: skip
    """How one column is filled from its headings."""
    headings = [export.headings[i] for i in at]
    known = [text for i in at for text in values[i] if text]
    source: dict[str, object] = {"heading": headings[0]} if len(headings) == 1 else {"headings": headings}
    why = _how(source, column, headings[0], known)
    plain = len(source) == 1
    made.sources[column.name] = (headings[0] if plain and len(headings) == 1 else headings if plain else source, why)


def _how(source: dict[str, object], column: Column, heading: str, known: Values) -> str:
    """Add to a source how its cells are read; returns why."""
    if column.name == "past_roles":
        return _roles(source, heading, known)
    if column.type in NUMBERS and any(read_cell(text, Wanted(column)).fault for text in known):
        source["approximate"] = "most" if column.name in ("capacity", "seats", "max_cohorts") else True
        return "numbers with words around them"
    if column.type == "yes/no":
        return _words(source, known)
    if column.name == "grade_span":
        return _spans(source, known, column) or SAID
    if column.type == "list" and (options := known_options(known)):
        source["options"] = options
        return "these answers stand in its cells"
    if column.name == "city":
        source["place"] = True
        return "a town, with its state or ZIP code where that stands beside it"
    return SAID


def _words(source: dict[str, object], known: Values) -> str:
    why = SAID
    for word, listed, begins in (("yes", YES, "y"), ("no", NO, "n")):
        more = sorted({text for text in known if key(text) not in listed | WRITTEN_BLANKS and key(text)[0] == begins})
        if more:
            source[word], why = more, "answers with words of their own"
    return why


def _roles(source: dict[str, object], heading: str, known: Values) -> str:
    role = next((word for word in ("assistant superintendent", "principal", "teacher") if word in key(heading)), "")
    if not role or not all(re.match("y|n", text, re.I) for text in known):
        return SAID
    mapped = {}
    for text in dict.fromkeys(known):
        other = re.search(r"but (?:an? )?(.+)$", text, re.I)
        mapped[text] = role if re.match("y", text, re.I) else other[1] if other else "none"
    source["values"] = mapped
    return f"yes means {role}; no means that it was not one of their roles"


def _spans(source: dict[str, object], known: Values, column: Column) -> str:
    mapped = {}
    for text in dict.fromkeys(known):
        if read_cell(text, Wanted(column)).fault:
            mapped[text] = "other"
    if mapped:
        source["values"] = mapped
    return "answers that are no usual span are other" if mapped else ""


def known_options(cells: Values) -> list[str]:
    """The answers that were checked, told from cells that join them by commas although they hold commas themselves.

    A part belongs to the one before it where it always follows it and begins with a small letter or a number.
    """
    if any(";" in text or "\n" in text for text in cells):
        return []
    if any('"' in text for text in cells):  # Airtable puts answers with commas in quotes
        parted = [next(csv.reader([text], skipinitialspace=True)) for text in cells if text]
        return sorted({part.strip() for parts in parted for part in parts if part.strip()})[:60]
    split = [[part.strip() for part in text.split(",") if part.strip()] for text in cells]
    if not any(len(parts) > 1 for parts in split):
        return []
    before: dict[str, Counter[str]] = {}
    for parts in split:
        for i, part in enumerate(parts):
            before.setdefault(part, Counter())[parts[i - 1] if i else ""] += 1
    options: dict[str, None] = {}
    for parts in split:
        joined: list[str] = []
        for part in parts:
            glued = len(before[part]) == 1 and "" not in before[part] and not part[0].isupper()
            if joined and glued:
                joined[-1] += f", {part}"
            else:
                joined.append(part)
        options |= dict.fromkeys(joined)
    return sorted(options) if len(options) <= 60 else []


def _town_beside(made: Suggestion, export: Export, free: list[int], values: dict[int, list[str]]) -> None:
    """A column without a heading beside that of districts may hold towns."""
    if "city" in made.sources or "district" not in made.sources:
        return
    stated = made.sources["district"][0]
    at = next((i for i in free if export.headings[i].startswith("column ")), None)
    if isinstance(stated, str) and at is not None and "town" in key(stated):
        headings = [export.headings[at], stated]
        made.sources["city"] = (
            {"headings": headings, "place": True, "first_filled": True},
            "a town beside the district, or the one with which the district's name begins",
        )


def _people(made: Suggestion, program: Program | CohortProgram, table: str) -> None:
    right = getattr(program.right, "table", "")
    other = right if table == program.left.table else program.left.table
    columns = columns_with(program.extra_columns)
    for name in made.sources:
        if columns[name].type == "ids" and other:
            made.people[name] = (other, "names and addresses in it are looked up there")


def _mentioned(made: Suggestion) -> set[str]:
    found: set[str] = set()
    for source, _ in [*made.sources.values(), *((value, why) for _, value, why in made.top)]:
        stated = source.get("headings", source.get("heading")) if isinstance(source, dict) else source
        found |= {stated} if isinstance(stated, str) else set(stated) if isinstance(stated, list) else set()
    return found


# ------------------------------------------------------------ as it is written


def as_toml(made: Suggestion, table: str, export: Export) -> str:
    """The mapping as a piece of a TOML file, with the reason behind every line."""
    lines = [f"# How {table} are imported; suggested from {_one_line(export.file)}. Change what is not right.", ""]
    lines += [f"[import.{table}]", *(_line(name, value, why) for name, value, why in made.top), ""]
    order = list(COLUMNS)
    sources = sorted(made.sources.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order))
    for title, entries in (
        ("constant", list(made.constant.items())), ("from", sources), ("people", list(made.people.items()))
    ):  # fmt: skip
        if entries:
            lines += [f"[import.{table}.{title}]", *(_line(name, *entry) for name, entry in entries), ""]
    if made.unused:
        lines.append("# Not used: " + ", ".join(_one_line(f'"{one}"') for one in made.unused))
    return "\n".join(lines).rstrip() + "\n"


def _line(name: str, value: object, why: str) -> str:
    return f"{name} = {_toml(value)}  # {_one_line(why)}"


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(one)} = {_toml(other)}" for one, other in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(str(value), ensure_ascii=False)


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(cell_text(text).split())
