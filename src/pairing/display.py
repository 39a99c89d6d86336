"""What notebooks show of a season or a plan: short HTML of plain values, without scripts or requests.

Colors are those of the page, so that light and dark themes both can be read. Every text is escaped here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

LONGEST = 300
"""Characters of a cell of a table that are shown; sentences are never cut."""
_LONG_WORD = re.compile(r"\S{24}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows."""

STYLE = (
    "<style>.pairing-card{font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:13px;line-height:1.45;"
    "max-width:64rem}.pairing-card h3{font-size:15px;margin:0 0 .2em}"
    ".pairing-card h4{font-size:13px;margin:.9em 0 .2em}.pairing-card p{margin:.2em 0}"
    ".pairing-card ol,.pairing-card ul{margin:.2em 0;padding-left:1.6em}"
    ".pairing-card table{border-collapse:collapse;margin:.2em 0;font-size:13px;font-variant-numeric:tabular-nums}"
    ".pairing-card th,.pairing-card td{text-align:left;vertical-align:top;padding:.2em 1.2em .2em 0;border:0;"
    "border-bottom:1px solid rgba(128,128,128,.35)}.pairing-card th{font-weight:600}"
    ".pairing-card .n{text-align:right}.pairing-card td.n{white-space:nowrap}.pairing-card .more{opacity:.75}"
    ".pairing-card summary{cursor:pointer}</style>"
)


def card(title: str, *parts: str) -> str:
    """One thing as a notebook shows it; parts: HTML made by the functions below, empty ones are left out."""
    return f'{STYLE}<div class="pairing-card"><h3>{text(title)}</h3>{"".join(filter(None, parts))}</div>'


def text(value: Any) -> str:
    """A value as escaped text, blank for unknown; long words may go on in the next line."""
    parts = _LONG_WORD.sub(lambda word: f"{word[0]}\0", _seen(value)).split("\0")
    return "<wbr>".join(map(html.escape, parts))


def _seen(value: Any) -> str:
    return _UNSEEN.sub("", shown(value))


def _cell(value: Any) -> str:
    """A cell of a table; a long one is cut."""
    said = _seen(value)
    return text(said if len(said) <= LONGEST else said[: LONGEST - 1] + "…")


def shown(value: Any) -> str:
    """A value as people read it: yes and no, numbers with at most two decimals (any without end), blank for unknown."""
    if value is None or value is True or value is False:
        return {None: "", True: "yes", False: "no"}[value]
    if isinstance(value, float):
        if value == float("inf"):
            return "any"
        return "" if value != value else f"{value:,.2f}".removesuffix(".00")
    if isinstance(value, int):
        return f"{value:,}"
    return "" if type(value).__name__ in ("NAType", "NaTType") else str(value)


def number(value: Any, digits: int = 6) -> str:
    """A number by itself, without zeros behind it; digits: at most so many. Without end: any."""
    if value is None or value == float("inf"):
        return "any"
    return f"{Decimal(f'{float(value):.{digits}g}'):f}"


def exactly(value: Any) -> str:
    """A number with all digits that it was written with."""
    return number(value, 15)


def fixed(value: float | None, places: int) -> str:
    """A number with so many decimals, so that those below each other line up; nothing for unknown."""
    return "" if value is None or value != value else f"{value:,.{places}f}"


def counted(many: int, one: str, several: str) -> str:
    """How many of something: 1 cohort, 2 cohorts."""
    return f"{many} {one if many == 1 else several}"


def heading(title: str) -> str:
    """The title of what follows."""
    return f"<h4>{text(title)}</h4>" if title else ""


def sentence(*words: str) -> str:
    """A line of text; empty where there is nothing to say."""
    said = "; ".join(filter(None, words))
    return f"<p>{text(said)}</p>" if said else ""


def listing(lines: Sequence[str], *, numbered: bool = False) -> str:
    """One line below the other."""
    tag = "ol" if numbered else "ul"
    return f"<{tag}>{''.join(f'<li>{text(line)}</li>' for line in lines)}</{tag}>" if lines else ""


def folded(title: str, content: str) -> str:
    """What is shown when somebody asks for it."""
    return f"<details><summary>{text(title)}</summary>{content}</details>" if content else ""


def table(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Iterable[int] = (), more: str = ""
) -> str:
    """Rows under headings, nothing where there are none. numbers: the columns that hold numbers. more: a last line."""
    right = set(numbers)
    body = [_row("td", row, right) for row in rows]
    if not body:
        return ""
    last = f'<p class="more">{text(more)}</p>' if more else ""
    head = f"<thead>{_row('th', headings, right)}</thead>" if any(headings) else ""
    return f"{heading(title)}<table>{head}<tbody>{''.join(body)}</tbody></table>{last}"


def frame(title: str, frame: Any, *, most: int = 12, more: str = "") -> str:
    """The first rows of a data frame, numbers to the right; more: where the others are, said where there are any."""
    numbers = [k for k, kind in enumerate(frame.dtypes) if getattr(kind, "kind", "O") in "iuf"]
    rest = f"and {len(frame) - most:,} more: see {more}" if more and len(frame) > most else ""
    rows = frame.head(most).astype(object).to_numpy().tolist()
    return table(title, list(frame.columns), rows, numbers=numbers, more=rest)


def _row(tag: str, cells: Sequence[Any], right: set[int]) -> str:
    inside = (f"<{tag}{_number(k in right)}>{_cell(cell)}</{tag}>" for k, cell in enumerate(cells))
    return f"<tr>{''.join(inside)}</tr>"


def _number(is_one: bool) -> str:
    return ' class="n"' if is_one else ""
