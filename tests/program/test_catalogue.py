"""One name, three voices and a judge: every kind has its sentence, its heading, its scalar judge and its tests."""

import re
import runpy
from pathlib import Path

import pytest
import test_criteria
import test_goals_over_pairs
import test_rerun
import test_rules
import test_screens

from build import goal_orders
from pairing.program import COHORT_GOALS, GOALS, parameters_of
from pairing.program.criteria import CRITERIA
from pairing.program.limits import LIMITS, PAIR_LIMITS, PENALTIES
from pairing.program.rules import RULES, SCREENS
from pairing.solver.pairs.arc_costs import COSTS
from pairing.solver.pairs.objectives import SUMS
from pairing.verify import criteria as judged_criteria
from pairing.verify import participation as judged_people
from pairing.verify import rules as judged_rules
from pairing.verify.cohorts import goals as judged_cohort_goals
from pairing.verify.cohorts import limits as judged_limits
from pairing.verify.pairs import goals as judged_goals
from pairing.verify.pairs import limits as judged_pair_limits
from pairing.verify.pairs.network import COSTS as JUDGED_COSTS

COHORT_EDGES, PAIR_EDGES = (
    runpy.run_path(str(Path(__file__).resolve().parents[1] / "oracle" / name))
    for name in ("cohort_edges.py", "pair_limit_edges.py")
)
MATH = (Path(__file__).resolve().parents[2] / "docs" / "math.md").read_text(encoding="utf-8")

CATALOGUE = {
    "rule": {kind: rule.answers for kind, rule in RULES.items()},
    "screen": dict(SCREENS),
    "criterion": dict(CRITERIA),
    "goal": {**GOALS, **COHORT_GOALS},
    "limit": {**LIMITS, **PAIR_LIMITS},
    "penalty": dict(PENALTIES),
}
JUDGES = {
    "rule": judged_rules.RULES,
    "screen": judged_people.JUDGES,
    "criterion": judged_criteria.CRITERIA,
    "goal": {**judged_goals.GOALS, **judged_cohort_goals.COHORT_GOALS},
    "limit": {**judged_limits.LIMITS, **judged_pair_limits.PAIR_LIMITS},
    "penalty": judged_limits.PENALTIES,
}
TESTED = {
    "rule": set(test_rules.EDGES) & set(test_rules.SPECS),
    "screen": set(test_screens.EDGES) | set(test_screens.TWO_PEOPLE),
    "criterion": set(test_criteria.EDGES) & {*test_criteria.UNKNOWN_PAIR, *test_criteria.NEVER_UNKNOWN},
    "goal": {goal["kind"] for order in goal_orders() for goal in order}
    | set(COHORT_EDGES["GOALS"])
    | {goal["kind"] for goal in test_goals_over_pairs.ALONE}
    | {test_rerun.MOVES["kind"]}
    | ({"keep"} if PAIR_EDGES["KEEP"] else set()),
    "limit": set(COHORT_EDGES["LIMITS"]) | set(PAIR_EDGES["PAIR_LIMITS"]),
    "penalty": set(COHORT_EDGES["PENALTIES"]),
}
KINDS = [(group, kind) for group, kinds in CATALOGUE.items() for kind in kinds]
HEADINGS = re.findall(r"^### (\w+): (\w+)$", MATH, flags=re.MULTILINE)


def section(group, kind):
    """What docs/math.md says under a kind's heading."""
    return re.split(r"^#+ .*$", MATH.split(f"### {group}: {kind}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0].strip()


@pytest.mark.parametrize(("group", "kind"), KINDS)
def test_a_kind_says_its_rule_in_the_first_line_of_its_docstring(group, kind):
    first, *rest = (CATALOGUE[group][kind].__doc__ or "").strip().splitlines()
    assert first.endswith("."), f"{group} {kind}: {first}"
    assert first[0].isupper() or first[0].isdigit()
    assert len(first.split()) >= 4, "a sentence, not a word"
    assert not rest or not rest[0].strip(), "a blank line stands below the sentence"


def test_docs_have_one_heading_per_kind_and_no_other():
    assert sorted(HEADINGS) == sorted(KINDS)


@pytest.mark.parametrize(("group", "kind"), KINDS)
def test_docs_say_something_about_a_kind_and_all_its_parameters(group, kind):
    text = section(group, kind)
    assert re.search(r"\.(\s|$)", text), f"nothing under {group}: {kind}"
    if group == "goal":
        own = set(CATALOGUE["goal"][kind].model_fields) - {"kind", "name"}
    else:
        own = set(parameters_of(CATALOGUE[group][kind]))
    for name in own:
        assert f"`{name}" in text or re.search(rf"\b{name}\b", text), f"{group} {kind}: {name} is not mentioned"


def test_docs_show_the_default_of_every_column_parameter():
    """Of a limit's `unknown` they may show the other value instead."""
    for group, kind in KINDS:
        for name, (_, default) in ({} if group == "goal" else parameters_of(CATALOGUE[group][kind])).items():
            if isinstance(default, str):
                text = section(group, kind)
                named = f"`{default}`" in text or (group == "limit" and f'`{name} = "' in text)
                assert named, f"{group} {kind}: {name} = {default}"


def test_docs_say_what_unknown_does_to_each_rule():
    for kind, rule in RULES.items():
        stated = re.search(r"[Uu]nknown[^.;]*[:.] \(?(passes|fails)", section("rule", kind))
        assert stated, kind
        assert stated[1] == rule.unknown, kind


@pytest.mark.parametrize(("group", "kind"), KINDS)
def test_the_checker_judges_a_kind_by_a_function_of_its_own(group, kind):
    judge = JUDGES[group].get(kind)
    assert judge is not None, f"pairing.verify has no judge for {group} {kind}"
    assert judge.__module__.startswith("pairing.verify.")
    assert judge is not CATALOGUE[group][kind]


def test_the_checker_judges_no_kind_that_a_program_cannot_name():
    assert {(group, kind) for group, judges in JUDGES.items() for kind in judges} == set(KINDS)


@pytest.mark.parametrize(("group", "kind"), KINDS)
def test_a_kind_has_tests_at_its_edges(group, kind):
    assert kind in TESTED[group], f"{group} {kind} stands in no test"


def test_every_edge_of_a_rule_shows_all_answers_the_kind_can_give():
    for kind, edges in test_rules.EDGES.items():
        shown = {edge[-1] for edge in edges.values()}
        assert shown == {"yes", "no"} | (set() if kind in test_rules.NEVER_UNKNOWN else {"unknown"}), kind


def test_every_rule_that_can_be_unknown_is_tested_both_ways():
    assert set(test_rules.UNKNOWN_PAIR) == set(RULES) - test_rules.NEVER_UNKNOWN


def test_every_criterion_is_tested_at_its_top_and_where_it_is_unknown():
    for kind, edges in test_criteria.EDGES.items():
        shown = {edge[-1] for edge in edges.values()}
        assert 10000 in shown, kind
        assert (None in shown) == (kind not in test_criteria.NEVER_UNKNOWN), kind


@pytest.mark.parametrize("kind", sorted(GOALS))
def test_a_goal_has_its_costs_on_the_network(kind):
    assert kind in {*COSTS, *SUMS}
    assert (kind in JUDGED_COSTS) == (kind != "worst_fit"), "every goal but the bottleneck is a sum of arc costs"
    if kind != "worst_fit":
        assert re.search(rf"^\| {kind}( \(.*\))? \| ", MATH, flags=re.MULTILINE), "its row in the table of costs"


def test_no_costs_without_a_goal():
    assert {*COSTS, *SUMS} == set(GOALS)


def test_every_limit_is_tested_where_it_is_kept_and_where_it_is_broken():
    for kind, edges in COHORT_EDGES["LIMITS"].items():
        assert {edge[-1] for edge in edges.values()} == {True, False}, kind
    for kind, edges in PAIR_EDGES["PAIR_LIMITS"].items():
        assert {0, 1} <= {edge[-1] for edge in edges.values()}, kind


def test_every_penalty_is_tested_where_it_is_nothing():
    for kind, edges in COHORT_EDGES["PENALTIES"].items():
        assert 0 in {edge[-1] for edge in edges.values()}, kind
