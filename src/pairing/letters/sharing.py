"""What two people, or the members of a cohort, have in common, in sentences that they may read themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pairing.profiles import Table, key
from pairing.program.wording import counted, listed
from pairing.season import Season

ALIKE = 2
"""Districts of which the larger has up to so many times the students of the smaller are called of similar size."""
NAMED = {
    "goals": "professional goals", "pressing_issues": "pressing issues", "interests": "interests",
    "job_components": "parts of the job",
}  # fmt: skip
"""Lists in which people say the same thing of themselves, and what their entries are called."""
SERVE = {"K-12": "grades K-12", "K-8": "grades K-8", "secondary": "the secondary grades"}
PLACES = {"city": "in cities", "suburb": "in suburbs", "town": "in towns", "rural": "rural"}


def of_two(season: Season, i: int, j: int, helper: str) -> list[str]:
    """What left person i and right person j have in common. helper: what the right one is called."""
    left, right = season.left, season.right
    wanted = [*_entries(left, "needs", i), *_entries(left, "goals", i)]
    found = [_can_help(helper, _in_both(wanted, _entries(right, "expertise", j)))]
    for column, words in NAMED.items():
        common = _in_both(_entries(left, column, i), _entries(right, column, j))
        found.append(f"Both of you named these {words}: {listed(common)}." if common else "")
    found += _districts([(left, i), (right, j)], "Both districts")
    return [sentence for sentence in found if sentence]


def of_many(season: Season, members: Sequence[int], leaders: Sequence[tuple[int, str]]) -> list[str]:
    """What the members of a cohort have in common, and what those who lead it can help with, each by name."""
    found = []
    for column, words in NAMED.items():
        entries = [_in_both(said := _entries(season.left, column, i), said) for i in members]
        counts = Counter(key(entry) for said in entries for entry in said)
        spelled = {key(entry): entry for said in reversed(entries) for entry in reversed(said)}
        several = sorted((entry for entry, count in counts.items() if count > 1), key=lambda one: (-counts[one], one))
        named = [f"{spelled[entry]} ({counts[entry]} of you)" for entry in several]
        found.append(f"Several of you named these {words}: {listed(named)}." if named else "")
    issues = [entry for i in members for entry in _entries(season.left, "pressing_issues", i)]
    found += [_can_help(name, _in_both(issues, _entries(season.right, "expertise", f))) for f, name in leaders]
    found += _districts([(season.left, i) for i in members], "All districts")
    return [sentence for sentence in found if sentence]


def _can_help(name: str, topics: Sequence[str]) -> str:
    return f"{name} can help with {listed(topics)}." if topics else ""


def _entries(table: Table, column: str, i: int) -> list[str]:
    """A list as the person wrote it, without the stars of what is central."""
    entries = [entry.removesuffix("*").strip() for entry in table.values(column)[i] or ()]
    return [entry for entry in entries if entry]


def _in_both(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The entries of one list that the other has too, once each."""
    theirs = {key(entry) for entry in other}
    return list({key(entry): entry for entry in reversed(one) if key(entry) in theirs}.values())[::-1]


def _districts(people: Sequence[tuple[Table, int]], every: str) -> Iterator[str]:
    """What all their districts have in common, as far as it is known of every one."""
    spans, places, enrollments = (
        [table.values(column)[i] for table, i in people] for column in ("grade_span", "locale", "enrollment")
    )
    if (span := _same(spans)) in SERVE:
        yield f"{every} serve {SERVE[span]}."
    if (place := _same(places)) in PLACES:
        yield f"{every} are {PLACES[place]}."
    if len(people) > 1 and None not in enrollments and max(enrollments) <= ALIKE * min(enrollments):
        least, most = (round(number) for number in (min(enrollments), max(enrollments)))
        students = counted(most, "student")
        yield f"{every} are of similar size: " + (f"{least:,} to {students}." if least < most else f"{students}.")


def _same(values: Sequence[Any]) -> Any:
    return values[0] if len(values) > 1 and len(set(values)) == 1 else None
