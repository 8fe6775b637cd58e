"""Where compiled functions are kept from one start to the next: a cache in which no stale kernel can answer.

Numba has a disk cache of its own. We give our functions another one, because numba's (0.68)

- does not notice edits in files that a compiled function imports, so a stale kernel could answer in silence;
- falls back into ``__pycache__`` of the source tree where its folder cannot be written, and there that happened;
- ends every command with a traceback when a file is cut short or cannot be written;
- may mix up two signatures of a function when two processes write its index at once.

Here the folder is named after a hash of all sources that compiled functions live in or read, and of the versions that
compile. Each file holds one function for one signature and one processor, is named after both, sealed with a checksum,
and put in place at once. What is damaged is made anew; where nothing can be written, a private temporary folder serves;
a function from elsewhere is compiled, but not kept. Numba is imported only by those who compile.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import re
import shutil
import stat
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.i18n import say

HERE = Path(__file__).parent
SOURCES = (
    "fate.py", "jit.py", "kernel_cache.py", "rng.py", "geography", "state", "kernel", "mechanisms",
    "measures/return_visits.py",
)  # fmt: skip
"""Files and folders of the package in which compiled functions live, or constants that they read."""
FEW, IDLE_S = 8, 24 * 3600.0
"""Folders of other sources beyond this many are thrown away, if nobody used them for so many seconds."""
_SEAL = hashlib.sha256().digest_size
_IGNORED = ("NUMBA_CACHE", "NUMBA_NUM_THREADS", "NUMBA_DISABLE_JIT")
_log = logging.getLogger("govsim")
said: dict[str, str] = {}
"""What went wrong in this process, by its kind; each is said once, on the standard error stream."""


class DamagedError(Exception):
    """A file is not what was once put there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where compiled functions are kept.

    Attributes
    ----------
    folder : Path or None
        None where nothing can be written at all.
    usual : Path
        Where they should be.
    why : str
        Why they are not there; empty if they are.
    """

    folder: Path | None
    usual: Path
    why: str = ""


def _say(kind: str, words: str) -> None:
    if kind not in said:
        said[kind] = words
        _log.warning("govsim: %s", words)


@cache
def sources() -> dict[str, bytes]:
    """All source files that the name of the folder depends on: path within the package -> bytes.

    They are read when the first function is defined, so that a file edited afterwards does not count: what runs here
    is the code before the edit. Empty if they cannot be read, as in a zip file; nothing is kept then.
    """
    found = {}
    try:
        for name in SOURCES:
            path = HERE / name
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                found[file.relative_to(HERE).as_posix()] = file.read_bytes()
    except OSError:
        return {}
    return found


def digest() -> str:
    """Hash of the sources, of what compiles them, and of the settings it is given; 16 hexadecimal digits."""
    import llvmlite
    import numba
    import numpy

    whole = hashlib.sha256()
    for name, text in sources().items():
        whole.update(f"{name} {len(text)} ".encode() + text)
    settings = sorted(
        item for item in os.environ.items() if item[0].startswith("NUMBA_") and not item[0].startswith(_IGNORED)
    )
    by = (sys.implementation.cache_tag, getattr(sys, "abiflags", ""))
    versions = (numba.__version__, llvmlite.__version__, numpy.__version__)
    whole.update(repr((by, versions, settings)).encode())
    return whole.hexdigest()[:16]


def usual_folder() -> Path:
    """Folder of the compiled functions of these sources, whether it can be written or not."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("govsim")) / "numba" / digest()


@cache
def place() -> Place:
    """Find the usual folder, a temporary one if it cannot be written, or none; say so once."""
    usual = usual_folder()
    try:
        if not usual.is_absolute():  # a user without a home would get a folder named ~ wherever he works
            raise FileNotFoundError(2, "no home folder is known")
        _open(usual)
        return Place(usual, usual)
    except OSError as error:
        why = error.strerror or str(error)
    try:
        other = _private() / usual.name
        _open(other)
    except OSError:
        _say("nowhere", say("kernel.nowhere", folder=usual, why=why))
        return Place(None, usual, why)
    _say("temporary", say("kernel.temporary", folder=usual, why=why, other=other))
    return Place(other, usual, why)


def _private() -> Path:
    """Folder of this user in the temporary folder: what others could write there would be run by us."""
    user = os.getuid() if hasattr(os, "getuid") else None  # Windows has a temporary folder for each user
    folder = Path(tempfile.gettempdir()) / ("govsim" if user is None else f"govsim-{user}")
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if user is not None and (not stat.S_ISDIR(found.st_mode) or found.st_uid != user or found.st_mode & 0o022):
        raise PermissionError(13, "is not ours alone", str(folder))
    return folder


def _open(folder: Path) -> None:
    """Make the folder and try to write into it; a new one takes the place of old ones.

    Raises
    ------
    OSError
        If it cannot be made or written.
    """
    new = not folder.is_dir()
    folder.mkdir(parents=True, exist_ok=True)
    tempfile.TemporaryFile(dir=folder).close()
    os.utime(folder)  # so that it counts as used
    if new:
        prune(folder)


def prune(folder: Path) -> None:
    """Throw away folders of other sources: all but the newest few, and none that somebody used of late.

    A process that still uses one of them loses nothing: it compiles what it does not find.
    """
    others = []
    for path in folder.parent.iterdir():
        if path != folder and re.fullmatch("[0-9a-f]{16}", path.name) and path.is_dir() and not path.is_symlink():
            try:
                others.append((path.stat().st_mtime, path))
            except OSError:  # somebody else threw it away
                continue
    for used, path in sorted(others, reverse=True)[FEW - 1 :]:
        if time.time() - used > IDLE_S:
            shutil.rmtree(path, ignore_errors=True)


def seal(file: Path, body: bytes) -> None:
    """Write bytes behind their checksum, and put them in place at once.

    Raises
    ------
    OSError
        If they cannot be written; nothing is left behind.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        draft.write_bytes(hashlib.sha256(body).digest() + body)
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def unseal(file: Path) -> bytes:
    """Read bytes that `seal` wrote.

    Raises
    ------
    DamagedError
        If they are not the same bytes.
    OSError
        If there are none, or they cannot be read.
    """
    whole = file.read_bytes()
    if hashlib.sha256(whole[_SEAL:]).digest() != whole[:_SEAL]:
        raise DamagedError("cut short or changed")
    return whole[_SEAL:]


def verify() -> tuple[int, int]:
    """Check all files of the folder and throw the damaged ones away; return how many there are, and were damaged."""
    folder, good, bad = place().folder, 0, 0
    for file in sorted(folder.glob("*.nbc")) if folder else []:
        try:
            unseal(file)
            good += 1
        except (DamagedError, OSError):
            bad += 1
            try:
                file.unlink(missing_ok=True)
            except OSError:
                continue
    return good, bad


class KernelCache:
    """The cache of one function, with what numba's dispatcher asks of one.

    Parameters
    ----------
    function : function
    options : str
        How it is compiled, in words.
    """

    def __init__(self, function: Callable[..., Any], options: str = "") -> None:
        code = function.__code__
        file = Path(code.co_filename)
        own = file.relative_to(HERE).as_posix() if file.is_relative_to(HERE) else ""
        self._kept = own in sources() and function.__closure__ is None
        self._stem = re.sub(r"[^\w.-]", "", f"{file.stem}.{function.__qualname__}-{code.co_firstlineno}")
        self._words = f"{own} {options}"

    @property
    def cache_path(self) -> str | None:
        """Folder of the files."""
        folder = place().folder if self._kept else None
        return str(folder) if folder else None

    def enable(self) -> None:
        """Do nothing: it is never switched off."""

    def disable(self) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Throw away all files of this function."""
        if self.cache_path:
            for file in Path(self.cache_path).glob(f"{self._stem}-*.nbc"):
                file.unlink(missing_ok=True)

    def file(self, signature: Any, context: Any) -> Path | None:
        """File of a signature on this processor; None if it is not kept."""
        folder = place().folder if self._kept else None
        key = hashlib.sha256(f"{self._words} {signature} {context.codegen().magic_tuple()}".encode())
        return folder / f"{self._stem}-{key.hexdigest()[:16]}.nbc" if folder else None

    def load_overload(self, sig: Any, target_context: Any) -> Any | None:
        """Load what was compiled for a signature; None if there is none, or it is damaged."""
        from numba.core.compiler import CompileResult

        rebuild: Any = CompileResult._rebuild
        target_context.refresh()
        file = self.file(sig, target_context)
        if file is None:
            return None
        try:
            kept, parts = pickle.loads(unseal(file))
            return rebuild(target_context, *parts) if kept == sig else None
        except FileNotFoundError:
            return None
        except Exception as error:  # pickle may raise anything
            words = f"{file.name}: {error or type(error).__name__}"
            _say("damaged", say("kernel.damaged", folder=file.parent, why=words))
            return None

    def save_overload(self, sig: Any, result: Any) -> None:
        """Keep what was compiled for a signature; if it cannot be kept, say so once."""
        from numba.core import serialize

        dumps: Any = serialize.dumps
        file = self.file(sig, result.target_context)
        if file is None or result.library.has_dynamic_globals:
            return
        try:
            seal(file, dumps((sig, result._reduce())))
        except Exception as error:
            why = getattr(error, "strerror", None) or error or type(error).__name__
            _say("unkept", say("kernel.unkept", folder=file.parent, why=why))


def tiny(number: int) -> int:
    """Add one: a function to try the cache with."""
    return number + 1
