"""The letters of a run as files: all of them, or those that were there before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from pairing.letters.facts import Facts, letters_of
from pairing.letters.rendering import text_letter, word_letter
from pairing.runs import csv_bytes, find_run
from pairing.season import Season
from pairing.season.loading import load
from pairing.storage import replace_folder

FOLDER = "letters"
TABLE = "letters.csv"
SAID = ("id", "name", "role", "district", "city", "state", "email")


def write(folder: str | Path, run: str | None = None, docx: bool = False, only_new: bool = False) -> Path:
    """Write the letters of a run (the latest by default) into its folder `letters`, and return that folder.

    It holds `letters.csv`, one row per recipient for a mail merge, and one text per pair or cohort; docx: and one Word
    document. Earlier letters of the run are replaced, all at once. only_new: only letters about people who are new to
    each other. Raises InputError for a mistake in a template or a run that cannot be read; then nothing is written.

    >>> sorted(path.name for path in pairing.letters.write("my-season").iterdir())[:2]
    ['E001 with M039.txt', 'E002 with M060.txt']
    """
    season = load(folder)
    chosen = find_run(season.folder, run)
    letters = letters_of(season, chosen, only_new=only_new)
    replace_folder(chosen / FOLDER, _files(season, letters, docx))
    return chosen / FOLDER


def _files(season: Season, letters: list[Facts], docx: bool) -> dict[str, bytes]:
    makers = {".txt": text_letter(season.folder, season.kind)}
    if docx:
        makers[".docx"] = word_letter(season.folder, season.kind)
    return {
        TABLE: csv_bytes(table_of(season, letters, ".docx" if docx else ".txt")),
        **{f"{facts['letter']}{ending}": make(facts) for facts in letters for ending, make in makers.items()},
    }


def table_of(season: Season, letters: list[Facts], ending: str) -> pd.DataFrame:
    """One row per recipient, with all that the letter may say."""
    of_one = _of_cohort if season.kind == "cohorts" else _of_pair
    rows = [
        {
            "letter": f"{facts['letter']}{ending}",
            **{f"recipient_{name}": person[name] for name in ("label", "id", "name", "email")},
            **of_one(season, facts, person),
            "shared": " ".join(facts["shared"]),
            **_of_program(facts["program"]),
        }
        for facts in letters
        for person in facts["recipients"]
    ]
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["letter", "recipient_name", "recipient_email"])


def _of_pair(season: Season, facts: Facts, person: Facts) -> dict[str, Any]:
    sides = {"left": season.program.left.label, "right": season.program.right.label}
    return {
        **{f"{label}_{name}": facts[side][name] for side, label in sides.items() for name in SAID},
        "miles": _whole(facts["miles"]),
        "change": facts["change"],
    }


def _of_cohort(season: Season, facts: Facts, person: Facts) -> dict[str, Any]:
    return {
        **{f"recipient_{name}": person[name] for name in ("role", "district", "city", "state")},
        "cohort": facts["cohort"],
        "theme": facts["theme"],
        "meeting_place": facts["meeting_place"],
        "miles_to_meeting": _whole(person["miles"]),
        "longest_drive": _whole(facts["longest_drive"]),
        "members": "; ".join(map(_contact, facts["members"])),
        "facilitators": "; ".join(map(_contact, facts["facilitators"])),
        "change": person["change"],
    }


def _of_program(asks: Facts) -> dict[str, str]:
    return {
        "program": asks["name"],
        **{name: "; ".join(asks[name]) if isinstance(asks[name], list) else asks[name] for name in PROGRAM},
    }


PROGRAM = ("hours", "log_by", "dates", "duties", "contact")


def _contact(person: Facts) -> str:
    return f"{person['name']} <{person['email']}>" if person["email"] else str(person["name"])


def _whole(miles: int | None) -> str:
    return "" if miles is None else f"{miles}"
