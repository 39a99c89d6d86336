"""What a sweep is asked: written down so that one that is gone on with is the same, in memory too."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import Any

from pairing.analysis.sweeps.axes import Settings
from pairing.profiles import Table
from pairing.season import Season
from pairing.versions import versions


def asked_of(season: Season, settings: Settings, time_limit: float | None) -> dict[str, Any]:
    """What a sweep is: the same words make the same tables.

    inputs: SHA-256 of files whose content is in the season; content: of what the season holds, changed in memory or
    not: its program, its tables, decisions, what stands and earlier years. Values are plain JSON.
    """
    return {
        "program": season.program.name,
        "kind": season.kind,
        **settings.asked,
        "time_limit": time_limit,
        "settings": len(settings),
        "only": None if season.only is None else [season.only.column, season.only.value],
        "standing": None if season.standing is None else season.standing.file,
        "changed": list(season.changed),
        "inputs": season.inputs,
        "content": _content(season),
        "versions": versions("scipy"),
    }


def _content(season: Season) -> dict[str, str]:
    """The SHA-256 of everything that decides a plan, by what it is."""
    parts: dict[str, object] = {
        "program": season.program.model_dump_json(),
        **{table.name: _cells(table) for table in season.tables},
        "decisions": season.decisions,
        "what stands": _fields(season.only) + _fields(season.standing),
        "history": season.history,
    }
    return {name: hashlib.sha256(repr(part).encode()).hexdigest() for name, part in parts.items()}


def _cells(table: Table) -> list[tuple[str, list[Any]]]:
    return [(column, table.values(column)) for column in map(str, table.frame)]


def _fields(item: Any) -> list[tuple[str, Any]]:
    """The fields of what stands, sets in order."""
    values = [] if item is None else [(field.name, getattr(item, field.name)) for field in fields(item)]
    return [(name, sorted(value) if isinstance(value, frozenset) else value) for name, value in values]
