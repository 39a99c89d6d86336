"""Texts, ids, lists, choices and yes/no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pairing.errors import did_you_mean
from pairing.profiles.readings import NO_ENTRY, NOBODY, WRITTEN_BLANKS, Reading, Wanted, hyphenated, not_readable
from pairing.profiles.table import key

YES = frozenset({"yes", "y", "true", "t", "1", "x", "\u2713", "\u2714", "\u2611", "\u2612"})
NO = frozenset({"no", "n", "false", "f", "0", "\u2610"})
_WHOLE = re.compile(r"([0-9]+)\.0+")
_SHORTENED_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,3}")
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DAY_AND_MONTH = re.compile(rf"[0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}}", re.IGNORECASE)
_GARBLED = re.compile("\u00c3[\u0080-\u00bf\u0152-\u2122]|\u00e2\u20ac|\ufffd")


def looks_like_excel_date(text: str) -> bool:
    """Excel shows 9-12 as 12-Sep and 10-25 as Oct-25."""
    return len(text) <= 6 and bool(_DAY_AND_MONTH.fullmatch(text))


def read_text(text: str, wanted: Wanted) -> Reading:
    """Any text is a text; one that a program has probably damaged is worth a look."""
    if _SHORTENED_NUMBER.fullmatch(text):
        return not_readable("Excel shortened a long number", wanted, "format the column as Text and type it again")
    if whole := _WHOLE.fullmatch(text):
        return Reading(whole[1], remark='the ".0" of a whole number is cut')
    return Reading(text, remark=_doubt(text), severity="warning")


def _doubt(text: str) -> str:
    if looks_like_excel_date(text):
        return "this may be a text, such as 9-12, that Excel turned into a date"
    if text.casefold() in WRITTEN_BLANKS:
        return "this is kept as a text; leave the cell blank for unknown"
    if _GARBLED.search(text):
        return 'accented letters are garbled; save the file again as "CSV UTF-8"'
    return ""


def read_id(text: str, wanted: Wanted) -> Reading:
    """An id is a short text without semicolons, which separate ids elsewhere; 1001.0 is 1001."""
    if ";" in text:
        return Reading(_whole(text), "an id may not contain a semicolon", "an id without ;")
    if _SHORTENED_NUMBER.fullmatch(text) or looks_like_excel_date(text):
        return not_readable("Excel damaged an id", wanted, "format the column as Text and type it again")
    return Reading(_whole(text))


def _whole(text: str) -> str:
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def read_ids(text: str, wanted: Wanted) -> Reading:
    """Ids are separated by semicolons; each is read as an id."""
    for entry in _entries(text):
        if _SHORTENED_NUMBER.fullmatch(entry) or looks_like_excel_date(entry):
            return not_readable(f'Excel damaged the id "{entry}"', wanted, "format the column as Text")
    return _list(text, _whole)


def read_list(text: str, wanted: Wanted) -> Reading:
    """Entries are separated by semicolons and keep their order; the same entry counts once."""
    if looks_like_excel_date(text):
        return Reading((text,), remark=_doubt(text), severity="warning")
    return _list(text, str)


def _list(text: str, read_entry: Callable[[str], str]) -> Reading:
    if key(text) in NOBODY:
        return Reading(())
    entries: dict[str, str] = {}
    for entry in map(read_entry, _entries(text)):
        entries.setdefault(key(entry), entry)
    return Reading(tuple(entries.values())) if entries else Reading(remark=NO_ENTRY)


def _entries(text: str) -> Iterable[str]:
    return filter(None, (entry.strip() for entry in text.split(";")))


def read_yes_no(text: str, wanted: Wanted) -> Reading:
    """Yes and no come in many spellings, and nothing else is either."""
    if key(text) in YES:
        return Reading(True)
    if key(text) in NO:
        return Reading(False)
    return not_readable("neither yes nor no", wanted)


def read_choice(text: str, wanted: Wanted) -> Reading:
    """A choice is one of the listed values or another usual spelling of one; any dash is a hyphen."""
    choices = {_choice_key(choice): choice for choice in wanted.column.choices}
    aliases = {_choice_key(alias): choice for alias, choice in wanted.column.aliases.items()}
    chosen = choices.get(_choice_key(text)) or aliases.get(_choice_key(text))
    if chosen or not choices:
        return Reading(chosen or text)
    return not_readable("not one of the choices", wanted, did_you_mean(hyphenated(text), wanted.column.choices))


def _choice_key(text: str) -> str:
    return _whole(key(hyphenated(text)))
