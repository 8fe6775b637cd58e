"""What a terminal shows: how wide it is, numbers, progress, and what a stop does."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, TextIO

from rich.console import Console

from sim.cli.time_left import TimeLeft, in_words
from sim.errors import Interrupted
from sim.i18n import Bilingual, joined, say
from sim.studies.runner import Progress as Report

FIRST_S, EVERY_S = 2.0, 10.0  # when a piped run says how far it is
WIDTH = 140


def console(file: TextIO | None = None) -> Console:
    """Where results go, or a file; wide enough for a table when piped."""
    return Console(
        file=file, width=None if file is None and sys.stdout.isatty() else WIDTH, highlight=False, soft_wrap=False
    )


def number(value: float) -> str:
    """Write a number with three or four figures, no exponent."""
    if value != value:
        return "-"
    size = abs(value)
    if size >= 100_000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if size >= 1000 else f"{value:.1f}" if size >= 100 else f"{value:.2f}"


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Report]:
    """Report progress in words: how many are done, and how long it still takes.

    Parameters
    ----------
    title : str
    quiet : bool
        Whether nothing is said.

    Where the environment says ``GOVSIM_PROGRESS=json``, as the viewer does, each step is a line of JSON.

    Yields
    ------
    callable
        Told (done, total): on a terminal it moves a bar, piped it prints a line now and then.
    """
    if os.environ.get("GOVSIM_PROGRESS") == "json":
        yield lambda done, total: print(json.dumps({"done": done, "total": total}), file=sys.stderr, flush=True)
    elif quiet:
        yield lambda done, total: None
    elif sys.stderr.isatty():
        with _bar(title) as report:
            yield report
    else:
        yield _lines(title)


@contextmanager
def _bar(title: str) -> Iterator[Report]:
    from rich.progress import BarColumn, Progress, TextColumn

    left = TimeLeft()
    columns = (TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[said]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, said=say("terminal.ready"))

        def move(done: int, total: int) -> None:
            seconds = left.after(done, total, time.monotonic())
            bar.update(task, completed=done, total=total, said=_said(done, total, seconds))

        yield move


def _lines(title: str) -> Report:
    left, due = TimeLeft(), time.monotonic() + FIRST_S

    def line(done: int, total: int) -> None:
        nonlocal due
        now = time.monotonic()
        seconds = left.after(done, total, now)
        if done and (now >= due or done == total):
            due = now + EVERY_S
            print(say("terminal.progress", title=title, said=_said(done, total, seconds)), file=sys.stderr)

    return line


def _said(done: int, total: int, seconds: float | None) -> Bilingual:
    said = say("terminal.done", done=done, total=total)
    if done == total:
        return said
    if not done:
        return say("terminal.ready")
    return joined([said, in_words(seconds)]) if seconds is not None else said


class Stop(threading.Event):
    """Whether a run was asked to stop, and by which signal."""

    signum: int = signal.SIGINT

    def interrupted(self, done: int, asked: int, go_on: str) -> Interrupted:
        """Say how the run ended, with how many of its tasks, and how to go on."""
        some = say("terminal.some", done=done, asked=asked) if done else say("terminal.none")
        name = signal.Signals(self.signum).name
        return Interrupted(say("terminal.stopped", signal=name, some=some, go_on=go_on), self.signum)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Ctrl-C, a kill and a closed terminal ask for a stop, so that what has finished is saved; a second ends at once.

    A signal that is ignored (``nohup``) stays ignored. Outside the main thread no signal can be caught.
    """
    stop = Stop()

    def ask(signum: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.signum = signum
        stop.set()
        with suppress(OSError):  # the terminal may be gone
            print(say("terminal.stopping"), file=sys.stderr, flush=True)

    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():
        for signum in (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP")):
            if signum is not None and signal.getsignal(signum) is not signal.SIG_IGN:
                before[signum] = signal.signal(signum, ask)
    try:
        yield stop
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
