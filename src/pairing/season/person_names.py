"""Names and addresses of people as they are compared: without titles, punctuation, accents and case."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

TITLES = frozenset({
    "dr", "doctor", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "rev", "reverend", "hon", "sir", "madam",
    "supt", "superintendent", "asst", "principal", "coach", "sr", "sra", "fr", "sister", "brother",
})  # fmt: skip
"""Words before a name that are none of it, in compared form."""
DEGREES = frozenset({
    "phd", "edd", "eds", "ed", "d", "s", "ph", "ma", "med", "ms", "mba", "jd", "esq", "retired", "ret",
})  # fmt: skip
"""Words behind a comma after a name that are none of it, once their points are gone."""
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
BEHIND = DEGREES | GENERATIONS
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile(r"['’‘`´]")
_LETTER_WITHOUT_ACCENT = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d"})


def address_in(text: str) -> str:
    """The mail address in a text, as it is compared; empty where there is none: `mailto:A@B.org` is a@b.org."""
    found = _ADDRESS.search(text.removeprefix("mailto:").removeprefix("MAILTO:"))
    return found[0].casefold().rstrip(".") if found else ""


@cache
def name_key(text: str) -> str:
    """A person's name as it is compared, first name first: `Example, Dr. José, Ed.D.` is `jose example`."""
    parts = [words for part in text.split(",") if (words := _words(part))]
    names = [_untitled(words) for words in parts if not set(words) <= BEHIND] or parts[:1]
    generation = [word for words in parts[1:] if set(words) <= BEHIND for word in words if word in GENERATIONS]
    ordered = [names[1], names[0]] if len(names) == 2 else names
    return " ".join([word for words in ordered for word in words] + generation)


def last_name_first(text: str) -> str:
    """A name written `Last, First` with the first name first; a text that is not so written stays as it is."""
    before, _, after = (part.strip() for part in text.partition(","))
    first = set(_words(after))
    if not before or not first or "," in after or first <= BEHIND | TITLES:
        return text
    return f"{after} {before}"


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _untitled(words: list[str]) -> list[str]:
    """Without titles in front, as long as anything is left, and without degrees written with points behind."""
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1] in DEGREES - {"d", "s", "ed", "ma", "ms"}:
        words = words[:-1]
    return words


@cache
def folded(text: str) -> str:
    """Text without accents, apostrophes and case; points of abbreviations as Ph.D. are gone."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTER_WITHOUT_ACCENT))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\bph)\.(?=d\b)|(?<=\bed)\.(?=[ds]\b)", "", _APOSTROPHES.sub("", letters))


def alike(one: str, other: str) -> bool:
    """Whether two compared names may be one person's who has one address: Jon and Jonathan Ash, Ann Ash and Ann Fir."""
    mine, theirs = one.split(), other.split()
    if not mine or not theirs or one == other:
        return True
    first = mine[0].startswith(theirs[0]) or theirs[0].startswith(mine[0])
    return first or (sorted(mine) == sorted(theirs))


@cache
def district_key(text: str) -> str:
    """A district's name as it is compared: `Rolla R-1 School District` and `ROLLA R1` are alike."""
    words = [word for word in _words(text.replace("-", "")) if word not in _OF_DISTRICTS]
    return " ".join(_ROMAN.get(word, word) for word in words)


_OF_DISTRICTS = frozenset({"school", "schools", "district", "public", "sd", "the", "of", "school's"})
_ROMAN = {
    "ri": "r1", "rii": "r2", "riii": "r3", "riv": "r4", "rv": "r5", "rvi": "r6", "rvii": "r7", "rviii": "r8",
    "rix": "r9", "rx": "r10", "rxi": "r11", "rxii": "r12",
}  # fmt: skip
