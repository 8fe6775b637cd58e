"""Work out constraints.txt anew: every package that govsim and its extras need, on each Python it supports.

pip resolves the project once per Python without installing anything; where the versions differ, a marker says
which Python takes which. A Python that is not here takes what its nearest older one does. Names and versions only:
where a package is fetched from is the reader's business.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
HEADER = f"""\
# What govsim, its viewer and its developers' tools need, at the versions that the tests ran with.
# For Python {PYTHONS[0]} to {PYTHONS[-1]}. Written by `make lock`; used as: pip install -c constraints.txt -e .
# Worked out on {sys.platform}; another system may need a package or two that this list leaves free.
"""


def found(version: str) -> str:
    """Look for this Python: its path, or nothing."""
    finder = [ROOT / ".ci" / "find-python", version]
    return subprocess.run(finder, check=False, capture_output=True, text=True).stdout.strip()


def resolve(python: str) -> dict[str, str]:
    """Ask pip which version of each package a fresh environment of this Python would get."""
    with tempfile.TemporaryDirectory() as scratch:
        # A fresh environment: the report must not depend on what this interpreter has.
        subprocess.run([python, "-m", "venv", scratch], check=True)
        report = Path(scratch) / "report.json"
        pip = [f"{scratch}/bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "--dry-run", "--ignore-installed", "--report", report, f"{ROOT}[all]"], check=True)
        installs = json.loads(report.read_text())["install"]
    chosen = {normal(item["metadata"]["name"]): item["metadata"]["version"] for item in installs}
    chosen.pop("govsim")
    return chosen


def normal(name: str) -> str:
    """Spell a package's name the one way in which all spellings meet."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines(name: str, versions: dict[str, str]) -> list[str]:
    """Write one package: a plain pin, or one pin per stretch of Pythons that share a version."""
    stretches: list[tuple[str, str, str]] = []
    for python, version in versions.items():
        if stretches and stretches[-1][2] == version:
            stretches[-1] = (stretches[-1][0], python, version)
        else:
            stretches.append((python, python, version))
    if len(stretches) == 1:
        return [f"{name}=={stretches[0][2]}"]
    ends = stretches[0][0], stretches[-1][1]
    return [f"{name}=={version} ; {marker(first, last, ends)}" for first, last, version in stretches]


def marker(first: str, last: str, ends: tuple[str, str]) -> str:
    """Say a stretch of Pythons as an environment marker, open at both ends."""
    if first == ends[0]:
        return f"python_version <= '{last}'"
    if last == ends[1]:
        return f"python_version >= '{first}'"
    return f"python_version >= '{first}' and python_version <= '{last}'"


def main() -> None:
    """Resolve on every Python that is here and write constraints.txt."""
    here = {version: python for version in PYTHONS if (python := found(version))}
    if PYTHONS[0] not in here or len(here) < 2:
        sys.exit(f"the lock needs Python {PYTHONS[0]} and a newer one, up to {PYTHONS[-1]}; here: {', '.join(here)}")
    by_python = {version: resolve(python) for version, python in here.items()}
    names = sorted(set().union(*by_python.values()))
    text = HEADER
    for name in names:
        versions = {version: chosen[name] for version, chosen in by_python.items() if name in chosen}
        text += "\n".join(lines(name, versions)) + "\n"
    (ROOT / "constraints.txt").write_text(text)
    print(f"constraints.txt: {len(names)} packages on Python {', '.join(here)}")


if __name__ == "__main__":
    main()
