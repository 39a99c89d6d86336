"""Calibration: weights learned from what people did (a plan made by hand) or said (ratings of pairs)."""

from pairing.calibrating.calibration import calibrate
from pairing.calibrating.result import Calibration

__all__ = ["Calibration", "calibrate"]
