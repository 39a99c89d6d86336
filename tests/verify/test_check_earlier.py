"""The checker's own code about earlier years, at the same edges as the model's."""

from pathlib import Path

import pytest
import test_criteria
import test_rules

from build import raw_program, season_of
from pairing.season.history import Past
from pairing.verify.criteria import CRITERIA, ten_thousandths
from pairing.verify.history import last_together
from pairing.verify.rules import RULES, WORDS

SAID = {"yes": True, "no": False}
DEFAULTS = {"never_again": {"years": None}, "together_before": {"years": 1}, "long_ago": {}}
EDGES = {
    f"{kind}: {name}": (kind, parameters, expected)
    for kind in DEFAULTS
    for name, (parameters, _, _, expected) in {**test_rules.EDGES, **test_criteria.EDGES}[kind].items()
}


@pytest.mark.parametrize(("kind", "parameters", "expected"), EDGES.values(), ids=EDGES)
def test_a_kind_at_its_edge(kind, parameters, expected):
    own = DEFAULTS[kind] | {name: given for name, given in parameters.items() if name != "history"}
    season = season_of(raw_program(history=parameters.get("history", {})), [{"id": "left"}], [{"id": "right"}])
    judge = {**RULES, **CRITERIA}[kind](season, **own)
    if kind == "never_again":
        assert judge(0, 0, None) is SAID[expected]
    else:
        assert ten_thousandths(judge(0, 0, None)) == expected


@pytest.mark.parametrize(
    ("years", "said"), [(None, "in any year"), (1, "last year"), (2, "in the last 2 years"), (9, "in the last 9 years")]
)
def test_a_finding_says_how_far_back_the_rule_looks(years, said):
    assert WORDS["never_again"]({"years": years}, None) == f"they may not have been together {said}"


def test_the_order_of_the_years_does_not_matter():
    season = season_of(raw_program(), [{"id": "left"}], [{"id": "right"}])
    years = [Past(year, f"history/{year}.csv", pairs) for year, pairs in ((2020, ((0, 0),)), (2025, ()), (2022, ()))]
    for order in (years, years[::-1]):
        object.__setattr__(season, "history", tuple(order))
        assert last_together(season)(0, 0) == 6


def test_the_checker_knows_nothing_of_the_model_s_years_ago():
    source = Path(last_together.__code__.co_filename).read_text(encoding="utf-8")
    assert "judging" not in source
    assert "numpy" not in source
