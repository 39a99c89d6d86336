"""Rules that a goal of kind keep names: they keep nobody apart, and their answers are kept."""

from __future__ import annotations

import numpy as np
import pytest

from build import raw_program, season_of
from pairing.errors import InputError
from pairing.explain.funnel import left_funnel, right_funnel
from pairing.instance.pairs import Candidates, build
from pairing.instance.tables import of_candidates
from pairing.program import COHORT_GOALS
from pairing.program.relation import NO, UNKNOWN, YES
from pairing.runs import candidate_table

REGION = {"kind": "same", "name": "own region", "column": "region"}
DISTRICT = {"kind": "different", "name": "other district", "column": "district_id"}
KEEP_REGION = {"kind": "keep", "rule": "own region"}
LEFT = [{"id": "a", "region": "north", "district_id": "1"}, {"id": "b", "region": None, "district_id": "2"}]
RIGHT = [
    {"id": "m", "region": "north", "district_id": "1"},
    {"id": "n", "region": "south", "district_id": "3"},
    {"id": "o", "region": "south", "district_id": "2"},
]


def candidates(*kept: dict, decisions: tuple = (), rules: tuple = (REGION, DISTRICT)) -> Candidates:
    raw = raw_program(rules=list(rules), goals=[{"kind": "placed"}, *kept, {"kind": "fit"}])
    return build(season_of(raw, LEFT, RIGHT, decisions))


def lock(person: str, other: str) -> dict[str, str]:
    return {"id": "D1", "action": "lock", "person": person, "with": other}


def test_a_rule_decides_until_a_goal_keeps_it():
    assert candidates().eligible.tolist() == [[False, False, False], [False, False, False]]
    assert candidates(KEEP_REGION).eligible.tolist() == [[False, True, True], [True, True, False]]


def test_a_season_in_which_every_rule_is_soft_lets_everybody_pass():
    kept = [{"kind": "keep", "rule": rule["name"]} for rule in (REGION, DISTRICT)]
    made = candidates(*kept)
    assert made.eligible.all()
    assert made.soft_rules.tolist() == [True, True]


def test_the_answers_of_a_soft_rule_are_kept():
    hard, soft = candidates(), candidates(KEEP_REGION)
    assert np.array_equal(hard.verdicts, soft.verdicts)
    assert np.array_equal(hard.passes, soft.passes)
    assert soft.verdicts[0].tolist() == [[YES, NO, NO], [UNKNOWN, UNKNOWN, UNKNOWN]]
    assert soft.passes[0].tolist() == [[True, False, False], [False, False, False]]
    assert soft.soft_rules.tolist() == [True, False]
    assert soft.binding[0].all()
    assert np.array_equal(soft.binding[1], soft.passes[1])


@pytest.mark.parametrize("unknown", ["passes", "fails"])
def test_how_unknown_counts_is_kept_too(unknown):
    made = candidates(KEEP_REGION, rules=({**REGION, "unknown": unknown}, DISTRICT))
    assert made.passes[0, 1].tolist() == [unknown == "passes"] * 3
    assert made.eligible.tolist() == [[False, True, True], [True, True, False]]


def test_who_does_not_take_part_or_is_forbidden_stays_out():
    decisions = (
        {"id": "F", "action": "forbid", "person": "a", "with": "n"},
        {"id": "W", "action": "withdraw", "person": "m"},
    )
    made = candidates(KEEP_REGION, decisions=decisions)
    assert made.eligible.tolist() == [[False, False, True], [False, True, False]]


def test_a_lock_may_break_a_soft_rule_and_no_other():
    assert [made.pair for made in candidates(KEEP_REGION, decisions=(lock("a", "n"),)).locks] == [(0, 1)]
    with pytest.raises(InputError, match='but the pair breaks rule "own region"'):
        candidates(decisions=(lock("a", "n"),))
    with pytest.raises(InputError) as error:
        candidates(KEEP_REGION, decisions=(lock("b", "o"),))
    assert ["other district" in problem.message for problem in error.value.problems] == [True]


def test_a_soft_rule_is_no_step_of_a_funnel():
    hard, soft = candidates(), candidates(KEEP_REGION)
    assert left_funnel(hard, 0).steps == (
        ("not taking part", 0), ("own region", 2), ("other district", 1), ("forbidden by decision", 0),
    )  # fmt: skip
    funnel = left_funnel(soft, 0)
    assert funnel.steps == (("not taking part", 0), ("other district", 1), ("forbidden by decision", 0))
    assert funnel.alone == (("other district", 1), ("forbidden by decision", 0))
    assert funnel.eligible == 2
    assert right_funnel(soft, 1).counts == {
        "partners": 2, "removed: not taking part": 0, "removed: other district": 0, "removed: forbidden by decision": 0,
        "eligible": 2, "only: other district": 0, "only: forbidden by decision": 0,
    }  # fmt: skip


def test_a_soft_rule_removes_no_pair_of_the_relation():
    view = of_candidates(candidates(KEEP_REGION))
    assert (~view.passes).sum(axis=(1, 2)).tolist() == [0, 2]
    assert [(name, missing.tolist()) for name, missing in view.missed] == [
        ("own region", [[False, True, True], [True, True, True]])
    ]
    assert not of_candidates(candidates()).missed


def test_the_table_of_candidates_tells_which_soft_rules_a_pair_misses():
    table = candidate_table(of_candidates(candidates(KEEP_REGION)))
    rows = {a + b: (eligible, failed) for a, b, eligible, failed, *_ in table.itertuples(index=False)}
    assert rows["am"] == ("no", "other district")
    assert rows["an"] == ("yes", "own region (soft)")
    assert rows["bo"] == ("no", "other district; own region (soft)")


def test_cohort_programs_have_no_soft_rules():
    assert "keep" not in COHORT_GOALS
