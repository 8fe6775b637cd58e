"""Which Pythons are supported is said in several places, and everywhere the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from sim.cli.doctor import PYTHONS

ROOT = Path(__file__).resolve().parents[2]
ALL = [f"3.{minor}" for minor in range(PYTHONS[0][1], PYTHONS[1][1] + 1)]


def test_what_pip_is_told() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">=3.{PYTHONS[0][1]},<3.{PYTHONS[1][1] + 1}"
    named = "Programming Language :: Python :: "
    assert [c.removeprefix(named) for c in project["classifiers"] if c.startswith(named)] == ALL


@pytest.mark.parametrize(
    ("file", "line"),
    [("Makefile", r"PYTHONS := (.*)"), (".ci/lock.py", r"PYTHONS = \((.*)\)")],
)
def test_what_the_tools_look_for(file: str, line: str) -> None:
    if not (path := ROOT / file).exists():
        pytest.skip(f"{file} is not part of a source distribution")
    (found,) = re.findall(f"^{line}$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(re.findall(r"3\.\d+", found)) == ALL


@pytest.mark.parametrize(
    ("file", "words"),
    [("Makefile", "Needs Python {} to {}"), ("constraints.txt", "For Python {} to {}.")],
)
def test_what_people_are_told(file: str, words: str) -> None:
    assert words.format(ALL[0], ALL[-1]) in (ROOT / file).read_text(encoding="utf-8")
