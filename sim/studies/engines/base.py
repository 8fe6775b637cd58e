"""What goes into an engine, what comes out of it, and what every engine promises."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Event
from types import TracebackType
from typing import Any, Protocol, Self

from sim.errors import GovsimError, words_of
from sim.i18n import Bilingual
from sim.observations.table import Observation
from sim.state.costs import LeverCost


@dataclass(frozen=True, slots=True)
class Batch:
    """Replications of one cell.

    Attributes
    ----------
    tree : str
        Canonical JSON of `RunConfig.to_dict`.
    replications : tuple of int
    code : str
        `sim.store.code.identity` of the code that shall live them; a worker with other code refuses.
    tables : tuple of str
        Names of the tables wanted: daily, cases, map, areas, flows, waits.
    case_rows : int
        Most rows of the table of cases, a replication.
    observations : tuple of Observation
        Rows whose figures are wanted.
    """

    tree: str
    replications: tuple[int, ...]
    code: str = ""
    tables: tuple[str, ...] = ()
    case_rows: int = 0
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What one replication yielded.

    Attributes
    ----------
    replication : int
    measures : dict
        Value of every measure.
    ledger : dict
        Yuan on every account.
    costs : dict
        What each lever cost.
    cpu_s : float
        CPU time of the thread that lived it, its tables included, seconds.
    host : str
        Name of the machine.
    peak_mb : float
        Most memory that the process ever held, MB.
    tables : dict name -> pyarrow.Table
        Those that were wanted.
    process : int
        Number of the process, on its machine.
    figures : dict id -> float
        What the model says for each row of the batch's observations.
    """

    replication: int
    measures: dict[str, float]
    ledger: dict[str, float]
    costs: dict[str, LeverCost]
    cpu_s: float
    host: str
    peak_mb: float
    tables: dict[str, Any] = field(default_factory=dict)
    process: int = field(default_factory=os.getpid)
    figures: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Done:
    """Rows of a batch: all of them, or some as they are there; each replication comes once."""

    batch: Batch
    rows: list[Row]


@dataclass(slots=True)
class Failed:
    """A replication that ended in an error, or whose worker died each time it was tried.

    Attributes
    ----------
    told : str
        What happened, one line.
    trace : str
        Traceback, for a report; may be empty.
    """

    batch: Batch
    replication: int
    told: str
    trace: str = ""


Work = Callable[[Batch, Event], Iterator[Row | Failed]]
"""Lives a batch: a row or a failure for each replication; ends early once the event is set. Workers import it."""


class Engine(Protocol):
    """Something that lives batches.

    An engine is kept from run to run, used by one thread, and closed at the end; it is a context manager.
    """

    jobs: int
    """Replications at a time, as far as is known."""

    def run(self, batches: Iterable[Batch], stop: Event) -> Iterator[Done | Failed]:
        """Live batches and yield what comes out, as it comes.

        Batches are taken as they are needed, a few ahead. Every replication comes once, in a Done or a Failed. Once
        `stop` is set, no batch is taken, running replications are dropped at their next day, and those that had
        finished still come.

        Raises
        ------
        EngineError
            If the workers are lost or run other code. What was yielded stands; what is missing can be run again.
        """
        ...

    def close(self) -> None:
        """Let the workers go, also in the middle of work."""
        ...

    def __enter__(self) -> Self:
        """Be closed at the end of the block."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        ...


class Closing:
    """A context manager that closes itself."""

    def close(self) -> None:
        """Let go of what is held; nothing by default."""

    def __enter__(self) -> Self:
        """Be closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()


def first_line(text: str) -> str:
    """First line of what was said, in both languages where it has them."""
    own = text if isinstance(text, Bilingual) else Bilingual(text, text)
    return own.changed(lambda said: (said.strip().splitlines() or [""])[0])


def failed(batch: Batch, replication: int, error: BaseException) -> Failed:
    """Write an error down as a failure, with its traceback."""
    if isinstance(error, GovsimError):
        told = first_line(words_of(error)) or type(error).__name__
    else:
        told = f"{type(error).__name__}: {first_line(str(error)) or type(error).__name__}"
    return Failed(batch, replication, told, "".join(traceback.format_exception(error)))
