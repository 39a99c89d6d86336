"""Many pieces of work of one kind: here, in processes, or on a cluster, always with results in the order asked for.

A piece of work is `work(shared, item)`: a function at the top of a module, what all pieces share, and the item. Nothing
here knows what the work is.
"""

from pairing.jobs.crews import on_cluster
from pairing.jobs.journal import Journal
from pairing.jobs.running import UnfinishedError, run_all

__all__ = ["Journal", "UnfinishedError", "on_cluster", "run_all"]
