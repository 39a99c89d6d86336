"""How far the work is: a bar with rate and time left in a terminal or a notebook, nothing anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def progress(doing: str, total: int, done: int) -> Iterator[Callable[[], None]]:
    """Gives what is called for every piece of work that ends. doing: what the bar says; no bar without it."""
    bar = _bar() if doing else None
    if bar is None:
        yield lambda: None
        return
    with bar:
        task = bar.add_task(doing, total=total, completed=done)
        yield lambda: bar.advance(task)


def _bar() -> Any:
    """rich's, on stderr; None where nobody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

    class Rate(ProgressColumn):
        def render(self, task: Any) -> str:
            return f"{task.speed:.1f}/s" if task.speed else ""

    console = Console(stderr=True)
    if not (console.is_terminal or console.is_jupyter):
        return None
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn()
    return Progress(*columns, console=console, transient=True)
