"""What is kept of an import."""

from __future__ import annotations

from pathlib import Path

from sim.records.manifest import manifest, read_manifest, same_files, written
from sim.records.observed import rows_of
from tests.records.made import file, imported, rows, text


def told(folder: Path, table: list[list[str]]):  # type: ignore[no-untyped-def]
    found = imported(folder, text(table))
    return found, manifest(found, rows_of(found.learned))


def test_it_is_written_and_read_again_and_anothers_is_not(tmp_path: Path) -> None:
    found, kept = told(tmp_path, rows(300))
    file(tmp_path, written(kept), "import.yaml")
    assert read_manifest(tmp_path) == kept
    assert same_files(kept, found)
    assert not same_files(kept, imported(tmp_path, text(rows(299))))
    assert kept["last_report"] == "2024-05-02 " + str(found.clean.cases.times["reported"].max())[11:]
    for content in ("format: other/1\n", "- a", "{", "\xff\xfe"):
        file(tmp_path, content, "import.yaml")
        assert read_manifest(tmp_path) is None
