"""What went wrong, in words: never a traceback, unless the user asks for it with GOVSIM_TRACEBACK=1.

Exceptions of packages are known by the names of their classes: importing Hydra to name its errors would take longer
than most commands.
"""

from __future__ import annotations

import errno
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sim.errors import GovsimError, Interrupted, InvariantError, reason, words_of
from sim.i18n import again, say

ERROR, USAGE, INTERRUPTED = 1, 2, 130
SHOW = "GOVSIM_TRACEBACK"
"""Environment variable that shows tracebacks."""


def in_words(error: BaseException) -> tuple[str, int]:
    """Say what went wrong, and the exit code: 2 where what was asked is at fault, 1 where it is not."""
    if isinstance(error, Interrupted):
        return again(words_of(error)), 128 + error.signum
    if isinstance(error, KeyboardInterrupt) or _interrupted_import(error):
        return say("errors.interrupted"), INTERRUPTED
    if os.environ.get(SHOW, "0") not in ("", "0"):
        traceback.print_exception(error)
    if isinstance(error, GovsimError) and not isinstance(error, InvariantError):
        return again(words_of(error)), error.exit_code
    for kind in type(error).__mro__:
        if kind.__name__ in _WORDS:
            return _WORDS[kind.__name__](error)
    if "can't start new thread" in str(error):
        return say("failures.threads"), ERROR
    return _bug(error), ERROR


def _interrupted_import(error: BaseException) -> bool:
    """Whether Ctrl-C came while a compiled package was imported, which makes another error of it."""
    if not isinstance(error, (ImportError, SystemError)):
        return False
    causes = (error.__cause__, error.__context__)
    return any(isinstance(cause, KeyboardInterrupt) or (cause and _interrupted_import(cause)) for cause in causes)


def _of_settings(error: BaseException) -> tuple[str, int]:
    """Errors of Hydra and OmegaConf: the first line tells, the others are for programmers."""
    key = getattr(error, "full_key", None)
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    cause = f" ({str(error.__cause__).splitlines()[0]})" if str(error.__cause__ or "").strip() else ""
    return say("failures.settings", key=f"{key}: " if key else "", said=said, cause=cause), USAGE


def _of_the_system(error: BaseException) -> tuple[str, int]:
    assert isinstance(error, OSError)
    name = error.filename if isinstance(error.filename, (str, bytes)) else None
    if isinstance(error, FileNotFoundError) and _nowhere():
        return say("failures.nowhere"), USAGE
    if name is None:
        missing = isinstance(error, FileNotFoundError)  # without a name the system's words tell more
        return (error.strerror or str(error)) if missing else reason(error), ERROR
    shown = os.fsdecode(name)
    if Path(shown).is_relative_to(Path(__file__).parents[1]):
        return say("failures.not_whole", shown=shown, why=reason(error)), ERROR
    of_the_user = (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError)
    named_wrongly = isinstance(error, of_the_user) or error.errno == errno.ENAMETOOLONG
    return f"{shown}: {reason(error)}", USAGE if named_wrongly else ERROR


def _nowhere() -> bool:
    try:
        os.getcwd()
    except FileNotFoundError:
        return True
    return False


def _of_text(error: BaseException) -> tuple[str, int]:
    return say("failures.text", error=error), USAGE


def _of_yaml(error: BaseException) -> tuple[str, int]:
    return say("failures.yaml", error=" ".join(str(error).split())), USAGE


def _of_tables(error: BaseException) -> tuple[str, int]:
    return say("failures.tables", error=" ".join(str(error).split())), ERROR


def _of_json(error: BaseException) -> tuple[str, int]:
    return say("failures.json", error=error), ERROR


def _of_memory(error: BaseException) -> tuple[str, int]:
    more = f" ({error})" if str(error) else ""
    return say("failures.memory", more=more), ERROR


def _of_depth(error: BaseException) -> tuple[str, int]:
    return say("failures.depth", error=error), USAGE


def _of_packages(error: BaseException) -> tuple[str, int]:
    return say("failures.packages", error=error), ERROR


_WORDS: dict[str, Callable[[BaseException], tuple[str, int]]] = {
    "HydraException": _of_settings,
    "OmegaConfBaseException": _of_settings,
    "YAMLError": _of_yaml,
    "JSONDecodeError": _of_json,
    "UnicodeError": _of_text,
    "OSError": _of_the_system,
    "ArrowException": _of_tables,
    "MemoryError": _of_memory,
    "RecursionError": _of_depth,
    "ImportError": _of_packages,
}
"""Told by the nearest class in the error's ancestry that stands here."""


def _bug(error: BaseException) -> str:
    """Tell of a fault of ours, and put what mends it into a file."""
    from sim import __version__

    what = " ".join(f"{type(error).__name__}: {error}".split())
    head = [
        f"govsim {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"command: {sys.argv}",
        "",
    ]
    text = "\n".join([*head, "".join(traceback.format_exception(error))])
    name = f"govsim-fault-{datetime.now():%Y%m%d-%H%M%S}-"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix=name, suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
        ) as file:
            file.write(text)
    except OSError:
        return say("failures.bug", what=what, show=SHOW)
    return say("failures.bug_file", what=what, file=file.name)
