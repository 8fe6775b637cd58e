"""Folders of one study come together: the whole, once; strangers are refused before anything is copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from sim.errors import ConfigError, FolderInUse, OtherCode
from sim.store.code import identity
from sim.store.folder import KINDS, StudyFolder
from sim.store.merge import merge
from sim.store.writers import writing
from sim.studies.results import results_of
from sim.studies.runner import How
from tests.studies.folders import asked, bits, question

OTHER = "bbbbbbbb"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``a`` and ``b`` hold a half each of what ``whole`` holds; ``stranger`` another question; ``moved`` other code."""
    root = tmp_path_factory.mktemp("merge")
    ask = question(3, tables=True)
    asked(ask, root / "whole")
    for name, part in (("a", 0), ("b", 1)):
        asked(ask, root / name, How(join=True, shard=(part, 2)))
    asked(question(1, [], seed=7), root / "stranger")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("runner", "results", "answers", "engines.work"):
            patch.setattr(f"sim.studies.{name}.identity", lambda: OTHER)
        asked(ask, root / "moved")
    return root


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def tasks_of(folder: Path) -> list[str]:
    table = StudyFolder(folder).table("runs", doubles=True)
    return [] if table is None else sorted(table["task"].to_pylist())


def test_two_halves_are_the_whole(made: Path, tmp_path: Path) -> None:
    before = files(made / "a"), files(made / "b")
    assert not results_of(made / "a").complete
    came = merge([made / "a", made / "b"], tmp_path / "into")
    assert came.answers == 1  # both were asked the same
    assert came.shards == sum(len(StudyFolder(made / n).shards(kind)) for n in ("a", "b") for kind in KINDS)
    results, whole = results_of(tmp_path / "into"), results_of(made / "whole")
    assert results.complete
    pd.testing.assert_series_equal(bits(results), bits(whole))
    for table in ("daily", "cases", "areas", "costs", "map", "flows", "waits"):
        pd.testing.assert_frame_equal(getattr(results, table), getattr(whole, table))
    assert (files(made / "a"), files(made / "b")) == before  # nothing is taken away anywhere
    assert not list((tmp_path / "into").rglob(".*"))
    assert not (tmp_path / "into" / "writers").exists()


def test_what_came_together_is_not_lived_again(made: Path, tmp_path: Path) -> None:
    merge([made / "a", made / "b"], tmp_path / "into")
    _, outcome = asked(question(3, tables=True), tmp_path / "into")
    assert (outcome.there, outcome.lived) == (6, 0)


def test_merging_again_and_what_both_have_doubles_nothing(made: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    first = merge([made / "a", made / "whole"], into)
    assert first.shards > 0
    again = merge([made / "a", made / "b", made / "whole"], into)
    assert again.shards == len([p for kind in KINDS for p in StudyFolder(made / "b").shards(kind)])
    assert merge([made / "b", into], into).shards == 0
    assert len(tasks_of(into)) == 12  # on disk twice
    results, whole = results_of(into), results_of(made / "whole")
    pd.testing.assert_series_equal(bits(results), bits(whole))  # read once
    pd.testing.assert_frame_equal(results.cases, whole.cases)
    assert StudyFolder(into).codes() == {identity(): 6}


def test_one_that_asked_more_brings_its_question(made: Path, tmp_path: Path) -> None:
    longer = shutil.copytree(made / "b", tmp_path / "longer")
    asked(question(1, ["whistle"]), longer)
    came = merge([made / "a", longer], tmp_path / "into")
    assert came.answers == 2
    assert results_of(tmp_path / "into").arms == ["baseline", "dual_report"]  # the newest of the first folder
    assert {len(r.arms) for r in map(results_of, (tmp_path / "into" / "answers").glob("[!l]*"))} == {2}


def test_failures_come_along(made: Path, tmp_path: Path) -> None:
    failed = shutil.copytree(made / "a", tmp_path / "failed")
    (failed / "failed").mkdir()
    (failed / "failed" / "t1.json").write_text('{"told": "MemoryError"}', encoding="utf-8")
    merge([failed, made / "b"], tmp_path / "into")
    assert StudyFolder(tmp_path / "into").failed() == {"t1": {"told": "MemoryError"}}


def test_all_strangers_are_told_of_at_once_and_nothing_is_copied(made: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError) as told:
        merge([made / "a", made / "stranger", tmp_path / "empty", tmp_path / "nowhere"], tmp_path / "into")
    assert [p.where for p in told.value.problems] == [
        str(p) for p in (tmp_path / "empty", tmp_path / "nowhere", made / "stranger")
    ]
    assert f"none of the configurations of {made / 'a'}" in str(told.value)
    assert not (tmp_path / "into").exists()


def test_a_target_that_holds_another_study_is_refused(made: Path, tmp_path: Path) -> None:
    into = shutil.copytree(made / "stranger", tmp_path / "into")
    before = files(into)
    with pytest.raises(ConfigError, match="none of the configurations"):
        merge([made / "a", made / "b"], into)
    assert files(into) == before


@pytest.mark.parametrize("where", ["source", "target"])
def test_rows_of_other_code_are_not_mixed(made: Path, tmp_path: Path, where: str) -> None:
    into = tmp_path / "into"
    sources = [made / "a", made / "moved"] if where == "source" else [made / "a"]
    if where == "target":
        shutil.copytree(made / "moved", into)
    with pytest.raises(OtherCode) as told:
        merge(sources, into)
    assert told.value.exit_code == 7
    for word in (identity(), OTHER, "--same"):
        assert word in str(told.value)
    assert not (into / "runs").exists() or tasks_of(into) == tasks_of(made / "moved")


def test_code_that_gives_the_same_bits_may_come_and_that_is_known_afterwards(made: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(made / "moved", tmp_path / "moved")
    StudyFolder(moved).note_same(identity(), OTHER)
    merge([made / "a", moved], tmp_path / "into")
    assert StudyFolder(tmp_path / "into").same_codes(identity()) == {identity(), OTHER}
    results = results_of(tmp_path / "into")
    assert results.complete
    assert results.remarks == []
    pd.testing.assert_series_equal(bits(results), bits(results_of(made / "whole")))


def test_a_folder_that_is_written_to_is_waited_for(made: Path, tmp_path: Path) -> None:
    into = tmp_path / "into"
    shutil.copytree(made / "a" / "answers", into / "answers")
    with writing(into), pytest.raises(FolderInUse) as told:
        merge([made / "a", made / "b"], into)
    assert told.value.exit_code == 6
    assert not (tmp_path / "into" / "runs").exists()


def test_a_copy_that_breaks_off_leaves_no_half_file(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []

    def breaks(source: Path, to: Path) -> None:
        copied.append(source.name)
        Path(to).write_bytes(source.read_bytes()[:50])
        if len(copied) == 3:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.store.merge.shutil.copyfile", breaks)
    with pytest.raises(OSError, match="No space"):
        merge([made / "a", made / "b"], tmp_path / "into")
    assert not list((tmp_path / "into").rglob(".*"))
    assert len([p for p in (tmp_path / "into").rglob("*") if p.is_file()]) == 2
