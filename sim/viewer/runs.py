"""Runs that are asked for on the page: each a process of its own, one at a time, the others queue.

A process gives its memory back when it ends; a run in a thread leaves the server forty times as large. What a run
writes is an ordinary study folder. It goes on when the page is closed, and ends with the server.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.i18n import Bilingual

QUEUED, READY, RUNNING, DONE, FAILED, CANCELLED = "queued", "ready", "running", "done", "failed", "cancelled"
"""States of a run; ready: it gets ready, no life has begun."""
ENDED = (DONE, FAILED, CANCELLED)
PATIENCE_S = 2.0
"""A run that was told to stop saves what has finished; after that it is ended."""
FEWEST = 2
"""Lives that must have finished before anything is said of the time left."""
MOST_KEPT = 50
LINES = 40
"""Of what a run says, kept for who asks why it failed."""
PROGRESS = "GOVSIM_PROGRESS"
"""Environment variable that has a run say how far it is as lines of JSON."""
NICE = 5
"""Runs stand back behind the pages."""


@dataclass
class Run:
    """One run.

    Attributes
    ----------
    id : str
    words : sequence of str
        As they would be typed behind ``govsim compare``.
    folder : Path
        The study folder that it writes.
    title : Bilingual
    state : str
    done, total : int
        Lives that are there, of how many; 0 of 0 until the first is begun.
    """

    id: str
    words: Sequence[str]
    folder: Path
    title: Bilingual
    state: str = QUEUED
    done: int = 0
    total: int = 0
    base: int = 0
    began: float = 0.0
    stopping: bool = False
    said: deque[str] = field(default_factory=lambda: deque(maxlen=LINES))
    process: subprocess.Popen[str] | None = None

    @property
    def left_s(self) -> float | None:
        """Seconds left; None as long as nothing can be said."""
        lived = self.done - self.base
        if self.state != RUNNING or lived < FEWEST:
            return None
        return (time.monotonic() - self.began) / lived * (self.total - self.done)

    def told(self) -> dict[str, Any]:
        """What the page is told."""
        left = self.left_s
        return {
            "id": self.id,
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "left_s": None if left is None else round(left, 1),
            "title": {"en": self.title.en, "zh": self.title.zh},
            "folder": str(self.folder),
            "stopping": self.stopping and self.state not in ENDED,
            "said": "\n".join(self.said) if self.state == FAILED else "",
        }

    def hear(self, line: str) -> None:
        """Take in a line that the process said."""
        if not line.startswith('{"done"'):
            if line.strip():
                self.said.append(line.rstrip())
            return
        told = json.loads(line)
        if self.state != RUNNING:
            self.state, self.began, self.base = RUNNING, time.monotonic(), int(told["done"])
        self.done, self.total = max(self.done, int(told["done"])), int(told["total"])


class Runs:
    """The runs of one server.

    Parameters
    ----------
    command : callable
        Makes of the words of a run, and a language, what is executed.
    """

    def __init__(self, command: Callable[[Sequence[str], str], Sequence[str]]) -> None:
        self._command = command
        self._runs: dict[str, Run] = {}
        self._queue: deque[tuple[Run, str]] = deque()
        self._lock = threading.Lock()
        self._active: Run | None = None
        atexit.register(self.close)

    def begin(self, words: Sequence[str], folder: Path, title: Bilingual, lang: str) -> Run:
        """Put a run into the queue; it begins at once where nothing runs."""
        run = Run(secrets.token_hex(6), tuple(words), folder, title)
        with self._lock:
            for old in [r for r in self._runs.values() if r.state in ENDED][: len(self._runs) - MOST_KEPT + 1]:
                del self._runs[old.id]
            self._runs[run.id] = run
            self._queue.append((run, lang))
            self._next()
        return run

    def get(self, run_id: str) -> Run | None:
        """One run, if there is such."""
        return self._runs.get(run_id)

    def all(self) -> list[Run]:
        """All runs, the oldest first."""
        with self._lock:
            return list(self._runs.values())

    def cancel(self, run_id: str) -> Run | None:
        """Ask a run to stop; one that does not is ended."""
        with self._lock:
            run = self._runs.get(run_id)
            if run is None or run.state in ENDED:
                return run
            run.stopping = True
            if run.state == QUEUED:
                run.state = CANCELLED
                self._queue = deque(item for item in self._queue if item[0] is not run)
                return run
        threading.Thread(target=_end, args=(run,), daemon=True).start()
        return run

    def close(self) -> None:
        """End what runs, and forget what waits."""
        with self._lock:
            self._queue.clear()
            run = self._active
        if run is not None and run.process is not None:
            run.stopping = True
            _end(run)

    def _next(self) -> None:
        """Begin the next run; the lock is held."""
        if self._active is None and self._queue:
            self._active, lang = self._queue.popleft()
            self._active.state = READY
            threading.Thread(target=self._live, args=(self._active, lang), daemon=True).start()

    def _live(self, run: Run, lang: str) -> None:
        """Start the process, hear what it says until it ends, then begin the next."""
        try:
            run.process = _started(self._command(run.words, lang))
            assert run.process.stderr is not None
            for line in run.process.stderr:
                run.hear(line)
            code = run.process.wait()
        except OSError as error:
            run.said.append(str(error))
            code = -1
        run.state = DONE if code == 0 else CANCELLED if run.stopping else FAILED
        run.process = None
        with self._lock:
            self._active = None
            self._next()


def _started(command: Sequence[str]) -> subprocess.Popen[str]:
    """Start a process in a group of its own, so that its workers can be ended with it."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        encoding="utf-8", errors="replace", bufsize=1, start_new_session=True,
        env={**os.environ, PROGRESS: "json", "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
    return process


def _end(run: Run) -> None:
    """Ask to stop, as Ctrl-C does; a run that does not listen is ended with its workers."""
    for _ in range(50):  # it is about to be started
        if run.process is not None or run.state in ENDED:
            break
        time.sleep(0.02)
    process = run.process
    if process is None:
        return
    with suppress(OSError):
        process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
