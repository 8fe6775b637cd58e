"""Whether a folder can be made and written: found out by doing it, before the first day is lived."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path
from uuid import uuid4

from sim.errors import ConfigError, Problem, reason
from sim.i18n import say

TRIAL_BYTES = 2**18
"""Size of the file that is written to try a folder; the smallest run folder takes about as much."""
_LEFT_BY_THE_SHELL = re.compile(r"^~|\$\w|\$\{\w" + (r"|%\w+%" if os.name == "nt" else ""))


def try_folder(path: str | Path, where: str = "results_dir") -> None:
    """Try to make a folder and write into it; leave nothing behind.

    Parameters
    ----------
    path : str or Path
        The folder, which need not exist.
    where : str
        The setting that names it.

    Raises
    ------
    ConfigError
        If it cannot be made or written.
    """
    if problem := folder_problem(path, where):
        raise ConfigError([problem])


def folder_problem(path: str | Path, where: str = "results_dir") -> Problem | None:
    """Try a folder as `try_folder` does; return what is wrong with it, or None.

    What is missing is made inside a folder of its own beside it, so that two runs that start together never remove
    what the other has just made.
    """
    text = str(path)
    if found := _left_by_the_shell(text):
        return Problem(where, found[0], say("writable.full_name"), found[1])
    try:
        full = Path(os.path.abspath(text))
        missing: list[str] = []
        inside = full
        while not os.path.lexists(inside) and inside != inside.parent:
            missing.insert(0, inside.name)
            inside = inside.parent
    except FileNotFoundError:
        return Problem(where, say("writable.gone", path=repr(text)), hint="cd ~")
    if not inside.is_dir():
        what = say("writable.dead_link") if inside.is_symlink() else say("writable.a_file")
        return _impossible(where, text, say("writable.inside", path=inside, what=what))
    try:
        _write_inside(inside, missing)
    except OSError as error:
        lost = error.errno == errno.ENOENT  # as in /proc, which takes no folder
        return _impossible(where, text, say("writable.no_folder", path=inside) if lost else reason(error))
    except ValueError as error:  # a name with a zero byte, or with signs that the file system cannot write
        return _impossible(where, text, str(error))
    return None


def _write_inside(folder: Path, missing: list[str]) -> None:
    trial = folder / f".govsim-{uuid4().hex[:8]}"
    try:
        leaf = trial.joinpath(*missing)
        leaf.mkdir(parents=True)
        with (leaf / "trial").open("wb") as file:
            file.write(bytes(TRIAL_BYTES))
            file.flush()
            os.fsync(file.fileno())
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def _impossible(where: str, text: str, why: str) -> Problem:
    shown = repr(text if len(text) <= 80 else f"{text[:60]}...")
    return Problem(where, say("writable.nothing", path=shown, why=why), say("writable.allowed"))


def _left_by_the_shell(text: str) -> tuple[str, str] | None:
    """What is wrong with ~ or a variable that no shell has replaced, and what was probably meant.

    A folder that is really named so would be made by mistake only, and is a danger: ``rm -r ~`` is not what removes it.
    """
    if not (left := _LEFT_BY_THE_SHELL.search(text)):
        return None
    meant = os.path.expandvars(os.path.expanduser(text))
    if meant == text and left[0] == "~" and Path(text).parts[0] != "~":
        return None  # a name that begins with ~ and is nobody's home
    hint = say("errors.did_you_mean", names=meant) if meant != text else say("writable.no_variable")
    return say("writable.shell", path=repr(text), sign=left[0][0]), hint
