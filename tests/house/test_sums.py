"""What a library may add up, or work out, in an order of its own is not used where numbers of a run are made.

A product of matrices is left to a BLAS, which looks at the processor; Python's own sum() makes up for rounding since
3.12; NumPy's exponentials and logarithms are written anew for each vector unit; the C library's are another on every
system. `sim.sums` and `sim.rng` have what gives the same bits everywhere.

``array.sum()`` is refused where measures and tables are made: those arrays may be long, and cut as they come. In
mechanisms and levers it adds one number per community or desk, in a row of memory: there NumPy's own C keeps eight sums
by turns, the same on every processor.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SIM = Path(__file__).resolve().parents[2] / "sim"
ROOMS = ("measures", "mechanisms", "policies", "kernel", "state", "geography")
FILES = [
    *(file for room in ROOMS for file in sorted((SIM / room).rglob("*.py"))),
    *(SIM / name for name in ("district.py", "fate.py", "recorder.py", "rng.py", "sums.py", "studies/replication.py")),
]
BLAS = ("dot", "vdot", "inner", "matmul", "einsum", "tensordot", "linalg", "convolve", "correlate", "cov", "corrcoef")
REDUCED = ("mean", "nanmean", "average", "std", "nanstd", "var", "nanvar", "median", "percentile", "quantile", "nansum")
WRITTEN_ANEW = (
    "exp", "expm1", "exp2", "log", "log1p", "log2", "log10", "power", "float_power", "cbrt", "hypot", "logaddexp",
    "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh",
)  # fmt: skip
OF_C = ("pow", "fsum", "sumprod", "erf", "gamma", "lgamma", "acos", "asin", "atan", "atan2", *WRITTEN_ANEW)
SUMMED = ("measures/", "recorder.py", "studies/replication.py")
"""Where an array is not added up by its own method either."""

ALLOWED = {
    ("district.py", "sum"): "fen are whole numbers",
    ("recorder.py", "sum"): "fen are whole numbers",
    ("mechanisms/finance.py", "sum"): "fen are whole numbers",
    ("mechanisms/needs.py", "mean"): "of 365 days, once, whole and in a row of memory",
    ("geography/shapes.py", "median"): "for drawing only",
    ("geography/shapes.py", "add.reduceat"): "for drawing only",
    ("mechanisms/dispatch.py", "**"): "one power of a whole number for a run; the C libraries known agree",
    (
        "policies/dual_report.py",
        "**",
    ): "one power a day, of a whole number of months; the C libraries known agree",
}


def refused(tree: ast.AST, file: str) -> Iterator[tuple[str, int]]:
    """Yield what is refused, with its line."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            if isinstance(node.op, ast.MatMult):
                yield "@", line
            power = node.right if isinstance(node, ast.BinOp) else node.value
            base = node.left if isinstance(node, ast.BinOp) else node.target
            plain = isinstance(power, ast.Constant) and isinstance(power.value, int)
            if isinstance(node.op, ast.Pow) and not plain and not isinstance(base, ast.Constant):
                yield "**", line
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("sum", "pow"):
            yield node.func.id, line
        elif isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            inside = node.value.attr if isinstance(node.value, ast.Attribute) else ""
            of_numpy = owner == "np" and node.attr in (*BLAS, *REDUCED, *WRITTEN_ANEW, "sum")
            of_array = owner not in ("np", "math") and node.attr in ("dot", "mean", "std", "var")
            if of_numpy or of_array or (owner == "math" and node.attr in OF_C):
                # a set of rows has a mean of its own, in a fixed order
                if not (node.attr == "mean" and file.startswith("measures/")):
                    yield node.attr, line
            elif node.attr == "sum" and file.startswith(SUMMED) and owner != "sums":
                yield "sum", line
            elif inside == "add" and node.attr in ("reduce", "reduceat"):
                yield f"add.{node.attr}", line
        elif isinstance(node, ast.ImportFrom) and node.module in ("math", "numpy", "scipy.special"):
            for name in node.names:
                if name.name in (*OF_C, *BLAS, *REDUCED):
                    yield name.name, line


def found() -> dict[tuple[str, str], list[int]]:
    every: dict[tuple[str, str], list[int]] = {}
    for file in FILES:
        name = file.relative_to(SIM).as_posix()
        for what, line in refused(ast.parse(file.read_text(encoding="utf-8")), name):
            every.setdefault((name, what), []).append(line)
    return every


def test_nothing_is_left_to_a_library() -> None:
    assert len(FILES) > 90
    assert {use: lines for use, lines in found().items() if use not in ALLOWED} == {}


def test_what_is_allowed_is_there() -> None:
    assert set(ALLOWED) <= set(found())


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("a @ b", "@"), ("a @= b", "@"), ("np.einsum('ij', a)", "einsum"), ("np.dot(a, b)", "dot"), ("a.dot(b)", "dot"),
        ("np.linalg.norm(a)", "linalg"), ("sum(a)", "sum"), ("np.sum(a)", "sum"), ("a.sum()", "sum"), ("a ** b", "**"),
        ("a ** 0.5", "**"), ("a **= b", "**"), ("np.exp(a)", "exp"), ("math.log(a)", "log"), 
        ("from math import exp", "exp"),
        ("np.mean(a)", "mean"), ("np.add.reduce(a)", "add.reduce"), ("world.hours.std()", "std"),
    ],
)  # fmt: skip
def test_each_is_seen(line: str, what: str) -> None:
    assert [name for name, _ in refused(ast.parse(line), "recorder.py")] == [what]


@pytest.mark.parametrize("line", ["a ** 2", "2.0 ** a", "np.cumsum(a)", "sums.total(a)", "rows.mean(a)", "np.sqrt(a)"])
def test_what_has_one_order_is_not(line: str) -> None:
    assert list(refused(ast.parse(line), "measures/cases.py")) == []
