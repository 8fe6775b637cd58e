"""Imports point down: the contracts in pyproject.toml hold here, and each fails where it is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREAKS = {
    "an upward import": ("floors", "state/world.py", "import sim.model"),
    "a sideways import": ("floors", "measures/__init__.py", "import sim.mechanisms"),
    "a file without a floor": ("floors", "stray.py", ""),
    "a viewer that knows a mechanism": ("readers", "viewer/app.py", "import sim.mechanisms.service"),
    "a report that knows a lever": ("readers", "report/__init__.py", "import sim.policies.dual_report"),
    "a mechanism with Mesa": ("plain", "mechanisms/service.py", "import mesa"),
    "a lever with Hydra": ("plain", "policies/dual_report.py", "from hydra import compose"),
    "a measure with matplotlib": ("plain", "measures/__init__.py", "import matplotlib.pyplot"),
    "a lever that needs another": (
        "levers",
        "policies/dual_report.py",
        "import sim.policies.grid_redivision",
    ),
}


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run the import linter on the package in a folder; all contracts unless some are named."""
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo", *chosen]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Copy the package and the contracts, to be broken."""
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=lambda _, names: [n for n in names if n == "__pycache__"])
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_repository_keeps_every_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS.values(), ids=BREAKS)
def test_contract_fails_when_broken(scratch: Path, contract: str, file: str, line: str) -> None:
    target = scratch / "sim" / file
    text = target.read_text() if target.exists() else ""
    assert lint(scratch, contract).returncode == 0
    target.write_text(f"{text}\n{line}\n")
    result = lint(scratch, contract)
    assert result.returncode == 1, result.stdout
    assert "1 broken" in result.stdout
    assert (line.split()[1] if line else "sim.stray") in result.stdout
