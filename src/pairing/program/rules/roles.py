"""How near one person's experience is to another person's role: what a rule and a criterion ask alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
from pydantic import AfterValidator

from pairing.profiles import Table, key
from pairing.program.parameters import distinct_texts
from pairing.program.relation import UNKNOWN, Answers, Relation

SAME, STANDS_IN, NONE = np.int8(2), np.int8(1), np.int8(0)
"""The right person has the role; has experience that may stand in for it; has none."""


def _distinct(areas: dict[str, list[str]]) -> dict[str, list[str]]:
    """No role stands twice, nor an area of one role."""
    for texts in (areas, *areas.values()):
        distinct_texts(texts)
    return areas


Areas = Annotated[dict[str, list[str]], AfterValidator(_distinct)]
"""Roles and the practice areas of each: `{ "curriculum leader" = ["curriculum", "assessment"] }`."""
NO_AREAS: Areas = {}


def related_role(two: Relation, *, areas: Areas = NO_AREAS) -> Answers:
    """The right person has the left person's role, held it, or has experience in one of its practice areas."""
    near = nearness(two, areas)
    return np.where(near == UNKNOWN, UNKNOWN, near > 0).astype(np.int8)


def nearness(two: Relation, areas: Mapping[str, Sequence[str]]) -> Answers:
    """(left, right): SAME, STANDS_IN, NONE, or UNKNOWN where a blank cell may hide something."""
    by_key = {key(role): frozenset(map(key, texts)) for role, texts in areas.items()}
    roles = two.left.keys("role")
    near = {role: _near(two.right, role, by_key.get(role, frozenset())) for role in set(roles) if role is not None}
    nobody = np.full(len(two.right), UNKNOWN)
    return np.array([nobody if role is None else near[role] for role in roles], dtype=np.int8).reshape(two.shape)


def _near(people: Table, role: str, areas: frozenset[str]) -> Answers:
    """(people,): each person's nearness to one role."""
    past, expertise = people.sets("past_roles"), people.sets("expertise")
    rows = zip(people.keys("role"), past, people.values("years_by_role"), expertise, strict=True)
    return np.array([_nearness_of(role, areas, *row) for row in rows], dtype=np.int8)


def _nearness_of(
    role: str,
    areas: frozenset[str],
    present: str | None,
    past: frozenset[str] | None,
    years: Mapping[str, float] | None,
    expertise: frozenset[str] | None,
) -> np.int8:
    if present == role:
        return SAME
    if role in (past or ()) or (years or {}).get(role, 0) > 0 or ({role} | areas) & (expertise or frozenset()):
        return STANDS_IN
    return UNKNOWN if present is None or past is None or expertise is None else NONE
