"""Program files: what is accepted, and every mistake named at its key, with what was probably meant."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from pairing.profiles import COLUMNS
from pairing.program import parse_program, read_program
from pairing.setup.built_in import programs

HEAD = """
schema = 1
name   = "Test"
kind   = "pairs"
source = "a test"
"""
LEFT = """
[left]
label = "mentee"
table = "mentees"
"""
SCREEN = """
[[left.screen]]
name   = "newcomers"
kind   = "only"
when   = { first_year = true }
source = "a test"
"""
RIGHT = """
[right]
label = "mentor"
table = "mentors"
"""
RULE = """
[[rule]]
name      = "close enough"
kind      = "within_miles"
max_miles = 120
source    = "a test"
"""
CRITERION = """
[[criterion]]
name   = "same region"
kind   = "same"
column = "region"
weight = 10
"""
ROLE = """
[[criterion]]
name   = "near role"
kind   = "role"
weight = 1
areas  = %s
"""
GOALS = """
[[goal]]
kind = "placed"
[[goal]]
kind = "fit"
"""
WHOLE = HEAD + LEFT + SCREEN + RIGHT + RULE + CRITERION + GOALS


def changed(old: str, new: str, text: str = WHOLE) -> str:
    """The whole program with one place changed."""
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times"
    return text.replace(old, new)


def messages(text: str) -> list[str]:
    """Every problem of a program with mistakes."""
    program, problems = parse_program(text)
    assert program is None
    assert all(problem.file == "program.toml" and problem.severity == "error" for problem in problems)
    return [str(problem).removeprefix("program.toml: ") for problem in problems]


def accepted(text: str):
    program, problems = parse_program(text)
    assert problems == []
    assert program is not None
    return program


# ---------------------------------------------------------------- accepted


@pytest.mark.parametrize("name", sorted(programs()))
def test_a_shipped_program_loads_without_a_word(name):
    program, problems = read_program(programs()[name])
    assert problems == []
    assert program is not None
    assert all(item.source for item in (*program.left.screens, *program.right.screens, *program.rules))


def test_missouri_amp_is_shipped():
    assert "missouri-amp" in programs()


def test_a_small_program_has_its_defaults():
    program = accepted(WHOLE)
    assert (program.right.capacity.column, program.right.capacity.default) == ("capacity", 1)
    assert (program.right.capacity_min.column, program.right.capacity_min.default) == ("capacity_min", 0)
    assert [goal.title for goal in program.goals] == ["placed", "fit"]
    assert program.criteria[0].unknown == 0.5
    assert program.rules[0].parameters == {"max_miles": 120}
    assert not program.rules[0].unknown_passes
    assert program.left.screens[0].parameters == {
        "when": {"first_year": True}, "unless": {}, "unknown": "is not eligible",
    }  # fmt: skip


def test_kinds_with_parameters_of_their_own_have_their_defaults():
    goals = '[[goal]]\nkind = "level"\norder = ["I", "II"]\n[[goal]]\nkind = "miles"\nunknown_miles = 0\n'
    program = accepted(WHOLE + ROLE % "{}" + with_criterion("shared") + with_rule("prepared") + goals)
    assert program.criteria[1].parameters == {"areas": {}, "stands_in": 0.5}
    assert program.criteria[2].parameters == {"left_column": "needs", "right_column": "expertise", "central": None}
    assert program.rules[1].parameters == {
        "left_column": "completed", "right_column": "requires", "unless": {}, "where": {},
    }  # fmt: skip
    assert [goal.title for goal in program.goals] == ["placed", "fit", "level", "miles"]
    assert program.goals[2].column == "level"


def test_areas_stand_in_a_table_of_their_own_or_inside():
    inside = accepted(WHOLE + ROLE % '{ "curriculum leader" = ["curriculum"], dean = [] }')
    own = accepted(
        WHOLE + ROLE.replace("areas  = %s", '[criterion.areas]\n"curriculum leader" = ["curriculum"]\ndean = []')
    )
    assert inside.criteria == own.criteria
    assert own.criteria[1].parameters["areas"] == {"curriculum leader": ["curriculum"], "dean": []}


def test_a_list_of_conditions_is_said_with_or_in_the_goal_s_name():
    goal = '[[goal]]\nkind = "placed"\nwho = [{ first_year = true }, { new_to_state = true, role = "dean" }]\n'
    program = accepted(WHOLE + goal)
    assert program.goals[-1].title == "placed (first year yes, or new to state yes and role dean)"


def test_rules_and_limits_are_kept_in_goals_of_their_own():
    few = '[[limit]]\nname = "few"\nkind = "serving"\nat_most = 3\nsource = "x"\n'
    kept = '[[goal]]\nkind = "keep"\nrule = "close enough"\n[[goal]]\nkind = "keep"\nlimit = "few"\ncost_per_unit = 5\n'
    program = accepted(WHOLE + with_rule("same_again") + few + kept)
    assert [goal.title for goal in program.goals[2:]] == ["keep close enough", "keep few"]
    assert program.soft_rules == {"close enough"}
    assert program.soft_limits == {"few"}


@pytest.mark.parametrize(
    "raw",
    [
        WHOLE.encode(),
        b"\xef\xbb\xbf" + WHOLE.encode(),
        WHOLE.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "Windows line ends"],
)
def test_how_an_editor_saves_a_program_does_not_matter(tmp_path: Path, raw: bytes):
    (tmp_path / "program.toml").write_bytes(raw)
    assert read_program(tmp_path / "program.toml") == (accepted(WHOLE), [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_accents_survive_unicode_and_windows_1252(tmp_path: Path, encoding: str):
    text = changed('"Test"', '"Résumé – Test"')
    (tmp_path / "program.toml").write_bytes(text.encode(encoding))
    program, problems = read_program(tmp_path / "program.toml")
    assert problems == []
    assert program is not None
    assert program.name == "Résumé – Test"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_by_its_name(tmp_path: Path, encoding: str):
    (tmp_path / "program.toml").write_bytes(WHOLE.encode(encoding))
    program, (problem,) = read_program(tmp_path / "program.toml")
    assert program is None
    assert "UTF-16" in problem.message
    assert "saved as UTF-8" in problem.expected


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path):
    program, (problem,) = read_program(tmp_path / "program.toml")
    assert program is None
    assert "cannot be read" in problem.message


@pytest.mark.parametrize("text", ["schema =", "[left", "name = 'a'\nname = 'b'", "[" * 5000])
def test_what_is_no_toml_says_where(text):
    (message,) = messages(text)
    assert message.startswith("is not valid TOML: ")


# ---------------------------------------------------------------- mistakes

YEARS_FORM = (
    'left, screen 1 "newcomers", when: "years_by_role" holds years per role: write a role such as "principal", '
    'or a role and its years such as "principal: >= 5", not "%s"'
)
OF_THE_GOAL = 'kind = "fit"\n[[goal]]\n'
KEPT_IS_ONE = "a goal of kind keep names a limit or a rule"

MISTAKES = {
    # unknown keys
    "a key at the top": (
        "schema = 1",
        'schema = 1\nsorce = "x"',
        ['sorce: unknown key; did you mean "source"?'],
    ),
    "a table at the top": ("[[rule]]", "[[rules]]", ['rules: unknown key; did you mean "rule"?']),
    "a key of a side": (
        'table = "mentees"',
        'table = "mentees"\ntabel = "x"',
        ['left, tabel: unknown key; did you mean "table"?'],
    ),
    "a key of a rule": (
        "max_miles = 120",
        "max_mile = 120",
        [
            'rule 1 "close enough", max_miles: is missing',
            'rule 1 "close enough", max_mile: unknown key; did you mean "max_miles"?',
        ],
    ),
    "a key of another kind": (
        "max_miles = 120",
        "max_miles = 120\nmin_years = 4",
        ['rule 1 "close enough", min_years: unknown key; this key is not known here'],
    ),
    "a key of a goal": (
        'kind = "fit"',
        'kind = "fit"\nwho = {}',
        ["goal 2, who: unknown key; this key is not known here"],
    ),
    "a key nothing resembles": (
        "weight = 10",
        "weight = 10\nzzz = 1",
        ['criterion 1 "same region", zzz: unknown key; this key is not known here'],
    ),
    # unknown kinds
    "a kind of rule": (
        '"within_miles"',
        '"within_mile"',
        ['rule 1 "close enough": unknown kind "within_mile"; did you mean "within_miles"?'],
    ),
    "a kind of criterion": (
        'kind   = "same"',
        'kind   = "sane"',
        ['criterion 1 "same region": unknown kind "sane"; did you mean "same"?'],
    ),
    "a kind of screen": (
        'kind   = "only"',
        'kind   = "onyl"',
        ['left, screen 1 "newcomers": unknown kind "onyl"; did you mean "only"?'],
    ),
    "a kind of goal": ('kind = "fit"', 'kind = "fitt"', ['goal 2: unknown kind "fitt"; did you mean "fit"?']),
    "a kind nothing resembles": (
        'kind = "fit"',
        'kind = "zzz"',
        [
            'goal 2: unknown kind "zzz"; expected one of placed, worst_fit, fit, even_load, keep, in_order, level, '
            "miles, moves"
        ],
    ),
    "no kind at all": ('kind      = "within_miles"\n', "", ['rule 1 "close enough": kind is missing']),
    "a kind of program": (
        'kind   = "pairs"',
        'kind   = "pears"',
        ['kind: unknown kind of program; did you mean "pairs"?, got "pears"'],
    ),
    # unknown columns
    "a column": (
        'column = "region"',
        'column = "regoin"',
        ['criterion 1 "same region", column: no column "regoin"; did you mean "region"?'],
    ),
    "a column among several": (
        'column = "region"',
        'column = ["state", "regoin"]',
        ['criterion 1 "same region", column: no column "regoin"; did you mean "region"?'],
    ),
    "a column nothing resembles": (
        'column = "region"',
        'column = "zzz"',
        ['criterion 1 "same region", column: no column "zzz"; declare it under [extra_columns]'],
    ),
    "no column at all": ('column = "region"', "column = []", ['criterion 1 "same region", column: no column is named']),
    "a column of a condition": (
        "first_year = true",
        "frist_year = true",
        ['left, screen 1 "newcomers", when: no column "frist_year"; did you mean "first_year"?'],
    ),
    "a column of the wrong type": (
        RIGHT,
        RIGHT + 'capacity = { column = "region", default = 1 }\n',
        ['right, capacity, column: column "region" holds text, expected a column of numbers'],
    ),
    # wrong types and values
    "text for a number": (
        "weight = 10",
        'weight = "10"',
        ['criterion 1 "same region", weight: must be a number, without quotes, got "10"'],
    ),
    "yes for a number": (
        "weight = 10",
        "weight = true",
        ['criterion 1 "same region", weight: input should be a valid number, got "True"'],
    ),
    "a number for a text": ('"close enough"', "5", ['rule 1 "5", name: input should be a valid string, got "5"']),
    "a text for a table": (
        "{ first_year = true }",
        '"first_year"',
        [
            'left, screen 1 "newcomers", when: write a table such as { first_year = true }, '
            'or a list of such tables, not "first_year"'
        ],
    ),
    "a number for a table": (
        "{ first_year = true }",
        "5",
        [
            'left, screen 1 "newcomers", when: write a table such as { first_year = true }, '
            "or a list of such tables, not 5"
        ],
    ),
    "no table in a list": (
        "{ first_year = true }",
        "[]",
        [
            'left, screen 1 "newcomers", when: is an empty list, which nobody meets; '
            "leave it out or write a table of columns and tests"
        ],
    ),
    "an empty table in a list": (
        "{ first_year = true }",
        "[{ first_year = true }, {}]",
        ['left, screen 1 "newcomers", when: item 2 of the list is an empty table, which everybody meets; leave it out'],
    ),
    "a text in a list of tables": (
        "{ first_year = true }",
        '["first_year"]',
        [
            'left, screen 1 "newcomers", when: item 1 of the list is first_year, '
            "expected a table such as { first_year = true }"
        ],
    ),
    "a column of the second table": (
        "{ first_year = true }",
        "[{ first_year = true }, { new_to_stat = true }]",
        ['left, screen 1 "newcomers", when: item 2 of the list: no column "new_to_stat"; did you mean "new_to_state"?'],
    ),
    "years in no role": ("first_year = true", 'years_by_role = ">= 5"', [YEARS_FORM % ">= 5"]),
    "years in a blank role": ("first_year = true", 'years_by_role = " : >= 5"', [YEARS_FORM % " : >= 5"]),
    "years without a comparison": ("first_year = true", 'years_by_role = "dean: 5"', [YEARS_FORM % "dean: 5"]),
    "years compared with words": ("first_year = true", 'years_by_role = "dean: > few"', [YEARS_FORM % "dean: > few"]),
    "years as a number": ("first_year = true", "years_by_role = 5", [YEARS_FORM % "5"]),
    "years as yes/no": ("first_year = true", "years_by_role = true", [YEARS_FORM % "True"]),
    "years in a role of a number": (
        "first_year = true",
        'years_in_role = "dean: >= 5"',
        [
            'left, screen 1 "newcomers", when: "years_in_role" holds numbers: write a number or a comparison such as '
            '">= 5", not "dean: >= 5"'
        ],
    ),
    "a distance of nothing": (
        "max_miles = 120",
        "max_miles = 0",
        ['rule 1 "close enough", max_miles: must be more than 0, got "0"'],
    ),
    "an endless distance": (
        "max_miles = 120",
        "max_miles = inf",
        ['rule 1 "close enough", max_miles: input should be a finite number, got "inf"'],
    ),
    "a negative weight": (
        "weight = 10",
        "weight = -1",
        ['criterion 1 "same region", weight: must be 0 or more, got "-1"'],
    ),
    "more than all for unknown": (
        "weight = 10",
        "weight = 10\nunknown = 1.5",
        ['criterion 1 "same region", unknown: must be at most 1, got "1.5"'],
    ),
    "another word for unknown": (
        "max_miles = 120",
        'max_miles = 120\nunknown = "maybe"',
        ["rule 1 \"close enough\", unknown: input should be 'passes' or 'fails', got \"maybe\""],
    ),
    "half a seat": (
        RIGHT,
        RIGHT + 'capacity = { column = "capacity", default = 1.5 }\n',
        ['right, capacity, default: input should be a valid integer, got "1.5"'],
    ),
    "a label of two words": (
        '"mentee"',
        '"new leader"',
        ["left, label: string should match pattern '^[a-z][a-z0-9_]*$', got \"new leader\""],
    ),
    "a schema of the future": ("schema = 1", "schema = 2", ['schema: input should be 1, got "2"']),
    # missing
    "the source of a rule": (
        'max_miles = 120\nsource    = "a test"',
        "max_miles = 120",
        ['rule 1 "close enough", source: is missing'],
    ),
    "the source of a screen": (
        '{ first_year = true }\nsource = "a test"',
        "{ first_year = true }",
        ['left, screen 1 "newcomers", source: is missing'],
    ),
    "the source of the program": ('source = "a test"\n\n[left]', "\n[left]", ["source: is missing"]),
    "a blank source": (
        'max_miles = 120\nsource    = "a test"',
        'max_miles = 120\nsource    = " "',
        ['rule 1 "close enough", source: string should match pattern \'\\S\', got " "'],
    ),
    "the name of a rule": ('name      = "close enough"\n', "", ["rule 1, name: is missing"]),
    "a side": (RIGHT, "", ["right: is missing"]),
    "criteria": (CRITERION, "", ["criterion: is missing"]),
    "goals": (GOALS, "", ["goal: is missing"]),
    # conditions that cannot be answered
    "yes/no as text": (
        "first_year = true",
        'first_year = "yes"',
        ['left, screen 1 "newcomers", when: "first_year" is yes/no: write true or false, not "yes"'],
    ),
    "text as yes/no": (
        "first_year = true",
        "role = true",
        ['left, screen 1 "newcomers", when: "role" holds text, so it is never true'],
    ),
    "text compared": (
        "first_year = true",
        'region = ">= 4"',
        ['left, screen 1 "newcomers", when: "region" holds text, so ">= 4" cannot be compared'],
    ),
    "a list compared": (
        "first_year = true",
        'past_roles = "> 4"',
        ['left, screen 1 "newcomers", when: "past_roles" holds list, so "> 4" cannot be compared'],
    ),
    "a number compared with words": (
        "first_year = true",
        'enrollment = "< many"',
        ['left, screen 1 "newcomers", when: "< many" must compare "enrollment" with a number'],
    ),
    "a number as words": (
        "first_year = true",
        'enrollment = "many"',
        [
            'left, screen 1 "newcomers", when: "enrollment" holds numbers: write a number or a comparison such as '
            '">= 5", not "many"'
        ],
    ),
    "a date compared with words": (
        "first_year = true",
        'hired_on = ">= soon"',
        ['left, screen 1 "newcomers", when: ">= soon" must compare "hired_on" with a date such as 2026-04-30'],
    ),
    "a date as words": (
        "first_year = true",
        'hired_on = "4/30/2026"',
        [
            'left, screen 1 "newcomers", when: "hired_on" holds dates: write a date such as "2026-04-30", '
            'not "4/30/2026"'
        ],
    ),
    "a choice that is none": (
        "first_year = true",
        'grade_span = "K-6"',
        ['left, screen 1 "newcomers", when: "grade_span" is never "K-6"; it is one of K-12, K-8, secondary, other'],
    ),
    "one of several tests": (
        "first_year = true",
        'status = ["active", "away"]',
        ['left, screen 1 "newcomers", when: "status" is never "away"; it is one of active, retired'],
    ),
    "no test at all": (
        "first_year = true",
        "status = []",
        ['left, screen 1 "newcomers", when: "status" is tested with an empty list, which nothing passes'],
    ),
    "a date of TOML's own": (
        "first_year = true",
        "hired_on = 2026-04-30",
        [
            'left, screen 1 "newcomers", when: "hired_on" is tested with 2026-04-30: '
            "write text in quotes, a number, true or false"
        ],
    ),
    "whom a goal counts": (
        'kind = "placed"',
        'kind = "placed"\n[[goal]]\nkind = "placed"\nwho = { enrollment = true }',
        ['goal 2, who: "enrollment" holds number, so it is never true'],
    ),
    "classes that are no numbers": (
        'kind = "placed"',
        'kind = "placed"\nby = "region"',
        ['goal 1, by: column "region" holds text, expected a column of numbers'],
    ),
    # goals
    "an order by nothing": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "in_order"\ncolumns = []',
        ["goal 3, columns: no column is named"],
    ),
    "an order without columns": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "in_order"',
        ["goal 3, columns: is missing"],
    ),
    "an order by text": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "in_order"\ncolumns = ["priority", "region"]',
        ['goal 3, columns 2: column "region" holds text, expected a column of numbers, dates or yes/no'],
    ),
    "levels that are none": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "level"\norder = []',
        ["goal 3, order: must not be empty"],
    ),
    "levels that are missing": ('kind = "fit"', OF_THE_GOAL + 'kind = "level"', ["goal 3, order: is missing"]),
    "a level twice": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "level"\norder = ["ASLS I", "II", "asls  i"]',
        ['goal 3, order: "asls  i" stands twice'],
    ),
    "a level in the same words": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "level"\norder = ["I", "I"]',
        ['goal 3, order: "I" stands twice'],
    ),
    "a blank level": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "level"\norder = ["I", " "]',
        ["goal 3, order: a text is blank"],
    ),
    "a level in a list": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "level"\norder = ["I"]\ncolumn = "completed"',
        ['goal 3, column: column "completed" holds list, expected a column of texts'],
    ),
    "miles of which the unknown count as nothing said": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "miles"',
        ["goal 3, unknown_miles: is missing"],
    ),
    "unknown miles below 0": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "miles"\nunknown_miles = -0.5',
        ['goal 3, unknown_miles: must be 0 or more, got "-0.5"'],
    ),
    "unknown miles without end": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "miles"\nunknown_miles = inf',
        ['goal 3, unknown_miles: must be at most 1000000, got "inf"'],
    ),
    "nothing to keep": ('kind = "fit"', OF_THE_GOAL + 'kind = "keep"', [f"goal 3, limit: is missing; {KEPT_IS_ONE}"]),
    "two things to keep": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "keep"\nrule = "close enough"\nlimit = "few"',
        [
            f"goal 3, rule: stands beside a limit; {KEPT_IS_ONE}",
            'goal keep names limit "few", which is no [[limit]]; there is none',
        ],
    ),
    "a rule to keep that is none": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "keep"\nrule = "close enouhg"',
        ['goal keep names rule "close enouhg", which is no [[rule]]; did you mean "close enough"?'],
    ),
    "a rule to keep that nothing resembles": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "keep"\nrule = "zzz"',
        ['goal keep names rule "zzz", which is no [[rule]]; they are close enough'],
    ),
    "a rule kept twice": (
        'kind = "fit"',
        'kind = "fit"' + '\n[[goal]]\nkind = "keep"\nrule = "close enough"\nname = "%s"' * 2 % ("a", "b"),
        ['2 goals of kind keep name rule "close enough"; once is enough'],
    ),
    "a rule kept for nothing": (
        'kind = "fit"',
        OF_THE_GOAL + 'kind = "keep"\nrule = "close enough"\ncost_per_unit = 0',
        ['goal 3, cost_per_unit: must be 1 or more, got "0"'],
    ),
    "an order before placing": (
        GOALS,
        '[[goal]]\nkind = "in_order"\ncolumns = ["priority"]' + GOALS,
        [
            'goal in_order must stand after placed (without "who"): '
            "it says who stays without a partner once as many as possible have one"
        ],
    ),
    "an order after placing some": (
        GOALS,
        '[[goal]]\nkind = "placed"\nname = "some"\nwho = [{ first_year = true }]\n'
        '[[goal]]\nkind = "in_order"\ncolumns = ["priority"]' + GOALS,
        [
            'goal in_order must stand after placed (without "who"): '
            "it says who stays without a partner once as many as possible have one"
        ],
    ),
    # practice areas and central needs
    "a role of which the areas stand twice": (
        CRITERION,
        CRITERION + ROLE % '{ dean = ["a"], "Dean " = ["b"] }',
        ['criterion 2 "near role", areas: "Dean " stands twice'],
    ),
    "an area twice": (
        CRITERION,
        CRITERION + ROLE % '{ dean = ["a", "A"] }',
        ['criterion 2 "near role", areas: "A" stands twice'],
    ),
    "a blank area": (
        CRITERION,
        CRITERION + ROLE % '{ dean = [""] }',
        ['criterion 2 "near role", areas: a text is blank'],
    ),
    "an area that is no list": (
        CRITERION,
        CRITERION + ROLE % '{ dean = "a" }',
        ['criterion 2 "near role", areas, dean: input should be a valid list, got "a"'],
    ),
    "more than all for what stands in": (
        CRITERION,
        CRITERION + ROLE % "{}\nstands_in = 1.1",
        ['criterion 2 "near role", stands_in: must be at most 1, got "1.1"'],
    ),
    "central needs that count for nothing": (
        'kind   = "same"\ncolumn = "region"',
        'kind = "shared"\ncentral = 0',
        ['criterion 1 "same region", central: must be more than 0, got "0"'],
    ),
    "a list for a level": (
        RULE,
        RULE + '[[rule]]\nname = "not again"\nkind = "not_listed"\nright_column = "requires"\nsource = "x"\n',
        ['rule 2 "not again", right_column: column "requires" holds list, expected a column of texts'],
    ),
    "an exception that cannot be answered": (
        RULE,
        RULE + '[[rule]]\nname = "ready"\nkind = "prepared"\nunless = { role = true }\nsource = "x"\n',
        ['rule 2 "ready", unless: "role" holds text, so it is never true'],
    ),
    # wrong together
    "two rules of one name": (
        RULE,
        RULE + RULE,
        ['2 items of [[rule]] are named "close enough"; give each a name of its own'],
    ),
    "two criteria of one name": (
        CRITERION,
        CRITERION + CRITERION,
        ['2 items of [[criterion]] are named "same region"; give each a name of its own'],
    ),
    "two goals of one name": (
        'kind = "fit"',
        'kind = "fit"\nname = "placed"',
        ['2 items of [[goal]] are named "placed"; give each a name of its own'],
    ),
    "a goal twice": (
        GOALS,
        GOALS + '[[goal]]\nkind = "fit"\nname = "again"\n',
        ["goal fit stands 2 times; once is enough"],
    ),
    "no weight at all": (
        "weight = 10",
        "weight = 0",
        ["every [[criterion]] has weight 0; at least one weight must be above 0"],
    ),
    "sides of one label": ('"mentor"', '"mentee"', ["[left] and [right] must have different labels and tables"]),
    "sides of one table": ('"mentors"', '"mentees"', ["[left] and [right] must have different labels and tables"]),
    "nobody need be placed": (
        'kind = "placed"',
        'kind = "placed"\nwho = { first_year = true }',
        ['[[goal]] of kind placed without "who" is missing: without it a plan may leave anyone out'],
    ),
    "the worst fit before placing": (
        GOALS,
        '[[goal]]\nkind = "worst_fit"' + GOALS,
        ['goal worst_fit must stand after placed (without "who"): the best worst fit of all is to place nobody'],
    ),
    "the worst fit after placing some": (
        GOALS,
        '[[goal]]\nkind = "placed"\nname = "some"\nwho = { first_year = true }\n[[goal]]\nkind = "worst_fit"' + GOALS,
        ['goal worst_fit must stand after placed (without "who"): the best worst fit of all is to place nobody'],
    ),
    "one_side on the left": (
        SCREEN,
        '[[left.screen]]\nkind = "one_side"\nsource = "x"\n',
        ["a screen of kind one_side belongs to [right]: it keeps left people off the right side"],
    ),
    "already_matched on the right": (
        RIGHT,
        RIGHT + '[[right.screen]]\nkind = "already_matched"\nsource = "x"\n',
        ["a screen of kind already_matched belongs to [left]: it names the partner on the right"],
    ),
    "headings mapped onto no column": (
        LEFT,
        '[columns]\n"Your district" = "distrct"\n' + LEFT,
        ['[columns] maps "Your district" onto "distrct", which is no column; did you mean "district"?'],
    ),
    "headings of one table mapped onto no column": (
        LEFT,
        '[columns.mentees]\n"Zzz" = "zzz"\n' + LEFT,
        ['[columns] maps "Zzz" onto "zzz", which is no column; expected a column name or "ignore"'],
    ),
    "headings of a table that is none": (
        LEFT,
        '[columns.mentes]\n"A" = "id"\n' + LEFT,
        ["[columns.mentes] names no table of this program (mentees, mentors)"],
    ),
    "a column of the vocabulary declared again": (
        LEFT,
        '[extra_columns]\nregion = "text"\n' + LEFT,
        ['[extra_columns] declares "region", which is already a column of the vocabulary'],
    ),
    "an extra column of no type": (
        LEFT,
        '[extra_columns]\nmascot = "animal"\n' + LEFT,
        [
            "extra_columns, mascot: input should be 'text', 'number', 'integer', 'percent', 'yes/no', 'date', 'list' "
            "or 'ids', got \"animal\""
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_at_its_key(old, new, expected):
    assert messages(changed(old, new)) == expected


def test_the_mistakes_are_all_that_is_wrong_with_their_programs():
    assert accepted(WHOLE)
    assert all(changed(old, new) != WHOLE for old, new, _ in MISTAKES.values())


def test_all_mistakes_are_told_in_one_pass():
    text = changed("schema = 1", "schema = 3")
    text = changed('column = "region"', 'column = "regoin"', text)
    text = changed("max_miles = 120", "max_miles = -4", text)
    text = changed('kind = "fit"', 'kind = "fitness"', text)
    assert messages(text) == [
        'schema: input should be 1, got "3"',
        'rule 1 "close enough", max_miles: must be more than 0, got "-4"',
        'criterion 1 "same region", column: no column "regoin"; did you mean "region"?',
        'goal 2: unknown kind "fitness"; did you mean "fit"?',
    ]


def test_all_that_does_not_go_together_is_told_in_one_pass():
    text = changed("weight = 10", "weight = 0", changed(RULE, RULE + RULE))
    text = changed('kind = "placed"', 'kind = "placed"\nwho = { first_year = true }', text)
    assert len(messages(text)) == 3


def test_an_item_without_a_name_is_known_by_its_number():
    second = '[[rule]]\nkind = "within_miles"\nmax_miles = 3\nsource = "x"\n'
    assert messages(changed(RULE, RULE + second)) == ["rule 2, name: is missing"]


# ---------------------------------------------------------------- columns of the program's own

EXTRA = """
[extra_columns]
mascot   = "text"
budget   = "number"
pupils   = "integer"
tax      = "percent"
charter  = "yes/no"
since    = "date"
hobbies  = "list"
partners = "ids"
"""


def with_rule(kind: str, *lines: str) -> str:
    return "\n".join(["[[rule]]", 'name = "r"', f'kind = "{kind}"', *lines, 'source = "x"', ""])


def with_criterion(kind: str, *lines: str) -> str:
    return "\n".join(["[[criterion]]", 'name = "c"', f'kind = "{kind}"', *lines, "weight = 1", ""])


USES = {
    "text in a rule": with_rule("same", 'column = "mascot"'),
    "several in a rule": with_rule("different", 'column = ["charter", "region", "since"]'),
    "a number in a rule": with_rule("experience", 'column = "budget"', "min_years = 1"),
    "text in a criterion": with_criterion("same", 'column = "mascot"'),
    "a number in a criterion": with_criterion("likeness", 'column = "budget"', "half_at = 5"),
    "a percentage in a criterion": with_criterion("likeness", 'column = "tax"', "half_at = 5"),
    "lists in a criterion": with_criterion("shared", 'left_column = "hobbies"', 'right_column = "partners"'),
    "ids in a criterion": with_criterion("preference", 'column = "partners"'),
    "years in a criterion": with_criterion("experience", 'column = "pupils"', "full_at_years = 5"),
    "conditions of a screen": (
        '[[left.screen]]\nkind = "routed"\nto = "x"\nsource = "x"\n'
        'when = { mascot = "Owl", charter = true, since = "> 2020-01-01" }\n'
        'unless = { hobbies = ["chess", "golf"], tax = ">= 5", pupils = 3 }\n'
    ),
    "ids of a screen": '[[left.screen]]\nkind = "already_matched"\ncolumn = "partners"\nsource = "x"\n',
    "a list of conditions": (
        '[[left.screen]]\nkind = "only"\nsource = "x"\n'
        'when = [{ mascot = "Owl" }, { charter = true, pupils = ">= 3" }]\n'
    ),
    "what somebody has completed": with_rule("prepared", 'left_column = "hobbies"', "unless = { charter = true }"),
    "a text not in a list": with_rule("not_listed", 'right_column = "mascot"'),
    "partners again": with_rule("same_again", 'column = "partners"'),
    "an order": '[[goal]]\nkind = "in_order"\ncolumns = ["charter", "since", "pupils", "tax", "priority"]\n',
    "levels": '[[goal]]\nkind = "level"\ncolumn = "mascot"\norder = ["Owl", "Eagle"]\n',
    "whom a goal counts": '[[goal]]\nkind = "placed"\nname = "g"\nwho = { mascot = "Owl" }\n',
    "classes of a goal": '[[goal]]\nkind = "placed"\nname = "g"\nby = "pupils"\n',
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_declared_column_may_be_used_in_every_kind(use):
    accepted(EXTRA.join([HEAD, WHOLE.removeprefix(HEAD)]) + use)


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_column_that_is_not_declared_may_not_be_used(use):
    (message, *_) = messages(WHOLE + use)
    assert "no column " in message


@pytest.mark.parametrize(
    ("kind", "line", "expected"),
    [
        ("likeness", 'column = "mascot"\nhalf_at = 1', 'column "mascot" holds text, expected a column of numbers'),
        (
            "experience",
            'column = "since"\nfull_at_years = 1',
            'column "since" holds date, expected a column of numbers',
        ),
        ("shared", 'left_column = "budget"', 'column "budget" holds number, expected a column of lists'),
        ("preference", 'column = "hobbies"', 'column "hobbies" holds list, expected a column of ids'),
    ],
)
def test_a_declared_column_must_be_of_the_type_that_a_kind_needs(kind, line, expected):
    (message,) = messages(EXTRA.join([HEAD, WHOLE.removeprefix(HEAD)]) + with_criterion(kind, line))
    assert message.endswith(expected)


def test_headings_are_mapped_for_all_tables_or_for_one():
    columns = '[columns]\n"Your name" = "name"\n"Time" = "ignore"\n[columns.mentors]\n"Your name" = "email"\n'
    program = accepted(WHOLE + columns)
    assert program.mapping("mentees") == {"Your name": "name", "Time": "ignore"}
    assert program.mapping("mentors") == {"Your name": "email", "Time": "ignore"}


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_every_column_of_the_vocabulary_can_be_compared_between_two_people(column):
    accepted(changed('column = "region"', f'column = "{column}"'))


def test_members_share_cohorts_by_a_column_of_single_values_only():
    whole = programs()["missouri-collaboration-cohorts"].read_text(encoding="utf-8")
    limit = '\n[[limit]]\nname = "buddies"\nkind = "together"\nsource = "a test"\ncolumn = "{}"\n'
    assert parse_program(whole + limit.format("county"))[1] == []
    program, problems = parse_program(whole + limit.format("interests"))
    assert program is None
    assert [str(problem).partition('"buddies", ')[2] for problem in problems] == [
        'column: column "interests" holds list, expected a column of single values'
    ]


# ---------------------------------------------------------------- programs in other processes and under -OO


@pytest.mark.parametrize("name", sorted(programs()))
def test_a_program_that_travels_is_the_same(name: str):
    program, _ = read_program(programs()[name])
    there = pickle.loads(pickle.dumps(program))
    assert there == program
    assert [type(rule) for rule in there.rules] == [type(rule) for rule in program.rules]
    assert [rule.model_fields_set for rule in there.rules] == [rule.model_fields_set for rule in program.rules]


def test_every_goal_says_what_it_does_where_docstrings_are_gone():
    script = (
        "from pairing.program.goals import COHORT_GOALS, GOALS, MEANINGS; "
        "print(all(MEANINGS[goal] for goal in [*GOALS.values(), *COHORT_GOALS.values()]), GOALS['fit'].__doc__)"
    )
    done = subprocess.run([sys.executable, "-OO", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "None"]
