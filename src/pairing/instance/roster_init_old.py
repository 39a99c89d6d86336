"""A cohort program's people, judged once: who takes part, who may sit with whom, who may lead whom, and how well."""

from pairing.roster.building import build
from pairing.roster.people import Ints, Roster

__all__ = ["Ints", "Roster", "build"]
