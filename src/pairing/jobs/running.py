"""All pieces of work, one after the other or side by side, with what is done kept as it comes."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, TypeVar

from pairing.errors import PairingError
from pairing.jobs.crews import crew_of
from pairing.jobs.journal import Journal
from pairing.jobs.parcels import spread
from pairing.jobs.progress import progress

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


class UnfinishedError(PairingError):
    """The work was interrupted. done: the results there are, by the number of their item, from 0; of: how many items.

    The exit code is the one of running out of time.
    """

    exit_code = 4

    def __init__(self, done: Mapping[int, Any], of: int) -> None:
        super().__init__(f"interrupted: {len(done)} of {of} are done")
        self.done, self.of = dict(done), of

    def __reduce__(self) -> tuple[type[UnfinishedError], tuple[dict[int, Any], int]]:
        return type(self), (self.done, self.of)


def run_all(
    work: Callable[[Shared, Item], Result],
    shared: Shared,
    items: Sequence[Item],
    *,
    executor: Executor | int | None = None,
    journal: Journal | None = None,
    doing: str = "",
    interrupted: Callable[[], bool] = lambda: False,
) -> list[Result]:
    """What `work(shared, item)` gives for every item, in order.

    executor: None works here; a number starts so many processes, which are replaced when they die; anything else is a
    `concurrent.futures.Executor`, of a cluster too (`on_cluster`). journal: keeps every result on disk as it comes, and
    has those of an earlier try; results are then plain JSON values. doing: what the progress bar says; none is shown
    without it, or where there is no terminal or notebook. interrupted: asked again and again, True to end.

    Raises UnfinishedError with what is done when it is interrupted, by Ctrl-C too; PairingError when workers keep
    dying; and whatever the work raises.
    """
    done: dict[int, Any] = dict(journal.done) if journal is not None else {}
    waiting = [number for number in range(len(items)) if number not in done]
    if executor is None or not waiting:
        results = _here(work, shared, items, waiting, interrupted)
    else:
        results = spread(crew_of(executor, len(waiting)), work, shared, items, waiting, interrupted)
    try:
        with progress(doing, len(items), len(done)) as advance, closing(results):
            for number, result in results:
                done[number] = result
                if journal is not None:
                    journal.add(number, result)
                advance()
    except KeyboardInterrupt:
        raise UnfinishedError(done, len(items)) from None
    if len(done) < len(items):
        raise UnfinishedError(done, len(items))
    return [done[number] for number in range(len(items))]


def _here(
    work: Callable[[Any, Any], Any], shared: Any, items: Sequence[Any], waiting: Sequence[int],
    interrupted: Callable[[], bool],
) -> Generator[tuple[int, Any], None, None]:  # fmt: skip
    """The results one after the other, each with its number."""
    for number in waiting:
        if interrupted():
            return
        yield number, work(shared, items[number])
