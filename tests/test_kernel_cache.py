"""Compiled functions are kept: damaged ones are made anew, unwritable folders do no harm, no stale one ever answers."""

from __future__ import annotations

import ast
import errno
import logging
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim import jit, kernel_cache
from sim.jit import compiled
from sim.kernel import clock
from sim.kernel_cache import FEW, HERE, DamagedError, digest, prune, seal, sources, unseal

pytestmark = pytest.mark.skipif(not jit.enabled(), reason="nothing is compiled")

NO_DATES = np.zeros(0, np.int8)
NOON, NIGHT = (12.0, 9.0, 17.0, 127, NO_DATES), (3.0, 9.0, 17.0, 127, NO_DATES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep compiled functions in an empty folder, as a process that has just started."""
    usual = tmp_path / "cache" / "0123456789abcdef"
    monkeypatch.setattr(kernel_cache, "usual_folder", lambda: usual)
    monkeypatch.setattr(kernel_cache, "said", {})
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    kernel_cache.place.cache_clear()
    yield usual
    kernel_cache.place.cache_clear()


def loaded() -> bool:
    """Compile a function as a new process does, use it, and say whether it came out of the cache."""
    function = compiled(clock.is_open.py_func)
    assert (function(*NOON), function(*NIGHT)) == (True, False)
    return bool(sum(function.stats.cache_hits.values()))


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_what_was_compiled_is_loaded_the_next_time(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    assert [loaded(), loaded()] == [False, True]
    assert len(list(folder.iterdir())) == 1
    assert not lines(caplog)


def test_signatures_have_files_of_their_own(folder: Path) -> None:
    """Two processes that compile different signatures at once cannot mix them up."""
    one, other = compiled(clock.is_open.py_func), compiled(clock.is_open.py_func)
    one(*NOON)
    other(12, 9, 17, 127, NO_DATES)
    assert len(list(folder.iterdir())) == 2
    both = compiled(clock.is_open.py_func)
    assert (both(*NIGHT), both(12, 9, 17, 127, NO_DATES)) == (False, True)
    assert sum(both.stats.cache_hits.values()) == 2


def test_a_function_compiled_in_another_way_has_a_file_of_its_own(folder: Path) -> None:
    loaded()
    other = jit.allocating(clock.is_open.py_func)
    other(*NOON)
    assert not other.stats.cache_hits


def flip(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(whole)


def swap(file: Path) -> None:
    """Leave another signature's file under this one's name."""
    other = compiled(clock.is_open.py_func)
    other(12, 9, 17, 127, NO_DATES)
    (made,) = set(file.parent.iterdir()) - {file}
    made.replace(file)


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


def test_a_file_of_another_signature_never_answers(folder: Path) -> None:
    loaded()
    (file,) = folder.iterdir()
    swap(file)
    assert [loaded(), loaded()] == [False, True]


def test_a_folder_in_place_of_a_file_does_no_harm(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    loaded()
    (file,) = folder.iterdir()
    file.unlink()
    (file / "deeper").mkdir(parents=True)
    assert [loaded(), loaded()] == [False, False]
    assert len(lines(caplog)) == 2
    assert "next start" in lines(caplog)[1]


def nothing_can_be_made_in(folder: Path) -> None:
    folder.parent.write_text("a file in place of the folder")


def test_an_unwritable_folder_means_a_temporary_one(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    nothing_can_be_made_in(folder)
    beside = set(HERE.rglob("*.nb?"))
    assert [loaded(), loaded()] == [False, True]
    (line,) = lines(caplog)
    other = kernel_cache.place().folder
    assert other is not None
    assert str(folder) in line
    assert str(other) in line
    assert len(list(other.iterdir())) == 1
    assert other.parent.stat().st_mode & 0o077 == 0
    assert set(HERE.rglob("*.nb?")) == beside  # numba's own cache would write here, and answer from here


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="one temporary folder for all users")
@pytest.mark.parametrize("taken", ["by all", "by another", "by a link", "by a file"])
def test_a_temporary_folder_of_somebody_else_is_not_used(
    folder: Path, caplog: pytest.LogCaptureFixture, taken: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nothing_can_be_made_in(folder)
    if taken == "by another":
        monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    trap = tmp_path / "temporary" / f"govsim-{os.getuid()}"
    if taken == "by a file":
        trap.write_text("")
    elif taken == "by a link":
        trap.symlink_to(tmp_path)
    else:
        trap.mkdir()
        trap.chmod(0o777 if taken == "by all" else 0o700)
    assert [loaded(), loaded()] == [False, False]
    (line,) = lines(caplog)
    assert "every start makes them anew" in line
    assert taken == "by a link" or trap.is_file() or not list(trap.iterdir())


def test_a_relative_cache_folder_is_not_made_where_one_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kernel_cache, "usual_folder", lambda: Path("~/.cache/govsim"))
    monkeypatch.chdir(tmp_path)
    loaded()
    assert not Path("~").exists()


def test_a_full_disk_stops_nothing(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel_cache.place()

    def full(path: Path, whole: bytes) -> int:
        with path.open("wb") as file:
            file.write(whole[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        assert [loaded(), loaded()] == [False, False]
    assert not list(folder.iterdir())
    (line,) = lines(caplog)
    assert os.strerror(errno.ENOSPC) in line
    assert [loaded(), loaded()] == [False, True]


def test_a_folder_that_was_thrown_away_is_made_again(folder: Path) -> None:
    loaded()
    shutil.rmtree(folder)
    assert [loaded(), loaded()] == [False, True]


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


def test_recompiling_does_not_load_what_was_kept(folder: Path) -> None:
    function = compiled(clock.is_open.py_func)
    function(*NOON)
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


def test_old_folders_are_thrown_away_but_the_newest_and_those_in_use(tmp_path: Path) -> None:
    now = time.time()
    for days in range(1, FEW + 5):
        made = tmp_path / f"{days:016x}"
        made.mkdir()
        (made / "file.nbc").write_text("")
        os.utime(made, (now - 86400.0 * days - 60.0,) * 2)
    (tmp_path / "notes").mkdir()
    os.utime(tmp_path / "notes", (0, 0))
    (tmp_path / ("a" * 16)).symlink_to(tmp_path / "notes")
    mine = tmp_path / ("f" * 16)
    mine.mkdir()
    prune(mine)
    kept = {f"{days:016x}" for days in range(1, FEW)}
    assert {path.name for path in tmp_path.iterdir()} == kept | {"f" * 16, "notes", "a" * 16}
    for path in tmp_path.iterdir():
        os.utime(path, (now, now))
    for days in range(20, 40):  # all of them used a minute ago
        (tmp_path / f"{days:016x}").mkdir()
    prune(mine)
    assert len(list(tmp_path.iterdir())) == len(kept) + 3 + 20


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Take a copy of the hashed sources for the package."""
    for name, text in sources().items():
        file = tmp_path / "sim" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    monkeypatch.setattr(kernel_cache, "HERE", tmp_path / "sim")
    sources.cache_clear()
    yield tmp_path / "sim"
    monkeypatch.undo()
    sources.cache_clear()


def test_any_edit_gives_another_folder(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {digest()}
    files = list(sources())
    assert len(files) > 20
    for name in files:
        with (copied / name).open("a") as file:
            file.write("#")
        sources.cache_clear()
        assert digest() not in before
        before.add(digest())
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "1")
    assert digest() not in before
    monkeypatch.delenv("NUMBA_BOUNDSCHECK")
    assert digest() in before
    monkeypatch.setattr("numba.__version__", "0.0")
    assert digest() not in before


def test_sources_that_cannot_be_read_mean_that_nothing_is_kept(copied: Path, folder: Path) -> None:
    shutil.rmtree(copied)
    sources.cache_clear()
    assert [loaded(), loaded()] == [False, False]


# --- what compiled functions read -------------------------------------------------------------------------------------

MAKERS = {"compiled", "allocating", "inlined", "merged"}


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def module_file(name: str, root: Path) -> Path | None:
    path = root.joinpath(*name.split("."))
    return next((f for f in (path.with_suffix(".py"), path / "__init__.py") if f.is_file()), None)


def makes(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(d, ast.Name) and d.id in MAKERS for d in node.decorator_list
    )


def read_by(node: ast.AST) -> set[str]:
    """Names that a statement reads, those of its annotations left out."""
    noted = {
        id(inner)
        for outer in ast.walk(node)
        for note in (getattr(outer, "annotation", None), getattr(outer, "returns", None))
        if note is not None
        for inner in ast.walk(note)
    }
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and id(n) not in noted}


def names_of(node: ast.stmt) -> set[str]:
    """Names that a statement at the top of a module gives a meaning."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


def reached(root: Path) -> tuple[set[Path], set[Path]]:
    """Files with compiled functions, and all files whose names these read, also by way of others."""
    able = [file for file in (root / "sim").rglob("*.py") if "sim.jit import" in file.read_text(encoding="utf-8")]
    made = [(file, node) for file in able for node in ast.walk(tree_of(file)) if makes(node)]
    having = {file for file, _ in made}
    todo = [(file, name) for file, node in made for name in read_by(node)]
    seen: set[tuple[Path, str]] = set()
    while todo:
        at = todo.pop()
        if at in seen:
            continue
        seen.add(at)
        file, name = at
        for node in tree_of(file).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sim":
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        whole = module_file(f"{node.module}.{alias.name}", root)
                        found = whole or module_file(node.module or "", root)
                        assert found is not None
                        names = set().union(*map(names_of, tree_of(found).body)) if whole else {alias.name}
                        todo += [(found, n) for n in names]
            elif name in names_of(node):
                todo += [(file, n) for n in read_by(node)]
    return having, {file for file, name in seen if any(name in names_of(node) for node in tree_of(file).body)}


def test_all_that_compiled_functions_read_is_hashed() -> None:
    having, read = reached(HERE.parent)
    hashed = {HERE / name for name in sources()}
    assert {HERE / "rng.py", HERE / "kernel" / "service.py", HERE / "geography" / "lattice.py"} <= having
    assert having - hashed == set()
    assert read - hashed == set()


def test_the_reader_of_sources_finds_a_constant_two_files_away(tmp_path: Path) -> None:
    texts = {
        "a.py": "from sim.jit import compiled\nfrom sim.b import two\n@compiled\ndef f(x):\n    return x * two",
        "b.py": "from sim.c import ONE\ndef plus(x):\n    return x + ONE\ntwo = plus(1)",
        "c.py": "ONE = 1",
        "d.py": "ONE = 2",
        "jit.py": "def compiled(function):\n    return function",
    }
    (tmp_path / "sim").mkdir()
    for name, text in texts.items():
        (tmp_path / "sim" / name).write_text(text)
    having, read = reached(tmp_path)
    assert {file.name for file in having} == {"a.py"}
    assert {file.name for file in read} == {"b.py", "c.py", "jit.py"}


# --- processes --------------------------------------------------------------------------------------------------------

FAR = """from sim.jit import compiled
from sim.rng import one

@compiled
def two():
    return one() + one()
"""


def answer(root: Path, **environment: str) -> tuple[str, str]:
    """Ask a process of its own what two ones are."""
    code = "from sim.mechanisms.far import two; print(two(), sum(two.stats.cache_hits.values()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=120, check=True,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )  # fmt: skip
    return done.stdout.strip(), done.stderr


@pytest.mark.slow
def test_an_edit_counts_at_once_where_the_cache_cannot_be_written(tmp_path: Path) -> None:
    """Numba's own cache answers with the old sum here, from ``__pycache__``."""
    package = tmp_path / "sim"
    package.mkdir()
    for name in kernel_cache.SOURCES:
        if (HERE / name).is_dir():
            (package / name).mkdir(parents=True)
        else:
            (package / name).parent.mkdir(exist_ok=True)
            shutil.copy(HERE / name, package / name)
    shutil.copytree(HERE / "i18n", package / "i18n")  # what is said on stderr
    (package / "__init__.py").write_text("")
    (package / "mechanisms" / "far.py").write_text(FAR)
    rng = package / "rng.py"
    rng.write_text("from sim.jit import compiled\n\n@compiled\ndef one():\n    return 1\n")
    (tmp_path / "file").write_text("")
    (tmp_path / "temporary").mkdir()
    where = {
        "XDG_CACHE_HOME": str(tmp_path / "file"),
        "HOME": str(tmp_path / "file"),
        "TMPDIR": str(tmp_path / "temporary"),
    }
    told, line = answer(tmp_path, **where)
    assert told == "2 0"
    assert line.startswith("govsim: compiled functions cannot be kept in ")
    assert line.count("\n") == 1
    assert answer(tmp_path, **where)[0] == "2 1"
    rng.write_text(rng.read_text().replace("1", "3"))
    assert answer(tmp_path, **where)[0] == "6 0"
    assert not list(package.rglob("*.nb?"))
