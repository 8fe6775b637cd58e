"""Who writes into a study folder: a heartbeat that others can see. It is a courtesy, nothing is lost without it."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sim.errors import FolderInUse, ResultError, reason
from sim.i18n import say

BEAT_S, DEAD_AFTER_S = 15.0, 60.0
"""How often a writer says that it lives, and after what silence it is taken for dead."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A process that writes, by machine, number and the time it began (s since 1970)."""

    host: str
    pid: int
    started: float

    @property
    def name(self) -> str:
        """How its files are called."""
        return f"{self.host}-{self.pid}-{int(self.started * 1000)}"


def this_process() -> Writer:
    """Name this process; a second call gives another writer."""
    host = "".join(c if c.isalnum() else "_" for c in socket.gethostname())[:40] or "host"
    return Writer(host, os.getpid(), time.time())


def alive(folder: Path, but: Writer | None = None) -> list[Writer]:
    """Writers of a folder whose heart beats, the eldest first."""
    found = []
    for path in sorted((folder / "writers").glob("*.json")) if (folder / "writers").is_dir() else ():
        with suppress(OSError, ValueError, KeyError, TypeError):
            told = json.loads(path.read_text(encoding="utf-8"))
            writer = Writer(str(told["host"]), int(told["pid"]), float(told["started"]))
            if writer != but and time.time() - float(told["beat"]) < DEAD_AFTER_S and not _known_dead(writer):
                found.append(writer)
    return sorted(found, key=lambda w: (w.started, w.name))


def _known_dead(writer: Writer) -> bool:
    """Whether it ran on this machine and does not any more; elsewhere only its silence tells."""
    if os.name != "posix" or writer.host != this_process().host:
        return False
    try:
        os.kill(writer.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def cannot_write(folder: Path, error: OSError) -> ResultError:
    """Say that a study folder cannot be written to, why, and how to go on."""
    return ResultError(say("store.no_write", folder=folder, why=reason(error)))


@contextmanager
def writing(folder: Path, *, join: bool = False) -> Iterator[Writer]:
    """Let the heart beat while something is written.

    Parameters
    ----------
    folder : Path
    join : bool
        Whether to share the work with a writer who is there already.

    Raises
    ------
    FolderInUse
        If another one writes there and the work is not to be shared.
    ResultError
        If nothing can be written there.
    """
    own = this_process()
    file = folder / "writers" / f"{own.name}.json"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _beat(file, own)
    except OSError as error:
        raise cannot_write(folder, error) from error
    done = threading.Event()

    def go_on() -> None:
        while not done.wait(BEAT_S):
            with suppress(OSError):  # a full disk is told of by whoever writes rows
                _beat(file, own)

    beating = threading.Thread(target=go_on, name="heartbeat", daemon=True)
    try:
        others = [w for w in alive(folder, own) if (w.started, w.name) < (own.started, own.name)]
        if others and not join:
            raise FolderInUse(say("store.in_use", folder=folder, pid=others[0].pid, host=others[0].host))
        beating.start()
        yield own
    finally:
        done.set()
        if beating.is_alive():
            beating.join()
        file.unlink(missing_ok=True)
        with suppress(OSError):
            file.parent.rmdir()


def _beat(file: Path, own: Writer) -> None:
    told = {"host": own.host, "pid": own.pid, "started": own.started, "beat": time.time()}
    draft = file.with_name(f".{file.name}.tmp")
    try:
        draft.write_text(json.dumps(told), encoding="utf-8")
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
