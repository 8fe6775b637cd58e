"""A damaged file is found and made anew; it never answers, and never stops anything."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import kernel_cache
from sim.kernel_cache import DamagedError, seal, unseal
from tests.kernel_cache.kept import lines, loaded


def flip(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut to ten bytes": lambda file: os.truncate(file, 10),
    "cut by one byte": lambda file: os.truncate(file, file.stat().st_size - 1),
    "empty": lambda file: os.truncate(file, 0),
    "one bit": flip,
    "no pickle": lambda file: seal(file, b"nonsense"),
    "another pickle": lambda file: seal(file, pickle.dumps("nonsense")),
    "a name that is gone": lambda file: seal(file, b"cnumba.gone\nnothing\n."),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_made_anew_and_said_once(
    folder: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], object]
) -> None:
    loaded()
    (file,) = folder.iterdir()
    damage(file)
    assert [loaded(), loaded()] == [False, True]
    damage(file)
    loaded()
    (line,) = lines(caplog)
    assert "damaged and made anew" in line
    assert str(folder) in line


def test_a_folder_in_place_of_a_file_does_no_harm(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    loaded()
    (file,) = folder.iterdir()
    file.unlink()
    (file / "deeper").mkdir(parents=True)
    assert [loaded(), loaded()] == [False, False]
    assert len(lines(caplog)) == 2
    assert "next start" in lines(caplog)[1]


def test_seals() -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "one"
        seal(file, b"body")
        assert unseal(file) == b"body"
        flip(file)
        with pytest.raises(DamagedError):
            unseal(file)
        assert [path.name for path in Path(name).iterdir()] == ["one"]


def test_all_files_can_be_looked_through(folder: Path) -> None:
    loaded()
    seal(folder / "b.nbc", b"body")
    (folder / "c.nbc").write_bytes(b"")
    assert kernel_cache.verify() == (2, 1)
    assert kernel_cache.verify() == (2, 0)
