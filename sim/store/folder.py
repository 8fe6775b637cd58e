"""A study folder: the union of its shards; nothing in it is ever replaced by less.

::

    DIR/
      study.yaml         what was asked last, with the place's numbers: enough to run it elsewhere
      cells/*.parquet    one row per configuration: cell, tree
      runs/*.parquet     one row per task
      daily/ areas/ cases/ costs/ map/ flows/ waits/    tables of tasks, if they were kept
      failed/*.json      tasks that failed, with the traceback
      writers/*.json     heartbeats
      answers/DIGEST/    what was concluded from one question: study.yaml, tables, figures
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sim.errors import ResultError, reason, words_of
from sim.i18n import Bilingual, say
from sim.measures import MEASURES
from sim.store.rows import runs_table
from sim.store.shards import MANY, Keys, compact, joined, read_end, read_shard, shards_in, write_shard
from sim.store.tasks import bits_of_rows
from sim.store.writers import Writer, cannot_write

TABLES = ("daily", "cases", "map", "areas", "flows", "waits")
"""Tables of a replication beside its row in ``runs`` and its ``costs``."""
KINDS = ("cells", *TABLES, "costs", "runs")
"""In the order in which they are written: a row in ``runs`` is there only if all that belongs to it is."""
SMALL = ("cells", "costs", "flows", "waits", "runs")
"""Kinds whose shards are joined once there are many: opening one costs more than reading it."""
_OF_THERE = ("task", "cell", "replication", "code", "tables", "case_rows")
FLUSH_S = 5.0
"""How long finished tasks may wait in memory: what a power cut can lose."""
FLUSH_BYTES = 2**24
"""How much may wait at most, so that memory stays flat however many workers there are."""


@dataclass(frozen=True, slots=True)
class There:
    """What a folder holds of a task.

    Attributes
    ----------
    task : str
    code : str
    tables : frozenset of str
        Tables that were kept.
    case_rows : int
        Most rows of its table of cases; -1 is all.
    """

    task: str
    code: str
    tables: frozenset[str]
    case_rows: int

    def holds(self, tables: Collection[str], case_rows: int) -> bool:
        """Whether it has the tables that are asked for, with as many cases."""
        cases = "cases" not in tables or self.case_rows == -1 or (case_rows != -1 and self.case_rows >= case_rows)
        return self.tables >= set(tables) and cases


@dataclass
class StudyFolder:
    """A folder that shards are read from.

    Attributes
    ----------
    path : Path
    damaged : list of str
        What could not be read so far, in words; their tasks count as missing.
    """

    path: Path
    damaged: list[str] = field(default_factory=list)
    _seen: dict[Path, list[dict[str, Any]]] = field(default_factory=dict, repr=False)
    _whole: set[Path] = field(default_factory=set, repr=False)

    def shards(self, kind: str) -> list[Path]:
        """Shards of one kind."""
        return shards_in(self.path / kind)

    def table(
        self,
        kind: str,
        tasks: Collection[str] | None = None,
        columns: Sequence[str] | None = None,
        *,
        doubles: bool = False,
        where: pc.Expression | None = None,
    ) -> pa.Table | None:
        """All rows of one kind, those of each task once.

        Parameters
        ----------
        kind : {"cells", "runs", "daily", "areas", "cases", "costs", "map", "flows", "waits"}
        tasks : collection of str, optional
            Tasks whose rows are wanted; all by default.
        columns : sequence of str, optional
            Columns that are wanted.
        doubles : bool
            Whether all rows of a task that was lived more than once are wanted, e.g. again with tables.
        where : pyarrow expression, optional
            Rows that are wanted, e.g. ``pc.field("level") == "district"``; others are never held.

        Returns
        -------
        pyarrow.Table or None
            None where there is no shard of the kind.
        """
        key = "cell" if kind == "cells" else "task"
        keys = None if tasks is None else Keys(key, tasks)
        read = (self._read(path, columns, where, keys) for path in self.shards(kind))
        found = [table for table in read if table is not None]
        if doubles:
            return pa.concat_tables(found, promote_options="permissive") if found else None
        return joined(found, key)

    def there(self, codes: Collection[str]) -> dict[tuple[str, int], There]:
        """Tasks that are there, by cell and replication, of those codes; the fuller one where there are two.

        A row whose bits are not those that were written is not there, and its task is told of in `damaged`.
        """
        found: dict[tuple[str, int], There] = {}
        for path in self.shards("runs"):
            for row in self._rows(path):
                if row["code"] not in codes:
                    continue
                tables = frozenset(filter(None, row["tables"].split(",")))
                new = There(row["task"], row["code"], tables, row["case_rows"])
                old = found.get((row["cell"], row["replication"]))
                if old is None or (new.holds(old.tables, old.case_rows) and not old.holds(new.tables, new.case_rows)):
                    found[row["cell"], row["replication"]] = new
        return found

    def _rows(self, path: Path) -> list[dict[str, Any]]:
        """Tasks of a shard of ``runs`` whose rows are what was written."""
        if path not in self._seen:
            table = self._read(path, None)
            if table is None:
                return []
            good = unchanged(table)
            if not all(good):
                self._tell(say("store.of_shard", path=path, what=changed_rows(len(good) - sum(good))))
            kept = table.select([name for name in _OF_THERE if name in table.column_names])
            self._seen[path] = [row for row, own in zip(kept.to_pylist(), good, strict=True) if own]
        return self._seen[path]

    def whole_shards(self, kind: str) -> list[Path]:
        """Shards of one kind that can be read; the others are told of in `damaged`."""
        return [path for path in self.shards(kind) if self._is_whole(path)]

    def lost(self, kind: str) -> set[str] | None:
        """Tasks of which a table can still be read, where a shard of the table is damaged; None where none is."""
        whole = self.whole_shards(kind)
        if len(whole) == len(self.shards(kind)):
            return None
        tables = [self._read(path, ["task"]) for path in whole]
        return {task for table in tables if table is not None for task in table["task"].unique().to_pylist()}

    def _is_whole(self, path: Path) -> bool:
        """Whether a shard ends as a Parquet file does; what was cut off or overwritten does not."""
        if path not in self._whole:
            try:
                read_end(path)
            except ResultError as error:
                self._tell(words_of(error))
                return False
            self._whole.add(path)
        return True

    def codes(self) -> dict[str, int]:
        """Identities of code in the folder, and of how many tasks each."""
        table = self.table("runs", columns=["task", "code"])
        if table is None:
            return {}
        return {c["values"]: c["counts"] for c in pc.value_counts(table["code"]).to_pylist()}

    def codes_of(self, cells: Iterable[str]) -> list[str]:
        """Identities of code that have lived tasks of some configurations, in the order in which they last wrote."""
        wanted, last = pa.array(list(cells), pa.string()), dict[str, float]()
        for path in self.shards("runs"):
            table = self._read(path, ["cell", "code"])
            if table is None:
                continue
            with suppress(OSError):  # joined with others meanwhile
                written = path.stat().st_mtime
                for code in table.filter(pc.is_in(table["cell"], wanted))["code"].unique().to_pylist():
                    last[code] = max(written, last.get(code, 0.0))
        return sorted(last, key=lambda code: (last[code], code))

    def same_codes(self, code: str) -> set[str]:
        """Codes that were found to give the same bits as this one (`note_same`), itself included."""
        return next((group for group in self._same() if code in group), {code})

    def note_same(self, code: str, other: str) -> None:
        """Note that two codes give the same bits."""
        groups = self._same()
        merged = {code, other}.union(*(g for g in groups if g & {code, other}))
        rest = [sorted(g) for g in groups if not g & merged]
        replace_text(self.path / "codes.json", json.dumps([*rest, sorted(merged)]))

    def _same(self) -> list[set[str]]:
        file = self.path / "codes.json"
        try:
            return [set(group) for group in json.loads(file.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise ResultError(say("store.codes_damaged", file=file, why=error)) from error

    def failed(self) -> dict[str, dict[str, str]]:
        """Tasks that failed, with what was told of each."""
        found = {}
        for path in sorted((self.path / "failed").glob("*.json")):
            try:
                found[path.stem] = dict(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError):
                found[path.stem] = {"told": say("store.record_damaged")}
        return found

    def _read(
        self, path: Path, columns: Sequence[str] | None, where: pc.Expression | None = None, keys: Keys | None = None
    ) -> pa.Table | None:
        try:
            return read_shard(path, columns, where, keys)
        except ResultError as error:
            self._tell(words_of(error))
            return None

    def _tell(self, what: str) -> None:
        if what not in self.damaged:
            self.damaged.append(what)


def unchanged(runs: pa.Table) -> list[bool]:
    """Which rows of ``runs`` have the bits that were written."""
    if any(name not in runs.column_names or runs[name].null_count == runs.num_rows for name in MEASURES):
        return [True] * runs.num_rows  # of a version with other measures: its code differs, too
    bits = bits_of_rows({name: runs[name].to_numpy() for name in MEASURES})
    return [own == told for own, told in zip(bits, runs["bits"].to_pylist(), strict=True)]


def changed_rows(n: int) -> Bilingual:
    """Say that rows were changed."""
    return say("store.changed_rows", n=n)


class ShardWriter:
    """Collects rows and adds them to a folder every few seconds, when there are many, and at the end.

    Parameters
    ----------
    path : Path
        The study folder.
    writer : Writer
    every_s : float
        How long rows may wait.
    """

    def __init__(self, path: Path, writer: Writer, every_s: float = FLUSH_S) -> None:
        self._path, self._name, self._every_s = path, writer.name, every_s
        self._waiting: dict[str, list[pa.Table]] = {}
        self._runs: list[Mapping[str, Any]] = []
        self._bytes = 0
        self._own: dict[str, list[Path]] = {}
        self._at = time.monotonic()
        self._n = 0

    def add(self, tables: Mapping[str, pa.Table], run: Mapping[str, Any] | None = None) -> None:
        """Take tables of a task and its row of ``runs``; write what waits if it has waited long enough."""
        if run is not None:
            self._runs.append(run)
        for kind, table in tables.items():
            self._waiting.setdefault(kind, []).append(table)
            self._bytes += table.nbytes
        if self._bytes >= FLUSH_BYTES or time.monotonic() - self._at >= self._every_s:
            self.flush()

    def flush(self) -> None:
        """Write what waits.

        Raises
        ------
        ResultError
            If the disk does not take it, with the reason. What could not be written waits still.
        """
        self._n += 1
        if self._runs:
            self._waiting.setdefault("runs", []).append(runs_table(self._runs))
            self._runs = []
        try:
            for kind in KINDS:
                if tables := self._waiting.get(kind):
                    path = self._path / kind / f"{self._name}-{self._n:05d}.parquet"
                    write_shard(path, pa.concat_tables(tables, promote_options="permissive"))
                    del self._waiting[kind]  # not before: without its tables no row of runs may be written
                    self._own.setdefault(kind, []).append(path)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        for kind in SMALL:
            if len(self._own.get(kind, ())) >= MANY:
                self._as_one(kind)
        self._bytes = 0
        pa.default_memory_pool().release_unused()
        self._at = time.monotonic()

    def close(self) -> None:
        """Write what waits, and join the small shards of this writer."""
        self.flush()
        for kind in SMALL:
            if len(self._own.get(kind, ())) > 1:
                self._as_one(kind)

    def _as_one(self, kind: str) -> None:
        self._n += 1
        into = self._path / kind / f"{self._name}-{self._n:05d}.parquet"
        with suppress(OSError, ResultError):  # what was written is as good in many files
            compact(self._own[kind], into, "cell" if kind == "cells" else "task")
            self._own[kind] = [into]


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file under a temporary name and put it in place at once.

    Parameters
    ----------
    path : Path
    write : callable
        Given the temporary name, writes the file there.

    Raises
    ------
    ResultError
        If it cannot be written, with the reason.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            write(draft)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ResultError(say("store.unwritten", path=path, why=reason(error))) from error


def replace_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text file as `replace_file` does."""
    replace_file(path, lambda draft: draft.write_text(text, encoding=encoding))


def cells_table(trees: Iterable[tuple[str, str]]) -> pa.Table:
    """Make the table of cells of (cell, tree)."""
    pairs = list(trees)
    return pa.table({"cell": [c for c, _ in pairs], "tree": [t for _, t in pairs]})
