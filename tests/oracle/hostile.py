"""A season whose every cell tries to be more than text, and one of many pairs: for the tests of what people look at."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror=window.hacked=1>',
    "</script><script>window.hacked=1</script>",
    '=HYPERLINK("https://example.org","x")',
    "@SUM(1)|'{{ 7*7 }}' {% raw %}",
    "\u202eright to left \u05d0\u05d1\u05d2",
    "</style></title><!-- ]]>",
    "x" * 3000,
    "a&amp;b &lt;i&gt; 'single' \"double\" `back`",
)
TEXTS = ("name", "email", "district", "notes", "role", "region", "county", "city", "needs", "expertise", "past_roles")


def hostile_season(folder: Path) -> Path:
    """The sample of Missouri AMP with such texts in every free column, ids, and the program's own names."""
    folder.mkdir(parents=True)
    for name in ("mentees", "mentors"):
        table = pd.read_csv(ROOT / "data" / "missouri-amp" / f"{name}.csv", dtype=str, keep_default_na=False)
        table = table[table["id"] != ""].reset_index(drop=True)
        if "conflicts" in table:
            table["conflicts"] = ""
        for c, column in enumerate(name for name in TEXTS if name in table):
            table[column] = [HOSTILE[(i + c) % len(HOSTILE)].replace(";", ",") for i in range(len(table))]
        table["email"] = table["email"] + " " + table["id"]  # whoever shares an address is one person
        table.to_csv(folder / f"{name}.csv", index=False)
    decisions = (ROOT / "data" / "missouri-amp" / "decisions.csv").read_text(encoding="utf-8")
    decisions = decisions.replace("K. Doe", "<b onclick=alert(1)>K</b>").replace("Met at", "<script>hacked=1</script>")
    (folder / "decisions.csv").write_text(decisions, encoding="utf-8")
    program = (ROOT / "models" / "missouri-amp.toml").read_text(encoding="utf-8")
    program = program.replace('"Missouri AMP"', "'<script>window.hacked=1</script>'")
    program = program.replace('"close by"', "'<img src=x onerror=hacked=1>'")
    (folder / "program.toml").write_text(program, encoding="utf-8")
    return folder


def many_pairs(folder: Path, pairs: int = 600) -> Path:
    """A season of so many mentees and a quarter more mentors, who live where the sample's people live."""
    folder.mkdir(parents=True)
    draw = random.Random(pairs)
    for name, letter, many in (("mentees", "E", pairs), ("mentors", "M", pairs + pairs // 4)):
        table = pd.read_csv(ROOT / "data" / "missouri-amp" / f"{name}.csv", dtype=str, keep_default_na=False)
        table = table[table["zip"] != ""]
        rows = table.iloc[[draw.randrange(len(table)) for _ in range(many)]].reset_index(drop=True)
        rows["id"] = [f"{letter}{k:04}" for k in range(many)]
        rows["district_id"] = [f"{letter}D{k}" for k in range(many)]
        rows["district"] = [f"{district} {k}" for k, district in enumerate(rows["district"])]
        rows["email"] = [f"person{k}.{letter}@example.org" for k in range(many)]
        for column in ("conflicts", "prefers", "declines", "current_mentor", "capacity_min"):
            if column in rows:
                rows[column] = ""
        if name == "mentees":
            rows["first_year"], rows["grade_span"] = "yes", "K-12"
        rows.to_csv(folder / f"{name}.csv", index=False)
    program = (ROOT / "models" / "missouri-amp.toml").read_text(encoding="utf-8")
    (folder / "program.toml").write_text(program.replace("max_miles = 120", "max_miles = 600"), encoding="utf-8")
    return folder
