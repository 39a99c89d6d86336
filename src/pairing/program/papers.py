"""What is paid for the people of a plan of pairs."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel

from pairing.program.parameters import STRICT, Dollars, GroupColumn, Name, Text


def _in_cents(dollars: float) -> float:
    if (100 * Fraction(str(dollars))).denominator != 1:
        raise ValueError(f"must be whole cents, got {dollars}")
    return dollars


class Payment(BaseModel):
    """Dollars for each left person placed, each right person with a partner in this plan, or each pair.

    by: a column of that person (for pairs of the left one) whose values are listed one by one.
    """

    model_config = STRICT
    name: Name
    dollars: Annotated[Dollars, AfterValidator(_in_cents)]
    per: Literal["left", "right", "pair"]
    by: GroupColumn | None = None
    source: Text

    @property
    def title(self) -> str:
        """The payment's name in every output."""
        return self.name


class Letters(BaseModel):
    """The program's part of the letters that introduce people to each other, in its own words.

    hours: how much contact there is. log_by: by when it is logged. dates: days to keep free. duties: what each of them
    does. contact: whom to ask.
    """

    model_config = STRICT
    hours: Text | None = None
    log_by: Text | None = None
    dates: list[Text] = []
    duties: list[Text] = []
    contact: Text | None = None
    source: Text
