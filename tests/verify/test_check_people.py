import pytest

from check_helpers import season
from cohort_build import cohort_season
from pairing.verify.participation import people

MENTOR = [{"id": "r1"}]


def screen(side, kind, **parameters):
    written = "".join(f"{name} = {value}\n" for name, value in parameters.items())
    return f'[[{side}.screen]]\nname = "{kind}"\nkind = "{kind}"\nsource = "S"\n{written}'


def reasons(left, screens, **more):
    return people(season(left, MENTOR, left_screens=screens, **more)).left


@pytest.mark.parametrize(
    ("person", "unknown", "out"),
    [
        ({"grade_span": "K-8", "past_roles": ("teacher",)}, "takes part", True),
        ({"grade_span": "K-8", "past_roles": ("Principal",)}, "takes part", False),
        ({"grade_span": "K-8", "past_roles": ()}, "takes part", True),
        ({"grade_span": "K-8"}, "takes part", False),
        ({"grade_span": "K-8"}, "is routed", True),
        ({"grade_span": "K-12"}, "is routed", False),
        ({"past_roles": ("principal",)}, "is routed", False),
        ({}, "is routed", True),
        ({}, "takes part", False),
    ],
)
def test_routed_is_when_and_not_unless(person, unknown, out):
    text = screen(
        "left", "routed", to='"elsewhere"', when='{ grade_span = "K-8" }', unless='{ past_roles = "principal" }',
        unknown=f'"{unknown}"',
    )  # fmt: skip
    assert (reasons([{"id": "l1", **person}], text)[0] is not None) is out


def test_routed_without_unless_is_when():
    text = screen("left", "routed", to='"elsewhere"', when='{ grade_span = "K-8" }')
    assert reasons([{"id": "l1", "grade_span": "K-8"}], text) == ['screen "routed": is routed to elsewhere']


@pytest.mark.parametrize(
    ("person", "unknown", "out"),
    [
        ({"first_year": True}, "is not eligible", False),
        ({"first_year": False}, "is not eligible", True),
        ({"first_year": False, "special_application": True}, "is not eligible", False),
        ({"special_application": False}, "is not eligible", True),
        ({"special_application": False}, "takes part", False),
        ({"first_year": False, "special_application": False}, "takes part", True),
    ],
)
def test_only_is_when_or_unless(person, unknown, out):
    text = screen(
        "left", "only", when="{ first_year = true }", unless="{ special_application = true }", unknown=f'"{unknown}"'
    )
    assert (reasons([{"id": "l1", **person}], text)[0] is not None) is out


@pytest.mark.parametrize(
    ("person", "unknown", "out"),
    [
        ({"currently_serving": True}, "takes part", True),
        ({"currently_serving": False}, "is not eligible", False),
        ({"currently_serving": True, "special_application": True}, "is not eligible", False),
        ({"currently_serving": True, "special_application": False}, "takes part", True),
        ({"currently_serving": True}, "is not eligible", True),
        ({"special_application": True}, "is not eligible", False),
        ({"special_application": False}, "takes part", False),
        ({"special_application": False}, "is not eligible", True),
    ],
)
def test_barred_is_when_and_not_unless(person, unknown, out):
    unless = "{ special_application = true }" if "special_application" in person else "{}"
    text = screen(
        "left", "barred", when="{ currently_serving = true }", unless=unless, unknown=f'"{unknown}"'
    )  # fmt: skip
    assert (reasons([{"id": "l1", **person}], text)[0] is not None) is out


def test_barred_asks_about_unless_where_it_is_unknown():
    for unknown, out in (("takes part", False), ("is not eligible", True)):
        text = screen(
            "left", "barred", when="{ currently_serving = true }", unless="{ special_application = true }",
            unknown=f'"{unknown}"',
        )  # fmt: skip
        assert (reasons([{"id": "l1", "currently_serving": True}], text)[0] is not None) is out
    assert reasons([{"id": "l1", "currently_serving": True, "special_application": False}], text) == [
        'screen "barred": is not eligible'
    ]


def test_whoever_is_kept_out_for_want_of_evidence_is_told_so():
    for kind, when in (("only", "{ first_year = true }"), ("barred", "{ currently_serving = true }")):
        text = screen("left", kind, when=when, unknown='"is not eligible"')
        assert reasons([{"id": "l1"}], text) == [f'screen "{kind}": is not eligible (unknown)']


def test_only_without_unless_is_when():
    text = screen("left", "only", when="{ first_year = true }")
    assert reasons([{"id": "l1", "first_year": False}], text) == ['screen "only": is not eligible']


def test_the_first_screen_that_decides_gives_the_reason():
    text = screen("left", "only", when="{ member = true }") + screen("left", "already_matched")
    found = people(
        season(
            [{"id": "l1", "member": False, "current_mentor": ("r1",)}], [{"id": "r1", "capacity": 2}], left_screens=text
        )
    )
    assert found.left == ['screen "only": is not eligible']
    assert (found.already, found.seats) == ([0], [2])


def test_already_matched_takes_seats_and_minimums():
    left = [
        {"id": "l1", "current_mentor": ("R1 ",)},
        {"id": "l2", "current_mentor": ("r1", "r2", "somebody")},
        {"id": "l3", "current_mentor": ()},
        {"id": "l4"},
    ]
    right = [
        {"id": "r1", "capacity": 3, "capacity_min": 1},
        {"id": "r2", "capacity": 0, "capacity_min": 0},
        {"id": "r3"},
    ]
    found = people(season(left, right, left_screens=screen("left", "already_matched")))
    assert [reason is None for reason in found.left] == [False, False, True, True]
    assert found.already == [2, 1, 0]
    assert found.seats == [1, 0, 1]
    assert found.minimum == [0, 0, 0]


def test_partners_already_had_are_named_in_order():
    left = [{"id": "l1", "current_mentor": ("r5", "R3", "r1", "r4", "r2")}]
    assert reasons(left, screen("left", "already_matched")) == [
        'screen "already_matched": is already matched with r1, r2, r3, r4, r5'
    ]


def test_a_withdrawn_person_gives_the_partner_back():
    left = [{"id": "l1", "current_mentor": ("r1",)}, {"id": "l2"}]
    found = people(
        season(left, MENTOR, left_screens=screen("left", "already_matched"), decisions=[("withdraw", "l1", None)])
    )
    assert found.left == ["withdrawn by decision D1", None]
    assert (found.already, found.seats) == ([0], [1])


def test_one_side_knows_ids_and_addresses():
    left = [
        {"id": "p1", "email": "One@x.org"},
        {"id": "p2", "email": "two@x.org"},
        {"id": "p3"},
    ]
    right = [{"id": "P1"}, {"id": "r2", "email": " one@X.org"}, {"id": "r3", "email": "two@x.org"}, {"id": "r4"}]
    found = people(season(left, right, right_screens=screen("right", "one_side"), decisions=[("withdraw", "p2", None)]))
    assert [reason is None for reason in found.right] == [False, False, True, True]
    assert found.seats == [0, 0, 1, 1]


def test_capacities_are_cells_or_defaults():
    text = 'capacity = { column = "seats", default = 4 }\ncapacity_min = { column = "capacity_min", default = 2 }\n'
    right = [{"id": "r1", "seats": 7}, {"id": "r2", "capacity_min": 0}, {"id": "r3", "capacity_min": 3}]
    found = people(season([{"id": "l1"}], right, right_screens=text, decisions=[("withdraw", None, "r3")]))
    assert (found.seats, found.minimum) == ([7, 4, 0], [2, 0, 0])


def test_members_and_facilitators_are_screened_like_the_two_sides_of_pairs(tmp_path):
    members = [{"id": "a", "grade_span": "K-8"}, {"id": "b", "email": "b@example.org"}, "c"]
    facilitators = [{"id": "f", "max_cohorts": 3}, {"id": "g", "email": "B@example.org"}, {"id": "h", "max_cohorts": 0}]
    found = people(
        cohort_season(
            tmp_path, members, [*facilitators, "i"], max_cohorts=2, decisions=[("withdraw", "i"), ("lock", "c", "f")],
            member_screens=[{"kind": "routed", "to": "elsewhere", "when": {"grade_span": "K-8"}}],
            facilitator_screens=[{"kind": "one_side"}],
        )
    )  # fmt: skip
    assert found.left == ['screen "routed": is routed to elsewhere', None, None]
    assert found.right == [None, 'screen "one_side": takes part as member', None, "withdrawn by decision D1"]
    assert (found.seats, found.minimum) == ([3, 0, 0, 0], [0, 0, 0, 0])
    assert found.locks == {(2, 0): "D2"}


def test_a_program_without_facilitators_has_nobody_serving(tmp_path):
    found = people(cohort_season(tmp_path, ["a", "b"], decisions=[("lock", "a", "b")]))
    assert (found.served, found.serving, found.locks) == ([0, 1], [], {})
