"""The committee's record: decisions appended, a plan confirmed, what happened to whom."""

from pairing.record.confirming import confirm
from pairing.record.deciding import Decided, decide
from pairing.record.history import history

__all__ = ["Decided", "confirm", "decide", "history"]
