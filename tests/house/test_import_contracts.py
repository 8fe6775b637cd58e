"""Imports point down: the contracts in pyproject.toml hold here, and each fails where it is broken."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# What is broken: which contract sees it, in which file, by which line, and what the complaint must name.
BREAKS = {
    "an upward import": ("floors", "state/world.py", "import sim.agents.model", "sim.agents.model"),
    "a sideways import": ("floors", "measures/__init__.py", "import sim.mechanisms", "sim.mechanisms"),
    "a circle through an annotation": (
        "circles",
        "state/world.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import sim.mechanisms.needs",
        "state",
    ),
    "a number that knows its formula": (
        "floors",
        "parameters/voice.py",
        "import sim.mechanisms.voice",
        "sim.mechanisms.voice",
    ),
    "a layer that knows the run": ("config", "config/layers.py", "import sim.config.run", "sim.config.run"),
    "a window that knows its model": ("mesa", "agents/row_agent.py", "import sim.agents.model", "sim.agents.model"),
    "a file without a floor": ("floors", "stray.py", "", "sim.stray"),
    "a viewer with a mechanism": ("readers", "viewer/app.py", "import sim.mechanisms.needs", "sim.mechanisms.needs"),
    "a report with a lever": ("readers", "report/__init__.py", "import sim.policies.dual_report", "dual_report"),
    "a mechanism with Mesa": ("plain", "mechanisms/needs.py", "import mesa", "mesa"),
    "a lever with Hydra": ("plain", "policies/dual_report.py", "from hydra import compose", "hydra"),
    "a measure with figures": ("plain", "measures/__init__.py", "import matplotlib.pyplot", "matplotlib"),
    "a map that knows the world": ("floors", "geography/cells.py", "import sim.state.world", "sim.state.world"),
    "a lever with rows and columns": (
        "map",
        "policies/grid_redivision.py",
        "import sim.geography.lattice",
        "grid_redivision",
    ),
    "a model with Hydra": ("hydra", "agents/model.py", "import omegaconf", "omegaconf"),
    "a lever with another": (
        "levers",
        "policies/dual_report.py",
        "import sim.policies.grid_redivision",
        "grid_redivision",
    ),
}


CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
TITLES = {contract["id"]: contract["name"] for contract in CONTRACTS}


def lint(folder: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run the import linter on the package in a folder; all contracts unless some are named."""
    chosen = [word for contract in contracts for word in ("--contract", contract)]
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo", *chosen]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package and the contracts."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "sim", folder / "sim", ignore=lambda _, names: [n for n in names if n == "__pycache__"])
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_repository_keeps_every_contract() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


def test_every_contract_is_broken_once() -> None:
    assert set(TITLES) == {contract for contract, *_ in BREAKS.values()}


def rounds() -> list[list[str]]:
    """Breaks that can be made at once: of different contracts, in different files; a circle is made alone."""
    found: list[list[str]] = []
    for name, (contract, file, *_) in BREAKS.items():
        for others in found:
            met = {part for other in others for part in BREAKS[other][:2]}
            if "circles" not in met | {contract} and not met & {contract, file}:
                others.append(name)
                break
        else:
            found.append([name])
    return found


@pytest.mark.parametrize("names", rounds(), ids=", ".join)
def test_contracts_fail_when_broken(copy: Path, names: list[str]) -> None:
    held = {}
    try:
        for _, file, line, _ in map(BREAKS.__getitem__, names):
            target = copy / "sim" / file
            held[target] = target.read_text() if target.exists() else None
            target.write_text(f"{held[target] or ''}\n{line}\n")
        result = lint(copy, *(BREAKS[name][0] for name in names))
    finally:
        for target, text in held.items():
            target.unlink() if text is None else target.write_text(text)
    assert result.returncode == 1, result.stdout
    assert f"{len(names)} broken" in result.stdout
    _, *told = re.split(r"^(.+)\n-{4,}\n", result.stdout.partition("Broken contracts")[2], flags=re.MULTILINE)
    complaints = dict(zip(told[::2], told[1::2], strict=True))
    for contract, *_, culprit in map(BREAKS.__getitem__, names):
        assert culprit in complaints[TITLES[contract]]


def test_the_copy_is_whole_again(copy: Path) -> None:
    assert lint(copy).returncode == 0  # so each was broken by its own line alone
