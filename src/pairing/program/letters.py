"""What a program tells its people in their letters of introduction."""

from __future__ import annotations

from pydantic import BaseModel

from pairing.program.parameters import STRICT, Text


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
