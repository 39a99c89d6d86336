"""Seasons changed in memory: each change alone, what cannot be, and that the season which was stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pairing
from amount import examples
from build import season_of
from cohort_build import cohort_season
from pairing.errors import InputError
from pairing.instance.pairs import build
from pairing.profiles import shown
from pairing.profiles.layout import cell_of
from pairing.program.reading import validate
from pairing.runs.folder import files_of
from pairing.season import Season
from pairing.verify import check

ROOT = Path(__file__).resolve().parents[2]
Change = Callable[[Season], Season]
SMALL: dict[str, Any] = {
    "rule": [{"name": "near", "kind": "within_miles", "max_miles": 40.0}],
    "criterion": [{"name": "wish", "kind": "preference", "weight": 1, "unknown": 0.0}],
    "goal": [{"kind": "placed"}, {"kind": "fit"}],
    "left": {"label": "mentee", "table": "mentees"},
    "right": {"label": "mentor", "table": "mentors"},
}


@pytest.fixture(scope="module")
def season() -> Season:
    return pairing.sample_season()


@pytest.fixture(scope="module")
def cohorts() -> Season:
    return pairing.sample_season("missouri-collaboration-cohorts")


CHANGES: dict[str, tuple[Change, tuple[str, ...]]] = {
    "one weight": (
        lambda s: s.with_weights({"close by": 50}),
        ('criterion "close by": weight 50 (was 35)',),
    ),
    "numpy's numbers": (
        lambda s: s.with_weights({"close by": np.int64(50)}).with_rule("within 120 miles", max_miles=np.float32(60)),
        ('criterion "close by": weight 50 (was 35)', 'rule "within 120 miles": max_miles 60 (was 120)'),
    ),
    "a rule changed": (
        lambda s: s.with_rule("within 120 miles", max_miles=60),
        ('rule "within 120 miles": max_miles 60 (was 120)',),
    ),
    "a rule of another kind": (
        lambda s: s.with_rule("within 120 miles", kind="same", column="region"),
        ('rule "within 120 miles": kind same (was within_miles), max_miles the default (was 120), '
         "column region (was the default)",),
    ),
    "a rule renamed": (
        lambda s: s.with_rule("within 120 miles", name="near"),
        ('rule "within 120 miles" left out', 'rule "near" added: kind within_miles, max_miles 120'),
    ),
    "a rule more": (
        lambda s: s.with_rule("near", kind="within_miles", max_miles=60),
        ('rule "near" added: kind within_miles, max_miles 60',),
    ),
    "a criterion more": (
        lambda s: s.with_criterion("same county", kind="same", column="county", weight=3),
        ('criterion "same county" added: kind same, weight 3, column county',),
    ),
    "a parameter back to its default": (
        lambda s: s.with_rule("within 120 miles", unknown="fails").with_rule("within 120 miles", unknown=None),
        (
            'rule "within 120 miles": unknown fails (was the default)',
            'rule "within 120 miles": unknown the default (was fails)',
        ),
    ),
    "a limit changed": (
        lambda s: s.with_limit("at least one mentor from each region", at_least=2),
        ('limit "at least one mentor from each region": at_least 2 (was 1)',),
    ),
    "goals": (
        lambda s: s.with_goals(["placed", {"kind": "worst_fit"}, "fit"]),
        ("goals: placed, worst fit, fit (were placed, keep at least one mentor from each region, even load, fit)",),
    ),
    "a goal by its kind in words": (
        lambda s: s.with_goals(["placed", "even load"]),
        ("goals: placed, even load (were placed, keep at least one mentor from each region, even load, fit)",),
    ),
    "without a rule": (lambda s: s.without("not declined"), ('rule "not declined" left out',)),
    "without several": (
        lambda s: s.without("close by", "not declined", "experience"),
        ('rule "not declined" left out', 'criterion "close by" left out', 'criterion "experience" left out'),
    ),
    "without a goal": (
        lambda s: s.without("even load"),
        ("goals: placed, keep at least one mentor from each region, fit (were placed, keep at least one mentor from "
         "each region, even load, fit)",),
    ),
    "without a limit, and so without the goal about it": (
        lambda s: s.without("at least one mentor from each region"),
        ('limit "at least one mentor from each region" left out',
         "goals: placed, even load, fit (were placed, keep at least one mentor from each region, even load, fit)"),
    ),
    "without people": (lambda s: s.without_people("m003", ["E005"]), ("mentees: 1 left out", "mentors: 1 left out")),
    "people filtered": (
        lambda s: s.with_people(mentors=s.mentors[s.mentors["region"] == "Southeast"]),
        ("mentees: 11 changed", "mentors: 66 left out"),
    ),
    "cells changed": (
        lambda s: s.with_people(mentors=s.mentors.assign(capacity=s.mentors["capacity"].fillna(2))),
        ("mentors: 7 changed",),
    ),
    "more people": (
        lambda s: s.with_more_people(mentees=[{"id": "E900", "zip": "65251"}, {"id": "E901", "first_year": True}]),
        ("mentees: 2 added",),
    ),
}  # fmt: skip


def content(season: Season) -> str:
    """All that a season says."""
    tables = [table.frame.to_csv() for table in season.tables]
    said = [season.decisions, season.problems, season.inputs, season.changed, season.history, season.left_places]
    return f"{season.program.model_dump()}{tables}{said}"


NO_CHANGE: list[Change] = [
    lambda s: s.with_weights({}),
    lambda s: s.with_weights({"close by": 35}),
    lambda s: s.with_goals([goal.title for goal in s.program.goals]),
    lambda s: s.with_people(),
    lambda s: s.with_people(mentees=s.mentees, mentors=s.mentors),
    lambda s: s.with_people(mentors=s.mentors.sample(frac=1, random_state=1)),
    lambda s: s.with_people(mentors=s.mentors.set_index("id")),
    lambda s: s.without_people(),
    lambda s: s.with_more_people(),
]


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_makes_another_season_and_leaves_the_first_as_it_was(season: Season, name: str):
    change, said = CHANGES[name]
    before = content(season)
    changed = change(season)
    assert changed.changed == said
    assert content(season) == before
    assert repr(changed).endswith("changed in memory>")
    build(changed)


@pytest.mark.parametrize("change", NO_CHANGE)
def test_what_changes_nothing_is_no_change(season: Season, change: Change):
    same = change(season)
    assert same is not season
    assert (same.changed, same.inputs, same.program) == ((), season.inputs, season.program)
    assert same.left is season.left
    assert same.right is season.right


def test_a_table_that_somebody_writes_into_is_not_the_seasons(season: Season):
    frame = season.mentors
    frame["capacity"] = 7
    assert season.mentors["capacity"].max() < 7
    assert season.with_people(mentors=frame).changed == ("mentors: 70 changed",)
    assert {"mentees", "mentors", "with_people"} <= set(dir(season))
    with pytest.raises(AttributeError, match="Season has no attribute 'mentor'; it has mentees, mentors"):
        _ = season.mentor


def test_a_changed_season_names_only_the_files_that_hold_what_it_holds(season: Season):
    assert sorted(season.with_weights({"close by": 1}).inputs) == ["decisions.csv", "mentees.csv", "mentors.csv"]
    changed = season.with_people(mentors=season.mentors.assign(capacity=1))
    assert sorted(changed.inputs) == ["decisions.csv", "mentees.csv", "missouri-amp.toml"]
    assert changed.right.file == "mentors in memory"


REFUSED: dict[str, tuple[Change, str]] = {
    "no criterion": (lambda s: s.with_weights({"Close": 1}), 'no criterion of the program is named "Close"; did you'),
    "below 0": (lambda s: s.with_weights({"close by": -1}), 'weight: must be 0 or more, got'),
    "no number": (lambda s: s.with_weights({"close by": "x"}), 'criterion 1 "close by", weight: must be a number'),
    "all 0": (lambda s: s.with_weights({c.title: 0 for c in s.program.criteria}), "every [[criterion]] has weight 0"),
    "no names": (lambda s: s.with_weights([50]), 'by the criteria\'s names, not as a list'),  # type: ignore[arg-type]
    "no program": (lambda s: s.under("missouri-amp"), "under a program of pairs, not under a str"),
    "no rule": (lambda s: s.with_rule("withn 120 miles", max_miles=6), 'did you mean "within 120 miles"? To add one'),
    "no kind": (lambda s: s.with_rule("new", kind="within_mile"), 'unknown kind "within_mile"; did you mean "within'),
    "no parameter": (lambda s: s.with_rule("within 120 miles", miles=6), 'miles: unknown key; did you mean "'),
    "out of range": (lambda s: s.with_rule("within 120 miles", max_miles=0), "max_miles: must be more than 0"),
    "needed": (lambda s: s.with_rule("within 120 miles", max_miles=None), 'rule 5 "within 120 miles", max_miles: is'),
    "no column": (lambda s: s.with_rule("new", kind="same", column="regin"), 'did you mean "region"?'),
    "no weight": (lambda s: s.with_criterion("new", kind="same", column="region"), 'criterion 10 "new", weight: is'),
    "no goals": (lambda s: s.with_goals([]), "goal: needs at least 1"),
    "no placed": (lambda s: s.with_goals(["fit"]), '[[goal]] of kind placed without "who" is missing'),
    "no goal": (lambda s: s.with_goals(["placd"]), 'unknown kind "placd"; did you mean "placed"?'),
    "no table": (lambda s: s.with_goals([3]), "goal 1: input should be a valid dictionary"),  # type: ignore[list-item]
    "nothing": (lambda s: s.without("within 12 miles"), 'nothing in the program is named "within 12 miles"; did you'),
    "nothing, twice": (lambda s: s.without("size", ["close bye"]), 'named "close bye"; did you mean "close by"?'),
    "elsewhere": (lambda s: s.without("close by", table="rule"), '"close by" is a criterion, but table says "rule"'),
    "a person": (lambda s: s.without("M003"), '"M003" is a person; write season.without_people("M003")'),
    "nobody": (lambda s: s.without_people("M0003"), '"M0003" is nobody\'s id; did you mean "M003"?'),
    "no such table": (lambda s: s.with_people(mentor=s.mentors), 'no table "mentor"; did you mean "mentors"?'),
    "no frame": (lambda s: s.with_people(mentors=[1]), "is no table, but a list"),  # type: ignore[arg-type]
    "no rows": (lambda s: s.with_more_people(mentors=7), "cannot be read as rows"),  # type: ignore[arg-type]
    "nobody left": (lambda s: s.with_people(mentors=s.mentors.iloc[:0]), "mentors in memory: has no people in it"),
    "a bad cell": (
        lambda s: s.with_people(mentors=s.mentors.assign(capacity=["x", *[1] * 69])),
        'mentors in memory, row 2, column "capacity": not a number, got "x"',
    ),
    "a bad name": (
        lambda s: s.with_people(mentees=s.mentees.assign(prefers=[("M0001",), *[()] * 39])),
        'mentees in memory, row 2, column "prefers": names nobody, got "M0001"; expected an id, or none; did you',
    ),
    "somebody again": (
        lambda s: s.with_more_people(mentors={"id": " m003 "}),
        'mentors in memory, row 2, column "id": is in mentors already, got "m003"',
    ),
    "a bad cell of somebody more": (
        lambda s: s.with_more_people(mentors=[{"id": "M900"}, {"id": "M901", "zip": "nowhere"}]),
        'mentors in memory, row 3, column "zip": not a ZIP code',
    ),
    "more of nothing": (lambda s: s.with_more_people(mentr={"id": "M900"}), 'no table "mentr"'),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_with_a_hint(season: Season, name: str):
    change, said = REFUSED[name]
    with pytest.raises(InputError) as caught:
        change(season)
    assert said in str(caught.value)


def edited(season: Season, **parts: Any) -> Any:
    """The season's program with other parts, as after editing its file."""
    program, problems = validate({**season.program.model_dump(by_alias=True, exclude_unset=True), **parts})
    assert program is not None, problems
    return program


def test_a_change_outside_the_items_is_kept_and_named(season: Season, cohorts: Season):
    right = {"label": "mentor", "table": "mentors", "capacity": {"column": "capacity", "default": 7}}
    roomy = season.under(edited(season, name="Roomy", right=right))
    assert roomy.changed == ("the program otherwise: name, right",)
    assert roomy.capacity.max() == 7
    assert not any(file.endswith(".toml") for file in roomy.inputs)
    backwards = season.under(edited(season, rule=[*reversed(season.program.model_dump(by_alias=True)["rule"])]))
    assert backwards.program.rules[0].title == season.program.rules[-1].title
    assert season.under(edited(season)).changed == ()
    sizes = cohorts.under(edited(cohorts, sizes={"min": 2, "max": 30}))
    assert sizes.program.sizes.max == 30
    assert sizes.changed == ("the program otherwise: sizes",)


def test_a_season_under_another_program_is_checked_against_its_tables():
    capacity = {
        "capacity": {"column": "capacity", "default": 3},
        "capacity_min": {"column": "capacity_min", "default": 2},
    }
    raw = {**SMALL, "right": {**SMALL["right"], **capacity}}
    season = season_of(raw, [{"id": "a"}], [{"id": "m"}])
    less = {**raw["right"], "capacity": {"column": "capacity", "default": 1}}
    with pytest.raises(InputError, match="is above the capacity of 1"):
        season.under(edited(season, right=less))


def test_themes_that_a_program_no_longer_has_are_told(tmp_path: Path):
    themes = [{"name": "rural", "source": "s"}]
    season = cohort_season(tmp_path / "s", [{"id": "a", "theme": "rural"}, {"id": "b"}], themes=themes)
    bare = season.under(edited(season, theme=[]))
    assert any("themes are not used" in problem.message for problem in bare.problems)
    assert bare.under(season.program).problems == season.problems
    with pytest.raises(InputError, match='no theme "rural" in'):
        season.under(edited(season, theme=[{"name": "urban", "source": "s"}]))


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("columns", {"School": "district"}, "another mapping of columns"),
        ("extra_columns", {"shoe_size": "number"}, "another set of extra columns"),
        ("roles", ["principal"], "another list of roles"),
        ("left", {"label": "learner", "table": "mentees"}, "another set of tables and labels"),
    ],
)
def test_a_program_that_reads_the_files_otherwise_is_refused(season: Season, part: str, value: Any, said: str):
    with pytest.raises(InputError, match=f"{said}, by which the season's files are read; expected that change in the"):
        season.under(edited(season, **{part: value}))


def test_a_name_in_two_tables_asks_which(season: Season):
    twice = season.with_limit("close by", kind="serving", by="region", at_least=1)
    with pytest.raises(InputError, match='is a criterion and a limit; say which, with table="criterion"'):
        twice.without("close by")
    assert twice.without("close by", table="limit").program == season.program


def test_an_item_added_in_memory_says_so_unless_it_has_a_source(season: Season):
    added = season.with_rule("near", kind="within_miles", max_miles=60)
    sourced = season.with_rule("near", kind="within_miles", max_miles=60, source="The committee, in May")
    assert [s.program.rules[-1].source for s in (added, sourced)] == ["Added in a notebook", "The committee, in May"]
    assert added.with_rule("near", max_miles=50).program.rules[-1].source == "Added in a notebook"


# ---------------------------------------------------------------- people


def bytes_of(plan: Any) -> dict[str, bytes]:
    return {name: content for name, content in files_of(plan).items() if name != "run.json"}


@pytest.mark.thorough
def test_tables_put_back_as_they_are_give_the_same_plan_byte_for_byte(season: Season):
    same = season.with_people(mentees=season.mentees, mentors=season.mentors)
    assert bytes_of(pairing.solve(same)) == bytes_of(pairing.solve(season))


def test_people_changed_in_memory_are_matched_as_in_files(season: Season, tmp_path: Path):
    frame = season.mentors[season.mentors["region"] != "Southeast"].copy()
    frame["capacity"] = frame["capacity"].fillna(2)
    changed = season.with_people(mentors=frame)
    loaded = pairing.load(written(season, tmp_path / "s", mentees=changed.mentees, mentors=frame))
    pd.testing.assert_frame_equal(changed.mentors, loaded.mentors)
    plans = [pairing.solve(one, alternatives=3) for one in (changed, loaded)]
    for name, table in plans[0].tables.items():
        pd.testing.assert_frame_equal(table, plans[1].tables[name])
    assert plans[0].goal_results == plans[1].goal_results
    assert not check(changed, plans[0]).findings


def written(season: Season, folder: Path, **frames: pd.DataFrame) -> Path:
    """A season folder of the sample with these tables, as a person would type them."""
    folder.mkdir()
    shutil.copyfile(ROOT / "models" / "missouri-amp.toml", folder / "program.toml")
    shutil.copyfile(season.folder / "decisions.csv", folder / "decisions.csv")
    for name, frame in frames.items():
        text = pd.DataFrame({column: [shown(cell_of(value)) for value in frame[column]] for column in frame})
        text.to_csv(folder / f"{name}.csv", index=False)
    return folder


EDITS = st.lists(
    st.tuples(
        st.integers(0, 69),
        st.sampled_from(["capacity", "capacity_min", "zip", "state", "declines", "expertise", "status"]),
        st.sampled_from(["", "3", "0", "M001", "E001; e002", "none", "MO", "63801", "nobody", "x;y", "retired", "1e9"]),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


@pytest.mark.random
@settings(max_examples=examples(12), deadline=None)
@given(edits=EDITS)
def test_any_cells_are_judged_as_in_files(edits: list[tuple[int, str, str]]):
    with TemporaryDirectory() as folder:
        judged_alike(_sample(), Path(folder), edits)


_sample = cache(pairing.sample_season)


def judged_alike(season: Season, folder: Path, edits: list[tuple[int, str, str]]) -> None:
    frame = season.mentors.astype(object)
    for row, column, text in edits:
        frame.at[row, column] = text
    folder = written(season, folder / "s", mentees=season.mentees, mentors=frame)
    in_memory, in_files = outcome(lambda: season.with_people(mentors=frame)), outcome(lambda: pairing.load(folder))
    assert in_memory == in_files


def outcome(make: Callable[[], Season]) -> Any:
    """The people, the decisions and what is worth a look; or every error."""
    try:
        made = make()
    except InputError as error:
        return [(p.message, p.row, p.column, p.value) for p in error.problems]
    told = {problem.message for problem in made.problems if problem.severity != "notice"}
    return str(made.mentors.to_dict("list")), made.decisions, told


def test_decisions_follow_their_people_and_those_about_nobody_are_told(season: Season):
    fewer = season.without_people("E001", "M001", "E002", "M050")
    [lock] = fewer.decisions
    assert sorted(fewer.inputs) == ["missouri-amp.toml"]
    assert "decisions.csv" in season.without_people("E001").inputs
    assert (fewer.left.ids[lock.pair[0]], fewer.right.ids[lock.pair[1]]) == ("E008", "M061")
    told = [problem for problem in fewer.problems if problem.file == "decisions.csv"]
    assert [(problem.row, problem.severity) for problem in told] == [(3, "warning"), (4, "warning")]
    assert "decision D2 (K. Doe, 2026-04-02) (forbid) is left out, because E002 is no longer there" in str(told[0])


def test_a_withdrawal_is_about_the_person_on_either_side():
    people = [{"id": "a"}, {"id": "b"}]
    season = season_of(SMALL, people, [{"id": "m"}], [{"id": "D1", "action": "withdraw", "person": "b"}])
    both = season.with_more_people(mentors={"id": "B"})
    [decision] = both.decisions
    assert (decision.left, decision.right) == (1, 0)
    assert season.without_people("a").decisions[0].left == 0
    assert season.without_people("b").decisions == ()


def test_names_of_those_who_are_gone_leave_the_tables_with_a_warning(season: Season):
    fewer = season.without_people("M039", "M038", "M002")
    row = fewer.mentees.set_index("id").loc
    assert (row["E001", "prefers"], row["E022", "current_mentor"]) == (("M040",), ())
    told = [str(problem) for problem in fewer.problems if "no longer there" in problem.message]
    assert any('column "prefers": names of those who are no longer there are left out: M039' in line for line in told)
    assert not check(fewer, pairing.solve(fewer, alternatives=0)).findings


def test_earlier_years_follow_their_people_and_know_those_who_come_back():
    history = {2025: [("a", "m"), ("late", "m")], 2024: [("b", "n")]}
    season = season_of(
        {**SMALL, "history": history}, [{"id": "a"}, {"id": "b"}], [{"id": "k"}, {"id": "m"}, {"id": "n"}]
    )
    changed = season.without_people("k", "b").with_more_people(mentees={"id": "late"})
    assert [(past.year, past.pairs) for past in changed.history] == [(2025, ((0, 0), (1, 0))), (2024, ())]
    assert [p.message for p in changed.problems if p.severity == "notice"] == [
        "people who are not in today's tables are passed over: 1"
    ]


def test_form_headings_and_texts_are_read_as_the_program_says(tmp_path: Path, season: Season):
    text = pd.read_csv(season.folder / "mentees.csv", dtype=str, keep_default_na=False)
    assert season.with_people(mentees=text).changed == ()
    late = text.head(1).assign(id="E900", prefers="none", conflicts="none")
    [person] = season.with_more_people(mentees=late).mentees.query("id == 'E900'").to_dict("records")
    assert (person["enrollment"], person["first_year"]) == (1875, True)


def test_what_was_mended_or_is_not_used_in_the_rows_of_late_hires_is_told(season: Season):
    later = season.with_more_people(mentees={"id": "E900", "zip": "1005", "state": "MA", "shoe size": 9})
    told = [str(problem) for problem in later.problems if problem.file == "mentees in memory"]
    assert any("the leading zero that Excel dropped is back" in line for line in told)
    assert any('these columns are not used: "shoe size"' in line for line in told)


def test_members_facilitators_and_venues_may_all_change(cohorts: Season, tmp_path: Path):
    fewer = cohorts.with_people(venues=cohorts.venues.iloc[:2], members=cohorts.members.iloc[:60])
    assert fewer.changed == ("members: 7 left out", "venues: 3 left out")
    assert fewer.venue_places is not None
    assert len(fewer.venue_places.lat) == 2
    assert cohorts.with_people(venues=cohorts.venues.iloc[:0]).venue_table is None
    alone = cohort_season(tmp_path / "s", ["a", "b", "c"])
    assert alone.without_people("a").changed == ("members: 1 left out",)
    with pytest.raises(InputError, match='no table "facilitators"'):
        alone.with_people(facilitators=cohorts.facilitators)


def test_a_theme_forgets_the_weight_of_a_criterion_that_is_left_out(tmp_path: Path):
    criteria = [
        {"kind": "same", "name": name, "column": "region", "between": "members", "weight": 1} for name in ("one", "two")
    ]
    themes = [{"name": "rural", "weights": {"one": 2, "two": 3}, "source": "s"}]
    season = cohort_season(tmp_path / "s", ["a", "b"], criteria=criteria, themes=themes)
    assert season.without("two").program.themes[0].weights == {"one": 2}


# ---------------------------------------------------------------- what a changed season may not do


def test_no_run_is_published_of_a_changed_season(own_run: Path):
    season = pairing.load(own_run)
    plan = pairing.solve(season.with_weights({"close by": 50}), alternatives=0)
    for folder in (None, own_run):
        with pytest.raises(InputError, match=r"changed in memory: criterion .* expected the same changes made in the"):
            pairing.publish(plan, folder)
    assert len(list((own_run / "runs").iterdir())) == 1
    assert "changed in memory, not in the files" in pairing.html_report.report_html(plan).decode()


def test_no_run_is_published_into_the_software(season: Season):
    with pytest.raises(InputError, match="is no season folder; expected a season folder; make one with: pairing init"):
        pairing.publish(pairing.solve(season, alternatives=0))


def test_a_changed_season_is_matched_again_from_what_stands(own_run: Path):
    season = pairing.load(own_run)
    changed = season.without_people("M058").with_more_people(mentors={"id": "M900", "city": "Sikeston", "state": "MO"})
    plan = pairing.rerun(changed)
    assert {pair.left for pair in plan.pairs if pair.change == "kept"} >= {"E001", "E002"}
    assert plan.season.standing is not None
    assert plan.season.standing.gone
    assert len(pairing.frontier(changed).table) >= 1
    reweighed = pairing.solve(plan.season.with_weights({"close by": 50}), alternatives=0)
    assert reweighed.season.standing == plan.season.standing
    with pytest.raises(InputError, match="one that was matched again: change the people of the season it was made"):
        plan.season.without_people("M001")
    part = pairing.solve(season, only=("region", "Southeast"), alternatives=0)
    with pytest.raises(InputError, match="one that was matched in part"):
        part.season.with_people(mentors=season.mentors)
