import pytest
from check_helpers import season

from pairing.check.people import people

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


def test_routed_without_unless():
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


def test_only_without_unless():
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
