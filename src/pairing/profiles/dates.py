"""Dates in the usual American and international spellings; month comes before day."""

from __future__ import annotations

import datetime as dt
import re

from pairing.profiles.readings import Reading, Wanted, not_readable

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
