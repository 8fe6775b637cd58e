"""A machine without internet installs from a folder of wheels; here without fetching what govsim needs."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make")


def said(*words: str) -> str:
    """What a command prints; a failure shows all it said."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(words, check=False, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def commands(folder: Path) -> tuple[list[str], list[str]]:
    """What ``make wheelhouse`` would run, and what it tells to run on the other machine."""
    lines = said("make", "--no-print-directory", "-n", "wheelhouse", f"WHEELS={folder}").splitlines()
    (gather,) = (line for line in lines if " -m pip " in line)
    (install,) = (line for line in lines if "--no-index" in line)
    return shlex.split(gather), shlex.split(shlex.split(install)[1])


def test_what_is_gathered_is_what_is_installed(tmp_path: Path) -> None:
    gather, install = commands(tmp_path)
    assert gather[gather.index("--constraint") + 1] == "constraints.txt"
    assert gather[gather.index("--wheel-dir") + 1] == install[install.index("--find-links") + 1] == str(tmp_path)
    assert install[-1] == "govsim" + gather[-1].removeprefix(".")  # the same extras


def test_the_help_names_it() -> None:
    assert "make wheelhouse" in said("make", "help")


@pytest.mark.slow
def test_the_commands_work_for_govsim_alone(tmp_path: Path) -> None:
    gather, install = commands(tmp_path / "wheels")
    said(sys.executable, *gather[1:], "--no-deps", "--no-build-isolation", "--no-index")
    (wheel,) = (tmp_path / "wheels").iterdir()
    assert wheel.name.startswith("govsim-")
    offline = install[install.index("install") :]
    said(sys.executable, "-m", "pip", *offline, "--no-deps", "--no-compile", "--target", str(tmp_path / "there"))
    assert (tmp_path / "there" / "sim" / "configs" / "place" / "demo.yaml").is_file()
