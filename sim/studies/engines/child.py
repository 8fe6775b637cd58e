"""A worker process, seen by its parent."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import IO, Any

from sim.i18n import say
from sim.studies.engines.base import Batch, Work

ONE_THREAD = ("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Libraries for linear algebra would start a thread a core in every worker."""
WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Gone:
    """A worker is dead: why, and the last line it wrote to its error stream."""

    why: str
    last: str


class Child:
    """A worker process and what it holds.

    Parameters
    ----------
    work : callable
        What it does with a batch.
    came : Queue
        Where what it says is put, with itself.

    Attributes
    ----------
    batches : deque of Batch
        What it was given and has not ended; the first is what it does.
    lived : set of int
        Replications of the first that are there.
    ready : bool
        Whether it has started.
    """

    def __init__(self, work: Work, came: Queue[tuple[Child, Any]]) -> None:
        self.batches: deque[Batch] = deque()
        self.lived: set[int] = set()
        self.ready = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- closed when it is dead
        try:
            self._process = _started(self._errors)
        except OSError:
            self._errors.close()
            raise
        self._listener = Thread(target=self._listen, args=(came,), daemon=True)
        self._listener.start()
        self.tell(work)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    @property
    def talks(self) -> bool:
        """Whether something it said may still come."""
        return self._listener.is_alive()

    def tell(self, what: object) -> None:
        """Send it something; that it is dead is heard on the other way."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):
            pickle.dump(what, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()

    def end(self) -> None:
        """End it, also in the middle of work."""
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(WAIT_S)
        with suppress(OSError, ValueError):
            self._process.stdin.close()

    def _listen(self, came: Queue[tuple[Child, Any]]) -> None:
        """Put what it says where it is waited for; at the end, that it is gone."""
        assert self._process.stdout is not None
        with suppress(Exception), self._process.stdout as replies:  # a message may end in the middle
            while True:
                came.put((self, pickle.load(replies)))
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(WAIT_S)
        came.put((self, Gone(*self._last_words())))

    def _last_words(self) -> tuple[str, str]:
        with self._errors:
            self._errors.seek(0)
            text = self._errors.read().decode(errors="replace").strip()
        return how_ended(self._process.returncode), text.splitlines()[-1] if text else ""


BEGIN = """\
import signal
for name in ("SIGINT", "SIGHUP", "SIGTERM"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
from sim.studies.engines.worker import main
main()
"""
"""What a worker begins with: to ignore what its parent answers to, before anything large is imported."""


def _started(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        # -P: the folder that somebody works in is no place to import from
        [sys.executable, "-P", "-c", BEGIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_environment(),
        # out of reach of the terminal's signals, which the parent answers to
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def how_ended(code: int | None) -> str:
    """Say in words how a process ended."""
    if code is None:
        return say("engines.unread")
    if code >= 0:
        return say("engines.exit_code", code=code)
    with suppress(ValueError):
        name = signal.Signals(-code).name
        return say("engines.out_of_memory" if name == "SIGKILL" else "engines.killed", name=name)
    return say("engines.killed", name=say("engines.signal", n=-code))


def _environment() -> dict[str, str]:
    """What the worker finds: the modules of its parent, and one thread for linear algebra."""
    root = str(Path(__file__).parents[3])
    path = [entry for entry in sys.path if entry]
    path += [root] if root not in path else []
    return {**dict.fromkeys(ONE_THREAD, "1"), **os.environ, "PYTHONPATH": os.pathsep.join(path)}
