"""What is imported is declared, and what is declared is pinned."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CALLED = {
    "python_calamine": "python-calamine",
    "hydra": "hydra-core",
    "yaml": "pyyaml",
    "docx": "python-docx",
    "dask_jobqueue": "dask-jobqueue",
    "sklearn": "scikit-learn",
}
COMES_WITH = {
    "IPython": "solara", "anyio": "solara", "dask": "distributed", "fontTools": "matplotlib", "ipywidgets": "solara",
    "llvmlite": "numba", "omegaconf": "hydra-core", "reacton": "solara", "starlette": "solara",
    "threadpoolctl": "scikit-learn",
}  # fmt: skip
"""Libraries that another one brings, whose versions it chooses."""


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=;! ]", line)[0].lower() for line in requirements}


EXTRAS = PROJECT["optional-dependencies"]
DECLARED = names([*PROJECT["dependencies"], *EXTRAS["viz"], *EXTRAS["dask"], *EXTRAS["geo"]])


def imported() -> set[str]:
    """Libraries that the package imports, wherever in a file."""
    found = set()
    for path in (ROOT / "sim").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"sim", "__future__"}


def test_what_is_imported_is_declared() -> None:
    wanted = {CALLED.get(name, COMES_WITH.get(name, name)) for name in imported()}
    assert {"duckdb", "numpy", "hydra-core"} <= wanted  # or nothing was looked at
    assert wanted <= DECLARED


def test_what_is_declared_is_pinned() -> None:
    pins = names((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())
    assert DECLARED | names(EXTRAS["dev"]) <= pins
