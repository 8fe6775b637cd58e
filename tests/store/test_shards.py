"""Shards: put in place at once, each task's rows once, whatever was doubled or damaged."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.errors import ResultError
from sim.store import folder
from sim.store.folder import ShardWriter
from sim.store.shards import compact, joined, read_shard, shards_in, write_shard
from sim.store.writers import this_process


def _table(rows: list[tuple[str, int]]) -> pa.Table:
    return pa.table({"task": [t for t, _ in rows], "value": [v for _, v in rows]})


def test_what_is_written_is_read_and_no_draft_stays(tmp_path: Path) -> None:
    write_shard(tmp_path / "a.parquet", _table([("t", 1)]))
    assert [p.name for p in tmp_path.iterdir()] == ["a.parquet"]
    assert read_shard(tmp_path / "a.parquet").to_pydict() == {"task": ["t"], "value": [1]}


def test_drafts_and_other_files_are_no_shards(tmp_path: Path) -> None:
    write_shard(tmp_path / "b.parquet", _table([("t", 1)]))
    write_shard(tmp_path / "a.parquet", _table([("t", 1)]))
    (tmp_path / ".c.parquet.tmp").write_bytes(b"half")
    (tmp_path / ".d.parquet").write_bytes(b"half")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    assert [p.name for p in shards_in(tmp_path)] == ["a.parquet", "b.parquet"]
    assert shards_in(tmp_path / "nowhere") == []


@pytest.mark.parametrize("body", [b"", b"PAR1", b"no parquet at all"])
def test_a_damaged_shard_is_told_of(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(body)
    with pytest.raises(ResultError, match=r"a\.parquet is damaged"):
        read_shard(tmp_path / "a.parquet")


def test_a_shard_cut_in_the_middle_is_damaged(tmp_path: Path) -> None:
    write_shard(tmp_path / "a.parquet", _table([(f"t{i}", i) for i in range(1000)]))
    body = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(body[: len(body) // 2])
    with pytest.raises(ResultError):
        read_shard(tmp_path / "a.parquet")


def test_one_that_has_gone_is_none(tmp_path: Path) -> None:
    assert read_shard(tmp_path / "gone.parquet") is None


def test_a_task_that_two_have_lived_is_there_once_with_most_rows() -> None:
    one, two = _table([("a", 1), ("b", 2)]), _table([("b", 3), ("b", 4), ("c", 5)])
    whole = joined([one, two])
    assert sorted(zip(*whole.to_pydict().values(), strict=True)) == [("a", 1), ("b", 3), ("b", 4), ("c", 5)]
    assert joined([one, one]).num_rows == 2
    assert joined([]) is None


def test_compacting_loses_and_doubles_nothing(tmp_path: Path) -> None:
    paths = [tmp_path / f"{i}.parquet" for i in range(3)]
    for i, path in enumerate(paths):
        write_shard(path, _table([(f"t{i}", i), (f"u{i}", 10 + i)]))
    compact(paths, tmp_path / "9.parquet")
    assert [p.name for p in shards_in(tmp_path)] == ["9.parquet"]
    assert sorted(pq.read_table(tmp_path / "9.parquet")["value"].to_pylist()) == [0, 1, 2, 10, 11, 12]


def test_a_crash_between_writing_and_deleting_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / f"{i}.parquet" for i in range(2)]
    for i, path in enumerate(paths):
        write_shard(path, _table([(f"t{i}", i)]))
    monkeypatch.setattr(Path, "unlink", lambda *a, **k: None)
    compact(paths, tmp_path / "9.parquet")
    monkeypatch.undo()
    assert len(shards_in(tmp_path)) == 3
    assert joined([read_shard(p) for p in shards_in(tmp_path)]).num_rows == 2


def test_much_does_not_wait_for_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "FLUSH_BYTES", 8_000)
    writer = ShardWriter(tmp_path, this_process(), every_s=1e9)
    for k in range(10):
        writer.add({"cases": _table([(f"t{k}", row) for row in range(100)])})  # 1,404 bytes
        assert len(shards_in(tmp_path / "cases")) == (k + 1) // 6
    writer.close()
    tables = [read_shard(path) for path in shards_in(tmp_path / "cases")]
    assert [t["task"].unique().to_pylist() for t in tables] == [
        [f"t{k}" for k in range(6)],
        [f"t{k}" for k in range(6, 10)],
    ]


def test_words_of_several_tasks_are_kept_whole(tmp_path: Path) -> None:
    """Each task numbers its words for itself; rows are encoded in several goes."""
    writer = ShardWriter(tmp_path, this_process())
    several = [
        pa.table({"task": [name] * 9000, "word": pa.array(words * 3000).dictionary_encode()})
        for name, words in (("a", ["x", "y", "z"]), ("b", ["z", "x", "w"]))
    ]
    for table in several:
        writer.add({"cases": table})
    writer.close()
    (path,) = shards_in(tmp_path / "cases")
    assert read_shard(path)["word"].to_pylist() == ["x", "y", "z"] * 3000 + ["z", "x", "w"] * 3000
