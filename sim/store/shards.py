"""Shards: small Parquet files of one kind that are only added to, each put in place at once."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.errors import ResultError, reason
from sim.i18n import say

KEY = "task"
"""Column that says whose rows they are; a shard holds the rows of a task whole."""
MANY = 50
"""Shards of one writer that are written as one in their stead: opening a file costs about 20 ms."""


ROWS_AT_ONCE = 2**14
"""Rows that are encoded together: a table of cases takes 10 MB to write then, instead of 30."""


def write_shard(path: Path, table: pa.Table) -> None:
    """Write a shard under a temporary name, force it onto the disk, and put it in place at once.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left of it then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            # a number hardly ever repeats, so a dictionary of numbers only makes the file larger
            pq.write_table(table, file, ROWS_AT_ONCE, compression="zstd", use_dictionary=_texts(table))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _settle(path.parent)


def _texts(table: pa.Table) -> list[str]:
    return [f.name for f in table.schema if pa.types.is_string(f.type) or pa.types.is_dictionary(f.type)]


def _settle(folder: Path) -> None:
    """Force the names in a folder onto the disk, where the system can."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network disks refuse
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def shards_in(folder: Path) -> list[Path]:
    """Shards of a folder, in the order of their names; drafts of a writer that died are none."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(p for p in folder.iterdir() if p.suffix == ".parquet" and not p.name.startswith("."))
    return []


def read_end(path: Path) -> None:
    """Read where a shard says what is in it, which is its end.

    Raises
    ------
    ResultError
        If it is damaged.
    """
    try:
        pq.read_metadata(path)
    except FileNotFoundError:
        return  # joined with others meanwhile
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, error) from error


def read_shard(
    path: Path, columns: Sequence[str] | None = None, where: pc.Expression | None = None, keys: Keys | None = None
) -> pa.Table | None:
    """Read a shard; None if it has gone meanwhile, because its writer has joined it with others.

    Parameters
    ----------
    path : Path
    columns : sequence of str, optional
        Columns that are wanted.
    where : pyarrow expression, optional
        Rows that are wanted.
    keys : Keys, optional
        Rows that are wanted by their key, e.g. of a few tasks. Others are held a row group at a time, at most.

    Raises
    ------
    ResultError
        If it is damaged.
    """
    names = None if columns is None else list(columns)
    try:
        if where is None and keys is None:
            return pq.read_table(path, columns=names, partitioning=None)
        # pyarrow's own filters leave 5 MB behind for every file that they open
        with pq.ParquetFile(path) as file:
            groups = [g for g in range(file.num_row_groups) if keys is None or keys.may_be_in(file.metadata, g)]
            parts = [file.read_row_groups([], names)]
            for g in groups:
                part = file.read_row_group(g, names, use_threads=False)
                part = part if keys is None else part.filter(keys.of(part))
                parts.append(part if where is None else part.filter(where))
            return pa.concat_tables(parts)
    except FileNotFoundError:
        return None
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _damaged(path, error) from error


class Keys(NamedTuple):
    """Rows that are wanted by their key.

    Attributes
    ----------
    column : str
    wanted : collection of str
    """

    column: str
    wanted: Collection[str]

    def may_be_in(self, about: pq.FileMetaData, group: int) -> bool:
        """Whether a row group may hold some, by the least and the greatest that it tells of."""
        told = about.row_group(group).column(about.schema.names.index(self.column)).statistics
        return told is None or not told.has_min_max or any(told.min <= key <= told.max for key in self.wanted)

    def of(self, table: pa.Table) -> pa.ChunkedArray:
        """Which rows of a table they are."""
        return pc.is_in(_plain(table[self.column]), pa.array(sorted(self.wanted), pa.string()))


def _damaged(path: Path, error: Exception) -> ResultError:
    why = reason(error) if isinstance(error, OSError) and error.errno else say("store.no_parquet")
    return ResultError(say("store.damaged", path=path, why=why))


def joined(tables: Iterable[pa.Table], key: str = KEY) -> pa.Table | None:
    """Join tables, taking the rows of a key from the one that has most of them, the first among equals.

    Two writers who shared the work may both have lived a task; its rows are the same, or one kept more of them.
    """
    tables = [table for table in tables if table.num_rows]
    most: dict[str, tuple[int, int]] = {}
    for at, table in enumerate(tables):
        for counted in pc.value_counts(_plain(table[key])).to_pylist():
            name, rows = counted["values"], counted["counts"]
            if name not in most or rows > most[name][0]:
                most[name] = (rows, at)
    chosen: list[list[str]] = [[] for _ in tables]
    for name, (_, at) in most.items():
        chosen[at].append(name)
    kept = []
    for table, names in zip(tables, chosen, strict=True):
        own = pc.is_in(_plain(table[key]), pa.array(names, pa.string()))
        kept.append(table.filter(own))
    return pa.concat_tables(kept, promote_options="permissive").combine_chunks() if kept else None


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def compact(own: Sequence[Path], into: Path, key: str = KEY) -> None:
    """Write shards of one writer as one in their stead, then delete them; a crash in between doubles no row."""
    tables = [table for path in own if (table := read_shard(path)) is not None]
    if (whole := joined(tables, key)) is not None:
        write_shard(into, whole)
        for path in own:
            path.unlink(missing_ok=True)
