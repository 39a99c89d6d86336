"""Who is who: answers of one person, people known from before, ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pairing.profiles import key
from pairing.program.imports import NUMBERED
from pairing.season.person_names import address_in, alike, district_key, name_key
from pairing.setup.importing.answers import Answer
from pairing.setup.importing.export import moment


@dataclass
class Someone:
    """One person of an export. rows: of all answers, the one that counts last."""

    values: dict[str, str]
    rows: list[int]
    answers: list[Answer] = field(default_factory=list)
    id: str = ""
    new: bool = True


@dataclass(frozen=True)
class Doubt:
    """Rows that may be one person's, and why they are kept apart."""

    rows: tuple[int, ...]
    said: str


def marks(values: Mapping[str, str], keys: Sequence[str]) -> list[tuple[str, ...]]:
    """By what somebody is known, the surest first: the key, else name and district."""
    found: list[tuple[str, ...]] = []
    stated = [address_in(values.get(one, "")) if one == "email" else key(values.get(one, "")) for one in keys]
    if all(stated):
        found.append(("key", *stated))
    name = name_key(values.get("name", ""))
    where = district_key(values.get("district", "")) or key(values.get("city", ""))
    if name and where:
        found.append(("name", name, where))
    return found


def same_people(answers: Sequence[Answer], keys: Sequence[str]) -> tuple[list[Someone], list[Doubt]]:
    """Answers of one person become one: of two the later counts, cell by cell, and a blank erases nothing."""
    groups: list[list[Answer]] = []
    by_mark: dict[tuple[str, ...], list[int]] = {}
    doubts: list[Doubt] = []
    for answer in answers:
        group = _group_of(answer, keys, groups, by_mark, doubts)
        if group is None:
            groups.append([])
            group = len(groups) - 1
        groups[group].append(answer)
        for mark in marks(answer.values, keys):
            if group not in by_mark.setdefault(mark, []):
                by_mark[mark].append(group)
    return [_one(group) for group in groups], doubts


def _group_of(
    answer: Answer, keys: Sequence[str], groups: Sequence[Sequence[Answer]],
    by_mark: Mapping[tuple[str, ...], Sequence[int]], doubts: list[Doubt],
) -> int | None:  # fmt: skip
    name = name_key(answer.values.get("name", ""))
    own = [mark for mark in marks(answer.values, keys) if mark[0] == "key"]
    for mark in marks(answer.values, keys):
        for group in by_mark.get(mark, ()):
            rows = (groups[group][0].row, answer.row)
            if mark[0] == "key":
                if alike(name, name_key(groups[group][0].values.get("name", ""))):
                    return group
                doubts.append(Doubt(rows, "one key (such as a mail address) and two names: kept as two people"))
                continue
            theirs = [m for one in groups[group] for m in marks(one.values, keys) if m[0] == "key"]
            if not own or not theirs:
                if len(by_mark[mark]) > 1:
                    doubts.append(Doubt(rows, "may be one of several people of this name and place: kept apart"))
                    return None
                return group
            doubts.append(Doubt(rows, "one name and place and two addresses: kept as two people"))
    return None


def _one(group: Sequence[Answer]) -> Someone:
    ordered = sorted(group, key=lambda one: (moment(one.newest) or dt.datetime.min, one.row))
    values: dict[str, str] = {}
    for answer in ordered:
        values |= {name: value for name, value in answer.values.items() if _says(values.get(name, ""), value)}
    return Someone(values, [one.row for one in ordered], list(ordered))


def _says(before: str, value: str) -> bool:
    """A later answer that is the same but for case and spaces leaves the first spelling."""
    return bool(value) and key(before) != key(value)


@dataclass(frozen=True)
class Known:
    """Somebody who is in the season's table, or was in an import before."""

    id: str
    values: tuple[Mapping[str, str], ...]


def identified(
    people: Sequence[Someone], known: Iterable[Known], keys: Sequence[str], same: Mapping[str, str], ids: str,
    taken: Iterable[str], numbers: bool,
) -> list[Doubt]:  # fmt: skip
    """Give everybody an id: those who are known keep theirs, new people get the next numbers."""
    known = list(known)
    doubts: list[Doubt] = []
    by_mark: dict[tuple[str, ...], list[Known]] = {}
    for one in known:
        for values in one.values:
            for mark in marks(values, keys):
                if one not in by_mark.setdefault(mark, []):
                    by_mark[mark].append(one)
    stated = {address_in(text) or name_key(text): identifier for text, identifier in same.items()}
    claimed: set[str] = set()
    here = {mark for person in people for mark in marks(person.values, keys) if mark[0] == "key"}
    for surest in (True, False):
        for person in people:
            if person.id:
                continue
            hit = _known(person, by_mark, keys, stated, known, claimed, doubts, here, surest)
            if hit is not None:
                person.id, person.new = hit.id, False
                claimed.add(key(hit.id))
    _number(people, ids, {key(one) for one in taken} | {key(one.id) for one in known}, numbers)
    return doubts


def _known(
    person: Someone, by_mark: Mapping[tuple[str, ...], list[Known]], keys: Sequence[str], stated: Mapping[str, str],
    known: Sequence[Known], claimed: set[str], doubts: list[Doubt], here: set[tuple[str, ...]], surest: bool,
) -> Known | None:  # fmt: skip
    for text in (address_in(person.values.get("email", "")), name_key(person.values.get("name", ""))):
        if text and text in stated:
            return next((one for one in known if key(one.id) == key(stated[text])), None)
    name = name_key(person.values.get("name", ""))
    for mark in marks(person.values, keys):
        found = [one for one in by_mark.get(mark, ()) if key(one.id) not in claimed]
        if mark[0] == "key" and surest:
            like = [one for one in found if any(alike(name, name_key(v.get("name", ""))) for v in one.values)]
            if found and not like:
                said = f"the key of {found[0].id}, but another name: taken for somebody new"
                doubts.append(Doubt((person.rows[-1],), said))
            found = like
        elif mark[0] == "name" and not surest:
            gone = [one for one in found if not any(m in here for v in one.values for m in marks(v, keys)[:1])]
            found = gone if len(gone) == 1 else [one for one in found if len(found) == 1 and not _apart(person, one)]
        else:
            continue
        if len(found) == 1:
            return found[0]
    return None


def _apart(person: Someone, one: Known) -> bool:
    """Both have addresses, and these differ."""
    mine = address_in(person.values.get("email", ""))
    theirs = {address_in(values.get("email", "")) for values in one.values} - {""}
    return bool(mine and theirs and mine not in theirs)


def _number(people: Sequence[Someone], ids: str, taken: set[str], numbers: bool) -> None:
    """New people get ids in the order of the file; a number that was given once is not given again."""
    shape = NUMBERED.fullmatch(ids)
    assert shape is not None
    before, after, digits = shape["before"], shape["after"], int(shape["digits"] or 1)
    used = [
        int(middle)
        for one in taken
        if (middle := one.removeprefix(key(before)).removesuffix(key(after))).isdecimal()
        and one == key(f"{before}{middle}{after}") and len(middle) < 10
    ]  # fmt: skip
    following = max(used, default=0) + 1
    for person in people:
        if person.id:
            continue
        own = person.answers[-1].number if numbers else ""
        identifier = f"{before}{own.zfill(digits)}{after}" if own.isdecimal() else ""
        if not identifier or key(identifier) in taken:
            while key(f"{before}{following:0{digits}d}{after}") in taken:
                following += 1
            identifier = f"{before}{following:0{digits}d}{after}"
        person.id = identifier
        taken.add(key(identifier))
