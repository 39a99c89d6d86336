"""`[import.<table>]`: how a form's export becomes one table of the season."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationInfo, model_validator

from pairing.profiles import Column
from pairing.profiles.places import STATES
from pairing.program.parameters import STRICT, FromOne, Text, known_column

NUMBERED = re.compile(r"(?P<before>[^{};]*)\{n(?::0?(?P<digits>[1-9]))?\}(?P<after>[^{};]*)")
"""How ids are made: `E{n:03}` gives E001, E002, ..."""
NUMBERS = ("number", "integer", "percent")
TEXTS = ("text", "choice", "state", "zip")
LISTS = ("list", "ids")


def _known(name: str, info: ValidationInfo) -> str:
    return known_column(name, info)


def _ids(text: str) -> str:
    if not NUMBERED.fullmatch(text):
        raise ValueError('expected one place for the number, as in "E{n:03}", and no semicolon')
    return text


def _named(value: Any) -> Any:
    """A heading alone, or a list of headings, is a way to fill a column without anything else to say."""
    if isinstance(value, str):
        return {"heading": value}
    return {"headings": value} if isinstance(value, list) else value


def _state(code: str) -> str:
    if code not in STATES:
        raise ValueError(f'expected a state\'s two letters, such as "MO", not "{code}"')
    return code


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


KnownName = Annotated[str, AfterValidator(_known)]


States = Annotated[list[Annotated[str, AfterValidator(_state)]], BeforeValidator(_several)]
"""One state, or several, in which a program's people work."""


class Source(BaseModel):
    """Where a column's cells come from in an export, and how they are read.

    heading: one heading. headings: several, whose cells are joined by a space or, in a column of lists, into one list;
    one with `*` stands for all that fit. options: the answers that can be checked, whatever joins them in a cell.
    checked: a column per option, which counts where anything (or one of these words) stands in it. values: what is
    written instead of a cell, or of an entry of a list. yes, no: answers that mean them. approximate: numbers may be
    written "about 900", "5+" or "400-450", of which the middle, the least or the most counts. place: a town with its
    state or ZIP code, which go to their own columns. first_filled: of several headings the first with anything in it.
    """

    model_config = STRICT
    heading: Text = ""
    headings: Annotated[list[Text], BeforeValidator(_several)] = []
    options: list[Text] = []
    values: dict[str, str] = {}
    yes: list[Text] | None = None
    no: list[Text] | None = None
    approximate: bool | Literal["middle", "least", "most"] = False
    checked: bool | list[Text] = False
    place: bool = False
    first_filled: bool = False
    separator: Text = ""

    @model_validator(mode="after")
    def _names_something(self) -> Source:
        if bool(self.heading) == bool(self.headings):
            raise ValueError("expected either heading or headings")
        if self.heading and (self.checked or self.first_filled):
            raise ValueError(f"{'checked' if self.checked else 'first_filled'} is about several headings")
        return self

    @property
    def named(self) -> list[str]:
        """The headings, patterns among them."""
        return [self.heading] if self.heading else self.headings

    def unfit(self, column: Column) -> str:
        """What this source says that a column of its type cannot have; empty where all is well."""
        asked = {
            "approximate": (self.approximate, NUMBERS, "numbers"),
            "options": (self.options, LISTS, "lists"),
            "checked": (self.checked, LISTS, "lists"),
            "yes": (self.yes is not None, ("yes/no",), "yes/no"),
            "no": (self.no is not None, ("yes/no",), "yes/no"),
            "separator": (self.separator, LISTS, "lists"),
        }
        for name, (stated, types, described) in asked.items():
            if stated and column.type not in types:
                return f"{name} is for columns of {described}, and {column.name} is a column of type {column.type}"
        return "place is for the column city" if self.place and column.name != "city" else ""


SourceOrHeading = Annotated[Source, BeforeValidator(_named)]


def _fitting(sources: dict[str, Source], info: ValidationInfo) -> dict[str, Source]:
    columns = (info.context or {})["columns"]
    for name, source in sources.items():
        if name == "id":
            raise ValueError("id: ids are made by the line ids; those given once stay")
        if unfit := source.unfit(columns[name]):
            raise ValueError(f"{name}: {unfit}")
    return sources


def _of_people(people: dict[str, list[str]], info: ValidationInfo) -> dict[str, list[str]]:
    columns = (info.context or {})["columns"]
    for name in people:
        if columns[name].type != "ids" and name != "supervisor":
            raise ValueError(f"{name}: a column of type {columns[name].type} does not name people")
    return people


class ImportTable(BaseModel):
    """How an export becomes a table: who is who, which ids new people get, and which heading is which column.

    key: columns by which somebody is known from one import to the next. number: a heading whose number an id takes.
    newest: a heading with the moment of the answer. sheet: a workbook's sheet. headings_in_row, rows_of_headings: where
    the headings stand, where that is not plain. sections: the column that a heading between people fills for those
    below it. leave_out: rows with one of these cells below a heading are not imported. constant: the same for
    everybody whose cell is blank. people: the tables in which the names in a column are looked up. same: an address or
    a name of the export, and the id of the person it belongs to.
    """

    model_config = STRICT
    key: Annotated[list[KnownName], BeforeValidator(_several)] = ["email"]
    ids: Annotated[Text, AfterValidator(_ids)] = ""
    number: Text = ""
    newest: Text = ""
    sheet: Text = ""
    headings_in_row: FromOne | None = None
    rows_of_headings: Annotated[int, Field(ge=1, le=3)] | None = None
    sections: KnownName = ""
    leave_out: dict[Text, list[str]] = {}
    constant: dict[KnownName, str] = {}
    sources: Annotated[dict[KnownName, SourceOrHeading], AfterValidator(_fitting)] = Field(default={}, alias="from")
    people: Annotated[
        dict[KnownName, Annotated[list[Text], BeforeValidator(_several)]],
        AfterValidator(_of_people),
    ] = {}
    same: dict[Text, Text] = {}


class ImportFile(BaseModel):
    """A file `import.toml`, which says of tables what `program.toml` might say too."""

    model_config = STRICT
    imports: dict[str, ImportTable] = Field(default={}, alias="import")
