"""The committee's report: what was asked, found and proved, as one page that opens anywhere.

`facts`, `pair_facts` and `cohort_facts` turn a plan into plain values, `map` and `plots` numbers into coordinates, and
`render` both into HTML by the templates beside it.
"""

from __future__ import annotations

from pathlib import Path

from pairing import runs
from pairing.html_report.render import report_html
from pairing.html_report.stored import rebuilt
from pairing.plans.cohorts import CohortPlan
from pairing.plans.pairs import Plan

NAME = "report.html"


def publish(plan: Plan | CohortPlan, folder: Path | None = None) -> Path:
    """Write a plan as a new run of its season, with the committee's report; returns the run's folder.

    Raises ValueError for a plan that was not found and InputError for one of a season that was changed in memory.

    >>> sorted(path.name for path in pairing.publish(pairing.solve("my-season")).iterdir())[:3]
    ['alternatives.csv', 'assignments.csv', 'payments.csv']
    """
    return runs.publish(plan, folder, {NAME: report_html(plan)} if plan.found else {})


__all__ = ["NAME", "publish", "rebuilt", "report_html"]
