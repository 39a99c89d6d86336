"""The sample seasons of the programs of pairs hold what their makers promise: every kind of case, with its answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import pairing
from pairing.instance.pairs import Candidates, build
from pairing.plans.pair_parts import Pair
from pairing.plans.pairs import Plan
from pairing.setup.built_in import create_season

HALL_SET = ("E004", "E009", "E013", "E021", "E027", "E033")
ITS_MENTORS = {"M001": 2, "M002": 1, "M003": 1}
STAY_OUT = ("E007", "E018", "E022", "E024")
TWIN_MENTEES, TWIN_MENTORS = ("E016", "E017"), ("M017", "M018")


@pytest.fixture(scope="module")
def plan(solved: Path) -> Plan:
    return pairing.solve(solved)


@pytest.fixture(scope="module")
def candidates(solved: Path) -> Candidates:
    return build(pairing.load(solved))


@pytest.fixture(scope="module")
def partner(plan: Plan) -> dict[str, str]:
    return {pair.left: pair.right for pair in plan.pairs}


@pytest.fixture(scope="module")
def reason(plan: Plan) -> dict[str, str]:
    return {person.id: person.reason for person in plan.left_out}


def test_36_of_40_mentees_take_part(candidates: Candidates):
    statuses = zip(candidates.season.left.ids, candidates.left_status, strict=True)
    assert len(candidates.season.left) == 40
    assert [who for who, status in statuses if not status.takes_part] == list(STAY_OUT)


def test_34_are_placed_and_no_plan_places_more(plan: Plan):
    placed = plan.goal_results[0]
    assert (plan.outcome, placed.name, placed.value, placed.bound, placed.proved) == ("proved", "placed", 34, 34, True)
    assert len(plan.pairs) == 34
    assert all(goal.proved and goal.value == goal.bound for goal in plan.goal_results)


def test_six_mentees_of_the_southeast_reach_only_four_seats(candidates: Candidates):
    season = candidates.season
    rows = [season.left.ids.index(who) for who in HALL_SET]
    reached = candidates.eligible[rows].any(axis=0)
    mentors = {who: int(candidates.seats[j]) for j, who in enumerate(season.right.ids) if reached[j]}
    assert mentors == ITS_MENTORS
    assert len(HALL_SET) - sum(mentors.values()) == 36 - 34


def test_the_two_left_without_a_mentor_are_told_the_shortage_by_name(plan: Plan, reason: dict[str, str]):
    waiting = [person for person in plan.left_out if person.side == "mentee" and person.id not in STAY_OUT]
    assert len(waiting) == 2
    assert {person.id for person in waiting} < set(HALL_SET)
    for person in waiting:
        assert person.counts["mentees in shortage"] == 6
        assert person.counts["seats in shortage"] == 4
        assert all(who in reason[person.id] for who in (*HALL_SET, *ITS_MENTORS))


def test_newcomers_to_k8_districts_are_routed_unless_they_have_been_principals(
    partner: dict[str, str], reason: dict[str, str]
):
    assert "routed to AMP for principals" in reason["E007"]
    assert "routed to AMP for principals" in reason["E024"]
    assert "E029" in partner  # a K-8 district too, but has been a principal


def test_k8_newcomers_with_unknown_past_roles_take_part_and_are_a_question(
    candidates: Candidates, partner: dict[str, str]
):
    asked = {
        who for who, status in zip(candidates.season.left.ids, candidates.left_status, strict=True) if status.question
    }
    assert asked == {"E015", "E034"}
    assert asked <= set(partner)


def test_the_question_is_put_in_pairing_check(solved: Path, cli: Callable):
    questions = cli("check", solved).stdout.partition("Questions to ask")[2]
    assert all(who in questions for who in ("E015", "E034", "M046"))


def test_a_second_year_superintendent_is_not_eligible(reason: dict[str, str]):
    assert "first year" in reason["E018"]


def test_a_mentee_matched_in_winter_keeps_the_mentor_and_takes_a_seat(candidates: Candidates, reason: dict[str, str]):
    season = candidates.season
    j = season.right.ids.index("M038")
    assert "already matched with M038" in reason["E022"]
    assert (season.capacity[j], candidates.had[j], candidates.seats[j]) == (2, 1, 1)


def test_a_lock_of_the_committee_is_kept(plan: Plan):
    assert [(pair.left, pair.right, pair.certain) for pair in plan.pairs if pair.change == "locked"] == [
        ("E008", "M061", "yes")
    ]


def test_a_forbidden_pair_is_not_made(candidates: Candidates, partner: dict[str, str]):
    season = candidates.season
    i, j = season.left.ids.index("E002"), season.right.ids.index("M059")
    assert candidates.passes[:, i, j].all()  # no rule stands in its way
    assert not candidates.eligible[i, j]
    assert partner["E002"] != "M059"


def test_a_mentor_on_leave_is_withdrawn_with_the_decision_that_says_so(partner: dict[str, str], reason: dict[str, str]):
    assert "M050" not in partner.values()
    assert "withdrawn by decision D3 (R. Roe, 2026-05-11)" in reason["M050"]


def test_twins_could_be_swapped_and_are_not_certain(plan: Plan):
    pairs = [(pair.left, pair.right) for pair in plan.pairs if pair.certain == "no"]
    assert pairs == list(zip(TWIN_MENTEES, TWIN_MENTORS, strict=True))  # by the tie-break: the smaller id first


def test_someone_on_both_lists_takes_part_as_mentee_only(partner: dict[str, str], reason: dict[str, str]):
    assert "E014" in partner
    assert "takes part as mentee" in reason["M027"]
    assert "M027" not in partner.values()


def test_mentors_without_the_years_are_not_eligible(reason: dict[str, str]):
    assert "years as superintendent is 4, at least 5 needed" in reason["M004"]
    assert "years as superintendent is 3, at least 5 needed" in reason["M037"]
    assert "years as superintendent is blank, at least 5 needed" in reason["M046"]


def test_a_mentor_with_a_promise_gets_somebody(partner: dict[str, str]):
    assert "M049" in partner.values()


def test_nobody_serves_more_than_the_seats_there_are(candidates: Candidates, partner: dict[str, str]):
    seats = dict(zip(candidates.season.right.ids, candidates.seats.tolist(), strict=True))
    assert all(count <= seats[who] for who, count in Counter(partner.values()).items())


def test_everyone_is_placed_or_has_a_reason(plan: Plan):
    season = plan.season
    told = {person.id for person in plan.left_out}
    assert {pair.left for pair in plan.pairs} | told >= set(season.left.ids)
    assert {pair.right for pair in plan.pairs} | told >= set(season.right.ids)
    assert not told & {pair.left for pair in plan.pairs}
    assert all(person.reason for person in plan.left_out)


def test_the_counts_of_a_reason_add_up(plan: Plan):
    for person in plan.left_out:
        removed = sum(count for name, count in person.counts.items() if name.startswith("removed: "))
        assert person.counts["partners"] == (70 if person.side == "mentee" else 40)
        assert removed + person.counts["eligible"] == person.counts["partners"]


def test_the_checker_agrees_with_the_run(solved: Path, cli: Callable):
    result = cli("verify", solved)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "2,800 of 2,800 pairs" in result.stdout


def test_the_published_run_says_the_same(solved: Path, read_rows: Callable, partner: dict[str, str]):
    run = next((solved / "runs").iterdir())
    assert {row["mentee_id"]: row["mentor_id"] for row in read_rows(run / "assignments.csv")} == partner
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    assert [(goal["name"], goal["value"], goal["bound"]) for goal in record["goals"][:1]] == [("placed", 34, 34)]
    assert sorted(record["inputs"]) == ["decisions.csv", "mentees.csv", "mentors.csv", "program.toml"]


# ---------------------------------------------------------------- the other programs of pairs

MINNESOTA = "minnesota-masa-mentors"
MENTORING = "massachusetts-assistant-superintendent-mentors"
SEMINARS = "massachusetts-asls"
OUT_OF_REGION_3 = {"E012": "M028", "E015": "M016"}
WAITING = ["P09", "P24", "P25", "P26", "P34", "P35"]


class Solved:
    """A sample season with one run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan = pairing.solve(folder)
        self.candidates = build(pairing.load(folder))
        self.pairs: dict[str, Pair] = {pair.left: pair for pair in self.plan.pairs}
        self.reasons = {person.id: person.reason for person in self.plan.left_out}
        self.goals = {goal.name: goal.value for goal in self.plan.goal_results}

    def left(self, who: str, column: str) -> object:
        return self.candidates.season.left.values(column)[self.candidates.season.left.ids.index(who)]

    def right(self, who: str, column: str) -> object:
        return self.candidates.season.right.values(column)[self.candidates.season.right.ids.index(who)]

    def partners(self, who: str, rule: str) -> list[str]:
        """Those whom nothing but this rule keeps from somebody of the left side."""
        c, rules = self.candidates, [item.title for item in self.candidates.season.program.rules]
        i, k = c.season.left.ids.index(who), rules.index(rule)
        others = c.binding[[n for n in range(len(rules)) if n != k], i].all(axis=0) & c.right_in
        return [c.season.right.ids[j] for j in (others & ~c.passes[k, i]).nonzero()[0]]


@pytest.fixture(scope="module")
def sample_of(tmp_path_factory: pytest.TempPathFactory, cli: Callable) -> Callable[[str], Solved]:
    """A program's sample season, solved once."""
    ready: dict[str, Solved] = {}

    def get(program: str) -> Solved:
        if program not in ready:
            folder = tmp_path_factory.mktemp(program) / "season"
            create_season(program, folder, filled=True)
            result = cli("solve", folder)
            assert result.exit_code == 0, result.stderr
            ready[program] = Solved(folder)
        return ready[program]

    return get


@pytest.fixture(scope="module")
def minnesota(sample_of: Callable[[str], Solved]) -> Solved:
    return sample_of(MINNESOTA)


@pytest.fixture(scope="module")
def mentoring(sample_of: Callable[[str], Solved]) -> Solved:
    return sample_of(MENTORING)


@pytest.fixture(scope="module")
def seminars(sample_of: Callable[[str], Solved]) -> Solved:
    return sample_of(SEMINARS)


@pytest.mark.parametrize(
    ("program", "left", "right", "placed"), [(MINNESOTA, 40, 48, 39), (MENTORING, 24, 30, 22), (SEMINARS, 60, 6, 51)]
)
def test_a_sample_is_proved_and_the_checker_agrees(
    program: str, left: int, right: int, placed: int, sample_of: Callable[[str], Solved], cli: Callable
):
    solved = sample_of(program)
    plan = solved.plan
    assert (len(plan.season.left), len(plan.season.right), len(plan.pairs)) == (left, right, placed)
    assert plan.outcome == "proved"
    assert all(goal.proved and goal.value == goal.bound for goal in plan.goal_results)
    assert cli("verify", solved.folder).exit_code == 0


@pytest.mark.parametrize("program", [MINNESOTA, MENTORING, SEMINARS])
def test_in_a_sample_everyone_is_placed_or_has_a_reason(program: str, sample_of: Callable[[str], Solved]):
    solved = sample_of(program)
    ids = set(solved.plan.season.left.ids)
    assert set(solved.pairs) | set(solved.reasons) >= ids
    assert not set(solved.pairs) & set(solved.reasons)
    assert all(solved.reasons.values())


# ---------------------------------------------------------------- Minnesota


def test_every_region_of_minnesota_has_mentees_and_mentors(minnesota: Solved):
    season = minnesota.plan.season
    for table in (season.left, season.right):
        assert set(table.keys("region")) == set("123456789")


def test_region_3_is_short_of_mentors_and_two_of_its_mentees_go_elsewhere(minnesota: Solved):
    own = [pair for pair in minnesota.pairs.values() if minnesota.left(pair.left, "region") == "3"]
    elsewhere = {pair.left: pair.right for pair in own if minnesota.right(pair.right, "region") != "3"}
    assert len(own) == 7
    assert elsewhere == OUT_OF_REGION_3
    assert minnesota.goals["mentors of another region"] == 3  # and E022, who keeps the mentor of last year


def test_exceptions_give_the_reason_for_every_pair_across_regions(minnesota: Solved, read_rows: Callable):
    rows = read_rows(next((minnesota.folder / "runs").iterdir()) / "exceptions.csv")
    across = {row["mentee_id"]: row for row in rows if row["rule"] == "mentor of the own region"}
    assert set(across) == {*OUT_OF_REGION_3, "E022"}
    assert "second years with another mentor 1" in across["E022"]["reason"]
    assert all(row["reason"] for row in rows)


def test_three_of_four_second_years_keep_their_mentor_and_the_fourth_has_left(minnesota: Solved):
    again = {who: minnesota.left(who, "current_mentor") for who in ("E008", "E022", "E029", "E037")}
    kept = [who for who, named in again.items() if minnesota.pairs[who].right in named]
    assert kept == ["E008", "E022", "E037"]
    assert again["E029"] == ("M048",)
    assert "withdrawn by decision D4" in minnesota.reasons["M048"]
    assert minnesota.goals["second years with another mentor"] == 1


def test_membership_is_asked_of_both_sides(minnesota: Solved, cli: Callable):
    assert "member is no" in minnesota.reasons["E033"]
    assert "member is no" in minnesota.reasons["M014"]
    assert "E038" in minnesota.pairs  # unknown: takes part, and is a question
    questions = cli("check", minnesota.folder).stdout.partition("Questions to ask")[2]
    assert all(who in questions for who in ("E038", "M039"))


def test_newcomers_to_the_state_and_special_applications_are_served(minnesota: Solved):
    assert {"E015", "E031", "E019", "E040"} <= set(minnesota.pairs)
    assert minnesota.goals["newcomers placed"] == 39 - 4


def test_a_role_that_no_mentor_has_is_covered_by_practice_area(minnesota: Solved):
    role = minnesota.left("E035", "role")
    assert role == "Human Resources Director"
    assert role not in set(minnesota.plan.season.right.values("role"))
    assert "human resources" in str(minnesota.right(minnesota.pairs["E035"].right, "expertise"))


def test_conflicts_of_interest_keep_the_nearest_mentors_away(minnesota: Solved):
    assert minnesota.partners("E021", "not in the supervisory line") == ["M022"]
    assert minnesota.partners("E025", "not the same employer") == ["M028"]
    assert minnesota.partners("E023", "not the same district") == ["M029"]


def test_two_are_served_by_a_mentor_who_takes_two_and_paid_for_once(minnesota: Solved, read_rows: Callable):
    load = Counter(pair.right for pair in minnesota.pairs.values())
    assert max(load.values()) == 2
    rows = read_rows(next((minnesota.folder / "runs").iterdir()) / "payments.csv")
    assert rows[-1]["value"] == "total"
    assert (int(rows[-1]["people"]), rows[-1]["dollars"]) == (len(load), f"{500 * len(load)}.00")


def test_each_region_has_its_own_list(minnesota: Solved, read_rows: Callable):
    lists = next((minnesota.folder / "runs").iterdir()) / "regions"
    assert sorted(folder.name for folder in lists.iterdir()) == list("123456789")
    third = {row["mentee_id"] for row in read_rows(lists / "3" / "assignments.csv")}
    assert set(OUT_OF_REGION_3) < third


# ---------------------------------------------------------------- Massachusetts, mentors


def test_mentors_without_five_years_in_that_role_are_not_eligible(mentoring: Solved):
    assert "M013" not in {pair.right for pair in mentoring.pairs.values()}  # 12 years a superintendent, 2 in the role
    assert [who for who in ("M008", "M013", "M018") if "five years in the role" in mentoring.reasons[who]] == [
        "M008", "M013", "M018",
    ]  # fmt: skip


def test_unknown_years_are_a_question(mentoring: Solved, cli: Callable):
    assert "M018" in cli("check", mentoring.folder).stdout.partition("Questions to ask")[2]


def test_only_new_assistant_superintendents_are_served(mentoring: Solved):
    assert "first year is no" in mentoring.reasons["E023"]
    assert "role is principal" in mentoring.reasons["E024"]
    assert mentoring.left("E022", "role") == "Director of Teaching and Learning"
    assert "E022" in mentoring.pairs


def test_a_mentee_whom_one_mentor_alone_can_reach_gets_that_one(mentoring: Solved):
    c = mentoring.candidates
    reach = c.eligible[c.season.left.ids.index("E001")]
    assert [c.season.right.ids[j] for j in reach.nonzero()[0]] == ["M001"]
    assert mentoring.pairs["E001"].right == "M001"
    i, j = c.season.left.ids.index("E003"), c.season.right.ids.index("M001")
    assert c.fit[i, j] == c.fit[i].max()  # the best for another mentee as well


def test_two_at_one_place_are_no_miles_apart(mentoring: Solved):
    pair = mentoring.pairs["E005"]
    assert (pair.right, pair.miles) == ("M005", 0.0)


def test_a_component_with_a_star_counts_twice(mentoring: Solved):
    c = mentoring.candidates
    points = c.points[0, c.season.left.ids.index("E006"), c.season.right.ids.index("M006")]
    assert mentoring.left("E006", "job_components") == ("curriculum", "English learners*", "grants")
    assert points == 4000 * 2 / 4


# ---------------------------------------------------------------- Massachusetts, seminars


def test_level_i_is_short_of_seats_and_who_comes_last_waits(seminars: Solved):
    waiting = [person.id for person in seminars.plan.left_out if "shortage" in person.reason]
    assert waiting == WAITING
    last = max(pair.left for pair in seminars.pairs.values() if pair.left in ("P03", "P14"))
    assert seminars.left(last, "priority") == 1  # late, but waited last year


def test_a_blank_priority_waits_though_registered_first(seminars: Solved):
    assert seminars.left("P35", "priority") is None
    days = [seminars.left(who, "registered_on") for who in seminars.plan.season.left.ids]
    assert seminars.left("P35", "registered_on") == min(days)


def test_of_two_who_registered_on_one_day_the_nearer_sits(seminars: Solved):
    assert seminars.left("P23", "registered_on") == seminars.left("P34", "registered_on")
    assert "P23" in seminars.pairs


def test_everyone_sits_in_the_highest_level_they_are_ready_for(seminars: Solved):
    levels = {who: seminars.right(pair.right, "level") for who, pair in seminars.pairs.items()}
    assert Counter(levels.values()) == {"I": 30, "II": 13, "III": 8}
    assert {levels[who] for who in ("P55", "P56")} == {"III"}  # experienced leaders join directly
    assert levels["P58"] == "I"  # what was completed is unknown


def test_whoever_has_completed_everything_has_no_section_left(seminars: Solved):
    assert 'only "not completed before" stands in the way of 6 sections' in seminars.reasons["P57"]


def test_sections_at_one_place_are_balanced(seminars: Solved):
    load = Counter(pair.right for pair in seminars.pairs.values())
    assert sorted((load["II-TUE"], load["II-THU"])) == [6, 7]
