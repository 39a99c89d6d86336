"""Every pair of a season as a table: which rules it fails, its points, fit and miles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pairing.candidates import Candidates


def candidate_table(candidates: Candidates) -> pd.DataFrame:
    """One row per pair, by left and right id, with the columns of `pairing candidates` (docs/cli.md)."""
    season = candidates.season
    left, right = season.program.left.label, season.program.right.label
    n, m = candidates.relation.shape
    columns = {
        f"{left}_id": np.repeat(season.left.ids, m),
        f"{right}_id": np.tile(season.right.ids, n),
        "eligible": np.where(candidates.eligible.ravel(), "yes", "no"),
        "failed_rules": _failures(candidates),
        "miles": candidates.miles.ravel(),
        "fit": candidates.fit.ravel() / 100,
    }
    for criterion, points in zip(season.program.criteria, candidates.points, strict=True):
        columns[f"points: {criterion.title}"] = points.ravel() / 100
    return pd.DataFrame(columns)


def _failures(candidates: Candidates) -> np.ndarray:
    """For each pair everything that keeps it from being made, separated by `; `."""
    season = candidates.season
    texts = np.full(candidates.relation.shape, "", dtype=object)
    for i, status in enumerate(candidates.left_status):
        if not status.takes_part:
            texts[i, :] += f"; {season.program.left.label} does not take part: {status.reason}"
    for j, status in enumerate(candidates.right_status):
        if not status.takes_part:
            texts[:, j] += f"; {season.program.right.label} does not take part: {status.reason}"
    for rule, passes in zip(season.program.rules, candidates.passes, strict=True):
        texts[~passes] += f"; {rule.title}"
    for decision in candidates.forbidden:
        texts[decision.pair] += f"; forbidden by {decision}"
    return np.array([text.removeprefix("; ") for text in texts.ravel()], dtype=object)
