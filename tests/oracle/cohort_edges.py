"""What each kind of limit and penalty says about one cohort, worked out by hand.

LIMITS: kind to cases of (parameters, members, the cohort's ids, whether the limit is kept). PENALTIES: kind to cases of
(parameters, enrollments, hundredths). GOALS: kind to cases of (the cohorts' members as positions, the value), where
MEMBERS are led by LEADERS in turn, and the cohorts of STANDING go on in turn. The members of a case are all the members
that there are.
"""

K8 = {"grade_span": "K-8"}


def _grades(*spans):
    """Members a, b, ... with these grade spans."""
    return [{"id": name, "grade_span": span} for name, span in zip("abcdef", spans, strict=False)]


def _sizes(*enrollments):
    """Members a, b, ... with these enrollments."""
    return [{"id": name, "enrollment": size} for name, size in zip("abcdef", enrollments, strict=False)]


def _places(*latitudes):
    """Members a, b, ... on one meridian; a tenth of a degree is about 6.9 miles."""
    return [{"id": n, "lat": lat, "lon": lat and -92.0} for n, lat in zip("abcdef", latitudes, strict=False)]


def _supervised(*supervisors):
    return [{"id": name, "supervisor": cell} for name, cell in zip("abcdef", supervisors, strict=False)]


LIMITS = {
    "apart": {
        "nobody names anybody": ({}, [{"id": "a", "conflicts": ()}, {"id": "b"}], "ab", True),
        "the first names the second's id": ({}, [{"id": "a", "conflicts": ("B",)}, {"id": "b"}], "ab", False),
        "the second names the first's district": (
            {}, [{"id": "a", "district": "Hill  Top"}, {"id": "b", "conflicts": ("hill top",)}], "ab", False,
        ),
        "a district's number": (
            {}, [{"id": "a", "district_id": "007"}, {"id": "b", "conflicts": ("007",)}], "ab", False,
        ),
        "the one named sits elsewhere": (
            {}, [{"id": "a", "conflicts": ("c",)}, {"id": "b"}, {"id": "c"}], "ab", True,
        ),
        "another column": ({"column": "declines"}, [{"id": "a", "declines": ("b",)}, {"id": "b"}], "ab", False),
        "another column than named": (
            {"column": "declines"}, [{"id": "a", "conflicts": ("b",)}, {"id": "b"}], "ab", True,
        ),
    },
    "together": {
        "all of them": ({"column": "supervisor"}, _supervised("Ann", "ann ", "Ben"), "abc", True),
        "none of them": ({"column": "supervisor"}, _supervised("Ann", "Ann", None, None), "cd", True),
        "one without the other": ({"column": "supervisor"}, _supervised("Ann", "Ben", "Ann"), "ab", False),
        "two without the third": ({"column": "supervisor"}, _supervised("Ann", "Ann", "Ann"), "ab", False),
        "unknown binds nobody": ({"column": "supervisor"}, _supervised(None, "Ben", None), "ab", True),
    },
    "at_most": {
        "as many": ({"who": K8, "count": 2}, _grades("K-8", "K-8", "K-12"), "abc", True),
        "one more": ({"who": K8, "count": 1}, _grades("K-8", "K-8", "K-12"), "abc", False),
        "unknown does not count": ({"who": K8, "count": 1}, _grades("K-8", None, None), "abc", True),
        "none at all": ({"who": K8, "count": 0}, _grades("K-8", "K-12", "K-12"), "bc", True),
    },
    "at_least": {
        "as many": ({"who": K8, "count": 2}, _grades("K-8", "K-8", "K-12"), "abc", True),
        "one fewer": ({"who": K8, "count": 2}, _grades("K-8", "K-12", "K-12"), "abc", False),
        "unknown does not count": ({"who": K8, "count": 1}, _grades(None, "K-12"), "ab", False),
        "others sit elsewhere": ({"who": K8, "count": 1}, _grades("K-8", "K-12", "K-12"), "bc", False),
    },
    "never_alone": {
        "none": ({"who": K8}, _grades("K-12", None, "K-8"), "ab", True),
        "one alone": ({"who": K8}, _grades("K-8", "K-12", "K-8"), "ab", False),
        "one beside an unknown": ({"who": K8}, _grades("K-8", None), "ab", False),
        "two": ({"who": K8}, _grades("K-8", "K-8", "K-12"), "abc", True),
        "two of three": ({"who": K8, "least": 3}, _grades("K-8", "K-8", "K-12"), "abc", False),
        "three": ({"who": K8, "least": 3}, _grades("K-8", "K-8", "K-8"), "abc", True),
    },
    "drive": {
        "the middle is near enough": ({"max_miles": 7.0}, _places(38.0, 38.1, 38.2), "abc", True),
        "the middle is too far": ({"max_miles": 6.8}, _places(38.0, 38.1, 38.2), "abc", False),
        "the ends alone are too far": ({"max_miles": 7.0}, _places(38.0, 38.1, 38.2), "ac", False),
        "exactly as far": ({"max_miles": 6.9}, _places(38.0, 38.1), "ab", True),
        "a hundredth less": ({"max_miles": 6.89}, _places(38.0, 38.1), "ab", False),
        "an unknown place fails": ({"max_miles": 7.0}, _places(38.0, 38.1, None), "abc", False),
        "an unknown place passes": ({"max_miles": 7.0, "unknown": "passes"}, _places(38.0, 38.1, None), "abc", True),
        "all places unknown": ({"max_miles": 7.0, "unknown": "passes"}, _places(None, None), "ab", True),
        "all places unknown and asked for": ({"max_miles": 7.0}, _places(None, None), "ab", False),
    },
    "enrollment_ratio": {
        "exactly": ({"max_ratio": 4.0}, _sizes(100, 250, 400), "abc", True),
        "above": ({"max_ratio": 4.0}, _sizes(100, 250, 401), "abc", False),
        "a decimal is meant as written": ({"max_ratio": 1.15}, _sizes(100, 115), "ab", True),
        "below 1 counts as 1": ({"max_ratio": 3.0}, _sizes(0, 3), "ab", True),
        "unknown passes": ({"max_ratio": 4.0}, _sizes(100, None, 400), "abc", True),
        "unknown fails": ({"max_ratio": 4.0, "unknown": "fails"}, _sizes(100, None, 400), "abc", False),
        "all unknown": ({"max_ratio": 4.0}, _sizes(None, None), "ab", True),
        "all unknown and asked for": ({"max_ratio": 4.0, "unknown": "fails"}, _sizes(None, None), "ab", False),
        "all known and asked for": ({"max_ratio": 4.0, "unknown": "fails"}, _sizes(100, 400), "ab", True),
        "no more than 1 for what is below": ({"max_ratio": 3.0}, _sizes(0, 4), "ab", False),
    },
}  # fmt: skip

PENALTIES = {
    "enrollment_ratio": {
        "equal": ({"free_up_to": 1.0, "points_per_doubling": 5.0}, [300, 300], 0),
        "one doubling": ({"free_up_to": 1.0, "points_per_doubling": 5.0}, [100, 200], 500),
        "two doublings, one free": ({"free_up_to": 2.0, "points_per_doubling": 5.0}, [100, 150, 400], 500),
        "just free": ({"free_up_to": 4.0, "points_per_doubling": 5.0}, [100, 400], 0),
        "levels 6644 and 8229": ({"free_up_to": 1.0, "points_per_doubling": 10.0}, [100, 300], 1585),
        "free level 585": ({"free_up_to": 1.5, "points_per_doubling": 10.0}, [100, 200], 415),
        "level 500 is half a hundredth": ({"free_up_to": 1.0, "points_per_doubling": 0.01}, [1, 1.4142], 1),
        "level 499 is less": ({"free_up_to": 1.0, "points_per_doubling": 0.01}, [1, 1.413], 0),
        "below 1 counts as 1": ({"free_up_to": 1.0, "points_per_doubling": 5.0}, [0, 2], 500),
        "one known": ({"free_up_to": 1.0, "points_per_doubling": 5.0}, [100, None], 0),
        "none known": ({"free_up_to": 1.0, "points_per_doubling": 5.0}, [None, None], 0),
    },
}

MEMBERS = [
    {"id": "a", "region": "N", "county": "K", "last_cohort": "One", "enrollment": 100, "grade_span": "K-8"},
    {"id": "b", "region": "N", "county": "K", "last_cohort": " one", "enrollment": 300},
    {"id": "c", "region": "S", "county": "L", "last_cohort": "One", "enrollment": 100, "grade_span": "K-8"},
    {"id": "d", "region": "S", "last_cohort": None},
    {"id": "e", "region": "N", "last_cohort": None, "grade_span": "K-8"},
]
LEADERS = [{"id": "f", "county": "K"}, {"id": "g"}]
SIZES_APART = [{"kind": "enrollment_ratio", "free_up_to": 1.0, "points_per_doubling": 10.0}]
AB_C, ABC_DE, NONE = ((0, 1), (2,)), ((0, 1, 2), (3, 4)), ()
STANDING = {"One": ("ad", "f"), "Two": ("ce", "fg")}
"""The cohorts that stand: members and facilitators."""
GOALS = {
    "moves": {
        "a and c stay, b is new": (AB_C, 0),
        "c and d change places": (ABC_DE, 2),
        "all of the other cohort": (((2, 4),), 2),
        "nothing": (NONE, 0),
    },
    "facilitator_changes": {
        "f leads one cohort and no longer the other": (AB_C, 1),
        "the other cohort ended": (((0, 1),), 0),
        "nothing": (NONE, 0),
    },
    "seated": {
        "three of five": (AB_C, 3),
        "all": (ABC_DE, 5),
        "nobody": (NONE, 0),
        "twice counts once": (((0,), (0,)), 1),
    },
    "alike": {
        "one pair alike, 1585 between sizes": (AB_C, 1585),
        "20000 and 1585, then a pair of 10000 twice": (ABC_DE, 41585),
        "nothing": (NONE, 0),
    },
    "facilitators": {
        "two of 100 with f, one of 50 with g": (AB_C, 25000),
        "100, 100, 0 with f and twice 50 with g": (ABC_DE, 30000),
        "nothing": (NONE, 0),
    },
    "worst_cohort": {
        "half of 1585 is rounded up": (AB_C, 793),
        "10000 per member against a third of 21585": (ABC_DE, 10000),
        "nothing to measure": (NONE, None),
    },
    "continuity": {
        "a and b": (AB_C, 1),
        "three pairs of a, b and c; unknown is no cohort": (ABC_DE, 3),
        "nothing": (NONE, 0),
    },
}  # fmt: skip
