"""Every pair of a relation as a table: which rules it fails, its points, fit and miles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pairing.instance.tables import RelationView


def candidate_table(view: RelationView) -> pd.DataFrame:
    """One row per pair, by left and right id, with the columns of `pairing candidates` (docs/cli.md)."""
    n, m = view.judged.fit.shape
    columns = {
        f"{view.labels[0]}_id": np.repeat(view.left.ids, m),
        f"{view.labels[1]}_id": np.tile(view.right.ids, n),
        "eligible": np.where(view.eligible.ravel(), "yes", "no"),
        "failed_rules": _failures(view),
        "miles": view.judged.relation.miles.ravel(),
        "fit": view.judged.fit.ravel() / 100,
    }
    for criterion, points in zip(view.judged.criteria, view.judged.points, strict=True):
        columns[f"points: {criterion.title}"] = points.ravel() / 100
    frame = pd.DataFrame(columns)
    return frame if view.left is not view.right else frame[np.ravel(~np.eye(n, dtype=bool))].reset_index(drop=True)


def _failures(view: RelationView) -> np.ndarray:
    """For each pair everything that keeps it from being made, and the soft rules it misses, separated by `; `."""
    texts = np.full(view.judged.fit.shape, "", dtype=object)
    for i, status in enumerate(view.statuses[0]):
        if not status.takes_part:
            texts[i, :] += f"; {view.labels[0]} does not take part: {status.reason}"
    for j, status in enumerate(view.statuses[1]):
        if not status.takes_part:
            texts[:, j] += f"; {view.labels[1].replace('_', ' ')} does not take part: {status.reason}"
    for rule, passes in zip(view.judged.rules, view.passes, strict=True):
        texts[~passes] += f"; {rule.title}"
    for name, removed in view.besides:
        texts[removed] += f"; {name}"
    for name, missing in view.missed:
        texts[missing] += f"; {name} (soft)"
    return np.array([text.removeprefix("; ") for text in texts.ravel()], dtype=object)
