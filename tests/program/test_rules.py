"""Every kind of rule alone: just passing, just failing, and unknown for each way in which a value may be unknown."""

import random
from datetime import date

import numpy as np
import pytest

import pair_oracle as oracle
from build import raw_program, season_of
from pairing.instance.evaluation import judge, relate
from pairing.instance.pairs import build
from pairing.program.relation import NO, UNKNOWN, YES, Relation
from pairing.program.rules import RULES

ANSWERS = {int(YES): oracle.YES, int(NO): oracle.NO, int(UNKNOWN): oracle.UNKNOWN}
TOWN = {"lat": 38.95, "lon": -92.33}
NEAR = {"lat": 38.95, "lon": -92.0}
MILES = 17.78
"""Between the two, in hundredths."""
REGION_STATE = {"column": ["region", "state"]}
IN_ROLE = {"min_years": 3, "in_left_role": True}
DEAN = {"role": "Dean"}
SUPERINTENDENT = {"role": "superintendent"}
EXPERIENCED = {"unless": {"years_as_superintendent": ">= 5"}}
INTO_III = {**EXPERIENCED, "where": [{"level": "III"}, {"level": "IV", "member": True}]}
READY_FOR_II = {"completed": ("ASLS I",)}
II, III = {"requires": ("ASLS I",)}, {"requires": ("ASLS I", "ASLS II"), "level": "III"}
LEADER = {"role": "Curriculum  Leader"}
KNOWN = {"role": "dean", "past_roles": (), "expertise": ()}
WERE = [("left", "right")]
"""Who was together in a year; an edge gives the years as a parameter `history`, which the kind does not see."""
AREAS = {"areas": {"curriculum leader": ["Curriculum", "assessment"], "dean": ["discipline"]}}

EDGES = {
    "not_former_employer": {
        "worked elsewhere": ({}, {"district": "Oak", "former_employers": ()}, {"former_employers": ("Elm",)}, "yes"),
        "worked in the left person's district": (
            {},
            {"district": "Oak Grove", "former_employers": ()},
            {"former_employers": ("Elm", " oak  grove")},
            "no",
        ),
        "works for it now, lists unknown": ({}, {"district": "Oak"}, {"employer": "OAK"}, "no"),
        "by the district's number": ({}, {"district_id": "012"}, {"former_employers": ("012",)}, "no"),
        "the left person worked in the right person's": ({}, {"former_employers": ("Elm",)}, {"district": "Elm"}, "no"),
        "same employer, another district": (
            {},
            {"employer": "the state", "former_employers": ()},
            {"employer": "the state", "former_employers": ()},
            "yes",
        ),
        "one list is blank": ({}, {"district": "Oak"}, {"former_employers": ()}, "unknown"),
    },
    "different": {
        "other text": ({"column": "region"}, {"region": "north"}, {"region": "south"}, "yes"),
        "same text in other case and spaces": (
            {"column": "region"},
            {"region": "North  East"},
            {"region": " north east "},
            "no",
        ),
        "unknown on the left": ({"column": "region"}, {}, {"region": "south"}, "unknown"),
        "unknown on the right": ({"column": "region"}, {"region": "south"}, {"region": None}, "unknown"),
        "unknown on both sides": ({"column": "region"}, {}, {}, "unknown"),
        "same number": ({"column": "enrollment"}, {"enrollment": 1200.0}, {"enrollment": 1200}, "no"),
        "numbers that differ in the eighth digit": (
            {"column": "low_income_pct"},
            {"low_income_pct": 12.345678},
            {"low_income_pct": 12.345679},
            "yes",
        ),
        "same yes/no": ({"column": "certified"}, {"certified": False}, {"certified": False}, "no"),
        "same date": ({"column": "hired_on"}, {"hired_on": date(2026, 4, 2)}, {"hired_on": date(2026, 4, 2)}, "no"),
        "text that looks like a number": (
            {"column": "district_id"},
            {"district_id": "012"},
            {"district_id": "12"},
            "yes",
        ),
        "the first column known on both sides decides": (
            REGION_STATE,
            {"region": "a", "state": "MO"},
            {"region": "b", "state": "MO"},
            "yes",
        ),
        "the second column decides where the first is unknown": (
            REGION_STATE,
            {"region": "a", "state": "MO"},
            {"state": "mo"},
            "no",
        ),
        "no column is known on both sides": (REGION_STATE, {"region": "a"}, {"state": "MO"}, "unknown"),
    },
    "same": {
        "same text in other case and spaces": (
            {"column": "region"},
            {"region": "North  East"},
            {"region": " north east "},
            "yes",
        ),
        "other text": ({"column": "region"}, {"region": "north"}, {"region": "northeast"}, "no"),
        "unknown on the left": ({"column": "region"}, {}, {"region": "south"}, "unknown"),
        "unknown on the right": ({"column": "region"}, {"region": "south"}, {}, "unknown"),
        "unknown on both sides": ({"column": "region"}, {"region": None}, {"region": None}, "unknown"),
        "same years in other order": (
            {"column": "years_by_role"},
            {"years_by_role": {"dean": 2, "principal": 4}},
            {"years_by_role": {"Principal": 4, "dean": 2}},
            "yes",
        ),
        "same list": ({"column": "goals"}, {"goals": ("Budget", "staff")}, {"goals": ("budget", "Staff ")}, "yes"),
        "the first column known on both sides decides": (
            REGION_STATE,
            {"region": "a", "state": "MO"},
            {"region": "b", "state": "MO"},
            "no",
        ),
        "the second column decides where the first is unknown": (
            REGION_STATE,
            {"state": "MO"},
            {"region": "b", "state": "MO"},
            "yes",
        ),
        "no column is known on both sides": (REGION_STATE, {"region": "a"}, {"state": "MO"}, "unknown"),
    },
    "no_conflict": {
        "nobody is named": ({}, {"conflicts": ("zoe",)}, {"conflicts": ()}, "yes"),
        "both have no conflicts": ({}, {"conflicts": ()}, {"conflicts": ()}, "yes"),
        "left names right": ({}, {"conflicts": ("zoe", " RIGHT ")}, {"conflicts": ()}, "no"),
        "right names left": ({}, {"conflicts": ()}, {"conflicts": ("Left",)}, "no"),
        "left names right's district": (
            {},
            {"conflicts": ("ash  grove",)},
            {"conflicts": (), "district": "Ash Grove"},
            "no",
        ),
        "right names left's district": (
            {},
            {"conflicts": (), "district": "Ash Grove"},
            {"conflicts": ("ASH GROVE",)},
            "no",
        ),
        "left names right's district number": (
            {},
            {"conflicts": ("X7",)},
            {"conflicts": (), "district_id": "x7"},
            "no",
        ),
        "right names left's district number": (
            {},
            {"conflicts": (), "district_id": "x7"},
            {"conflicts": ("X7",)},
            "no",
        ),
        "left names their own district": ({}, {"conflicts": ("Ash",), "district": "Ash"}, {"conflicts": ()}, "yes"),
        "left is blank": ({}, {}, {"conflicts": ()}, "unknown"),
        "right is blank": ({}, {"conflicts": ("zoe",)}, {}, "unknown"),
        "both are blank": ({}, {}, {}, "unknown"),
        "left is blank and right names left": ({}, {}, {"conflicts": ("left",)}, "no"),
        "right is blank and left names right": ({}, {"conflicts": ("right",)}, {}, "no"),
    },
    "not_declined": {
        "nobody is named": ({}, {"declines": ("zoe",)}, {"declines": ()}, "yes"),
        "left names right": ({}, {"declines": ("RIGHT",)}, {"declines": ()}, "no"),
        "right names left": ({}, {"declines": ()}, {"declines": ("zoe", "left")}, "no"),
        "a district cannot be declined": ({}, {"declines": ("ash",)}, {"declines": (), "district": "Ash"}, "yes"),
        "left is blank": ({}, {}, {"declines": ()}, "unknown"),
        "right is blank": ({}, {"declines": ()}, {}, "unknown"),
        "both are blank": ({}, {}, {}, "unknown"),
        "left is blank and right names left": ({}, {}, {"declines": ("left",)}, "no"),
    },
    "not_same_person": {
        "other ids, no addresses": ({}, {}, {}, "yes"),
        "other ids and addresses": ({}, {"email": "a@x.org"}, {"email": "b@x.org"}, "yes"),
        "same address in other case": ({}, {"email": "A@x.org"}, {"email": "a@X.org"}, "no"),
        "same id in other case": ({}, {"id": "Right"}, {}, "no"),
        "same id, other addresses": ({}, {"id": "right", "email": "a@x.org"}, {"email": "b@x.org"}, "no"),
        "one address is unknown": ({}, {"email": "a@x.org"}, {}, "yes"),
    },
    "within_miles": {
        "exactly at the limit": ({"max_miles": MILES}, TOWN, NEAR, "yes"),
        "a hundredth of a mile too far": ({"max_miles": MILES - 0.01}, TOWN, NEAR, "no"),
        "a hundredth of a mile to spare": ({"max_miles": MILES + 0.01}, TOWN, NEAR, "yes"),
        "the same place": ({"max_miles": 0.001}, TOWN, TOWN, "yes"),
        "left is not placed": ({"max_miles": 100}, {}, NEAR, "unknown"),
        "right is not placed": ({"max_miles": 100}, TOWN, {"city": "Nowhere At All", "state": "MO"}, "unknown"),
        "a town without its state": ({"max_miles": 100}, TOWN, {"city": "Springfield"}, "unknown"),
        "nobody is placed": ({"max_miles": 100}, {}, {}, "unknown"),
    },
    "experience": {
        "exactly enough": ({"min_years": 5}, {}, {"years_as_superintendent": 5.0}, "yes"),
        "just not enough": ({"min_years": 5}, {}, {"years_as_superintendent": 4.99}, "no"),
        "no years are needed": ({"min_years": 0}, {}, {"years_as_superintendent": 0.0}, "yes"),
        "unknown, though none are needed": ({"min_years": 0}, {}, {}, "unknown"),
        "left's years do not count": ({"min_years": 5}, {"years_as_superintendent": 9.0}, {}, "unknown"),
        "in another column": (
            {"min_years": 5, "column": "years_in_role"},
            {},
            {"years_as_superintendent": 9.0, "years_in_role": 4.0},
            "no",
        ),
        "in left's role: by role": (IN_ROLE, DEAN, {"years_by_role": {"DEAN ": 3.0}}, "yes"),
        "in left's role: by role, just not enough": (IN_ROLE, DEAN, {"years_by_role": {"dean": 2.9}}, "no"),
        "in left's role: by role comes first": (
            IN_ROLE,
            SUPERINTENDENT,
            {"years_by_role": {"superintendent": 1.0}, "years_as_superintendent": 9.0},
            "no",
        ),
        "in left's role: as superintendent": (
            IN_ROLE,
            {"role": " Superintendent"},
            {"years_as_superintendent": 3.0, "years_by_role": {"dean": 1.0}, **SUPERINTENDENT, "years_in_role": 1.0},
            "yes",
        ),
        "in left's role: years as superintendent are no other role's": (
            IN_ROLE,
            DEAN,
            {"years_as_superintendent": 9.0},
            "unknown",
        ),
        "in left's role: in the present role": (IN_ROLE, DEAN, {"role": "dean", "years_in_role": 3.0}, "yes"),
        "in left's role: in the present role, just not enough": (
            IN_ROLE,
            DEAN,
            {"role": "dean", "years_in_role": 2.0, "years_by_role": {"principal": 9.0}},
            "no",
        ),
        "in left's role: another present role": (
            IN_ROLE,
            DEAN,
            {"role": "principal", "years_in_role": 9.0},
            "unknown",
        ),
        "in left's role: never held": (IN_ROLE, DEAN, {"years_by_role": {"principal": 9.0}}, "no"),
        "in left's role: never held, half a year needed": (
            {"min_years": 0.5, "in_left_role": True},
            DEAN,
            {"years_by_role": {"principal": 9.0}},
            "no",
        ),
        "in left's role: never held, none needed": (
            {"min_years": 0, "in_left_role": True},
            DEAN,
            {"years_by_role": {}},
            "yes",
        ),
        "in left's role: left's role is unknown": (IN_ROLE, {}, {"years_by_role": {"dean": 9.0}}, "unknown"),
        "in left's role: present role without years": (IN_ROLE, DEAN, DEAN, "unknown"),
    },
    "prepared": {
        "all that is required": ({}, {"completed": ("budget", " asls  i")}, {"requires": ("ASLS I",)}, "yes"),
        "one of two": ({}, READY_FOR_II, III, "no"),
        "nothing completed": ({}, {"completed": ()}, II, "no"),
        "nothing required": ({}, {"completed": ()}, {"requires": ()}, "yes"),
        "nothing required, completed is blank": ({}, {}, {"requires": ()}, "yes"),
        "completed is blank": ({}, {}, II, "unknown"),
        "required is blank": ({}, READY_FOR_II, {}, "unknown"),
        "both are blank": ({}, {}, {}, "unknown"),
        "other columns": (
            {"left_column": "interests", "right_column": "goals"},
            {"interests": ("a",), "completed": ()},
            {"goals": ("A",), "requires": ("b",)},
            "yes",
        ),
        "excused": (EXPERIENCED, {"completed": (), "years_as_superintendent": 5.0}, III, "yes"),
        "excused, everything blank": (EXPERIENCED, {"years_as_superintendent": 5.0}, {}, "yes"),
        "just not excused": (EXPERIENCED, {"completed": (), "years_as_superintendent": 4.9}, III, "no"),
        "perhaps excused": (EXPERIENCED, {"completed": ()}, III, "unknown"),
        "perhaps excused, but prepared": (EXPERIENCED, READY_FOR_II, II, "yes"),
        "not excused, completed is blank": (EXPERIENCED, {"years_as_superintendent": 1.0}, II, "unknown"),
        "an empty unless excuses nobody": ({"unless": {}}, {"completed": ()}, II, "no"),
        "an empty where is everywhere": (
            {**EXPERIENCED, "where": {}},
            {"completed": (), "years_as_superintendent": 5.0},
            II,
            "yes",
        ),
        "excused where it may be": (INTO_III, {"completed": (), "years_as_superintendent": 9.0}, III, "yes"),
        "excused where it may be by the second table": (
            INTO_III,
            {"completed": (), "years_as_superintendent": 9.0},
            {**II, "level": "iv", "member": True},
            "yes",
        ),
        "excused elsewhere only": (
            INTO_III,
            {"completed": (), "years_as_superintendent": 9.0},
            {**II, "level": "II"},
            "no",
        ),
        "excused, but where is unknown": (
            INTO_III,
            {"completed": (), "years_as_superintendent": 9.0},
            {**II, "level": "IV"},
            "unknown",
        ),
        "not excused, and where is unknown": (INTO_III, {"completed": (), "years_as_superintendent": 1.0}, II, "no"),
        "where alone excuses nobody": ({"where": {"level": "III"}}, {"completed": ()}, III, "no"),
        "unless is about the left person": (
            EXPERIENCED,
            {"completed": (), "years_as_superintendent": 1.0},
            {**II, "years_as_superintendent": 9.0},
            "no",
        ),
    },
    "not_listed": {
        "not completed": ({}, {"completed": ("ASLS I",)}, {"level": "ASLS II"}, "yes"),
        "completed in other case and spaces": ({}, {"completed": ("x", " asls  i")}, {"level": "ASLS I"}, "no"),
        "a part of a name is another": ({}, {"completed": ("ASLS II",)}, {"level": "ASLS I"}, "yes"),
        "nothing completed": ({}, {"completed": ()}, {"level": "ASLS I"}, "yes"),
        "completed is blank": ({}, {}, {"level": "ASLS I"}, "unknown"),
        "the level is blank": ({}, {"completed": ("ASLS I",)}, {}, "unknown"),
        "nothing completed, the level is blank": ({}, {"completed": ()}, {}, "unknown"),
        "other columns": (
            {"left_column": "past_roles", "right_column": "role"},
            {"past_roles": ("Dean",), "completed": ("x",)},
            {"role": "dean", "level": "y"},
            "no",
        ),
    },
    "not_supervisor": {
        "neither": ({}, {"supervisor": "Ann Ash"}, {"supervisor": "Ben Birch", "name": "Cay Cedar"}, "yes"),
        "left names right by name": (
            {},
            {"supervisor": "ann  ash"},
            {"supervisor": "Ben Birch", "name": "Ann Ash"},
            "no",
        ),
        "right names left by name": (
            {},
            {"supervisor": "Ben Birch", "name": "Ann Ash"},
            {"supervisor": "ANN ASH"},
            "no",
        ),
        "by id": ({}, {"supervisor": "RIGHT"}, {"supervisor": "Ben Birch"}, "no"),
        "by mail address": ({}, {"supervisor": "a@X.org"}, {"supervisor": "Ben", "email": "A@x.org"}, "no"),
        "the same supervisor": ({}, {"supervisor": "Ann Ash"}, {"supervisor": "Ann Ash"}, "yes"),
        "their own supervisor": ({}, {"supervisor": "Ann Ash", "name": "Ann Ash"}, {"supervisor": "Ben"}, "yes"),
        "a part of a name names nobody": ({}, {"supervisor": "Ann"}, {"supervisor": "Ben", "name": "Ann Ash"}, "yes"),
        "left is blank": ({}, {}, {"supervisor": "Ben Birch"}, "unknown"),
        "right is blank": ({}, {"supervisor": "Ben Birch"}, {}, "unknown"),
        "both are blank": ({}, {"name": "Ann Ash"}, {"name": "Ben Birch"}, "unknown"),
        "left is blank and right names left": ({}, {}, {"supervisor": "Left"}, "no"),
        "right is blank and left names right": ({}, {"supervisor": "right"}, {}, "no"),
    },
    "same_again": {
        "the partner": ({}, {"current_mentor": ("RIGHT ",)}, {}, "yes"),
        "one of two partners": ({}, {"current_mentor": ("zoe", "right")}, {}, "yes"),
        "another partner": ({}, {"current_mentor": ("zoe",)}, {}, "no"),
        "blank": ({}, {}, {}, "yes"),
        "no partner": ({}, {"current_mentor": ()}, {}, "yes"),
        "whom right names does not count": ({}, {}, {"current_mentor": ("zoe",)}, "yes"),
        "another column": ({"column": "prefers"}, {"prefers": ("zoe",), "current_mentor": ("right",)}, {}, "no"),
    },
    "related_role": {
        "the same role": ({}, LEADER, {"role": "curriculum leader"}, "yes"),
        "a past role": ({}, LEADER, {"past_roles": ("dean", "Curriculum leader ")}, "yes"),
        "years in the role": ({}, LEADER, {"years_by_role": {"curriculum leader": 0.5}}, "yes"),
        "no years in the role": ({}, LEADER, {**KNOWN, "years_by_role": {"curriculum leader": 0.0}}, "no"),
        "the role is an expertise": ({}, LEADER, {"expertise": ("curriculum leader",)}, "yes"),
        "an area is an expertise": (AREAS, LEADER, {"expertise": ("bonds", "ASSESSMENT")}, "yes"),
        "the program writes the role in other case and spaces": (
            {"areas": {" Curriculum LEADER": ["assessment"]}},
            LEADER,
            {"expertise": ("assessment",)},
            "yes",
        ),
        "another role's area": (AREAS, LEADER, {**KNOWN, "expertise": ("discipline",)}, "no"),
        "an area that no program states": ({}, LEADER, {**KNOWN, "expertise": ("curriculum",)}, "no"),
        "nothing, all known but the years": (AREAS, LEADER, KNOWN, "no"),
        "an area is no past role": (AREAS, LEADER, {**KNOWN, "past_roles": ("curriculum",)}, "no"),
        "left's role is blank": (AREAS, {}, {**KNOWN, "expertise": ("curriculum",)}, "unknown"),
        "right's role is blank": (AREAS, LEADER, {"past_roles": (), "expertise": ()}, "unknown"),
        "right's past roles are blank": (AREAS, LEADER, {"role": "dean", "expertise": ()}, "unknown"),
        "right's expertise is blank": (AREAS, LEADER, {"role": "dean", "past_roles": ()}, "unknown"),
    },
    "never_again": {
        "never together": ({"history": {2024: []}}, {}, {}, "yes"),
        "together, however long ago": ({"history": {2025: [], 1999: [("LEFT", "right ")]}}, {}, {}, "no"),
        "exactly at the limit": ({"years": 3, "history": {2025: [], 2023: WERE}}, {}, {}, "no"),
        "a year beyond the limit": ({"years": 2, "history": {2025: [], 2023: WERE}}, {}, {}, "yes"),
        "the newest file is one year ago": ({"years": 1, "history": {2011: WERE}}, {}, {}, "no"),
        "years without a file count": ({"years": 5, "history": {2025: [], 2020: WERE}}, {}, {}, "yes"),
        "the last time counts": ({"years": 1, "history": {2025: WERE, 2020: WERE}}, {}, {}, "no"),
        "with others": ({"history": {2025: [("left", "zoe"), ("zoe", "right")]}}, {}, {}, "yes"),
        "the other way round": ({"history": {2025: [("right", "left")]}}, {}, {}, "yes"),
    },
}
NEVER_UNKNOWN = {"not_same_person", "same_again", "never_again"}
CASES = {f"{kind}: {name}": (kind, *edge) for kind, edges in EDGES.items() for name, edge in edges.items()}

UNKNOWN_PAIR = {
    "not_former_employer": {},
    "different": {"column": "region"},
    "same": {"column": "region"},
    "no_conflict": {},
    "not_declined": {},
    "within_miles": {"max_miles": 50},
    "experience": {"min_years": 5},
    "prepared": {},
    "not_listed": {},
    "not_supervisor": {},
    "related_role": AREAS,
}
"""Parameters with which two people of whom nothing is known are unknown to a rule."""


def judged(rule, left, right):
    """A rule's answer about one pair, whether it lets the pair pass, and whether the pair is eligible."""
    years = rule.get("history", {})
    raw = raw_program(rules=[{name: given for name, given in rule.items() if name != "history"}], history=years)
    left, right = [{"id": "left", **left}], [{"id": "right", **right}]
    candidates = build(season_of(raw, left, right))
    answer, passes = ANSWERS[int(candidates.verdicts[0, 0, 0])], bool(candidates.passes[0, 0, 0])
    expected = oracle.solve(raw, left, right)
    assert [answer] == list(expected.verdicts[left[0]["id"], "right"].values()), "the oracle"
    assert passes == bool(expected.eligible), "the oracle"
    return answer, passes, bool(candidates.eligible[0, 0])


@pytest.mark.parametrize(("kind", "parameters", "left", "right", "answer"), CASES.values(), ids=CASES)
def test_a_rule_at_its_edge(kind, parameters, left, right, answer):
    assert judged({"kind": kind, **parameters}, left, right)[0] == answer


@pytest.mark.parametrize("kind", UNKNOWN_PAIR)
def test_unknown_passes_or_fails_as_the_kind_says_unless_the_rule_says_otherwise(kind):
    rule = {"kind": kind, **UNKNOWN_PAIR[kind]}
    needs_evidence_for = kind in ("same", "within_miles", "experience", "prepared", "related_role")
    assert judged(rule, {}, {}) == ("unknown", not needs_evidence_for, not needs_evidence_for)
    assert judged({**rule, "unknown": "passes"}, {}, {}) == ("unknown", True, True)
    assert judged({**rule, "unknown": "fails"}, {}, {}) == ("unknown", False, False)


@pytest.mark.parametrize("unknown", ["passes", "fails"])
def test_what_is_known_does_not_care_how_unknown_counts(unknown):
    rule = {"kind": "same", "column": "region", "unknown": unknown}
    assert judged(rule, {"region": "a"}, {"region": "a"}) == ("yes", True, True)
    assert judged(rule, {"region": "a"}, {"region": "b"}) == ("no", False, False)


@pytest.mark.parametrize("kind", sorted(NEVER_UNKNOWN))
def test_two_people_of_whom_nothing_is_known_are_not_the_same_and_have_no_partner_yet(kind):
    assert judged({"kind": kind, "unknown": "fails"}, {}, {}) == ("yes", True, True)


# ---------------------------------------------------------------- close to the largest distance


def settled_otherwise(rng, closer):
    """A pair whose geodesic is a hundredth of a mile closer (or farther) than the formula's miles."""
    for _ in range(10_000):
        left = {"id": "left", "lat": rng.uniform(26, 48), "lon": rng.uniform(-122, -70)}
        right = {"id": "right", "lat": rng.uniform(26, 48), "lon": rng.uniform(-122, -70)}
        two = relate(season_of(raw_program(), [left], [right]))
        by_formula, by_geodesic = float(two.miles[0, 0]), two.geodesic(0, 0)
        if by_formula > 200 and 0 < (by_formula - by_geodesic if closer else by_geodesic - by_formula) < 0.02:
            return left, right, by_formula, by_geodesic
    raise AssertionError("the formula is too good")


@pytest.mark.parametrize("closer", [True, False], ids=["closer", "farther"])
def test_at_the_limit_the_geodesic_decides(closer):
    left, right, by_formula, by_geodesic = settled_otherwise(random.Random(5), closer)
    rule = {"kind": "within_miles", "max_miles": min(by_formula, by_geodesic)}
    assert (by_formula <= rule["max_miles"]) is not closer, "the formula alone would say so"
    assert judged(rule, left, right)[0] == ("yes" if closer else "no")


@pytest.mark.parametrize(
    ("share", "asked"),
    [(0.99991, True), (1.0, True), (1.00009, True), (0.9998, False), (1.0002, False), (0.5, False), (2.0, False)],
)
def test_the_geodesic_is_asked_only_within_a_hundredth_of_a_percent(monkeypatch, share, asked):
    far = {"lat": 45.0, "lon": -110.0}
    season = season_of(raw_program(), [{"id": "left", **TOWN}], [{"id": "right", **far}])
    two, calls = relate(season), []
    monkeypatch.setattr(Relation, "geodesic", lambda self, i, j: calls.append((i, j)) or float(self.miles[i, j]))
    max_miles = float(two.miles[0, 0]) * share
    answer = RULES["within_miles"].answers(two, max_miles=max_miles)
    assert bool(calls) is asked
    assert bool(answer[0, 0] == YES) is (share >= 1)


def test_at_the_limit_every_pair_has_its_own_geodesic():
    left, right = [{"id": "a", **NEAR}, {"id": "b", **NEAR}, {"id": "c", **TOWN}], [{"id": "x"}, {"id": "y", **NEAR}]
    two = relate(season_of(raw_program(), left, right))
    answers = RULES["within_miles"].answers(two, max_miles=MILES)
    assert answers.tolist() == [[UNKNOWN, YES], [UNKNOWN, YES], [UNKNOWN, YES]]
    answers = RULES["within_miles"].answers(two, max_miles=MILES - 0.001)
    assert answers.tolist() == [[UNKNOWN, YES], [UNKNOWN, YES], [UNKNOWN, NO]]


@pytest.mark.parametrize(("zip_code", "answer"), [("65201", YES), ("63801", NO)])
def test_a_zip_code_places_a_person(zip_code, answer):
    season = season_of(raw_program(), [{"id": "a", "zip": zip_code}], [{"id": "b", **TOWN}])
    assert RULES["within_miles"].answers(relate(season), max_miles=30)[0, 0] == answer


# ---------------------------------------------------------------- many people at once

SPECS = {
    "not_former_employer": [{}],
    "different": [{"column": "region"}, {"column": ["district_id", "enrollment", "region"]}],
    "same": [{"column": "region"}, {"column": ["district", "first_year"]}],
    "no_conflict": [{}],
    "not_declined": [{}],
    "not_same_person": [{}],
    "within_miles": [{"max_miles": 40}],
    "experience": [{"min_years": 3}, {"min_years": 3, "in_left_role": True}, {"min_years": 3, "column": "enrollment"}],
    "prepared": [{}, {"unless": {"years_by_role": "dean: >= 3"}}, {**INTO_III, "unless": {"first_year": True}}],
    "not_listed": [{}, {"left_column": "past_roles", "right_column": "role"}],
    "not_supervisor": [{}],
    "same_again": [{}, {"column": "declines"}],
    "related_role": [{}, AREAS],
    "never_again": [{}, {"years": 1}, {"years": 3}],
}


def random_person(rng, identifier):
    values = {
        "email": ["a@x.org", "B@x.org", "b@X.org", None],
        "region": ["north", "North ", "south", None],
        "district": ["Ash Grove", "ash  grove", "Oak", None],
        "district_id": ["1", "2", None],
        "enrollment": [2.0, 3.0, None],
        "first_year": [True, False, None],
        "conflicts": [(), ("A1",), ("b2", "ash grove"), ("2",), None],
        "declines": [(), ("A1", "b0"), ("b2",), None],
        "employer": ["Oak", "1", None],
        "former_employers": [(), ("Ash Grove", "Elm"), ("2",), None],
        "role": ["Superintendent", "dean", None],
        "years_as_superintendent": [1.0, 3.0, None],
        "years_in_role": [2.0, 3.0, None],
        "years_by_role": [{}, {"dean": 3.0}, {"superintendent": 1.0, "dean": 2.0}, None],
        "lat": [38.0, 38.5, None],
        "completed": [(), ("ASLS I",), ("asls i", "ASLS II", "x"), None],
        "requires": [(), ("ASLS I",), ("ASLS I", "asls  ii"), None],
        "level": ["ASLS I", "asls ii", "III", "IV", None],
        "member": [True, False, None],
        "name": ["Ann Ash", "Ben", None],
        "supervisor": ["ann ash", "Ben", "b0", None],
        "current_mentor": [(), ("B1",), ("b0", "b2"), None],
        "past_roles": [(), ("Dean",), ("principal", "superintendent"), None],
        "expertise": [(), ("Discipline",), ("bonds", "dean"), None],
    }
    person = {"id": identifier, **{column: rng.choice(choices) for column, choices in values.items()}}
    return person | ({"lon": -92.0} if person["lat"] is not None else {})


def random_history(rng):
    """Some pairs in some years, by ids as somebody else might spell them; not all of these people are there today."""
    pairs = [(a, b) for a in ("a0", "A1", "b2", "gone") for b in ("b0", "B1 ", "b2")]
    return {year: rng.sample(pairs, rng.randint(0, 5)) for year in rng.sample(range(2019, 2026), rng.randint(0, 4))}


@pytest.mark.parametrize("kind", SPECS)
def test_every_pair_is_judged_for_itself(kind):
    rng = random.Random(kind)
    for _ in range(10):
        left = [random_person(rng, identifier) for identifier in ("a0", "a1", "b2", "a3")]
        right = [random_person(rng, identifier) for identifier in ("b0", "b1", "B2")]
        rules = [{"kind": kind, "name": f"r{n}", **spec} for n, spec in enumerate(SPECS[kind])]
        raw = raw_program(rules=rules, history=random_history(rng))
        season, expected = season_of(raw, left, right), oracle.solve(raw, left, right)
        verdicts, passes = judge(relate(season), season.program.rules)
        for (a, b), answers in expected.verdicts.items():
            i, j = season.left.ids.index(a), season.right.ids.index(b)
            assert [ANSWERS[int(v)] for v in verdicts[:, i, j]] == list(answers.values()), (left[i], right[j])
            assert bool(passes[:, i, j].all()) == ((a, b) in expected.eligible)


def test_answers_are_small_whole_numbers_for_tables_of_any_size():
    for rule in ({"kind": kind, **specs[0]} for kind, specs in SPECS.items()):
        for left, right in (([], [{"id": "b"}]), ([{"id": "a"}], []), ([], [])):
            season = season_of(raw_program(rules=[rule]), left, right)
            verdicts, _ = judge(relate(season), season.program.rules)
            assert verdicts.shape == (1, len(left), len(right))
            assert verdicts.dtype == np.int8
