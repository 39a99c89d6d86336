"""Where the members of a cohort meet: among their own districts and the venues the place with the shortest drives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pairing.profiles import Table
from pairing.season import CohortSeason
from pairing.verify.distance import Miles, hundredths


@dataclass(frozen=True)
class Meeting:
    """A meeting place: somebody's position among the members, or among the venues.

    `drives`: hundredths of a mile from each member with a known place.
    """

    is_venue: bool
    position: int
    drives: dict[int, int]

    @property
    def longest(self) -> int:
        """The longest drive in hundredths of a mile."""
        return max(self.drives.values())

    @property
    def twice_median(self) -> int:
        """Twice the median drive in hundredths of a mile, which is always whole."""
        drives = sorted(self.drives.values())
        return drives[(len(drives) - 1) // 2] + drives[len(drives) // 2]


class Meetings:
    """Finds meeting places of any members of one season."""

    def __init__(self, season: CohortSeason) -> None:
        """Everybody and every venue is placed once."""
        self.season = season
        self._to_member = Miles(season.among_left)
        self._to_venue, self._venues = None, 0
        if season.venue_table is not None and season.venue_places is not None:
            self._to_venue = Miles(replace(season, right=season.venue_table, right_places=season.venue_places))
            self._venues = len(season.venue_table)
        self._known: dict[tuple[bool, int, int], int | None] = {}

    def placed(self, member: int) -> bool:
        """The member's place is known."""
        return self._drive(member, False, member) is not None

    def meet(self, members: Sequence[int]) -> Meeting | None:
        """Where these members meet; None where nobody's place is known."""
        driving = [i for i in members if self.placed(i)]
        if not driving:
            return None
        options = [
            Meeting(*place, drives) for place in self._offered(driving) if (drives := self._drives(driving, place))
        ]
        return min(options, key=lambda option: (option.longest, sum(option.drives.values())))

    def _offered(self, driving: Sequence[int]) -> Iterator[tuple[bool, int]]:
        """Members before venues, each in the order of their table."""
        yield from ((False, i) for i in sorted(driving))
        yield from ((True, v) for v in range(self._venues))

    def _drives(self, driving: Sequence[int], place: tuple[bool, int]) -> dict[int, int]:
        """Everybody's drive to the place; nothing for a place that is not known."""
        drives = {i: drive for i in driving if (drive := self._drive(i, *place)) is not None}
        return drives if len(drives) == len(driving) else {}

    def _drive(self, member: int, is_venue: bool, position: int) -> int | None:
        """Hundredths of a mile."""
        asked = (is_venue, member, position)
        if asked not in self._known:
            to = self._to_venue if is_venue else self._to_member
            miles = to(member, position) if to is not None else None
            self._known[asked] = None if miles is None else hundredths(miles)
        return self._known[asked]

    def called(self, meeting: Meeting) -> set[str]:
        """What the place may be called: a member's district, a venue's name; where that is blank, town, name or id."""
        table, first = (self.season.venue_table, "name") if meeting.is_venue else (self.season.left, "district")
        assert table is not None
        name = table.values(first)[meeting.position]
        return {str(name)} if name is not None else set(_other_names(table, meeting.position))

    def identifier(self, meeting: Meeting) -> str:
        """The id of the member or the venue."""
        table = self.season.venue_table if meeting.is_venue else self.season.left
        assert table is not None
        return table.ids[meeting.position]


def _other_names(table: Table, position: int) -> Iterator[str]:
    for column in ("id", "name", "district", "city"):
        if table.values(column)[position] is not None:
            yield str(table.values(column)[position])
