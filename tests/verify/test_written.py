"""The checker completes a program by its own policies and defaults: what the engine believes is found, not shared."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

import pairing
from build import raw_program, season_of
from pairing.program import COHORT_GOALS, GOALS
from pairing.program import rules as engine_rules
from pairing.program.rules import RULES
from pairing.program.schema import CATALOGUE, parameters_of
from pairing.verify import check, written

MATH = (Path(__file__).resolve().parents[2] / "docs" / "math.md").read_text(encoding="utf-8")
GROUPS = {
    "ScreenItem": "screen", "RuleItem": "rule", "CriterionItem": "criterion", "LimitItem": "limit",
    "PairLimitItem": "limit", "PenaltyItem": "penalty",
}  # fmt: skip
KINDS = [
    (GROUPS[base.__name__], kind, {name: default for name, (_, default) in parameters_of(function).items()})
    for base, functions in CATALOGUE.items()
    for kind, function in functions.items()
] + [
    ("goal", kind, {
        name: ... if field.is_required() else field.default
        for name, field in model.model_fields.items() if name not in ("kind", "name")
    })
    for kind, model in {**GOALS, **COHORT_GOALS}.items()
]  # fmt: skip


def test_every_kind_of_rule_has_its_policy_and_it_is_what_the_program_says():
    assert {kind: rule.unknown == "passes" for kind, rule in RULES.items()} == written.UNKNOWN_PASSES


@pytest.mark.parametrize(("group", "kind", "parameters"), KINDS, ids=lambda value: str(value)[:30])
def test_every_default_of_a_kind_is_known_and_no_other(group, kind, parameters):
    optional = {name: default for name, default in parameters.items() if default is not ...}
    assert written.DEFAULTS[group].get(kind, {}) == optional


def test_no_default_is_of_a_kind_that_is_not_there():
    known = {(group, kind) for group, kind, _ in KINDS}
    assert {(group, kind) for group, kinds in written.DEFAULTS.items() for kind in kinds} <= known


@pytest.mark.parametrize("kind", RULES)
def test_a_policy_flipped_in_the_engine_is_not_the_checkers(kind, monkeypatch):
    flipped = "fails" if RULES[kind].unknown == "passes" else "passes"
    monkeypatch.setitem(RULES, kind, dataclasses.replace(RULES[kind], unknown=flipped))
    rule = SimpleNamespace(
        kind=kind, title="a rule", model_fields_set={"kind", "name"}, name="a rule", between=None, unknown=None,
        unknown_passes=flipped == "passes",
    )  # fmt: skip
    (found,) = written.rules(SimpleNamespace(rules=[rule]))
    assert found.unknown_passes == written.UNKNOWN_PASSES[kind] != rule.unknown_passes


def test_what_the_program_says_of_the_unknown_outranks_the_policy():
    season = pairing.sample_season()
    rule = next(rule for rule in season.program.rules if rule.kind == "within_miles")
    said = rule.model_copy(update={"unknown": "passes"})
    (found,) = written.rules(SimpleNamespace(rules=[said]))
    assert found.unknown_passes


def test_pairs_of_unknown_distance_that_the_engine_lets_pass_are_findings(monkeypatch):
    rule = {"kind": "within_miles", "max_miles": 50}
    season = season_of(raw_program(rules=[rule]), [{"id": "e1"}, {"id": "e2"}], [{"id": "m1"}, {"id": "m2"}])
    assert not pairing.solve(season).pairs
    monkeypatch.setitem(
        engine_rules.RULES, "within_miles", dataclasses.replace(RULES["within_miles"], unknown="passes")
    )
    with pytest.raises(pairing.CheckerError, match="not both placed"):
        pairing.solve(season)


def test_a_default_changed_in_the_engine_is_a_finding(monkeypatch):
    """A criterion's `unknown` of 1 instead of 0.5 makes every guess worth more; the checker recomputes it."""
    season = pairing.sample_season()
    criterion = type(season.program.criteria[0])
    plan = pairing.solve(season)
    richer = [c.model_copy() for c in season.program.criteria]
    for one in richer:
        if "unknown" not in one.model_fields_set:
            object.__setattr__(one, "unknown", 1.0)
    changed = dataclasses.replace(season, program=season.program.model_copy(update={"criteria": richer}))
    assert criterion.model_fields["unknown"].default == written.UNKNOWN_GRADE
    assert not check(season, plan).findings
    with pytest.raises(pairing.CheckerError, match="fit"):
        pairing.solve(changed)


def test_the_math_page_says_the_same_policies():
    for kind, passes in written.UNKNOWN_PASSES.items():
        section = re.search(rf"^### rule: {kind}$(.*?)(?=^##)", MATH, re.MULTILINE | re.DOTALL)
        assert section, kind
        said = re.search(r"[Uu]nknown.*?\b(passes|pass|fails|fail)\b", section[1], re.DOTALL)
        assert said, f"docs/math.md does not say what unknown does in rule {kind}"
        assert said[1].startswith("pass") == passes, kind
