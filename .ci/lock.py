"""Work out constraints.txt anew: every package that govsim and its extras need, on each Python it supports.

pip resolves the project once per Python without installing anything; where the versions differ, a marker says
which Python takes which. Names and versions only: where a package is fetched from is the reader's business.
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


def resolve(version: str) -> dict[str, str]:
    """Ask pip which version of each package a fresh environment of this Python would get."""
    finder = [ROOT / ".ci" / "find-python", version]
    python = subprocess.run(finder, check=False, capture_output=True, text=True).stdout.strip()
    if not python:
        sys.exit(f"no usable Python {version}, and the lock covers {', '.join(PYTHONS)}")
    with tempfile.TemporaryDirectory() as scratch:
        # A fresh environment: the report must not depend on what this interpreter has.
        subprocess.run([python, "-m", "venv", scratch], check=True)
        report = Path(scratch) / "report.json"
        pip = [f"{scratch}/bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "--dry-run", "--ignore-installed", "--report", report, f"{ROOT}[all]"], check=True)
        installs = json.loads(report.read_text())["install"]
    found = {normal(item["metadata"]["name"]): item["metadata"]["version"] for item in installs}
    found.pop("govsim")
    return found


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
    return [f"{name}=={version} ; {marker(first, last)}" for first, last, version in stretches]


def marker(first: str, last: str) -> str:
    """Say a stretch of Pythons as an environment marker, open at both ends of what is supported."""
    if first == PYTHONS[0]:
        return f"python_version <= '{last}'"
    if last == PYTHONS[-1]:
        return f"python_version >= '{first}'"
    return f"python_version >= '{first}' and python_version <= '{last}'"


def main() -> None:
    """Resolve on every Python and write constraints.txt."""
    by_python = {version: resolve(version) for version in PYTHONS}
    names = sorted(set().union(*by_python.values()))
    text = HEADER
    for name in names:
        versions = {python: found[name] for python, found in by_python.items() if name in found}
        text += "\n".join(lines(name, versions)) + "\n"
    (ROOT / "constraints.txt").write_text(text)
    print(f"constraints.txt: {len(names)} packages on Python {', '.join(PYTHONS)}")


if __name__ == "__main__":
    main()
