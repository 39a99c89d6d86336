"""Settings: a program under other weights and other parameters, one of many; and how many are chosen."""

from pairing.settings.axes import Axis, Settings
from pairing.settings.choosing import SAMPLERS, Sampler, settings_of
from pairing.settings.texts import grid_of, range_of

__all__ = ["SAMPLERS", "Axis", "Sampler", "Settings", "grid_of", "range_of", "settings_of"]
