"""Every kind of screen alone: who takes part, who does not and why, and what somebody should ask."""

from dataclasses import replace
from pathlib import Path

import pytest

import pair_oracle as oracle
from build import WISH, raw_program, season_of
from pairing.errors import InputError
from pairing.instance.pairs import build
from pairing.instance.participation import left_statuses, right_statuses
from pairing.program.rules import Status
from pairing.season.loading import load

K8 = {"to": "AMP for principals", "when": {"grade_span": "K-8"}, "unless": {"past_roles": "principal"}}
VETERAN = {"when": {"years_as_superintendent": ">= 5"}}
VETERAN_OR_DEAN = {**VETERAN, "unless": {"past_roles": "dean"}}
ROUTED = "routed to AMP for principals"
BOTH_BLANK = f"should this person be {ROUTED}? (grade span and past roles are blank)"
QUALIFIES = "does this person qualify (years as superintendent at least 5)?"

IN = ("takes part", "")

STATE = {"when": {"employer": "the state"}}
BARRED = ("not eligible", "not eligible: employer is the state")
KEPT_OUT = "is this person kept out (employer the state)? (employer is blank)"
NEW = {"when": [{"first_year": True}, {"new_to_state": True}]}
IS_NEW = "does this person qualify (first year yes, or new to state yes)?"
FIVE_YEARS = {"when": {"years_by_role": "assistant superintendent: >= 5"}}

EDGES = {
    "routed": {
        "when holds and unless does not": (K8, {"grade_span": "K-8", "past_roles": ("teacher",)}, ("routed", ROUTED)),
        "when and unless hold": (K8, {"grade_span": "K-8", "past_roles": ("Principal",)}, IN),
        "when does not hold": (K8, {"grade_span": "K-12", "past_roles": ()}, IN),
        "when does not hold, unless is unknown": (K8, {"grade_span": "K-12"}, IN),
        "when is unknown, unless holds": (K8, {"past_roles": ("principal",)}, IN),
        "when holds, unless is unknown": (
            K8,
            {"grade_span": "K-8"},
            (*IN, f"should this person be {ROUTED}? (past roles is blank)"),
        ),
        "both are unknown": (K8, {}, (*IN, BOTH_BLANK)),
        "unknown is routed": ({**K8, "unknown": "is routed"}, {}, ("routed", ROUTED, BOTH_BLANK)),
        "unknown is routed, but it is known": ({**K8, "unknown": "is routed"}, {"grade_span": "K-12"}, IN),
        "no unless: when holds": (
            {"to": "AMP for principals", "when": {"grade_span": "K-8"}},
            {"grade_span": "K-8"},
            ("routed", ROUTED),
        ),
        "an empty unless excuses nobody": ({**K8, "unless": {}}, {"grade_span": "K-8"}, ("routed", ROUTED)),
        "an empty when is everybody": (
            {"to": "AMP for principals", "when": {}},
            {},
            ("routed", ROUTED),
        ),
        "the second table of when holds": ({**K8, **NEW}, {"new_to_state": True, "past_roles": ()}, ("routed", ROUTED)),
        "the second table of unless holds": (
            {**K8, "unless": [{"past_roles": "principal"}, {"role": "principal"}]},
            {"grade_span": "K-8", "past_roles": (), "role": "principal"},
            IN,
        ),
        "one table of when does not hold, the other is unknown": (
            {**K8, **NEW},
            {"first_year": False, "past_roles": ()},
            (*IN, f"should this person be {ROUTED}? (new to state is blank)"),
        ),
    },
    "only": {
        "exactly enough": (VETERAN, {"years_as_superintendent": 5.0}, IN),
        "just not enough": (
            VETERAN,
            {"years_as_superintendent": 4.9},
            ("not eligible", "not eligible: years as superintendent is 4.9, at least 5 needed"),
        ),
        "unknown": (
            VETERAN,
            {},
            (
                "not eligible",
                "not eligible: years as superintendent is blank, at least 5 needed",
                f"{QUALIFIES} (years as superintendent is blank)",
            ),
        ),
        "unknown takes part": (
            {**VETERAN, "unknown": "takes part"},
            {},
            (*IN, f"{QUALIFIES} (years as superintendent is blank)"),
        ),
        "the second table holds": (NEW, {"first_year": False, "new_to_state": True}, IN),
        "the second table holds, the first is unknown": (NEW, {"new_to_state": True}, IN),
        "no table holds": (
            NEW,
            {"first_year": False, "new_to_state": False},
            ("not eligible", "not eligible: first year is no, yes needed; or new to state is no, yes needed"),
        ),
        "one table does not hold, the other is unknown": (
            NEW,
            {"first_year": False},
            (
                "not eligible",
                "not eligible: first year is no, yes needed; or new to state is blank, yes needed",
                f"{IS_NEW} (new to state is blank)",
            ),
        ),
        "exactly enough years in a role": (
            FIVE_YEARS,
            {"years_by_role": {"Assistant Superintendent": 5.0}},
            IN,
        ),
        "just not enough years in a role": (
            FIVE_YEARS,
            {"years_by_role": {"assistant superintendent": 4.9}},
            (
                "not eligible",
                "not eligible: years by role is assistant superintendent: 4.9, "
                "at least 5 as assistant superintendent needed",
            ),
        ),
        "unless holds": (VETERAN_OR_DEAN, {"years_as_superintendent": 1.0, "past_roles": ("dean",)}, IN),
        "unless holds, when is unknown": (VETERAN_OR_DEAN, {"past_roles": ("dean",)}, IN),
        "when holds, unless is unknown": (VETERAN_OR_DEAN, {"years_as_superintendent": 5.0}, IN),
        "neither holds": (
            VETERAN_OR_DEAN,
            {"years_as_superintendent": 1.0, "past_roles": ()},
            ("not eligible", "not eligible: years as superintendent is 1, at least 5 needed"),
        ),
        "when does not hold, unless is unknown": (
            VETERAN_OR_DEAN,
            {"years_as_superintendent": 1.0},
            (
                "not eligible",
                "not eligible: years as superintendent is 1, at least 5 needed",
                f"{QUALIFIES} (past roles is blank)",
            ),
        ),
        "an empty unless excuses nobody": (
            {**VETERAN, "unless": {}},
            {"years_as_superintendent": 1.0},
            ("not eligible", "not eligible: years as superintendent is 1, at least 5 needed"),
        ),
    },
    "barred": {
        "when holds": (STATE, {"employer": "the State"}, BARRED),
        "when does not hold": (STATE, {"employer": "nobody"}, IN),
        "when is unknown": (STATE, {}, (*IN, KEPT_OUT)),
        "unknown is not eligible": (
            {**STATE, "unknown": "is not eligible"},
            {},
            (BARRED[0], "not eligible: employer is blank", KEPT_OUT),
        ),
        "unless holds": ({**STATE, "unless": {"member": True}}, {"employer": "the state", "member": True}, IN),
        "unless does not hold": (
            {**STATE, "unless": {"member": True}},
            {"employer": "the state", "member": False},
            BARRED,
        ),
        "an empty unless excuses nobody": ({**STATE, "unless": {}}, {"employer": "the state"}, BARRED),
        "the table that holds is the reason": (
            {"when": [{"member": False}, {"employer": "the state"}]},
            {"member": True, "employer": "The State"},
            BARRED,
        ),
        "no table holds": (
            {"when": [{"member": False}, {"employer": "the state"}]},
            {"member": True, "employer": "nobody"},
            IN,
        ),
    },
    "already_matched": {
        "a partner is named": ({}, {"current_mentor": ("m1",)}, ("not eligible", "already matched with m1")),
        "two partners are named": (
            {},
            {"current_mentor": ("M1", "m2")},
            ("not eligible", "already matched with M1, m2"),
        ),
        "nobody is named": ({}, {"current_mentor": ()}, IN),
        "blank, and no question": ({}, {}, IN),
        "another column": (
            {"column": "prefers"},
            {"prefers": ("m2",), "current_mentor": ()},
            ("not eligible", "already matched with m2"),
        ),
        "another column is blank": ({"column": "prefers"}, {"current_mentor": ("m1",)}, IN),
    },
}
CASES = {f"{kind}: {name}": (kind, *edge) for kind, edges in EDGES.items() for name, edge in edges.items()}
MENTORS = [{"id": "m1"}, {"id": "m2"}]
MATCHED = {"kind": "already_matched"}
ONE_SIDE = {"kind": "one_side"}


def statuses(season):
    left = left_statuses(season)
    return left, right_statuses(season, left)


@pytest.mark.parametrize(("kind", "parameters", "person", "expected"), CASES.values(), ids=CASES)
def test_a_screen_at_its_edge(kind, parameters, person, expected):
    raw = raw_program(left_screens=[{"kind": kind, "name": "the screen", **parameters}])
    season = season_of(raw, [{"id": "a", **person}], MENTORS)
    outcome, reason, *question = expected
    (status,) = left_statuses(season)
    assert (status.outcome, status.reason) == (outcome, reason)
    assert status.question == "".join(f"the screen: {text}" for text in question)
    assert status.screen == ("" if status.takes_part else "the screen")
    assert oracle.solve(raw, [{"id": "a", **person}], MENTORS).left_status["a"] == outcome, "the oracle"
    candidates = build(season)
    assert candidates.left_in.tolist() == [outcome == "takes part"] == candidates.eligible.any(axis=1).tolist()


@pytest.mark.parametrize("kind", ["routed", "only"])
def test_the_same_screen_holds_for_the_right_side(kind):
    parameters = {"routed": K8, "only": VETERAN}[kind]
    right = [{"id": "b", "grade_span": "K-8", "past_roles": (), "years_as_superintendent": 1.0}, {"id": "c"}]
    raw = raw_program(right_screens=[{"kind": kind, **parameters, "unknown": "takes part"}])
    left, found = statuses(season_of(raw, [{"id": "a"}], right))
    assert [status.takes_part for status in (*left, *found)] == [True, False, True]
    assert [bool(status.question) for status in found] == [False, True]


TWO_PEOPLE = {
    "one_side": {
        "same id": ({"id": "X1"}, {"id": "x1 "}, True),
        "same address": ({"id": "a", "email": "K@x.org"}, {"id": "b", "email": "k@X.org"}, True),
        "other id and address": ({"id": "a", "email": "a@x.org"}, {"id": "b", "email": "b@x.org"}, False),
        "both addresses unknown": ({"id": "a"}, {"id": "b"}, False),
        "one address unknown": ({"id": "a", "email": "a@x.org"}, {"id": "b"}, False),
    },
}


@pytest.mark.parametrize(("left", "right", "same"), TWO_PEOPLE["one_side"].values(), ids=TWO_PEOPLE["one_side"])
def test_whoever_takes_part_on_the_left_does_not_on_the_right(left, right, same):
    raw = raw_program(right_screens=[ONE_SIDE])
    _, (status,) = statuses(season_of(raw, [left], [right]))
    expected = Status("not eligible", "not eligible: takes part as mentee", "one side") if same else Status()
    assert status == expected
    assert oracle.solve(raw, [left], [right]).right_status[right["id"]] == status.outcome


@pytest.mark.parametrize(
    ("screens", "decisions"),
    [
        ([{"kind": "routed", **K8}], []),
        ([], [{"id": "D1", "action": "withdraw", "person": "a"}]),
    ],
    ids=["routed", "withdrawn"],
)
def test_whoever_is_kept_off_the_left_may_take_part_on_the_right(screens, decisions):
    left = [{"id": "a", "email": "k@x.org", "grade_span": "K-8", "past_roles": ()}]
    raw = raw_program(left_screens=screens, right_screens=[ONE_SIDE])
    (on_left,), (on_right,) = statuses(season_of(raw, left, [{"id": "b", "email": "k@x.org"}], decisions))
    assert not on_left.takes_part
    assert on_right.takes_part


def test_everybody_who_takes_part_on_the_left_is_found_on_the_right():
    left = [{"id": "a", "email": "a@x.org"}, {"id": "b", "email": "b@x.org"}, {"id": "c"}]
    right = [{"id": "C"}, {"id": "a"}, {"id": "d", "email": "B@x.org"}, {"id": "e", "email": "a@x.org"}, {"id": "f"}]
    season = season_of(raw_program(right_screens=[ONE_SIDE]), left, right)
    _, found = statuses(season)
    assert [name for name, status in zip(season.right.ids, found, strict=True) if status.takes_part] == ["f"]


# ---------------------------------------------------------------- several screens


def test_the_first_screen_that_decides_gives_the_reason_and_earlier_questions_stay():
    screens = [
        {"kind": "routed", "name": "newcomers", **K8},
        {"kind": "only", "name": "veterans", **VETERAN},
        {"kind": "only", "name": "deans", "when": {"role": "dean"}},
    ]
    (status,) = left_statuses(
        season_of(raw_program(left_screens=screens), [{"id": "a", "years_as_superintendent": 1.0}], MENTORS)
    )
    assert status.screen == "veterans"
    assert status.reason == "not eligible: years as superintendent is 1, at least 5 needed"
    assert status.question == f"newcomers: {BOTH_BLANK}"


def test_all_questions_up_to_the_screen_that_decides_stay():
    screens = [
        {"kind": "routed", "name": "newcomers", **K8},
        {"kind": "barred", "name": "state", **STATE},
        {"kind": "only", "name": "veterans", **VETERAN},
    ]
    person = {"id": "a", "years_as_superintendent": 1.0}
    (status,) = left_statuses(season_of(raw_program(left_screens=screens), [person], MENTORS))
    assert (status.screen, status.question) == ("veterans", f"newcomers: {BOTH_BLANK}; state: {KEPT_OUT}")


def test_questions_of_someone_who_takes_part_are_all_asked():
    screens = [
        {"kind": "routed", "name": "newcomers", **K8},
        {"kind": "only", "name": "veterans", **VETERAN, "unknown": "takes part"},
    ]
    (status,) = left_statuses(season_of(raw_program(left_screens=screens), [{"id": "a"}], MENTORS))
    assert status.takes_part
    assert status.question.split("; ") == [
        f"newcomers: {BOTH_BLANK}",
        f"veterans: {QUALIFIES} (years as superintendent is blank)",
    ]


def test_a_withdrawal_comes_before_every_screen():
    screens = [{"kind": "only", **VETERAN}]
    decisions = [{"id": "D7", "action": "withdraw", "person": "A"}]
    season = season_of(raw_program(left_screens=screens), [{"id": "a"}], MENTORS, decisions)
    assert left_statuses(season) == (Status("withdrawn", "withdrawn by decision D7", "withdrawn"),)


def test_whoever_stays_out_for_a_reason_of_its_own_is_not_eligible_for_that_reason():
    season = season_of(raw_program(), [{"id": "a"}], MENTORS, [{"id": "D7", "action": "withdraw", "person": "a"}])
    aside = replace(season, decisions=(replace(season.decisions[0], reason="not in region North"),))
    assert left_statuses(aside) == (Status("not eligible", "not in region North", "not in region North"),)


def test_somebody_in_both_tables_withdraws_from_both():
    decisions = [{"id": "D7", "action": "withdraw", "person": "x"}]
    left, right = statuses(season_of(raw_program(), [{"id": "x"}, {"id": "y"}], [{"id": "x"}, {"id": "z"}], decisions))
    assert [status.outcome for status in (*left, *right)] == ["withdrawn", "takes part", "withdrawn", "takes part"]


# ---------------------------------------------------------------- partners they already have


def seats(people, *, screens=(MATCHED,), mentor=None, decisions=(), **more):
    """Of mentor m1: free seats, minimum, and partners there already are."""
    raw = raw_program(left_screens=screens, **more)
    season = season_of(raw, people, [{"id": "m1", **(mentor or {"capacity": 3, "capacity_min": 2})}], decisions)
    candidates = build(season)
    return candidates.seats[0], candidates.seats_min[0], candidates.had[0]


def test_an_existing_pair_takes_a_seat_and_serves_the_minimum():
    assert seats([{"id": "a"}]) == (3, 2, 0)
    assert seats([{"id": "a", "current_mentor": ("M1 ",)}]) == (2, 1, 1)
    assert seats([{"id": n, "current_mentor": ("m1",)} for n in "abc"]) == (0, 0, 3)


def test_seats_and_minimum_do_not_fall_below_none():
    people = [{"id": n, "current_mentor": ("m1",)} for n in "ab"]
    assert seats(people, mentor={"capacity": 1, "capacity_min": 1}) == (0, 0, 2)
    assert seats(people, mentor={"capacity": None}) == (0, 0, 2)


def test_without_the_screen_the_column_means_nothing():
    assert seats([{"id": "a", "current_mentor": ("m1",)}], screens=[]) == (3, 2, 0)


def test_whoever_withdraws_frees_the_seat():
    withdrawn = [{"id": "D1", "action": "withdraw", "person": "a"}]
    assert seats([{"id": "a", "current_mentor": ("m1",)}], decisions=withdrawn) == (3, 2, 0)


def test_whoever_an_earlier_screen_keeps_out_frees_the_seat():
    routed = {"kind": "routed", **K8, "unknown": "is routed"}
    person = {"id": "a", "current_mentor": ("m1",)}
    assert seats([person], screens=[routed, MATCHED]) == (3, 2, 0)
    assert seats([person], screens=[MATCHED, routed]) == (2, 1, 1)


def test_a_partner_named_twice_is_one_partner():
    assert seats([{"id": "a", "current_mentor": ("m1", "M1")}]) == (2, 1, 1)


def test_two_such_screens_of_one_name_count_each_by_its_own_column():
    screens = [MATCHED, {**MATCHED, "column": "prefers"}]
    people = [{"id": "a", "current_mentor": ("m1",)}, {"id": "b", "prefers": ("m1",)}, {"id": "c"}]
    assert seats(people, screens=screens) == (1, 0, 2)
    raw = raw_program(left_screens=screens, goals=[{"kind": "even_load"}, {"kind": "placed"}])
    assert oracle.solve(raw, people, [{"id": "m1", "capacity": 3}]).values["even load"] == 1


def test_another_screen_of_the_same_name_counts_nobody():
    screens = [{"kind": "only", **VETERAN, "name": "already matched"}, MATCHED]
    assert seats([{"id": "a", "current_mentor": ("m1",)}], screens=screens) == (3, 2, 0)


def test_capacity_is_the_cell_or_else_the_default_of_the_program():
    raw = raw_program()
    raw["right"]["capacity"], raw["right"]["capacity_min"] = (
        {"column": "seats", "default": 4},
        {"column": "capacity_min", "default": 1},
    )
    right = [
        {"id": "a", "seats": None},
        {"id": "b", "seats": 0, "capacity_min": 0},
        {"id": "c", "seats": 7, "capacity": 2},
    ]
    candidates = build(season_of(raw, [{"id": "x"}], right))
    assert candidates.seats.tolist() == [4, 0, 7]
    assert candidates.seats_min.tolist() == [1, 0, 1]


# ---------------------------------------------------------------- decisions about pairs


def decided(*decisions, rules=(), capacity=1):
    rows = [dict(zip(("id", "action", "person", "with"), decision, strict=True)) for decision in decisions]
    raw = raw_program(rules=rules, criteria=[WISH])
    mentors = [{"id": "m1", "capacity": capacity, "declines": ()}, {"id": "m2", "declines": ()}]
    return build(season_of(raw, [{"id": "a", "declines": ("m2",)}, {"id": "b", "declines": ()}], mentors, rows))


def test_a_forbidden_pair_is_not_eligible_whoever_is_named_first():
    assert decided(("D1", "forbid", "M1", "b")).eligible.tolist() == [[True, True], [False, True]]


IMPOSSIBLE = {
    "breaks a rule": ([("D1", "lock", "a", "m2")], 'but the pair breaks rule "not_declined"'),
    "is forbidden": ([("D1", "lock", "a", "m1"), ("D2", "forbid", "a", "m1")], "but decision D2 forbids the pair"),
    "names someone who withdrew": (
        [("D1", "lock", "a", "m1"), ("D2", "withdraw", "m1", "")],
        "but m1 does not take part: withdrawn by decision D2",
    ),
    "names the same mentee again": (
        [("D1", "lock", "b", "m1"), ("D2", "lock", "b", "m2")],
        "but decision D1 already locks the same mentee",
    ),
    "exceeds the capacity": ([("D1", "lock", "a", "m1"), ("D2", "lock", "b", "m1")], "but m1 has only 1 free seat"),
}


@pytest.mark.parametrize(("decisions", "reason"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_lock_that_cannot_hold_says_why(decisions, reason):
    with pytest.raises(InputError) as error:
        decided(*decisions, rules=[{"kind": "not_declined"}])
    assert [problem.message.partition(", ")[2] for problem in error.value.problems] == [reason]
    assert error.value.problems[0].file == "decisions.csv"


def test_a_lock_against_another_decision_gives_both_rows(cli, sample, write_rows):
    def decided_on(*rows):
        write_rows(
            sample / "decisions.csv",
            [dict(zip(("id", "action", "person", "with"), (f"D{n}", *row), strict=True)) for n, row in enumerate(rows)],
        )
        return cli("check", sample).stderr

    lock, forbid, other = ("lock", "E001", "M039"), ("forbid", "E001", "M039"), ("lock", "E001", "M002")
    withdraw = ("withdraw", "M010", "")
    assert "decision D2 forbids the pair (rows 2 and 4)" in decided_on(lock, withdraw, forbid)
    assert "decision D0 forbids the pair (rows 2 and 3)" in decided_on(forbid, lock)
    assert "decision D0 already locks the same mentee (rows 2 and 4)" in decided_on(lock, withdraw, other)


def test_a_lock_needs_evidence_where_its_rule_does():
    with pytest.raises(InputError, match="unknown, and this rule needs evidence"):
        decided(("D1", "lock", "a", "m1"), rules=[{"kind": "within_miles", "max_miles": 10}])


def test_locks_within_the_capacity_hold():
    candidates = decided(("D1", "lock", "a", "m1"), ("D2", "lock", "m1", "b"), capacity=2)
    assert [lock.pair for lock in candidates.locks] == [(0, 0), (1, 0)]


# ---------------------------------------------------------------- from files


def test_a_partner_of_an_own_column_who_is_nobody_is_named_with_the_cell(tmp_path: Path):
    (tmp_path / "program.toml").write_text(
        """
        schema = 1
        name = "P"
        kind = "pairs"
        source = "S"
        [extra_columns]
        mentor_now = "ids"
        [left]
        label = "mentee"
        table = "mentees"
        [[left.screen]]
        kind = "already_matched"
        column = "mentor_now"
        source = "S"
        [right]
        label = "mentor"
        table = "mentors"
        [[criterion]]
        name = "region"
        kind = "same"
        column = "region"
        weight = 1
        [[goal]]
        kind = "placed"
        """
    )
    (tmp_path / "mentees.csv").write_text("id,mentor_now,region\nE1,M1,a\nE2,M9,a\nE3,,a\n")
    (tmp_path / "mentors.csv").write_text("id,region\nM1,a\n")
    with pytest.raises(InputError, match=r'mentees\.csv, row 3, column "mentor_now": names nobody, got "M9"'):
        load(tmp_path)
    (tmp_path / "mentees.csv").write_text("id,mentor_now,region\nE1,M1,a\nE2,none,a\nE3,,a\n")
    candidates = build(load(tmp_path))
    assert candidates.left_in.tolist() == [False, True, True]
    assert candidates.seats.tolist() == [0]
