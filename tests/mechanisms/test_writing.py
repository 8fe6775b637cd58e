"""The page that teaches how to write a mechanism is true: its edits can be made, and its district lives."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.config.run import load
from sim.studies.priors import drawn_values
from tests import bits
from tests.places import small

ROOT = Path(__file__).parents[2]
PAGE = (Path(sim.__file__).parent / "mechanisms" / "WRITING.md").read_text(encoding="utf-8")
NUMBERS, MECHANISM, TESTS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
EDITS = re.findall(r"```diff\n--- (\S+)\n(.*?)```", PAGE, re.DOTALL)
TOLD = """
import json, sim
from tests import bits
from tests.places import small
from sim.config.run import load
from sim.studies.priors import drawn_values
tables = bits.tables(small("dual_report", days=30).live(25))
drawn = drawn_values(load("demo"), 3)
print(json.dumps([sim.__file__, tables, drawn]))
"""


def apply(root: Path, path: str, edit: str) -> None:
    """Make one edit of the page: its lines without a + must stand in the file once, one after the other."""
    lines = edit.splitlines()
    before = "".join(line[1:] + "\n" for line in lines if not line.startswith("+"))
    after = "".join(line[1:] + "\n" for line in lines)
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(before) == 1, (
        f"WRITING.md looks for this in {path}, which has it {text.count(before)} times: {before}"
    )
    (root / path).write_text(text.replace(before, after), encoding="utf-8")


def python(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the project in a folder as plain Python: compiling other sources would take a minute."""
    return subprocess.run(
        [sys.executable, *arguments], check=False, cwd=root, capture_output=True, text=True, timeout=200,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(root), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the page's mechanism."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("sim", "tests", "configs"):
        shutil.copytree(ROOT / folder, root / folder)  # with what Python made of it, which holds for equal files
    for file in ("pyproject.toml", "CITATION.cff"):
        shutil.copy(ROOT / file, root)
    (root / "sim" / "parameters" / "rain.py").write_text(NUMBERS, encoding="utf-8")
    (root / "sim" / "mechanisms" / "rain.py").write_text(MECHANISM, encoding="utf-8")
    (root / "tests" / "mechanisms" / "test_rain.py").write_text(TESTS, encoding="utf-8")
    for path, edit in EDITS:
        apply(root, path, edit)
    made = python(root, "-m", "sim.cli.parameter_page")
    assert made.returncode == 0, made.stderr
    return root


def test_its_tests_and_those_of_the_house_pass(copy: Path) -> None:
    tests = ["tests/mechanisms/test_rain.py", "tests/house/test_documents.py", "tests/house/test_parameters.py"]
    result = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)
    assert result.returncode == 0, result.stdout


def test_the_linter_and_the_contracts_of_imports_have_no_complaint(copy: Path) -> None:
    tools = Path(sys.executable).parent
    files = ["sim/mechanisms/rain.py", "tests/mechanisms/test_rain.py", "sim/district.py"]
    files += ["sim/parameters/rain.py", "sim/parameters/settings.py"]
    for command in (["ruff", "check", *files], ["ruff", "format", "--check", *files], ["lint-imports", "--no-cache"]):
        result = subprocess.run(
            [tools / command[0], *command[1:]], check=False, cwd=copy, capture_output=True, text=True
        )
        assert result.returncode == 0, result.stdout


def test_a_district_without_rain_is_one_that_knows_no_rain(copy: Path) -> None:
    result = python(copy, "-c", TOLD)
    assert result.returncode == 0, result.stderr
    where, tables, drawn = json.loads(result.stdout)
    assert Path(where).is_relative_to(copy)
    assert tables == bits.tables(small("dual_report", days=30).live(25))
    assert drawn.pop("rain.put_off") > 0.0
    assert drawn == drawn_values(load("demo"), 3)


def test_its_tests_can_fail(copy: Path) -> None:
    path = copy / "sim" / "mechanisms" / "rain.py"
    path.write_text(MECHANISM.replace("1.0 - world.settings.rain.put_off", "1.0"), encoding="utf-8")
    try:
        result = python(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/mechanisms/test_rain.py")
    finally:
        path.write_text(MECHANISM, encoding="utf-8")
    failed = set(re.findall(r"FAILED \S+::(\w+)", result.stdout))
    assert failed == {"test_who_makes_no_rounds_finds_nothing", "test_time_of_rounds_is_left_for_cases"}
