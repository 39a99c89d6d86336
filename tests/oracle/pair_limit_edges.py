"""What each kind of limit of pairs says about a few pairs, worked out by hand.

PAIR_LIMITS: kind to cases of (parameters, left people, right people, the pairs, the units by which the limit is
broken). Left people are a, b, c, d, right people r, s, t; the pair of a and r is "ar". A left person with a
`current_mentor` does not take part. KEEP: cases of (cost per unit, the units, the goal's value).
"""

RETIRED = {"status": "retired"}


def left(column=None, *cells):
    """Left people a, b, c, d with these cells."""
    cells = (*cells, *[None] * (4 - len(cells)))
    return [{"id": name} | ({column: cell} if column else {}) for name, cell in zip("abcd", cells, strict=True)]


def right(**columns):
    """Right people r, s, t with these cells in each column."""
    return [
        {"id": name, **{column: cells[place] for column, cells in columns.items()}} for place, name in enumerate("rst")
    ]


ANYBODY, NOBODY_SPECIAL = left(), right()
HAD_R = left("current_mentor", None, None, None, ("r",))
REGIONS = right(region=("North", "north ", "South"))
SOUTH_UNKNOWN = right(region=("North", "North", None))
RETIREMENT = right(status=("retired", "active", None))
RETIRED_NORTH = right(region=("North", "North", "South"), status=("retired", None, "active"))
SAME_PLACE = {"lat": 38.0, "lon": -92.0}
PLACED = [{"id": name, **SAME_PLACE} for name in "abcd"], [{"id": name, **SAME_PLACE} for name in "rst"]
UNPLACED = ANYBODY, NOBODY_SPECIAL
A_DEGREE = [{"id": "a", "lat": 38.0, "lon": -92.0}], [{"id": "r", "lat": 39.0, "lon": -92.0}]
"""68.98 miles apart: the meridian's degree at 38.5 north is 111,006 meters long."""
A_DEGREE_BETWEEN_LEFT = (
    [{"id": "a", "lat": 38.0, "lon": -92.0}, {"id": "b", "lat": 39.0, "lon": -92.0}],
    [{"id": name, "lat": 38.0, "lon": -92.0} for name in "rs"],
)
OFFICE = {"district_id": ("7", "7", "8")}

QUOTA = {
    "as many as may": ({"at_most": 3}, *UNPLACED, "ar br cs", 0),
    "one too many": ({"at_most": 2}, *UNPLACED, "ar br cs", 1),
    "as many as must": ({"at_least": 3}, *UNPLACED, "ar br cs", 0),
    "two too few": ({"at_least": 5}, *UNPLACED, "ar br cs", 2),
    "no pair at all": ({"at_least": 1}, *UNPLACED, "", 1),
    "a group by text without case and spaces": ({"by": "region", "at_most": 1}, ANYBODY, REGIONS, "ar bs ct", 1),
    "the bounds hold for each group": ({"by": "region", "at_most": 2}, ANYBODY, REGIONS, "ar bs ct dt", 0),
    "too many here, too few there": (
        {"by": "region", "at_least": 2, "at_most": 2}, ANYBODY, REGIONS, "ar bs cs dr", 2 + 2,
    ),
    "who is unknown is in no group": ({"by": "region", "at_most": 0}, ANYBODY, SOUTH_UNKNOWN, "at bt", 0),
    "who is unknown fills no group": ({"by": "region", "at_least": 1}, ANYBODY, SOUTH_UNKNOWN, "at", 1),
    "only those known to meet who": ({"who": RETIRED, "at_most": 0}, ANYBODY, RETIREMENT, "ar bs ct", 1),
    "nobody known to meet who": ({"who": RETIRED, "at_least": 2}, ANYBODY, NOBODY_SPECIAL, "ar bs", 2),
    "those of each group who meet who": (
        {"who": RETIRED, "by": "region", "at_most": 1}, ANYBODY, RETIRED_NORTH, "ar br cs dt", 1,
    ),
    "a group of whom nobody meets who is none": (
        {"who": RETIRED, "by": "region", "at_least": 2}, ANYBODY, RETIRED_NORTH, "ar ct", 1,
    ),
    "left people": (
        {"side": "left", "by": "first_year", "at_least": 1, "at_most": 1},
        left("first_year", True, True, True, False), NOBODY_SPECIAL, "ar br cs", 2 + 1,
    ),
    "groups of numbers": (
        {"side": "left", "by": "priority", "at_most": 1}, left("priority", 1, 1.0, 2), NOBODY_SPECIAL, "ar br cs", 1,
    ),
    "partners already had do not count": ({"at_most": 1}, HAD_R, NOBODY_SPECIAL, "ar", 0),
    "a value that nobody who takes part has": (
        {"side": "left", "by": "supervisor", "at_least": 2},
        [{"id": "a", "supervisor": "Ann"}, {"id": "b", "supervisor": "Ben", "current_mentor": ("s",)}],
        NOBODY_SPECIAL, "ar", 1,
    ),
    "a value that somebody who takes part has is counted with the others": (
        {"side": "left", "by": "supervisor", "at_most": 1},
        [{"id": "a", "supervisor": "Ann"}, {"id": "b", "supervisor": "ann", "current_mentor": ("s",)}],
        NOBODY_SPECIAL, "ar bs", 1,
    ),
    "a value of whom nobody takes part and meets who": (
        {"side": "left", "who": {"first_year": True}, "by": "supervisor", "at_least": 1},
        [
            {"id": "a", "supervisor": "Ann", "first_year": True, "current_mentor": ("s",)},
            {"id": "b", "supervisor": "Ann", "first_year": None}, {"id": "c", "supervisor": "Ben", "first_year": True},
        ],
        NOBODY_SPECIAL, "br", 1,
    ),
    "everybody, though nobody takes part": (
        {"side": "left", "at_least": 1}, [{"id": "a", "current_mentor": ("s",)}], NOBODY_SPECIAL, "", 1,
    ),
}  # fmt: skip

SERVING = {
    "two partners make one who serves": ({"at_most": 1}, *UNPLACED, "ar br", 0),
    "one too many": ({"at_most": 1}, *UNPLACED, "ar br cs", 1),
    "as many as must": ({"at_least": 2}, *UNPLACED, "ar br cs", 0),
    "two too few": ({"at_least": 3}, *UNPLACED, "ar br", 2),
    "too few in either group": ({"by": "region", "at_least": 2}, ANYBODY, REGIONS, "ar br ct", 1 + 1),
    "too many here, too few there": (
        {"by": "region", "at_least": 1, "at_most": 1}, ANYBODY, REGIONS, "ar bs", 1 + 1,
    ),
    "who is unknown is in no group": ({"by": "region", "at_most": 0}, ANYBODY, SOUTH_UNKNOWN, "at", 0),
    "only those known to meet who": ({"who": RETIRED, "at_most": 0}, ANYBODY, RETIREMENT, "ar bs ct", 1),
    "those of each group who meet who": (
        {"who": RETIRED, "by": "region", "at_least": 2}, ANYBODY, RETIRED_NORTH, "as bt", 2,
    ),
    "partners already had do not count": ({"at_least": 1}, HAD_R, NOBODY_SPECIAL, "", 1),
}  # fmt: skip

ALL_OR_LEAST = {
    "nobody": ({}, *UNPLACED, "", 0),
    "one of two": ({}, *UNPLACED, "ar", 1),
    "two of two": ({}, *UNPLACED, "ar br", 0),
    "one of four": ({"least": 4}, *UNPLACED, "ar", 3),
    "everyone's missing partners are added up": ({"least": 3}, *UNPLACED, "ar br cs", 1 + 2),
    "only those known to meet who": ({"who": RETIRED}, ANYBODY, RETIREMENT, "ar bs ct", 1),
    "one's own number": ({"column": "capacity_min"}, ANYBODY, right(capacity_min=(3, 1, None)), "ar bs ct", 2 + 0 + 1),
    "below one counts as one": ({"column": "capacity_min"}, ANYBODY, right(capacity_min=(0, None, None)), "ar", 0),
    "part of a person is one more": (
        {"column": "years_in_role"}, ANYBODY, right(years_in_role=(2.5, 0.5, None)), "ar br cs", 1,
    ),
    "a file without the column": ({"column": "capacity_min"}, *UNPLACED, "ar", 1),
    "partners already had do not count": ({}, HAD_R, NOBODY_SPECIAL, "ar", 1),
}  # fmt: skip

SHARED_LOAD = {
    "as many as the freest may have": (
        {"column": "district_id"}, ANYBODY, right(capacity=(2, 1, 1), **OFFICE), "ar bs ct", 0,
    ),
    "one too many": ({"column": "district_id"}, ANYBODY, right(capacity=(2, 1, 1), **OFFICE), "ar br cs dt", 1),
    "one each of people with one seat": (
        {"column": "district_id"}, ANYBODY, right(capacity=(1, None, 1), **OFFICE), "ar bs", 1,
    ),
    "values by key": (
        {"column": "district"}, ANYBODY, right(capacity=(1, 1, 1), district=("Hill  Top", "hill top", "Hill")),
        "ar bs ct", 1,
    ),
    "nobody to share with": ({"column": "district_id"}, ANYBODY, right(capacity=(1, 1, 1), **OFFICE), "ct dt", 0),
    "unknown is shared with nobody": (
        {"column": "district_id"}, ANYBODY, right(capacity=(1, 1, 1), district_id=(None, None, "7")), "ar bs", 0,
    ),
    "partners already had take seats and do not count": (
        {"column": "district_id"}, HAD_R, right(capacity=(3, 2, 1), **OFFICE), "ar bs cs", 1,
    ),
    "nobody has less than no seat": (
        {"column": "district_id"}, HAD_R, right(capacity=(0, 0, 1), **OFFICE), "ar", 1,
    ),
}  # fmt: skip

PAIR_APART = {
    "nobody names anybody": ({}, left("conflicts", (), None, ()), NOBODY_SPECIAL, "ar br cr", 0),
    "by id": ({}, left("conflicts", ("B ",)), NOBODY_SPECIAL, "ar br", 1),
    "the other way": ({}, left("conflicts", None, ("a",)), NOBODY_SPECIAL, "ar br", 1),
    "both ways is one pair of people": ({}, left("conflicts", ("b",), ("a",)), NOBODY_SPECIAL, "ar br", 1),
    "with two right people": ({}, left("conflicts", ("b",)), NOBODY_SPECIAL, "ar bs", 0),
    "the other has nobody": ({}, left("conflicts", ("b",)), NOBODY_SPECIAL, "ar", 0),
    "by district": (
        {}, [{"id": "a", "conflicts": ("hill top",)}, {"id": "b", "district": "Hill  Top"}], NOBODY_SPECIAL, "ar br", 1,
    ),
    "by district number": (
        {}, [{"id": "a", "conflicts": ("007",)}, {"id": "b", "district_id": "007"}], NOBODY_SPECIAL, "ar br", 1,
    ),
    "one against two": ({}, left("conflicts", ("b", "c")), NOBODY_SPECIAL, "ar br cr", 2),
    "two right people each": ({}, left("conflicts", ("b",), None, ("d",)), NOBODY_SPECIAL, "ar br cs ds", 2),
    "another column": ({"column": "declines"}, left("declines", ("b",)), NOBODY_SPECIAL, "ar br", 1),
    "another column than named": ({"column": "declines"}, left("conflicts", ("b",)), NOBODY_SPECIAL, "ar br", 0),
    "the right person named": ({}, left("conflicts", ("r",)), NOBODY_SPECIAL, "ar br", 0),
}  # fmt: skip

TRIO = left("supervisor", "Ann", "ann ", "Ann", "Ben")
PAIR_TOGETHER = {
    "all with one": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ar br cr ds", 0),
    "none of them": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ds", 0),
    "two people, two ways": ({"column": "supervisor"}, left("supervisor", "Ann", "Ann"), NOBODY_SPECIAL, "ar bs", 1),
    "one of two people": ({"column": "supervisor"}, left("supervisor", "Ann", "Ann"), NOBODY_SPECIAL, "br", 1),
    "one with another": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ar br cs", 2),
    "three ways": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ar bs ct", 3),
    "one left out": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ar br", 2),
    "two left out": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ar", 2),
    "two ways and one left out": ({"column": "supervisor"}, TRIO, NOBODY_SPECIAL, "ar bs", 3),
    "unknown binds nobody": (
        {"column": "supervisor"}, left("supervisor", None, None, "Ann"), NOBODY_SPECIAL, "ar bs", 0,
    ),
    "two groups": (
        {"column": "supervisor"}, left("supervisor", "Ann", "Ann", "Ben", "Ben"), NOBODY_SPECIAL, "ar bs cr", 2,
    ),
    "who does not take part binds nobody": (
        {"column": "supervisor"},
        [{"id": "a", "supervisor": "Ann"}, {"id": "b", "supervisor": "Ann", "current_mentor": ("s",)}],
        NOBODY_SPECIAL, "ar", 0,
    ),
}  # fmt: skip

BUDGET = {
    "three dimes are thirty cents": ({"most": 0.3, "per_pair": 0.1}, *UNPLACED, "ar br cs", 0),
    "a cent above is a dollar": ({"most": 0.29, "per_pair": 0.1}, *UNPLACED, "ar br cs", 1),
    "a dollar above is a dollar": ({"most": 2, "per_pair": 1}, *UNPLACED, "ar br cs", 1),
    "a cent more is two": ({"most": 1.99, "per_pair": 1}, *UNPLACED, "ar br cs", 2),
    "nothing may be spent": ({"most": 0, "per_pair": 0.004}, *UNPLACED, "ar br cs", 0),
    "half a cent counts as one": ({"most": 0, "per_pair": 0.005}, *UNPLACED, "ar", 1),
    "halves exactly as written": ({"most": 1.005, "per_pair": 1.005}, *UNPLACED, "ar", 1),
    "halves exactly as written, rounded up": ({"most": 1.01, "per_pair": 1.005}, *UNPLACED, "ar", 0),
    "no miles": ({"most": 0, "per_mile": 9, "unknown_miles": 1}, *PLACED, "ar br cs", 0),
    "68.98 miles at a dime": ({"most": 6.90, "per_mile": 0.1, "unknown_miles": 0}, *A_DEGREE, "ar", 0),
    "68.98 miles at a dime are not $6.89": ({"most": 6.89, "per_mile": 0.1, "unknown_miles": 0}, *A_DEGREE, "ar", 1),
    "unknown miles, 123.4 cents each": (
        {"most": 3.69, "per_mile": 0.1, "unknown_miles": 12.34}, *UNPLACED, "ar br cs", 0,
    ),
    "unknown miles, above": ({"most": 3.68, "per_mile": 0.1, "unknown_miles": 12.34}, *UNPLACED, "ar br cs", 1),
    "unknown miles are hundredths, halves up": (
        {"most": 0.01, "per_mile": 1, "unknown_miles": 0.005}, *UNPLACED, "ar br", 1,
    ),
    "unknown miles may count for nothing": ({"most": 0, "per_mile": 9, "unknown_miles": 0}, *UNPLACED, "ar br", 0),
    "each pair has its own miles": (
        {"most": 0, "per_mile": 1, "unknown_miles": 0}, *A_DEGREE_BETWEEN_LEFT, "as", 0,
    ),
    "each pair has its own miles, which add up": (
        {"most": 60, "per_mile": 1, "unknown_miles": 0}, *A_DEGREE_BETWEEN_LEFT, "as bs", 9,
    ),
    "a pair's part and its miles' are rounded together": (
        {"most": 0, "per_pair": 0.0025, "per_mile": 0.25, "unknown_miles": 0.01}, *UNPLACED, "ar", 1,
    ),
    "each right person once": ({"most": 20, "per_right": 10}, *UNPLACED, "ar br cs", 0),
    "each right person who serves": ({"most": 19.5, "per_right": 10}, *UNPLACED, "ar br cs", 1),
    "a right person's part is not rounded": ({"most": 0.009, "per_right": 0.003}, *UNPLACED, "ar bs ct", 0),
    "fractions of a cent are above": ({"most": 0.008, "per_right": 0.003}, *UNPLACED, "ar bs ct", 1),
    "all together": (
        {"most": 100, "per_pair": 50, "per_mile": 0.67, "per_right": 25, "unknown_miles": 30}, *UNPLACED, "ar br", 66,
    ),
    "partners already had cost nothing": ({"most": 1, "per_pair": 1, "per_right": 1}, HAD_R, NOBODY_SPECIAL, "", 0),
}  # fmt: skip

PAIR_LIMITS = {
    "quota": QUOTA,
    "serving": SERVING,
    "all_or_least": ALL_OR_LEAST,
    "shared_load": SHARED_LOAD,
    "pair_apart": PAIR_APART,
    "pair_together": PAIR_TOGETHER,
    "budget": BUDGET,
}

KEEP = {"kept": (1, 0, 0), "a unit costs 1": (None, 3, 3), "a stated cost": (250, 3, 750)}
