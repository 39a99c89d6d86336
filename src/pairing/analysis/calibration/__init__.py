"""Calibration: weights learned from what people did (a plan made by hand) or said (ratings of pairs)."""

from pairing.analysis.calibration.dispatch import calibrate
from pairing.analysis.calibration.result import Calibration

__all__ = ["Calibration", "calibrate"]
