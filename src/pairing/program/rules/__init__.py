"""Hard: screens about one person and rules about two, one small function per kind, in two explicit dicts."""

from pairing.program.rules.pairs import RULES, RuleKind
from pairing.program.rules.screens import SCREENS, Status

__all__ = ["RULES", "SCREENS", "RuleKind", "Status"]
