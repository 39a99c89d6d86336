"""Why, why not, why left out: reasons that anyone can count."""

from pairing.explain.unknowns import open_questions, unknown_counts
from pairing.explain.unmatched import left_out

__all__ = ["left_out", "open_questions", "unknown_counts"]
