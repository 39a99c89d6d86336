"""Numbers, whole numbers and percentages, and years per role."""

from __future__ import annotations

import datetime as dt
import math
import re

from pairing.profiles.readings import NO_ENTRY, NOBODY, Reading, Wanted, not_readable
from pairing.profiles.table import key

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE]-[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3})+|(?: [0-9]{3})+)(?:\.[0-9]*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+|[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE]\+?[0-9]+")
_YEARS_WORD = re.compile(r"\s*(?:years?|yrs?\.?)$", re.IGNORECASE)
_MINUS = str.maketrans("\u2212\u2013", "--")


def number_in(text: str) -> float | None:
    """Thousands may be separated by commas or spaces; nan, inf and any other text are no numbers."""
    text = text.translate(_MINUS)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "").replace(" ", "")
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number + 0.0 if math.isfinite(number) else None  # + 0.0 turns -0.0 into 0.0


def read_number(text: str, wanted: Wanted) -> Reading:
    """A number lies within its column's range."""
    number = number_in(text)
    if number is None:
        return not_readable("not a number", wanted, _number_hint(text))
    return _within(number, wanted)


def _number_hint(text: str) -> str:
    if _DECIMAL_COMMA.fullmatch(text):
        return "decimals are written with a point"
    if _EXPONENT.fullmatch(text):
        return "Excel may have shortened it: widen the column and save again"
    return ""


def _within(number: float, wanted: Wanted) -> Reading:
    low, high = wanted.column.minimum, wanted.column.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        return not_readable("outside the possible range", wanted)
    return Reading(number)


def read_integer(text: str, wanted: Wanted) -> Reading:
    """A whole number has no fraction; 12.0 is whole."""
    reading = read_number(text, wanted)
    if reading.value is not None and not reading.value.is_integer():
        return not_readable("not a whole number", wanted)
    return reading


def read_percent(text: str, wanted: Wanted) -> Reading:
    """A percentage may carry its sign: 12% is 12."""
    return read_number(text.removesuffix("%").rstrip(), wanted)


def read_years(text: str, wanted: Wanted) -> Reading:
    """Years per role are `role: years`, separated by semicolons; each role stands once; none is none."""
    if key(text) in NOBODY:
        return Reading({})
    years: dict[str, float] = {}
    for entry in filter(None, map(str.strip, text.split(";"))):
        role, colon, written = entry.partition(":")
        number = number_in(_YEARS_WORD.sub("", written.strip()))
        if not colon or not role.strip() or number is None:
            return not_readable(f'"{entry}" is not a role and its years', wanted)
        if key(role) in years:
            return not_readable(f'"{role.strip()}" stands twice', wanted)
        if _within(number, wanted).fault:
            return not_readable(f'the years in "{entry}" are outside the possible range', wanted)
        years[key(role)] = number
    return Reading(years) if years else Reading(remark=NO_ENTRY)


MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
EARLIEST, LATEST = 1900, 2100
_ZONE = r"(?: ?(?:Z|UTC|GMT|[ECMP][SD]?T|[+-][0-9]{2}:?[0-9]{2}))?"
_TIME = r"(?:(?:T|,? )[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AP]M)?" + _ZONE + ")?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_SHAPES = tuple(
    re.compile(_WEEKDAY + shape + _TIME, re.IGNORECASE)
    for shape in (
        r"(?P<year>[0-9]{4})(?P<mark>[-/])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})(?P<mark>[-/])(?P<day>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<day>[0-9]{1,2})(?P<mark>[- ])(?P<month>[a-z]{3,9})\.?,?(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<month>[a-z]{3,9})\.? (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})",
    )
)
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)


def read_date(text: str, wanted: Wanted) -> Reading:
    """A date has a day, a month and a year; a time of day after it is left out."""
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            date = _date(found["year"], found["month"], found["day"])
            return Reading(date) if date else not_readable("no such date", wanted, "month before day")
    if serial := _SERIAL.fullmatch(text):
        day = _EXCEL_DAY_ZERO + dt.timedelta(days=int(serial[1]))
        return not_readable("not a date", wanted, f"if this is Excel's number for {day}, type the date")
    return not_readable("not a date", wanted)


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        date = dt.date(_full_year(year), _month(month), int(day))
    except ValueError:
        return None
    return date if EARLIEST <= date.year <= LATEST else None


def _full_year(year: str) -> int:
    """A year of two digits is read as Excel reads it: 00 to 29 are in this century."""
    return int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 30 else 1900)


def _month(text: str) -> int:
    """A month is a number or an English name of at least three letters; 0 is none."""
    if text.isdigit():
        return int(text)
    return next((i for i, name in enumerate(MONTHS, start=1) if name.startswith(text.casefold())), 0)
