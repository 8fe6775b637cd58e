"""What only POSIX systems have is used where something else stands ready, and nowhere else."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.store import shards, writers
from sim.studies.engines import make

ROOT = Path(__file__).resolve().parents[2]
MODULES = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NAMES = {
    "os": {
        "chown", "chroot", "fchmod", "fork", "forkpty", "getegid", "geteuid", "getgid", "getloadavg", "getpgid",
        "getuid", "kill", "killpg", "mkfifo", "nice", "pipe2", "register_at_fork",
        "sched_getaffinity", "sched_setaffinity",
        "setpgid", "setsid", "statvfs", "sync", "uname", "wait", "waitpid",
    },
    "signal": {
        "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "pause",
        "pthread_kill", "pthread_sigmask", "setitimer", "sigwait",
    },
}  # fmt: skip
ALLOWED = {
    ("sim/kernel_cache.py", "os.getuid"): 'hasattr(os, "getuid")',
    ("sim/store/writers.py", "os.kill"): 'os.name != "posix"',  # on Windows it would end the process
    ("sim/studies/engines/make.py", "os.sched_getaffinity"): 'hasattr(os, "sched_getaffinity")',
    ("sim/viewer/runs.py", "os.killpg"): 'hasattr(os, "killpg")',
    ("sim/viewer/runs.py", "signal.SIGKILL"): 'hasattr(os, "killpg")',
    ("sim/studies/engines/memory.py", "resource"): 'sys.platform == "win32"',
}
"""Where something of POSIX stands, and what is asked first in the same function."""


def uses(source: str) -> Iterator[tuple[str, str]]:
    """What of POSIX a source uses: its name, and the text of the function (or the file) that it stands in."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    for node in ast.walk(tree):
        found = set[str]()
        if isinstance(node, ast.Import):
            found = {alias.name for alias in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom) and node.module:
            named = {alias.name for alias in node.names}
            found = {node.module} & MODULES | {f"{node.module}.{n}" for n in named & NAMES.get(node.module, set())}
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = {f"{node.value.id}.{n}" for n in {node.attr} & NAMES.get(node.value.id, set())}
        for name in found:
            inside = [f for f in functions if f.lineno <= node.lineno <= (f.end_lineno or 0)]
            yield name, ast.get_source_segment(source, inside[-1]) or "" if inside else source


def test_each_use_asks_first() -> None:
    there = set()
    for path in sorted((ROOT / "sim").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for used, around in uses(path.read_text(encoding="utf-8")):
            assert (name, used) in ALLOWED, f"{name} uses {used}, which Windows has not"
            assert ALLOWED[name, used] in around, f"{name} uses {used} without asking for it first"
            there.add((name, used))
    assert there == set(ALLOWED)


@pytest.mark.parametrize(
    "source",
    ["import fcntl", "from os import fork", "import os\nos.fork()", "def f():\n    import resource",
     "import signal\nsignal.signal(signal.SIGHUP, None)"],
)  # fmt: skip
def test_a_use_is_found(source: str) -> None:
    assert len(list(uses(source))) == 1


def test_a_writer_elsewhere_is_judged_by_its_silence_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> None:
        raise AssertionError("it would have ended the process")

    monkeypatch.setattr(writers, "os", SimpleNamespace(name="nt", kill=ended, getpid=os.getpid))
    assert not writers._known_dead(writers.this_process())


def test_names_are_not_forced_onto_the_disk_where_a_folder_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "os", SimpleNamespace(name="nt"))
    shards._settle(tmp_path)


def test_cores_are_counted_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert make.cores() >= 1
