"""What a redacted page may show: listed columns and the sentences around them; everything else is left out.

Texts that remain are searched for what stands in the columns that are not listed, for names, mail addresses and
telephone numbers: whatever a program, a reason or a neighbor's cell says of them is `[left out]`.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from pairing.profiles import Table, key
from pairing.season import Season
from pairing.season.groups import shown_value

SHOWN = frozenset({
    "region", "county", "state", "zip", "lat", "lon", "role", "past_roles", "years_in_role", "years_by_role",
    "years_as_superintendent", "status", "member", "enrollment", "grade_span", "locale", "low_income_pct",
    "minority_pct", "ell_pct", "job_components", "goals", "needs", "expertise", "interests", "pressing_issues", "theme",
    "first_year", "new_to_state", "hired_on", "priority", "extension", "special_application", "completed", "capacity",
    "capacity_min", "max_cohorts", "certified", "currently_serving", "online_tools", "level", "requires", "seats",
    "registered_on", "continuing", "last_cohort", "city", "district",
})  # fmt: skip
"""The columns of the vocabulary that say nothing about one person alone; a program's own columns are none of them."""
LEFT_OUT = "[left out]"
ABOUT_HIDDEN = "the reason is about something that this page leaves out"
SHORTEST = 4
"""Shorter texts stand in too many words to be searched for."""
_MAIL = re.compile(r"[^\s<>;,()\"“”]+@[^\s<>;,()\"“”]+")
_PHONE = re.compile(r"(?<!\w)\+?\(?\d{3}\)?[-. ]?\d{3}[-. ]\d{4}(?!\w)")
_WORD = re.compile(r"\w+")
Whole = TypeVar("Whole")


class Redaction:
    """Leaves out of texts what a season's people did not publish."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.tables = (season.left, season.right)

    @cached_property
    def _signed(self) -> list[tuple[str, str]]:
        """What reasons say about decisions, with who decided, and what a redacted page says."""
        return [(str(d), f"decision {d.id}") for d in self.season.decisions if str(d) != f"decision {d.id}"]

    @cached_property
    def _public(self) -> set[str]:
        """Words of the page itself, and ids: no cell makes them private."""
        program = self.season.program
        words = {program.left.label, program.right.label, "none", "unknown", "true", "false"}
        for table in self.tables:
            words |= {key(identifier) for identifier in table.ids}
            words |= {word for name in table.columns for word in (name, *name.split("_"))}
        return words

    @cached_property
    def _private(self) -> dict[str, list[str]]:
        """Every text to be left out by its first word, the longest first; all in small letters."""
        found: dict[str, set[str]] = defaultdict(set)
        for text in self._texts():
            small = text.strip().lower()
            words = _WORD.findall(small)
            if words and len(small) >= SHORTEST and small not in self._public:
                found[words[0]].add(small[small.index(words[0]) :])
        return {word: sorted(texts, key=lambda text: (-len(text), text)) for word, texts in found.items()}

    def _texts(self) -> Iterator[str]:
        for table in self.tables:
            for column in table.frame.columns:
                if column not in SHOWN and column != "id":
                    yield from _cells(table.values(column))
            for name in filter(None, table.values("name")):
                yield from _spellings(name)
        for decision in self.season.decisions:
            yield from (decision.by, decision.note)

    @cached_property
    def hidden_headings(self) -> list[str]:
        """How sentences call the columns that are not shown."""
        names = {c for table in self.tables for c in table.frame.columns if c not in SHOWN}
        return sorted(name.replace("_", " ") for name in names - {"id", "name", "email", "notes"})

    def reason(self, sentence: str) -> str:
        """A reason, unless it is about a column that is not shown."""
        told = self.text(sentence)
        small = told.lower()
        if any(re.search(rf"(?<!\w){re.escape(name)} (?:is|are|was) ", small) for name in self.hidden_headings):
            return ABOUT_HIDDEN
        return told

    def text(self, sentence: str) -> str:
        """A text without what is private in it."""
        for signed, bare in self._signed:
            sentence = sentence.replace(signed, bare)
        sentence = _PHONE.sub(LEFT_OUT, _MAIL.sub(LEFT_OUT, sentence))
        small = sentence.lower()
        if len(small) != len(sentence):  # a letter of two small ones
            small = "".join(letter.lower()[:1] or letter for letter in sentence)
        pieces, end = [], 0
        for word in _WORD.finditer(small):
            if word.start() < end:
                continue
            for text in self._private.get(word[0], ()):
                stop = word.start() + len(text)
                if small.startswith(text, word.start()) and not small[stop : stop + 1].isalnum():
                    pieces += [sentence[end : word.start()], LEFT_OUT]
                    end = stop
                    break
        return "".join([*pieces, sentence[end:]])

    def everywhere(self, facts: Whole) -> Whole:
        """The same facts with every text in them searched; ids and anchors stay."""
        return self._searched(facts)  # type: ignore[no-any-return]

    def _searched(self, value: Any, name: str = "") -> Any:
        if isinstance(value, str):
            return value if name in ("id", "anchor", "kind", "outcome") else self.text(value)
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*(self._searched(one) for one in value))
        if isinstance(value, tuple | list):
            return type(value)(self._searched(one) for one in value)
        if isinstance(value, dict):
            return {self._searched(one): self._searched(other) for one, other in value.items()}
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
            return dataclasses.replace(value, **{field: self._searched(one, field) for field, one in fields.items()})
        return value


def _cells(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if value is None or isinstance(value, bool):
            continue
        if isinstance(value, tuple | list | dict):
            yield from map(str, value)
        yield shown_value(value)


def _spellings(name: str) -> Iterator[str]:
    """A name as others write it: the whole, last name first, and the last name alone."""
    parts = [part.strip(".,") for part in name.split()]
    yield name
    if len(parts) > 1:
        yield f"{parts[-1]}, {' '.join(parts[:-1])}"
        yield f"{parts[0]} {parts[-1]}"
        yield parts[-1]


def may_be_shown(table: Table, column: str) -> bool:
    """Whether a redacted page shows a column."""
    return column in SHOWN and table.columns[column].group != "extra"
