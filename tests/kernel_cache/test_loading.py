"""What was compiled is loaded the next time, and only where it is the same function, compiled in the same way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim import jit
from sim.jit import compiled
from sim.kernel_cache import tiny
from tests.kernel_cache.kept import ONE, OTHERWISE, lines, loaded


def test_what_was_compiled_is_loaded_the_next_time(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert [loaded(), loaded()] == [False, True]
    assert len(list(folder.iterdir())) == 1
    assert not lines(caplog)


def test_signatures_have_files_of_their_own(folder: Path) -> None:
    """Two processes that compile different signatures at once cannot mix them up."""
    one, other = compiled(tiny), compiled(tiny)
    one(ONE)
    other(OTHERWISE)
    assert len(list(folder.iterdir())) == 2
    both = compiled(tiny)
    assert (both(7), both(OTHERWISE)) == (8, 2.0)
    assert sum(both.stats.cache_hits.values()) == 2


def test_a_function_compiled_in_another_way_has_a_file_of_its_own(folder: Path) -> None:
    loaded()
    other = jit.allocating(tiny)
    other(ONE)
    assert not other.stats.cache_hits


def swap(file: Path) -> None:
    """Leave another signature's file under this one's name."""
    other = compiled(tiny)
    other(OTHERWISE)
    (made,) = set(file.parent.iterdir()) - {file}
    made.replace(file)


def test_a_file_of_another_signature_never_answers(folder: Path) -> None:
    loaded()
    (file,) = folder.iterdir()
    swap(file)
    assert [loaded(), loaded()] == [False, True]


def test_recompiling_does_not_load_what_was_kept(folder: Path) -> None:
    function = compiled(tiny)
    function(ONE)
    function.recompile()
    assert not function.stats.cache_hits


def test_a_function_from_elsewhere_is_compiled_but_not_kept(folder: Path) -> None:
    """Nobody knows what it reads."""

    @compiled
    def twice(number):
        return 2 * number

    assert twice(2) == 4
    assert twice.stats.cache_path is None
    assert not folder.exists()


def test_a_folder_that_was_thrown_away_is_made_again(folder: Path) -> None:
    loaded()
    shutil.rmtree(folder)
    assert [loaded(), loaded()] == [False, True]
