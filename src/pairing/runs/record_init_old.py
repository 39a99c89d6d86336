"""The committee's record: decisions appended, a plan confirmed, runs compared, what happened to whom."""

from pairing.comparison import Comparison
from pairing.record.comparing import compare
from pairing.record.confirming import confirm
from pairing.record.deciding import Decided, decide
from pairing.record.from_workbook import FromWorkbook, decide_from
from pairing.record.telling import history

__all__ = ["Comparison", "Decided", "FromWorkbook", "compare", "confirm", "decide", "decide_from", "history"]
