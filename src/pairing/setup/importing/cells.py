"""One cell of an export as its column wants it, with a sentence for whatever was mended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pairing.geo.zips import zips_of
from pairing.profiles import Column, key
from pairing.profiles.cells import read_cell
from pairing.profiles.places import STATES
from pairing.profiles.readings import NOBODY, WRITTEN_BLANKS, Wanted
from pairing.profiles.words import NO, YES
from pairing.program.imports import LISTS, NUMBERS, Source
from pairing.season.person_names import address_in, last_name_first

WORDS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
NONE = NOBODY | {"no one", "noone", "nobody", "n/a", "na", "-", "--", "none.", "no conflicts", "nil"}
"""What people write where they name nobody."""
_FIGURE = r"(?<![\w.])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s?(k\b)?"
_RANGE = re.compile(_FIGURE + r"\s*(?:-|–|—|to)\s*" + _FIGURE, re.IGNORECASE)
_NUMBER = re.compile(_FIGURE, re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s+((?:19|20)\d{2})\b", re.IGNORECASE)
_SPAN = re.compile(r"\b(?:pk|prek|k|\d{1,2})\s?-\s?\d{1,2}\b(?=\s*$)", re.IGNORECASE)
_BESIDE = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Mended:
    """What a cell becomes. why: a sentence where it is not what stood there. question: what should be asked instead."""

    text: str = ""
    why: str = ""
    question: str = ""


BLANK = Mended()


def approximate(text: str, which: bool | str, year: int) -> tuple[float, str] | None:
    """The number in a text and how it is meant: `about 900`, `5+`, `since 2015`, `400-450`, `2.1k`, `seven`."""
    if since := _SINCE.search(text):
        return year - int(since[1]), f"{year} less {since[1]}"
    plain = _BESIDE.sub("", text)
    plain = _SPAN.sub("", plain) if len(_NUMBER.findall(plain)) > 1 and re.search("[a-z]", plain, re.I) else plain
    if both := _RANGE.search(plain):
        low, high = _figure(both[1], both[2] or both[4]), _figure(both[3], both[4])
        word = which if isinstance(which, str) else "middle"
        return {"least": low, "most": high, "middle": (low + high) / 2}[word], f"the {word} of the two"
    found = _NUMBER.findall(plain)
    if len(found) == 1:
        return _figure(*found[0]), "the number in it"
    spelled = [WORDS.index(word) for word in re.findall("[a-z]+", plain.casefold()) if word in WORDS]
    return (float(spelled[0]), "the number in words") if len(spelled) == 1 and not found else None


def _figure(digits: str, thousands: str) -> float:
    return float(digits.replace(",", "")) * (1000 if thousands else 1)


def plain(number: float) -> str:
    """A number without a decimal point where it is whole."""
    return f"{number:.0f}" if float(number).is_integer() else f"{number:.10g}"


def read(text: str, column: Column, source: Source, year: int) -> Mended:
    """One cell below one heading, as its column wants it."""
    mapped = {key(old): new for old, new in source.values.items()}
    if key(text) in mapped:
        new = mapped[key(text)]
        return Mended(new, "" if key(new) == key(text) else "as the mapping says")
    if column.type in LISTS:
        return entries(text, column, source)
    if key(text) in WRITTEN_BLANKS and column.type != "text":
        return Mended("", "this is taken as unknown")
    if column.type in NUMBERS:
        return _number(text, column, source, year)
    if column.type == "yes/no":
        return _yes_no(text, source)
    if column.name == "email":
        return _email(text)
    if column.name == "name":
        turned = last_name_first(text)
        return Mended(turned, "" if turned == text else "the first name stands first")
    if column.name == "status":
        return _status(text, column)
    return checked(" ".join(text.split()), column)


def checked(text: str, column: Column, why: str = "") -> Mended:
    """A cell that its column can read; any other is a question and stays out."""
    if not text:
        return Mended("", why)
    reading = read_cell(text, Wanted(column))
    if reading.fault:
        return Mended("", question=f"{reading.fault}; expected {reading.expected}; left blank")
    return Mended(text, why)


def _number(text: str, column: Column, source: Source, year: int) -> Mended:
    exact = checked(text, column)
    if not exact.question or not source.approximate:
        return exact
    found = approximate(text, source.approximate, year)
    if found is None:
        return Mended("", question="no single number is in it; left blank")
    number, how = found
    if column.type == "integer" and not float(number).is_integer():
        return Mended("", question=f"{plain(number)} ({how}) is not a whole number; left blank")
    return checked(plain(number), column, f"{how}")


def _yes_no(text: str, source: Source) -> Mended:
    for word, listed, known in (("yes", source.yes, YES), ("no", source.no, NO)):
        if key(text) in known:
            return Mended(word)
        if key(text) in map(key, listed or ()):
            return Mended(word, "as the mapping says")
    leading = re.match(r"(yes|no)\b(?=\s*(?:[,;:(.!–—-]|$))", text, re.IGNORECASE)
    other = {"yes": "no", "no": "yes"}
    if leading and not re.search(rf"\b{other[leading[1].casefold()]}\b|\bbut not\b", text, re.IGNORECASE):
        return Mended(leading[1].casefold(), "by its first word")
    return Mended("", question="neither yes nor no; left blank (yes = [...] and no = [...] in the mapping settle it)")


def _email(text: str) -> Mended:
    address = address_in(text)
    if not address:
        known = key(text) == "anonymous"
        return Mended("", "this is no address") if known else Mended("", question="no mail address; left blank")
    return Mended(address, "" if key(address) == key(text) else "the address in it")


def _status(text: str, column: Column) -> Mended:
    exact = checked(text, column)
    word = {"a": "active", "r": "retired"}.get(key(text).rstrip("."), "")
    if not word and key(text).startswith("ret"):
        word = "retired"
    if not exact.question or not word:
        return exact
    return Mended(word, "by its first letters")


def entries(text: str, column: Column, source: Source) -> Mended:
    """A list, separated by semicolons and line breaks, or by the known options whatever joins them."""
    if key(text) in NONE or (column.type == "ids" and key(text) in WRITTEN_BLANKS):
        return Mended("none")
    found, rest = _options(text.replace('"', ""), source.options) if source.options else ([], text)
    pattern = rf"[;\n]|{re.escape(source.separator)}" if source.separator else r"[;\n]"
    rest = re.sub(r"^[\s,;]+|[\s,;]+$", "", rest)
    others = [part.strip(" ,") for part in re.split(pattern, rest) if part.strip(" ,")]
    mapped = {key(old): new for old, new in source.values.items()}
    named = [mapped.get(key(entry), entry).replace(";", ",") for entry in [*found, *others]]
    distinct = list({key(one): one for one in named if one}.values())
    why = f"beside the known options: {', '.join(others)}" if source.options and others else ""
    return Mended("; ".join(distinct), why)


def _options(text: str, options: Sequence[str]) -> tuple[list[str], str]:
    """The known options in a cell, in its order, and what is left of it."""
    flat = " ".join(text.split())
    places: list[tuple[int, str]] = []
    for option in sorted(options, key=lambda one: -len(one)):
        pattern = re.compile(rf"(?<!\w){re.escape(' '.join(option.split()))}(?!\w)", re.IGNORECASE)
        if hit := pattern.search(flat):
            places.append((hit.start(), option))
            flat = flat[: hit.start()] + "\x00" * (hit.end() - hit.start()) + flat[hit.end() :]
    left = [part.strip(" ,;") for part in re.split("\x00+", flat)]
    return [option for _, option in sorted(places)], "; ".join(part for part in left if part)


# ------------------------------------------------------------ places


def place(text: str, states: Sequence[str]) -> tuple[dict[str, str], str]:
    """Town, state and ZIP code in one cell, and a sentence: `Rolla, MO 65401`, `Rolla Missouri`, `Rolla R-1`."""
    left = " ".join(text.split())
    found: dict[str, str] = {}
    if code := re.search(r"\b(\d{5})(?:-\d{4})?$", left):
        found["zip"], left = code[1], left[: code.start()].rstrip(" ,")
    for state, name in STATES.items():
        if hit := re.search(rf"[\s,]+(?:{state}|{name})\.?$", left, re.IGNORECASE):
            written = left[hit.start() :].strip(" ,.")
            if written.isupper() or len(written) > 2 or "," in left[hit.start() : hit.end()]:
                found["state"], left = state, left[: hit.start()]
                break
    left = re.sub(r"^(?:city|town|village) of\s+", "", left, flags=re.IGNORECASE).strip(" ,")
    if left:
        found["city"] = next(_towns(left, [found["state"]] if "state" in found else states), left)
    changed = found.get("city", "") != text or len(found) > 1
    return found, ("read as " + ", ".join(f"{name} {value}" for name, value in found.items()) if changed else "")


def _towns(text: str, states: Sequence[str]) -> Iterator[str]:
    """The longest beginning of a text that is a town of one of the states; the whole text where it is one."""
    words = text.split()
    for length in range(len(words), 0, -1):
        name = " ".join(words[:length]).strip(" ,")
        if any(zips_of(state).town(name) is not None for state in states):
            yield name
