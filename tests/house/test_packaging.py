"""The wheel carries everything that the checkout has, and works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def run(*arguments: object, cwd: Path = ROOT, **env: str) -> str:
    """Run this Python with the arguments; what it printed, or a failure that shows all it said."""
    result = subprocess.run(
        [sys.executable, *map(str, arguments)],
        check=False,
        cwd=cwd,
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def files_under(folder: Path) -> set[str]:
    """Every file of a folder but caches, as paths inside it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix()
        for path in paths
        if "__pycache__" not in path.parts and path.suffix not in {".pyc", ".nbi", ".nbc"}
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the tools of this environment: nothing is fetched."""
    out = tmp_path_factory.mktemp("wheel")
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    (built,) = out.glob("govsim-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own, without its dependencies."""
    target = tmp_path_factory.mktemp("installed")
    run("-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-compile", "--target", target, wheel)
    return target


def test_wheel_carries_code_data_and_configs(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert shipped == {f"sim/{name}" for name in files_under(ROOT / "sim")} | {
        f"sim/configs/{name}" for name in files_under(ROOT / "configs")
    }


def test_wheel_carries_the_licence_and_the_command(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        inside = {Path(name).name: archive.read(name) for name in archive.namelist() if ".dist-info/" in name}
    assert inside["LICENSE"] == (ROOT / "LICENSE").read_bytes()
    assert b"govsim = sim.cli:main" in inside["entry_points.txt"]


LISTED = """
import sim
from sim.cli import main
print(sim.__file__, end="\\0")
for what in ("policies", "places"):
    assert main(["list", what, "--json"]) == 0
    print(end="\\0")
"""


def test_installed_wheel_lists_policies_and_its_own_places_from_anywhere(installed: Path, tmp_path: Path) -> None:
    where, policies, places, _ = run("-c", LISTED, cwd=tmp_path, PYTHONPATH=str(installed)).split("\0")
    assert Path(where).is_relative_to(installed)
    assert "dual_report" in json.dumps(json.loads(policies))
    assert "demo" in json.dumps(json.loads(places))


def test_module_and_command_are_the_same(installed: Path, tmp_path: Path) -> None:
    text = run("-m", "sim", "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "govsim" in text
    assert text == run(installed / "bin" / "govsim", "--help", cwd=tmp_path, PYTHONPATH=str(installed))
