"""Who is meant: people looked up by id, mail address or name, exactly or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from pairing.profiles import Table, key
from pairing.season.person_names import address_in, name_key

NEARLY = 84.0
"""Names this alike (100 is equal) may be meant."""
MOST_SHOWN = 5
HOW = {"address": "the mail address", "name": "the name", "id": "the id"}
_SEPARATORS = re.compile(r"\s+(?:and|or|&|\+)\s+|\s*[,/\n]\s*", re.IGNORECASE)

How = Literal["id", "address", "name", "several", "near", "nobody"]


class Person(NamedTuple):
    """Somebody who may be meant."""

    table: str
    id: str
    name: str
    district: str
    email: str = ""

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.name, self.district) if part)
        return f"{self.id} ({told})" if told else self.id


@dataclass(frozen=True)
class Found:
    """What a text in a cell names. people: the one who is meant, or those who may be, best first."""

    text: str
    how: How
    people: tuple[Person, ...] = ()

    @property
    def person(self) -> Person | None:
        """Who is meant, without a doubt."""
        return self.people[0] if self.how in ("id", "address", "name") else None

    @property
    def doubt(self) -> str:
        """Why nobody is meant without a doubt, with those who may be; empty where somebody is."""
        listed = "; ".join(map(str, self.people[:MOST_SHOWN]))
        more = f" and {len(self.people) - MOST_SHOWN} more" if len(self.people) > MOST_SHOWN else ""
        if self.how == "several":
            return f"{len(self.people)} people are called so: {listed}{more}"
        if self.how == "near":
            return f"nobody is called so; near it: {listed}{more}"
        return "nobody is called so" if self.how == "nobody" else ""


class Directory:
    """Everybody in some tables, to be looked up by what people write instead of ids."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)

    @cached_property
    def _ids(self) -> dict[str, list[Person]]:
        return _grouped((key(one.id), one) for one in self.people)

    @cached_property
    def _addresses(self) -> dict[str, list[Person]]:
        return _grouped((address_in(one.email), one) for one in self.people)

    @cached_property
    def _names(self) -> dict[str, list[Person]]:
        return _grouped((name_key(one.name), one) for one in self.people)

    def find(self, text: str, besides: str = "") -> Found:
        """Whom a text names: an id, else a mail address, else a name; all without case. besides: an id that is not
        meant, the person's own.
        """
        if ids := self._ids.get(key(text)):
            return Found(text, "id", tuple(ids[:1]))
        address = address_in(text)
        for how, known in (("address", self._addresses.get(address)), ("name", self._names.get(name_key(text)))):
            others = [one for one in known or () if key(one.id) != key(besides)]
            if others:
                one = len({key(other.id) for other in others}) == 1
                return Found(text, how if one else "several", tuple(others))  # type: ignore[arg-type]
        near = tuple(self._near(text, address, besides))
        return Found(text, "near" if near else "nobody", near)

    def find_all(self, text: str, besides: str = "") -> list[Found]:
        """Whom a text names; several people where it names several: `Ann Ash and Ben Fir`.

        It is taken apart only where that finds somebody without a doubt.
        """
        whole = self.find(text, besides)
        if whole.person is not None or whole.how == "several":
            return [whole]
        parts = [part for part in _SEPARATORS.split(text.strip()) if part]
        for taken in (parts, _paired(parts)):
            found = [self.find(part, besides) for part in taken]
            if len(taken) > 1 and any(one.person is not None for one in found):
                return found
        return [whole]

    def _near(self, text: str, address: str, besides: str) -> Iterator[Person]:
        from rapidfuzz import fuzz, process

        name = name_key(text)
        known, wanted = (self._addresses, address) if address else (self._names, name)
        if len(wanted) < 3 or len(wanted) > 80 or len(wanted.split()) > 6:
            return
        scored = process.extract(wanted, [one for one in known if one], scorer=fuzz.token_sort_ratio, limit=8)
        likely = {found: score for found, score, _ in scored if score >= NEARLY}
        if not address:
            likely |= {other: 100.0 - rank for rank, other in enumerate(known) if _shortened(name, other)}
        people = {one.id: one for found in sorted(likely, key=lambda one: (-likely[one], one)) for one in known[found]}
        yield from (one for one in people.values() if key(one.id) != key(besides))


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, list[Person]]:
    groups: dict[str, list[Person]] = {}
    for text, person in pairs:
        if text:
            groups.setdefault(text, []).append(person)
    return groups


def _shortened(name: str, other: str) -> bool:
    """A last name alone, a first name's initial, or a middle name left out: `pretend`, `b pretend`, `birch pretend`."""
    mine, theirs = name.split(), other.split()
    if not mine or not theirs or name == other:
        return False
    if len(mine) == 1:
        return mine[0] == theirs[-1]
    return mine[-1] == theirs[-1] and (mine[0].startswith(theirs[0]) or theirs[0].startswith(mine[0]))


def _paired(parts: Sequence[str]) -> list[str]:
    """`Ash, Ann, Fir, Ben` taken apart at every second comma."""
    if len(parts) < 4 or len(parts) % 2:
        return []
    return [f"{parts[i]}, {parts[i + 1]}" for i in range(0, len(parts), 2)]


def people_of(table: Table) -> Iterator[Person]:
    """Everybody in a table as a directory knows them."""
    columns = ([value or "" for value in table.values(name)] for name in ("name", "district", "email"))
    for one, name, district, email in zip(table.ids, *columns, strict=True):
        yield Person(table.name, one, str(name), str(district), str(email))
