"""Live tasks of a folder again and compare the bits of their measures."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sim.i18n import say, word
from sim.measures import MEASURES
from sim.store.asks import read_ask
from sim.store.code import identity
from sim.store.folder import StudyFolder
from sim.store.merge import ANSWERS
from sim.store.tasks import bits_of, cell_of
from sim.studies.engines.base import Batch, Engine, Failed
from sim.studies.results import Results


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure that came out otherwise.

    Attributes
    ----------
    task, cell : str
    replication : int
    measure : str
    there, again : float
    """

    task: str
    cell: str
    replication: int
    measure: str
    there: float
    again: float

    def __str__(self) -> str:
        """Say it in one line, with all figures."""
        return say(
            "studies.difference", task=self.task, cell=self.cell, replication=self.replication, measure=self.measure,
            there=repr(self.there), again=repr(self.again),
        )  # fmt: skip


@dataclass(slots=True)
class Verified:
    """What came of living tasks again.

    Attributes
    ----------
    tasks : int
        Tasks lived again.
    differences : list of Difference
    failed : list of str
        Tasks that could not be lived.
    changed : list of str
        Rows whose measures are not those that were written: their bits differ from their hash.
    damaged : list of str
        Shards that could not be read.
    """

    tasks: int = 0
    differences: list[Difference] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Whether everything is as it was."""
        return not (self.differences or self.failed or self.changed or self.damaged)


def changes(before: Results, after: Results) -> list[str]:
    """Measures whose mean changed between two folders that were asked the same, arm by arm; largest change first.

    Replications that both have are compared.
    """
    told: list[tuple[float, str]] = []
    for arm in before.arms:
        a, b = (r.runs[r.runs["arm"] == arm].set_index("replication") for r in (before, after))
        both = a.index.intersection(b.index)
        for name, measure in MEASURES.items():
            if name not in a.columns or name not in b.columns or not len(both):
                continue
            was, now = a.loc[both, name], b.loc[both, name]
            if ((was == now) | (was.isna() & now.isna())).all():
                continue
            change = abs(float(now.mean() - was.mean())) / measure.matters if measure.matters else 0.0
            unit = word("units", measure.unit)
            said = say("studies.changed", arm=arm, measure=name, before=was.mean(), after=now.mean(), unit=unit)
            told.append((change, said))
    return [line for _, line in sorted(told, key=lambda pair: -pair[0])]


def verify(
    path: Path, engine: Engine, *, every: bool = False, code: str | None = None, stop: threading.Event | None = None
) -> Verified:
    """Live one task of each cell again, or every one.

    Parameters
    ----------
    path : Path
        The study folder.
    engine : Engine
    every : bool
        Whether all tasks are lived again.
    code : str, optional
        Tasks of this code only; default the newest that is there.
    stop : Event, optional
    """
    folder, found = StudyFolder(path), Verified()
    table, cells = folder.table("runs"), folder.table("cells")
    found.damaged = list(folder.damaged)
    if table is None or cells is None:
        return found
    trees = dict(zip(cells["cell"].to_pylist(), cells["tree"].to_pylist(), strict=True))
    rows = table.to_pylist()
    code = code or (identity() if any(r["code"] == identity() for r in rows) else rows[-1]["code"])
    rows = [r for r in rows if r["code"] in folder.same_codes(code)]
    rows = rows if every else [r for r in rows if r["cell"] not in _later_draws(path)]
    chosen = list(rows if every else {r["cell"]: r for r in sorted(rows, key=lambda r: -r["replication"])}.values())
    good = []
    for row in chosen:
        if any(name not in row for name in MEASURES) or bits_of(row) != row["bits"]:
            found.changed.append(say("studies.row_changed", task=row["task"]))
        elif row["cell"] not in trees or cell_of(trees[row["cell"]]) != row["cell"]:
            found.changed.append(say("studies.cell_changed", task=row["task"], cell=row["cell"]))
        else:
            good.append(row)
    by = {(row["cell"], row["replication"]): row for row in good}
    for result in engine.run(_batches(good, trees), stop or threading.Event()):
        if isinstance(result, Failed):
            cell = cell_of(result.batch.tree)
            found.failed.append(say("studies.task_failed", cell=cell, replication=result.replication, why=result.told))
            continue
        for again in result.rows:
            found.tasks += 1
            found.differences += _differences(by[cell_of(result.batch.tree), again.replication], again.measures)
    return found


def _later_draws(path: Path) -> set[str]:
    """Configurations of draws but for the first of each question: a task of each would be nearly all."""
    found: set[str] = set()
    for asked in (path / ANSWERS).glob("*/study.yaml"):
        found.update(cell for cells in read_ask(asked).drawn_cells.values() for cell in cells[1:])
    return found


def _batches(rows: Iterable[dict[str, object]], trees: dict[str, str]) -> Iterator[Batch]:
    for row in rows:
        yield Batch(trees[str(row["cell"])], (int(str(row["replication"])),), identity())


def _differences(row: dict[str, object], again: dict[str, float]) -> Iterator[Difference]:
    if bits_of(again) == row["bits"]:
        return
    for name in MEASURES:
        there = float(str(row[name]))
        both_nan = math.isnan(there) and math.isnan(again[name])
        if there != again[name] and not both_nan:
            yield Difference(str(row["task"]), str(row["cell"]), int(str(row["replication"])), name, there, again[name])
