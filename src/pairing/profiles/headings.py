"""Which column of the file is which column of the vocabulary."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pairing.errors import Problem, did_you_mean
from pairing.profiles.raw import RawTable, cell_text
from pairing.profiles.readings import clean
from pairing.profiles.table import key

NONE: Mapping[str, str] = MappingProxyType({})
IGNORE = "ignore"
NEARLY = 0.85
"""Headings this similar (1 is equal) are taken for misspelt, not for something else."""

OTHER_WORDS = {
    "latitude": "lat", "longitude": "lon", "lng": "lon",
    "zip code": "zip", "zipcode": "zip", "postal code": "zip",
    "email address": "email", "mail": "email", "full name": "name", "district name": "district",
    "school district": "district", "district number": "district_id", "district code": "district_id",
    "grades": "grade_span", "percent low income": "low_income_pct", "percent minority": "minority_pct",
    "total enrollment": "enrollment", "hire date": "hired_on", "registration date": "registered_on",
}  # fmt: skip
"""Usual headings that mean a column without nearly spelling it."""

_SEPARATORS = re.compile(r"[\s_\u2010-\u2015\u2212-]+")


def heading_key(text: str) -> str:
    """A heading as it is compared: without case; underscores, hyphens and spaces are one space."""
    return _SEPARATORS.sub(" ", text).strip().casefold()


@dataclass
class Matched:
    """Where each known column stands among the headings, which headings are ignored, and what is wrong."""

    positions: dict[str, int] = field(default_factory=dict)
    ignored: set[int] = field(default_factory=set)
    undeclared: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def match_headings(
    raw: RawTable,
    names: Iterable[str],
    mapping: Mapping[str, str] | None = NONE,
    *,
    required: Sequence[str] = (),
    nearly: float = NEARLY,
) -> Matched:
    """A heading is mapped by the program, spells a known name, nearly does (an error), or is not used.

    mapping: None where a program cannot map the table's headings.
    """
    mappable, mapping = mapping is not None, mapping or NONE
    known = {heading_key(name): name for name in names}
    mapped = {key(clean(heading)): target for heading, target in mapping.items()}
    present = set(map(key, raw.headings))
    absent = [heading for heading in mapping if key(clean(heading)) not in present]
    matched = Matched()
    for position, heading in enumerate(raw.headings):
        target = mapped.get(key(heading), heading)
        if heading_key(target) in known:
            _place(raw, matched, position, known[heading_key(target)], mappable)
        elif key(target) == IGNORE and key(heading) in mapped:
            matched.ignored.add(position)
        elif key(heading) in mapped:
            matched.problems.append(_bad_target(raw, position, target, known.values()))
        elif near := _near_name(heading, known, nearly) or _near_mapped(heading, absent):
            matched.problems.append(_nearly(raw, position, near, mappable))
        else:
            matched.undeclared.append(position)
    matched.problems += [*_missing(raw, matched, required, known), *_not_used(raw, matched, known.values(), mappable)]
    return matched


def _place(raw: RawTable, matched: Matched, position: int, name: str, mappable: bool) -> None:
    first = matched.positions.setdefault(name, position)
    if first != position:
        message = f'two columns are both "{name}": "{raw.headings[first]}" and "{raw.headings[position]}"'
        expected = "one of them; rename the other" + (f' or map it to "{IGNORE}" under [columns]' if mappable else "")
        matched.problems.append(raw.problem(message, row=1, position=position, expected=expected))


def _bad_target(raw: RawTable, position: int, target: str, names: Iterable[str]) -> Problem:
    hint = did_you_mean(target, names)
    return raw.problem(
        f'[columns] maps this heading to "{target}", which is no column',
        row=1,
        position=position,
        expected=f'the name of a column or "{IGNORE}"' + (f"; {hint}" if hint else ""),
    )


def _near_name(heading: str, known: Mapping[str, str], nearly: float) -> str:
    """The known name that the heading nearly spells, or means by another usual word."""
    words = {word: name for word, name in OTHER_WORDS.items() if heading_key(name) in known}
    candidates = words | dict(known)
    spelled = heading_key(heading.replace("%", " pct ").rstrip(" ?:*#."))
    near = difflib.get_close_matches(spelled, candidates, n=1, cutoff=nearly)
    return candidates[near[0]] if near else ""


def _near_mapped(heading: str, absent: Iterable[str]) -> str:
    """The mapped heading that the file lacks and this one nearly spells: somebody reworded the form."""
    candidates = {heading_key(text): text for text in absent}
    near = difflib.get_close_matches(heading_key(heading), candidates, n=1, cutoff=NEARLY)
    return candidates[near[0]] if near else ""


def _nearly(raw: RawTable, position: int, near: str, mappable: bool) -> Problem:
    line = f'a line for it under [columns] in the program ("{IGNORE}" if it is something else)'
    return raw.problem(
        "this heading is not known",
        row=1,
        position=position,
        expected=f'"{near}", or {line if mappable else "another heading if it is something else"}',
    )


def _missing(raw: RawTable, matched: Matched, required: Sequence[str], known: Mapping[str, str]) -> Iterator[Problem]:
    for name in (known.get(heading_key(name), name) for name in required):
        if name in matched.positions:
            continue
        near = [f'"{heading}"' for heading in _resembling(raw.headings, name)]
        found = f"; near it: {', '.join(near)}" if near else f"; found: {_quoted(raw.headings)}"
        row = _row_with(raw, name)
        hint = f"; row {row} may hold the headings: delete the rows above it" if row else ""
        message = f'there is no column "{name}"'
        yield raw.problem(message, row=1, expected=f'a column with the heading "{name}"{found}{hint}')


def _resembling(headings: Iterable[str], name: str) -> list[str]:
    """The headings that contain the name as a word or look similar."""
    wanted = heading_key(name)
    return [
        heading
        for heading in headings
        if wanted in re.split(r"\W+", heading_key(heading))
        or difflib.SequenceMatcher(None, heading_key(heading), wanted).ratio() >= 0.6
    ]


def _row_with(raw: RawTable, name: str) -> int | None:
    """The row near the top in which a cell spells the name, when a title stands above the headings."""
    for row in raw.rows[:10]:
        if any(heading_key(cell_text(cell)) == heading_key(name) for cell in row.cells):
            return row.number
    return None


def _not_used(raw: RawTable, matched: Matched, names: Iterable[str], mappable: bool) -> Iterator[Problem]:
    """All headings that nothing knows are told in one notice."""
    if matched.undeclared:
        headings = _quoted([raw.headings[position] for position in matched.undeclared])
        yield raw.problem(
            f"these columns are not used: {headings}",
            row=1,
            expected="a line under [columns] in the program for any that is wanted"
            if mappable
            else f"only the columns {', '.join(names)}",
            severity="notice",
        )


def _quoted(headings: Sequence[str]) -> str:
    return ", ".join(f'"{heading}"' for heading in headings)
