"""States and ZIP codes of the United States."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from pairing.errors import did_you_mean
from pairing.profiles.readings import Reading, Wanted, not_readable
from pairing.profiles.table import key

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
    "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
    "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
    "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "Virgin Islands",
}  # fmt: skip
_CODES = {key(name): code for code, name in STATES.items()}
_ZIP = re.compile(r"([0-9]{3,5})(?:\.0+|-[0-9]{4})?|([0-9]{5})[0-9]{4}")


def read_state(text: str, wanted: Wanted) -> Reading:
    """A state is its two letters or its full name, in any case."""
    code = text.replace(".", "").upper()
    if code in STATES:
        return Reading(code)
    if key(text) in _CODES:
        return Reading(_CODES[key(text)])
    return not_readable("not a state", wanted, did_you_mean(text, STATES.values()))


def read_zip(text: str, wanted: Wanted) -> Reading:
    """A ZIP code is its first five digits; ZIP+4 and a decimal .0 are cut."""
    found = _ZIP.fullmatch(text)
    if not found:
        return not_readable("not a ZIP code", wanted)
    digits = found[1] or found[2]
    return Reading(digits) if len(digits) == 5 else _with_leading_zeros(digits.zfill(5), wanted)


def _with_leading_zeros(code: str, wanted: Wanted) -> Reading:
    """A lost leading zero is restored where the ZIP exists and lies in the row's state.

    Where the state is unknown another digit may be the lost one, which is worth a look.
    """
    states = _states_of(code)
    if not states:
        return not_readable("digits are missing", wanted, f"{code} does not exist")
    if wanted.state and wanted.state not in states:
        place = f"{code} is in {', '.join(sorted(states))}, and this row in {wanted.state}"
        return not_readable("digits are missing", wanted, place)
    remark = "the leading zero that Excel dropped is back"
    if wanted.state:
        return Reading(code, remark=remark)
    return Reading(code, remark=f"{remark}, if no other digit is missing; the state would tell", severity="warning")


@cache
def _states_of(code: str) -> frozenset[str]:
    """The states a ZIP code lies in; none if there is no such code."""
    import zipcodes

    catalogue: Any = zipcodes  # it declares types, but not for its functions
    return frozenset(str(place["state"]) for place in catalogue.matching(code))
