"""Progress for Python and notebooks: nothing, a bar, or a function of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[int, int], None]
"""Told how many tasks are there, and of how many."""


@contextmanager
def shown(progress: Told | bool | None) -> Iterator[Told | None]:
    """Show progress while something runs.

    Parameters
    ----------
    progress : callable or bool, optional
        A function is called with (done, total); True shows a bar, in a notebook too; nothing else shows nothing.
    """
    if not isinstance(progress, bool):
        yield progress
    elif not progress:
        yield None
    else:
        from rich.progress import Progress

        with Progress() as bar:
            task = bar.add_task("govsim", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
