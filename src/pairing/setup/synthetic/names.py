"""Names that nobody takes for real: a tree, a bird or a stone, and a word that says so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from random import Random

from pairing.profiles import read_cells
from pairing.profiles.headings import heading_key
from pairing.setup.built_in import programs, sample_folder

SURNAMES = ("Sample", "Example", "Pretend", "Specimen", "Invented", "Placeholder")
"""What every invented name ends in, and every invented district begins with."""


def names(random: Random) -> Iterator[str]:
    """One name after the other, none of them twice."""
    given = list(given_names())
    random.shuffle(given)
    once = len(given) * len(SURNAMES)
    number = 0
    while True:
        i, turn, second = number % len(given), number // len(given), number // once
        more = f" {given[(i + second) % len(given)]}" if second else ""
        yield f"{given[i]}{more} {SURNAMES[(i + turn) % len(SURNAMES)]}"
        number += 1


@cache
def given_names() -> tuple[str, ...]:
    """The first words of the names in all samples that come with the software, sorted."""
    found = {}
    for program in programs():
        for path in sorted(sample_folder(program).glob("*.csv")):
            raw, _ = read_cells(path, path.stem)
            columns = [] if raw is None else [heading_key(heading) for heading in raw.headings]
            if raw is None or "email" not in columns:
                continue
            for _, row in raw.texts({"name": columns.index("name")}):
                given, _, surname = row["name"].partition(" ")
                if surname in SURNAMES:
                    found[_plain(given)] = given
    return tuple(found[plain] for plain in sorted(found))


def mail_address(name: str) -> str:
    """`juniper.sample@example.org`, an address that can never be anybody's."""
    return ".".join(re.findall("[a-z]+", _plain(name))) + "@example.org"


def _plain(text: str) -> str:
    """Without case and accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
