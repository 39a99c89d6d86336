"""Many settings of one season: each solved and proved, and what stays the same under all of them."""

from pairing.analysis.sweeps.driver import sweep
from pairing.analysis.sweeps.result import Sweep
from pairing.analysis.sweeps.samplers import Sampler

__all__ = ["Sampler", "Sweep", "sweep"]
