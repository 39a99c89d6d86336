"""Work sent away in parcels that are worth sending: each about a second of work, what is shared unpacked once a worker.

What is shared travels with every parcel as bytes, so that any executor will do and any worker can stand in for one that
died; a worker keeps what it unpacked last.
"""

from __future__ import annotations

import hashlib
import math
import pickle
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from itertools import islice
from typing import Any

from pairing.errors import Interrupted, PairingError
from pairing.jobs.crews import Crew
from pairing.versions import versions

SECONDS = 1.0
"""What a parcel should take: much longer than sending it, and short enough for progress and for losing it."""
AHEAD = 2
"""Parcels under way for each worker, so that none waits for the next one."""
LOOK_UP = 0.2
"""Seconds after which it is asked again whether to go on."""
MOST_DEATHS = 3
"""Times that workers may die in a row without any result in between."""
DRAWS = "scipy"
"""What else must be alike: it draws settings and solves linear programs."""
MEMORY = "perhaps there is too little memory for so many at once: try fewer"
GUARD = (
    'in a script the call must stand under `if __name__ == "__main__":`, and the script in a file, as every process '
    f"reads it when it starts; or {MEMORY}"
)
"""Why workers die, most likely: those that never gave any result are probably not even started right."""


def spread(
    crew: Crew, work: Callable[[Any, Any], Any], shared: Any, items: Sequence[Any], waiting: Sequence[int],
    interrupted: Interrupted,
) -> Generator[tuple[int, Any], None, None]:  # fmt: skip
    """The results as they come, each with its item's number. Raises PairingError when workers keep dying."""
    content = pickle.dumps((work, shared))
    parcels = _Parcels(crew, hashlib.sha256(content).hexdigest(), content, items, deque(waiting))
    try:
        while parcels.open and not interrupted():
            yield from parcels.next_results()
    finally:
        parcels.recall()
        crew.end()


class _Parcels:
    """Parcels under way, and the numbers of the items that wait."""

    def __init__(self, crew: Crew, name: str, content: bytes, items: Sequence[Any], waiting: deque[int]) -> None:
        self.crew, self.name, self.content, self.items, self.waiting = crew, name, content, items, waiting
        self.sent: dict[Future[Any], list[int]] = {}
        self.size, self.deaths, self.any_result = 1, 0, False

    @property
    def open(self) -> bool:
        """Whether results are still to come."""
        return bool(self.waiting or self.sent)

    def next_results(self) -> Iterator[tuple[int, Any]]:
        """Send what there is room for, and take what has come back by now."""
        try:
            self._send()
            back, _ = wait(self.sent, LOOK_UP, FIRST_COMPLETED)
            for future in back:
                seconds, results = future.result()
                numbers = self.sent.pop(future)
                self.deaths, self.any_result = 0, True
                self.size = max(1, int(len(numbers) * SECONDS / max(seconds, 1e-6)))
                yield from zip(numbers, results, strict=True)
        except (BrokenExecutor, CancelledError) as error:
            self._send_again(error)
        except Exception as error:
            raise _explained(error) from error

    def _send(self) -> None:
        width = self.crew.width if self.waiting else 0
        while self.waiting and len(self.sent) < AHEAD * width:
            fair = math.ceil(len(self.waiting) / (AHEAD * width))
            numbers = list(islice(self.waiting, min(self.size, fair)))
            pieces = [self.items[number] for number in numbers]
            future = self.crew.submit(_unpacked, self.name, self.content, pieces, _own_versions())
            self.sent[future] = [self.waiting.popleft() for _ in numbers]

    def _send_again(self, error: BaseException) -> None:
        """Workers died: everything that was under way waits again, one item a parcel, for new workers."""
        lost = sorted(number for numbers in self.sent.values() for number in numbers)
        self.sent.clear()
        self.waiting.extendleft(reversed(lost))
        self.size, self.deaths = 1, self.deaths + 1
        if self.deaths > MOST_DEATHS:
            why = MEMORY if self.any_result else GUARD
            raise PairingError(f"workers died {self.deaths} times in a row without a result; {why}") from error
        if not self.crew.replaced():
            raise PairingError("the workers are gone, and nobody can start new ones here") from error

    def recall(self) -> None:
        """Take back what has not begun."""
        for future in self.sent:
            future.cancel()


def _own_versions() -> dict[str, str]:
    """Of Python the part that matters for what travels and what is found: 3.12 of 3.12.4."""
    own = versions(DRAWS)
    return {**own, "python": own["python"].rpartition(".")[0]}


_last: dict[str, Any] = {}


def _unpacked(name: str, content: bytes, pieces: Sequence[Any], sender: dict[str, str]) -> tuple[float, list[Any]]:
    """In the worker: the seconds that the pieces took, and their results."""
    own = _own_versions()
    other = [name for name in sender if own.get(name) != sender[name]]
    if other:
        theirs, ours = (", ".join(f"{name} {of.get(name)}" for name in other) for of in (own, sender))
        raise PairingError(f"a worker has {theirs}, here is {ours}: install the same versions")
    started = time.monotonic()
    kept = _last.get(name)
    if kept is None:
        _last.clear()
        kept = _last[name] = pickle.loads(content)
    work, shared = kept
    results = [work(shared, piece) for piece in pieces]
    return time.monotonic() - started, results


def _explained(error: Exception) -> Exception:
    """A sentence for what goes wrong with a cluster; everything else as it is."""
    if isinstance(error, ModuleNotFoundError) and str(error.name).partition(".")[0] == "pairing":
        return PairingError(f"the workers have no pairing: install it there, in version {versions()['pairing']}")
    if type(error).__module__.partition(".")[0] == "distributed":
        gone = type(error).__name__ == "CommClosedError"
        return PairingError("the cluster's scheduler answers no more" if gone else f"the cluster gave up: {error}")
    return error
