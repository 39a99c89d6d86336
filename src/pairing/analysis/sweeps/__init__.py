"""Many settings of one season: each solved and proved, and what stays the same under all of them."""

from pairing.sweeps.result import Sweep
from pairing.sweeps.samplers import Sampler
from pairing.sweeps.sweeping import sweep

__all__ = ["Sampler", "Sweep", "sweep"]
